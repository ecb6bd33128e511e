//! The outbox: in the order of commits, nothing missed.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use shuke_base::Moment;
use shuke_store::system::NewEvent;
use shuke_store::{Store, StoreError};
use shuke_testkit::{TestDb, db_test};

/// What else a process does between two writes.
const PAUSE: Duration = Duration::from_millis(1);

async fn emit(store: &Store, at: Moment, kind: String) {
    let work = store.write(move |tx| {
        Box::pin(async move {
            tx.emit(NewEvent { at, object: "lead".into(), kind, payload: r#"{"id":1}"#.into() });
            Ok::<(), StoreError>(())
        })
    });
    work.await.unwrap();
}

#[db_test]
async fn a_reader_misses_nothing_while_two_processes_write(db: TestDb) {
    let other = db.again().await;
    let at = db.now();
    let write = |store: Store, name: &'static str| async move {
        for n in 0..60 {
            emit(&store, at, format!("{name}{n}")).await;
            tokio::time::sleep(PAUSE).await;
        }
    };
    let one = tokio::spawn(write(db.store.clone(), "one"));
    let two = tokio::spawn(write(other.clone(), "two"));
    let mut conn = db.store.read().await.unwrap();
    let (mut last, mut seen) = (0, BTreeSet::new());
    loop {
        let ended = one.is_finished() && two.is_finished();
        let page = conn.events_after(last, 7).await.unwrap();
        if page.is_empty() && ended {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        for event in page {
            assert!(event.seq > last);
            last = event.seq;
            assert!(seen.insert(event.kind));
        }
    }
    one.await.unwrap();
    two.await.unwrap();
    assert_eq!(seen.len(), 120);
    assert_eq!(conn.last_event().await.unwrap(), last);
    other.close().await;
}

#[db_test]
async fn old_events_go_but_the_newest_stay(db: TestDb) {
    assert_eq!(db.store.read().await.unwrap().last_event().await.unwrap(), 0);
    for n in 0..10 {
        emit(&db.store, db.now() + TimeDelta::hours(n), format!("e{n}")).await;
    }
    let before = db.now() + TimeDelta::hours(8);
    for (went, first) in [(4, "e4"), (2, "e6"), (0, "e6")] {
        let gone = db.store.write(move |tx| Box::pin(async move { tx.prune_events(before, 4, 4).await }));
        assert_eq!(gone.await.unwrap(), went);
        let oldest = db.store.read().await.unwrap().events_after(0, 1).await.unwrap();
        assert_eq!(oldest[0].kind, first, "the oldest go first");
    }
    let left = db.store.read().await.unwrap().events_after(0, 100).await.unwrap();
    assert_eq!(left.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["e6", "e7", "e8", "e9"]);
    assert_eq!((left[0].object.as_str(), left[0].payload.as_str()), ("lead", r#"{"id":1}"#));
    assert_eq!(left[0].at, db.now() + TimeDelta::hours(6));
}
