//! Looking at the program as somebody else.

use shuke_meta::ColumnType::{Id, Moment};

use crate::ddl::table::{Alter, Kind, TableColumn};

/// Through whose eyes a session looks, and until when; empty in one that looks through its own person's.
pub(super) fn steps() -> Vec<Alter> {
    let column = |name: &str, kind| {
        let column = TableColumn { name: name.to_owned(), kind: Kind::Data(kind), required: false };
        Alter::AddColumn { table: "sys_session".to_owned(), column }
    };
    vec![column("viewing_as", Id), column("viewing_until", Moment)]
}
