//! Who uses a field: for the circle that a formula would close, and before a field is taken away.

use std::sync::Arc;

use shuke_base::{Code, FieldFault, Text};
use shuke_meta::{Computed, ObjectDef, Schema};

use super::plan::{Part, part};
use crate::asked::{Wanted, named};

/// A field of an object, by names.
pub type Place = (String, String);

/// The fields that a computed field reads.
#[must_use]
pub fn reads(object: &Arc<ObjectDef>, field: usize, schema: &Schema) -> Vec<Place> {
    match part(object, field, schema) {
        Ok(Part::Own(how)) => {
            let hops = how.paths().iter().flat_map(|path| path.hops.iter().chain([&path.end]));
            hops.map(|hop| (hop.object.name.clone(), hop.def().name.clone())).collect()
        }
        Ok(Part::Over(over)) => {
            let fields =
                [Some(over.via), over.measure.field].into_iter().flatten().chain(over.tests.iter().copied());
            fields.map(|at| (over.child.name.clone(), over.child.fields[at].name.clone())).collect()
        }
        Err(_) => Vec::new(),
    }
}

/// The computed fields that read a field.
#[must_use]
pub fn readers(schema: &Schema, object: &str, field: &str) -> Vec<(Arc<ObjectDef>, usize)> {
    let computed = schema.objects().flat_map(|object| {
        let fields = object.fields.iter().enumerate().filter(|(_, field)| field.computed.is_some());
        fields.map(move |(at, _)| (Arc::clone(object), at))
    });
    computed
        .filter(|(reader, at)| reads(reader, *at, schema).iter().any(|(o, f)| o == object && f == field))
        .collect()
}

/// A rule, or a layout for some types of records, that asks for a field.
#[derive(Debug)]
pub struct Ruled {
    /// `rule` or `default` of a field, `check` between fields, or `layout`.
    pub by: &'static str,
    /// The object.
    pub object: Arc<ObjectDef>,
    /// The field that has the rule, or the layout; nothing for a check.
    pub name: String,
    /// The field's label, or the check's message.
    pub label: Text,
}

/// Whether a stored formula names the option of a choice: options stand in formulas by their api names.
#[must_use]
pub(crate) fn spells(formula: &str, option: &str) -> bool {
    formula.contains(&format!("\"{option}\""))
}

/// The rules of other fields, the checks, and the layouts for types, that ask for a field or for one of its options.
#[must_use]
pub(crate) fn ruled_by(schema: &Schema, wanted: &Wanted<'_>) -> Vec<Ruled> {
    let Some(object) = schema.object(wanted.object) else { return Vec::new() };
    let asks = |condition: &serde_json::Value| wanted.asked(condition, object, schema);
    let mut found = Vec::new();
    for other in object.fields.iter().filter(|other| wanted.option.is_some() || other.name != wanted.field) {
        if other.rules.conditions().any(|(_, condition)| asks(condition)) {
            let (name, label) = (other.name.clone(), other.label.clone());
            found.push(Ruled { by: "rule", object: Arc::clone(object), name, label });
        }
    }
    found.extend(given_by(schema, wanted));
    // Without the field that tells types apart, a layout for one type would be for all.
    if object.type_field.as_deref() == Some(wanted.field) {
        let of = |types: &[String]| match wanted.option {
            Some(option) => types.iter().any(|one| one == option),
            None => !types.is_empty(),
        };
        for layout in object.layouts.iter().filter(|layout| of(&layout.types)) {
            let (name, label) = (layout.name.clone(), layout.label.clone());
            found.push(Ruled { by: "layout", object: Arc::clone(object), name, label });
        }
    }
    for check in &object.checks {
        let beside = wanted.option.is_none() && check.fields.iter().any(|name| name == wanted.field);
        if beside || asks(&check.holds) {
            let label = check.message.clone();
            found.push(Ruled { by: "check", object: Arc::clone(object), name: String::new(), label });
        }
    }
    found
}

/// The fields whose default is computed from a field; of an option, also the one that has it by default.
fn given_by(schema: &Schema, wanted: &Wanted<'_>) -> Vec<Ruled> {
    let is = |object: &ObjectDef, name: &str| object.name == wanted.object && name == wanted.field;
    let mut found = Vec::new();
    for object in schema.objects() {
        for with in &object.fields {
            let own = is(object, &with.name);
            let reads = || {
                let program = with.default_formula().filter(|_| !own).and_then(|text| {
                    let named = wanted.option.is_none_or(|option| spells(text, option));
                    super::plan::program(text, object, schema).ok().filter(|_| named)
                });
                let paths = program.into_iter().flat_map(|program| program.paths);
                let mut hops = paths.flat_map(|path| path.hops.into_iter().chain([path.end]));
                hops.any(|hop| is(&hop.object, &hop.def().name))
            };
            let itself = own && wanted.option.is_some_and(|option| named(with.default.as_ref(), option));
            if itself || reads() {
                let (name, label) = (with.name.clone(), with.label.clone());
                found.push(Ruled { by: "default", object: Arc::clone(object), name, label });
            }
        }
    }
    found
}

/// Refuses a computed field that would be computed from itself, with the way round.
///
/// # Errors
/// [`Code::CircularFormula`].
pub fn no_circle(schema: &Schema, object: &str, field: &str) -> Result<(), FieldFault> {
    let start = (object.to_owned(), field.to_owned());
    let mut way = vec![start.clone()];
    if !leads_back(schema, &start, &mut way, &mut Vec::new()) {
        return Ok(());
    }
    let label = |place: &Place, zh: bool| {
        let found = schema.object(&place.0).and_then(|object| Some((object, object.field(&place.1)?)));
        found.map_or_else(String::new, |(object, field)| {
            let (a, b) =
                if zh { (&object.label.zh, &field.label.zh) } else { (&object.label.en, &field.label.en) };
            format!("{a}.{b}")
        })
    };
    let told = |zh: bool| way.iter().map(|place| label(place, zh)).collect::<Vec<_>>().join(" → ");
    let property = match schema
        .object(object)
        .and_then(|object| object.field(field))
        .and_then(|it| it.computed.as_ref())
    {
        Some(Computed::Rollup { .. } | Computed::Lines { .. }) => "rollup",
        Some(Computed::Lookup { .. }) => "lookup",
        _ => "formula",
    };
    Err(FieldFault::new(property, &Text::new("计算", "The computation"), Code::CircularFormula)
        .label_arg("path", Text::new(told(true), told(false))))
}

fn leads_back(schema: &Schema, start: &Place, way: &mut Vec<Place>, seen: &mut Vec<Place>) -> bool {
    let Some(here) = way.last().cloned() else { return false };
    let Some(object) = schema.object(&here.0) else { return false };
    let Some(at) = object.position(&here.1).filter(|at| object.fields[*at].computed.is_some()) else {
        return false;
    };
    for next in reads(object, at, schema) {
        if next == *start {
            way.push(next);
            return true;
        }
        if seen.contains(&next) {
            continue;
        }
        seen.push(next.clone());
        way.push(next);
        if leads_back(schema, start, way, seen) {
            return true;
        }
        way.pop();
    }
    false
}
