//! Imports: head, effects, refusals and the file.

use shuke_base::Uuid;
use shuke_store::StoreError;
use shuke_store::system::{Change, ChangeKind, Import, ImportEffect, ImportRow, RecordKeys, RowKind, Via};
use shuke_testkit::{TestDb, db_test};

fn import(db: &TestDb) -> Import {
    Import {
        id: db.ids.new_id(db.now()),
        object: "lead".into(),
        file_name: "线索.csv".into(),
        state: "uploaded".into(),
        doc: r#"{"mode":"insert"}"#.into(),
        created_by: Some(db.ids.new_id(db.now())),
        created_at: db.now(),
        started_at: None,
        finished_at: None,
        rows_done: 0,
        rows_total: None,
    }
}

#[db_test]
async fn a_file_comes_back_byte_by_byte(db: TestDb) {
    // Two and a half pieces and a few bytes, in portions that fit nothing.
    let bytes: Vec<u8> = (0..2_621_443_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let id = db.ids.new_id(db.now());
    let mut file = db.store.write_file(id, "线索.xlsx", db.now()).await.unwrap();
    for portion in bytes.chunks(300_007) {
        file.push(portion).await.unwrap();
    }
    assert_eq!(db.store.read_file(id).await.unwrap(), None, "not whole yet");
    assert_eq!(file.finish().await.unwrap(), bytes.len() as i64);
    assert!(db.store.read_file(id).await.unwrap().unwrap() == bytes);
    let info = db.store.read().await.unwrap().file(id).await.unwrap().unwrap();
    assert_eq!((info.name.as_str(), info.bytes, info.created_at), ("线索.xlsx", Some(2_621_443), db.now()));
    assert!(db.store.write(move |tx| Box::pin(async move { tx.drop_file(id).await })).await.unwrap());
    assert_eq!(db.store.read_file(id).await.unwrap(), None);
}

#[db_test]
async fn an_empty_file_is_whole_and_an_unfinished_one_is_cleared_away(db: TestDb) {
    let (empty, half) = (db.ids.new_id(db.now()), db.ids.new_id(db.now()));
    db.store.write_file(empty, "a", db.now()).await.unwrap().finish().await.unwrap();
    let mut file = db.store.write_file(half, "b", db.now()).await.unwrap();
    file.push(&vec![1; 1024 * 1024]).await.unwrap();
    drop(file);
    let later = db.now() + chrono::TimeDelta::days(1);
    let gone = db.store.write(move |tx| Box::pin(async move { tx.prune_files(later).await })).await.unwrap();
    assert_eq!(gone, 1);
    assert_eq!(db.store.read_file(empty).await.unwrap(), Some(Vec::new()));
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.file(half).await.unwrap(), None);
    assert_eq!(conn.file_chunk(half, 0).await.unwrap(), None);
}

#[db_test]
async fn the_head_is_changed_and_listed(db: TestDb) {
    let made: Vec<Import> = (0..5).map(|_| import(&db)).collect();
    for import in made.clone() {
        db.store.write(move |tx| Box::pin(async move { tx.add_import(&import).await })).await.unwrap();
    }
    let mut conn = db.store.read().await.unwrap();
    let page = conn.imports(None, None, 3).await.unwrap();
    let rest = conn.imports(None, Some(page[2].id), 3).await.unwrap();
    let mut listed = [page, rest].concat();
    listed.reverse();
    assert_eq!(listed, made);
    assert_eq!(conn.imports(made[2].created_by, None, 9).await.unwrap(), made[2..3]);

    let id = made[0].id;
    let race = |to: &'static str| {
        let store = db.store.clone();
        async move {
            let work = store.write(move |tx| {
                Box::pin(async move { tx.move_import(id, &["uploaded", "checked"], to).await })
            });
            let moved: Result<bool, StoreError> = work.await;
            moved.unwrap()
        }
    };
    assert!(race("running").await);
    assert!(!race("checking").await);
    let mut changed = Import { state: "done".into(), rows_done: 9, rows_total: Some(9), ..made[0].clone() };
    changed.started_at = Some(db.now());
    changed.finished_at = Some(db.now());
    let saved = changed.clone();
    db.store.write(move |tx| Box::pin(async move { tx.save_import(&saved).await })).await.unwrap();
    assert_eq!(conn.import(id).await.unwrap(), Some(changed));
}

#[db_test]
async fn effects_are_read_backwards_and_refusals_forwards(db: TestDb) {
    let head = import(&db);
    let id = head.id;
    let rows: Vec<ImportRow> = (2..=302)
        .map(|line| ImportRow {
            line,
            record_id: db.ids.new_id(db.now()),
            kind: if line % 3 == 0 { RowKind::Updated } else { RowKind::Inserted },
            version: line,
            change_id: db.ids.new_id(db.now()),
        })
        .collect();
    let faults: Vec<(i64, String)> = (0..150).map(|n| (2 + n / 2, format!("{{\"n\":{n}}}"))).collect();
    let written = rows.clone();
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            tx.add_import(&head).await?;
            tx.add_import_rows(id, &written[..100]).await?;
            tx.add_import_rows(id, &written[100..]).await?;
            let mut faults = faults;
            let later = faults.split_off(70);
            tx.add_import_faults(id, faults).await?;
            tx.add_import_faults(id, later).await
        })
    });
    work.await.unwrap();

    let mut conn = db.store.read().await.unwrap();
    let (mut back, mut before) = (Vec::new(), None);
    loop {
        let page = conn.import_rows_back(id, before, 64).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.line);
        back.extend(page);
    }
    back.reverse();
    assert_eq!(back, rows);
    assert_eq!(conn.count_import_rows(id).await.unwrap(), (201, 100));

    let first = conn.import_faults(id, 0, 100).await.unwrap();
    let second = conn.import_faults(id, first[99].seq, 100).await.unwrap();
    let docs: Vec<String> = first.iter().chain(&second).map(|fault| fault.doc.clone()).collect();
    assert_eq!(docs, (0..150).map(|n| format!("{{\"n\":{n}}}")).collect::<Vec<_>>());
    assert_eq!(conn.count_import_faults(id).await.unwrap(), (150, 75));

    let again = rows[5].clone();
    let twice =
        db.store.write(move |tx| Box::pin(async move { tx.add_import_rows(id, &[again]).await })).await;
    assert!(matches!(twice, Err(StoreError::Unique(_))), "{twice:?}");
    let from = |line| {
        let store = db.store.clone();
        async move {
            store.write(move |tx| Box::pin(async move { tx.drop_import_rows_from(id, line).await })).await
        }
    };
    let gone: Result<u64, StoreError> = from(300).await;
    assert_eq!(gone.unwrap(), 3);
    db.store.write(move |tx| Box::pin(async move { tx.drop_import(id).await })).await.unwrap();
    assert_eq!(conn.import(id).await.unwrap(), None);
    assert_eq!(conn.count_import_rows(id).await.unwrap(), (0, 0));
    assert_eq!(conn.count_import_faults(id).await.unwrap(), (0, 0));
}

#[db_test]
async fn effects_on_several_objects_and_what_prints_led_to_are_kept(db: TestDb) {
    let head = import(&db);
    let id = head.id;
    let effects: Vec<ImportEffect> = (1..=300)
        .map(|seq| ImportEffect {
            seq,
            line: 2 + seq / 2,
            object: if seq % 2 == 0 { "contact" } else { "account" }.into(),
            record_id: db.ids.new_id(db.now()),
            kind: if seq % 3 == 0 { RowKind::Updated } else { RowKind::Inserted },
            version: seq,
            change_id: db.ids.new_id(db.now()),
        })
        .collect();
    let (one, other) = (effects[0].record_id, effects[2].record_id);
    let written = effects.clone();
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            tx.add_import(&head).await?;
            tx.add_import_effects(id, &written[..100]).await?;
            tx.add_import_effects(id, &written[100..]).await?;
            tx.add_import_links(id, &[(7, one), (-8, other)]).await?;
            // The first of a print counts, also within one statement.
            tx.add_import_links(id, &[(7, other), (9, one), (9, other)]).await
        })
    });
    work.await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    let back = conn.import_effects_back(id, 250).await.unwrap();
    assert!(back.iter().eq(effects[50..].iter().rev()));
    let met = conn.import_links(id, &[7, -8, 9, 10]).await.unwrap();
    assert_eq!(met, [(7, one), (-8, other), (9, one)].into_iter().collect());
    let last = back.last().unwrap().seq;
    let work = db.store.write(move |tx| Box::pin(async move { tx.drop_import_effects_from(id, last).await }));
    let gone = work.await.unwrap();
    assert_eq!(gone, 250);
    assert_eq!(conn.import_effects_back(id, 250).await.unwrap().len(), 50);
    db.store.write(move |tx| Box::pin(async move { tx.drop_import(id).await })).await.unwrap();
    assert!(conn.import_effects_back(id, 250).await.unwrap().is_empty());
    assert!(conn.import_links(id, &[7]).await.unwrap().is_empty());
}

#[db_test]
async fn what_an_import_and_formulas_did_is_no_change_since(db: TestDb) {
    let import = db.ids.new_id(db.now());
    let records: Vec<Uuid> = (0..4).map(|_| db.ids.new_id(db.now())).collect();
    let change = |record: Uuid, version: i64, via: Via, import_id: Option<Uuid>| Change {
        id: db.ids.new_id(db.now()),
        object: "account".into(),
        record_id: record,
        at: db.now(),
        by: None,
        via,
        kind: ChangeKind::Changed,
        version,
        import_id,
        diff: "{}".into(),
        sensitive: Vec::new(),
    };
    let changes = vec![
        change(records[0], 2, Via::Formula, None),
        change(records[1], 2, Via::Import, Some(import)),
        change(records[2], 2, Via::Page, None),
        change(records[3], 1, Via::Page, None),
    ];
    let write = db.store.write(move |tx| {
        Box::pin(async move {
            changes.into_iter().for_each(|change| tx.record_change(change));
            Ok::<_, StoreError>(())
        })
    });
    write.await.unwrap();
    let asked: Vec<(Uuid, i64)> = records.iter().map(|record| (*record, 1)).collect();
    let changed = db.store.read().await.unwrap().changed_since(import, &asked).await.unwrap();
    assert_eq!(changed, std::iter::once(records[2]).collect());
}

#[db_test]
async fn very_many_keys_are_looked_up_in_one_statement_with_a_bound_for_each(db: TestDb) {
    let records: Vec<Uuid> = (0..60).map(|_| db.ids.new_id(db.now())).collect();
    let crowd = i64::MIN + 5;
    let keys: Vec<RecordKeys> = records
        .iter()
        .zip(0..)
        .map(|(record, at)| RecordKeys { record: *record, keys: vec![crowd, 1_000 + at], fresh: true })
        .collect();
    let (waiting, asked) = (db.ids.new_id(db.now()), (0..5_000).chain([crowd]).collect::<Vec<i64>>());
    let asked_ = asked.clone();
    let write = db.store.write(move |tx| {
        Box::pin(async move {
            keys.into_iter().for_each(|it| tx.set_keys(it));
            Ok::<_, StoreError>(())
        })
    });
    write.await.unwrap();
    let found = db.store.read().await.unwrap().same_keys_each(&asked, 3).await.unwrap();
    let of = |key: i64| -> Vec<Uuid> {
        let mut of: Vec<Uuid> =
            found.iter().filter(|(it, _)| *it == key).map(|(_, record)| *record).collect();
        of.sort_unstable();
        of
    };
    assert_eq!(found.len(), 63);
    assert_eq!(of(crowd), records[..3], "the oldest of a crowd");
    assert_eq!(of(1_042), [records[42]]);
    let inside = db.store.write(move |tx| {
        Box::pin(async move {
            tx.set_keys(RecordKeys { record: waiting, keys: vec![4_999], fresh: true });
            tx.same_keys_each(&asked_, 3).await
        })
    });
    assert!(inside.await.unwrap().contains(&(4_999, waiting)), "what waits is seen, too");
}
