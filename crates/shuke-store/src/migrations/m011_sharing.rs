//! Sharing rules.

use shuke_meta::ColumnType::{Id, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The table of the rules.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_sharing_rule", &["id"])
        .has(Id, &["id"])
        .has(Text, &["doc"])
        .has(Moment, &["updated_at"])
        .steps()
}
