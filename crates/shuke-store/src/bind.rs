//! Values on their way into a statement.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use shuke_base::{Moment, NaiveDate, Uuid};
use shuke_meta::ColumnType;
use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

use crate::StoreError;

mod many;

/// One bound value; its type is the type of the column that it meets.
#[derive(Debug, Clone, PartialEq)]
pub enum Bind {
    /// Nothing, in a column of this type.
    Null(ColumnType),
    /// Text.
    Text(String),
    /// 64-bit integer.
    Int(i64),
    /// Exact decimal for a column with this many places.
    Decimal(Decimal, u32),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Moment(Moment),
    /// UUID.
    Id(Uuid),
    /// A list of texts.
    List(Vec<String>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Many values of one type in one place: what a column is looked for among.
    Many(ColumnType, Vec<Bind>),
}

/// The stored form of a decimal in SQLite: the value times ten to the power of the column's places.
///
/// # Errors
/// When it doesn't fit 18 digits.
pub fn scaled(value: Decimal, places: u32) -> Result<i64, StoreError> {
    let mut value = value;
    value.rescale(places);
    value.mantissa().to_i64().ok_or_else(|| StoreError::internal("decimal too large for its column"))
}

impl Bind {
    /// Text or nothing.
    pub fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Null(ColumnType::Text), |text| Self::Text(text.into()))
    }

    /// An id or nothing.
    #[must_use]
    pub fn id(value: Option<Uuid>) -> Self {
        value.map_or(Self::Null(ColumnType::Id), Self::Id)
    }

    /// A moment or nothing.
    #[must_use]
    pub fn moment(value: Option<Moment>) -> Self {
        value.map_or(Self::Null(ColumnType::Moment), Self::Moment)
    }

    pub(crate) fn to_sqlite(&self, arguments: &mut SqliteArguments) -> Result<(), StoreError> {
        let added = match self {
            Self::Null(_) => arguments.add(None::<i64>),
            Self::Text(text) => arguments.add(text.clone()),
            Self::Int(number) => arguments.add(*number),
            Self::Decimal(value, places) => arguments.add(scaled(*value, *places)?),
            Self::Bool(yes) => arguments.add(i64::from(*yes)),
            Self::Date(date) => arguments.add(date.format("%Y-%m-%d").to_string()),
            Self::Moment(moment) => arguments.add(moment.timestamp_micros()),
            Self::Id(id) => arguments.add(id.as_bytes().to_vec()),
            Self::List(list) => arguments.add(list_text(list)?),
            Self::Bytes(bytes) => arguments.add(bytes.clone()),
            Self::Many(_, binds) => arguments.add(many::sqlite(binds)?),
        };
        added.map_err(|error| StoreError::internal(error.to_string()))
    }

    pub(crate) fn to_postgres(&self, arguments: &mut PgArguments) -> Result<(), StoreError> {
        let added = match self {
            Self::Null(ColumnType::Text) => arguments.add(None::<String>),
            Self::Null(ColumnType::Int) => arguments.add(None::<i64>),
            Self::Null(ColumnType::Decimal(_)) => arguments.add(None::<Decimal>),
            Self::Null(ColumnType::Bool) => arguments.add(None::<bool>),
            Self::Null(ColumnType::Date) => arguments.add(None::<NaiveDate>),
            Self::Null(ColumnType::Moment) => arguments.add(None::<Moment>),
            Self::Null(ColumnType::Id) => arguments.add(None::<Uuid>),
            Self::Null(ColumnType::Json) => arguments.add(None::<Vec<String>>),
            Self::Text(text) => arguments.add(text.clone()),
            Self::Int(number) => arguments.add(*number),
            Self::Decimal(value, _) => arguments.add(*value),
            Self::Bool(yes) => arguments.add(*yes),
            Self::Date(date) => arguments.add(*date),
            Self::Moment(moment) => arguments.add(*moment),
            Self::Id(id) => arguments.add(*id),
            Self::List(list) => arguments.add(list.clone()),
            Self::Bytes(bytes) => arguments.add(bytes.clone()),
            Self::Many(kind, binds) => many::postgres(*kind, binds, arguments),
        };
        added.map_err(|error| StoreError::internal(error.to_string()))
    }
}

fn list_text(list: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|error| StoreError::internal(error.to_string()))
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Bind {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Bind {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Bind {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Uuid> for Bind {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<Moment> for Bind {
    fn from(moment: Moment) -> Self {
        Self::Moment(moment)
    }
}
