//! Queries on both engines, held against a plain evaluation in memory, and what they are compiled to.

mod aggregates;
mod dice;
mod filters;
mod grains;
mod leads;
mod lines;
mod lists;
mod oracle;
mod plans;
mod rows;
mod sql;
mod values;
mod viewers;
mod words;
mod world;
