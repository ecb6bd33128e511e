//! Tables, columns and indexes, on either engine.
//!
//! Metadata's steps and the numbered migrations of the system tables become the same few [`Alter`]s, and one place
//! turns those into statements. Both engines define tables inside transactions: a change that fails leaves nothing.

pub mod catalog;
pub mod table;

use shuke_meta::{Column, ColumnType, IndexSpec, Step};

use crate::dialect::quote;
use crate::{Dialect, StoreError, Tx};

pub use catalog::{CatalogColumn, CatalogIndex, CatalogTable};
pub use table::{Alter, Index, Kind, Table, TableColumn};

/// System columns that are never empty; every other one may be.
const FILLED: [&str; 4] = ["id", "created_at", "updated_at", "version"];

fn record_column(column: &Column) -> TableColumn {
    TableColumn {
        name: column.name.clone(),
        kind: Kind::Data(column.kind),
        required: FILLED.contains(&column.name.as_str()),
    }
}

/// Indexes of records cover live ones or deleted ones, never both. Unique ones are for equality alone and keep the
/// engine's own order.
fn record_index(index: &IndexSpec) -> Index {
    Index {
        name: index.name.clone(),
        columns: index.columns.clone(),
        unique: index.unique,
        condition: Some(if index.deleted { "deleted_at IS NOT NULL" } else { "deleted_at IS NULL" }),
        nulls_first: !index.unique,
        counted: !index.unique && !index.deleted,
    }
}

impl From<&Step> for Alter {
    fn from(step: &Step) -> Self {
        match step {
            Step::CreateTable { table, columns } => Self::CreateTable(Table {
                name: table.clone(),
                columns: columns.iter().map(record_column).collect(),
                key: vec!["id".to_owned()],
                clustered: false,
            }),
            Step::AddColumn { table, column } => {
                Self::AddColumn { table: table.clone(), column: record_column(column) }
            }
            Step::CreateIndex { table, index } => {
                Self::CreateIndex { table: table.clone(), index: record_index(index) }
            }
            Step::DropIndex { name } => Self::DropIndex { name: name.clone() },
        }
    }
}

fn declared(dialect: Dialect, kind: Kind) -> String {
    match kind {
        Kind::Data(kind) => dialect.column_type(kind),
        Kind::Bytes => dialect.bytes_type().to_owned(),
        Kind::Serial => dialect.column_type(ColumnType::Int),
    }
}

fn column(dialect: Dialect, column: &TableColumn) -> String {
    let filled = if column.required { " NOT NULL" } else { "" };
    format!("{} {}{filled}", quote(&column.name), declared(dialect, column.kind))
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}

fn create_table(dialect: Dialect, table: &Table) -> String {
    let serial = |name: &TableColumn| name.kind == Kind::Serial;
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|it| match it.kind {
            Kind::Serial => format!("{} {}", quote(&it.name), dialect.serial_key()),
            _ => column(dialect, it),
        })
        .collect();
    if !table.columns.iter().any(serial) {
        parts.push(format!("PRIMARY KEY ({})", quoted(&table.key)));
    }
    let suffix = if table.clustered { dialect.clustered() } else { "" };
    format!("CREATE TABLE {} ({}){suffix}", quote(&table.name), parts.join(", "))
}

fn create_index(dialect: Dialect, table: &str, index: &Index) -> String {
    let order = if index.nulls_first { dialect.nulls_first() } else { "" };
    let tail = dialect.index_tail().filter(|_| index.counted);
    let names = index.columns.iter().map(String::as_str).chain(tail);
    let columns: Vec<String> = names.map(|name| format!("{}{order}", quote(name))).collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let condition = index.condition.map(|test| format!(" WHERE {test}")).unwrap_or_default();
    let (name, table) = (quote(&index.name), quote(table));
    format!("CREATE {unique}INDEX {name} ON {table} ({}){condition}", columns.join(", "))
}

/// The statement that carries out one step.
fn statement(dialect: Dialect, alter: &Alter) -> String {
    match alter {
        Alter::CreateTable(table) => create_table(dialect, table),
        // An existing row has nothing in a new column, whatever the column asks of rows to come.
        Alter::AddColumn { table, column } => {
            let kind = declared(dialect, column.kind);
            format!("ALTER TABLE {} ADD COLUMN {} {kind}", quote(table), quote(&column.name))
        }
        Alter::CreateIndex { table, index } => create_index(dialect, table, index),
        Alter::DropIndex { name } => format!("DROP INDEX IF EXISTS {}", quote(name)),
        Alter::AddWords { table } => dialect.add_words(table),
    }
}

impl Tx {
    /// Carries out the steps from one version of an object to the next, in order.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when a new unique index meets doubles, naming the index or its columns; otherwise what
    /// the engine says.
    pub async fn apply(&mut self, steps: &[Step]) -> Result<(), StoreError> {
        let alters: Vec<Alter> = steps.iter().map(Alter::from).collect();
        self.alter(&alters).await
    }

    /// Carries out changes of tables, in order.
    pub(crate) async fn alter(&mut self, alters: &[Alter]) -> Result<(), StoreError> {
        let dialect = self.dialect();
        for alter in alters {
            self.raw(&statement(dialect, alter)).await?;
        }
        Ok(())
    }
}
