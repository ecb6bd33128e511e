//! A view as a caller sees it: without columns that are hidden from them, and without a filter that asks for such.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault};
use shuke_meta::ObjectDef;
use shuke_store::system::SavedView;

use crate::context::Ctx;
use crate::records::list;
use crate::roles;
use crate::views::{Audience, ViewDoc, layout, share};

/// Why the caller can't use the view, if so: its filter or its layout asks for a field that is gone or hidden from them.
pub(super) fn problem(ctx: &Ctx, object: &Arc<ObjectDef>, doc: &ViewDoc) -> Option<Fault> {
    let refused =
        layout::broken(ctx, object, doc) || list::condition(ctx, object, doc.filter.as_ref(), None).is_err();
    refused.then(|| Fault::new(Code::ViewUnusable).label("name", doc.label.clone()))
}

/// Columns that the caller may see.
pub(super) fn columns(ctx: &Ctx, object: &ObjectDef, names: &[String]) -> Vec<String> {
    let mask = ctx.viewer.field_mask(object);
    let seen = |name: &&String| object.field(name).is_some_and(|field| mask.shown(field));
    names.iter().filter(seen).cloned().collect()
}

/// Sort keys that the caller may use.
pub(super) fn sort(ctx: &Ctx, object: &ObjectDef, keys: &[String]) -> Vec<String> {
    let fine = |key: &&String| list::sort(ctx, object, std::slice::from_ref(*key), false).is_ok();
    keys.iter().filter(fine).cloned().collect()
}

/// The view.
pub(super) fn view(ctx: &Ctx, object: &Arc<ObjectDef>, view: &SavedView, doc: &ViewDoc) -> Json {
    let problem = problem(ctx, object, doc);
    let filter = if problem.is_some() { &None } else { &doc.filter };
    let departments: Vec<Json> = doc
        .departments
        .iter()
        .map(|id| {
            let name = ctx.company.names.get(id).map_or("", AsRef::as_ref);
            json!({"id": id, "object": "department", "name": name})
        })
        .collect();
    let named = |id: &shuke_base::Uuid| ctx.company.roles.get(id);
    let shared: Vec<Json> = doc
        .roles
        .iter()
        .filter_map(named)
        .map(|role| json!({"id": role.id, "object": "role", "name": roles::title(role, ctx.locale)}))
        .collect();
    let mask = ctx.viewer.field_mask(object);
    let seen = |name: &String| object.field(name).is_some_and(|field| mask.shown(field));
    let widths: serde_json::Map<String, Json> = doc
        .widths
        .iter()
        .filter(|(name, _)| seen(name))
        .map(|(name, width)| (name.clone(), json!(width)))
        .collect();
    json!({
        "id": view.id,
        "object": view.object,
        "name": doc.label.get(ctx.locale),
        "kind": doc.kind,
        "group": layout::usable(ctx, object, doc, "group"),
        "grain": layout::usable_grain(ctx, object, doc),
        "sum": layout::usable(ctx, object, doc, "sum"),
        "card": columns(ctx, object, &doc.card),
        "date": layout::usable(ctx, object, doc, "date"),
        "end": layout::usable(ctx, object, doc, "end"),
        "columns": columns(ctx, object, &doc.columns),
        "widths": widths,
        "pinned": columns(ctx, object, &doc.pinned),
        "filter": filter,
        "sort": sort(ctx, object, &doc.sort),
        "density": doc.density,
        "audience": Audience::of(view).name(),
        "roles": shared,
        "departments": departments,
        "owner": ctx.company.person(view.owner),
        "can_change": share::may_change(ctx, view),
        "problem": problem.map(|fault| fault.message(ctx.locale)),
        "updated_at": view.updated_at,
    })
}
