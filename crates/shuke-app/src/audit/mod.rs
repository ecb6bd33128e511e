//! The audit log: who did what, whether the chain holds, and the chain as a file. For administrators.

pub mod file;
pub(crate) mod hush;
pub mod list;
pub mod verify;
