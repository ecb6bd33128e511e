//! A connection to either engine. Reading functions of the other modules are methods on it.

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Executor, Postgres, Sqlite};

use crate::{Bind, Dialect, Row, StoreError};

/// A connection. Statements have numbered places (`$1`), which both engines understand.
#[derive(Debug)]
pub struct Conn {
    link: Link,
}

#[derive(Debug)]
enum Link {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl From<PoolConnection<Sqlite>> for Conn {
    fn from(link: PoolConnection<Sqlite>) -> Self {
        Self { link: Link::Sqlite(link) }
    }
}

impl From<PoolConnection<Postgres>> for Conn {
    fn from(link: PoolConnection<Postgres>) -> Self {
        Self { link: Link::Postgres(link) }
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

impl Conn {
    /// Which engine runs.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// All rows of a query. The text is built by this crate alone; whatever comes from outside is bound.
    pub(crate) async fn rows(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Row>, StoreError> {
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

    /// The first row, if there is one.
    pub(crate) async fn row(&mut self, sql: &str, binds: &[Bind]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, binds).await?.into_iter().next())
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, binds: &[Bind]) -> Result<u64, StoreError> {
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
