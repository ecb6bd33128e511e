//! Saved views of lists, and who wants them in which order.

use shuke_meta::ColumnType::{Id, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The two tables.
pub(super) fn steps() -> Vec<Alter> {
    let views = table("sys_view", &["id"])
        .has(Id, &["id"])
        .has(Text, &["object"])
        .may(Id, &["owner"])
        .has(Text, &["audience", "doc"])
        .has(Moment, &["created_at", "updated_at"])
        .may(Moment, &["deleted_at"])
        .index(&["object", "audience"], Some("deleted_at IS NULL"))
        .index(&["owner", "object"], Some("deleted_at IS NULL"))
        .index(&["deleted_at"], Some("deleted_at IS NOT NULL"));
    let choices =
        table("sys_view_choice", &["user_id", "object"]).has(Id, &["user_id"]).has(Text, &["object", "doc"]);
    [views, choices].into_iter().flat_map(|draft| draft.steps()).collect()
}
