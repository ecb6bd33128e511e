//! Whether a definition holds together: the same check for pack files and for what an administrator designs.
//!
//! A fault's `field` is the path of the property, such as `options[2].name` of a field or `list_columns[0]` of an object.
//! Whether rows that exist fit a changed definition is not known here.

mod default;
mod field;
mod layout;
mod lines;
mod names;
mod property;
mod sensitive;
mod stage;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use shuke_base::{Code, FieldFault, Text, limits};

pub use self::layout::layout;
use self::property::Property;
use crate::duplicates::MatchBy;
use crate::field::{FieldDef, FieldKind};
use crate::object::ObjectDef;
use crate::schema::Schema;

/// Fields that one composite index may cover.
const INDEX_FIELDS: usize = 6;

/// Whether the object holds together, its fields included; a field's faults begin with `fields.NAME.`.
///
/// # Errors
/// Everything that is wrong.
pub fn object(object: &ObjectDef, schema: &Schema) -> Result<(), Vec<FieldFault>> {
    // Finished, so that system fields can be named in columns, layouts and indexes.
    let object = &object.clone().finish();
    let mut faults = Vec::new();
    faults.extend(names::object_name(object));
    names::labels(&mut faults, &Property::new("label", "名称", "Label"), &object.label, true);
    names::labels(&mut faults, &Property::new("plural", "复数名称", "Plural label"), &object.plural, false);
    look(&mut faults, object);
    fields(&mut faults, object, schema);
    named_fields(&mut faults, object);
    columns(&mut faults, object);
    layout::check(&mut faults, object);
    indexes(&mut faults, object);
    duplicates(&mut faults, object);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Whether the field, which `object` has or shall have, holds together.
///
/// # Errors
/// Everything that is wrong.
pub fn field(field: &FieldDef, object: &ObjectDef, schema: &Schema) -> Result<(), Vec<FieldFault>> {
    let faults = field::check(field, object, schema);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The groups of the navigation, in order.
pub const NAV_GROUPS: [&str; 5] = ["sales", "service", "marketing", "analytics", "admin"];

fn look(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    names::color(faults, &Property::new("color", "颜色", "Colour"), Some(&object.color));
    if !object.group.is_empty() && !NAV_GROUPS.contains(&object.group.as_str()) {
        let group = Property::new("group", "导航分组", "Navigation group");
        faults.push(group.fault(Code::UnknownOption).with("value", &object.group));
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if object.icon.len() > 60 || !object.icon.bytes().all(plain) {
        let icon = Property::new("icon", "图标", "Icon");
        faults.push(
            icon.invalid("应为图标名称，例如 user-plus", "it takes the name of an icon, such as user-plus"),
        );
    }
}

fn fields(faults: &mut Vec<FieldFault>, object: &ObjectDef, schema: &Schema) {
    let own = || object.fields.iter().filter(|field| !field.system);
    if own().count() > limits::FIELDS {
        let fields = Property::new("fields", "字段", "Fields");
        faults.push(fields.fault(Code::TooManyFields).with("max", limits::FIELDS));
    }
    if own().filter(|field| field.kind == FieldKind::Lines).count() > limits::SUB_TABLES {
        let most = limits::SUB_TABLES;
        let fields = Property::new("fields", "子表", "Sub-tables");
        faults.push(fields.invalid(
            &format!("一个对象最多 {most} 个子表"),
            &format!("an object takes at most {most} sub-tables"),
        ));
    }
    let mut seen = HashSet::new();
    for def in own() {
        if !seen.insert(def.name.as_str()) {
            let fields = Property::new(format!("fields.{}.name", def.name), "字段", "Fields");
            faults.push(fields.fault(Code::FieldExists).with("name", &def.name));
        }
        for mut fault in field::check(def, object, schema) {
            fault.field = format!("fields.{}.{}", def.name, fault.field);
            fault.label = Text::new(
                format!("{} · {}", def.label.get(shuke_base::Locale::ZhCn), fault.label.zh),
                format!("{} · {}", def.label.get(shuke_base::Locale::En), fault.label.en),
            );
            faults.push(fault);
        }
    }
}

fn unknown(property: &Property, name: &str) -> FieldFault {
    property.fault(Code::UnknownField).with("name", name)
}

fn named_fields(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    let name_field = Property::new("name_field", "名称字段", "Name field");
    match object.field(&object.name_field).map(|field| field.kind) {
        None => faults.push(unknown(&name_field, &object.name_field)),
        Some(FieldKind::Text | FieldKind::AutoNumber) => {}
        Some(_) => faults.push(name_field.invalid("应为文本或自动编号", "it takes a text or an auto number")),
    }
    let Some(stage) = &object.stage_field else { return };
    let stage_field = Property::new("stage_field", "阶段字段", "Stage field");
    match object.field(stage).map(|field| field.kind) {
        None => faults.push(unknown(&stage_field, stage)),
        Some(FieldKind::Choice) => {}
        Some(_) => faults.push(stage_field.invalid("应为单选", "it takes a single choice")),
    }
}

fn columns(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    let mut seen = HashSet::new();
    for (at, name) in object.list_columns.iter().enumerate() {
        let column = Property::new(format!("list_columns[{at}]"), "列表列", "List columns");
        if !object.has(name) {
            faults.push(unknown(&column, name));
        } else if !seen.insert(name) {
            faults.push(column.twice(name));
        }
    }
}

fn duplicates(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    let Some(duplicates) = &object.duplicates else { return };
    if duplicates.keys.len() > limits::DUPLICATE_KEYS {
        let keys = Property::new("duplicates.keys", "查重字段", "Duplicate check");
        faults.push(keys.fault(Code::BatchTooLarge).with("max", limits::DUPLICATE_KEYS));
    }
    for (at, key) in duplicates.keys.iter().enumerate() {
        let field = Property::new(format!("duplicates.keys[{at}].field"), "查重字段", "Duplicate check");
        let Some(def) = object.field(&key.field) else {
            faults.push(unknown(&field, &key.field));
            continue;
        };
        if duplicates.keys[..at].contains(key) {
            faults.push(field.twice(&key.field));
        } else if def.sealed() {
            faults.push(field.invalid("敏感字段不能用来查重", "a sensitive field can't find duplicates"));
        } else if !MatchBy::of(def.kind).contains(&key.by) {
            let by = Property::new(format!("duplicates.keys[{at}].by"), "比较方式", "Compared by");
            faults.push(by.invalid("该类型的字段不能这样比较", "fields of this kind can't be compared so"));
        }
    }
}

fn indexes(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    for (at, index) in object.indexes.iter().enumerate() {
        let whole = Property::new(format!("indexes[{at}]"), "索引", "Indexes");
        if index.is_empty() || index.len() > INDEX_FIELDS {
            faults.push(whole.invalid("应有 1 到 6 个字段", "it takes 1 to 6 fields"));
        }
        let mut seen = HashSet::new();
        for (place, name) in index.iter().enumerate() {
            let entry = Property::new(format!("indexes[{at}][{place}]"), "索引", "Indexes");
            match object.field(name) {
                None => faults.push(unknown(&entry, name)),
                Some(_) if !seen.insert(name) => faults.push(entry.twice(name)),
                Some(field) if !field::can_be_indexed(field.kind) => {
                    faults.push(entry.invalid("该类型不能建立索引", "this kind can't be indexed"));
                }
                Some(_) => {}
            }
        }
    }
}
