//! JSON → the lines of a sub-table. Every faulty cell is told at once.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};
use shuke_base::{Code, FieldFault, Line, Text, Uuid, Value};

use super::{fit, json};
use crate::field::FieldDef;

pub(super) fn lines(field: &FieldDef, given: &Json) -> Result<Value, Vec<FieldFault>> {
    let items = match given {
        Json::Null => return Ok(Value::Null),
        Json::String(text) if text.trim().is_empty() => return Ok(Value::Null),
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shuke_base::Locale;

    use super::*;
    use crate::field::FieldKind;
    use crate::plain;

    const ID: &str = "01931b7e-5f2a-7c3d-8e4f-0123456789ab";

    fn shown(value: &Value) -> String {
        plain::to_json(value).to_string().trim_matches('"').to_owned()
    }

    #[test]
    fn lines_have_the_cells_that_were_told() {
        let cells = vec![
            FieldDef {
                required: true,
                ..FieldDef::new("quantity", Text::new("数量", "Quantity"), FieldKind::Decimal)
            },
            FieldDef::new("note", Text::new("备注", "Note"), FieldKind::Text),
        ];
        let field = FieldDef {
            cells,
            max: Some("2".into()),
            ..FieldDef::new("f", Text::new("明细", "Items"), FieldKind::Lines)
        };
        let told = |json| match lines(&field, &json) {
            Ok(Value::Lines(lines)) => lines
                .iter()
                .map(|line| {
                    let cells: Vec<String> =
                        line.cells.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect();
                    cells.join(",")
                })
                .collect::<Vec<_>>()
                .join("|"),
            Ok(value) => shown(&value),
            Err(faults) => {
                let told = faults.iter().map(|fault| format!("{} {}", fault.field, fault.code.name()));
                told.collect::<Vec<_>>().join("|")
            }
        };
        for (json, expected) in [
            (json!(null), "null"),
            (json!([]), "null"),
            (json!([{"note": "甲", "quantity": "1.5"}, {"note": null}]), "quantity=1.50,note=甲|note=null"),
            (json!([{}, {}, {}]), "f too_many_lines"),
            (
                json!([{"quantity": "x", "size": 1}, 3]),
                "f[0].size unknown_field|f[0].quantity invalid_number|f[1] wrong_type",
            ),
            (json!([{"id": ID}, {"id": ID}]), "f[1].id duplicate"),
            (json!([{"id": 7}]), "f[0].id wrong_type"),
            (json!("x"), "f wrong_type"),
        ] {
            assert_eq!(told(json.clone()), expected, "{json}");
        }
        let fault = lines(&field, &json!([{}, {"quantity": true}])).expect_err("no number").remove(0);
        assert!(fault.message(Locale::ZhCn).contains("第 2 行 · 数量"), "{}", fault.message(Locale::ZhCn));
    }
}
