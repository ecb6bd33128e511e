//! What callers say of a view. Every fault is told at once, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Locale, limits};
use shuke_meta::ObjectDef;

use crate::context::Ctx;
use crate::input::Input;
use crate::records::{check, list};
use crate::views::{Audience, ViewDoc, layout, share};

/// What may be given.
const KNOWN: [&str; 17] = [
    "name",
    "kind",
    "group",
    "grain",
    "sum",
    "card",
    "date",
    "end",
    "columns",
    "widths",
    "pinned",
    "filter",
    "sort",
    "density",
    "audience",
    "roles",
    "departments",
];
/// Pixels of a column.
const WIDTHS: std::ops::RangeInclusive<u64> = 40..=2_000;

/// Lays what is given over a view as it is; `old` is none for a new one. What isn't given stays as it is, also when
/// the caller could not set it so.
pub(super) fn view(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    given: &Map<String, Json>,
    old: Option<(Audience, ViewDoc)>,
) -> Result<(Audience, ViewDoc), Fault> {
    let mut input = Input::new(given, &KNOWN);
    let new = old.is_none();
    let (mut audience, mut doc) = old.unwrap_or_default();
    name(ctx, &mut input, &mut doc, new);
    columns(ctx, object, &mut input, &mut doc);
    look(object, &mut input, &mut doc);
    layout::read(ctx, object, &mut input, &mut doc);
    let mut more = Vec::new();
    if let Some(filter) = input.json("filter") {
        doc.filter = Some(filter.clone()).filter(|filter| !filter.is_null());
        if let Err(fault) = list::condition(ctx, object, doc.filter.as_ref(), None) {
            more.extend(within("filter", fault));
        }
    }
    if let Some(sort) = input.words("sort") {
        doc.sort = sort.unwrap_or_default();
        if let Err(fault) = list::sort(ctx, object, &doc.sort, false) {
            more.extend(within("sort", fault));
        }
    }
    let shared = ["audience", "roles", "departments"].iter().any(|name| input.has(name));
    if let Some(word) = input.text("audience") {
        let word = word.unwrap_or_else(|| Audience::Private.name().to_owned());
        match Audience::from_name(&word) {
            Some(found) => audience = found,
            None => input.refuse(input.fault("audience", Code::UnknownOption).with("value", word)),
        }
    }
    for (name, ids) in [("roles", &mut doc.roles), ("departments", &mut doc.departments)] {
        if let Some(given) = input.ids(name) {
            *ids = given.unwrap_or_default();
            if ids.len() > limits::VIEW_SHARES {
                input.refuse(input.fault(name, Code::BatchTooLarge).with("max", limits::VIEW_SHARES));
            }
        }
    }
    if audience != Audience::Some {
        doc.roles.clear();
        doc.departments.clear();
    }
    if shared {
        more.extend(share::faults(ctx, &object.name, audience, &doc));
    }
    let missing = layout::missing(object, &input, &doc);
    let mut faults = input.finish();
    // What was given and refused is not missing as well.
    more.extend(missing.filter(|one| !faults.iter().any(|fault| fault.field == one.field)));
    faults.extend(more);
    check::refuse(faults)?;
    Ok((audience, doc))
}

/// The faults of a filter or an order, or its refusal as a whole.
fn within(name: &str, fault: Fault) -> Vec<FieldFault> {
    if fault.fields.is_empty() {
        let mut whole = FieldFault::property(name, fault.code);
        whole.args = fault.args;
        return vec![whole];
    }
    fault.fields
}

/// A name is set in the language of whoever gives it, and in the other one as long as both say the same.
fn name(ctx: &Ctx, input: &mut Input<'_>, doc: &mut ViewDoc, new: bool) {
    let given = input.text("name");
    if given == Some(None) || (new && !input.has("name")) {
        input.refuse(input.fault("name", Code::Required));
    }
    let Some(name) = given.flatten() else { return };
    let length = name.chars().count();
    if length > limits::VIEW_NAME_CHARS {
        let fault = input.fault("name", Code::TooLong).with("max", limits::VIEW_NAME_CHARS);
        input.refuse(fault.with("actual", length));
        return;
    }
    let same = new || doc.label.zh == doc.label.en;
    if same || ctx.locale == Locale::ZhCn {
        doc.label.zh.clone_from(&name);
    }
    if same || ctx.locale == Locale::En {
        doc.label.en = name;
    }
}

/// The columns, which the caller must be able to see, and those of them that stay in sight.
fn columns(ctx: &Ctx, object: &ObjectDef, input: &mut Input<'_>, doc: &mut ViewDoc) {
    if let Some(names) = input.words("columns") {
        let names = names.unwrap_or_default();
        if names.len() > limits::VIEW_COLUMNS {
            input.refuse(input.fault("columns", Code::BatchTooLarge).with("max", limits::VIEW_COLUMNS));
        }
        let mask = ctx.viewer.field_mask(object);
        doc.columns.clear();
        for name in names {
            if !object.field(&name).is_some_and(|field| mask.shown(field)) {
                input.refuse(input.fault("columns", Code::UnknownField).with("name", &name));
            } else if !doc.columns.contains(&name) {
                doc.columns.push(name);
            }
        }
    }
    if let Some(names) = input.words("pinned") {
        doc.pinned = names.unwrap_or_default();
        doc.pinned.truncate(limits::VIEW_COLUMNS);
        for name in doc.pinned.iter().filter(|name| !object.has(name)) {
            input.refuse(input.fault("pinned", Code::UnknownField).with("name", name));
        }
    }
}

/// Widths and density.
fn look(object: &ObjectDef, input: &mut Input<'_>, doc: &mut ViewDoc) {
    if let Some(given) = input.map("widths") {
        let mut widths = BTreeMap::new();
        for (name, width) in given.into_iter().flatten() {
            let pixels = width.as_u64().filter(|width| WIDTHS.contains(width));
            match pixels.and_then(|pixels| u32::try_from(pixels).ok()) {
                Some(pixels) if object.has(name) => {
                    widths.insert(name.clone(), pixels);
                }
                Some(_) => input.refuse(input.fault("widths", Code::UnknownField).with("name", name)),
                None => input.wrong(
                    &format!("widths.{name}"),
                    "40 到 2000 的整数",
                    "a whole number from 40 to 2000",
                ),
            }
        }
        doc.widths = widths;
    }
    if let Some(density) = input.text("density") {
        match density.as_deref() {
            None | Some("compact" | "normal" | "roomy") => doc.density = density,
            Some(other) => input.refuse(input.fault("density", Code::UnknownOption).with("value", other)),
        }
    }
}
