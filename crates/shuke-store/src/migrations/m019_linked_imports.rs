//! What imports did to records of several objects, and which linked records they have met.

use shuke_meta::ColumnType::{Id, Int, Text};

use crate::ddl::table::{Alter, Draft, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let effects = table("sys_import_effect", &["import_id", "seq"])
        .has(Id, &["import_id"])
        .has(Int, &["seq", "line"])
        .has(Text, &["object"])
        .has(Id, &["record_id"])
        .has(Text, &["kind"])
        .has(Int, &["version"])
        .has(Id, &["change_id"])
        .small();
    let links = table("sys_import_link", &["import_id", "print"])
        .has(Id, &["import_id"])
        .has(Int, &["print"])
        .has(Id, &["record_id"])
        .small();
    [effects, links].into_iter().flat_map(Draft::steps).collect()
}
