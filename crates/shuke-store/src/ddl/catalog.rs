//! What the engine says about its own tables: for checks, and for names that are taken.

use std::collections::BTreeMap;

use crate::{Conn, StoreError};

/// A column as the engine knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogColumn {
    /// Physical name.
    pub name: String,
    /// The engine's own word for the type, in lower case.
    pub kind: String,
    /// Never empty.
    pub required: bool,
}

/// An index as the engine knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogIndex {
    /// Columns in order.
    pub columns: Vec<String>,
    /// No two rows that it covers may agree.
    pub unique: bool,
    /// Covers some rows only.
    pub partial: bool,
}

/// A table as the engine knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogTable {
    /// Columns in their physical order.
    pub columns: Vec<CatalogColumn>,
    /// Columns of the key, in order.
    pub key: Vec<String>,
    /// Indexes beyond the key, by name.
    pub indexes: BTreeMap<String, CatalogIndex>,
}

impl CatalogTable {
    /// Whether a column of this name exists.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column)
    }
}

impl Conn {
    /// All tables of the database, by name.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn catalog(&mut self) -> Result<BTreeMap<String, CatalogTable>, StoreError> {
        let mut tables: BTreeMap<String, CatalogTable> = BTreeMap::new();
        let mut keys: Vec<(String, i64, String)> = Vec::new();
        let dialect = self.dialect();
        for row in self.rows(dialect.list_columns(), &[]).await? {
            let (table, name, place) = (row.string(0)?, row.string(1)?, row.number(4)?);
            if place > 0 {
                keys.push((table.clone(), place, name.clone()));
            }
            // A key is never empty, also where SQLite doesn't say so (a key that is the row's own number).
            let required = row.number(3)? != 0 || place > 0;
            let column = CatalogColumn { name, kind: row.text(2)?.unwrap_or_default(), required };
            tables.entry(table).or_default().columns.push(column);
        }
        keys.sort();
        for (table, _, name) in keys {
            tables.entry(table).or_default().key.push(name);
        }
        for row in self.rows(dialect.list_indexes(), &[]).await? {
            let index = tables.entry(row.string(0)?).or_default().indexes.entry(row.string(1)?).or_insert(
                CatalogIndex {
                    columns: Vec::new(),
                    unique: row.number(2)? != 0,
                    partial: row.number(4)? != 0,
                },
            );
            index.columns.push(row.string(3)?);
        }
        Ok(tables)
    }
}
