//! Keeps the house: what no compiler checks of the project's own rules. Run as a test, so that nobody forgets it.

pub mod edges;
pub mod house;
pub mod licences;
pub mod sizes;
pub mod source;
