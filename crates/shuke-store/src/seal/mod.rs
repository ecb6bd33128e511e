//! Sealed texts: what lies in the database in a form that nobody reads without the master key, which lies elsewhere.
//!
//! [`ring`] is the arithmetic and knows no database; [`keys`] is what a process holds of it. Values go into a statement
//! as [`crate::Bind::Seal`] and [`crate::Bind::Digest`], and a connection turns them into texts on their way to the
//! engine, so nothing above handles keys.

pub mod closed;
pub mod keys;
pub mod ring;

pub use keys::Keys;
pub use ring::{Master, Ring, SealError};
