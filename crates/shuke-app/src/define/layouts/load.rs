//! Reading what those see who design layouts.

use serde_json::{Value as Json, json};
use shuke_base::Fault;
use shuke_meta::layout::DEFAULT;
use shuke_meta::{Layout, ObjectDef};
use shuke_store::Conn;
use shuke_store::system::{LayoutDraft, LayoutVersion};

use super::show::{
    DesignView, DesignsView, DraftView, LayoutState, LayoutVersionView, changes, content, label, published,
    role,
};
use super::{parse, unknown};
use crate::App;
use crate::context::Ctx;
use crate::roles::Labels;

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

/// The layouts, drafts among them, on which a field stands, in the head of the record's page, too.
pub(in crate::define) async fn showing(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    field: &str,
) -> Result<Vec<Json>, Fault> {
    let shows = |layout: Option<&Layout>| layout.is_some_and(|layout| layout.uses(field));
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
    /// [`shuke_base::Code::MissingRight`] or an unknown object.
    pub async fn layouts(&self, ctx: &Ctx, object: &str) -> Result<DesignsView, Fault> {
        ctx.may_define(object)?;
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
    /// [`shuke_base::Code::MissingRight`], an unknown object, or [`shuke_base::Code::UnknownLayout`].
    pub async fn layout(&self, ctx: &Ctx, object: &str, name: &str) -> Result<DesignView, Fault> {
        ctx.may_define(object)?;
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
        ctx.may_define(object)?;
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

async fn design(conn: &mut Conn, ctx: &Ctx, object: &ObjectDef, name: &str) -> Result<DesignView, Fault> {
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
