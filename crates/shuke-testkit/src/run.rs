//! Runs a test on one database and cleans up behind it, also when it panics.

use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;

use crate::TestDb;
use crate::database::{Rest, fresh_postgres, fresh_sqlite};

/// What a test function answers.
pub trait Outcome {
    /// Panics when the test has failed.
    fn check(self);
}

impl Outcome for () {
    fn check(self) {}
}

impl<E: Debug> Outcome for Result<(), E> {
    fn check(self) {
        if let Err(error) = self {
            panic!("{error:?}");
        }
    }
}

/// Runs a test on a fresh embedded database.
///
/// # Panics
/// When the test does, or when there is no database for it; so for both functions.
pub fn on_sqlite<F: Future<Output: Outcome>>(test: impl FnOnce(TestDb) -> F) {
    run(fresh_sqlite(), test);
}

/// Runs a test on a fresh database of the PostgreSQL cluster.
///
/// # Panics
/// As [`on_sqlite`].
pub fn on_postgres<F: Future<Output: Outcome>>(test: impl FnOnce(TestDb) -> F) {
    run(fresh_postgres(), test);
}

fn run<F: Future<Output: Outcome>>(
    fresh: impl Future<Output = anyhow::Result<(TestDb, Rest)>>,
    test: impl FnOnce(TestDb) -> F,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the test");
    runtime.block_on(async {
        let (db, rest) = fresh.await.unwrap_or_else(|error| panic!("{error:#}"));
        let store = db.store.clone();
        let ended = AssertUnwindSafe(test(db)).catch_unwind().await;
        store.close().await;
        rest.remove().await;
        match ended {
            Ok(outcome) => outcome.check(),
            Err(panic) => resume_unwind(panic),
        }
    });
}
