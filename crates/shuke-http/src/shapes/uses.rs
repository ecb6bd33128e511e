//! Where a field is used.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::layout::LayoutUse;
use super::record::Total;

/// Something that uses a field.
#[derive(Debug, ToSchema)]
pub struct FieldUse {
    /// `formula`, `lookup`, `rollup`, `rule`, `default`, `check`, `layout`, `sharing_rule` or `goal`.
    pub by: String,
    /// The object.
    pub object: String,
    /// Its label in the caller's language.
    pub object_label: String,
    /// The field or the layout by its api name, the sharing rule or the goal by its id; empty for a check.
    pub name: String,
    /// Its label in the caller's language.
    pub label: String,
}

/// A saved view that uses a field.
#[derive(Debug, ToSchema)]
pub struct ViewUse {
    /// Id.
    pub id: Uuid,
    /// What people read.
    pub name: String,
    /// `list`, `board` or `calendar`.
    pub kind: String,
    /// Its object.
    pub object: String,
    /// The object's label in the caller's language.
    pub object_label: String,
    /// Who made it; none for those that came with the program.
    #[schema(required)]
    pub owner: Option<String>,
    /// `private`, `some` or `everyone`.
    pub audience: String,
    /// For what: `column`, `card`, `filter`, `sort`, `group`, `sum`, `date`.
    pub places: Vec<String>,
    /// Without the field it can't be used until somebody changes it.
    pub breaks: bool,
}

/// What uses a field, or asks for one of its options.
#[derive(Debug, ToSchema)]
pub struct FieldUses {
    /// The users; while there are some, the field can't be removed.
    pub items: Vec<FieldUse>,
    /// The layouts on which it stands, which would lose it.
    pub layouts: Vec<LayoutUse>,
    /// Where else the object would lose it: `list`, `stage`, `type`, `duplicates`, `rights`.
    pub places: Vec<String>,
    /// The views that show it or go by it: shared ones, and the caller's own.
    pub views: Vec<ViewUse>,
    /// Other people's own views: how many.
    pub private_views: Total,
    /// The records that hold the option; none for a field.
    #[schema(required)]
    pub records: Option<Total>,
}
