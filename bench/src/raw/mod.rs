//! The database library alone: a connection, statements written by hand, and JSON written from the rows.

mod json;
mod row;
mod work;

pub(crate) use work::NewLead;

use anyhow::Context;
use chrono::{DateTime, Utc};
use shuke_meta::{ObjectDef, Schema, pack};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Arguments, AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::str::FromStr;
use std::sync::Arc;
use uuid::Uuid;

use crate::Engine;
use crate::fixture::Fixture;
use crate::raw::row::Row;

/// A value for a statement.
#[derive(Debug, Clone)]
pub(crate) enum Bind {
    Text(String),
    Int(i64),
    Id(Uuid),
    Time(DateTime<Utc>),
}

/// A connection of the library, and what has to be known of the tables.
#[derive(Debug)]
pub(crate) struct Raw {
    link: Link,
    /// The leads, as the standard pack defines them.
    pub(crate) lead: Arc<ObjectDef>,
}

#[derive(Debug)]
enum Link {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

fn unfit(error: sqlx::error::BoxDynError) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}

impl Raw {
    /// A connection with the settings that the server has, too.
    pub(crate) async fn open(fixture: &Fixture) -> anyhow::Result<Self> {
        let link = match fixture.engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(&fixture.address)?
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .pragma("cache_size", "-8000")
                    .pragma("temp_store", "MEMORY");
                Link::Sqlite(SqliteConnection::connect_with(&options).await?)
            }
            Engine::Postgres => Link::Postgres(PgConnection::connect(&fixture.address).await?),
        };
        let objects = pack::load("standard").map_err(|error| anyhow::anyhow!("{error:?}"))?.objects;
        let lead = Schema::new(1, objects).object("lead").context("leads")?.clone();
        Ok(Self { link, lead })
    }

    pub(crate) async fn rows(&mut self, sql: &str, binds: Vec<Bind>) -> anyhow::Result<Vec<Row>> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match &mut self.link {
            Link::Sqlite(link) => {
                let rows = link.fetch_all(sqlx::query_with(sql, sqlite(binds)?)).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Link::Postgres(link) => {
                let rows = link.fetch_all(sqlx::query_with(sql, postgres(binds)?)).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn run(&mut self, sql: &str, binds: Vec<Bind>) -> anyhow::Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.link {
            Link::Sqlite(link) => {
                link.execute(sqlx::query_with(sql, sqlite(binds)?)).await?;
            }
            Link::Postgres(link) => {
                link.execute(sqlx::query_with(sql, postgres(binds)?)).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn begin(&mut self) -> anyhow::Result<()> {
        let begin = match self.link {
            Link::Sqlite(_) => "BEGIN IMMEDIATE",
            Link::Postgres(_) => "BEGIN",
        };
        self.run(begin, Vec::new()).await
    }
}

fn sqlite(binds: Vec<Bind>) -> anyhow::Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    for bind in binds {
        match bind {
            Bind::Text(text) => arguments.add(text),
            Bind::Int(number) => arguments.add(number),
            Bind::Id(id) => arguments.add(id.as_bytes().to_vec()),
            Bind::Time(time) => arguments.add(time.timestamp_micros()),
        }
        .map_err(unfit)?;
    }
    Ok(arguments)
}

fn postgres(binds: Vec<Bind>) -> anyhow::Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for bind in binds {
        match bind {
            Bind::Text(text) => arguments.add(text),
            Bind::Int(number) => arguments.add(number),
            Bind::Id(id) => arguments.add(id),
            Bind::Time(time) => arguments.add(time),
        }
        .map_err(unfit)?;
    }
    Ok(arguments)
}
