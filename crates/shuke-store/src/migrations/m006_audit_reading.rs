//! Indexes by which the audit log is read: by person, and by day.

use crate::ddl::table::{Alter, table};

/// The two indexes.
pub(super) fn steps() -> Vec<Alter> {
    table("sys_audit", &["seq"]).index(&["actor", "seq"], None).index(&["day", "seq"], None).indexes_only()
}
