//! The place in a list where the next page begins: the sort values and the id of the last row shown.

use shuke_base::{DateTime, Decimal, NaiveDate, Utc, Uuid, Value};
use shuke_meta::{ColumnType, ObjectDef};

use crate::compile::list::Sort;

/// A place in a sorted list.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// The value of each sort key.
    pub keys: Vec<Value>,
    /// The id of the row.
    pub id: Uuid,
}

/// Characters of an encoded cursor, at most: four texts of a thousand characters, and room for the rest.
const LONGEST: usize = 40_000;

fn shape(object: &ObjectDef, sort: &[Sort]) -> String {
    let keys: Vec<String> = sort
        .iter()
        .map(|key| format!("{}{}", if key.descending { "-" } else { "" }, object.fields[key.field].name))
        .collect();
    format!("{}:{}", object.name, keys.join(","))
}

fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Money(money) => money.amount.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(moment) => moment.timestamp_micros().to_string(),
        Value::Id(id) => id.to_string(),
        Value::Null
        | Value::Record(..)
        | Value::List(_)
        | Value::Address(_)
        | Value::Location(_)
        | Value::Lines(_) => return None,
    })
}

fn value(kind: ColumnType, text: &str) -> Option<Value> {
    Some(match kind {
        ColumnType::Text => Value::Text(text.to_owned()),
        ColumnType::Int => Value::Int(text.parse().ok()?),
        ColumnType::Decimal(_) => Value::Decimal(text.parse::<Decimal>().ok()?),
        ColumnType::Bool => Value::Bool(text.parse().ok()?),
        ColumnType::Date => Value::Date(text.parse::<NaiveDate>().ok()?),
        ColumnType::Moment => Value::Time(DateTime::<Utc>::from_timestamp_micros(text.parse().ok()?)?),
        ColumnType::Id => Value::Id(text.parse().ok()?),
        ColumnType::Json => return None,
    })
}

impl Cursor {
    /// The cursor as the opaque text that callers hand back.
    #[must_use]
    pub fn encode(&self, object: &ObjectDef, sort: &[Sort]) -> String {
        let keys: Vec<Option<String>> = self.keys.iter().map(text).collect();
        let json = serde_json::json!([shape(object, sort), keys, self.id]).to_string();
        json.bytes().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads such a text; `None` when it is damaged or belongs to another list or order.
    #[must_use]
    pub fn decode(encoded: &str, object: &ObjectDef, sort: &[Sort]) -> Option<Self> {
        if !encoded.len().is_multiple_of(2) || encoded.len() > LONGEST || !encoded.is_ascii() {
            return None;
        }
        let bytes = (0..encoded.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&encoded[at..at + 2], 16).ok())
            .collect::<Option<Vec<u8>>>()?;
        let (was, keys, id): (String, Vec<Option<String>>, Uuid) = serde_json::from_slice(&bytes).ok()?;
        if was != shape(object, sort) || keys.len() != sort.len() {
            return None;
        }
        let keys = keys
            .iter()
            .zip(sort)
            .map(|(key, sort)| match key {
                None => Some(Value::Null),
                Some(text) => value(object.fields[sort.field].columns()[0].kind, text),
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self { keys, id })
    }
}
