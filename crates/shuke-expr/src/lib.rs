//! Conditions: the filter tree that lists, sharing, rules and reports share. Parsed from JSON, checked against the
//! objects, evaluated here in memory, and compiled to SQL by `shuke-store`. And formulas ([`formula`]), which compute
//! the values of fields.
//!
//! Knows nothing of SQL. Does not read the clock: "today" comes in with [`Env`].

mod build;
mod cond;
mod env;
mod eval;
pub mod formula;
mod operand;
mod operator;
mod parse;
mod path;
pub mod rule;
mod turns;
mod within;

pub use cond::{Cond, Hop, Op, Path, Test};
pub use env::Env;
pub use eval::{Source, eval};
pub use operator::Operator;
pub use parse::parse;
pub use path::field_path;
pub use rule::{RuleCond, holds, rule};
pub use turns::{Turn, turns};
pub use within::{day_start, today};
