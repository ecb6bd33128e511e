//! What differs between the two engines, and nothing else.

mod days;
mod define;
mod health;
mod postgres;
mod sqlite;
pub(crate) mod words;

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

    /// A test that `part` (a bound text without capital ASCII letters) occurs in the text column `whole`, ASCII
    /// letters folded: both engines fold just those, SQLite always and PostgreSQL under the columns' collation.
    #[must_use]
    pub fn contains(self, whole: &str, part: &str) -> String {
        match self {
            Self::Sqlite => format!("instr(lower({whole}), {part}) > 0"),
            Self::Postgres => format!("strpos(lower({whole}), {part}) > 0"),
        }
    }

    /// A test that the list column shares an entry with the texts in the place `entries` ([`Bind::Many`]).
    ///
    /// [`Bind::Many`]: crate::Bind::Many
    #[must_use]
    pub fn shares(self, list: &str, entries: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "EXISTS (SELECT 1 FROM json_each({list}) e WHERE e.value IN (SELECT value FROM json_each({entries})))"
            ),
            Self::Postgres => format!("{list} && {entries}"),
        }
    }

    /// A test that the column is one of the values in the place `values` ([`Bind::Many`]).
    ///
    /// [`Bind::Many`]: crate::Bind::Many
    #[must_use]
    pub fn among(self, column: &str, kind: ColumnType, values: &str) -> String {
        match (self, kind) {
            (Self::Sqlite, ColumnType::Id) => {
                format!("{column} IN (SELECT unhex(value) FROM json_each({values}))")
            }
            (Self::Sqlite, _) => format!("{column} IN (SELECT value FROM json_each({values}))"),
            (Self::Postgres, _) => format!("{column} = ANY ({values})"),
        }
    }

    /// A test that the JSON object in the text column `doc` has the member whose name is in the place `name`.
    pub(crate) fn has_member(self, doc: &str, name: &str) -> String {
        match self {
            Self::Sqlite => format!("EXISTS (SELECT 1 FROM json_each({doc}) e WHERE e.key = {name})"),
            Self::Postgres => format!("({doc}::json -> {name}::text) IS NOT NULL"),
        }
    }

    /// The last characters of a text, as many as said.
    #[must_use]
    pub fn ending(self, column: &str, characters: usize) -> String {
        match self {
            Self::Sqlite => format!("substr({column}, -{characters})"),
            Self::Postgres => format!("right({column}, {characters})"),
        }
    }

    /// The first parts of a path with slashes between them, as many as said; the whole of a shorter one.
    #[must_use]
    pub fn first_parts(self, path: &str, parts: usize) -> String {
        match self {
            Self::Sqlite => {
                // With enough slashes behind it, the place of the last one that is wanted is always there.
                let text = format!("({path} || '{}')", "/".repeat(parts));
                let place = (1..parts).fold(format!("instr({text}, '/')"), |before, _| {
                    format!("({before} + instr(substr({text}, {before} + 1), '/'))")
                });
                format!("rtrim(substr({text}, 1, {place} - 1), '/')")
            }
            Self::Postgres => format!("array_to_string((string_to_array({path}, '/'))[1:{parts}], '/')"),
        }
    }

    /// The columns whose sums make up the exact sum of a whole-number column, whatever its size. SQLite sums in 64
    /// bits and refuses more, so halves are summed apart; PostgreSQL's sums grow.
    #[must_use]
    pub fn whole_sum(self, column: &str) -> Vec<String> {
        match self {
            Self::Sqlite => vec![format!("sum({column} >> 32)"), format!("sum({column} & 4294967295)")],
            Self::Postgres => vec![format!("sum({column})")],
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

    /// Starts a reading transaction that sees one moment, whatever others write, for as long as it takes.
    pub(crate) fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0"
            }
        }
    }

    /// Lifts the limit of a statement's time, until the end of the transaction; the embedded database knows none.
    pub(crate) fn unhurried(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SET LOCAL statement_timeout = 0"),
        }
    }

    /// Lets a key that the engine counts up go on behind the last row; where the engine does so by itself, nothing.
    pub(crate) fn settle_serial(self, table: &str, column: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!(
                "SELECT setval(pg_get_serial_sequence('{}', '{column}'), coalesce(max({}), 0) + 1, false) FROM {}",
                quote(table),
                quote(column),
                quote(table)
            )),
        }
    }
}
