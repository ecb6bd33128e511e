//! Tests of fields with several references: through the table of links, which has an index from either side. The row
//! itself keeps the ids in their order; the links are written with it (`records/link`).

use shuke_base::Value;
use shuke_meta::{ColumnType, FieldDef, ObjectDef};

use crate::Bind;
use crate::compile::statement::{NEVER, Statement};

/// What the links of a field are kept under: table and column, which are given once and never again.
#[must_use]
pub fn slot(object: &ObjectDef, field: &FieldDef) -> String {
    format!("{}.{}", object.table, field.column)
}

/// The record under `alias` names one of these.
pub(super) fn names(
    st: &mut Statement,
    alias: &str,
    object: &ObjectDef,
    field: &FieldDef,
    values: &[Value],
) -> String {
    let ids = values.iter().filter_map(Value::as_text).filter_map(|id| id.parse().ok()).map(Bind::Id);
    let ids: Vec<Bind> = ids.collect();
    if ids.is_empty() {
        return NEVER.to_owned();
    }
    let link = st.alias();
    let slot = st.place(slot(object, field));
    let one = st.one_of(&format!("{link}.target_id"), ColumnType::Id, ids);
    format!(
        "{alias}.id IN (SELECT {link}.record_id FROM sys_link {link} WHERE {link}.slot = {slot} AND {one})"
    )
}

/// The record under `other` names the one under `alias`.
pub(super) fn points(
    st: &mut Statement,
    other: &str,
    object: &ObjectDef,
    field: &FieldDef,
    alias: &str,
) -> String {
    let link = st.alias();
    let slot = st.place(slot(object, field));
    format!(
        "{other}.id IN (SELECT {link}.record_id FROM sys_link {link} WHERE {link}.slot = {slot} AND \
         {link}.target_id = {alias}.id)"
    )
}
