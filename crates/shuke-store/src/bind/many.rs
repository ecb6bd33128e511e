//! Many values in one place: an array in PostgreSQL, a JSON array in SQLite.
//!
//! A statement has a limited number of places, and each number of places is a statement of its own to prepare; a
//! list in one place knows neither limit.

use rust_decimal::Decimal;
use shuke_base::{Moment, NaiveDate, Uuid};
use shuke_meta::ColumnType;
use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;

use super::{Bind, scaled};
use crate::StoreError;

/// The values in their stored form; ids as hexadecimal digits, because JSON has no bytes.
pub(super) fn sqlite(binds: &[Bind]) -> Result<String, StoreError> {
    use serde_json::Value as Json;
    let values = binds.iter().map(|bind| {
        Ok(match bind {
            Bind::Text(text) => Json::from(text.as_str()),
            Bind::Int(number) => Json::from(*number),
            Bind::Decimal(value, places) => Json::from(scaled(*value, *places)?),
            Bind::Bool(yes) => Json::from(i64::from(*yes)),
            Bind::Date(date) => Json::from(date.format("%Y-%m-%d").to_string()),
            Bind::Moment(moment) => Json::from(moment.timestamp_micros()),
            Bind::Id(id) => Json::from(id.simple().to_string()),
            Bind::Null(_)
            | Bind::List(_)
            | Bind::Bytes(_)
            | Bind::Many(..)
            | Bind::Seal { .. }
            | Bind::Closed { .. }
            | Bind::Digest { .. } => return Err(mixed(bind)),
        })
    });
    Ok(Json::Array(values.collect::<Result<_, StoreError>>()?).to_string())
}

/// The values as an array of their type.
pub(super) fn postgres(
    kind: ColumnType,
    binds: &[Bind],
    arguments: &mut PgArguments,
) -> Result<(), BoxDynError> {
    macro_rules! array {
        ($variant:pat => $value:expr, $type:ty) => {{
            let values = binds.iter().map(|bind| match bind {
                $variant => Ok($value),
                other => Err(mixed(other)),
            });
            arguments.add(values.collect::<Result<Vec<$type>, StoreError>>()?)
        }};
    }
    match kind {
        ColumnType::Text | ColumnType::Json => array!(Bind::Text(text) => text.clone(), String),
        ColumnType::Int => array!(Bind::Int(number) => *number, i64),
        ColumnType::Decimal(_) => array!(Bind::Decimal(value, _) => *value, Decimal),
        ColumnType::Bool => array!(Bind::Bool(yes) => *yes, bool),
        ColumnType::Date => array!(Bind::Date(date) => *date, NaiveDate),
        ColumnType::Moment => array!(Bind::Moment(moment) => *moment, Moment),
        ColumnType::Id => array!(Bind::Id(id) => *id, Uuid),
    }
}

fn mixed(bind: &Bind) -> StoreError {
    StoreError::internal(format!("{bind:?} can't stand in a list"))
}
