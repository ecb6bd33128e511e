//! Failed sign-ins of network addresses and of logins that nobody has, and since when failures of a login count.

use shuke_meta::ColumnType::{Int, Moment};

use crate::ddl::table::{Alter, Kind, TableColumn, table};

/// A table and a column.
pub(super) fn steps() -> Vec<Alter> {
    let failures = table("sys_failed_sign_in", &["key"])
        .has(Kind::Bytes, &["key"])
        .has(Int, &["failed"])
        .has(Moment, &["since"])
        .may(Moment, &["locked_until"])
        .index(&["since"], None);
    let mut steps = failures.steps();
    let since = TableColumn { name: "failed_since".to_owned(), kind: Moment.into(), required: false };
    steps.push(Alter::AddColumn { table: "sys_credential".to_owned(), column: since });
    steps
}
