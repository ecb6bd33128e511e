//! Sealed texts of system tables, and processes that share a ring.

use shuke_base::Uuid;
use shuke_store::StoreError;
use shuke_store::seal::Master;
use shuke_store::seal::keys::Unlocked;
use shuke_store::system::SecondFactor;
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
