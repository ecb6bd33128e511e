//! Rows on their way out, read by the type that we know each column to have, never by the driver's guess.

use rust_decimal::Decimal;
use shuke_base::{DateTime, Moment, NaiveDate, Uuid};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, ValueRef};

use crate::StoreError;

/// One row of an answer; columns are asked for by position.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

macro_rules! get {
    ($row:expr, $at:expr, $sqlite:ty, $postgres:ty) => {
        match $row {
            Row::Sqlite(row) => Ok(row.try_get::<Option<$sqlite>, _>($at)?.map(Into::into)),
            Row::Postgres(row) => Ok(row.try_get::<Option<$postgres>, _>($at)?.map(Into::into)),
        }
    };
}

impl Row {
    /// Whether the column holds nothing.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn is_null(&self, at: usize) -> Result<bool, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_raw(at)?.is_null(),
            Self::Postgres(row) => row.try_get_raw(at)?.is_null(),
        })
    }

    /// Text.
    ///
    /// # Errors
    /// When the column is missing or holds something else; so for each of these functions.
    pub fn text(&self, at: usize) -> Result<Option<String>, StoreError> {
        get!(self, at, String, String)
    }

    /// Text that is always there.
    ///
    /// # Errors
    /// As [`Row::text`], and when nothing is there.
    pub fn string(&self, at: usize) -> Result<String, StoreError> {
        self.text(at)?.ok_or_else(|| StoreError::internal(format!("column {at} is empty")))
    }

    /// Integer.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn int(&self, at: usize) -> Result<Option<i64>, StoreError> {
        get!(self, at, i64, i64)
    }

    /// Integer that is always there.
    ///
    /// # Errors
    /// As [`Row::text`], and when nothing is there.
    pub fn number(&self, at: usize) -> Result<i64, StoreError> {
        self.int(at)?.ok_or_else(|| StoreError::internal(format!("column {at} is empty")))
    }

    /// Exact decimal of a column with this many places.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn decimal(&self, at: usize, places: u32) -> Result<Option<Decimal>, StoreError> {
        match self {
            Self::Sqlite(row) => {
                Ok(row.try_get::<Option<i64>, _>(at)?.map(|scaled| Decimal::new(scaled, places)))
            }
            // Nothing but zero comes back without its places.
            Self::Postgres(row) => Ok(row.try_get::<Option<Decimal>, _>(at)?.map(|mut number| {
                if number.scale() < places {
                    number.rescale(places);
                }
                number
            })),
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn bool(&self, at: usize) -> Result<Option<bool>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get::<Option<i64>, _>(at)?.map(|number| number != 0)),
            Self::Postgres(row) => Ok(row.try_get::<Option<bool>, _>(at)?),
        }
    }

    /// A day.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn date(&self, at: usize) -> Result<Option<NaiveDate>, StoreError> {
        match self {
            Self::Sqlite(row) => row
                .try_get::<Option<String>, _>(at)?
                .map(|text| {
                    NaiveDate::parse_from_str(&text, "%Y-%m-%d")
                        .map_err(|_| StoreError::internal(format!("not a date: {text}")))
                })
                .transpose(),
            Self::Postgres(row) => Ok(row.try_get::<Option<NaiveDate>, _>(at)?),
        }
    }

    /// A moment.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn moment(&self, at: usize) -> Result<Option<Moment>, StoreError> {
        match self {
            Self::Sqlite(row) => row
                .try_get::<Option<i64>, _>(at)?
                .map(|micros| {
                    DateTime::from_timestamp_micros(micros)
                        .ok_or_else(|| StoreError::internal(format!("not a moment: {micros}")))
                })
                .transpose(),
            Self::Postgres(row) => Ok(row.try_get::<Option<Moment>, _>(at)?),
        }
    }

    /// A moment that is always there.
    ///
    /// # Errors
    /// As [`Row::text`], and when nothing is there.
    pub fn time(&self, at: usize) -> Result<Moment, StoreError> {
        self.moment(at)?.ok_or_else(|| StoreError::internal(format!("column {at} is empty")))
    }

    /// UUID.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn uuid(&self, at: usize) -> Result<Option<Uuid>, StoreError> {
        match self {
            Self::Sqlite(row) => row
                .try_get::<Option<Vec<u8>>, _>(at)?
                .map(|bytes| Uuid::from_slice(&bytes).map_err(|_| StoreError::internal("not an id")))
                .transpose(),
            Self::Postgres(row) => Ok(row.try_get::<Option<Uuid>, _>(at)?),
        }
    }

    /// UUID that is always there.
    ///
    /// # Errors
    /// As [`Row::text`], and when nothing is there.
    pub fn id(&self, at: usize) -> Result<Uuid, StoreError> {
        self.uuid(at)?.ok_or_else(|| StoreError::internal(format!("column {at} is empty")))
    }

    /// A list of texts.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn list(&self, at: usize) -> Result<Option<Vec<String>>, StoreError> {
        match self {
            Self::Sqlite(row) => row
                .try_get::<Option<String>, _>(at)?
                .map(|text| serde_json::from_str(&text).map_err(|_| StoreError::internal("not a list")))
                .transpose(),
            Self::Postgres(row) => Ok(row.try_get::<Option<Vec<String>>, _>(at)?),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn bytes(&self, at: usize) -> Result<Option<Vec<u8>>, StoreError> {
        get!(self, at, Vec<u8>, Vec<u8>)
    }
}
