//! Layouts: what forms and record pages show, and what administrators design.

use serde_json::Value as Json;
use utoipa::ToSchema;

use super::session::Labels;

/// A group of fields on forms and record pages.
#[derive(Debug, ToSchema)]
pub struct LayoutSection {
    /// Heading in the caller's language.
    pub label: String,
    /// Headings in both languages.
    pub labels: Labels,
    /// Fields, in order.
    pub fields: Vec<String>,
    /// Fields side by side where there is room: 1 or 2.
    pub columns: i64,
    /// Only its heading is seen at first.
    pub collapsed: bool,
    /// It stands above everything else on the record's page, to be seen at first glance.
    pub card: bool,
}

/// Sections behind a tab.
#[derive(Debug, ToSchema)]
pub struct LayoutTab {
    /// What it is called, in the caller's language.
    pub label: String,
    /// The same in both languages.
    pub labels: Labels,
    /// Its sections.
    pub sections: Vec<LayoutSection>,
}

/// What stands where on forms and record pages.
#[derive(Debug, ToSchema)]
pub struct Layout {
    /// Groups of fields that are always seen.
    pub sections: Vec<LayoutSection>,
    /// Groups that are seen one tab at a time, below.
    pub tabs: Vec<LayoutTab>,
    /// Lists of records that point here, as `object.field`; null: all, in the usual order.
    #[schema(required)]
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, in order; null: those of `related`.
    #[schema(required)]
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    #[schema(required)]
    pub highlights: Option<Vec<String>>,
}

/// A layout of the caller for some records; the first that fits a record is shown.
#[derive(Debug, ToSchema)]
pub struct NamedLayout {
    /// Api name.
    pub name: String,
    /// Values of the object's type field; none: every record.
    pub types: Vec<String>,
    /// Groups of fields that are always seen.
    pub sections: Vec<LayoutSection>,
    /// Groups that are seen one tab at a time, below.
    pub tabs: Vec<LayoutTab>,
    /// Lists of records that point here, as `object.field`; null: all, in the usual order.
    #[schema(required)]
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, in order; null: those of `related`.
    #[schema(required)]
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    #[schema(required)]
    pub highlights: Option<Vec<String>>,
}

/// A section as it is written.
#[derive(Debug, ToSchema)]
pub struct LayoutSectionWrite {
    /// Heading.
    pub labels: Labels,
    /// Fields, in order.
    pub fields: Vec<String>,
    /// 1 or 2.
    pub columns: Option<i64>,
    /// Only its heading is seen at first.
    pub collapsed: Option<bool>,
    /// It stands above everything else on the record's page.
    pub card: Option<bool>,
}

/// A tab as it is written.
#[derive(Debug, ToSchema)]
pub struct LayoutTabWrite {
    /// What it is called.
    pub labels: Labels,
    /// Its sections.
    pub sections: Vec<LayoutSectionWrite>,
}

/// The layout of an object's definition; what is absent stays, but for the sections.
#[derive(Debug, ToSchema)]
pub struct LayoutChange {
    /// Groups of fields.
    pub sections: Vec<LayoutSectionWrite>,
    /// Tabs below.
    pub tabs: Option<Vec<LayoutTabWrite>>,
    /// Related lists.
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, as `object.field`; null: those of `related`.
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    pub highlights: Option<Vec<String>>,
}

/// A draft as it is saved; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct LayoutWrite {
    /// What administrators read.
    pub labels: Option<Labels>,
    /// Ids of the roles that get it; none: everybody.
    pub roles: Option<Vec<String>>,
    /// Values of the object's type field that it is for; none: every record.
    pub types: Option<Vec<String>>,
    /// Groups of fields that are always seen.
    pub sections: Option<Vec<LayoutSectionWrite>>,
    /// Groups that are seen one tab at a time.
    pub tabs: Option<Vec<LayoutTabWrite>>,
    /// Related lists, as `object.field`; null: all.
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, in order; null: those of `related`.
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    pub highlights: Option<Vec<String>>,
    /// The draft that the change is based on; 0: there was none.
    pub version: Option<i64>,
}

/// A new layout.
#[derive(Debug, ToSchema)]
pub struct LayoutBegin {
    /// Api name; one is given when it is absent.
    pub name: Option<String>,
    /// What administrators read.
    pub labels: Labels,
    /// The layout whose fields it begins with; the object's own when absent.
    pub from: Option<String>,
    /// Ids of the roles that get it; none: everybody.
    pub roles: Option<Vec<String>>,
    /// Values of the object's type field that it is for; none: every record.
    pub types: Option<Vec<String>>,
    /// Groups of fields that are always seen.
    pub sections: Option<Vec<LayoutSectionWrite>>,
    /// Groups that are seen one tab at a time.
    pub tabs: Option<Vec<LayoutTabWrite>>,
    /// Related lists, as `object.field`; null: all.
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, in order; null: those of `related`.
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    pub highlights: Option<Vec<String>>,
}

/// In which order layouts are tried.
#[derive(Debug, ToSchema)]
pub struct LayoutOrder {
    /// Every published layout, each once.
    pub order: Option<Vec<String>>,
    /// The choice that tells types of records apart; null: there are none.
    pub type_field: Option<String>,
    /// The version of the object that the change is based on.
    pub version: Option<i64>,
}

/// A draft to be published.
#[derive(Debug, ToSchema)]
pub struct LayoutPublish {
    /// The draft that was seen.
    pub version: Option<i64>,
}

/// An earlier version to go back to.
#[derive(Debug, ToSchema)]
pub struct LayoutRevert {
    /// Its number.
    pub number: i64,
    /// At once for everybody; otherwise as the draft.
    pub publish: Option<bool>,
    /// The draft that was seen; 0: there was none.
    pub version: Option<i64>,
}

/// A publication of a layout.
#[derive(Debug, ToSchema)]
pub struct LayoutPublished {
    /// Its number.
    pub number: i64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who; null for what was in force before the first publication.
    #[schema(value_type = Option<Object>)]
    pub by: Json,
}

/// What is drafted.
#[derive(Debug, ToSchema)]
pub struct LayoutDraft {
    /// Grows with each save.
    pub version: i64,
    /// When it was saved.
    #[schema(format = DateTime)]
    pub updated_at: String,
    /// Who saved it.
    #[schema(value_type = Option<Object>)]
    pub updated_by: Json,
}

/// How far a layout is.
#[derive(Debug, ToSchema)]
pub struct LayoutState {
    /// Api name; `default` is the object's own.
    pub name: String,
    /// What administrators read.
    pub label: String,
    /// The same in both languages.
    pub labels: Labels,
    /// Roles that get it; none: everybody.
    #[schema(value_type = Vec<Object>)]
    pub roles: Json,
    /// Values of the type field that it is for; none: every record.
    pub types: Vec<String>,
    /// In force.
    pub live: bool,
    /// When it was published last; null when it came with the program.
    #[schema(required)]
    pub published: Option<LayoutPublished>,
    /// What is drafted.
    #[schema(required)]
    pub draft: Option<LayoutDraft>,
}

/// The layouts of an object.
#[derive(Debug, ToSchema)]
pub struct Layouts {
    /// The choice that tells types of records apart.
    #[schema(required)]
    pub type_field: Option<String>,
    /// Version of the object.
    pub version: i64,
    /// In the order in which they are tried; unpublished ones and the object's own last.
    pub items: Vec<LayoutState>,
}

/// What a layout holds.
#[derive(Debug, ToSchema)]
pub struct LayoutContent {
    /// What administrators read.
    pub labels: Labels,
    /// Ids of roles.
    pub roles: Vec<String>,
    /// Values of the type field.
    pub types: Vec<String>,
    /// Groups of fields that are always seen.
    pub sections: Vec<LayoutSection>,
    /// Groups that are seen one tab at a time.
    pub tabs: Vec<LayoutTab>,
    /// Related lists; null: all.
    #[schema(required)]
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, in order; null: those of `related`.
    #[schema(required)]
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page, in order, at most 6; null: chosen by their kinds.
    #[schema(required)]
    pub highlights: Option<Vec<String>>,
}

/// A difference between two layouts.
#[derive(Debug, ToSchema)]
pub struct LayoutDifference {
    /// `added`, `removed` or `moved` for a field; or `label`, `roles`, `types`, `sections`,
    /// `related`, `related_tabs`, `highlights`.
    pub kind: String,
    /// The field.
    #[schema(required)]
    pub field: Option<String>,
    /// Its label.
    #[schema(required)]
    pub label: Option<String>,
    /// Heading under which it stood.
    #[schema(required)]
    pub from: Option<String>,
    /// Heading under which it stands.
    #[schema(required)]
    pub to: Option<String>,
}

/// A layout for its designer.
#[derive(Debug, ToSchema)]
pub struct LayoutDesign {
    /// Api name; `default` is the object's own.
    pub name: String,
    /// What administrators read.
    pub label: String,
    /// The same in both languages.
    pub labels: Labels,
    /// Roles that get it; none: everybody.
    #[schema(value_type = Vec<Object>)]
    pub roles: Json,
    /// Values of the type field that it is for; none: every record.
    pub types: Vec<String>,
    /// In force.
    pub live: bool,
    /// When it was published last; null when it came with the program.
    #[schema(required)]
    pub published: Option<LayoutPublished>,
    /// What is drafted.
    #[schema(required)]
    pub draft: Option<LayoutDraft>,
    /// The draft, or what is in force when there is none.
    pub content: LayoutContent,
    /// What the draft changes.
    pub changes: Vec<LayoutDifference>,
    /// Publications, newest first.
    pub versions: Vec<LayoutPublished>,
}

/// An earlier version of a layout.
#[derive(Debug, ToSchema)]
pub struct LayoutVersion {
    /// Its number.
    pub number: i64,
    /// When it was published.
    #[schema(format = DateTime)]
    pub at: String,
    /// By whom; null for what was in force before the first publication.
    #[schema(value_type = Option<Object>)]
    pub by: Json,
    /// What it holds, without fields that are gone.
    pub content: LayoutContent,
    /// What going back to it would change.
    pub changes: Vec<LayoutDifference>,
}

/// A layout that would lose a field.
#[derive(Debug, ToSchema)]
pub struct LayoutUse {
    /// Api name.
    pub name: String,
    /// Its label in the caller's language.
    pub label: String,
    /// The field stands on what is in force.
    pub live: bool,
    /// It stands on the draft.
    pub draft: bool,
}
