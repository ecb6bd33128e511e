//! Tables as descriptions that both engines are built from.

use shuke_meta::ColumnType;

/// How a column is stored: as metadata knows it, or one of the two kinds that only system tables have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A type that fields have, too.
    Data(ColumnType),
    /// Bytes.
    Bytes,
    /// A whole number that the engine counts up itself; the table's key.
    Serial,
}

impl From<ColumnType> for Kind {
    fn from(kind: ColumnType) -> Self {
        Self::Data(kind)
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Physical name.
    pub name: String,
    /// How it is stored.
    pub kind: Kind,
    /// Never empty.
    pub required: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Physical name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<TableColumn>,
    /// The columns of its key, in order.
    pub key: Vec<String>,
    /// Its rows are small and live in the tree of the key, where the engine knows of such a thing.
    pub clustered: bool,
}

/// An index beyond the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Physical name.
    pub name: String,
    /// Columns in order.
    pub columns: Vec<String>,
    /// No two rows that it covers may agree.
    pub unique: bool,
    /// Which rows it covers; absent = all.
    pub condition: Option<&'static str>,
    /// Nothing counts as the smallest value.
    pub nulls_first: bool,
    /// Lists of live records are counted along it.
    pub counted: bool,
}

/// One step of a change of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alter {
    /// A new table.
    CreateTable(Table),
    /// A new column, empty in every row.
    AddColumn {
        /// Physical name of the table.
        table: String,
        /// The column.
        column: TableColumn,
    },
    /// A new index.
    CreateIndex {
        /// Physical name of the table.
        table: String,
        /// The index.
        index: Index,
    },
    /// An index goes.
    DropIndex {
        /// Physical name of the index.
        name: String,
    },
    /// The rows of a table get words that they are found by.
    AddWords {
        /// Physical name of the table.
        table: String,
    },
}

/// Describes a system table and its indexes, column by column.
#[derive(Debug)]
pub(crate) struct Draft {
    table: Table,
    indexes: Vec<Index>,
}

/// A system table with this name and key.
pub(crate) fn table(name: &str, key: &[&str]) -> Draft {
    let key = key.iter().map(|name| (*name).to_owned()).collect();
    Draft {
        table: Table { name: name.to_owned(), columns: Vec::new(), key, clustered: false },
        indexes: Vec::new(),
    }
}

impl Draft {
    /// Columns that are never empty.
    pub(crate) fn has(mut self, kind: impl Into<Kind>, names: &[&str]) -> Self {
        self.add(kind.into(), names, true);
        self
    }

    /// Columns that may be empty.
    pub(crate) fn may(mut self, kind: impl Into<Kind>, names: &[&str]) -> Self {
        self.add(kind.into(), names, false);
        self
    }

    fn add(&mut self, kind: Kind, names: &[&str], required: bool) {
        for name in names {
            self.table.columns.push(TableColumn { name: (*name).to_owned(), kind, required });
        }
    }

    /// Rows are small.
    pub(crate) fn small(mut self) -> Self {
        self.table.clustered = true;
        self
    }

    /// An index, over all rows or over those that meet the condition.
    pub(crate) fn index(self, columns: &[&str], condition: Option<&'static str>) -> Self {
        self.with_index("ix", columns, condition)
    }

    /// A unique index, over all rows or over those that meet the condition.
    pub(crate) fn unique(self, columns: &[&str], condition: Option<&'static str>) -> Self {
        self.with_index("uq", columns, condition)
    }

    fn with_index(mut self, prefix: &str, columns: &[&str], condition: Option<&'static str>) -> Self {
        self.indexes.push(Index {
            name: format!("{prefix}_{}_{}", self.table.name, columns.join("_")),
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            unique: prefix == "uq",
            condition,
            nulls_first: false,
            counted: false,
        });
        self
    }

    /// The steps that make the table and its indexes.
    pub(crate) fn steps(self) -> Vec<Alter> {
        let name = self.table.name.clone();
        let indexes = self.indexes.into_iter().map(|index| Alter::CreateIndex { table: name.clone(), index });
        std::iter::once(Alter::CreateTable(self.table)).chain(indexes).collect()
    }

    /// The steps that add the indexes to a table that is there.
    pub(crate) fn indexes_only(self) -> Vec<Alter> {
        let name = self.table.name;
        self.indexes.into_iter().map(|index| Alter::CreateIndex { table: name.clone(), index }).collect()
    }
}
