//! A statement in the making: its text and its values.

use shuke_meta::{ColumnType, FieldDef, FieldKind};

use crate::dialect::quote;
use crate::{Bind, Dialect};

/// Values that get a place each; a longer list shares one.
const SHORT: usize = 16;

/// Text with numbered places, the values for them, and a supply of table aliases.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The engine that it is for.
    pub dialect: Dialect,
    /// The text so far.
    pub sql: String,
    /// The values, in the order of their places.
    pub binds: Vec<Bind>,
    aliases: usize,
}

impl Statement {
    /// An empty statement.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, sql: String::new(), binds: Vec::new(), aliases: 0 }
    }

    /// Takes a value and answers its place, such as `$3`.
    pub fn place(&mut self, bind: impl Into<Bind>) -> String {
        self.binds.push(bind.into());
        format!("${}", self.binds.len())
    }

    /// Places for several values, separated by commas.
    pub fn places<B: Into<Bind>>(&mut self, binds: impl IntoIterator<Item = B>) -> String {
        let places: Vec<String> = binds.into_iter().map(|bind| self.place(bind)).collect();
        places.join(", ")
    }

    /// A test that the column, of type `kind`, is one of the values. A long list goes into one place.
    pub fn one_of(&mut self, column: &str, kind: ColumnType, mut binds: Vec<Bind>) -> String {
        match binds.len() {
            0 => NEVER.to_owned(),
            1 => format!("{column} = {}", self.place(binds.remove(0))),
            2..=SHORT => format!("{column} IN ({})", self.places(binds)),
            _ => {
                let values = self.place(Bind::Many(kind, binds));
                self.dialect.among(column, kind, &values)
            }
        }
    }

    /// An alias that no other table of the statement has.
    pub fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("s{}", self.aliases)
    }
}

/// What holds for every row.
pub const ALWAYS: &str = "1 = 1";
/// What holds for none.
pub const NEVER: &str = "1 = 0";

/// The tests that all have to hold, without those that always do.
#[must_use]
pub fn all(tests: &[&str]) -> String {
    let tests: Vec<&str> = tests.iter().copied().filter(|test| *test != ALWAYS).collect();
    if tests.is_empty() { ALWAYS.to_owned() } else { tests.join(" AND ") }
}

/// The first column of a field, under an alias.
#[must_use]
pub fn column(alias: &str, field: &FieldDef) -> String {
    format!("{alias}.{}", quote(&field.column))
}

/// The last column of a field that has two, under an alias: a currency, the name of an object, an address's line,
/// the plain text of a rich one.
#[must_use]
pub fn companion(alias: &str, field: &FieldDef) -> String {
    let columns = field.columns();
    format!("{alias}.{}", quote(&columns[columns.len() - 1].name))
}

/// All columns of the fields, under an alias, separated by commas.
pub fn columns<'a>(alias: &str, fields: impl IntoIterator<Item = &'a FieldDef>) -> String {
    let names: Vec<String> = fields
        .into_iter()
        .flat_map(FieldDef::columns)
        .map(|column| format!("{alias}.{}", quote(&column.name)))
        .collect();
    names.join(", ")
}

/// The same for a list, which tells of a sub-table only how many lines it has.
pub fn columns_in_list<'a>(alias: &str, fields: impl IntoIterator<Item = &'a FieldDef>) -> String {
    let names = fields.into_iter().map(|field| match (field.kind, field.columns().as_slice()) {
        (FieldKind::Lines, [_, count]) => format!("CAST(NULL AS TEXT), {alias}.{}", quote(&count.name)),
        _ => columns(alias, [field]),
    });
    names.collect::<Vec<String>>().join(", ")
}
