//! The lines of sub-tables while a record is written: lines that are there keep what isn't told of them, new ones get ids
//! and defaults, and what is computed is computed, before anything is compared or checked.

use std::collections::HashSet;

use shuke_base::{Code, Fault, FieldFault, Line, Uuid, Value, limits};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, parse, plain};
use shuke_store::Conn;

use super::draft;
use crate::App;
use crate::context::Ctx;

/// Completes the lines among these values of a record, `old` being what it holds; answers what is wrong with them.
///
/// # Errors
/// When the database is away.
pub async fn settle<'a>(
    conn: &mut Conn,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    old: Option<&[Value]>,
    values: impl Iterator<Item = (usize, &'a mut Value)>,
) -> Result<Vec<FieldFault>, Fault> {
    let mut faults = Vec::new();
    let plan = ctx.company.plan();
    let Some(plan) = plan.of(&object.name).filter(|plan| !plan.lines.is_empty()) else { return Ok(faults) };
    for (at, value) in values.filter(|(at, _)| object.fields[*at].kind == FieldKind::Lines) {
        let (Some(lines), Value::Lines(given)) = (plan.lines.iter().find(|it| it.field == at), &mut *value)
        else {
            continue;
        };
        let field = &object.fields[at];
        let known = match old.map(|old| &old[at]) {
            Some(Value::Lines(known)) => known.as_slice(),
            _ => &[],
        };
        let new = merge(app, ctx, field, known, given);
        lines.fill_defaults(conn, ctx, given, &new).await?;
        lines.fill(ctx, value);
        faults.extend(required(field, value));
        if plain::to_json(value).to_string().len() > limits::LINES_BYTES {
            let fault = FieldFault::new(&field.name, &field.label, Code::LinesTooLarge);
            faults.push(fault.with("max", limits::LINES_BYTES / 1024));
        }
    }
    Ok(faults)
}

/// Gives lines that are there the cells that weren't told, and new ones an id and constant defaults; answers which are
/// new. A line whose id isn't there any more is a new one, and keeps its id.
fn merge(app: &App, ctx: &Ctx, field: &FieldDef, known: &[Line], given: &mut [Line]) -> HashSet<usize> {
    let mut new = HashSet::new();
    for (at, line) in given.iter_mut().enumerate() {
        let before = known.iter().find(|known| known.id == line.id);
        for column in field.cells.iter().filter(|column| column.computed.is_none()) {
            if line.cell(&column.name).is_some() {
                continue;
            }
            let value = match before {
                Some(before) => before.cell(&column.name).cloned().unwrap_or_default(),
                None => draft::default(ctx, column),
            };
            if !value.is_null() {
                line.cells.push((column.name.clone(), value));
            }
        }
        if before.is_none() {
            new.insert(at);
        }
        if line.id.is_nil() {
            line.id = app.ids.new_id(ctx.now);
        }
    }
    new
}

fn required(field: &FieldDef, value: &Value) -> Vec<FieldFault> {
    let Value::Lines(lines) = value else { return Vec::new() };
    let wanted = || field.cells.iter().filter(|column| column.required && column.computed.is_none());
    let missing = lines.iter().enumerate().flat_map(|(at, line)| {
        wanted().filter(|column| line.cell(&column.name).is_none()).map(move |column| (at, column))
    });
    missing
        .map(|(at, column)| {
            let (path, label) = parse::cell_place(field, at, column);
            FieldFault::new(path, &label, Code::Required)
        })
        .collect()
}

/// What the cells of lines point to: line, column, object and record.
pub fn targets<'a>(field: &'a FieldDef, value: &Value) -> Vec<(usize, &'a FieldDef, &'a str, Uuid)> {
    let Value::Lines(lines) = value else { return Vec::new() };
    let named = lines.iter().enumerate().flat_map(|(at, line)| {
        field.cells.iter().filter_map(move |column| {
            Some((at, column, column.points_to()?, line.cell(&column.name)?.as_id()?))
        })
    });
    named.collect()
}

/// The lines without the references that were in them before, so that one that has gone out of sight may stay.
#[must_use]
pub fn added(old: &[Line], new: &[Line]) -> Value {
    let fresh = |line: &Line| {
        let before = old.iter().find(|known| known.id == line.id);
        let cells =
            line.cells.iter().filter(|(name, value)| before.and_then(|it| it.cell(name)) != Some(value));
        Line { id: line.id, cells: cells.cloned().collect() }
    };
    Value::Lines(new.iter().map(fresh).collect())
}

/// The lines with one record in the place of another, and the ids of those that were changed.
#[must_use]
pub fn turned(
    field: &FieldDef,
    object: &str,
    lines: &[Line],
    (from, to): (Uuid, Uuid),
    which: Option<&[Uuid]>,
) -> (Value, Vec<Uuid>) {
    let mut changed = Vec::new();
    let mut new = lines.to_vec();
    for line in new.iter_mut().filter(|line| which.is_none_or(|which| which.contains(&line.id))) {
        for (name, value) in &mut line.cells {
            let points = field.cell(name).is_some_and(|column| column.points_to() == Some(object));
            if points && value.as_id() == Some(from) {
                *value = Value::Id(to);
                changed.push(line.id);
            }
        }
    }
    (Value::Lines(new), changed)
}
