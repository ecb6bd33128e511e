//! Possible duplicates.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// A field that agrees.
#[derive(Debug, ToSchema)]
pub struct DuplicateReason {
    /// Api name.
    pub field: String,
    /// What people read.
    pub label: String,
    /// Only nearly the same.
    pub similar: bool,
}

/// A record that may be the same.
#[derive(Debug, ToSchema)]
pub struct DuplicateItem {
    /// The record; null when the caller may not see it.
    #[schema(required)]
    pub id: Option<Uuid>,
    /// Its name; null when the caller may not see it.
    #[schema(required)]
    pub name: Option<String>,
    /// Its owner.
    #[schema(required)]
    pub owner: Option<Ref>,
    /// The day of the last follow-up.
    #[schema(required, format = Date)]
    pub last_follow_up_on: Option<String>,
    /// Whether the caller may merge it.
    pub can_merge: bool,
    /// Why it may be the same.
    pub reasons: Vec<DuplicateReason>,
}

/// What a check says.
#[derive(Debug, ToSchema)]
pub struct DuplicateAnswer {
    /// What becomes of a save by this door: `allow`, `warn` or `block`.
    pub policy: String,
    /// The surest first, ten at most.
    pub items: Vec<DuplicateItem>,
}

/// What is being written.
#[derive(Debug, ToSchema)]
pub struct DuplicateCheck {
    /// Values by field.
    #[schema(value_type = Object)]
    pub values: BTreeMap<String, Json>,
    /// The record that is being changed.
    pub id: Option<Uuid>,
}

/// A record that is not the same.
#[derive(Debug, ToSchema)]
pub struct DuplicateApart {
    /// The other record.
    pub other: Uuid,
}

/// One record of a pair.
#[derive(Debug, ToSchema)]
pub struct DuplicateSide {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its owner.
    #[schema(required)]
    pub owner: Option<Ref>,
    /// When it came to be.
    #[schema(required, format = DateTime)]
    pub created_at: Option<String>,
    /// Its last follow-up.
    #[schema(required, format = DateTime)]
    pub last_follow_up_at: Option<String>,
}

/// Two records that may be the same.
#[derive(Debug, ToSchema)]
pub struct DuplicatePair {
    /// The pair.
    pub id: Uuid,
    /// The records, the older first.
    pub records: Vec<DuplicateSide>,
    /// Why they may be the same.
    pub reasons: Vec<DuplicateReason>,
    /// `open` or `dismissed`.
    pub state: String,
    /// Who told them apart.
    #[schema(required)]
    pub decided_by: Option<Ref>,
    /// When.
    #[schema(required, format = DateTime)]
    pub decided_at: Option<String>,
}

/// How far the search among records that were there before is.
#[derive(Debug, ToSchema)]
pub struct DuplicateSearching {
    /// Records dealt with.
    pub done: i64,
    /// Records in all.
    pub total: i64,
}

/// A page of the steward's queue.
#[derive(Debug, ToSchema)]
pub struct DuplicateQueue {
    /// The pairs, the newest first.
    pub items: Vec<DuplicatePair>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// While all records are looked through, pairs may be missing.
    #[schema(required)]
    pub searching: Option<DuplicateSearching>,
}

/// What is merged.
#[derive(Debug, ToSchema)]
pub struct MergeWrite {
    /// The record that goes.
    pub loser: Uuid,
    /// Fields whose values come from it.
    pub take: Option<Vec<String>>,
}

/// What a merge did.
#[derive(Debug, ToSchema)]
pub struct Merged {
    /// The merge, to take it back by.
    pub merge: Uuid,
    /// References that point to the record that stays from now on.
    pub moved: usize,
}

/// What taking a merge back did.
#[derive(Debug, ToSchema)]
pub struct Unmerged {
    /// References that point to the restored record again.
    pub moved: usize,
    /// Values and references that were changed since and stay as they are.
    pub kept: usize,
}

/// A merge.
#[derive(Debug, ToSchema)]
pub struct MergeItem {
    /// The merge.
    pub id: Uuid,
    /// The record that stays.
    pub winner: Ref,
    /// The record that went.
    pub loser: Ref,
    /// Who merged them.
    #[schema(required)]
    pub merged_by: Option<Ref>,
    /// When.
    #[schema(format = DateTime)]
    pub merged_at: String,
    /// Whether it can still be taken back.
    pub can_undo: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Merges, the newest first.
#[derive(Debug, ToSchema)]
pub struct Merges {
    /// Fifty at most.
    pub items: Vec<MergeItem>,
}
