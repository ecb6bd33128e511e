//! What is still to be sealed anew, part by part: the records of an object, the history, a column of a system table.
//!
//! Each part goes page by page; its place moves in the transaction of the page, so a crash loses nothing. A value that
//! is as it has to be is left alone, so any part may be gone through twice.

use serde_json::Value as Json;
use shuke_base::{Moment, Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef, Schema};

use crate::compile::statement::{Statement, columns};
use crate::compile::value::{binds, place};
use crate::ddl::Kind;
use crate::dialect::quote;
use crate::seal::ring::{Ring, is_sealed, key_of, key_of_bytes};
use crate::transfer::{cell, describe};
use crate::{Bind, Conn, Row, StoreError, Tx, migrations};

/// Columns of system tables that lie sealed as a whole.
pub const SEALED: [(&str, &str); 14] = [
    ("sys_file_chunk", "data"),
    ("sys_idempotency", "body"),
    ("sys_idempotency", "fingerprint"),
    ("sys_import", "doc"),
    ("sys_import_fault", "doc"),
    ("sys_merge", "doc"),
    ("sys_push_device", "target"),
    ("sys_push_key", "secret"),
    ("sys_second_factor", "secret"),
    ("sys_task", "doc"),
    ("sys_task", "spec"),
    ("sys_view", "doc"),
    ("sys_webhook", "old_secret"),
    ("sys_webhook", "secret"),
];
/// The part of the history.
pub const HISTORY: &str = "sys_change";
/// Begins the part of an object's records.
pub const RECORDS: &str = "records:";
/// Rows of a page, and of one whose rows are large.
const PAGE: (i64, i64) = (300, 8);

/// A part that is to be gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `records:lead`, `sys_change`, `sys_webhook.secret`.
    pub part: String,
    /// The key of the last row, as a JSON array; none at the beginning.
    pub place: Option<String>,
    /// Rows gone through.
    pub done: i64,
    /// How often it was asked for; who goes through it notices by it that it starts over.
    pub asked: i64,
}

fn part(row: &Row) -> Result<Part, StoreError> {
    Ok(Part { part: row.string(0)?, place: row.text(1)?, done: row.number(2)?, asked: row.number(3)? })
}

impl Conn {
    /// The parts that are still to be gone through.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn parts(&mut self) -> Result<Vec<Part>, StoreError> {
        let sql = "SELECT part, place, done, asked FROM sys_reseal ORDER BY created_at, part";
        self.rows(sql, &[]).await?.iter().map(part).collect()
    }
}

impl Tx {
    /// Asks for a part to be gone through; one that is under way starts over.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn ask_part(&mut self, part: &str, now: Moment) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_reseal (part, done, asked, created_at) VALUES ($1, 0, 1, $2) \
                   ON CONFLICT (part) DO UPDATE SET place = NULL, done = 0, asked = sys_reseal.asked + 1";
        self.run(sql, &[Bind::from(part), Bind::Moment(now)]).await.map(drop)
    }

    /// Goes on by a page; whether there is more of it. A part that ended or starts over meanwhile is left alone.
    ///
    /// # Errors
    /// As [`Tx::ask_part`], and when something can't be opened.
    pub async fn reseal(&mut self, schema: &Schema, wanted: &Part) -> Result<bool, StoreError> {
        let sql = "SELECT part, place, done, asked FROM sys_reseal WHERE part = $1 AND asked = $2";
        let row = self.row(sql, &[Bind::from(wanted.part.as_str()), Bind::Int(wanted.asked)]).await?;
        let Some(now) = row.as_ref().map(part).transpose()? else { return Ok(false) };
        let after = now.place.as_deref();
        let (rows, last) = match now.part.strip_prefix(RECORDS) {
            Some(object) => match schema.object(object) {
                Some(object) => self.reseal_records(object, after).await?,
                None => (0, None),
            },
            None if now.part == HISTORY => self.reseal_history(schema, after).await?,
            None => self.reseal_column(&now.part, after).await?,
        };
        let binds = [Bind::from(now.part.as_str()), Bind::Int(now.asked)];
        let Some(last) = last else {
            self.run("DELETE FROM sys_reseal WHERE part = $1 AND asked = $2", &binds).await?;
            return Ok(false);
        };
        let [part, asked] = binds;
        let sql = "UPDATE sys_reseal SET place = $3, done = $4 WHERE part = $1 AND asked = $2";
        self.run(sql, &[part, asked, Bind::Text(last), Bind::Int(now.done + rows)]).await?;
        Ok(true)
    }

    /// A page of an object's records, deleted ones among them.
    async fn reseal_records(
        &mut self,
        object: &ObjectDef,
        after: Option<&str>,
    ) -> Result<(i64, Option<String>), StoreError> {
        let fields: Vec<&FieldDef> = object.fields.iter().filter(|field| field.digests).collect();
        if fields.is_empty() {
            return Ok((0, None));
        }
        let ring = self.sealing_ring().await?;
        let after = after.map(serde_json::from_str::<Uuid>).transpose().map_err(|_| lost())?;
        let sql = format!(
            "SELECT {}, r.id FROM {} r WHERE r.id > $1 ORDER BY r.id LIMIT {}{}",
            columns("r", fields.iter().copied()),
            quote(&object.table),
            PAGE.0,
            self.dialect().for_update()
        );
        let rows = self.rows(&sql, &[Bind::Id(after.unwrap_or(Uuid::nil()))]).await?;
        let mut last = None;
        for row in &rows {
            let id = row.id(fields.len() * 2)?;
            let mut sets: Vec<(&FieldDef, Value)> = Vec::new();
            for (nth, field) in fields.iter().enumerate() {
                let Some(text) = row.text(nth * 2)? else { continue };
                let (sealed, digest) = (key_of(&text), row.is_null(nth * 2 + 1)?);
                let fine = if field.sensitive {
                    sealed == Some(ring.current()) && !digest
                } else {
                    sealed.is_none() && digest
                };
                if !fine {
                    let text = self.opened(&place(&object.name, field), id, text).await?;
                    sets.push((field, Value::Text(text)));
                }
            }
            self.put_back(object, id, sets).await?;
            last = Some(id);
        }
        let last = last.map(|id| format!("\"{id}\""));
        Ok((rows.len() as i64, last))
    }

    /// Writes values of a record as they lie now; neither its version nor its history tell of it.
    async fn put_back(
        &mut self,
        object: &ObjectDef,
        id: Uuid,
        sets: Vec<(&FieldDef, Value)>,
    ) -> Result<(), StoreError> {
        if sets.is_empty() {
            return Ok(());
        }
        let mut st = Statement::new(self.dialect());
        let mut parts = Vec::new();
        for (field, value) in &sets {
            for (column, bind) in field.columns().into_iter().zip(binds(object, id, field, value)?) {
                parts.push(format!("{} = {}", quote(&column.name), st.place(bind)));
            }
        }
        let record = st.place(id);
        let sql = format!("UPDATE {} SET {} WHERE id = {record}", quote(&object.table), parts.join(", "));
        self.run(&sql, &st.binds).await.map(drop)
    }

    /// A page of the history.
    async fn reseal_history(
        &mut self,
        schema: &Schema,
        after: Option<&str>,
    ) -> Result<(i64, Option<String>), StoreError> {
        let after: (Uuid, Uuid) =
            after.map_or(Ok(Default::default()), serde_json::from_str).map_err(|_| lost())?;
        let sql = format!(
            "SELECT record_id, id, object, diff FROM sys_change WHERE (record_id, id) > ($1, $2) \
             ORDER BY record_id, id LIMIT {}",
            PAGE.0
        );
        let rows = self.rows(&sql, &[Bind::Id(after.0), Bind::Id(after.1)]).await?;
        let mut last = None;
        for row in &rows {
            let (record, id, object, diff) = (row.id(0)?, row.id(1)?, row.string(2)?, row.string(3)?);
            last = Some((record, id));
            let sensitive = |name: &str| {
                schema.object(&object).and_then(|object| object.field(name)).is_some_and(|it| it.sensitive)
            };
            if let Some(diff) = self.resealed(&object, record, &diff, &sensitive).await? {
                let sql = "UPDATE sys_change SET diff = $3 WHERE record_id = $1 AND id = $2";
                self.run(sql, &[Bind::Id(record), Bind::Id(id), Bind::Text(diff)]).await?;
            }
        }
        let last = last.map(|last| serde_json::to_string(&last).map_err(|_| lost())).transpose()?;
        Ok((rows.len() as i64, last))
    }

    /// A page of a column of a system table, as [`SEALED`] names it.
    async fn reseal_column(
        &mut self,
        part: &str,
        after: Option<&str>,
    ) -> Result<(i64, Option<String>), StoreError> {
        let Some((name, column)) = part.split_once('.').filter(|it| SEALED.contains(it)) else {
            return Ok((0, None));
        };
        let newest = migrations::ALL.last().map_or(0, |it| it.number);
        let described = describe::system(newest)?.into_iter().find(|it| it.table.name == name);
        let table = described.ok_or_else(lost)?.table;
        let kind = |name: &str| table.columns.iter().find(|it| it.name == name).map(|it| it.kind);
        let keys: Vec<(&String, Kind)> =
            table.key.iter().filter_map(|name| Some((name, kind(name)?))).collect();
        let names: Vec<String> = keys.iter().map(|(name, _)| quote(name)).collect();
        let heavy = kind(column) == Some(Kind::Bytes);
        let values: Vec<Json> = after.map_or(Ok(Vec::new()), serde_json::from_str).map_err(|_| lost())?;
        let mut st = Statement::new(self.dialect());
        let behind = values.into_iter().zip(&keys).map(|(value, (_, kind))| cell::read(value, *kind));
        let behind: Vec<Bind> = behind.collect::<Option<_>>().ok_or_else(lost)?;
        let test = if behind.is_empty() {
            String::new()
        } else {
            format!(" WHERE ({}) > ({})", names.join(", "), st.places(behind))
        };
        let sql = format!(
            "SELECT {}, {} FROM {name}{test} ORDER BY {} LIMIT {}{}",
            names.join(", "),
            quote(column),
            names.join(", "),
            if heavy { PAGE.1 } else { PAGE.0 },
            self.dialect().for_update()
        );
        let rows = self.rows(&sql, &st.binds).await?;
        let mut last = None;
        for row in &rows {
            let mut key = String::from("[");
            for (at, (_, kind)) in keys.iter().enumerate() {
                key.push_str(if at == 0 { "" } else { "," });
                cell::write(&mut key, row, at, *kind)?;
            }
            key.push(']');
            last = Some(key);
            let Some(sealed) = self.sealed_cell(part, row, keys.len(), heavy).await? else { continue };
            let mut st = Statement::new(self.dialect());
            let set = format!("UPDATE {name} SET {} = {}", quote(column), st.place(sealed));
            let mut tests = Vec::new();
            for (at, (name, kind)) in keys.iter().enumerate() {
                tests.push(format!("{} = {}", quote(name), st.place(cell::key(row, at, *kind)?)));
            }
            self.run(&format!("{set} WHERE {}", tests.join(" AND ")), &st.binds).await?;
        }
        Ok((rows.len() as i64, last))
    }

    /// What a cell has to hold; none when it does already. Sealed cells belong to the first part of their row's key.
    async fn sealed_cell(
        &mut self,
        part: &str,
        row: &Row,
        at: usize,
        heavy: bool,
    ) -> Result<Option<Bind>, StoreError> {
        let (id, current) = (row.id(0)?, self.sealing_ring().await?.current());
        if heavy {
            let Some(bytes) = row.bytes(at)?.filter(|it| key_of_bytes(it) != Some(current)) else {
                return Ok(None);
            };
            let bytes = self.opened_bytes(part, id, bytes).await?;
            return Ok(Some(Bind::Bytes(self.closed_bytes(part, id, bytes).await?)));
        }
        let Some(text) = row.text(at)?.filter(|it| key_of(it) != Some(current)) else { return Ok(None) };
        let text = self.opened(part, id, text).await?;
        Ok(Some(Bind::Text(self.closed(part, id, &text).await?)))
    }
}

fn lost() -> StoreError {
    StoreError::internal("a place in what is sealed anew can't be read")
}

impl Conn {
    /// The values of a history entry with those of these fields sealed with the newest key, and what is sealed with an
    /// older one sealed anew; none when it is so already.
    pub(crate) async fn resealed(
        &mut self,
        object: &str,
        record: Uuid,
        diff: &str,
        sensitive: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Option<String>, StoreError> {
        let Ok(Json::Object(mut fields)) = serde_json::from_str(diff) else { return Ok(None) };
        let mut changed = false;
        for (name, value) in &mut fields {
            let sensitive = sensitive(name);
            for text in texts(value).filter(|text| sensitive || is_sealed(text)) {
                let ring: std::sync::Arc<Ring> = self.sealing_ring().await?;
                if key_of(text) == Some(ring.current()) || text.is_empty() {
                    continue;
                }
                let place = format!("{object}.{name}");
                let clear = self.opened(&place, record, std::mem::take(text)).await?;
                *text = self.closed(&place, record, &clear).await?;
                changed = true;
            }
        }
        Ok(changed.then(|| Json::Object(fields).to_string()))
    }

    /// The values of a history entry in the clear.
    pub(crate) async fn clear_diff(
        &mut self,
        object: &str,
        record: Uuid,
        diff: String,
    ) -> Result<String, StoreError> {
        // A sealed text begins with a control character, which JSON writes like this.
        if !diff.contains("\\u0001") {
            return Ok(diff);
        }
        let Ok(Json::Object(mut fields)) = serde_json::from_str(&diff) else { return Ok(diff) };
        for (name, value) in &mut fields {
            for text in texts(value).filter(|text| is_sealed(text)) {
                *text = self.opened(&format!("{object}.{name}"), record, std::mem::take(text)).await?;
            }
        }
        Ok(Json::Object(fields).to_string())
    }

    /// Whether values of a switched field lie otherwise than the field says.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn lies_otherwise(&mut self, object: &ObjectDef) -> Result<bool, StoreError> {
        for field in object.fields.iter().filter(|field| field.sealing) {
            let not = if field.sensitive { "NOT " } else { "" };
            let (table, column) = (quote(&object.table), quote(&field.column));
            let sql = format!("SELECT 1 FROM {table} WHERE {column} {not}LIKE $1 LIMIT 1");
            if self.row(&sql, &[Bind::from("\u{1}%")]).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether anything of these objects, or of the system tables, is still sealed with another key than this one.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn sealed_with_another(&mut self, schema: &Schema, key: u32) -> Result<bool, StoreError> {
        let mut places: Vec<(String, String)> = Vec::new();
        for object in schema.objects() {
            let fields = object.fields.iter().filter(|field| field.digests);
            places.extend(fields.map(|field| (object.table.clone(), field.column.clone())));
        }
        let texts = SEALED.iter().filter(|(_, column)| !matches!(*column, "data"));
        let texts = texts.filter(|(table, _)| *table != "sys_second_factor");
        places.extend(texts.map(|(table, column)| ((*table).to_owned(), (*column).to_owned())));
        for (table, column) in places {
            let sql = format!(
                "SELECT 1 FROM {} WHERE {column} LIKE $1 AND {column} NOT LIKE $2 LIMIT 1",
                quote(&table),
                column = quote(&column)
            );
            let binds = [Bind::from("\u{1}%"), Bind::Text(format!("\u{1}{key}:%"))];
            if self.row(&sql, &binds).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The texts of a history value: itself, or what was before and after.
fn texts(value: &mut Json) -> impl Iterator<Item = &mut String> {
    let list = match value {
        Json::Array(list) => list.as_mut_slice(),
        one => std::slice::from_mut(one),
    };
    list.iter_mut().filter_map(|value| match value {
        Json::String(text) => Some(text),
        _ => None,
    })
}
