//! Opening a database, and the handle that the rest of the program holds.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, PgPool, SqlitePool};
use tokio::sync::watch;

use crate::seal::Keys;
use crate::writer::Writer;
use crate::{Conn, Dialect, StoreError, Tx};

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL address, `postgres://…`; may hold a password.
    Postgres(String),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err("the database address `sqlite:` lacks a file".to_owned());
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err("a database address starts with `sqlite:` or `postgres://`".to_owned())
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// The pools behind a store.
#[derive(Debug, Clone)]
pub(crate) enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

impl Pools {
    pub(crate) async fn writer(&self) -> Result<Conn, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => writer.acquire().await?.into(),
            Self::Postgres(pool) => pool.acquire().await?.into(),
        })
    }

    async fn reader(&self) -> Result<Conn, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => readers.acquire().await?.into(),
            Self::Postgres(pool) => pool.acquire().await?.into(),
        })
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
    writer: Writer,
    committed: watch::Sender<u64>,
    pub(crate) keys: Arc<Keys>,
}

/// Statements kept prepared on each connection; their texts vary with views and filters.
const STATEMENTS: usize = 256;

/// Rows that SQLite's thread puts ready before somebody takes them: a page of any list, so that it never waits.
const ROWS: usize = 256;

fn sqlite_options(path: &PathBuf) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS)
        .row_buffer_size(ROWS)
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", "67108864")
}

async fn open_sqlite(path: &PathBuf) -> Result<Pools, StoreError> {
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // Once the file is open, whoever wants to write waits in [`Conn::begin`], which is fairer.
        .after_connect(|link, _| {
            Box::pin(async move { link.execute("PRAGMA busy_timeout = 5").await.map(|_| ()) })
        })
        .connect_with(sqlite_options(path).create_if_missing(true))
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .connect_lazy_with(sqlite_options(path).pragma("query_only", "ON"));
    Ok(Pools::Sqlite { writer, readers })
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    // Compiling a statement to machine code pays off after seconds, and none of ours may take that long: a search among a
    // million records took 143 ms with it and half a millisecond without.
    let options = PgConnectOptions::from_str(url)?
        .application_name("shuke")
        .statement_cache_capacity(STATEMENTS)
        .options([
            ("timezone", "UTC"),
            ("statement_timeout", "120000"),
            ("lock_timeout", "20000"),
            ("jit", "off"),
        ]);
    let pool = PgPoolOptions::new()
        .max_connections(12)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options)
        .await?;
    Ok(Pools::Postgres(pool))
}

impl Store {
    /// Opens the database, creating the file of the embedded one when it is missing. Migrations are not run here.
    ///
    /// # Errors
    /// When the engine can't be reached or the file can't be opened.
    pub async fn open(address: &Address) -> Result<Self, StoreError> {
        let pools = match address {
            Address::Sqlite(path) => open_sqlite(path).await?,
            Address::Postgres(url) => open_postgres(url).await?,
        };
        let (committed, _) = watch::channel(0);
        let keys = Arc::new(Keys::default());
        let writer = Writer::start(pools.clone(), committed.clone(), Arc::clone(&keys));
        Ok(Self { pools, writer, committed, keys })
    }

    /// Which engine runs.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none is free in time or the engine is away.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(self.pools.reader().await?.with_keys(Arc::clone(&self.keys)))
    }

    /// Runs `work` in a transaction of its own; when it answers an error, nothing of it stays. Answers after the
    /// commit is durable. Goes on to its end when the caller is dropped.
    ///
    /// # Errors
    /// What `work` answers, or the store's own trouble.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Changes whenever something of this process was committed: a hint to look for new events and jobs.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.committed.subscribe()
    }

    /// Waits for connections to end; for a clean stop.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
