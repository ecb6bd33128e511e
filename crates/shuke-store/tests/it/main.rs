//! The store on both engines.

mod announcement;
mod audit;
mod audit_read;
mod change;
mod counter;
mod ddl;
mod event;
mod goal;
mod import;
mod jobs;
mod layout;
mod meta;
mod migrate;
mod people;
mod recalculation;
mod schema;
mod seal;
mod talk;
mod writer;
