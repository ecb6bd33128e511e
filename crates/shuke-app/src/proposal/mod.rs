//! A file becomes an object: what is proposed for the columns of a list that somebody brings, how the first rows will
//! look, and the one step that makes the object, its fields and its rows.
//!
//! [`tally`] reads the file within bounds, [`guess`] says what a column is and why; neither knows of the database.
//! [`known`] asks it for people and records that values name. The rows come in by the import.

pub mod guess;
mod known;
mod look;
mod make;
mod names;
mod preview;
mod propose;
pub mod tally;

/// Where an import stands whose object is still to be made.
pub const PROPOSED: &str = "proposed";
