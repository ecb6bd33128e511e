//! The links of fields with several references, and of sub-tables whose lines name records: made from the rows, and
//! written with them.

use std::collections::HashSet;

use shuke_base::{Uuid, Value};
use shuke_meta::{ColumnType, FieldDef, FieldKind, ObjectDef};

use crate::compile::link::slot;
use crate::compile::statement::Statement;
use crate::{Bind, Conn, StoreError, Tx};

/// The ids that a value holds whose list is one of ids: of several references, or of files.
#[must_use]
pub fn targets(value: &Value) -> Vec<Uuid> {
    match value {
        Value::List(list) => list.iter().filter_map(|id| id.parse().ok()).collect(),
        Value::Lines(lines) => {
            lines.iter().flat_map(|line| &line.cells).filter_map(|(_, value)| value.as_id()).collect()
        }
        _ => Vec::new(),
    }
}

fn is_linked(field: &FieldDef) -> bool {
    matches!(field.kind, FieldKind::MultiReference | FieldKind::Lines)
}

fn fields(object: &ObjectDef) -> impl Iterator<Item = (usize, &FieldDef)> {
    object.fields.iter().enumerate().filter(|(_, field)| is_linked(field))
}

impl Tx {
    /// Writes the links of rows that are new.
    pub(super) async fn link_new(
        &mut self,
        object: &ObjectDef,
        rows: &[Vec<Value>],
    ) -> Result<(), StoreError> {
        let Some(id) = object.position("id") else { return Ok(()) };
        let mut links = Vec::new();
        for (at, field) in fields(object) {
            for row in rows {
                if let Some(record) = row[id].as_id() {
                    links.extend(rows_of(object, field, record, &row[at]));
                }
            }
        }
        self.insert_links(links).await
    }

    /// Puts the links of a record's fields that are being set in the place of those that were there.
    pub(super) async fn link_set(
        &mut self,
        object: &ObjectDef,
        record: Uuid,
        sets: &[(usize, Value)],
    ) -> Result<(), StoreError> {
        let mut links = Vec::new();
        for (at, value) in sets.iter().filter(|(at, _)| is_linked(&object.fields[*at])) {
            let field = &object.fields[*at];
            let binds = [Bind::Id(record), Bind::Text(slot(object, field))];
            self.run("DELETE FROM sys_link WHERE record_id = $1 AND slot = $2", &binds).await?;
            links.extend(rows_of(object, field, record, value));
        }
        self.insert_links(links).await
    }

    /// Takes out the links of rows that go for good.
    pub(super) async fn unlink(&mut self, object: &ObjectDef, ids: &[Uuid]) -> Result<(), StoreError> {
        for (_, field) in fields(object) {
            let mut st = Statement::new(self.dialect());
            let slot = st.place(slot(object, field));
            let places = st.places(ids.iter().copied());
            let sql = format!("DELETE FROM sys_link WHERE slot = {slot} AND record_id IN ({places})");
            self.run(&sql, &st.binds).await?;
        }
        Ok(())
    }

    async fn insert_links(&mut self, links: Vec<Vec<Bind>>) -> Result<(), StoreError> {
        if links.is_empty() {
            return Ok(());
        }
        let names = ["slot", "target_id", "record_id"].map(str::to_owned);
        self.insert_many("sys_link", &names, links).await
    }
}

fn rows_of(object: &ObjectDef, field: &FieldDef, record: Uuid, value: &Value) -> Vec<Vec<Bind>> {
    let slot = slot(object, field);
    let row = |target: Uuid| vec![Bind::Text(slot.clone()), Bind::Id(target), Bind::Id(record)];
    // Several lines may name the same record.
    let mut seen = HashSet::new();
    targets(value).into_iter().filter(|target| seen.insert(*target)).map(row).collect()
}

impl Conn {
    /// Those of the ids that some record names in a field with several references or in the lines of a sub-table.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn named(
        &mut self,
        object: &ObjectDef,
        field: &FieldDef,
        ids: &[Uuid],
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(500) {
            let mut st = Statement::new(self.dialect());
            let slot = st.place(slot(object, field));
            let one = st.one_of("target_id", ColumnType::Id, chunk.iter().copied().map(Bind::Id).collect());
            let sql = format!("SELECT DISTINCT target_id FROM sys_link WHERE slot = {slot} AND {one}");
            for row in self.rows(&sql, &st.binds).await? {
                found.extend(row.uuid(0)?);
            }
        }
        Ok(found)
    }
}
