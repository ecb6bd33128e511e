//! The audit chain: whole when left alone, broken where somebody meddles.

use std::time::Duration;

use chrono::TimeDelta;
use shuke_base::{Moment, NaiveDate, Uuid};
use shuke_store::Store;
use shuke_store::system::{AuditEntry, ChainBreak, ChainReport};
use shuke_testkit::{TestDb, db_test};

async fn add(store: &Store, at: Moment, names: &[&str]) {
    let entries: Vec<AuditEntry> = names
        .iter()
        .map(|name| AuditEntry {
            at,
            actor: Some(Uuid::from_u128(7)),
            action: (*name).to_owned(),
            object: Some("lead".into()),
            record_id: Some(Uuid::from_u128(9)),
            detail: r#"{"名称":"上海"}"#.into(),
        })
        .collect();
    let work = store.write(move |tx| {
        Box::pin(async move {
            entries.into_iter().for_each(|entry| tx.audit(entry));
            Ok::<(), shuke_store::StoreError>(())
        })
    });
    work.await.unwrap();
}

async fn verify(store: &Store) -> ChainReport {
    store.read().await.unwrap().verify_audit(None, None).await.unwrap()
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

/// Three days with 3, 2 and 1 entries.
async fn three_days(db: &TestDb) {
    add(&db.store, db.now(), &["a", "b"]).await;
    add(&db.store, db.now(), &["c"]).await;
    add(&db.store, db.now() + TimeDelta::days(1), &["d", "e"]).await;
    add(&db.store, db.now() + TimeDelta::days(2), &["f"]).await;
}

#[db_test]
async fn a_chain_left_alone_is_whole(db: TestDb) {
    assert_eq!(verify(&db.store).await, ChainReport { entries: 0, head: None, fault: None });
    three_days(&db).await;
    let report = verify(&db.store).await;
    assert_eq!((report.entries, report.fault), (6, None));
    let rows = db.store.read().await.unwrap().audits(None, 2).await.unwrap();
    assert_eq!(report.head, Some((6, rows[0].hash.clone())));
    assert_eq!((rows[0].entry.action.as_str(), rows[0].day.as_str()), ("f", "2026-03-03"));
    let older = db.store.read().await.unwrap().audits(Some(rows[1].seq), 10).await.unwrap();
    let actions: Vec<&str> = older.iter().map(|row| row.entry.action.as_str()).collect();
    assert_eq!(actions, ["d", "c", "b", "a"]);
}

#[db_test]
async fn every_column_is_sealed(db: TestDb) {
    three_days(&db).await;
    let damages = [
        "at = (SELECT other.at FROM sys_audit other WHERE other.seq = 6)",
        "actor = NULL",
        "action = 'b2'",
        "object = NULL",
        "record_id = actor",
        "detail = replace(detail, '上', '下')",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
        "day = '2026-03-03'",
    ];
    for damage in damages {
        db.meddle("CREATE TABLE kept AS SELECT * FROM sys_audit WHERE seq = 5").await;
        assert_eq!(db.meddle(&format!("UPDATE sys_audit SET {damage} WHERE seq = 5")).await, 1);
        let report = verify(&db.store).await;
        assert_eq!(report.fault, Some(ChainBreak { seq: 5, missing: false }), "{damage}");
        assert_eq!(report.head.map(|head| head.0), Some(4));
        db.meddle("DELETE FROM sys_audit WHERE seq = 5").await;
        db.meddle("INSERT INTO sys_audit SELECT * FROM kept").await;
        db.meddle("DROP TABLE kept").await;
        assert_eq!(verify(&db.store).await.fault, None, "mended after {damage}");
    }
}

#[db_test]
async fn a_removed_or_slipped_in_entry_is_noticed(db: TestDb) {
    three_days(&db).await;
    db.meddle("DELETE FROM sys_audit WHERE seq = 3").await;
    assert_eq!(verify(&db.store).await.fault, Some(ChainBreak { seq: 3, missing: true }));
    db.meddle("UPDATE sys_audit SET seq = 3 WHERE seq = 2").await;
    assert_eq!(verify(&db.store).await.fault, Some(ChainBreak { seq: 2, missing: true }));
}

#[db_test]
async fn days_are_checked_alone(db: TestDb) {
    three_days(&db).await;
    db.meddle("UPDATE sys_audit SET action = 'x' WHERE seq = 1").await;
    let mut conn = db.store.read().await.unwrap();
    let later = conn.verify_audit(day("2026-03-02"), None).await.unwrap();
    assert_eq!((later.entries, later.fault), (3, None));
    let one = conn.verify_audit(day("2026-03-02"), day("2026-03-02")).await.unwrap();
    assert_eq!((one.entries, one.fault), (2, None));
    let first = conn.verify_audit(None, day("2026-03-01")).await.unwrap();
    assert_eq!(first.fault, Some(ChainBreak { seq: 1, missing: false }));
}

#[db_test]
async fn a_clock_that_goes_back_keeps_the_chain(db: TestDb) {
    three_days(&db).await;
    add(&db.store, db.now() - TimeDelta::days(40), &["late"]).await;
    add(&db.store, db.now() + TimeDelta::days(3), &["on"]).await;
    let report = verify(&db.store).await;
    assert_eq!((report.entries, report.fault), (8, None));
}

#[db_test]
async fn two_processes_make_one_chain(db: TestDb) {
    let other = db.again().await;
    let at = db.now();
    // One after the other in each process, so that the processes meet often.
    let write = |store: Store| async move {
        for n in 0..60 {
            add(&store, at, &[&format!("w{n}"), "second"]).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let (one, two) = tokio::join!(tokio::spawn(write(db.store.clone())), tokio::spawn(write(other.clone())));
    one.unwrap();
    two.unwrap();
    let report = verify(&db.store).await;
    assert_eq!((report.entries, report.fault), (240, None));
    other.close().await;
}

#[db_test]
async fn a_long_chain_is_read_in_pages(db: TestDb) {
    let names: Vec<String> = (0..2_100).map(|n| format!("n{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    add(&db.store, db.now(), &names).await;
    assert_eq!(verify(&db.store).await.entries, 2_100);
    db.meddle("UPDATE sys_audit SET detail = '{}' WHERE seq = 2050").await;
    assert_eq!(verify(&db.store).await.fault, Some(ChainBreak { seq: 2_050, missing: false }));
}
