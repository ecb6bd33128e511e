//! The history of records.

use shuke_base::Uuid;
use shuke_store::StoreError;
use shuke_store::system::{Change, ChangeKind, Via};
use shuke_testkit::{TestDb, db_test};

fn change(db: &TestDb, record: Uuid, version: i64) -> Change {
    Change {
        id: db.ids.new_id(db.now()),
        object: "lead".into(),
        record_id: record,
        at: db.now(),
        by: (version > 1).then_some(record),
        via: if version == 1 { Via::Import } else { Via::Page },
        kind: if version == 1 { ChangeKind::Created } else { ChangeKind::Changed },
        version,
        import_id: (version == 1).then_some(record),
        sensitive: Vec::new(),
        diff: format!(r#"{{"name":["旧","{version}"]}}"#),
    }
}

#[db_test]
async fn history_comes_back_newest_first_in_pages(db: TestDb) {
    let (one, two) = (db.ids.new_id(db.now()), db.ids.new_id(db.now()));
    // More than one statement holds, and not a power of two.
    let mut changes: Vec<Change> = (1..=150).map(|version| change(&db, one, version)).collect();
    changes.push(change(&db, two, 1));
    let written = changes.clone();
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            written.into_iter().for_each(|change| tx.record_change(change));
            Ok::<(), StoreError>(())
        })
    });
    work.await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    let mut read = Vec::new();
    let mut before = None;
    loop {
        let page = conn.changes(one, before, 40).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        read.extend(page);
    }
    read.reverse();
    assert_eq!(read, changes[..150]);
    assert_eq!(conn.change(two, changes[150].id).await.unwrap().as_ref(), Some(&changes[150]));
    assert_eq!(conn.change(one, changes[150].id).await.unwrap(), None);
}

#[db_test]
async fn a_transaction_sees_history_that_still_waits(db: TestDb) {
    let record = db.ids.new_id(db.now());
    let changes: Vec<Change> = (1..=4).map(|version| change(&db, record, version)).collect();
    let (first, rest) = (changes[0].clone(), changes[1..].to_vec());
    db.store
        .write(move |tx| {
            Box::pin(async move {
                tx.record_change(first);
                Ok::<(), StoreError>(())
            })
        })
        .await
        .unwrap();
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            rest.into_iter().for_each(|change| tx.record_change(change));
            let two = tx.changes(record, None, 2).await?;
            let more = tx.changes(record, Some(two[1].id), 10).await?;
            Ok::<_, StoreError>([two, more].concat())
        })
    });
    let seen = work.await.unwrap();
    assert_eq!(seen.iter().map(|change| change.version).collect::<Vec<_>>(), [4, 3, 2, 1]);
}
