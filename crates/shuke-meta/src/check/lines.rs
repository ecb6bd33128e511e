//! A sub-table: its columns are fields of kinds that make sense in a cell, and stand by themselves.

use std::collections::HashSet;

use shuke_base::{Code, FieldFault, Locale, Text, limits};

use super::field;
use super::property::Property;
use crate::computed::Computed;
use crate::field::{FieldDef, FieldKind};
use crate::object::ObjectDef;
use crate::schema::Schema;

pub(super) fn check(faults: &mut Vec<FieldFault>, def: &FieldDef, object: &ObjectDef, schema: &Schema) {
    let all = Property::new("columns", "列", "Columns");
    if def.kind != FieldKind::Lines {
        if !def.cells.is_empty() {
            faults.push(field::foreign(&all, def));
        }
        return;
    }
    if def.cells.is_empty() {
        faults.push(all.fault(Code::Required));
    }
    if def.cells.len() > limits::LINE_COLUMNS {
        faults.push(all.fault(Code::BatchTooLarge).with("max", limits::LINE_COLUMNS));
        return;
    }
    let line = ObjectDef::of_lines(&object.name, def);
    let mut seen = HashSet::new();
    for (at, column) in def.cells.iter().enumerate() {
        let mut found = field::check(column, &line, schema);
        found.extend(own(column));
        if !seen.insert(column.name.as_str()) {
            found.push(Property::new("name", "API 名称", "API name").twice(&column.name));
        }
        for mut fault in found {
            fault.field = format!("columns[{at}].{}", fault.field);
            let label = |locale| format!("{} · {}", column.label.get(locale), fault.label.get(locale));
            fault.label = Text::new(label(Locale::ZhCn), label(Locale::En));
            faults.push(fault);
        }
    }
}

/// What a field may have and a column may not.
fn own(column: &FieldDef) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if !column.kind.in_lines() {
        let kind = Property::new("kind", "类型", "Kind");
        faults.push(kind.invalid("这种类型不能作为子表的列", "this kind can't be a column of a sub-table"));
    }
    for (set, name, zh, en) in [
        (column.unique, "unique", "唯一", "Unique"),
        (column.indexed, "indexed", "索引", "Indexed"),
        (column.search, "search", "快速搜索", "Quick search"),
        (!column.rules.is_empty(), "rules", "规则", "Rules"),
        (!column.aliases.is_empty(), "aliases", "别名", "Aliases"),
        (column.read_only && column.computed.is_none(), "read_only", "只读", "Read only"),
    ] {
        if set {
            let property = Property::new(name, zh, en);
            faults.push(property.invalid("不适用于子表的列", "does not belong to a column of a sub-table"));
        }
    }
    if matches!(
        column.computed,
        Some(Computed::Lookup { .. } | Computed::Lines { .. } | Computed::Rollup { .. })
    ) {
        let kind = Property::new("kind", "类型", "Kind");
        faults.push(
            kind.invalid("子表的列只能用公式计算", "a column of a sub-table is computed by a formula only"),
        );
    }
    if column.total && !column.kind.is_number() {
        faults.push(field::foreign(&Property::new("total", "合计", "Total"), column));
    }
    faults
}
