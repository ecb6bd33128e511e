//! Names that programs read, labels that people read, colours.

use shuke_base::limits::{LABEL_CHARS, NAME_CHARS};
use shuke_base::{Code, FieldFault, Text};
use shuke_text::{Clean, clean_line};

use super::property::Property;
use crate::field::FieldDef;
use crate::object::{ObjectDef, STAGE_ENTERED_AT};

/// Begins the names that administrators give.
const CUSTOM: &str = "x_";

/// Members that a record has besides its fields, and the fields that every object gets.
const RESERVED_FIELDS: [&str; 13] = [
    "id",
    "object",
    "can",
    "version",
    "owner",
    "owner_department",
    STAGE_ENTERED_AT,
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "deleted_at",
    "deleted_by",
];

/// Names that would read as something else where an object's name stands.
const RESERVED_OBJECTS: [&str; 6] = ["object", "record", "all", "none", "related", "x_"];

/// Colour tokens of the page.
const COLORS: [&str; 7] = ["brand", "ok", "warn", "bad", "info", "violet", "grey"];

/// Lower-case letters, digits and single underscores, a letter first. Two underscores belong to the program: they part
/// a field's column from its companion's.
fn is_name(name: &str) -> bool {
    name.len() <= NAME_CHARS
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !name.contains("__")
        && !name.ends_with('_')
}

fn name(property: &Property, name: &str, custom: bool, reserved: &[&str]) -> Option<FieldFault> {
    if reserved.contains(&name) {
        return Some(property.fault(Code::ReservedName).with("name", name));
    }
    if !is_name(name) {
        return Some(property.fault(Code::InvalidName));
    }
    if custom != name.starts_with(CUSTOM) {
        let (zh, en) = if custom {
            ("自定义名称须以 x_ 开头", "a name of your own begins with x_")
        } else {
            ("x_ 开头的名称留给自定义内容", "names that begin with x_ are left to administrators")
        };
        return Some(property.invalid(zh, en));
    }
    None
}

const NAME_ZH: &str = "API 名称";
const NAME_EN: &str = "API name";

pub(super) fn object_name(object: &ObjectDef) -> Option<FieldFault> {
    name(&Property::new("name", NAME_ZH, NAME_EN), &object.name, object.custom, &RESERVED_OBJECTS)
}

/// A standard object's own fields are plain; on an administrator's object every field is the administrator's, but a
/// field that came with the object (its name) needs no prefix.
pub(super) fn field_name(field: &FieldDef, object: &ObjectDef) -> Option<FieldFault> {
    let property = Property::new("name", NAME_ZH, NAME_EN);
    if object.of_lines {
        // Columns stand by themselves: their names meet no others.
        let reserved = field.name == "id";
        let fault = |code| property.fault(code).with("name", &field.name);
        return reserved
            .then(|| fault(Code::ReservedName))
            .or_else(|| (!is_name(&field.name)).then(|| fault(Code::InvalidName)));
    }
    let custom = if object.custom && !field.custom { field.name.starts_with(CUSTOM) } else { field.custom };
    name(&property, &field.name, custom, &RESERVED_FIELDS)
}

/// What an option is stored as: like a name, but it may begin with a digit.
pub(super) fn is_option_name(name: &str) -> bool {
    (1..=NAME_CHARS).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A text in both languages: clean, not too long, and, where it is needed, there in at least one.
pub(super) fn labels(faults: &mut Vec<FieldFault>, property: &Property, label: &Text, needed: bool) {
    if needed && label.is_empty() {
        faults.push(property.fault(Code::Required));
    }
    for text in [&label.zh, &label.en] {
        text_of(faults, property, text, LABEL_CHARS);
    }
}

/// A line of text that can be shown.
pub(super) fn text_of(faults: &mut Vec<FieldFault>, property: &Property, text: &str, max: usize) {
    match clean_line(text) {
        Clean::Control => faults.push(property.fault(Code::InvalidText)),
        Clean::Text(text) => {
            let actual = text.chars().count();
            if actual > max {
                faults.push(property.fault(Code::TooLong).with("max", max).with("actual", actual));
            }
        }
    }
}

/// A colour token, or none.
pub(super) fn color(faults: &mut Vec<FieldFault>, property: &Property, color: Option<&str>) {
    if let Some(color) = color.filter(|color| !color.is_empty() && !COLORS.contains(color)) {
        let fault = property.invalid(
            &format!("“{color}”不是可用的颜色（{}）", COLORS.join("、")),
            &format!("“{color}” is none of the colours {}", COLORS.join(", ")),
        );
        faults.push(fault);
    }
}
