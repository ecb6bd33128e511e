//! What differs between two versions of an object, as small steps that a store carries out.

use crate::field::{Column, FieldDef};
use crate::index::IndexSpec;
use crate::object::ObjectDef;

/// One small step from one version of the tables to the next. Steps only add, loosen or tighten; none loses data:
/// the column of a removed field stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A new table with these columns; `id` is its key.
    CreateTable {
        /// Physical name.
        table: String,
        /// All columns.
        columns: Vec<Column>,
    },
    /// A new column, empty in every row.
    AddColumn {
        /// Physical name of the table.
        table: String,
        /// The column.
        column: Column,
    },
    /// A new index.
    CreateIndex {
        /// Physical name of the table.
        table: String,
        /// The index.
        index: IndexSpec,
    },
    /// An index goes.
    DropIndex {
        /// Physical name of the index.
        name: String,
    },
}

fn columns(object: &ObjectDef) -> Vec<Column> {
    object.fields.iter().flat_map(FieldDef::columns).collect()
}

/// The steps that lead from `old` (nothing, for a new object) to `new`.
#[must_use]
pub fn difference(old: Option<&ObjectDef>, new: &ObjectDef) -> Vec<Step> {
    let table = new.table.clone();
    let mut steps = Vec::new();
    match old {
        None => steps.push(Step::CreateTable { table: table.clone(), columns: columns(new) }),
        Some(old) => {
            let known = columns(old);
            for column in columns(new) {
                if !known.iter().any(|old| old.name == column.name) {
                    steps.push(Step::AddColumn { table: table.clone(), column });
                }
            }
        }
    }
    let had = old.map(ObjectDef::index_specs).unwrap_or_default();
    let wanted = new.index_specs();
    for index in &had {
        if !wanted.contains(index) {
            steps.push(Step::DropIndex { name: index.name.clone() });
        }
    }
    for index in wanted {
        if !had.contains(&index) {
            steps.push(Step::CreateIndex { table: table.clone(), index });
        }
    }
    steps
}
