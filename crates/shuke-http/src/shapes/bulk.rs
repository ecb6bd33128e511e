//! Changes in bulk.

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::record::Filter;

/// The same change of many records.
#[derive(Debug, ToSchema)]
pub struct BulkWrite {
    /// `change`, `delete` or `restore`.
    pub action: String,
    /// What is set, for `change`.
    #[schema(value_type = Option<Object>)]
    pub values: Json,
    /// Entries for lists (tags, several choices, several references) that are added to what each record has, for `change`.
    #[schema(value_type = Option<Object>)]
    pub add: Json,
    /// Entries that are taken out of lists, before others are added, for `change`.
    #[schema(value_type = Option<Object>)]
    pub remove: Json,
    /// These records alone.
    pub ids: Option<Vec<Uuid>>,
    /// Else all that match: a filter tree,
    pub filter: Option<Filter>,
    /// a quick search,
    pub q: Option<String>,
    /// and a saved view.
    pub view: Option<Uuid>,
}

/// A record that was refused.
#[derive(Debug, ToSchema)]
pub struct BulkFault {
    /// The record.
    pub id: Uuid,
    /// What it is called, as far as the caller may see it.
    pub name: String,
    /// Code of the closed table.
    pub code: String,
    /// What people read.
    pub message: String,
}

/// What an undo did.
#[derive(Debug, ToSchema)]
pub struct BulkUndone {
    /// Records that are as before.
    pub restored: u64,
    /// Records that were changed since and stay.
    pub kept: u64,
}

/// A change in bulk.
#[derive(Debug, ToSchema)]
pub struct Bulk {
    /// Id.
    pub id: Uuid,
    /// Object of its records.
    pub object: String,
    /// `change`, `delete` or `restore`.
    pub action: String,
    /// What is set.
    #[schema(value_type = Object, additional_properties)]
    pub values: Json,
    /// Entries that are added to lists.
    #[schema(value_type = Object, additional_properties)]
    pub add: Json,
    /// Entries that are taken out of lists.
    #[schema(value_type = Object, additional_properties)]
    pub remove: Json,
    /// `running`, `stopping`, `stopped`, `done`, `failed`, `undoing` or `undone`.
    pub state: String,
    /// Records that matched when it began.
    #[schema(required)]
    pub rows_total: Option<i64>,
    /// Records dealt with.
    pub rows_done: i64,
    /// Records that it changed.
    pub changed: u64,
    /// Records that were so already.
    pub unchanged: u64,
    /// Records that were refused.
    pub failed: u64,
    /// The first hundred of them.
    pub faults: Vec<BulkFault>,
    /// What an undo did.
    #[schema(required)]
    pub undone: Option<BulkUndone>,
    /// Why it failed as a whole.
    #[schema(required)]
    pub error: Option<String>,
    /// Whether it can be undone.
    pub can_undo: bool,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it began.
    #[schema(required, format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = DateTime)]
    pub finished_at: Option<String>,
}

/// The caller's changes in bulk.
#[derive(Debug, ToSchema)]
pub struct Bulks {
    /// Newest first.
    pub items: Vec<Bulk>,
}
