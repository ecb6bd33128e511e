//! Whether layouts hold together: their fields, for whom they are, and that a new record can be made with each.

use std::collections::HashSet;

use shuke_base::{Code, FieldFault, Text, limits};

use super::names;
use super::property::Property;
use crate::field::FieldKind;
use crate::layout::{DEFAULT, Layout, Section, Tab, at_a_glance};
use crate::object::ObjectDef;

/// The object's own layout, the others, and the choice that they go by.
pub(super) fn check(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    own(faults, object);
    type_field(faults, object);
    if object.layouts.len() > limits::LAYOUTS {
        let layouts = Property::new("layouts", "布局", "Layouts");
        faults.push(layouts.fault(Code::TooManyLayouts).with("max", limits::LAYOUTS));
    }
    let mut seen = HashSet::new();
    for (at, layout) in object.layouts.iter().enumerate() {
        if !seen.insert(layout.name.as_str()) {
            faults.push(Property::new(format!("layouts[{at}].name"), "布局", "Layout").twice(&layout.name));
        }
        let path = format!("layouts[{at}].");
        named(faults, layout, object, &path);
        missing(faults, layout, object, &path);
    }
}

/// Whether a layout can be shown with the object as it is, and, when it is to be used (`live`), has every field that a
/// new record can't do without. A fault's `field` is the property's path in the layout.
///
/// # Errors
/// Everything that is wrong.
pub fn layout(layout: &Layout, object: &ObjectDef, live: bool) -> Result<(), Vec<FieldFault>> {
    let mut faults = Vec::new();
    if layout.name == DEFAULT {
        arranged(&mut faults, layout, object, "");
    } else {
        named(&mut faults, layout, object, "");
    }
    if live {
        missing(&mut faults, layout, object, "");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Nobody has been asked so far whether all required fields stand on the object's own layout, so stored ones may lack
/// some: forms show those at the end of the first section.
fn own(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    let mut found = Vec::new();
    arranged(&mut found, &object.own_layout(), object, "");
    for mut fault in found {
        // The object's own layout stands in it under names of its own.
        fault.field = match fault.field.strip_prefix("sections") {
            Some(rest) => format!("layout{rest}"),
            None => format!("layout_{}", fault.field),
        };
        faults.push(fault);
    }
}

fn type_field(faults: &mut Vec<FieldFault>, object: &ObjectDef) {
    let Some(name) = &object.type_field else { return };
    let property = Property::new("type_field", "记录类型字段", "Record type field");
    match object.field(name).map(|field| field.kind) {
        None => faults.push(property.fault(Code::UnknownField).with("name", name)),
        Some(FieldKind::Choice) => {}
        Some(_) => faults.push(property.invalid("应为单选", "it takes a single choice")),
    }
}

fn named(faults: &mut Vec<FieldFault>, layout: &Layout, object: &ObjectDef, path: &str) {
    let name = Property::new(format!("{path}name"), "API 名称", "API name");
    if layout.name == DEFAULT {
        faults.push(name.fault(Code::ReservedName).with("name", DEFAULT));
    } else if !names::is_option_name(&layout.name) {
        faults.push(name.fault(Code::InvalidName));
    }
    let label = Property::new(format!("{path}label"), "布局名称", "Name of the layout");
    names::labels(faults, &label, &layout.label, true);
    let mut seen = HashSet::new();
    for (at, role) in layout.roles.iter().enumerate() {
        if !seen.insert(role) {
            faults.push(Property::new(format!("{path}roles[{at}]"), "角色", "Roles").twice(role));
        }
    }
    types(faults, layout, object, path);
    arranged(faults, layout, object, path);
}

fn types(faults: &mut Vec<FieldFault>, layout: &Layout, object: &ObjectDef, path: &str) {
    let options = object.type_field.as_ref().and_then(|name| object.field(name)).map(|field| &field.options);
    let mut seen = HashSet::new();
    for (at, name) in layout.types.iter().enumerate() {
        let property = Property::new(format!("{path}types[{at}]"), "记录类型", "Record types");
        if !seen.insert(name) {
            faults.push(property.twice(name));
        } else if options.is_none_or(|options| !options.iter().any(|option| option.name == *name)) {
            faults.push(property.fault(Code::UnknownOption).with("value", name));
        }
    }
}

fn missing(faults: &mut Vec<FieldFault>, layout: &Layout, object: &ObjectDef, path: &str) {
    let missing = layout.missing(object);
    if missing.is_empty() {
        return;
    }
    let told = |zh: bool| {
        let labels = missing.iter().map(|field| if zh { &field.label.zh } else { &field.label.en });
        labels.map(String::as_str).collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    };
    faults.push(Property::new(format!("{path}sections"), "布局", "Layout").because(Text::new(
        format!("缺少必填且没有默认值的字段：{}", told(true)),
        format!("it lacks required fields that have no default: {}", told(false)),
    )));
}

/// Sections, tabs, and the related lists.
fn arranged(faults: &mut Vec<FieldFault>, layout: &Layout, object: &ObjectDef, path: &str) {
    let mut seen = HashSet::new();
    sections(faults, &layout.sections, object, &format!("{path}sections"), &mut seen);
    for (at, tab) in layout.tabs.iter().enumerate() {
        let Tab { label, sections: inner } = tab;
        let heading = Property::new(format!("{path}tabs[{at}].label"), "标签页名称", "Name of the tab");
        names::labels(faults, &heading, label, true);
        sections(faults, inner, object, &format!("{path}tabs[{at}].sections"), &mut seen);
    }
    let whole = |name: &str| Property::new(format!("{path}{name}"), "布局", "Layout");
    let limit = |property: Property, max: usize| {
        property.because(Text::new(format!("最多 {max} 个"), format!("at most {max}")))
    };
    if layout.all_sections().count() > limits::LAYOUT_SECTIONS {
        faults.push(limit(whole("sections"), limits::LAYOUT_SECTIONS));
    }
    if layout.tabs.len() > limits::LAYOUT_TABS {
        faults.push(limit(whole("tabs"), limits::LAYOUT_TABS));
    }
    highlights(faults, layout, object, path);
    for (name, zh, en, lists) in [
        ("related", "相关列表", "Related lists", &layout.related),
        ("related_tabs", "相关列表标签页", "Tabs of related lists", &layout.related_tabs),
    ] {
        let lists = lists.as_deref().unwrap_or_default();
        if lists.len() > limits::LAYOUT_RELATED {
            faults.push(limit(whole(name), limits::LAYOUT_RELATED));
        }
        let mut seen = HashSet::new();
        for (at, list) in lists.iter().enumerate() {
            let property = Property::new(format!("{path}{name}[{at}]"), zh, en);
            if !names_a_list(list) {
                faults.push(property.invalid("应为“对象.字段”", "it takes object.field"));
            } else if !seen.insert(list) {
                faults.push(property.twice(list));
            }
        }
    }
}

/// Whether it has the form `object.field`. Objects come and go: a list that isn't there is not shown.
fn names_a_list(name: &str) -> bool {
    let named = |(object, field)| names::is_option_name(object) && names::is_option_name(field);
    name.len() <= 100 && name.split_once('.').is_some_and(named)
}

/// The fields in the head of the record's page: there, each once, and few enough to be taken in at a glance.
fn highlights(faults: &mut Vec<FieldFault>, layout: &Layout, object: &ObjectDef, path: &str) {
    let fields = layout.highlights.as_deref().unwrap_or_default();
    let (zh, en) = ("关键指标", "Key facts");
    if fields.len() > limits::LAYOUT_HIGHLIGHTS {
        let max = limits::LAYOUT_HIGHLIGHTS;
        let most = Text::new(format!("最多 {max} 个"), format!("at most {max}"));
        faults.push(Property::new(format!("{path}highlights"), zh, en).because(most));
    }
    let mut seen = HashSet::new();
    for (at, name) in fields.iter().enumerate() {
        let property = Property::new(format!("{path}highlights[{at}]"), zh, en);
        match object.field(name) {
            None => faults.push(property.fault(Code::UnknownField).with("name", name)),
            Some(_) if !seen.insert(name) => faults.push(property.twice(name)),
            Some(field) if !at_a_glance(field.kind) => {
                faults.push(
                    property.invalid("这类字段放不进一行", "a field of this kind doesn't fit in one line"),
                );
            }
            Some(_) => {}
        }
    }
}

fn sections<'a>(
    faults: &mut Vec<FieldFault>,
    sections: &'a [Section],
    object: &ObjectDef,
    path: &str,
    seen: &mut HashSet<&'a str>,
) {
    for (at, section) in sections.iter().enumerate() {
        let heading = Property::new(format!("{path}[{at}].label"), "分组标题", "Section heading");
        names::labels(faults, &heading, &section.label, true);
        if !matches!(section.columns, 1 | 2) {
            let columns = Property::new(format!("{path}[{at}].columns"), "栏数", "Columns");
            faults.push(columns.invalid("应为 1 或 2", "it takes 1 or 2"));
        }
        for (place, name) in section.fields.iter().enumerate() {
            let entry = Property::new(format!("{path}[{at}].fields[{place}]"), "布局", "Layout");
            if !object.has(name) {
                faults.push(entry.fault(Code::UnknownField).with("name", name));
            } else if !seen.insert(name) {
                faults.push(entry.twice(name));
            }
        }
    }
}
