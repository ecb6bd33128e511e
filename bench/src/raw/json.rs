//! JSON straight from rows, in the shape that the server answers with.

use std::io::Write;

use chrono::SecondsFormat;
use shuke_meta::{ColumnType, FieldDef, FieldKind};

use crate::raw::row::Row;

/// Writes the fields of a row, which begin at its first column; a name for the owner stands behind them.
pub(crate) fn record(fields: &[&FieldDef], row: &Row, named: bool, to: &mut Vec<u8>) -> anyhow::Result<()> {
    let owner = fields.iter().map(|field| field.columns().len()).sum();
    let mut at = 0;
    for field in fields {
        write!(to, "{}\"{}\":", if at == 0 { "{" } else { "," }, field.name)?;
        if field.kind == FieldKind::Money {
            match (row.decimal(at, field.places())?, row.text(at + 1)?) {
                (Some(amount), Some(currency)) => {
                    write!(to, "{{\"amount\":\"{amount}\",\"currency\":\"{currency}\"}}")?;
                }
                _ => to.extend_from_slice(b"null"),
            }
            at += 2;
            continue;
        }
        let name = if named && field.name == "owner" { row.text(owner)? } else { None };
        value(field, row, at, name, to)?;
        at += 1;
    }
    to.push(b'}');
    Ok(())
}

fn value(field: &FieldDef, row: &Row, at: usize, name: Option<&str>, to: &mut Vec<u8>) -> anyhow::Result<()> {
    let written = match field.columns()[0].kind {
        ColumnType::Text => match row.text(at)? {
            Some(text) => {
                serde_json::to_writer(&mut *to, text)?;
                Some(())
            }
            None => None,
        },
        ColumnType::Int => row.int(at)?.map(|number| write!(to, "{number}")).transpose()?,
        ColumnType::Decimal(places) => {
            row.decimal(at, places)?.map(|number| write!(to, "\"{number}\"")).transpose()?
        }
        ColumnType::Bool => row.bool(at)?.map(|yes| write!(to, "{yes}")).transpose()?,
        ColumnType::Date => row.date(at)?.map(|day| write!(to, "\"{day}\"")).transpose()?,
        ColumnType::Moment => {
            let time = row.time(at)?.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            time.map(|time| write!(to, "\"{time}\"")).transpose()?
        }
        ColumnType::Id if field.kind == FieldKind::Id => {
            row.id(at)?.map(|id| write!(to, "\"{id}\"")).transpose()?
        }
        ColumnType::Id => match row.id(at)? {
            Some(id) => {
                let object = field.target_object().unwrap_or_default();
                write!(to, "{{\"id\":\"{id}\",\"object\":\"{object}\",\"name\":")?;
                serde_json::to_writer(&mut *to, name.unwrap_or_default())?;
                to.push(b'}');
                Some(())
            }
            None => None,
        },
        ColumnType::Json => row.list(at)?.map(|list| write!(to, "{list}")).transpose()?,
    };
    if written.is_none() {
        to.extend_from_slice(b"null");
    }
    Ok(())
}
