//! Import of lists from xlsx and csv files.
//!
//! [`read`] turns a file into rows, [`columns`] guesses which column feeds which field, [`faults`] writes the rows that
//! failed as a file to mend. These three know nothing of the database.

pub mod columns;
pub mod faults;
pub mod read;
