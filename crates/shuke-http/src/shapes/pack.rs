//! What a pack offers.

use utoipa::ToSchema;

/// How the company and its pack stand.
#[derive(Debug, ToSchema)]
pub struct Pack {
    /// Api name of the pack.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Version of the pack when something was taken from it last; null where that was not kept.
    #[schema(required)]
    pub installed: Option<String>,
    /// Version that the program has.
    pub offered: String,
    /// Where the two differ.
    pub items: Vec<PackItem>,
}

/// What a difference is about.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "a shape")]
pub enum PackKind {
    /// An object, or its name.
    Object,
    /// A field, or its name.
    Field,
    /// An option of a choice, or its name.
    Option,
    /// Whether a record that has an option is over.
    Outcome,
    /// The form rules of a field.
    Rules,
    /// What makes duplicates.
    Duplicates,
    /// A shared view.
    View,
    /// A role.
    Role,
    /// All that a role grants on an object.
    Grants,
    /// What a role grants of one action.
    Grant,
    /// What a role keeps back of a field.
    Right,
}

/// Whose turn it is.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "a shape")]
pub enum PackState {
    /// It can be taken.
    Offered,
    /// An administrator made it otherwise; it stays.
    Kept,
}

/// One difference.
#[derive(Debug, ToSchema)]
pub struct PackItem {
    /// What it is taken by.
    pub id: String,
    /// What it is about.
    pub kind: PackKind,
    /// Whether it can be taken.
    pub state: PackState,
    /// What it is called.
    pub label: String,
    /// What it belongs to: object, field or role, from the outside in.
    pub path: Vec<String>,
    /// What the company has, where it has something else.
    #[schema(required)]
    pub now: Option<String>,
    /// What the pack has, where it is not just there.
    #[schema(required)]
    pub new: Option<String>,
}

/// What is taken.
#[derive(Debug, ToSchema)]
pub struct PackUpgrade {
    /// Ids of what is offered; everything when absent.
    pub items: Option<Vec<String>>,
}
