//! Reading records.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_access::Scope;
use shuke_base::{Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef};

use crate::compile::statement::{Statement, columns};
use crate::compile::value::{digest, first, place, read};
use crate::compile::{Cursor, ListQuery};
use crate::dialect::quote;
use crate::system::Held;
use crate::{Bind, Conn, Row, StoreError};

/// One record, or as much of it as was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// The values, in the order of the fields asked for.
    pub values: Vec<Value>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The rows.
    pub records: Vec<Record>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<Cursor>,
}

/// Ids asked for in one statement, at most; lists are padded to powers of two so that few statements are prepared.
const CHUNK: usize = 256;

fn padded(ids: &[Uuid]) -> Vec<Uuid> {
    let mut padded = ids.to_vec();
    if let Some(last) = ids.last() {
        padded.resize(ids.len().next_power_of_two(), *last);
    }
    padded
}

fn values<'a>(
    fields: impl IntoIterator<Item = &'a FieldDef>,
    row: &Row,
    at: &mut usize,
) -> Result<Vec<Value>, StoreError> {
    fields
        .into_iter()
        .map(|field| {
            let (value, width) = read(field, row, *at)?;
            *at += width;
            Ok(value)
        })
        .collect()
}

impl Conn {
    /// Opens what is sealed among the values of these fields of a record.
    async fn open_values(
        &mut self,
        object: &ObjectDef,
        fields: &[usize],
        id: Uuid,
        values: &mut [Value],
    ) -> Result<(), StoreError> {
        for (at, value) in fields.iter().zip(values) {
            let field = &object.fields[*at];
            if let (true, Value::Text(text)) = (field.digests, &mut *value) {
                let text = std::mem::take(text);
                *value = Value::Text(self.opened(&place(&object.name, field), id, text).await?);
            }
        }
        Ok(())
    }

    /// A page of a list.
    ///
    /// # Errors
    /// When the engine refuses or is away; so for each of these functions.
    pub async fn list(&mut self, query: &ListQuery<'_>) -> Result<Page, StoreError> {
        let wanted = query.limit;
        let query = ListQuery { limit: wanted + 1, ..query.clone() };
        let mut rows = Vec::new();
        for stretch in query.stretches() {
            let statement = query.select(self.dialect(), stretch)?;
            rows.extend(self.rows(&statement.sql, &statement.binds).await?);
            if rows.len() > wanted {
                break;
            }
        }
        let object = query.object;
        let more = rows.len() > wanted;
        let mut page = Page { records: Vec::with_capacity(rows.len().min(wanted)), next: None };
        for (index, row) in rows.iter().take(wanted).enumerate() {
            let mut at = 0;
            let mut shown = values(query.fields.iter().map(|at| &object.fields[*at]), row, &mut at)?;
            let keys = values(query.sort.iter().map(|key| &object.fields[key.field]), row, &mut at)?;
            let id = row.id(at)?;
            self.open_values(object, query.fields, id, &mut shown).await?;
            page.records.push(Record { id, values: shown });
            if more && index + 1 == wanted {
                page.next = Some(Cursor { keys, id });
            }
        }
        Ok(page)
    }

    /// The number of records of a list, counted to `cap` at most.
    ///
    /// # Errors
    /// As [`Conn::list`].
    pub async fn count(&mut self, query: &ListQuery<'_>, cap: Option<u64>) -> Result<u64, StoreError> {
        let statement = query.count(self.dialect(), cap)?;
        let row = self.row(&statement.sql, &statement.binds).await?;
        let count = row.map(|row| row.number(0)).transpose()?.unwrap_or(0);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Records by id, live and deleted, without regard to anybody's rights: for the inside of use cases. `lock` keeps
    /// others from changing them until the transaction ends.
    ///
    /// # Errors
    /// As [`Conn::list`].
    pub async fn fetch(
        &mut self,
        object: &ObjectDef,
        ids: &[Uuid],
        fields: &[usize],
        lock: bool,
    ) -> Result<Vec<Record>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        let wanted = columns("r", fields.iter().map(|at| &object.fields[*at]));
        let comma = if wanted.is_empty() { "" } else { ", " };
        for chunk in ids.chunks(CHUNK) {
            let mut st = Statement::new(self.dialect());
            let places = st.places(padded(chunk));
            let lock = if lock { st.dialect.for_update() } else { "" };
            let sql = format!(
                "SELECT {wanted}{comma}r.id FROM {} r WHERE r.id IN ({places}){lock}",
                quote(&object.table)
            );
            for row in self.rows(&sql, &st.binds).await? {
                let mut at = 0;
                let mut values = values(fields.iter().map(|at| &object.fields[*at]), &row, &mut at)?;
                let id = row.id(at)?;
                self.open_values(object, fields, id, &mut values).await?;
                found.push(Record { id, values });
            }
        }
        Ok(found)
    }

    /// The names of records inside the scope, live and deleted.
    ///
    /// # Errors
    /// As [`Conn::list`].
    pub async fn names(
        &mut self,
        object: &ObjectDef,
        scope: &Scope,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<str>>, StoreError> {
        let mut fields = vec![object.position(&object.name_field).unwrap_or_default()];
        fields.extend(["owner", "owner_department"].iter().filter_map(|name| object.position(name)));
        let records = self.fetch(object, ids, &fields, false).await?;
        let id = |record: &Record, at: usize| record.values.get(at).and_then(Value::as_id);
        let held: Vec<Held> = records.iter().map(|it| (it.id, id(it, 1), id(it, 2))).collect();
        let inside = self.inside(object, scope, &held).await?;
        Ok(records
            .into_iter()
            .filter(|record| inside.contains(&record.id))
            .map(|record| (record.id, Arc::from(record.values[0].as_text().unwrap_or_default())))
            .collect())
    }

    /// The live records whose `field` has one of the values: value and id.
    ///
    /// # Errors
    /// As [`Conn::list`].
    pub async fn with_values(
        &mut self,
        object: &ObjectDef,
        field: usize,
        wanted: &[Value],
    ) -> Result<Vec<(Value, Uuid)>, StoreError> {
        let def = &object.fields[field];
        let mut found = Vec::new();
        for chunk in wanted.chunks(CHUNK) {
            let mut st = Statement::new(self.dialect());
            let mut among = |column: &str, mut binds: Vec<Bind>| {
                if let Some(last) = binds.last().cloned() {
                    binds.resize(binds.len().next_power_of_two(), last);
                }
                format!("r.{} IN ({})", quote(column), st.places(binds))
            };
            let mut tests = Vec::new();
            if def.sealed() {
                let digests = chunk.iter().map(|value| digest(object, def, value)).collect();
                tests.push(among(&def.digest_column(), digests));
            }
            if !def.sensitive || def.sealing {
                let plain = chunk.iter().map(|value| first(def, value)).collect::<Result<_, _>>()?;
                tests.push(among(&def.column, plain));
            }
            let sql = format!(
                "SELECT {}, r.id FROM {} r WHERE r.deleted_at IS NULL AND ({})",
                columns("r", [def]),
                quote(&object.table),
                tests.join(" OR ")
            );
            for row in self.rows(&sql, &st.binds).await? {
                let (mut value, width) = read(def, &row, 0)?;
                let id = row.id(width)?;
                self.open_values(object, &[field], id, std::slice::from_mut(&mut value)).await?;
                found.push((value, id));
            }
        }
        Ok(found)
    }
}
