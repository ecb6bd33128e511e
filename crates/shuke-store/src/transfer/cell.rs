//! One value of a row: from the engine to text, and from text to the engine.
//!
//! Whole numbers, and decimals and moments as whole numbers (scaled by the column's places; microseconds); yes and no;
//! texts; days and ids as texts; bytes as hexadecimal digits; lists as lists; nothing as null.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::Value as Json;
use shuke_base::DateTime;
use shuke_meta::ColumnType;

use crate::bind::scaled;
use crate::ddl::Kind;
use crate::{Bind, Row, StoreError};

fn quoted(out: &mut String, text: &str) -> Result<(), StoreError> {
    let json = serde_json::to_string(text).map_err(|error| StoreError::internal(error.to_string()))?;
    out.push_str(&json);
    Ok(())
}

/// Appends what a column holds.
pub(crate) fn write(out: &mut String, row: &Row, at: usize, kind: Kind) -> Result<(), StoreError> {
    if row.is_null(at)? {
        out.push_str("null");
        return Ok(());
    }
    // Writing to a string can't fail.
    match kind {
        Kind::Serial | Kind::Data(ColumnType::Int) => {
            let _ = write!(out, "{}", row.number(at)?);
        }
        Kind::Data(ColumnType::Decimal(places)) => {
            let value = row.decimal(at, places)?.unwrap_or_default();
            let _ = write!(out, "{}", scaled(value, places)?);
        }
        Kind::Data(ColumnType::Moment) => {
            let _ = write!(out, "{}", row.time(at)?.timestamp_micros());
        }
        Kind::Data(ColumnType::Bool) => {
            let _ = write!(out, "{}", row.bool(at)?.unwrap_or_default());
        }
        Kind::Data(ColumnType::Text) => quoted(out, &row.string(at)?)?,
        Kind::Data(ColumnType::Date) => {
            let day = row.date(at)?.unwrap_or_default();
            let _ = write!(out, "\"{}\"", day.format("%Y-%m-%d"));
        }
        Kind::Data(ColumnType::Id) => {
            let _ = write!(out, "\"{}\"", row.id(at)?);
        }
        Kind::Data(ColumnType::Json) => {
            out.push('[');
            for (nth, entry) in row.list(at)?.unwrap_or_default().iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                quoted(out, entry)?;
            }
            out.push(']');
        }
        Kind::Bytes => {
            out.push('"');
            for byte in row.bytes(at)?.unwrap_or_default() {
                let _ = write!(out, "{byte:02x}");
            }
            out.push('"');
        }
    }
    Ok(())
}

/// Reads what a column of a key holds, to go on behind it.
type ReadKey = fn(&Row, usize) -> Result<Bind, StoreError>;

/// How a column of a key is read; none of a kind that no key may have.
pub(super) fn read_key(kind: Kind) -> Option<ReadKey> {
    Some(match kind {
        Kind::Serial | Kind::Data(ColumnType::Int) => |row, at| Ok(Bind::Int(row.number(at)?)),
        Kind::Data(ColumnType::Text) => |row, at| Ok(Bind::Text(row.string(at)?)),
        Kind::Data(ColumnType::Id) => |row, at| Ok(Bind::Id(row.id(at)?)),
        Kind::Data(ColumnType::Date) => |row, at| Ok(Bind::Date(row.date(at)?.unwrap_or_default())),
        Kind::Bytes => |row, at| Ok(Bind::Bytes(row.bytes(at)?.unwrap_or_default())),
        _ => return None,
    })
}

/// What a column of a key holds, to go on behind it.
pub(crate) fn key(row: &Row, at: usize, kind: Kind) -> Result<Bind, StoreError> {
    let read = read_key(kind).ok_or_else(|| StoreError::internal(format!("a key of the kind {kind:?}")))?;
    read(row, at)
}

fn digits(text: &str) -> Option<Vec<u8>> {
    let nibble = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks_exact(2).map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?)).collect()
}

/// The value for a column; `None` when the text is none of its kind.
pub(crate) fn read(json: Json, kind: Kind) -> Option<Bind> {
    if json.is_null() {
        return match kind {
            Kind::Data(kind) => Some(Bind::Null(kind)),
            Kind::Bytes | Kind::Serial => None,
        };
    }
    Some(match kind {
        Kind::Serial | Kind::Data(ColumnType::Int) => Bind::Int(json.as_i64()?),
        Kind::Data(ColumnType::Decimal(places)) => {
            Bind::Decimal(Decimal::try_new(json.as_i64()?, places).ok()?, places)
        }
        Kind::Data(ColumnType::Moment) => Bind::Moment(DateTime::from_timestamp_micros(json.as_i64()?)?),
        Kind::Data(ColumnType::Bool) => Bind::Bool(json.as_bool()?),
        Kind::Data(ColumnType::Text) => match json {
            Json::String(text) => Bind::Text(text),
            _ => return None,
        },
        Kind::Data(ColumnType::Date) => Bind::Date(json.as_str()?.parse().ok()?),
        Kind::Data(ColumnType::Id) => Bind::Id(json.as_str()?.parse().ok()?),
        Kind::Data(ColumnType::Json) => {
            let entries = json.as_array()?.iter().map(|entry| entry.as_str().map(str::to_owned));
            Bind::List(entries.collect::<Option<_>>()?)
        }
        Kind::Bytes => Bind::Bytes(digits(json.as_str()?)?),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_does_not_fit_its_column_is_refused() {
        let data = Kind::Data;
        for (value, kind) in [
            (json!("7"), data(ColumnType::Int)),
            (json!(1.5), data(ColumnType::Decimal(2))),
            (json!(1), data(ColumnType::Text)),
            (json!("2026-02-30"), data(ColumnType::Date)),
            (json!("not an id"), data(ColumnType::Id)),
            (json!(["a", 1]), data(ColumnType::Json)),
            (json!("abc"), Kind::Bytes),
            (json!("zz"), Kind::Bytes),
            (json!(null), Kind::Serial),
        ] {
            assert_eq!(read(value.clone(), kind), None, "{value} {kind:?}");
        }
        let ten = Bind::Decimal(Decimal::new(1050, 2), 2);
        assert_eq!(read(json!(1050), data(ColumnType::Decimal(2))), Some(ten));
        assert_eq!(read(json!("00ff"), Kind::Bytes), Some(Bind::Bytes(vec![0, 255])));
        assert_eq!(read(json!(null), data(ColumnType::Date)), Some(Bind::Null(ColumnType::Date)));
    }
}
