//! Runs a test on one database and cleans up behind it, also when it panics.

use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use shuke_store::Store;

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
/// When the test does, or when there is no database for it; so for each of these functions.
pub fn on_sqlite<F: Future<Output: Outcome>>(test: impl FnOnce(TestDb) -> F) {
    run(async {
        let (db, rest) = fresh_sqlite().await?;
        let store = db.store.clone();
        Ok((test(db), vec![(store, rest)]))
    });
}

/// Runs a test on a fresh database of the PostgreSQL cluster.
///
/// # Panics
/// As [`on_sqlite`].
pub fn on_postgres<F: Future<Output: Outcome>>(test: impl FnOnce(TestDb) -> F) {
    run(async {
        let (db, rest) = fresh_postgres().await?;
        let store = db.store.clone();
        Ok((test(db), vec![(store, rest)]))
    });
}

/// Runs a test that compares both: it is given the embedded database first.
///
/// # Panics
/// As [`on_sqlite`].
pub fn on_both<F: Future<Output: Outcome>>(test: impl FnOnce(TestDb, TestDb) -> F) {
    run(async {
        let (first, first_rest) = fresh_sqlite().await?;
        let (second, second_rest) = fresh_postgres().await?;
        let ends = vec![(first.store.clone(), first_rest), (second.store.clone(), second_rest)];
        Ok((test(first, second), ends))
    });
}

/// Makes the databases, runs the test on them, and closes and removes them whatever came of it.
fn run<F: Future<Output: Outcome>>(made: impl Future<Output = anyhow::Result<(F, Vec<(Store, Rest)>)>>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the test");
    runtime.block_on(async {
        let (test, ends) = made.await.unwrap_or_else(|error| panic!("{error:#}"));
        let ended = AssertUnwindSafe(test).catch_unwind().await;
        for (store, rest) in ends {
            store.close().await;
            rest.remove().await;
        }
        match ended {
            Ok(outcome) => outcome.check(),
            Err(panic) => resume_unwind(panic),
        }
    });
}
