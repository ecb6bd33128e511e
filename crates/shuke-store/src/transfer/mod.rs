//! The whole database on its way out and in, in a form that knows no engine: tables in a fixed order, rows in the
//! order of their keys, each row a JSON array in a line. The same content gives the same bytes on both engines.
//!
//! Knows nothing of files, of compression and of encryption.

pub mod cell;
pub mod describe;
pub mod load;
pub mod snapshot;

pub use describe::Described;
pub use load::{Loader, Target};
pub use snapshot::{Cursor, Plan};
