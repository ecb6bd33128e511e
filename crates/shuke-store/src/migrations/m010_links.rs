//! Which records name which others, where a field holds several.

use shuke_meta::ColumnType::{Id, Text};

use crate::ddl::table::{Alter, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_link", &["slot", "target_id", "record_id"])
        .has(Text, &["slot"])
        .has(Id, &["target_id", "record_id"])
        .index(&["record_id", "slot"], None)
        .steps()
}
