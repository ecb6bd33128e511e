//! Second factors, the place of sessions, and passwords that are to be changed.

use shuke_meta::ColumnType::{Bool, Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Kind, TableColumn, table};

fn added(table: &str, name: &str, kind: impl Into<Kind>) -> Alter {
    let column = TableColumn { name: name.to_owned(), kind: kind.into(), required: false };
    Alter::AddColumn { table: table.to_owned(), column }
}

/// A table and two columns.
pub(super) fn steps() -> Vec<Alter> {
    let factors = table("sys_second_factor", &["user_id"])
        .has(Id, &["user_id"])
        .has(Kind::Bytes, &["secret"])
        .has(Moment, &["created_at"])
        .may(Moment, &["confirmed_at"])
        .has(Int, &["last_step"])
        .has(Text, &["recovery"]);
    let mut steps = factors.steps();
    steps.push(added("sys_session", "place", Text));
    steps.push(added("sys_credential", "must_change", Bool));
    steps
}
