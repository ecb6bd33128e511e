//! JSON → the lines of a sub-table. Every faulty cell is told at once.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};
use shuke_base::{Code, FieldFault, Line, Text, Uuid, Value};

use super::{fit, json};
use crate::field::FieldDef;

pub(super) fn lines(field: &FieldDef, given: &Json) -> Result<Value, Vec<FieldFault>> {
    let items = match given {
        Json::Null => return Ok(Value::Null),
        Json::Array(items) => items,
        _ => return Err(vec![fit::wrong_type(field, "行的列表", "a list of lines")]),
    };
    if items.len() > field.lines() {
        return Err(vec![fit::fault(field, Code::TooManyLines).with("max", field.lines())]);
    }
    let (mut found, mut faults) = (Vec::with_capacity(items.len()), Vec::new());
    let mut seen = HashSet::new();
    for (at, item) in items.iter().enumerate() {
        let Some(given) = item.as_object() else {
            let mut fault = fit::wrong_type(field, "一行", "a line");
            fault.field = format!("{}[{at}]", field.name);
            faults.push(fault);
            continue;
        };
        let line = line(field, at, given, &mut faults);
        if !line.id.is_nil() && !seen.insert(line.id) {
            let label = Text::new("行的 id", "The line's id");
            let fault = FieldFault::new(format!("{}[{at}].id", field.name), &label, Code::Duplicate);
            faults.push(fault.with("value", line.id));
        }
        found.push(line);
    }
    match (faults.is_empty(), found.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(Value::Null),
        (true, false) => Ok(Value::Lines(found)),
    }
}

fn line(field: &FieldDef, at: usize, given: &Map<String, Json>, faults: &mut Vec<FieldFault>) -> Line {
    let id = match given.get("id") {
        None | Some(Json::Null) => Uuid::nil(),
        Some(id) => id.as_str().and_then(|id| json::uuid(field, id).ok()).unwrap_or_else(|| {
            let mut fault = fit::wrong_type(field, "行的 id", "the id of a line");
            fault.field = format!("{}[{at}].id", field.name);
            faults.push(fault);
            Uuid::nil()
        }),
    };
    for name in given.keys().filter(|name| *name != "id" && field.cell(name).is_none()) {
        let path = format!("{}[{at}].{name}", field.name);
        faults.push(FieldFault::property(&path, Code::UnknownField).with("name", name));
    }
    let mut cells = Vec::with_capacity(given.len());
    for column in field.cells.iter().filter(|column| column.computed.is_none()) {
        let Some(given) = given.get(&column.name) else { continue };
        match json::value(column, given) {
            Ok(value) => cells.push((column.name.clone(), value)),
            Err(mut fault) => {
                (fault.field, fault.label) = place(field, at, column);
                faults.push(fault);
            }
        }
    }
    Line { id, cells }
}

/// Where a cell stands, and what people call it.
pub(super) fn place(field: &FieldDef, line: usize, column: &FieldDef) -> (String, Text) {
    let (table, label) = (&field.label, &column.label);
    let shown = line + 1;
    let path = format!("{}[{line}].{}", field.name, column.name);
    let zh = format!(
        "{}第 {shown} 行 · {}",
        table.get(shuke_base::Locale::ZhCn),
        label.get(shuke_base::Locale::ZhCn)
    );
    let en = format!(
        "{}, line {shown} · {}",
        table.get(shuke_base::Locale::En),
        label.get(shuke_base::Locale::En)
    );
    (path, Text::new(zh, en))
}
