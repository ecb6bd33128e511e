//! What finds possible duplicates, what stewards said of them, and what was merged.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Draft, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let keys = table("sys_duplicate_key", &["key", "record_id"])
        .has(Int, &["key"])
        .has(Id, &["record_id"])
        .index(&["record_id"], None)
        .small();
    let objects = table("sys_duplicate_object", &["object"])
        .has(Text, &["object", "print", "phase"])
        .may(Id, &["after"])
        .has(Int, &["done", "total"])
        .small();
    let pairs = table("sys_duplicate_pair", &["id"])
        .has(Id, &["id"])
        .has(Text, &["object"])
        .has(Id, &["a", "b"])
        .has(Text, &["state"])
        .may(Id, &["decided_by"])
        .may(Moment, &["decided_at"])
        .unique(&["a", "b"], None)
        .index(&["b"], None)
        .index(&["object", "state", "id"], None);
    let merges = table("sys_merge", &["id"])
        .has(Id, &["id"])
        .has(Text, &["object"])
        .has(Id, &["winner", "loser"])
        .has(Text, &["state", "doc"])
        .may(Id, &["merged_by"])
        .has(Moment, &["merged_at"])
        .index(&["winner"], None)
        .index(&["loser"], None)
        .index(&["object", "id"], None);
    let moved = table("sys_merge_row", &["merge_id", "record_id", "field"])
        .has(Id, &["merge_id", "record_id"])
        .has(Text, &["object", "field"]);
    [keys, objects, pairs, merges, moved].into_iter().flat_map(Draft::steps).collect()
}
