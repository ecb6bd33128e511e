//! The shapes of bodies, for the OpenAPI document.
//!
//! Nothing here is ever made: answers are written straight from what use cases answer, and requests are read property
//! by property so that every wrong one is told by name. A test holds real answers against these shapes.

mod file;
mod import;
mod meta;
mod people;
mod record;
mod session;

pub use file::*;
pub use import::*;
pub use meta::*;
pub use people::*;
pub use record::*;
pub use session::*;
