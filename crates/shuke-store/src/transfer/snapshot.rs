//! The whole database as it stood at one moment, read while others write on.

use std::fmt::Write as _;

use super::cell;
use super::describe::{self, Described};
use crate::ddl::Kind;
use crate::dialect::quote;
use crate::{Bind, Conn, Store, StoreError};

/// Rows read at a time.
const ROWS: usize = 500;
/// Rows read at a time where they hold pieces of files.
const PIECES: usize = 8;

/// How far a table was read.
#[derive(Debug, Clone, Default)]
pub struct Cursor(Option<Vec<Bind>>);

/// Rows that are left out: those of the very work that makes a copy, which would be under way for ever in the copy.
fn left_out(table: &str) -> Option<&'static str> {
    match table {
        "sys_job" => Some("kind <> 'backup'"),
        "sys_backup" => Some("finished_at IS NOT NULL"),
        _ => None,
    }
}

/// What tables there are, and so how everything is read.
#[derive(Debug)]
pub struct Plan {
    schema: i64,
    tables: Vec<Described>,
}

impl Plan {
    /// What is to be read from this database.
    ///
    /// # Errors
    /// When the engine doesn't answer, or the database was never migrated.
    pub async fn of(conn: &mut Conn) -> Result<Self, StoreError> {
        let schema = conn.seen().await?.ok_or_else(|| StoreError::internal("there is nothing to copy"))?;
        crate::migrations::lacking(schema)?;
        let mut tables = describe::system(schema)?;
        let objects = conn.load_schema().await?;
        tables.extend(describe::records(&objects)?);
        tables.retain(|described| !described.derived());
        Ok(Self { schema, tables })
    }

    /// The last migration that the database has seen.
    #[must_use]
    pub fn schema(&self) -> i64 {
        self.schema
    }

    /// The tables, in the order in which they are to be read: system tables come first.
    #[must_use]
    pub fn tables(&self) -> &[Described] {
        &self.tables
    }

    /// Rows of a table.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn count(&self, conn: &mut Conn, table: usize) -> Result<u64, StoreError> {
        let name = &self.tables[table].table.name;
        let test = left_out(name).map(|test| format!(" WHERE {test}")).unwrap_or_default();
        let row = conn.row(&format!("SELECT count(*) FROM {}{test}", quote(name)), &[]).await?;
        let count = row.map_or(Ok(0), |row| row.number(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Appends the next rows of a table, a line each; answers how many, none at the end.
    ///
    /// # Errors
    /// When the engine doesn't answer or a row can't be read.
    pub async fn rows(
        &self,
        conn: &mut Conn,
        table: usize,
        cursor: &mut Cursor,
        out: &mut String,
    ) -> Result<u64, StoreError> {
        let described = &self.tables[table];
        let (columns, key) = (&described.table.columns, described.key());
        let quoted = |names: &[usize]| -> String {
            names.iter().map(|at| quote(&columns[*at].name)).collect::<Vec<_>>().join(", ")
        };
        let all: Vec<usize> = (0..columns.len()).collect();
        let binds = cursor.0.take().unwrap_or_default();
        let mut tests: Vec<String> = left_out(&described.table.name).map(str::to_owned).into_iter().collect();
        if !binds.is_empty() {
            let places: Vec<String> = (1..=binds.len()).map(|nth| format!("${nth}")).collect();
            tests.push(format!("({}) > ({})", quoted(&key), places.join(", ")));
        }
        let heavy = columns.iter().any(|column| column.kind == Kind::Bytes);
        let most = if heavy { PIECES } else { ROWS };
        let mut sql = format!("SELECT {} FROM {}", quoted(&all), quote(&described.table.name));
        if !tests.is_empty() {
            // Writing to a string can't fail.
            let _ = write!(sql, " WHERE {}", tests.join(" AND "));
        }
        let _ = write!(sql, " ORDER BY {} LIMIT {most}", quoted(&key));
        let rows = conn.rows(&sql, &binds).await?;
        for row in &rows {
            out.push('[');
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                cell::write(out, row, at, column.kind)?;
            }
            out.push_str("]\n");
        }
        if let Some(last) = rows.last() {
            let binds = key.iter().map(|at| cell::key(last, *at, columns[*at].kind));
            cursor.0 = Some(binds.collect::<Result<_, _>>()?);
        }
        Ok(rows.len() as u64)
    }
}

impl Store {
    /// A connection that sees everything as it stands at this moment, whatever others write. Its transaction ends when
    /// it is dropped.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn snapshot(&self) -> Result<Conn, StoreError> {
        let mut conn = self.read().await?;
        // Whatever becomes of it, nobody else is given a connection inside an old transaction.
        conn.close_when_dropped();
        let begin = conn.dialect().begin_snapshot();
        conn.raw(begin).await?;
        // The moment is that of the first look.
        conn.versions().await?;
        Ok(conn)
    }
}
