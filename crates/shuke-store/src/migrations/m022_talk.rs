//! What people say about records, who follows them, and what people are told of.

use shuke_meta::ColumnType::{Bool, Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let comments = table("sys_comment", &["id"])
        .has(Id, &["id"])
        .has(Text, &["object"])
        .has(Id, &["record_id", "author"])
        .has(Text, &["body", "mentions"])
        .has(Moment, &["created_at"])
        .may(Moment, &["edited_at", "deleted_at"])
        .index(&["record_id", "id"], None)
        .index(&["deleted_at"], Some("deleted_at IS NOT NULL"));
    let follows = table("sys_follow", &["record_id", "user_id"])
        .has(Id, &["record_id", "user_id"])
        .has(Text, &["object"])
        .has(Bool, &["following"])
        .has(Moment, &["since"])
        .small();
    let notices = table("sys_notice", &["id"])
        .has(Id, &["id", "user_id"])
        .has(Text, &["kind"])
        .may(Text, &["object"])
        .may(Id, &["record_id", "comment_id", "actor", "work"])
        .has(Int, &["count"])
        .has(Text, &["detail"])
        .has(Moment, &["created_at"])
        .may(Moment, &["read_at"])
        .index(&["user_id", "id"], None)
        .index(&["user_id", "id", "kind"], Some("read_at IS NULL"))
        .index(&["created_at"], None)
        // One notice for a piece of work with many records, however many transactions it takes.
        .unique(&["user_id", "work"], Some("work IS NOT NULL"));
    [comments, follows, notices].into_iter().flat_map(|it| it.steps()).collect()
}
