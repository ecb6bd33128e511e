//! A connection to either engine. Reading functions of the other modules are methods on it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Connection, Executor, Postgres, Sqlite};

use crate::seal::Keys;
use crate::{Bind, Dialect, Row, StoreError};

/// A connection. Statements have numbered places (`$1`), which both engines understand.
#[derive(Debug)]
pub struct Conn {
    link: Link,
    pub(crate) keys: Arc<Keys>,
    /// The transaction has made sure that it seals with the newest key.
    pub(crate) current: bool,
}

#[derive(Debug)]
enum Link {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl From<PoolConnection<Sqlite>> for Conn {
    fn from(link: PoolConnection<Sqlite>) -> Self {
        Self { link: Link::Sqlite(link), keys: Arc::default(), current: false }
    }
}

impl From<PoolConnection<Postgres>> for Conn {
    fn from(link: PoolConnection<Postgres>) -> Self {
        Self { link: Link::Postgres(link), keys: Arc::default(), current: false }
    }
}

fn sqlite_arguments(binds: &[Bind]) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for bind in binds {
        bind.to_sqlite(&mut arguments)?;
    }
    Ok(arguments)
}

fn postgres_arguments(binds: &[Bind]) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for bind in binds {
        bind.to_postgres(&mut arguments)?;
    }
    Ok(arguments)
}

/// How long a transaction waits for its turn while another process writes to the same file.
const TURN: Duration = Duration::from_secs(30);
/// How often it looks. The gap between two transactions of a busy process is a fraction of a millisecond, and the
/// engine's own waiting looks ten times a second only.
const LOOK: Duration = Duration::from_millis(1);

/// Whether SQLite says that another process is writing; the primary result code is the low byte.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xFF == 5)
}

impl Conn {
    /// Which engine runs.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The same connection with the keys of its store.
    pub(crate) fn with_keys(mut self, keys: Arc<Keys>) -> Self {
        self.keys = keys;
        self
    }

    /// A lock that was taken since the place that is gone back to is lost with it: what is sealed next asks again for
    /// the newest key.
    pub(crate) fn rolled_back(&mut self) {
        self.current = false;
    }

    /// The values as they go to the engine: sealed, or as digests, where that is asked for.
    async fn settled<'b>(&mut self, binds: &'b [Bind]) -> Result<Cow<'b, [Bind]>, StoreError> {
        if !binds.iter().any(Bind::is_keyed) {
            return Ok(Cow::Borrowed(binds));
        }
        if self.ring().is_none()
            && let Some(binds) = binds.iter().map(Bind::unsealed).collect::<Option<Vec<_>>>()
        {
            return Ok(Cow::Owned(binds));
        }
        let seals = binds.iter().any(|bind| matches!(bind, Bind::Seal { .. } | Bind::Closed { .. }));
        let ring = if seals { self.sealing_ring().await? } else { self.ring_open()? };
        binds.iter().map(|bind| bind.settled(&ring)).collect::<Result<_, _>>().map(Cow::Owned)
    }

    /// All rows of a query. The text is built by this crate alone; whatever comes from outside is bound.
    pub(crate) async fn rows(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Row>, StoreError> {
        let binds = self.settled(binds).await?;
        self.plain_rows(sql, &binds).await
    }

    /// As [`Conn::rows`], for values that have nothing to do with keys.
    pub(crate) async fn plain_rows(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Row>, StoreError> {
        match &mut self.link {
            Link::Sqlite(link) => {
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), sqlite_arguments(binds)?);
                Ok((&mut **link).fetch_all(query).await?.into_iter().map(Row::Sqlite).collect())
            }
            Link::Postgres(link) => {
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), postgres_arguments(binds)?);
                Ok((&mut **link).fetch_all(query).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// As [`Conn::rows`], planned for these very values and by an index alone. PostgreSQL believes that a condition over
    /// words costs nothing, and with many words reads every document for it: half a minute among a million.
    pub(crate) async fn rows_by_index(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Row>, StoreError> {
        let binds = &self.settled(binds).await?;
        let Link::Postgres(link) = &mut self.link else { return self.rows(sql, binds).await };
        let mut tx = (**link).begin().await?;
        (&mut *tx).execute("SET LOCAL enable_seqscan = off").await?;
        let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), postgres_arguments(binds)?);
        let rows = (&mut *tx).fetch_all(query.persistent(false)).await?;
        tx.commit().await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// The first row, if there is one.
    pub(crate) async fn row(&mut self, sql: &str, binds: &[Bind]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, binds).await?.into_iter().next())
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, binds: &[Bind]) -> Result<u64, StoreError> {
        let binds = &self.settled(binds).await?;
        match &mut self.link {
            Link::Sqlite(link) => {
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), sqlite_arguments(binds)?);
                Ok((&mut **link).execute(query).await?.rows_affected())
            }
            Link::Postgres(link) => {
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), postgres_arguments(binds)?);
                Ok((&mut **link).execute(query).await?.rows_affected())
            }
        }
    }

    /// Runs statements that take no values and are not worth preparing: transaction control and definitions.
    pub(crate) async fn raw(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.link {
            Link::Sqlite(link) => {
                (&mut **link).execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
            }
            Link::Postgres(link) => {
                (&mut **link).execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
            }
        }
        Ok(())
    }

    /// Starts a writing transaction; on the embedded database this may mean waiting for another process.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        let begin = self.dialect().begin();
        let Link::Sqlite(link) = &mut self.link else { return self.raw(begin).await };
        let asked = Instant::now();
        loop {
            match (&mut **link).execute(sqlx::raw_sql(begin)).await {
                Ok(_) => return Ok(()),
                Err(error) if is_busy(&error) && asked.elapsed() < TURN => tokio::time::sleep(LOOK).await,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The connection ends when it is dropped, instead of going back to the others.
    pub(crate) fn close_when_dropped(&mut self) {
        match &mut self.link {
            Link::Sqlite(link) => link.close_on_drop(),
            Link::Postgres(link) => link.close_on_drop(),
        }
    }

    /// Ends the connection instead of giving it back: its state is not known.
    pub(crate) async fn discard(self) {
        let ended = match self.link {
            Link::Sqlite(link) => link.close().await,
            Link::Postgres(link) => link.close().await,
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "closing a connection");
        }
    }
}
