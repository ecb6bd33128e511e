//! Sealed texts of system tables, and processes that share a ring.

use shuke_base::Uuid;
use shuke_meta::Schema;
use shuke_store::StoreError;
use shuke_store::seal::Master;
use shuke_store::seal::keys::Unlocked;
use shuke_store::system::{SecondFactor, Webhook};
use shuke_testkit::{TestDb, db_test};

fn factor(user: Uuid, now: shuke_base::Moment) -> SecondFactor {
    SecondFactor {
        user_id: user,
        secret: b"a secret of twenty b".to_vec(),
        created_at: now,
        confirmed_at: None,
        last_step: 0,
        recovery: vec!["00".to_owned()],
    }
}

#[db_test]
async fn a_secret_lies_sealed_and_is_read_by_every_process(db: TestDb) {
    let (user, now) = (Uuid::from_u128(7), db.now());
    let given = factor(user, now);
    let put = given.clone();
    db.store.write(move |tx| Box::pin(async move { tx.put_second_factor(&put).await })).await.unwrap();
    let hex: String = given.secret.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!db.dump().await.contains(&hex));
    let other = db.again().await;
    let id =
        db.store.write(move |tx| Box::pin(async move { tx.rotate_key([3; 32], now).await })).await.unwrap();
    assert_eq!(id, 2);
    // Sealed with a key that the other process has not seen yet.
    let second = factor(Uuid::from_u128(8), now);
    let put = second.clone();
    db.store.write(move |tx| Box::pin(async move { tx.put_second_factor(&put).await })).await.unwrap();
    for (user, expected) in [(user, given), (Uuid::from_u128(8), second)] {
        assert_eq!(other.read().await.unwrap().second_factor(user).await.unwrap(), Some(expected));
    }
}

#[db_test]
async fn another_master_key_opens_nothing(db: TestDb) {
    let (now, secrets) = (db.now(), [[1; 32], [2; 32]]);
    assert_eq!(db.store.unlock(Master::new([7; 32]), secrets, now).await.unwrap(), Unlocked::Opened);
    let wrong = db.store.unlock(Master::new([6; 32]), secrets, now).await;
    assert!(matches!(wrong, Err(StoreError::WrongMaster)), "{wrong:?}");
    let new = Master::new([5; 32]);
    let wrapped =
        db.store.write(move |tx| Box::pin(async move { tx.rewrap_keys(&new).await })).await.unwrap();
    assert_eq!(wrapped, 2);
    let old = db.store.unlock(Master::new([7; 32]), secrets, now).await;
    assert!(matches!(old, Err(StoreError::WrongMaster)), "{old:?}");
    assert_eq!(db.store.unlock(Master::new([5; 32]), secrets, now).await.unwrap(), Unlocked::Opened);
}

fn webhook(id: Uuid, now: shuke_base::Moment) -> Webhook {
    Webhook {
        id,
        owner: Uuid::from_u128(1),
        name: "a peer".to_owned(),
        url: "https://example.com/".to_owned(),
        secret: "whsec_first".to_owned(),
        old_secret: Some("whsec_before".to_owned()),
        old_until: None,
        state: "active".to_owned(),
        reason: None,
        doc: "{}".to_owned(),
        failing_since: None,
        created_at: now,
        updated_at: now,
    }
}

/// Goes through a part to its end.
async fn gone_through(db: &TestDb, part: &'static str) {
    let now = db.now();
    db.store.write(move |tx| Box::pin(async move { tx.ask_part(part, now).await })).await.unwrap();
    loop {
        let parts = db.store.read().await.unwrap().parts().await.unwrap();
        let Some(wanted) = parts.into_iter().find(|it| it.part == part) else { return };
        let schema = Schema::default();
        db.store.write(move |tx| Box::pin(async move { tx.reseal(&schema, &wanted).await })).await.unwrap();
    }
}

#[db_test]
async fn what_lay_in_the_clear_before_is_read_and_then_sealed(db: TestDb) {
    let now = db.now();
    let given = webhook(Uuid::from_u128(9), now);
    let put = given.clone();
    db.store.write(move |tx| Box::pin(async move { tx.put_webhook(&put).await })).await.unwrap();
    assert!(!db.dump().await.contains("whsec_"));
    db.meddle("UPDATE sys_webhook SET secret = 'whsec_clear'").await;
    let clear = Webhook { secret: "whsec_clear".to_owned(), ..given };
    let read = || async { db.store.read().await.unwrap().webhooks().await.unwrap() };
    assert_eq!(read().await, std::slice::from_ref(&clear), "as it lies");
    gone_through(&db, "sys_webhook.secret").await;
    let sealed = "[\"00000000-0000-0000-0000-000000000009\",";
    let row =
        |dump: String| dump.lines().find(|line| line.starts_with(sealed)).unwrap_or_default().to_owned();
    let first = row(db.dump().await);
    assert!(!first.contains("whsec_") && first.contains("\\u00011:"), "{first}");
    assert_eq!(read().await, std::slice::from_ref(&clear));
    db.store.write(move |tx| Box::pin(async move { tx.rotate_key([3; 32], now).await })).await.unwrap();
    gone_through(&db, "sys_webhook.secret").await;
    gone_through(&db, "sys_webhook.old_secret").await;
    let second = row(db.dump().await);
    assert!(second.contains("\\u00012:") && !second.contains("\\u00011:"), "{second}");
    assert_eq!(read().await, [clear]);
}
