//! Webhooks, and what they are told.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};

const WAITING: Option<&str> = Some("state = 'waiting'");

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let webhooks = table("sys_webhook", &["id"])
        .has(Id, &["id", "owner"])
        .has(Text, &["name", "url", "secret"])
        .may(Text, &["old_secret"])
        .may(Moment, &["old_until"])
        .has(Text, &["state"])
        .may(Text, &["reason"])
        .has(Text, &["doc"])
        .may(Moment, &["failing_since"])
        .has(Moment, &["created_at", "updated_at"])
        .steps();
    let deliveries = table("sys_delivery", &["id"])
        .has(Id, &["id", "webhook_id"])
        .has(Text, &["kind"])
        .may(Text, &["object"])
        .may(Id, &["record_id"])
        .has(Text, &["detail", "state"])
        .has(Int, &["attempts"])
        .may(Moment, &["next_at", "tried_at"])
        .may(Int, &["status", "took_ms"])
        .may(Text, &["response", "error"])
        .has(Moment, &["created_at"])
        .index(&["webhook_id", "id"], None)
        .index(&["webhook_id", "state", "id"], None)
        .index(&["webhook_id", "next_at"], WAITING)
        .index(&["webhook_id", "record_id", "id"], WAITING)
        .index(&["created_at"], None)
        .steps();
    webhooks.into_iter().chain(deliveries).collect()
}
