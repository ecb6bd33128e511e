//! The series of migrations, from nothing and from a newer program.

use shuke_store::{StoreError, migrations};
use shuke_testkit::{TestDb, db_test};

/// Takes the database back to before its first start.
async fn empty(db: &TestDb) {
    let tables = db.store.read().await.unwrap().catalog().await.unwrap();
    for table in tables.keys() {
        db.meddle(&format!("DROP TABLE {table}")).await;
    }
    assert!(db.store.read().await.unwrap().catalog().await.unwrap().is_empty());
}

#[db_test]
async fn a_second_run_has_nothing_to_do(db: TestDb) {
    assert!(db.store.pending().await.unwrap().is_empty());
    assert!(db.store.migrate(db.now()).await.unwrap().is_empty());
}

#[db_test]
async fn two_processes_start_at_once(db: TestDb) {
    empty(&db).await;
    assert_eq!(db.store.pending().await.unwrap().len(), migrations::ALL.len());
    let other = db.again().await;
    let (one, two) = tokio::join!(db.store.migrate(db.now()), other.migrate(db.now()));
    let mut numbers: Vec<i64> = one.unwrap().iter().chain(&two.unwrap()).map(|it| it.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=migrations::ALL.len() as i64).collect::<Vec<_>>());
    assert!(db.store.pending().await.unwrap().is_empty());
    other.close().await;
}

#[db_test]
async fn a_newer_database_is_refused(db: TestDb) {
    db.meddle("UPDATE sys_migration SET number = 9999 WHERE number = 1").await;
    let newer = StoreError::Newer { database: 9999, program: migrations::ALL.len() as i64 };
    for error in [db.store.pending().await.unwrap_err(), db.store.migrate(db.now()).await.unwrap_err()] {
        assert_eq!(error.to_string(), newer.to_string());
        assert!(error.to_string().contains("newer version"), "{error}");
    }
}
