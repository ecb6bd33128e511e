//! Layouts that are being designed, and the versions of those that were published.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Draft, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let drafts = table("sys_layout_draft", &["object", "layout"])
        .has(Text, &["object", "layout", "doc"])
        .has(Int, &["version"])
        .may(Id, &["updated_by"])
        .has(Moment, &["updated_at"]);
    let versions = table("sys_layout_version", &["object", "layout", "number"])
        .has(Text, &["object", "layout"])
        .has(Int, &["number"])
        .has(Text, &["doc"])
        .may(Id, &["published_by"])
        .has(Moment, &["published_at"]);
    [drafts, versions].into_iter().flat_map(Draft::steps).collect()
}
