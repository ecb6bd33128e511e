//! Requests that the program sends to addresses which people have typed in.
//!
//! One client, so that what guards it is said once: the name is resolved here and the connection goes to the very
//! address that was looked at, private addresses are refused, nothing is redirected, and time and size have an end.
//!
//! Knows nothing of records.

mod address;
mod client;
mod failure;
mod target;
mod tls;

pub use address::is_public;
pub use client::{Client, Limits, Policy, Reply, Resolve};
pub use failure::Failure;
pub use target::origin;
pub use tls::connector;
