//! Delivery over HTTP: the API under `/api/v1`, live events, the built page, and what operators look at.
//!
//! A handler takes a request apart, calls one use case of `shuke-app`, and writes its answer. Whatever is refused
//! leaves as a [`refusal::Refused`] and becomes an answer in one place, [`exchange`], which knows the caller's language
//! and the number of the request.
//!
//! Knows no SQL and no rule of the business.

mod answer;
mod api;
mod caller;
mod connection;
mod exchange;
mod extract;
mod limited;
mod metrics;
mod openapi;
mod options;
mod origin;
mod page;
mod problem;
mod rate;
mod refusal;
mod router;
mod serve;
pub mod shapes;
mod state;
mod tls;

pub use openapi::openapi;
pub use options::{Options, Page, Rates};
pub use router::router;
pub use serve::serve;
pub use tls::{Peer, Tls, TlsError};
