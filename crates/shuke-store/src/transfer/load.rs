//! Filling an empty database, in one transaction: when anything goes wrong, it is as empty as before.

use serde_json::Value as Json;

use super::cell;
use super::describe::{self, Described, word};
use crate::ddl::{Alter, Kind, Table};
use crate::dialect::quote;
use crate::{Bind, StoreError, Tx, migrations};

/// A database that is being filled.
#[derive(Debug)]
pub struct Loader {
    system: Vec<Described>,
    records: Option<Vec<Described>>,
}

/// A table that rows are added to.
#[derive(Debug, Clone)]
pub struct Target {
    table: String,
    names: Vec<String>,
    kinds: Vec<Kind>,
}

fn misfit(text: impl Into<String>) -> StoreError {
    StoreError::Misfit(text.into())
}

impl Tx {
    /// Makes the system tables of a database that has seen the migrations up to `schema`; this one has to be empty.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::Newer`], or what the engine says.
    pub async fn begin_load(&mut self, schema: i64) -> Result<Loader, StoreError> {
        if !self.catalog().await?.is_empty() {
            return Err(StoreError::NotEmpty);
        }
        migrations::lacking(schema)?;
        if let Some(unhurried) = self.dialect().unhurried() {
            self.raw(unhurried).await?;
        }
        let system = describe::system(schema)?;
        for described in &system {
            self.alter(&[Alter::CreateTable(described.table.clone())]).await?;
            if described.words {
                self.alter(&[Alter::AddWords { table: described.table.name.clone() }]).await?;
            }
        }
        Ok(Loader { system, records: None })
    }
}

impl Loader {
    /// The tables of the objects, made as soon as their definitions are there.
    async fn records(&mut self, tx: &mut Tx) -> Result<&[Described], StoreError> {
        if self.records.is_none() {
            let made = describe::records(&tx.load_schema().await?)?;
            for described in &made {
                tx.alter(&[Alter::CreateTable(described.table.clone())]).await?;
            }
            self.records = Some(made);
        }
        Ok(self.records.as_deref().unwrap_or_default())
    }

    /// The table of this name, for rows with these columns (name and kind).
    ///
    /// # Errors
    /// [`StoreError::Misfit`] when there is no such table or column, or a column is of another kind.
    pub async fn target(
        &mut self,
        tx: &mut Tx,
        name: &str,
        columns: &[(String, String)],
    ) -> Result<Target, StoreError> {
        let system = self.system.iter().find(|described| described.table.name == name).cloned();
        let found = match system {
            Some(found) => Some(found),
            None => self.records(tx).await?.iter().find(|described| described.table.name == name).cloned(),
        };
        let Described { table, .. } = found.ok_or_else(|| misfit(format!("unknown table {name}")))?;
        let mut kinds = Vec::with_capacity(columns.len());
        for (column, kind) in columns {
            let known = table.columns.iter().find(|known| known.name == *column);
            let known = known.ok_or_else(|| misfit(format!("unknown column {name}.{column}")))?;
            if word(known.kind) != *kind {
                return Err(misfit(format!("{name}.{column} is {}, not {kind}", word(known.kind))));
            }
            kinds.push(known.kind);
        }
        let names = columns.iter().map(|(column, _)| quote(column)).collect();
        Ok(Target { table: table.name, names, kinds })
    }

    /// Adds rows, a JSON array a line; answers how many.
    ///
    /// # Errors
    /// [`StoreError::Misfit`] when a line is no row of this table, or what the engine says.
    pub async fn add(&self, tx: &mut Tx, target: &Target, lines: &[u8]) -> Result<u64, StoreError> {
        let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let rows = lines.map(|line| row(target, line)).collect::<Result<Vec<_>, _>>()?;
        let count = rows.len() as u64;
        tx.insert_many(&quote(&target.table), &target.names, rows).await?;
        Ok(count)
    }

    /// Makes what is lacking: tables without rows, indexes, and the counters behind keys that the engine gives.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn finish(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.records(tx).await?;
        for described in self.system.iter().chain(self.records.iter().flatten()) {
            let table = described.table.name.clone();
            let indexes = described.indexes.iter().cloned();
            let steps: Vec<Alter> =
                indexes.map(|index| Alter::CreateIndex { table: table.clone(), index }).collect();
            tx.alter(&steps).await?;
            settle(tx, &described.table).await?;
        }
        Ok(())
    }
}

fn row(target: &Target, line: &[u8]) -> Result<Vec<Bind>, StoreError> {
    let values: Vec<Json> = serde_json::from_slice(line)
        .map_err(|error| misfit(format!("a row of {}: {error}", target.table)))?;
    if values.len() != target.kinds.len() {
        return Err(misfit(format!("a row of {} has {} values", target.table, values.len())));
    }
    let binds = values.into_iter().zip(&target.kinds).zip(&target.names).map(|((value, kind), name)| {
        cell::read(value, *kind).ok_or_else(|| misfit(format!("a value of {}.{name}", target.table)))
    });
    binds.collect()
}

/// The engine goes on counting behind the last row. SQLite notices by itself.
async fn settle(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    let Some(serial) = table.columns.iter().find(|column| column.kind == Kind::Serial) else { return Ok(()) };
    match tx.dialect().settle_serial(&table.name, &serial.name) {
        Some(sql) => tx.run(&sql, &[]).await.map(drop),
        None => Ok(()),
    }
}
