//! Saved views.

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::record::Filter;
use super::session::Ref;

/// A saved view as the caller sees it: without columns that are hidden from them.
#[derive(Debug, ToSchema)]
pub struct View {
    /// Id.
    pub id: Uuid,
    /// Api name of the object.
    pub object: String,
    /// What people read, in the caller's language.
    pub name: String,
    /// `list`, `board` or `calendar`.
    pub kind: String,
    /// The choice, cascade or region that a board has its columns by, or the field that a list is grouped by.
    #[schema(required)]
    pub group: Option<String>,
    /// Of a list that is grouped by a date: `day`, `week`, `month`, `quarter` or `year`.
    #[schema(required)]
    pub grain: Option<String>,
    /// The number whose sum stands above each column of a board or each group of a list.
    #[schema(required)]
    pub sum: Option<String>,
    /// Fields on a board's cards, beside the name.
    pub card: Vec<String>,
    /// The date that places records in a calendar.
    #[schema(required)]
    pub date: Option<String>,
    /// The date until which they last.
    #[schema(required)]
    pub end: Option<String>,
    /// Columns in order; those of the object when there are none.
    pub columns: Vec<String>,
    /// Widths in pixels, by field.
    #[schema(value_type = Object, additional_properties)]
    pub widths: Json,
    /// Columns that stay in sight beside the name.
    pub pinned: Vec<String>,
    /// Filter tree; none, too, when there is a problem.
    #[schema(required, value_type = Option<Object>, additional_properties)]
    pub filter: Json,
    /// Sort keys, `-` in front for largest first.
    pub sort: Vec<String>,
    /// `compact`, `normal` or `roomy`.
    #[schema(required)]
    pub density: Option<String>,
    /// `private`, `some` or `everyone`.
    pub audience: String,
    /// Roles that it is shared with.
    pub roles: Vec<Ref>,
    /// Departments that it is shared with, and all below them.
    pub departments: Vec<Ref>,
    /// Who made it; none for those that came with the program.
    #[schema(required)]
    pub owner: Option<Ref>,
    /// Whether the caller may change it.
    pub can_change: bool,
    /// Why the caller can't use it: its filter or its layout asks for a field that is gone or hidden from them.
    #[schema(required)]
    pub problem: Option<String>,
    /// When it was changed last.
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// The caller's views of an object.
#[derive(Debug, ToSchema)]
pub struct Views {
    /// The views, in the caller's order.
    pub items: Vec<View>,
    /// The order: ids, and names of built-in views.
    pub order: Vec<String>,
    /// The view that opens first.
    #[schema(required)]
    pub default: Option<String>,
    /// The one for everybody who chose none.
    #[schema(required)]
    pub default_for_all: Option<String>,
}

/// A view to be saved; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct ViewWrite {
    /// What people read.
    pub name: Option<String>,
    /// `list`, `board` or `calendar`.
    pub kind: Option<String>,
    /// The choice, cascade or region that a board has its columns by, which needs it, or the choice, yes or no, rating, person, department,
    /// reference, date or time that a list is grouped by.
    pub group: Option<String>,
    /// Of a list that is grouped by a date or time: `day`, `week`, `month`, `quarter` or `year`; months when absent.
    pub grain: Option<String>,
    /// The number whose sum stands above each column of a board or each group of a list.
    pub sum: Option<String>,
    /// Fields on a board's cards, beside the name; up to 5.
    pub card: Option<Vec<String>>,
    /// The date that places records in a calendar, which needs it.
    pub date: Option<String>,
    /// The date until which they last.
    pub end: Option<String>,
    /// Columns in order.
    pub columns: Option<Vec<String>>,
    /// Widths in pixels, by field.
    #[schema(value_type = Option<Object>)]
    pub widths: Json,
    /// Columns that stay in sight beside the name.
    pub pinned: Option<Vec<String>>,
    /// Filter tree.
    pub filter: Option<Filter>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Option<Vec<String>>,
    /// `compact`, `normal` or `roomy`.
    pub density: Option<String>,
    /// `private`, `some` or `everyone`.
    pub audience: Option<String>,
    /// Roles that it is shared with.
    pub roles: Option<Vec<Uuid>>,
    /// Departments that it is shared with, and all below them.
    pub departments: Option<Vec<Uuid>>,
}

/// The order of views, and which opens first.
#[derive(Debug, ToSchema)]
pub struct ViewsArrange {
    /// Ids, and names of built-in views.
    pub order: Option<Vec<String>>,
    /// The view that opens first.
    pub default: Option<String>,
    /// For everybody who chose nothing; only for whoever designs the object.
    pub for_all: Option<bool>,
}
