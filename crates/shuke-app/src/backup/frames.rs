//! The content of a database in frames: from a snapshot or a file, to a file or into another database.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shuke_base::Fault;
use shuke_store::transfer::{Cursor, Plan};
use shuke_store::{Conn, Store};
use tokio::sync::mpsc;

use super::attachments::{self, FileSum};
use super::key::hex;
use crate::files::store::FileStore;

/// Frames on their way, a few ahead of whoever takes them. One that tells of trouble is the last.
pub type Frames = mpsc::Receiver<Result<Frame, Fault>>;

/// Frames that wait, at most.
const AHEAD: usize = 4;

/// A part of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// The beginning.
    Begin {
        /// The last migration that the database has seen.
        schema: i64,
        /// Rows of all tables.
        rows: u64,
    },
    /// A file that records hold begins.
    File {
        /// SHA-256 of its bytes, in hexadecimal digits.
        sha256: String,
        /// How many there are.
        bytes: u64,
    },
    /// Bytes of that file.
    Bytes(Vec<u8>),
    /// A table begins.
    Table {
        /// Its name.
        name: String,
        /// Name and kind of each column.
        columns: Vec<(String, String)>,
    },
    /// Rows of that table, a JSON array a line.
    Rows {
        /// The lines.
        lines: String,
        /// How many.
        count: u64,
    },
    /// The table ends.
    End(TableSum),
    /// The end of all.
    Done(Manifest),
}

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// SHA-256 of their lines.
    pub sha256: String,
}

/// What all tables hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The last migration that the database has seen.
    pub schema: i64,
    /// Rows of all tables.
    pub rows: u64,
    /// The tables, in order.
    pub tables: Vec<TableSum>,
    /// The files beside the tables; none when the database alone was asked for.
    #[serde(default)]
    pub files: FileSum,
}

impl Manifest {
    /// One digest of everything: two databases with the same content have the same. It tells of the files, too, since
    /// the database knows each by its own digest.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.schema.to_string());
        for table in &self.tables {
            hasher.update(format!("\n{} {} {}", table.name, table.rows, table.sha256));
        }
        hex(&hasher.finalize())
    }

    /// The first table that differs.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        let name = |pair: (&TableSum, &TableSum)| (pair.0 != pair.1).then(|| pair.0.name.clone());
        let first = self.tables.iter().zip(&other.tables).find_map(name);
        let lengths = self.tables.len() != other.tables.len() || self.schema != other.schema;
        first.or_else(|| lengths.then(|| "sys_migration".to_owned()))
    }
}

/// Counts and digests the lines of one table.
#[derive(Debug, Default)]
pub(super) struct Sum {
    rows: u64,
    hasher: Sha256,
}

impl Sum {
    pub(super) fn add(&mut self, lines: &[u8], count: u64) {
        self.rows += count;
        self.hasher.update(lines);
    }

    pub(super) fn end(self, name: String) -> TableSum {
        TableSum { name, rows: self.rows, sha256: hex(&self.hasher.finalize()) }
    }
}

/// Everything that a database holds at this moment, and the files that it knows of.
pub fn of_company(store: &Store, files: Option<Arc<dyn FileStore>>) -> Frames {
    let (send, receive) = mpsc::channel(AHEAD);
    let store = store.clone();
    tokio::spawn(async move {
        if let Err(Some(fault)) = read(&store, files.as_deref(), &send).await {
            // Whoever has gone away doesn't want to know.
            let _ = send.send(Err(fault)).await;
        }
    });
    receive
}

/// A failure without a fault means that nobody takes the frames any more.
async fn read(
    store: &Store,
    files: Option<&dyn FileStore>,
    send: &mpsc::Sender<Result<Frame, Fault>>,
) -> Result<(), Option<Fault>> {
    let told = |error: shuke_store::StoreError| Some(Fault::from(error));
    let pass = |frame: Frame| async { send.send(Ok(frame)).await.map_err(|_| None) };
    let mut conn = store.snapshot().await.map_err(told)?;
    let plan = Plan::of(&mut conn).await.map_err(told)?;
    let mut rows = 0;
    for table in 0..plan.tables().len() {
        rows += plan.count(&mut conn, table).await.map_err(told)?;
    }
    let schema = plan.schema();
    pass(Frame::Begin { schema, rows }).await?;
    let files = match files {
        Some(files) if plan.tables().iter().any(|known| known.table.name == "sys_attachment") => {
            attachments::send(&mut conn, files, send).await?
        }
        _ => FileSum::default(),
    };
    let mut tables = Vec::new();
    for (table, described) in plan.tables().iter().enumerate() {
        let name = described.table.name.clone();
        pass(Frame::Table { name: name.clone(), columns: described.columns() }).await?;
        let (mut cursor, mut sum) = (Cursor::default(), Sum::default());
        loop {
            let mut lines = String::new();
            let count = plan.rows(&mut conn, table, &mut cursor, &mut lines).await.map_err(told)?;
            if count == 0 {
                break;
            }
            sum.add(lines.as_bytes(), count);
            pass(Frame::Rows { lines, count }).await?;
        }
        let sum = sum.end(name);
        pass(Frame::End(sum.clone())).await?;
        tables.push(sum);
    }
    pass(Frame::Done(Manifest { schema, rows, tables, files })).await
}

/// Everything that a database holds at this moment, without files.
pub fn of_database(store: &Store) -> Frames {
    of_company(store, None)
}

/// What is seen through this connection, as a manifest. Inside a transaction that also writes, it tells what was
/// written.
///
/// # Errors
/// The store's trouble.
pub async fn manifest_of(conn: &mut Conn) -> Result<Manifest, Fault> {
    let plan = Plan::of(conn).await?;
    let mut tables = Vec::new();
    for (table, described) in plan.tables().iter().enumerate() {
        let (mut cursor, mut sum) = (Cursor::default(), Sum::default());
        loop {
            let mut lines = String::new();
            let count = plan.rows(conn, table, &mut cursor, &mut lines).await?;
            if count == 0 {
                break;
            }
            sum.add(lines.as_bytes(), count);
        }
        tables.push(sum.end(described.table.name.clone()));
    }
    let rows = tables.iter().map(|table| table.rows).sum();
    Ok(Manifest { schema: plan.schema(), rows, tables, files: FileSum::default() })
}
