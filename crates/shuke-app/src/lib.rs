//! Use cases: the only place where rights, transaction, history, audit and outbox meet. Page, API, import, job and
//! command line call the same functions.
//!
//! Knows nothing of HTTP and holds no SQL.

pub mod announcements;
pub mod app;
pub mod arrangement;
mod asked;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod bin;
pub mod bulk;
pub mod codec;
pub mod company;
pub mod computed;
pub mod config;
pub mod context;
pub mod define;
pub mod duplicates;
pub mod events;
pub mod export;
pub mod files;
pub mod goals;
pub mod housekeeping;
pub mod idempotency;
pub mod import;
mod input;
pub mod jobs;
pub mod keys;
mod load;
pub mod look;
pub mod me;
pub mod pack;
pub mod preferences;
pub mod presence;
pub mod proposal;
pub mod push;
pub mod records;
pub mod roles;
pub mod rules;
pub mod sample;
pub mod search;
pub mod settings;
pub mod setup;
pub mod sharing;
pub mod talk;
mod task;
pub mod tokens;
pub mod users;
pub mod view;
pub mod views;
pub mod webhooks;
pub mod work_calendar;

pub use app::App;
pub use context::{Ctx, Via};
