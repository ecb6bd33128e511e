//! Computed fields: formulas, look-ups and roll-ups, kept in real columns and never out of date for long.
//!
//! A record's own formulas are computed before it is written, so they are part of the same change ([`own`]). What other
//! records have computed from it follows in the same transaction ([`ripple`]); where that would be many, a job does it
//! soon ([`job`]). [`plan`] knows from the definitions what follows what.

pub mod job;
pub mod lines;
pub mod own;
pub mod plan;
pub mod ripple;
pub mod rollup;
mod sources;
pub mod uses;

pub use plan::Plan;
pub use ripple::{Touched, ripple};
