//! What lists are grouped by, what boards and calendars go by, what callers say of it, and who can use it.

use shuke_base::{Code, FieldFault, limits};
use shuke_meta::pack::ViewKind;
use shuke_meta::{FieldDef, FieldKind, Grain, ObjectDef};

use crate::context::Ctx;
use crate::input::Input;
use crate::records::branches;
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

fn named<'d>(doc: &'d ViewDoc, name: &str) -> Option<&'d String> {
    match name {
        "group" => doc.group.as_ref(),
        "sum" => doc.sum.as_ref(),
        "date" => doc.date.as_ref(),
        _ => doc.end.as_ref(),
    }
}

/// Whether a board can have a column for each of the field's options, or for the branches of its tree.
#[must_use]
pub(crate) fn makes_columns(field: &FieldDef) -> bool {
    match field.kind {
        FieldKind::Choice => field.options.len() <= limits::BOARD_COLUMNS,
        _ => branches::makes_columns(field),
    }
}

/// Whether a list can be grouped by the field: one of few values, a record that many share, or a date by its span.
fn makes_groups(field: &FieldDef) -> bool {
    let few = matches!(field.kind, FieldKind::Choice | FieldKind::Bool | FieldKind::Rating);
    few || field.kind.is_reference() || field.kind.has_days()
}

fn fits(kind: ViewKind, name: &str, field: &FieldDef) -> bool {
    match name {
        // A calendar keeps what the board or list before it went by.
        "group" => {
            (kind != ViewKind::List && makes_columns(field))
                || (kind != ViewKind::Board && makes_groups(field))
        }
        "sum" => matches!(field.kind, FieldKind::Integer | FieldKind::Decimal | FieldKind::Money),
        _ => field.kind.has_days(),
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
                Some(field) => (!fits(doc.kind, name, field)).then_some(Code::ViewField),
            };
            if let Some(code) = code {
                input.refuse(refused(input, name, code, wanted));
                continue;
            }
        }
        *place(doc, name) = given;
    }
    grain(object, input, doc);
    card(ctx, object, input, doc);
}

/// Whether the layout has groups of days.
fn by_days(object: &ObjectDef, group: Option<&String>) -> bool {
    group.and_then(|name| object.field(name)).is_some_and(|field| field.kind.has_days())
}

/// The spans that a date makes groups of; what is grouped by something else has none.
fn grain(object: &ObjectDef, input: &mut Input<'_>, doc: &mut ViewDoc) {
    let days = by_days(object, doc.group.as_ref());
    if let Some(given) = input.text("grain") {
        if let Some(wanted) = given.as_ref().filter(|name| !days || Grain::from_name(name).is_none()) {
            input.refuse(input.fault("grain", Code::InvalidGrain).with("value", wanted));
        }
        doc.grain = given;
    }
    if !days {
        doc.grain = None;
    }
}

fn refused(input: &Input<'_>, name: &str, code: Code, field: &str) -> FieldFault {
    input.fault(name, code).with("name", field).with("max", limits::BOARD_COLUMNS)
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

/// What a layout of this kind needs and doesn't have, or has from another kind and can't go by.
pub(super) fn missing(object: &ObjectDef, input: &Input<'_>, doc: &ViewDoc) -> Option<FieldFault> {
    let name = needed(doc)?;
    let Some(field) = named(doc, name) else { return Some(input.fault(name, Code::Required)) };
    let unfit = object.field(field).is_some_and(|known| !fits(doc.kind, name, known));
    (unfit && input.has("kind")).then(|| refused(input, name, Code::ViewField, field))
}

/// The property that a layout can't do without.
fn needed(doc: &ViewDoc) -> Option<&'static str> {
    match doc.kind {
        ViewKind::List => None,
        ViewKind::Board => Some("group"),
        ViewKind::Calendar => Some("date"),
    }
}

/// The field of a layout, when the caller sees it as it is and it still fits.
pub(super) fn usable<'d>(ctx: &Ctx, object: &ObjectDef, doc: &'d ViewDoc, name: &str) -> Option<&'d String> {
    let mask = ctx.viewer.field_mask(object);
    let fine = |field: &FieldDef| mask.readable(field) && fits(doc.kind, name, field);
    named(doc, name).filter(|wanted| object.field(wanted).is_some_and(fine))
}

/// The spans of a layout with groups of days that the caller can have.
pub(super) fn usable_grain(ctx: &Ctx, object: &ObjectDef, doc: &ViewDoc) -> Option<&'static str> {
    let grain = || doc.grain.as_deref().and_then(Grain::from_name).unwrap_or_default().name();
    by_days(object, usable(ctx, object, doc, "group")).then(grain)
}

/// Whether the caller can't have the layout: what it goes by is gone, hidden or masked.
pub(super) fn broken(ctx: &Ctx, object: &ObjectDef, doc: &ViewDoc) -> bool {
    needed(doc).is_some_and(|name| usable(ctx, object, doc, name).is_none())
}
