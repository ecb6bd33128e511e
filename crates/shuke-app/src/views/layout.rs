//! Boards and calendars: which fields they go by, what callers say of them, and who can use them.

use shuke_base::{Code, FieldFault, limits};
use shuke_meta::pack::ViewKind;
use shuke_meta::{FieldDef, FieldKind, ObjectDef};

use crate::context::Ctx;
use crate::input::Input;
use crate::views::ViewDoc;

/// Properties of a layout that name one field.
const FIELDS: [&str; 4] = ["group", "sum", "date", "end"];

fn place<'d>(doc: &'d mut ViewDoc, name: &str) -> &'d mut Option<String> {
    match name {
        "group" => &mut doc.group,
        "sum" => &mut doc.sum,
        "date" => &mut doc.date,
        _ => &mut doc.end,
    }
}

/// Whether a board can have a column for each of the field's options.
#[must_use]
pub(crate) fn makes_columns(field: &FieldDef) -> bool {
    field.kind == FieldKind::Choice && field.options.len() <= limits::BOARD_COLUMNS
}

fn fits(name: &str, field: &FieldDef) -> bool {
    match name {
        "group" => makes_columns(field),
        "sum" => matches!(field.kind, FieldKind::Integer | FieldKind::Decimal | FieldKind::Money),
        _ => matches!(field.kind, FieldKind::Date | FieldKind::DateTime),
    }
}

/// Lays what is given over the layout; the faults name what is wrong.
pub(super) fn read(ctx: &Ctx, object: &ObjectDef, input: &mut Input<'_>, doc: &mut ViewDoc) {
    if let Some(given) = input.text("kind") {
        match given.as_deref().map_or(Some(ViewKind::List), ViewKind::from_name) {
            Some(kind) => doc.kind = kind,
            None => {
                let fault = input.fault("kind", Code::UnknownOption);
                input.refuse(fault.with("value", given.unwrap_or_default()));
            }
        }
    }
    let mask = ctx.viewer.field_mask(object);
    for name in FIELDS {
        let Some(given) = input.text(name) else { continue };
        if let Some(wanted) = &given {
            let code = match object.field(wanted).filter(|field| mask.shown(field)) {
                None => Some(Code::UnknownField),
                Some(field) if mask.masked(field) => Some(Code::FieldMasked),
                Some(field) => (!fits(name, field)).then_some(Code::ViewField),
            };
            if let Some(code) = code {
                let fault = input.fault(name, code).with("name", wanted);
                input.refuse(fault.with("max", limits::BOARD_COLUMNS));
                continue;
            }
        }
        *place(doc, name) = given;
    }
    card(ctx, object, input, doc);
}

fn card(ctx: &Ctx, object: &ObjectDef, input: &mut Input<'_>, doc: &mut ViewDoc) {
    let Some(names) = input.words("card") else { return };
    let names = names.unwrap_or_default();
    if names.len() > limits::CARD_FIELDS {
        input.refuse(input.fault("card", Code::BatchTooLarge).with("max", limits::CARD_FIELDS));
    }
    let mask = ctx.viewer.field_mask(object);
    doc.card.clear();
    for name in names {
        if !object.field(&name).is_some_and(|field| mask.shown(field)) {
            input.refuse(input.fault("card", Code::UnknownField).with("name", &name));
        } else if !doc.card.contains(&name) {
            doc.card.push(name);
        }
    }
}

/// What a layout of this kind needs and doesn't have.
pub(super) fn missing(input: &Input<'_>, doc: &ViewDoc) -> Option<FieldFault> {
    needed(doc).filter(|(_, field)| field.is_none()).map(|(name, _)| input.fault(name, Code::Required))
}

/// The property that a layout can't do without, and its field.
fn needed(doc: &ViewDoc) -> Option<(&'static str, Option<&String>)> {
    match doc.kind {
        ViewKind::List => None,
        ViewKind::Board => Some(("group", doc.group.as_ref())),
        ViewKind::Calendar => Some(("date", doc.date.as_ref())),
    }
}

/// The field of a layout, when the caller sees it as it is and it still fits.
pub(super) fn usable<'f>(
    ctx: &Ctx,
    object: &ObjectDef,
    name: &str,
    field: Option<&'f String>,
) -> Option<&'f String> {
    let mask = ctx.viewer.field_mask(object);
    field.filter(|wanted| object.field(wanted).is_some_and(|field| mask.readable(field) && fits(name, field)))
}

/// Whether the caller can't have the layout: what it goes by is gone, hidden or masked.
pub(super) fn broken(ctx: &Ctx, object: &ObjectDef, doc: &ViewDoc) -> bool {
    needed(doc).is_some_and(|(name, field)| usable(ctx, object, name, field).is_none())
}
