//! A statement in the making: its text and its values.

use shuke_meta::FieldDef;

use crate::dialect::quote;
use crate::{Bind, Dialect};

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

    /// An alias that no other table of the statement has.
    pub fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("s{}", self.aliases)
    }
}

/// The first column of a field, under an alias.
#[must_use]
pub fn column(alias: &str, field: &FieldDef) -> String {
    format!("{alias}.{}", quote(&field.column))
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
