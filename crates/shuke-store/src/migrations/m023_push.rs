//! What is pushed to browsers while the page is closed: the server's key, browsers that want it, and what waits.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Kind, table};

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let keys = table("sys_push_key", &["id"])
        .has(Id, &["id"])
        .has(Text, &["public", "secret"])
        .has(Moment, &["created_at"]);
    let devices = table("sys_push_device", &["id"])
        .has(Id, &["id", "user_id"])
        .has(Kind::Bytes, &["session"])
        .has(Text, &["endpoint_hash", "target", "agent"])
        .has(Moment, &["created_at"])
        .may(Moment, &["sent_at", "failing_since"])
        .index(&["user_id", "id"], None)
        .unique(&["session"], None)
        .unique(&["endpoint_hash"], None);
    let messages = table("sys_push", &["notice_id", "device_id"])
        .has(Id, &["notice_id", "device_id"])
        .has(Int, &["attempts"])
        .has(Moment, &["next_at", "created_at"])
        .small()
        .index(&["device_id", "notice_id"], None)
        .index(&["next_at"], None);
    [keys, devices, messages].into_iter().flat_map(|it| it.steps()).collect()
}
