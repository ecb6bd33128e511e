//! Teams of records.

use shuke_meta::ColumnType::{Id, Moment, Text};

use crate::ddl::table::{Alter, table};

/// The table of team members.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_member", &["record_id", "user_id"])
        .has(Id, &["record_id", "user_id"])
        .has(Text, &["object", "level"])
        .may(Moment, &["until"])
        .may(Id, &["added_by"])
        .has(Moment, &["added_at"])
        .small()
        // The records that reach a person by teams, and the memberships that have ended.
        .index(&["user_id", "record_id"], None)
        .index(&["until"], Some("until IS NOT NULL"))
        .steps()
}
