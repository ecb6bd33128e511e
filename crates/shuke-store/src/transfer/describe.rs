//! What tables there are, as descriptions: those of the numbered migrations, and those of the objects. They are built
//! from the same steps that made the tables, so nothing has to be read out of an engine's catalogue, and nothing of
//! a file that somebody brings along becomes a statement.

use std::collections::BTreeMap;

use shuke_meta::{ColumnType, Schema, difference};

use crate::ddl::{Alter, Index, Kind, Table, TableColumn};
use crate::{StoreError, migrations};

/// A table and its indexes beyond the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The table.
    pub table: Table,
    /// Its indexes.
    pub indexes: Vec<Index>,
    /// Its rows have words, too.
    pub words: bool,
}

/// Tables whose rows are made from others: they stay behind, and the program that opens the database fills them anew.
const DERIVED: [&str; 4] =
    ["sys_search_doc", "sys_search_object", "sys_duplicate_key", "sys_duplicate_object"];

/// What the steps lead to, in the order of names.
fn fold(steps: impl IntoIterator<Item = Alter>) -> Result<Vec<Described>, StoreError> {
    let mut tables: BTreeMap<String, Described> = BTreeMap::new();
    let lost = |name: &str| StoreError::internal(format!("a step for the table {name}, which there is not"));
    for step in steps {
        match step {
            Alter::CreateTable(table) => {
                tables.insert(table.name.clone(), Described { table, indexes: Vec::new(), words: false });
            }
            Alter::AddColumn { table, column } => {
                // Rows that were there before have nothing in it.
                let column = TableColumn { required: false, ..column };
                tables.get_mut(&table).ok_or_else(|| lost(&table))?.table.columns.push(column);
            }
            Alter::CreateIndex { table, index } => {
                tables.get_mut(&table).ok_or_else(|| lost(&table))?.indexes.push(index);
            }
            Alter::AddWords { table } => {
                tables.get_mut(&table).ok_or_else(|| lost(&table))?.words = true;
            }
            Alter::DropIndex { name } => {
                for table in tables.values_mut() {
                    table.indexes.retain(|index| index.name != name);
                }
            }
        }
    }
    Ok(tables.into_values().collect())
}

/// The system tables after the migrations up to `number`.
///
/// # Errors
/// When the series contradicts itself.
pub fn system(number: i64) -> Result<Vec<Described>, StoreError> {
    let seen = migrations::ALL.iter().filter(|migration| migration.number <= number);
    fold(migrations::memory().into_iter().chain(seen.flat_map(migrations::Migration::steps)))
}

/// The tables of the objects.
///
/// # Errors
/// When a definition contradicts itself.
pub fn records(schema: &Schema) -> Result<Vec<Described>, StoreError> {
    let steps = schema.objects().flat_map(|object| difference(None, object));
    fold(steps.map(|step| Alter::from(&step)).collect::<Vec<_>>())
}

/// How a column's kind is called in a file.
#[must_use]
pub fn word(kind: Kind) -> String {
    match kind {
        Kind::Data(ColumnType::Text) => "text".to_owned(),
        Kind::Data(ColumnType::Int) => "int".to_owned(),
        Kind::Data(ColumnType::Decimal(places)) => format!("decimal({places})"),
        Kind::Data(ColumnType::Bool) => "bool".to_owned(),
        Kind::Data(ColumnType::Date) => "date".to_owned(),
        Kind::Data(ColumnType::Moment) => "moment".to_owned(),
        Kind::Data(ColumnType::Id) => "id".to_owned(),
        Kind::Data(ColumnType::Json) => "list".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
        Kind::Serial => "serial".to_owned(),
    }
}

impl Described {
    /// Whether its rows are made from those of other tables.
    #[must_use]
    pub fn derived(&self) -> bool {
        DERIVED.contains(&self.table.name.as_str())
    }

    /// Name and kind of each column, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, String)> {
        self.table.columns.iter().map(|column| (column.name.clone(), word(column.kind))).collect()
    }

    /// Places of the key's columns.
    pub(super) fn key(&self) -> Vec<usize> {
        let place = |name: &String| self.table.columns.iter().position(|column| column.name == *name);
        self.table.key.iter().filter_map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell;
    use super::*;

    #[test]
    fn one_can_go_on_behind_the_key_of_every_system_table() {
        for described in system(i64::MAX).expect("migrations that agree") {
            for at in described.key() {
                let column = &described.table.columns[at];
                assert!(cell::read_key(column.kind).is_some(), "{}.{}", described.table.name, column.name);
            }
        }
    }
}
