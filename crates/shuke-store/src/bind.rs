//! Values on their way into a statement.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use shuke_base::{Moment, NaiveDate, Uuid};
use shuke_meta::ColumnType;
use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

use crate::StoreError;
use crate::seal::Ring;
use crate::seal::keys::broken;

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
    /// A text that is sealed for a place of a record on its way to the engine.
    Seal {
        /// The place, such as `lead.x_card`.
        place: String,
        /// The record.
        record: Uuid,
        /// The text.
        text: String,
    },
    /// A text of a system table that is sealed as a whole on its way to the engine, where the ring is open.
    Closed {
        /// Table and column.
        place: &'static str,
        /// The first part of the row's key.
        id: Uuid,
        /// The text.
        text: String,
    },
    /// What stands for a text of a place when it is looked for.
    Digest {
        /// The place.
        place: String,
        /// The text.
        text: String,
    },
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

    /// A text of a system table that lies sealed; see [`crate::system::reseal::SEALED`].
    pub(crate) fn closed(place: &'static str, id: Uuid, text: impl Into<String>) -> Self {
        Self::Closed { place, id, text: text.into() }
    }

    /// The text itself, in a process without keys.
    pub(crate) fn unsealed(&self) -> Option<Self> {
        match self {
            Self::Closed { text, .. } => Some(Self::Text(text.clone())),
            Self::Seal { .. } | Self::Digest { .. } => None,
            other => Some(other.clone()),
        }
    }

    /// Whether a key is needed for it.
    pub(crate) fn is_keyed(&self) -> bool {
        match self {
            Self::Seal { .. } | Self::Closed { .. } | Self::Digest { .. } => true,
            Self::Many(_, binds) => binds.iter().any(Self::is_keyed),
            _ => false,
        }
    }

    /// The value as it goes to the engine.
    pub(crate) fn settled(&self, ring: &Ring) -> Result<Self, StoreError> {
        Ok(match self {
            Self::Seal { place, record, text } => {
                Self::Text(ring.seal(place, *record, text).map_err(broken)?)
            }
            Self::Closed { place, id, text } => Self::Text(ring.seal(place, *id, text).map_err(broken)?),
            Self::Digest { place, text } => Self::Text(ring.digest(place, text)),
            Self::Many(kind, binds) => {
                Self::Many(*kind, binds.iter().map(|bind| bind.settled(ring)).collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
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
            Self::Seal { .. } | Self::Closed { .. } | Self::Digest { .. } => return Err(unsettled()),
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
            Self::Seal { .. } | Self::Closed { .. } | Self::Digest { .. } => return Err(unsettled()),
        };
        added.map_err(|error| StoreError::internal(error.to_string()))
    }
}

fn unsettled() -> StoreError {
    StoreError::internal("a value was to be sealed first")
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
