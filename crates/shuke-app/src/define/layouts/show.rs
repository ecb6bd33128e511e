//! Layouts as those see them who design them: what is in force, what is drafted, what was in force before.

use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_base::{Locale, Moment, Text, Uuid};
use shuke_meta::layout::{Change, DEFAULT, compare};
use shuke_meta::{Layout, ObjectDef};
use shuke_store::system::LayoutVersion;

use super::view::{self, LayoutView};
use crate::context::Ctx;
use crate::roles::{Labels, title};

/// The layouts of an object.
#[derive(Debug, Clone, Serialize)]
pub struct DesignsView {
    /// The choice that tells types of records apart.
    pub type_field: Option<String>,
    /// Version of the object, for changes of order and type field.
    pub version: i64,
    /// In the order in which they are tried; drafts that were never published and the object's own come last.
    pub items: Vec<LayoutState>,
}

/// How far a layout is.
#[derive(Debug, Clone, Serialize)]
pub struct LayoutState {
    /// Api name; `default` is the object's own.
    pub name: String,
    /// What administrators read.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// Roles that get it; none = everybody.
    pub roles: Vec<Json>,
    /// Options of the type field that it is for; none = all.
    pub types: Vec<String>,
    /// In force.
    pub live: bool,
    /// Who published it last, and when; null when it came with the program.
    pub published: Option<PublishedView>,
    /// What is drafted.
    pub draft: Option<DraftView>,
}

/// A publication.
#[derive(Debug, Clone, Serialize)]
pub struct PublishedView {
    /// Its number among those of the layout.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// Who; null for what was there before the first publication.
    pub by: Json,
}

/// A draft.
#[derive(Debug, Clone, Serialize)]
pub struct DraftView {
    /// Grows with each save; sent back with a change.
    pub version: i64,
    /// When it was saved.
    pub updated_at: Moment,
    /// Who saved it.
    pub updated_by: Json,
}

/// What a layout holds.
#[derive(Debug, Clone, Serialize)]
pub struct ContentView {
    /// What administrators read, in both languages.
    pub labels: Labels,
    /// Ids of roles.
    pub roles: Vec<String>,
    /// Options of the type field.
    pub types: Vec<String>,
    /// What stands where.
    #[serde(flatten)]
    pub layout: LayoutView,
}

/// One layout, for its designer.
#[derive(Debug, Clone, Serialize)]
pub struct DesignView {
    /// How far it is.
    #[serde(flatten)]
    pub state: LayoutState,
    /// The draft, or what is in force when there is none.
    pub content: ContentView,
    /// What the draft changes of what is in force.
    pub changes: Vec<ChangeView>,
    /// Publications, newest first.
    pub versions: Vec<PublishedView>,
}

/// An earlier version, against what is in force.
#[derive(Debug, Clone, Serialize)]
pub struct LayoutVersionView {
    /// When and by whom it was published.
    #[serde(flatten)]
    pub published: PublishedView,
    /// What it holds, without fields that are gone.
    pub content: ContentView,
    /// What going back to it would change.
    pub changes: Vec<ChangeView>,
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// added, removed, moved; or label, roles, types, sections, related, related_tabs, highlights.
    pub kind: &'static str,
    /// The field.
    pub field: Option<String>,
    /// What the caller reads.
    pub label: Option<String>,
    /// Heading under which it stood.
    pub from: Option<String>,
    /// Heading under which it stands.
    pub to: Option<String>,
}

fn own_label() -> Text {
    Text::new("默认布局", "Default layout")
}

pub(super) fn label(layout: &Layout) -> Text {
    if layout.name == DEFAULT { own_label() } else { layout.label.clone() }
}

pub(super) fn published(ctx: &Ctx, version: &LayoutVersion) -> PublishedView {
    PublishedView {
        number: version.number,
        at: version.published_at,
        by: ctx.company.person(version.published_by),
    }
}

pub(super) fn content(ctx: &Ctx, layout: &Layout) -> ContentView {
    ContentView {
        labels: Labels::from(&label(layout)),
        roles: layout.roles.clone(),
        types: layout.types.clone(),
        layout: view::layout(layout, &|_| true, ctx.locale),
    }
}

/// A role that is gone is named by nothing.
pub(super) fn role(ctx: &Ctx, id: &str) -> Json {
    let known = id.parse::<Uuid>().ok().and_then(|id| ctx.company.roles.get(&id));
    json!({"id": id, "object": "role", "name": known.map(|role| title(role, ctx.locale))})
}

/// The differences as the caller reads them.
pub(super) fn changes(
    object: &ObjectDef,
    first: Option<&Layout>,
    second: &Layout,
    locale: Locale,
) -> Vec<ChangeView> {
    let Some(first) = first else { return Vec::new() };
    let plain = |kind| ChangeView { kind, field: None, label: None, from: None, to: None };
    let said = |text: Text| Some(text.get(locale).to_owned());
    let of = |kind, field: String, from: Option<Text>, to: Option<Text>| ChangeView {
        kind,
        label: object.field(&field).map(|field| field.label.get(locale).to_owned()),
        field: Some(field),
        from: from.and_then(said),
        to: to.and_then(said),
    };
    compare(first, second)
        .into_iter()
        .map(|change| match change {
            Change::Property(name) => plain(name),
            Change::Added { field, to } => of("added", field, None, Some(to)),
            Change::Removed { field, from } => of("removed", field, Some(from), None),
            Change::Moved { field, from, to } => of("moved", field, Some(from), Some(to)),
        })
        .collect()
}
