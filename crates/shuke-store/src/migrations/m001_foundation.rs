//! The tables that the first release starts with.

use shuke_meta::ColumnType::{Id, Int, Moment, Text};

use crate::ddl::table::{Alter, Draft, Kind, table};

/// Every table of the foundation.
pub(super) fn steps() -> Vec<Alter> {
    [settings(), trail(), jobs(), people(), imports()].into_iter().flatten().flat_map(Draft::steps).collect()
}

/// Settings, definitions of objects, counters, and the numbers that tell other processes of a change.
fn settings() -> Vec<Draft> {
    vec![
        table("sys_setting", &["key"]).has(Text, &["key", "value"]).small(),
        table("sys_state", &["name"]).has(Text, &["name"]).has(Int, &["value"]).small(),
        table("sys_object", &["name"]).has(Text, &["name", "def"]).has(Int, &["version"]),
        table("sys_counter", &["series"]).has(Text, &["series"]).has(Int, &["value"]).small(),
        table("sys_idempotency", &["user_id", "key"])
            .has(Id, &["user_id"])
            .has(Text, &["key", "fingerprint"])
            .has(Int, &["status"])
            .has(Text, &["body"])
            .has(Moment, &["created_at"])
            .index(&["created_at"], None),
    ]
}

/// What happened: history of records, audit chain, outbox.
fn trail() -> Vec<Draft> {
    vec![
        // The key answers "the history of this record, newest first": ids are in the order of time.
        table("sys_change", &["record_id", "id"])
            .has(Id, &["id"])
            .has(Text, &["object"])
            .has(Id, &["record_id"])
            .has(Moment, &["at"])
            .may(Id, &["by_user"])
            .has(Text, &["via", "kind"])
            .has(Int, &["version"])
            .may(Id, &["import_id"])
            .has(Text, &["diff"])
            .index(&["import_id"], Some("import_id IS NOT NULL")),
        table("sys_audit", &["seq"])
            .has(Int, &["seq"])
            .has(Text, &["day"])
            .has(Moment, &["at"])
            .may(Id, &["actor"])
            .has(Text, &["action"])
            .may(Text, &["object"])
            .may(Id, &["record_id"])
            .has(Text, &["detail", "hash"]),
        table("sys_event", &["seq"])
            .has(Kind::Serial, &["seq"])
            .has(Moment, &["at"])
            .has(Text, &["object", "kind", "payload"]),
    ]
}

/// The job queue.
fn jobs() -> Vec<Draft> {
    vec![
        table("sys_job", &["id"])
            .has(Id, &["id"])
            .has(Text, &["kind", "payload", "state"])
            .has(Moment, &["run_at"])
            .has(Int, &["attempts"])
            .may(Moment, &["lease_until"])
            .may(Text, &["worker", "error", "key"])
            .has(Moment, &["created_at"])
            .may(Moment, &["finished_at"])
            .index(&["state", "run_at"], None)
            .unique(&["key"], Some("key IS NOT NULL AND state IN ('queued', 'running')")),
    ]
}

/// How people and programs sign in, and what they may do.
fn people() -> Vec<Draft> {
    vec![
        table("sys_credential", &["user_id"])
            .has(Id, &["user_id"])
            .has(Text, &["login", "hash"])
            .has(Int, &["failed"])
            .may(Moment, &["locked_until"])
            .has(Moment, &["changed_at"])
            .unique(&["login"], None),
        table("sys_session", &["token_hash"])
            .has(Kind::Bytes, &["token_hash"])
            .has(Id, &["user_id"])
            .has(Moment, &["created_at", "seen_at", "expires_at"])
            .has(Text, &["agent"])
            .small()
            .index(&["user_id"], None)
            .index(&["expires_at"], None),
        table("sys_token", &["id"])
            .has(Id, &["id", "user_id"])
            .has(Text, &["name"])
            .has(Kind::Bytes, &["hash"])
            .has(Moment, &["created_at"])
            .may(Moment, &["last_used_at", "expires_at"])
            .index(&["user_id"], None)
            .unique(&["hash"], None),
        table("sys_user_role", &["user_id", "role_id"])
            .has(Id, &["user_id", "role_id"])
            .small()
            .index(&["role_id"], None),
        table("sys_role_rights", &["role_id"]).has(Id, &["role_id"]).has(Text, &["doc"]),
    ]
}

/// Imports with what they did and what they refused, and uploaded files in pieces.
fn imports() -> Vec<Draft> {
    vec![
        table("sys_import", &["id"])
            .has(Id, &["id"])
            .has(Text, &["object", "file_name", "state", "doc"])
            .may(Id, &["created_by"])
            .has(Moment, &["created_at"])
            .may(Moment, &["started_at", "finished_at"])
            .has(Int, &["rows_done"])
            .may(Int, &["rows_total"]),
        table("sys_import_row", &["import_id", "line"])
            .has(Id, &["import_id"])
            .has(Int, &["line"])
            .has(Id, &["record_id"])
            .has(Text, &["kind"])
            .has(Int, &["version"])
            .has(Id, &["change_id"])
            .small(),
        table("sys_import_fault", &["import_id", "seq"])
            .has(Id, &["import_id"])
            .has(Int, &["seq", "line"])
            .has(Text, &["doc"]),
        table("sys_file", &["id"])
            .has(Id, &["id"])
            .has(Text, &["name"])
            .may(Int, &["bytes"])
            .has(Moment, &["created_at"]),
        table("sys_file_chunk", &["file_id", "seq"])
            .has(Id, &["file_id"])
            .has(Int, &["seq"])
            .has(Kind::Bytes, &["data"]),
    ]
}
