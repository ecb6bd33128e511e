//! From trees to SQL. The only place that turns a condition, a list or an aggregate into a statement, for both engines.

pub mod aggregate;
pub mod cond;
pub mod cursor;
mod days;
pub mod link;
pub mod list;
pub mod place;
pub(crate) mod scope;
pub mod statement;
pub mod value;

pub use aggregate::{AggregateQuery, By, GroupKey, Measure, MeasureKind};
pub use cursor::Cursor;
pub use list::{ListQuery, Sort};
pub use place::Stretch;
pub(crate) use scope::shared;
pub use statement::Statement;
