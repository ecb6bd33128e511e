//! What people arrange for themselves.

use shuke_meta::ColumnType::{Id, Text};

use crate::ddl::table::{Alter, table};

/// One document for each person and name.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_preference", &["user_id", "key"]).has(Id, &["user_id"]).has(Text, &["key", "doc"]).steps()
}
