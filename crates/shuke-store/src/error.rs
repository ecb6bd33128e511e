//! What can go wrong in the store, sorted by what the caller can do about it. Driver texts stay here and in the log.

use shuke_base::{Code, Fault};

/// A failure of the store.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the write. Holds what names the index: its name (PostgreSQL) or `table.column` (SQLite).
    #[error("unique: {0}")]
    Unique(String),
    /// The engine does not answer, or too slowly.
    #[error("database away: {0}")]
    Away(String),
    /// The database can't be written.
    #[error("database is read-only: {0}")]
    ReadOnly(String),
    /// No room left.
    #[error("disk full: {0}")]
    Full(String),
    /// A newer program has written this database.
    #[error(
        "this database was written by a newer version (schema {database}; this program knows up to {program}): \
         start the newer program, or restore a backup made by this one"
    )]
    Newer {
        /// What the database has seen.
        database: i64,
        /// What this program knows.
        program: i64,
    },
    /// What is to be filled holds something already.
    #[error("the database is not empty; nothing was changed")]
    NotEmpty,
    /// What is to be loaded doesn't fit the tables.
    #[error("it does not fit this program's tables: {0}")]
    Misfit(String),
    /// The master key is not the one of this database.
    #[error("the master key does not open this database's key ring")]
    WrongMaster,
    /// A mistake of ours, or a damaged database.
    #[error("{0}")]
    Internal(String),
}

impl StoreError {
    /// A mistake of ours.
    pub fn internal(text: impl Into<String>) -> Self {
        Self::Internal(text.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                match code.as_str() {
                    // PostgreSQL: unique_violation.
                    "23505" => Self::Unique(database.constraint().unwrap_or_default().to_owned()),
                    // PostgreSQL: read_only_sql_transaction; disk_full; classes 08, 53 and 57 are about the connection.
                    "25006" => Self::ReadOnly(text),
                    "53100" => Self::Full(text),
                    // deadlock_detected, serialization_failure: another process was in the way; the same call may work.
                    "40P01" | "40001" => Self::Away(text),
                    c if c.len() == 5
                        && (c.starts_with("08") || c.starts_with("53") || c.starts_with("57P")) =>
                    {
                        Self::Away(text)
                    }
                    // SQLite, extended codes: SQLITE_CONSTRAINT_UNIQUE and _PRIMARYKEY name table and column.
                    "2067" | "1555" => {
                        let columns = database.message().rsplit_once(": ").map_or("", |(_, columns)| columns);
                        Self::Unique(columns.to_owned())
                    }
                    c if c.len() < 5 => sqlite(c.parse().unwrap_or(0), text),
                    _ => Self::Internal(text),
                }
            }
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed => Self::Away(text),
            _ => Self::Internal(text),
        }
    }
}

/// The primary result code is the low byte of an extended one.
fn sqlite(code: i32, text: String) -> StoreError {
    match code & 0xFF {
        8 => StoreError::ReadOnly(text),
        13 => StoreError::Full(text),
        5 | 6 | 10 | 14 => StoreError::Away(text),
        _ => StoreError::Internal(text),
    }
}

impl From<StoreError> for Fault {
    /// What the caller is told; what the engine said goes to the log.
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Unique(_) => Code::UniqueViolation,
            StoreError::Away(_) => Code::DatabaseAway,
            StoreError::ReadOnly(_) => Code::DatabaseReadOnly,
            StoreError::Full(_) => Code::DiskFull,
            StoreError::NotEmpty => Code::TargetNotEmpty,
            StoreError::Misfit(reason) => return Self::new(Code::BackupDamaged).with("reason", reason),
            StoreError::Newer { .. } | StoreError::WrongMaster | StoreError::Internal(_) => Code::Internal,
        };
        if code == Code::UniqueViolation {
            tracing::debug!(%error, "refused by a unique index");
        } else {
            tracing::error!(%error, "store");
        }
        Self::new(code)
    }
}
