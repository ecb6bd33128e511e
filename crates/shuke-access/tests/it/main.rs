//! Rights from outside: scopes, fields, roles as they are written, and conditions that keep their secrets.

mod chart;
mod conditions;
mod fields;
mod fixture;
mod guard;
mod roles;
mod scopes;
mod sharing;
