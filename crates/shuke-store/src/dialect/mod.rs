//! What differs between the two engines, and nothing else.

mod define;
mod postgres;
mod sqlite;

use shuke_meta::ColumnType;

/// Which engine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// A physical name in quotes.
#[must_use]
pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Dialect {
    /// How a column of this type is declared.
    #[must_use]
    pub fn column_type(self, kind: ColumnType) -> String {
        match self {
            Self::Sqlite => sqlite::column_type(kind),
            Self::Postgres => postgres::column_type(kind),
        }
    }

    /// A test that `part` (a bound text) occurs in the text `whole`, ASCII letters folded.
    #[must_use]
    pub fn contains(self, whole: &str, part: &str) -> String {
        match self {
            Self::Sqlite => format!("instr(lower({whole}), lower({part})) > 0"),
            Self::Postgres => format!("strpos(lower({whole}), lower({part})) > 0"),
        }
    }

    /// A test that the list column shares an entry with the bound texts.
    #[must_use]
    pub fn shares(self, list: &str, entries: &[String]) -> String {
        match self {
            Self::Sqlite => {
                format!("EXISTS (SELECT 1 FROM json_each({list}) e WHERE e.value IN ({}))", entries.join(", "))
            }
            Self::Postgres => format!("{list} && ARRAY[{}]::text[]", entries.join(", ")),
        }
    }

    /// The order of a sort key: nothing is the smallest value on both engines.
    #[must_use]
    pub fn order(self, column: &str, descending: bool) -> String {
        match (self, descending) {
            (Self::Sqlite, false) => column.to_owned(),
            (Self::Sqlite, true) => format!("{column} DESC"),
            (Self::Postgres, false) => format!("{column} NULLS FIRST"),
            (Self::Postgres, true) => format!("{column} DESC NULLS LAST"),
        }
    }

    /// The suffix that locks the rows read until the end of the transaction; the embedded database has one writer
    /// and needs none.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Starts a writing transaction.
    #[must_use]
    pub fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}
