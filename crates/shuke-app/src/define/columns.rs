//! The columns of a sub-table while they are defined. They are sent as a whole list, in order: one whose name is known is
//! changed, another is new, one that is left out goes.

use std::sync::Arc;

use serde_json::Value as Json;
use shuke_base::{Code, FieldFault, Locale, Text};
use shuke_meta::{ChoiceOption, Computed, FieldDef, FieldKind, ObjectDef, Schema};

use super::change_field::fixed;
use super::computed::{self, Wanted, is_computed_kind};
use super::read;
use crate::computed::{lines, plan};
use crate::input::Input;

/// Everything that may be said about a column.
const COLUMN: [&str; 17] = [
    "name",
    "labels",
    "label",
    "kind",
    "required",
    "helps",
    "default",
    "max_length",
    "min",
    "max",
    "format",
    "scale",
    "options",
    "target",
    "formula",
    "result",
    "total",
];

/// A column as it was sent: as far as it can be typed, and its formula if one was sent.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) field: FieldDef,
    wanted: Option<Wanted>,
}

/// The columns that are sent, where any are; `old` are those that there are.
pub(super) fn read(input: &mut Input<'_>, old: &[FieldDef]) -> Option<Vec<Column>> {
    let given = input.list("columns")?.unwrap_or_default();
    let mut columns = Vec::with_capacity(given.len());
    for (at, json) in given.iter().enumerate() {
        let Some(map) = json.as_object() else {
            input.wrong(&format!("columns[{at}]"), "一列", "a column");
            continue;
        };
        let path = format!("columns[{at}].");
        let mut parts = Input::at(&path, map, &COLUMN);
        columns.push(one(&mut parts, old));
        for mut fault in parts.finish() {
            if !fault.field.starts_with(&path) {
                fault.field.insert_str(0, &path);
            }
            input.refuse(fault);
        }
    }
    let mut gone = old.iter().filter(|known| !columns.iter().any(|column| column.field.name == known.name));
    if gone.any(|column| !column.custom) {
        input.refuse(input.fault("columns", Code::NotCustom));
    }
    Some(columns)
}

fn one(parts: &mut Input<'_>, old: &[FieldDef]) -> Column {
    let name = parts.text("name").flatten().unwrap_or_default();
    let known = old.iter().find(|column| column.name == name);
    let mut field = match known {
        Some(known) => {
            fixed(parts, known);
            known.clone()
        }
        None => {
            if name.is_empty() {
                parts.refuse(parts.fault("name", Code::Required));
            }
            let kind = read::kind(parts);
            let mut field = FieldDef::new(&name, Text::default(), kind);
            field.custom = true;
            field.scale = read::scale(parts);
            field.target = read::target(parts, &field);
            field
        }
    };
    read::into_field(parts, &mut field);
    if let Some(total) = parts.flag("total") {
        field.total = total.unwrap_or(false);
    }
    if let Some(options) = read::options(parts) {
        field.options = kept(options, &field.options);
    }
    let kind = parts.text("kind").flatten().filter(|kind| is_computed_kind(kind));
    let kind = kind.or_else(|| field.computed.as_ref().map(|it| computed::by(it).to_owned()));
    let scale = field.scale;
    let percent = known.is_some() && field.kind == FieldKind::Percent;
    let wanted = kind.as_deref().and_then(|kind| computed::wanted(parts, kind, scale));
    if let (Some(kind), None, None) = (&kind, &wanted, known) {
        parts.refuse(computed::missing(kind));
    }
    let wanted = wanted.map(|wanted| if known.is_some() { wanted.with_percent(percent) } else { wanted });
    Column { field, wanted }
}

/// The columns of a sub-table whose definition is given as a whole.
pub(super) fn whole(field: &FieldDef) -> Vec<Column> {
    let wanted = |column: &FieldDef| {
        let computed = column.computed.clone()?;
        Some(Wanted::of(computed, column.kind == FieldKind::Percent, column.scale))
    };
    field.cells.iter().map(|column| Column { field: column.clone(), wanted: wanted(column) }).collect()
}

/// The options that are sent; one that is left out is retired, because some line may hold it.
fn kept(mut options: Vec<ChoiceOption>, old: &[ChoiceOption]) -> Vec<ChoiceOption> {
    for known in old {
        if !options.iter().any(|option| option.name == known.name) {
            options.push(ChoiceOption { active: false, ..known.clone() });
        }
    }
    options
}

/// Puts the columns into the field, with the kinds that formulas give.
pub(super) fn settle(
    field: &mut FieldDef,
    columns: Vec<Column>,
    object: &ObjectDef,
    schema: &Schema,
) -> Result<(), Vec<FieldFault>> {
    let old = std::mem::take(&mut field.cells);
    field.cells = columns.iter().map(|column| column.field.clone()).collect();
    let mut faults = Vec::new();
    // A formula may read a column that is computed itself, whichever comes first.
    for _ in 0..=columns.iter().filter(|column| column.wanted.is_some()).count() {
        faults = formulas(field, &columns, object, schema);
        if faults.is_empty() {
            break;
        }
    }
    let line = Arc::new(ObjectDef::of_lines(&object.name, field));
    for (at, column) in field.cells.iter_mut().enumerate() {
        if let Err(found) = computed::settle_default(column, &line, schema) {
            faults.extend(at_column(at, found));
        }
        let known = old.iter().find(|known| known.name == column.name);
        if known.is_some_and(|known| (known.kind, known.places()) != (column.kind, column.places())) {
            faults.push(FieldFault::property(&format!("columns[{at}].formula"), Code::KindFixed));
        }
    }
    if faults.is_empty()
        && let Err((at, fault)) = lines::no_circle(&line, schema)
    {
        faults.extend(at_column(at, vec![fault]));
    }
    if faults.is_empty() {
        faults.extend(in_use(object, field));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn at_column(at: usize, faults: Vec<FieldFault>) -> Vec<FieldFault> {
    faults
        .into_iter()
        .map(|fault| FieldFault { field: format!("columns[{at}].{}", fault.field), ..fault })
        .collect()
}

/// Works out the formulas that were sent, and tries those that stay against the columns that there are now.
fn formulas(
    field: &mut FieldDef,
    columns: &[Column],
    object: &ObjectDef,
    schema: &Schema,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let line = ObjectDef::of_lines(&object.name, field);
        let found = match (&column.wanted, &field.cells[at].computed) {
            (Some(wanted), _) => computed::settle(&mut field.cells[at], wanted, &line, schema),
            (None, Some(Computed::Formula { formula })) => {
                plan::program(formula, &Arc::new(line), schema).map(drop).map_err(|fault| vec![fault])
            }
            (None, _) => Ok(()),
        };
        if let Err(found) = found {
            faults.extend(at_column(at, found));
        }
    }
    faults
}

/// Roll-ups of the object over a column that would go.
fn in_use(object: &ObjectDef, field: &FieldDef) -> Vec<FieldFault> {
    let users: Vec<&FieldDef> = object
        .fields
        .iter()
        .filter(|other| match &other.computed {
            Some(Computed::Lines { lines, field: Some(column), .. }) => {
                *lines == field.name && field.cell(column).is_none()
            }
            _ => false,
        })
        .collect();
    if users.is_empty() {
        return Vec::new();
    }
    let told = |locale: Locale, between: &str| {
        users.iter().map(|user| user.label.get(locale)).collect::<Vec<_>>().join(between)
    };
    let told = Text::new(told(Locale::ZhCn, "、"), told(Locale::En, ", "));
    let fault = FieldFault::new("columns", &Text::new("列", "Columns"), Code::FieldInUse);
    vec![fault.label_arg("users", told)]
}

/// Whether lines have to be computed anew.
pub(super) fn recompute(old: &[FieldDef], new: &[FieldDef]) -> bool {
    let before = |column: &FieldDef| {
        old.iter().find(|known| known.name == column.name).and_then(|it| it.computed.as_ref())
    };
    new.iter().any(|column| column.computed.is_some() && before(column) != column.computed.as_ref())
}

/// A column's computation, which whoever reads the lines can work out for themselves.
pub(super) fn view(column: &FieldDef) -> Option<Json> {
    column.computed.as_ref().and_then(|computed| serde_json::to_value(computed).ok())
}
