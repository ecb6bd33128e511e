//! Shared views that are given as a whole.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::system::SavedView;

use super::choice::Choice;
use super::{Audience, ViewDoc, manage, read};
use crate::context::Ctx;

/// A view as it may be kept, by the same reading as what callers say of one.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn checked(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    audience: &str,
    doc: ViewDoc,
) -> Result<(Audience, ViewDoc), Fault> {
    let label = doc.label.clone();
    let mut given: Map<String, Json> = match json!(doc) {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    given.remove("label");
    given.insert("name".to_owned(), json!(label.get(ctx.locale)));
    given.insert("audience".to_owned(), json!(audience));
    let (audience, doc) = read::view(ctx, object, &given, None)?;
    Ok((audience, ViewDoc { label, ..doc }))
}

/// Writes a view, a new one or one that is there.
pub(crate) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    view: &SavedView,
    doc: &ViewDoc,
    new: bool,
) -> Result<(), Fault> {
    if new {
        let shared = tx.views(&view.object, Uuid::nil()).await?.len();
        if shared >= limits::VIEWS_SHARED {
            return Err(Fault::new(Code::TooManyViews).with("max", limits::VIEWS_SHARED));
        }
        tx.add_view(view).await?;
    } else {
        tx.save_view(view).await?;
    }
    tx.audit(manage::entry(ctx, view, doc, if new { "created" } else { "changed" }));
    Ok(())
}

/// Deletes a view; it can be brought back for a while.
pub(crate) async fn remove(tx: &mut Tx, ctx: &Ctx, view: &SavedView, doc: &ViewDoc) -> Result<(), Fault> {
    tx.save_view(&SavedView { deleted_at: Some(ctx.now), ..view.clone() }).await?;
    tx.audit(manage::entry(ctx, view, doc, "deleted"));
    Ok(())
}

/// Sets the order of an object's views for everybody who chose none.
pub(crate) async fn arrange(tx: &mut Tx, ctx: &Ctx, object: &str, choice: &Choice) -> Result<(), Fault> {
    let doc = json!(choice);
    tx.put_view_choice(Uuid::nil(), object, &doc.to_string()).await?;
    tx.audit(ctx.entry("view.arranged", Some(object), None, &json!({"choice": doc})));
    Ok(())
}
