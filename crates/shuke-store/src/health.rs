//! What only a check-up asks: the engine's version, damage in the file, tables and indexes that are not there.

use shuke_meta::{ObjectDef, Schema, difference};

use crate::ddl::{Alter, CatalogTable};
use crate::dialect::words::words_table;
use crate::{Conn, StoreError, migrations};

/// The first release of SQLite without the fault that could damage a write-ahead log.
const SQLITE_SOUND: [u32; 3] = [3, 51, 3];
/// The first release of PostgreSQL that this program is tested with.
const POSTGRES_KNOWN: [u32; 3] = [15, 0, 0];

/// The engine and whether its version is one to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// Name and version.
    pub name: String,
    /// New enough.
    pub sound: bool,
    /// The first version that is.
    pub wanted: String,
}

fn numbers(text: &str) -> [u32; 3] {
    let plain = text.split([' ', '-']).next().unwrap_or_default();
    let mut parts = plain.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

impl Conn {
    /// The engine.
    ///
    /// # Errors
    /// When it doesn't answer; so for each of these functions.
    pub async fn engine(&mut self) -> Result<Engine, StoreError> {
        let row = self.row(self.dialect().ask_version(), &[]).await?;
        let version = row.map(|row| row.string(0)).transpose()?.unwrap_or_default();
        let (name, wanted) = match self.dialect() {
            crate::Dialect::Sqlite => ("SQLite", SQLITE_SOUND),
            crate::Dialect::Postgres => ("PostgreSQL", POSTGRES_KNOWN),
        };
        let [major, minor, patch] = wanted;
        Ok(Engine {
            sound: numbers(&version) >= wanted,
            name: format!("{name} {version}"),
            wanted: format!("{major}.{minor}.{patch}"),
        })
    }

    /// What is damaged in the database's file, in the engine's words; nothing where the engine looks after itself.
    ///
    /// # Errors
    /// As [`Conn::engine`].
    pub async fn damage(&mut self) -> Result<Vec<String>, StoreError> {
        let Some(ask) = self.dialect().ask_damage() else { return Ok(Vec::new()) };
        let told =
            self.rows(ask, &[]).await?.iter().map(|row| row.string(0)).collect::<Result<Vec<_>, _>>()?;
        Ok(told.into_iter().filter(|line| line != "ok").collect())
    }

    /// Tables, columns and indexes that this program counts on and the database lacks.
    ///
    /// # Errors
    /// As [`Conn::engine`].
    pub async fn lacking(&mut self, schema: &Schema) -> Result<Vec<String>, StoreError> {
        let catalog = self.catalog().await?;
        let mut lacking = Vec::new();
        let nothing = CatalogTable::default();
        let system = migrations::ALL.iter().flat_map(migrations::Migration::steps);
        let steps: Vec<Alter> = schema.objects().flat_map(|object| of_object(object)).collect();
        for alter in system.chain(steps) {
            match &alter {
                Alter::CreateTable(table) => {
                    let found = catalog.get(&table.name).unwrap_or(&nothing);
                    let columns = table.columns.iter().filter(|column| !found.has(&column.name));
                    lacking.extend(columns.map(|column| format!("{}.{}", table.name, column.name)));
                }
                Alter::AddColumn { table, column } => {
                    if !catalog.get(table).unwrap_or(&nothing).has(&column.name) {
                        lacking.push(format!("{table}.{}", column.name));
                    }
                }
                Alter::CreateIndex { table, index } => {
                    if !catalog.get(table).unwrap_or(&nothing).indexes.contains_key(&index.name) {
                        lacking.push(index.name.clone());
                    }
                }
                Alter::DropIndex { name } => lacking.retain(|known| known != name),
                Alter::AddWords { table } => {
                    let beside = words_table(table);
                    let found =
                        catalog.contains_key(&beside) || catalog.get(table).unwrap_or(&nothing).has("words");
                    lacking.extend((!found).then_some(beside));
                }
            }
        }
        Ok(lacking)
    }
}

fn of_object(object: &ObjectDef) -> Vec<Alter> {
    difference(None, object).iter().map(Alter::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(numbers("3.51.10") > numbers("3.51.3"));
        assert!(numbers("3.9.0") < SQLITE_SOUND);
        assert!(numbers("15.18 (Debian 15.18-0+deb12u1)") >= POSTGRES_KNOWN);
        assert!(numbers("16beta1") < POSTGRES_KNOWN, "what can't be read is not trusted");
    }
}
