//! The audit log.

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// Something that somebody did.
#[derive(Debug, ToSchema)]
pub struct AuditEntry {
    /// Its number in the chain, counted without gaps.
    pub seq: i64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who; null for the program itself, or when nobody had signed in yet.
    #[schema(required)]
    pub actor: Option<Ref>,
    /// What, as a dotted word such as `record.created`.
    pub action: String,
    /// Api name of the object that it was done to.
    #[schema(required)]
    pub object: Option<String>,
    /// The record, or whatever else has an id.
    #[schema(required)]
    pub record_id: Option<Uuid>,
    /// Its name at present, as the caller sees it; null when it is gone for good or has none.
    #[schema(required)]
    pub record_name: Option<String>,
    /// The rest.
    #[schema(value_type = Object)]
    pub detail: Json,
    /// Its seal: SHA-256 over the entry and the seal before it.
    pub hash: String,
}

/// A page of the audit log.
#[derive(Debug, ToSchema)]
pub struct AuditLog {
    /// Newest first.
    pub items: Vec<AuditEntry>,
    /// The next page; there may be one also when this one is short or empty, where few entries match.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A check of the audit chain.
#[derive(Debug, ToSchema)]
pub struct AuditVerification {
    /// `none` (there never was one), `running`, `intact` or `broken`.
    pub state: String,
    /// Who asked for it.
    #[schema(required)]
    pub by: Option<Ref>,
    /// When it was asked for.
    #[schema(required, format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = DateTime)]
    pub finished_at: Option<String>,
    /// Entries looked at.
    pub entries: u64,
    /// Entries there are.
    pub total: i64,
    /// Number of the last good entry.
    #[schema(required)]
    pub head_seq: Option<i64>,
    /// Its seal: whoever keeps it elsewhere can prove later that nothing was cut off.
    #[schema(required)]
    pub head_hash: Option<String>,
    /// The first number that is wrong.
    #[schema(required)]
    pub broken_at: Option<i64>,
    /// Whether there is no entry of that number at all.
    pub missing: bool,
}
