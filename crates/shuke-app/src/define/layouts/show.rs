//! Layouts as those see them who design them: what is in force, what is drafted, what was in force before.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_base::{Fault, Locale, Moment, Text, Uuid};
use shuke_meta::layout::{Change, DEFAULT, compare};
use shuke_meta::{Layout, ObjectDef};
use shuke_store::Conn;
use shuke_store::system::{LayoutDraft, LayoutVersion};

use super::view::{self, LayoutView};
use super::{designer, parse, unknown};
use crate::App;
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
    /// added, removed, moved; or label, roles, types, sections, related.
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

fn label(layout: &Layout) -> Text {
    if layout.name == DEFAULT { own_label() } else { layout.label.clone() }
}

fn published(ctx: &Ctx, version: &LayoutVersion) -> PublishedView {
    PublishedView {
        number: version.number,
        at: version.published_at,
        by: ctx.company.person(version.published_by),
    }
}

fn content(ctx: &Ctx, layout: &Layout) -> ContentView {
    ContentView {
        labels: Labels::from(&label(layout)),
        roles: layout.roles.clone(),
        types: layout.types.clone(),
        layout: view::layout(layout, &|_| true, ctx.locale),
    }
}

/// A role that is gone is named by nothing.
fn role(ctx: &Ctx, id: &str) -> Json {
    let known = id.parse::<Uuid>().ok().and_then(|id| ctx.company.roles.get(&id));
    json!({"id": id, "object": "role", "name": known.map(|role| title(role, ctx.locale))})
}

/// The differences as the caller reads them.
fn changes(object: &ObjectDef, first: Option<&Layout>, second: &Layout, locale: Locale) -> Vec<ChangeView> {
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

/// One layout of an object as it is stored.
struct Known {
    live: Option<Layout>,
    draft: Option<(LayoutDraft, Layout)>,
}

impl Known {
    /// What is shown of it: the draft, or what is in force.
    fn top(&self) -> Option<&Layout> {
        self.draft.as_ref().map(|(_, layout)| layout).or(self.live.as_ref())
    }

    fn state(&self, ctx: &Ctx, versions: &[LayoutVersion]) -> Option<LayoutState> {
        let top = self.top()?;
        let newest = versions.iter().find(|version| version.layout == top.name);
        let text = label(top);
        Some(LayoutState {
            label: text.get(ctx.locale).to_owned(),
            labels: Labels::from(&text),
            roles: top.roles.iter().map(|id| role(ctx, id)).collect(),
            types: top.types.clone(),
            live: self.live.is_some(),
            published: newest.filter(|_| self.live.is_some()).map(|version| published(ctx, version)),
            draft: self.draft.as_ref().map(|(draft, _)| DraftView {
                version: draft.version,
                updated_at: draft.updated_at,
                updated_by: ctx.company.person(draft.updated_by),
            }),
            name: top.name.clone(),
        })
    }
}

/// All layouts of an object: those in force in their order, drafts of others, the object's own.
async fn known(conn: &mut Conn, object: &ObjectDef) -> Result<Vec<Known>, Fault> {
    let mut drafts = Vec::new();
    for draft in conn.layout_drafts(&object.name).await? {
        let layout = parse(&draft.doc, object)?;
        drafts.push((draft, layout));
    }
    let mut take = |name: &str| {
        let at = drafts.iter().position(|(_, layout)| layout.name == name)?;
        Some(drafts.remove(at))
    };
    let mut all: Vec<Known> = object
        .layouts
        .iter()
        .map(|layout| Known { live: Some(layout.clone()), draft: take(&layout.name) })
        .collect();
    let own = Known { live: Some(object.own_layout()), draft: take(DEFAULT) };
    all.extend(drafts.into_iter().map(|draft| Known { live: None, draft: Some(draft) }));
    all.push(own);
    Ok(all)
}

/// The layouts, drafts among them, on which a field stands.
pub(in crate::define) async fn showing(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    field: &str,
) -> Result<Vec<Json>, Fault> {
    let shows = |layout: Option<&Layout>| layout.is_some_and(|layout| layout.shows(field));
    let mut found = Vec::new();
    for known in known(conn, object).await? {
        let (live, draft) =
            (shows(known.live.as_ref()), shows(known.draft.as_ref().map(|(_, layout)| layout)));
        if let Some(top) = known.top().filter(|_| live || draft) {
            found.push(
                json!({"name": top.name, "label": label(top).get(ctx.locale), "live": live, "draft": draft}),
            );
        }
    }
    Ok(found)
}

impl App {
    /// The layouts of an object and how far each is.
    ///
    /// # Errors
    /// [`shuke_base::Code::AdminOnly`] or an unknown object.
    pub async fn layouts(&self, ctx: &Ctx, object: &str) -> Result<DesignsView, Fault> {
        designer(ctx)?;
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let all = known(&mut conn, &object).await?;
        let versions = conn.layout_versions(&object.name).await?;
        Ok(DesignsView {
            type_field: object.type_field.clone(),
            version: object.version,
            items: all.iter().filter_map(|known| known.state(ctx, &versions)).collect(),
        })
    }

    /// One layout with its draft and its publications.
    ///
    /// # Errors
    /// [`shuke_base::Code::AdminOnly`], an unknown object, or [`shuke_base::Code::UnknownLayout`].
    pub async fn layout(&self, ctx: &Ctx, object: &str, name: &str) -> Result<DesignView, Fault> {
        designer(ctx)?;
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        design(&mut conn, ctx, &object, name).await
    }

    /// An earlier version of a layout, against what is in force.
    ///
    /// # Errors
    /// As [`App::layout`].
    pub async fn layout_version(
        &self,
        ctx: &Ctx,
        object: &str,
        name: &str,
        number: i64,
    ) -> Result<LayoutVersionView, Fault> {
        designer(ctx)?;
        let object = ctx.object(object)?;
        let version = self.store.read().await?.layout_version(&object.name, name, number).await?;
        let version = version.ok_or_else(|| unknown(&format!("{name} {number}")))?;
        let layout = parse(&version.doc, &object)?;
        let live = object.layout_named(name);
        Ok(LayoutVersionView {
            published: published(ctx, &version),
            content: content(ctx, &layout),
            changes: changes(&object, live.as_ref(), &layout, ctx.locale),
        })
    }
}

async fn design(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    name: &str,
) -> Result<DesignView, Fault> {
    let draft = match conn.layout_draft(&object.name, name).await? {
        Some(draft) => {
            let layout = parse(&draft.doc, object)?;
            Some((draft, layout))
        }
        None => None,
    };
    let known = Known { live: object.layout_named(name), draft };
    let mut versions = conn.layout_versions(&object.name).await?;
    versions.retain(|version| version.layout == name);
    let state = known.state(ctx, &versions).ok_or_else(|| unknown(name))?;
    let top = known.top().ok_or_else(|| unknown(name))?;
    Ok(DesignView {
        content: content(ctx, top),
        changes: changes(object, known.live.as_ref(), top, ctx.locale),
        versions: versions.iter().map(|version| published(ctx, version)).collect(),
        state,
    })
}
