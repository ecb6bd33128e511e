//! Values as JSON: for history, where nothing may be lost or refused on the way back, and for callers.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use shuke_base::{Line, Value};
use shuke_meta::plain::{address_json, location_json, time_text};
pub use shuke_meta::plain::{from_json, to_json};
use shuke_meta::{FieldDef, FieldKind};
use shuke_store::records::link;

use crate::files::{self, FileView};

/// Finds the name of a record that a value points to.
pub trait Naming {
    /// The name, when it is known.
    fn name_of(&self, id: shuke_base::Uuid) -> Option<&str>;

    /// What is known of a file.
    fn file_of(&self, id: shuke_base::Uuid) -> Option<&FileView>;
}

/// A value on its way to a caller, with the names of what it points to. Writes straight into the serializer.
pub struct Shown<'a, N> {
    /// The field.
    pub field: &'a FieldDef,
    /// Its value.
    pub value: &'a Value,
    /// The names.
    pub names: &'a N,
}

impl<N: Naming> Serialize for Shown<'_, N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => to.serialize_none(),
            Value::Int(count) if self.field.kind == FieldKind::Lines => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("count", count)?;
                map.end()
            }
            Value::Lines(lines) => to.collect_seq(lines.iter().map(|line| ShownLine {
                field: self.field,
                line,
                names: self.names,
            })),
            Value::Text(text) => to.serialize_str(text),
            Value::Int(number) => to.serialize_i64(*number),
            Value::Decimal(value) => to.collect_str(value),
            Value::Bool(yes) => to.serialize_bool(*yes),
            Value::Date(date) => to.collect_str(date),
            Value::Time(moment) => to.serialize_str(&time_text(moment)),
            Value::Money(money) => {
                let mut map = to.serialize_map(Some(2))?;
                map.serialize_entry("amount", &money.amount.to_string())?;
                map.serialize_entry("currency", &money.currency)?;
                map.end()
            }
            Value::Id(id) if self.field.kind == FieldKind::Id => to.collect_str(id),
            Value::Id(id) => reference(to, self.field.target_object().unwrap_or_default(), *id, self.names),
            Value::Record(object, id) => reference(to, object, *id, self.names),
            Value::Address(address) => address_json(address).serialize(to),
            Value::Location(place) => location_json(place).serialize(to),
            Value::List(_) if self.field.kind.is_file() => to.collect_seq(
                files::hold::ids(self.value).into_iter().filter_map(|id| self.names.file_of(id)),
            ),
            Value::List(_) if self.field.kind == FieldKind::MultiReference => {
                let object = self.field.points_to().unwrap_or_default();
                let named = link::targets(self.value).into_iter();
                to.collect_seq(named.map(|id| Named { object, id, names: self.names }))
            }
            Value::List(list) => {
                let mut sequence = to.serialize_seq(Some(list.len()))?;
                for entry in list {
                    sequence.serialize_element(entry)?;
                }
                sequence.end()
            }
        }
    }
}

/// One line of a sub-table: its id and every column.
struct ShownLine<'a, N> {
    field: &'a FieldDef,
    line: &'a Line,
    names: &'a N,
}

impl<N: Naming> Serialize for ShownLine<'_, N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.field.cells.len() + 1))?;
        map.serialize_entry("id", &self.line.id)?;
        for field in &self.field.cells {
            let value = self.line.cell(&field.name).unwrap_or(&Value::Null);
            map.serialize_entry(&field.name, &Shown { field, value, names: self.names })?;
        }
        map.end()
    }
}

/// One of several references.
struct Named<'a, N> {
    object: &'a str,
    id: shuke_base::Uuid,
    names: &'a N,
}

impl<N: Naming> Serialize for Named<'_, N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        reference(to, self.object, self.id, self.names)
    }
}

fn reference<S: Serializer, N: Naming>(
    to: S,
    object: &str,
    id: shuke_base::Uuid,
    names: &N,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(3))?;
    map.serialize_entry("id", &id)?;
    map.serialize_entry("object", object)?;
    map.serialize_entry("name", &names.name_of(id).unwrap_or_default())?;
    map.end()
}
