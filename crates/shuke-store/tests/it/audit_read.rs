//! The audit log as people read it: newest first, by person, object, kind and time, page by page.

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};
use shuke_store::Store;
use shuke_store::system::{AuditEntry, AuditFilter};
use shuke_testkit::{TestDb, db_test};

fn entry(at: Moment, actor: u128, action: &str, object: &str, record: u128) -> AuditEntry {
    AuditEntry {
        at,
        actor: Some(Uuid::from_u128(actor)).filter(|id| !id.is_nil()),
        action: action.to_owned(),
        object: Some(object.to_owned()).filter(|object| !object.is_empty()),
        record_id: Some(Uuid::from_u128(record)).filter(|id| !id.is_nil()),
        detail: "{}".to_owned(),
    }
}

async fn add(store: &Store, entries: Vec<AuditEntry>) {
    let work = store.write(move |tx| {
        Box::pin(async move {
            entries.into_iter().for_each(|entry| tx.audit(entry));
            Ok::<(), shuke_store::StoreError>(())
        })
    });
    work.await.unwrap();
}

async fn numbers(db: &TestDb, filter: &AuditFilter) -> Vec<i64> {
    let page = db.store.read().await.unwrap().audit_page(filter, None, 100).await.unwrap();
    page.rows.iter().map(|row| row.seq).collect()
}

#[db_test]
async fn every_filter_finds_its_own(db: TestDb) {
    let (one, two) = (db.now(), db.now() + TimeDelta::days(1));
    let first = vec![
        entry(one, 1, "record.create", "lead", 10),
        entry(one, 2, "record.change", "lead", 10),
        entry(one, 0, "sign_in.failed", "user", 0),
    ];
    add(&db.store, first).await;
    let second =
        vec![entry(two, 1, "sign_in.succeeded", "user", 1), entry(two, 1, "record.create", "account", 11)];
    add(&db.store, second).await;
    let usual = AuditFilter::default;
    let all = [
        (usual(), vec![5, 4, 3, 2, 1]),
        (AuditFilter { actor: Some(Uuid::from_u128(1)), ..usual() }, vec![5, 4, 1]),
        (AuditFilter { object: Some("lead".into()), ..usual() }, vec![2, 1]),
        (AuditFilter { record: Some(Uuid::from_u128(10)), ..usual() }, vec![2, 1]),
        (AuditFilter { action: Some("record.create".into()), ..usual() }, vec![5, 1]),
        (AuditFilter { action: Some("sign_in.".into()), ..usual() }, vec![4, 3]),
        (AuditFilter { action: Some("sign_in".into()), ..usual() }, vec![]),
        (AuditFilter { from: Some(two), ..usual() }, vec![5, 4]),
        (AuditFilter { until: Some(two), ..usual() }, vec![3, 2, 1]),
        (AuditFilter { until: Some(one), ..usual() }, vec![]),
        (AuditFilter { from: Some(two + TimeDelta::days(3)), ..usual() }, vec![]),
        (AuditFilter { until: Some(one - TimeDelta::days(3)), ..usual() }, vec![]),
    ];
    for (filter, expected) in all {
        assert_eq!(numbers(&db, &filter).await, expected, "{filter:?}");
    }
}

#[db_test]
async fn pages_follow_each_other_without_gap_or_double(db: TestDb) {
    add(&db.store, (0..25).map(|n| entry(db.now(), 1 + n % 2, "a.b", "lead", 5)).collect()).await;
    let mut conn = db.store.read().await.unwrap();
    for (filter, expected) in [
        (AuditFilter::default(), (1..=25).rev().collect::<Vec<i64>>()),
        (
            AuditFilter { actor: Some(Uuid::from_u128(1)), ..AuditFilter::default() },
            (1..=25).rev().step_by(2).collect(),
        ),
    ] {
        let (mut before, mut found) = (None, Vec::new());
        loop {
            let page = conn.audit_page(&filter, before, 4).await.unwrap();
            found.extend(page.rows.iter().map(|row| row.seq));
            let Some(next) = page.next else { break };
            before = Some(next);
        }
        assert_eq!(found, expected);
    }
    assert_eq!(conn.audit_count().await.unwrap(), 25);
}

#[db_test]
async fn a_rare_kind_is_looked_for_in_steps(db: TestDb) {
    add(&db.store, vec![entry(db.now(), 1, "rare.thing", "lead", 5)]).await;
    for _ in 0..11 {
        add(&db.store, (0..5_000).map(|_| entry(db.now(), 1, "usual.thing", "lead", 5)).collect()).await;
    }
    let filter = AuditFilter { action: Some("rare.thing".into()), ..AuditFilter::default() };
    let mut conn = db.store.read().await.unwrap();
    let first = conn.audit_page(&filter, None, 50).await.unwrap();
    assert_eq!((first.rows.len(), first.next), (0, Some(5_002)), "looked through, nothing found yet");
    let second = conn.audit_page(&filter, first.next, 50).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (1, None));
}
