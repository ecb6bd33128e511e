//! For tests alone: one test on both databases, each with a fresh and migrated one of its own.
//!
//! ```ignore
//! #[db_test]
//! async fn a_setting_is_read_back(db: TestDb) { … }
//! ```
//!
//! PostgreSQL is the throw-away cluster that `scripts/with-postgres.sh` starts. Without it a test on PostgreSQL
//! fails and says so; it is never left out silently.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "s3")]
pub mod bucket;
mod database;
mod run;
#[cfg(feature = "http")]
mod service;

pub use database::{POSTGRES, TestDb};
pub use run::{Outcome, on_both, on_postgres, on_sqlite};
#[cfg(feature = "http")]
pub use service::{Actor, Answer, Call, LOGIN, PASSWORD, TestApp};
pub use shuke_testkit_macros::db_test;
