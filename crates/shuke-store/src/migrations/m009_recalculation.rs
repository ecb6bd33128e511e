//! Computed fields whose values are out of date.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_recalculation", &["key"])
        .has(Text, &["key", "object", "field", "doc"])
        .may(Id, &["place"])
        .has(Int, &["done", "asked"])
        .may(Int, &["total"])
        .has(Moment, &["created_at"])
        .index(&["created_at", "key"], None)
        .index(&["object", "field"], None)
        .steps()
}
