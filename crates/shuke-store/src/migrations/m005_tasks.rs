//! Long work that people ask for (changes of all that match, exports), and what each has done to which record.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The two tables.
pub(super) fn steps() -> Vec<Alter> {
    let tasks = table("sys_task", &["id"])
        .has(Id, &["id"])
        .has(Text, &["kind", "object", "state", "spec", "doc"])
        .may(Id, &["created_by"])
        .has(Moment, &["created_at"])
        .may(Moment, &["started_at", "finished_at"])
        .has(Int, &["rows_done"])
        .may(Int, &["rows_total"])
        .may(Id, &["last_id"])
        .index(&["kind", "created_by", "id"], None)
        .index(&["kind", "created_at"], None);
    let rows = table("sys_task_row", &["task_id", "seq"])
        .has(Id, &["task_id"])
        .has(Int, &["seq"])
        .has(Id, &["record_id"])
        .has(Int, &["version"])
        .may(Id, &["change_id"])
        .small();
    [tasks, rows].into_iter().flat_map(|draft| draft.steps()).collect()
}
