//! Storage: one query compiler, two engines. Records of any object, their history, the audit chain, the outbox, jobs,
//! sessions and settings, on SQLite or PostgreSQL.
//!
//! All SQL of the program is in this crate, and only [`dialect`] knows which engine runs. Knows nothing of HTTP, of
//! roles (it is handed a [`shuke_access::Scope`]) and of what a lead is.

pub mod bind;
pub mod compile;
pub mod conn;
pub mod ddl;
pub mod dialect;
pub mod error;
pub mod health;
pub mod migrations;
pub mod open;
pub mod records;
pub mod row;
pub mod seal;
pub mod system;
pub mod transfer;
pub mod writer;

pub use bind::Bind;
pub use conn::Conn;
pub use dialect::Dialect;
pub use error::StoreError;
pub use open::{Address, Store};
pub use row::Row;
pub use writer::Tx;
