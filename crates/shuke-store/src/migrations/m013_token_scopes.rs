//! What tokens may do.

use shuke_meta::ColumnType::Text;

use crate::ddl::table::{Alter, Kind, TableColumn};

/// A column that is empty in tokens made before: they go on doing everything that their person may.
pub(super) fn steps() -> Vec<Alter> {
    let column = TableColumn { name: "scopes".to_owned(), kind: Kind::Data(Text), required: false };
    vec![Alter::AddColumn { table: "sys_token".to_owned(), column }]
}
