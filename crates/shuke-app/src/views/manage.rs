//! What callers do with views: list, save, change, share, delete, bring back.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::system::{AuditEntry, SavedView};

use crate::App;
use crate::audit::hush;
use crate::context::Ctx;
use crate::views::{Audience, ViewDoc, choice, read, share, show};

pub(crate) fn entry(ctx: &Ctx, view: &SavedView, doc: &ViewDoc, what: &str) -> AuditEntry {
    let filter = doc.filter.as_ref().map(|filter| hush::filter(&ctx.company.schema, filter));
    let doc = ViewDoc { filter, ..doc.clone() };
    let detail = json!({"view": view.id, "audience": view.audience, "doc": doc});
    ctx.entry(format!("view.{what}"), Some(&view.object), None, &detail)
}

/// A view that the caller may change.
async fn own(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, id: Uuid) -> Result<(SavedView, ViewDoc), Fault> {
    let found = tx.view(id).await?.filter(|view| view.object == object.name);
    let view = found.ok_or_else(|| Fault::new(Code::UnknownView))?;
    let doc = ViewDoc::of(&view)?;
    if !share::has(ctx, &view, &doc) {
        return Err(Fault::new(Code::UnknownView));
    }
    if share::may_change(ctx, &view) { Ok((view, doc)) } else { Err(Fault::new(Code::ViewNotYours)) }
}

/// Refuses one more view than an object or a person can have.
async fn room(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, audience: Audience) -> Result<(), Fault> {
    let views = tx.views(&object.name, ctx.user.unwrap_or_default()).await?;
    let private = views.iter().filter(|view| Audience::of(view) == Audience::Private).count();
    let (have, max) = match audience {
        Audience::Private => (private, limits::VIEWS_OWN),
        _ => (views.len() - private, limits::VIEWS_SHARED),
    };
    if have < max { Ok(()) } else { Err(Fault::new(Code::TooManyViews).with("max", max)) }
}

impl App {
    /// The views of an object that the caller has, in the caller's order, and which opens first.
    ///
    /// # Errors
    /// [`Code::UnknownObject`], or the store's trouble.
    pub async fn views(&self, ctx: &Ctx, object: &str) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let stored = conn.views(&object.name, ctx.user.unwrap_or_default()).await?;
        let (company, choice) = choice::of(&mut conn, ctx, &object.name).await?;
        let mut views = Vec::with_capacity(stored.len());
        for view in stored {
            let doc = ViewDoc::of(&view)?;
            if share::has(ctx, &view, &doc) {
                views.push((view, doc));
            }
        }
        let place = |id: Uuid| {
            let id = id.to_string();
            choice.order.iter().position(|key| *key == id).unwrap_or(usize::MAX)
        };
        views.sort_by_key(|(view, _)| place(view.id));
        let items: Vec<Json> = views.iter().map(|(view, doc)| show::view(ctx, &object, view, doc)).collect();
        Ok(json!({
            "items": items, "order": choice.order, "default": choice.first, "default_for_all": company.first,
        }))
    }

    /// Saves a new view.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub async fn create_view(
        &self,
        ctx: &Ctx,
        object: &str,
        given: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let (audience, doc) = read::view(ctx, &object, given, None)?;
        let view = SavedView {
            id: self.new_id(),
            object: object.name.clone(),
            owner: ctx.user,
            audience: audience.name().to_owned(),
            doc: doc.text(),
            created_at: ctx.now,
            updated_at: ctx.now,
            deleted_at: None,
        };
        let (ctx_, object_, stored, entry) =
            (ctx.clone(), Arc::clone(&object), view.clone(), entry(ctx, &view, &doc, "created"));
        self.store
            .write(move |tx| {
                async move {
                    room(tx, &ctx_, &object_, audience).await?;
                    tx.add_view(&stored).await?;
                    tx.audit(entry);
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(show::view(ctx, &object, &view, &doc))
    }

    /// Changes a view; what isn't given stays.
    ///
    /// # Errors
    /// [`Code::UnknownView`], [`Code::ViewNotYours`], or everything that is wrong with the values.
    pub async fn change_view(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let (ctx_, object_, given) = (ctx.clone(), Arc::clone(&object), given.clone());
        let (view, doc) = self
            .store
            .write(move |tx| {
                async move {
                    let (mut view, doc) = own(tx, &ctx_, &object_, id).await?;
                    if view.deleted_at.is_some() {
                        return Err(Fault::new(Code::UnknownView));
                    }
                    let before = Audience::of(&view);
                    let (audience, doc) = read::view(&ctx_, &object_, &given, Some((before, doc)))?;
                    if audience != before {
                        room(tx, &ctx_, &object_, audience).await?;
                    }
                    audience.name().clone_into(&mut view.audience);
                    view.doc = doc.text();
                    view.updated_at = ctx_.now;
                    tx.save_view(&view).await?;
                    tx.audit(entry(&ctx_, &view, &doc, "changed"));
                    Ok((view, doc))
                }
                .boxed()
            })
            .await?;
        Ok(show::view(ctx, &object, &view, &doc))
    }

    /// Deletes a view, or brings it back; one that was deleted is gone for good after a month.
    ///
    /// # Errors
    /// [`Code::UnknownView`] or [`Code::ViewNotYours`].
    pub async fn mark_view(&self, ctx: &Ctx, object: &str, id: Uuid, deleted: bool) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let (ctx_, object_) = (ctx.clone(), Arc::clone(&object));
        let (view, doc) = self
            .store
            .write(move |tx| {
                async move {
                    let (mut view, doc) = own(tx, &ctx_, &object_, id).await?;
                    if view.deleted_at.is_some() == deleted {
                        return Err(Fault::new(Code::UnknownView));
                    }
                    if !deleted {
                        room(tx, &ctx_, &object_, Audience::of(&view)).await?;
                    }
                    view.deleted_at = deleted.then_some(ctx_.now);
                    tx.save_view(&view).await?;
                    let what = if deleted { "deleted" } else { "restored" };
                    tx.audit(entry(&ctx_, &view, &doc, what));
                    Ok((view, doc))
                }
                .boxed()
            })
            .await?;
        Ok(show::view(ctx, &object, &view, &doc))
    }
}
