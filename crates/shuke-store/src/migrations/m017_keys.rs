//! The keys that seal, wrapped by the master key, and what is still to be sealed anew.

use shuke_meta::ColumnType::{Int, Moment, Text};

use crate::ddl::table::{Alter, Draft, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let keys = table("sys_key", &["id"])
        .has(Int, &["id"])
        .has(Text, &["kind"])
        .may(Text, &["wrapped"])
        .has(Moment, &["created_at"])
        .may(Moment, &["retired_at"]);
    let parts = table("sys_reseal", &["part"])
        .has(Text, &["part"])
        .may(Text, &["place"])
        .has(Int, &["done", "asked"])
        .has(Moment, &["created_at"]);
    [keys, parts].into_iter().flat_map(Draft::steps).collect()
}
