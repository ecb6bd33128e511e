//! The service as callers see it, on both databases.

mod events;
mod files;
mod fuzz;
mod idempotency;
mod openapi;
mod operators;
mod page;
mod records;
mod refusals;
mod rights;
mod serving;
mod session;
mod shape;
mod upload;
