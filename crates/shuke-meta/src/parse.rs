//! Where a JSON value or the text of a spreadsheet's cell becomes the typed value of a field, or a fault that names it.
//!
//! Everything that enters, by page, API, import or pack, comes through [`value`] or [`cell`]; both end in the same
//! checks (`fit`), so a record can't hold what the other door would refuse. Whether a reference points to a record
//! that exists, and whether a value is unique, is not known here.

mod cell;
mod entries;
mod fit;
mod json;
mod lines;
mod moment;
mod number;
mod special;

#[cfg(test)]
mod tests;

pub use chrono_tz::Tz;
pub(crate) use fit::span_end;
pub(crate) use json::plain_number;
use serde_json::Value as Json;
use shuke_base::{FieldFault, Text, Value};

use crate::field::FieldDef;

/// The currency of an amount that comes without one.
pub const DEFAULT_CURRENCY: &str = "CNY";

/// What a cell of a spreadsheet holds for a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// The value itself.
    Value(Value),
    /// What people call the record that a reference should point to: its name, number, login. The caller looks it up.
    Lookup(String),
    /// What people call the records of a field with several references, or their ids, in order.
    Lookups(Vec<String>),
}

/// A time of day in its one form, `09:30` or `09:30:15`; nothing when the text is none.
#[must_use]
pub fn clock(text: &str) -> Option<String> {
    special::clock(text.trim())
}

/// The plain text in the value of a rich text.
#[must_use]
pub fn plain_text(html: &str) -> String {
    shuke_text::rich::plain(html)
}

/// The value that `json` gives to `field`. `null`, an empty text and an empty list are [`Value::Null`].
///
/// # Errors
/// The one fault of the value, with the field's name and label.
pub fn value(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    json::value(field, json)
}

/// The entries that `json` names to be added to the list of `field` or, with `out`, to be taken out of it; at least one.
///
/// # Errors
/// The one fault, with the field's name and label; [`Code::NotAList`](shuke_base::Code::NotAList) for other kinds.
pub fn entries(field: &FieldDef, json: &Json, out: bool) -> Result<Vec<String>, FieldFault> {
    entries::entries(field, json, out)
}

/// The list that is `there` without the entries of `out`, and with those of `add` behind it that it doesn't have.
///
/// # Errors
/// When it grows beyond what the field holds.
pub fn laid(field: &FieldDef, there: &Value, out: &[String], add: &[String]) -> Result<Value, FieldFault> {
    entries::laid(field, there, out, add)
}

/// The lines that `json` gives to a sub-table: all of them, in order. A line has the cells that were told, an empty one
/// as [`Value::Null`], and a nil id where none was told; what is computed is left out.
///
/// # Errors
/// Every fault of the cells, each at a path such as `items[2].quantity`.
pub fn lines(field: &FieldDef, json: &Json) -> Result<Value, Vec<FieldFault>> {
    lines::lines(field, json)
}

/// The path and the label of a cell, for faults: `items[2].quantity`, “明细第 3 行 · 数量”.
#[must_use]
pub fn cell_place(field: &FieldDef, line: usize, column: &FieldDef) -> (String, Text) {
    lines::place(field, line, column)
}

/// The value that the text of a cell gives to `field`, written as people write: `1,234.5`, `¥3万`, `2026年1月5日`, `是`,
/// the label of an option. A time without an offset is one of `zone`.
///
/// # Errors
/// The one fault of the value, with the field's name and label.
pub fn cell(field: &FieldDef, text: &str, zone: Tz) -> Result<Cell, FieldFault> {
    cell::cell(field, text, zone)
}
