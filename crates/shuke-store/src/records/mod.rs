//! Records of any object: reading and writing rows. What a change means (rights, history, events) is decided above.

pub mod aggregate;
pub mod explain;
pub mod link;
pub mod read;
pub mod stage;
pub mod write;

pub use aggregate::{Group, Measured};
pub use read::{Page, Record};
