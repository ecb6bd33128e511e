//! What search over all objects needs.

use shuke_meta::ColumnType::{Id, Int, Text};

use crate::ddl::table::{Alter, table};

/// One row for each live record that can be found, with its words; and how far each object's index is built.
pub(super) fn steps() -> Vec<Alter> {
    let documents = table("sys_search_doc", &["doc"])
        .has(Int, &["doc"])
        .has(Text, &["object"])
        .has(Id, &["record_id"])
        .unique(&["record_id"], None);
    let objects = table("sys_search_object", &["object"])
        .has(Text, &["object", "print"])
        .may(Id, &["after"])
        .has(Int, &["done", "total", "ready"])
        .small();
    let words = Alter::AddWords { table: "sys_search_doc".to_owned() };
    documents.steps().into_iter().chain([words]).chain(objects.steps()).collect()
}
