//! What is known of backups.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The table.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_backup", &["id"])
        .has(Id, &["id"])
        .has(Text, &["kind", "state"])
        .may(Id, &["created_by"])
        .has(Moment, &["started_at"])
        .may(Moment, &["finished_at"])
        .may(Text, &["file"])
        .may(Int, &["bytes", "rows_total"])
        .has(Int, &["rows_done"])
        .has(Text, &["doc"])
        .index(&["started_at"], None)
        .steps()
}
