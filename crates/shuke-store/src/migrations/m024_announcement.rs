//! What the company announces to its people, and who was told of it and has read it.

use shuke_meta::ColumnType::{Bool, Id, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let announcements = table("sys_announcement", &["id"])
        .has(Id, &["id"])
        .has(Text, &["title", "body", "audience"])
        .has(Bool, &["pinned"])
        .has(Moment, &["starts_at"])
        .may(Moment, &["ends_at"])
        .has(Id, &["created_by"])
        .has(Moment, &["created_at", "updated_at"])
        .may(Moment, &["withdrawn_at"])
        .index(&["starts_at"], Some("withdrawn_at IS NULL"));
    let people = table("sys_announcement_person", &["announcement_id", "user_id"])
        .has(Id, &["announcement_id", "user_id"])
        .may(Moment, &["told_at", "read_at"])
        .small()
        .index(&["user_id", "announcement_id"], None);
    [announcements, people].into_iter().flat_map(|it| it.steps()).collect()
}
