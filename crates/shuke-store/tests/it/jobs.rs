//! The queue: each job to one worker, and none lost with its worker.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};
use shuke_store::system::{Job, JobState, NewJob};
use shuke_store::{Store, StoreError};
use shuke_testkit::{TestDb, db_test};

fn job(db: &TestDb, kind: &str, key: Option<&str>) -> NewJob {
    NewJob {
        id: db.ids.new_id(db.now()),
        kind: kind.to_owned(),
        payload: r#"{"a":1}"#.into(),
        run_at: db.now(),
        key: key.map(str::to_owned),
        created_at: db.now(),
    }
}

async fn enqueue(store: &Store, job: NewJob) -> bool {
    store.write(move |tx| Box::pin(async move { tx.enqueue(&job).await })).await.unwrap()
}

async fn claim(store: &Store, worker: &'static str, now: Moment) -> Option<Job> {
    let until = now + TimeDelta::seconds(30);
    let work = store.write(move |tx| {
        Box::pin(async move { tx.claim_job(&["import", "mail"], worker, now, until).await })
    });
    work.await.unwrap()
}

async fn finish(store: &Store, id: Uuid, worker: &'static str, now: Moment) -> bool {
    store.write(move |tx| Box::pin(async move { tx.finish_job(id, worker, now).await })).await.unwrap()
}

async fn release(store: &Store, now: Moment, tries: i64) -> u64 {
    store
        .write(move |tx| Box::pin(async move { tx.release_expired_jobs(now, now, tries).await }))
        .await
        .unwrap()
}

#[db_test]
async fn two_workers_get_each_job_once(db: TestDb) {
    for _ in 0..60 {
        assert!(enqueue(&db.store, job(&db, "import", None)).await);
    }
    let other = db.again().await;
    let now = db.now();
    let work = |store: Store, worker: &'static str| async move {
        let mut mine = Vec::new();
        while let Some(job) = claim(&store, worker, now).await {
            assert_eq!(
                (job.state, job.attempts, job.worker.as_deref()),
                (JobState::Running, 1, Some(worker))
            );
            mine.push(job.id);
        }
        mine
    };
    let (one, two) =
        tokio::join!(tokio::spawn(work(db.store.clone(), "one")), tokio::spawn(work(other.clone(), "two")));
    let mut counts: BTreeMap<Uuid, u32> = BTreeMap::new();
    for id in one.unwrap().into_iter().chain(two.unwrap()) {
        *counts.entry(id).or_default() += 1;
    }
    assert_eq!(counts.len(), 60);
    assert!(counts.values().all(|count| *count == 1));
    other.close().await;
}

#[db_test]
async fn an_expired_lease_is_taken_over(db: TestDb) {
    enqueue(&db.store, job(&db, "import", None)).await;
    let first = claim(&db.store, "one", db.now()).await.unwrap();
    assert_eq!(claim(&db.store, "two", db.now()).await, None);
    assert_eq!(release(&db.store, db.now() + TimeDelta::seconds(29), 9).await, 0);
    let later = db.now() + TimeDelta::seconds(31);
    assert_eq!(release(&db.store, later, 9).await, 1);
    let second = claim(&db.store, "two", later).await.unwrap();
    assert_eq!((second.id, second.attempts), (first.id, 2));
    // The one that was given up for dead has nothing to say any more.
    assert!(!finish(&db.store, first.id, "one", later).await);
    let renew = |worker: &'static str| {
        let (store, id) = (db.store.clone(), first.id);
        let until = later + TimeDelta::minutes(5);
        async move { store.write(move |tx| Box::pin(async move { tx.renew_job(id, worker, until).await })).await }
    };
    let renewed: Result<bool, StoreError> = renew("one").await;
    assert!(!renewed.unwrap());
    assert!(renew("two").await.unwrap());
    assert_eq!(release(&db.store, later + TimeDelta::seconds(60), 9).await, 0);
    assert!(finish(&db.store, first.id, "two", later).await);
    let done = db.store.read().await.unwrap().job(first.id).await.unwrap().unwrap();
    assert_eq!((done.state, done.finished_at, done.lease_until), (JobState::Done, Some(later), None));
}

#[db_test]
async fn a_job_that_kills_its_workers_is_given_up(db: TestDb) {
    enqueue(&db.store, job(&db, "import", None)).await;
    let mut now = db.now();
    for _ in 0..3 {
        let taken = claim(&db.store, "one", now).await;
        assert!(taken.is_some());
        now += TimeDelta::minutes(1);
        assert_eq!(release(&db.store, now, 3).await, 1);
    }
    assert_eq!(claim(&db.store, "one", now).await, None);
    assert_eq!(db.store.read().await.unwrap().count_jobs(JobState::Failed).await.unwrap(), 1);
}

#[db_test]
async fn a_failure_waits_and_is_tried_again_or_given_up(db: TestDb) {
    enqueue(&db.store, job(&db, "mail", None)).await;
    let fail = |id, again: Option<Moment>| {
        let (store, now) = (db.store.clone(), db.now());
        async move {
            let work = store.write(move |tx| {
                Box::pin(async move { tx.fail_job(id, "one", "对方没有应答", now, again).await })
            });
            work.await.unwrap()
        }
    };
    let taken = claim(&db.store, "one", db.now()).await.unwrap();
    let again = db.now() + TimeDelta::seconds(5);
    assert!(fail(taken.id, Some(again)).await);
    assert_eq!(claim(&db.store, "one", db.now()).await, None);
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.next_job_at(&["mail"]).await.unwrap(), Some(again));
    assert_eq!(conn.next_job_at(&["import"]).await.unwrap(), None);
    let taken = claim(&db.store, "one", again).await.unwrap();
    assert_eq!((taken.attempts, taken.error.as_deref()), (2, Some("对方没有应答")));
    assert!(fail(taken.id, None).await);
    assert_eq!(conn.job(taken.id).await.unwrap().unwrap().state, JobState::Failed);
    assert!(!fail(taken.id, None).await, "given up once");
    let end = db.now() + TimeDelta::days(1);
    let gone = db.store.write(move |tx| Box::pin(async move { tx.prune_jobs(end).await })).await.unwrap();
    assert_eq!(gone, 1);
}

#[db_test]
async fn one_job_of_a_key_waits_or_runs(db: TestDb) {
    assert!(enqueue(&db.store, job(&db, "import", Some("k"))).await);
    assert!(!enqueue(&db.store, job(&db, "import", Some("k"))).await);
    assert!(enqueue(&db.store, job(&db, "import", Some("other"))).await);
    let taken = claim(&db.store, "one", db.now()).await.unwrap();
    assert_eq!(taken.key.as_deref(), Some("k"));
    assert!(!enqueue(&db.store, job(&db, "import", Some("k"))).await);
    assert!(finish(&db.store, taken.id, "one", db.now()).await);
    assert_eq!(db.store.read().await.unwrap().job_by_key("k").await.unwrap(), None);
    assert!(enqueue(&db.store, job(&db, "import", Some("k"))).await);
    assert!(db.store.read().await.unwrap().job_by_key("k").await.unwrap().is_some());
}

#[db_test]
async fn a_clean_stop_gives_back_what_it_holds(db: TestDb) {
    enqueue(&db.store, job(&db, "import", None)).await;
    claim(&db.store, "one", db.now()).await.unwrap();
    let back = db.store.write(|tx| Box::pin(async move { tx.release_jobs_of("one").await })).await.unwrap();
    assert_eq!(back, 1);
    assert_eq!(claim(&db.store, "two", db.now()).await.unwrap().attempts, 1);
}
