//! The service as callers see it, on both databases.

mod audit;
mod backups;
mod bulk;
mod events;
mod exports;
mod files;
mod fuzz;
mod history;
mod idempotency;
mod matrix;
mod openapi;
mod operators;
mod page;
mod records;
mod references;
mod refusals;
mod rich;
mod rights;
mod search;
mod serving;
mod session;
mod shape;
mod sharing;
mod upload;
mod views;
