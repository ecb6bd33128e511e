//! Files that fields of records hold.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Draft, table};

/// What is known of each file; its bytes lie in the file store under their SHA-256.
pub(super) fn steps() -> Vec<Alter> {
    let attachments = table("sys_attachment", &["id"])
        .has(Id, &["id"])
        .has(Text, &["name", "media", "sha256"])
        .has(Int, &["bytes"])
        .may(Int, &["width", "height"])
        .may(Id, &["created_by"])
        .has(Moment, &["created_at"])
        .may(Text, &["object", "field"])
        .may(Id, &["record_id"])
        .index(&["sha256"], None)
        .index(&["created_by", "created_at"], Some("record_id IS NULL"))
        .index(&["created_at"], Some("record_id IS NULL"));
    [attachments].into_iter().flat_map(Draft::steps).collect()
}
