//! A row of either engine, column by column.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn text(&self, at: usize) -> sqlx::Result<Option<&str>> {
        match self {
            Self::Sqlite(row) => row.try_get(at),
            Self::Postgres(row) => row.try_get(at),
        }
    }

    pub(crate) fn int(&self, at: usize) -> sqlx::Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => row.try_get(at),
            Self::Postgres(row) => row.try_get(at),
        }
    }

    pub(crate) fn decimal(&self, at: usize, places: u32) -> sqlx::Result<Option<Decimal>> {
        match self {
            Self::Sqlite(row) => {
                Ok(row.try_get::<Option<i64>, _>(at)?.map(|scaled| Decimal::new(scaled, places)))
            }
            Self::Postgres(row) => row.try_get(at),
        }
    }

    pub(crate) fn bool(&self, at: usize) -> sqlx::Result<Option<bool>> {
        match self {
            Self::Sqlite(row) => row.try_get(at),
            Self::Postgres(row) => row.try_get(at),
        }
    }

    pub(crate) fn date(&self, at: usize) -> sqlx::Result<Option<String>> {
        match self {
            Self::Sqlite(row) => row.try_get(at),
            Self::Postgres(row) => Ok(row.try_get::<Option<NaiveDate>, _>(at)?.map(|day| day.to_string())),
        }
    }

    pub(crate) fn time(&self, at: usize) -> sqlx::Result<Option<DateTime<Utc>>> {
        match self {
            Self::Sqlite(row) => {
                Ok(row.try_get::<Option<i64>, _>(at)?.and_then(DateTime::from_timestamp_micros))
            }
            Self::Postgres(row) => row.try_get(at),
        }
    }

    pub(crate) fn id(&self, at: usize) -> sqlx::Result<Option<Uuid>> {
        match self {
            Self::Sqlite(row) => {
                Ok(row.try_get::<Option<&[u8]>, _>(at)?.and_then(|bytes| Uuid::from_slice(bytes).ok()))
            }
            Self::Postgres(row) => row.try_get(at),
        }
    }

    /// A list of texts, as JSON.
    pub(crate) fn list(&self, at: usize) -> sqlx::Result<Option<String>> {
        match self {
            Self::Sqlite(row) => row.try_get(at),
            Self::Postgres(row) => {
                let list: Option<Vec<String>> = row.try_get(at)?;
                Ok(list.and_then(|list| serde_json::to_string(&list).ok()))
            }
        }
    }
}
