//! The lane of writes: works share transactions, and none pays for another's failure.

use std::time::Duration;

use futures::future::join_all;
use shuke_base::Moment;
use shuke_store::system::{AuditEntry, NewEvent, Token};
use shuke_store::{StoreError, Tx};
use shuke_testkit::{TestDb, db_test};

fn entry(at: Moment, action: &str) -> AuditEntry {
    AuditEntry {
        at,
        actor: None,
        action: action.to_owned(),
        object: None,
        record_id: None,
        detail: "{}".into(),
    }
}

fn event(at: Moment, kind: &str) -> NewEvent {
    NewEvent { at, object: "lead".into(), kind: kind.to_owned(), payload: "{}".into() }
}

/// Leaves its name in a setting, the audit chain and the outbox.
async fn leave(tx: &mut Tx, at: Moment, name: &str) -> Result<(), StoreError> {
    tx.put_setting(name, "1").await?;
    tx.audit(entry(at, name));
    tx.emit(event(at, name));
    Ok(())
}

async fn left(db: &TestDb) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut conn = db.again().await.read().await.unwrap();
    let settings = conn.settings().await.unwrap().into_keys().collect();
    let mut audits: Vec<String> =
        conn.audits(None, 1_000).await.unwrap().into_iter().map(|row| row.entry.action).collect();
    let mut events: Vec<String> =
        conn.events_after(0, 1_000).await.unwrap().into_iter().map(|event| event.kind).collect();
    audits.sort();
    events.sort();
    (settings, audits, events)
}

#[db_test]
async fn an_error_undoes_its_own_work_alone(db: TestDb) {
    let at = db.now();
    let works = (0..100).map(|n| {
        let store = db.store.clone();
        async move {
            store
                .write(move |tx| {
                    Box::pin(async move {
                        leave(tx, at, &format!("w{n:03}")).await?;
                        if n % 3 == 0 { Err(StoreError::internal(format!("no {n}"))) } else { Ok(n) }
                    })
                })
                .await
        }
    });
    for (n, result) in join_all(works).await.into_iter().enumerate() {
        match result {
            Ok(answer) => assert!(answer == n && n % 3 != 0, "work {n} answered {answer}"),
            Err(error) => assert_eq!(error.to_string(), format!("no {n}")),
        }
    }
    let wanted: Vec<String> = (0..100).filter(|n| n % 3 != 0).map(|n| format!("w{n:03}")).collect();
    let (settings, audits, events) = left(&db).await;
    assert_eq!(settings, wanted);
    assert_eq!(audits, wanted);
    assert_eq!(events, wanted);
}

#[db_test]
async fn a_refused_statement_does_not_spoil_the_works_beside_it(db: TestDb) {
    // A refused statement ends a transaction of PostgreSQL, unless a savepoint stands before it.
    let user = db.ids.new_id(db.now());
    let at = db.now();
    let works = (0..40).map(|n| {
        let store = db.store.clone();
        let id = db.ids.new_id(at);
        async move {
            let id = if n % 2 == 0 { user } else { id };
            let token = Token {
                id,
                user_id: user,
                name: n.to_string(),
                hash: vec![n],
                created_at: at,
                last_used_at: None,
                expires_at: None,
                scopes: None,
            };
            store.write(move |tx| Box::pin(async move { tx.add_token(&token).await })).await
        }
    });
    let results = join_all(works).await;
    let refused = results.iter().filter(|result| matches!(result, Err(StoreError::Unique(_)))).count();
    assert_eq!(refused, 19, "{results:?}");
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.tokens_of(user).await.unwrap().len(), 21);
}

#[db_test]
async fn a_panic_is_an_error_of_its_work_alone(db: TestDb) {
    let at = db.now();
    let works = (0..20).map(|n| {
        let store = db.store.clone();
        async move {
            store
                .write(move |tx| {
                    Box::pin(async move {
                        leave(tx, at, &format!("w{n:02}")).await?;
                        assert!(n != 7, "on purpose");
                        Ok::<(), StoreError>(())
                    })
                })
                .await
        }
    });
    let results = join_all(works).await;
    let failed: Vec<usize> = (0..20).filter(|n| results[*n].is_err()).collect();
    assert_eq!(failed, [7]);
    let (settings, audits, _) = left(&db).await;
    assert_eq!(settings.len(), 19);
    assert!(!settings.contains(&"w07".to_owned()));
    assert_eq!(audits, settings);
    // The lane goes on.
    db.store.write(move |tx| Box::pin(async move { leave(tx, at, "later").await })).await.unwrap();
}

#[db_test]
async fn a_savepoint_takes_rows_and_outbox_back(db: TestDb) {
    let at = db.now();
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            leave(tx, at, "a").await?;
            let outer = tx.savepoint().await?;
            leave(tx, at, "b").await?;
            let inner = tx.savepoint().await?;
            leave(tx, at, "c").await?;
            tx.undo(inner).await?;
            let inner = tx.savepoint().await?;
            leave(tx, at, "d").await?;
            tx.keep(inner).await?;
            tx.keep(outer).await?;
            let outer = tx.savepoint().await?;
            leave(tx, at, "e").await?;
            tx.undo(outer).await
        })
    });
    work.await.unwrap();
    let (settings, audits, events) = left(&db).await;
    assert_eq!(settings, ["a", "b", "d"]);
    assert_eq!(audits, ["a", "b", "d"]);
    assert_eq!(events, ["a", "b", "d"]);
}

#[db_test]
async fn a_work_goes_on_when_its_caller_has_gone(db: TestDb) {
    let store = db.store.clone();
    let write = store.write(|tx| {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            tx.put_setting("kept", "1").await
        })
    });
    assert!(tokio::time::timeout(Duration::from_millis(5), write).await.is_err());
    // One lane: what comes later runs after it.
    db.store.write(|tx| Box::pin(async move { tx.put_setting("later", "1").await })).await.unwrap();
    assert_eq!(left(&db).await.0, ["kept", "later"]);
}

#[db_test]
async fn a_commit_is_told_to_those_who_wait(db: TestDb) {
    let mut committed = db.store.committed();
    committed.mark_unchanged();
    db.store.write(|tx| Box::pin(async move { tx.put_setting("a", "1").await })).await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), committed.changed()).await.unwrap().unwrap();
}

#[db_test]
async fn a_committed_write_is_read_at_once(db: TestDb) {
    for n in 0..20 {
        let name = format!("s{n}");
        let key = name.clone();
        db.store.write(move |tx| Box::pin(async move { tx.put_setting(&key, "1").await })).await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        assert_eq!(conn.setting(&name).await.unwrap().as_deref(), Some("1"));
    }
}
