//! Sign-in, sessions, tokens, roles, kept answers.

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};
use shuke_store::system::{Answer, SecondFactor, Session, StoredRule, Token, Tries};
use shuke_store::{Store, StoreError};
use shuke_testkit::{TestDb, db_test};

async fn put_login(store: &Store, user: Uuid, login: &'static str, db: &TestDb) -> Result<(), StoreError> {
    let now = db.now();
    store.write(move |tx| Box::pin(async move { tx.put_credential(user, login, "$hash", now).await })).await
}

#[db_test]
async fn logins_are_unique_without_regard_to_case(db: TestDb) {
    let (anna, bo) = (Uuid::from_u128(1), Uuid::from_u128(2));
    put_login(&db.store, anna, "Anna", &db).await.unwrap();
    let taken = put_login(&db.store, bo, "aNNa", &db).await;
    assert!(matches!(taken, Err(StoreError::Unique(_))), "{taken:?}");
    put_login(&db.store, bo, "王波", &db).await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    let found = conn.credential_by_login("ANNA").await.unwrap().unwrap();
    assert_eq!((found.user_id, found.login.as_str(), found.hash.as_str()), (anna, "anna", "$hash"));
    assert_eq!(conn.credential(bo).await.unwrap().unwrap().login, "王波");
    let renamed = db.store.write(move |tx| Box::pin(async move { tx.rename_login(bo, "anna").await })).await;
    assert!(matches!(renamed, Err(StoreError::Unique(_))), "{renamed:?}");
    db.store.write(move |tx| Box::pin(async move { tx.rename_login(bo, "Bo").await })).await.unwrap();
    assert!(conn.credential_by_login("王波").await.unwrap().is_none());
    assert_eq!(conn.credential_by_login("bo").await.unwrap().unwrap().user_id, bo);
}

#[db_test]
async fn failures_lead_to_a_lock_out(db: TestDb) {
    let user = Uuid::from_u128(1);
    put_login(&db.store, user, "anna", &db).await.unwrap();
    let until = db.now() + TimeDelta::minutes(15);
    let tries = Tries { most: 3, now: db.now(), from: db.now() - TimeDelta::hours(1), until };
    let fail = || db.store.write(move |tx| Box::pin(async move { tx.sign_in_failed(user, tries).await }));
    assert_eq!(fail().await.unwrap(), 1);
    assert_eq!(fail().await.unwrap(), 2);
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.credential(user).await.unwrap().unwrap().locked_until, None);
    assert_eq!(fail().await.unwrap(), 3);
    let locked = conn.credential(user).await.unwrap().unwrap();
    assert_eq!((locked.failed, locked.locked_until), (0, Some(until)));
    assert_eq!(conn.locked_out(db.now()).await.unwrap(), [user]);
    assert!(conn.locked_out(until).await.unwrap().is_empty());
    db.store.write(move |tx| Box::pin(async move { tx.clear_failures(user).await })).await.unwrap();
    assert_eq!(conn.credential(user).await.unwrap().unwrap().locked_until, None);
}

/// Tries at a moment, of which three lock out, and whose count lasts an hour.
fn tries(now: Moment) -> Tries {
    Tries { most: 3, now, from: now - TimeDelta::hours(1), until: now + TimeDelta::minutes(15) }
}

#[db_test]
async fn failures_count_together_for_a_while(db: TestDb) {
    let user = Uuid::from_u128(1);
    put_login(&db.store, user, "anna", &db).await.unwrap();
    let (store, start) = (db.store.clone(), db.now());
    // Minutes after the start, and the counts of a person and of a key then.
    for (minutes, expected) in
        [(0, 1), (59, 2), (60, 1), (61, 2), (-600, 1), (62, 1), (63, 2), (64, 3), (65, 1)]
    {
        let tries = tries(start + TimeDelta::minutes(minutes));
        let counts = store.write(move |tx| {
            Box::pin(async move {
                let known = tx.sign_in_failed(user, tries).await?;
                Ok::<_, StoreError>((known, tx.key_failed(&[7; 32], tries).await?))
            })
        });
        assert_eq!(counts.await.unwrap(), (expected, expected), "minute {minutes}");
    }
    let mut conn = store.read().await.unwrap();
    let until = Some(start + TimeDelta::minutes(64 + 15));
    assert_eq!(conn.credential(user).await.unwrap().unwrap().locked_until, until);
    assert_eq!(conn.key_locked_until(&[7; 32]).await.unwrap(), until);
    assert_eq!(conn.key_locked_until(&[8; 32]).await.unwrap(), None);
    let prune = |at: i64| {
        let before = start + TimeDelta::minutes(at);
        store.write(move |tx| Box::pin(async move { tx.prune_failed_keys(before).await }))
    };
    assert_eq!((prune(61).await.unwrap(), prune(62).await.unwrap()), (0, 1));
    let again = tries(start);
    store.write(move |tx| Box::pin(async move { tx.key_failed(&[9; 32], again).await })).await.unwrap();
    let all = store.write(|tx| Box::pin(async move { tx.forget_failed_keys().await })).await;
    assert_eq!(all.unwrap(), 1);
}

#[db_test]
async fn what_a_code_used_up_is_noted_once(db: TestDb) {
    let before = SecondFactor {
        user_id: Uuid::from_u128(1),
        secret: vec![1, 2, 3],
        created_at: db.now(),
        confirmed_at: Some(db.now()),
        last_step: 5,
        recovery: vec!["a".to_owned(), "b".to_owned()],
    };
    let stored = before.clone();
    db.store.write(move |tx| Box::pin(async move { tx.put_second_factor(&stored).await })).await.unwrap();
    let after = SecondFactor { last_step: 6, recovery: vec!["b".to_owned()], ..before.clone() };
    let note = || {
        let (before, after) = (before.clone(), after.clone());
        db.store.write(move |tx| Box::pin(async move { tx.use_second_factor(&before, &after).await }))
    };
    assert!(note().await.unwrap());
    assert!(!note().await.unwrap(), "somebody was quicker");
    let mut conn = db.store.read().await.unwrap();
    assert!(conn.second_factor(before.user_id).await.unwrap() == Some(after.clone()));
    assert!(!format!("{after:?}").contains('3'), "the secret isn't written into logs");
}

#[db_test]
async fn sessions_live_and_end(db: TestDb) {
    let user = Uuid::from_u128(1);
    let session = |n: u8| Session {
        viewing: None,
        token_hash: vec![n; 32],
        user_id: user,
        created_at: db.now(),
        seen_at: db.now() + TimeDelta::minutes(i64::from(n)),
        expires_at: db.now() + TimeDelta::days(i64::from(n)),
        agent: "Firefox".into(),
        place: Some("192.0.2.1".into()),
    };
    for n in 1..=4 {
        let session = session(n);
        db.store.write(move |tx| Box::pin(async move { tx.add_session(&session).await })).await.unwrap();
    }
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.session(&[2; 32]).await.unwrap(), Some(session(2)));
    assert_eq!(conn.session(&[9; 32]).await.unwrap(), None);
    let first: Vec<u8> = conn.sessions_of(user).await.unwrap().iter().map(|it| it.token_hash[0]).collect();
    assert_eq!(first, [4, 3, 2, 1]);
    let (seen, ends) = (db.now() + TimeDelta::hours(1), db.now() + TimeDelta::days(30));
    db.store
        .write(move |tx| Box::pin(async move { tx.touch_session(&[1; 32], seen, ends).await }))
        .await
        .unwrap();
    assert_eq!(conn.session(&[1; 32]).await.unwrap().unwrap().expires_at, ends);
    let now = db.now() + TimeDelta::days(2);
    assert_eq!(
        db.store.write(move |tx| Box::pin(async move { tx.prune_sessions(now).await })).await.unwrap(),
        1
    );
    let others =
        db.store.write(move |tx| Box::pin(async move { tx.drop_sessions_of(user, Some(&[3; 32])).await }));
    assert_eq!(others.await.unwrap(), 2);
    assert!(db.store.write(|tx| Box::pin(async move { tx.drop_session(&[3; 32]).await })).await.unwrap());
    assert!(conn.sessions_of(user).await.unwrap().is_empty());
}

#[db_test]
async fn tokens_are_found_by_hash_and_ended_by_their_owner(db: TestDb) {
    let (user, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let token = Token {
        id: db.ids.new_id(db.now()),
        user_id: user,
        name: "同步".into(),
        hash: vec![0, 255, 7],
        created_at: db.now(),
        last_used_at: None,
        expires_at: Some(db.now() + TimeDelta::days(90)),
        scopes: Some("read,lead:write".to_owned()),
    };
    let (id, added) = (token.id, token.clone());
    db.store.write(move |tx| Box::pin(async move { tx.add_token(&added).await })).await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.token_by_hash(&[0, 255, 7]).await.unwrap(), Some(token));
    let now = db.now();
    db.store.write(move |tx| Box::pin(async move { tx.touch_token(id, now).await })).await.unwrap();
    assert_eq!(conn.tokens_of(user).await.unwrap()[0].last_used_at, Some(now));
    assert!(
        !db.store.write(move |tx| Box::pin(async move { tx.drop_token(other, id).await })).await.unwrap()
    );
    assert!(db.store.write(move |tx| Box::pin(async move { tx.drop_token(user, id).await })).await.unwrap());
}

#[db_test]
async fn roles_are_given_and_tell_that_they_changed(db: TestDb) {
    let id = Uuid::from_u128;
    let set = |user: u128, roles: Vec<Uuid>| {
        let store = db.store.clone();
        async move {
            let work = store.write(move |tx| Box::pin(async move { tx.set_roles(id(user), &roles).await }));
            let done: Result<(), StoreError> = work.await;
            done.unwrap();
        }
    };
    set(1, vec![id(11), id(10), id(11)]).await;
    set(2, vec![id(10)]).await;
    db.store.write(move |tx| Box::pin(async move { tx.put_role_rights(id(10), "{}").await })).await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.roles_of(id(1)).await.unwrap(), [id(10), id(11)]);
    assert_eq!(conn.holders_of(id(10)).await.unwrap(), [id(1), id(2)]);
    assert_eq!(conn.user_roles().await.unwrap().len(), 3);
    assert_eq!(conn.versions().await.unwrap().rights, 3);
    set(1, vec![]).await;
    assert!(conn.roles_of(id(1)).await.unwrap().is_empty());
    db.store.write(move |tx| Box::pin(async move { tx.drop_role(id(10)).await })).await.unwrap();
    assert!(conn.user_roles().await.unwrap().is_empty());
    assert!(conn.role_rights().await.unwrap().is_empty());
    assert_eq!(conn.versions().await.unwrap().rights, 5);
}

#[db_test]
async fn an_answer_is_kept_once_per_key(db: TestDb) {
    let user = Uuid::from_u128(1);
    let answer =
        Answer { fingerprint: "f".into(), status: 201, body: "{\"id\":1}".into(), created_at: db.now() };
    let keep = || {
        let (store, answer) = (db.store.clone(), answer.clone());
        async move {
            store.write(move |tx| Box::pin(async move { tx.keep_answer(user, "k", &answer).await })).await
        }
    };
    let kept: Result<(), StoreError> = keep().await;
    kept.unwrap();
    assert!(matches!(keep().await, Err(StoreError::Unique(_))));
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.kept_answer(user, "k").await.unwrap(), Some(answer.clone()));
    assert_eq!(conn.kept_answer(user, "other").await.unwrap(), None);
    let later = db.now() + TimeDelta::days(1);
    assert_eq!(
        db.store.write(move |tx| Box::pin(async move { tx.prune_answers(later).await })).await.unwrap(),
        1
    );
}

#[db_test]
async fn sharing_rules_are_kept_and_every_change_is_told_to_other_processes(db: TestDb) {
    let now = db.now();
    let rule = |number: u128, doc: &str| StoredRule {
        id: Uuid::from_u128(number),
        doc: doc.to_owned(),
        updated_at: now,
    };
    let put = |rule: StoredRule| {
        db.store.write(move |tx| Box::pin(async move { tx.put_sharing_rule(&rule).await }))
    };
    let drop = |id: Uuid| db.store.write(move |tx| Box::pin(async move { tx.drop_sharing_rule(id).await }));
    let mut conn = db.store.read().await.unwrap();
    let mut seen = conn.versions().await.unwrap().rights;
    let mut told = async |conn: &mut shuke_store::Conn| {
        let rights = conn.versions().await.unwrap().rights;
        std::mem::replace(&mut seen, rights) < rights
    };
    assert_eq!(conn.sharing_rules().await.unwrap(), []);
    put(rule(2, "{\"b\":1}")).await.unwrap();
    put(rule(1, "{\"a\":1}")).await.unwrap();
    assert!(told(&mut conn).await);
    put(rule(2, "{\"b\":2}")).await.unwrap();
    assert!(told(&mut conn).await);
    assert_eq!(conn.sharing_rules().await.unwrap(), [rule(1, "{\"a\":1}"), rule(2, "{\"b\":2}")]);
    assert!(drop(Uuid::from_u128(1)).await.unwrap());
    assert!(told(&mut conn).await);
    assert!(!drop(Uuid::from_u128(1)).await.unwrap());
    assert_eq!(conn.sharing_rules().await.unwrap(), [rule(2, "{\"b\":2}")]);
}
