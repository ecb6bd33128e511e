//! Search over all objects.

use shuke_base::Uuid;
use utoipa::ToSchema;

/// A hit.
#[derive(Debug, ToSchema)]
pub struct SearchItem {
    /// The record.
    pub id: Uuid,
    /// Its object.
    pub object: String,
    /// Its name.
    pub name: String,
    /// `exact`, `prefix`, `words`, `pinyin` or `fuzzy`.
    pub r#match: String,
    /// The field that matches.
    pub field: String,
    /// What people read for it.
    pub label: String,
    /// What stands in it, or a part of it.
    pub text: String,
    /// Which signs of the text match: beginnings and ends in UTF-16 units.
    pub marks: Vec<Vec<usize>>,
    /// More that tells the record from others.
    #[schema(required)]
    pub note: Option<String>,
    /// The name of its owner.
    #[schema(required)]
    pub owner: Option<String>,
}

/// The hits of one object.
#[derive(Debug, ToSchema)]
pub struct SearchGroup {
    /// The object.
    pub object: String,
    /// What people read, for many.
    pub label: String,
    /// The hits, the best first.
    pub items: Vec<SearchItem>,
    /// Whether there are more.
    pub more: bool,
}

/// How far the index is.
#[derive(Debug, ToSchema)]
pub struct SearchBuilding {
    /// Records dealt with.
    pub done: i64,
    /// Records in all.
    pub total: i64,
}

/// What was found.
#[derive(Debug, ToSchema)]
pub struct SearchAnswer {
    /// The objects with hits, the one with the best hit first.
    pub groups: Vec<SearchGroup>,
    /// While the index is being built, hits may be missing.
    #[schema(required)]
    pub building: Option<SearchBuilding>,
}
