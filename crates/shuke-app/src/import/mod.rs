//! Import of lists from xlsx and csv files.
//!
//! [`read`] turns a file into rows, [`columns`] guesses which column feeds which field, [`faults`] writes the rows that
//! failed as a file to mend. These three know nothing of the database.

pub mod batch;
pub mod columns;
pub mod doc;
pub mod faults;
pub mod groups;
pub mod job;
pub mod link;
pub mod linked;
pub mod manage;
pub mod matching;
pub mod options;
pub mod policy;
pub mod read;
pub mod references;
pub mod report;
pub mod rows;
pub mod undo;
pub mod write;
