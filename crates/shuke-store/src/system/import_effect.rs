//! What an import did to which record: written with the record itself, so that a crash leaves both or neither, and
//! read backwards by an undo. And which records the linked columns of its rows have led to, so that rows further down
//! lead to the same ones, also after a crash.

use std::collections::HashMap;

use shuke_base::Uuid;
use shuke_meta::ColumnType;

use super::import_row::RowKind;
use crate::seal::Ring;
use crate::{Bind, Conn, Row, StoreError, Tx};

/// What one row did to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportEffect {
    /// Its place among the import's effects, counted from 1: what refers to a record comes after it.
    pub seq: i64,
    /// Line of the file, the header being 1.
    pub line: i64,
    /// Api name of the record's object.
    pub object: String,
    /// The record.
    pub record_id: Uuid,
    /// What became of it.
    pub kind: RowKind,
    /// The record's version after it.
    pub version: i64,
    /// The entry of the record's history.
    pub change_id: Uuid,
}

const COLUMNS: [&str; 8] =
    ["import_id", "seq", "line", "object", "record_id", "kind", "version", "change_id"];

/// Where prints lie. They are made of values, of sensitive fields, too, so they are kept as the ring makes them.
const PRINT: &str = "sys_import_link.print";

fn kept(ring: Option<&Ring>, print: i64) -> i64 {
    ring.map_or(print, |ring| ring.print(PRINT, print))
}

fn read(row: &Row) -> Result<ImportEffect, StoreError> {
    Ok(ImportEffect {
        seq: row.number(0)?,
        line: row.number(1)?,
        object: row.string(2)?,
        record_id: row.id(3)?,
        kind: RowKind::of(&row.string(4)?),
        version: row.number(5)?,
        change_id: row.id(6)?,
    })
}

impl Conn {
    /// The last effects that are kept, the newest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn import_effects_back(
        &mut self,
        import: Uuid,
        limit: usize,
    ) -> Result<Vec<ImportEffect>, StoreError> {
        let sql = "SELECT seq, line, object, record_id, kind, version, change_id FROM sys_import_effect \
                   WHERE import_id = $1 ORDER BY seq DESC LIMIT $2";
        let binds = [Bind::Id(import), Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX))];
        self.rows(sql, &binds).await?.iter().map(read).collect()
    }

    /// The records that these prints have led to before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn import_links(
        &mut self,
        import: Uuid,
        prints: &[i64],
    ) -> Result<HashMap<i64, Uuid>, StoreError> {
        if prints.is_empty() {
            return Ok(HashMap::new());
        }
        let among = self.dialect().among("print", ColumnType::Int, "$2");
        let sql = format!("SELECT print, record_id FROM sys_import_link WHERE import_id = $1 AND {among}");
        let ring = self.ring();
        let asked: HashMap<i64, i64> =
            prints.iter().map(|print| (kept(ring.as_deref(), *print), *print)).collect();
        let among = Bind::Many(ColumnType::Int, asked.keys().copied().map(Bind::Int).collect());
        let rows = self.rows(&sql, &[Bind::Id(import), among]).await?;
        rows.iter().map(|row| Ok((asked[&row.number(0)?], row.id(1)?))).collect()
    }
}

impl Tx {
    /// Adds effects.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when a place is taken.
    pub async fn add_import_effects(
        &mut self,
        import: Uuid,
        effects: &[ImportEffect],
    ) -> Result<(), StoreError> {
        let bind = |it: &ImportEffect| {
            vec![
                Bind::Id(import),
                Bind::Int(it.seq),
                Bind::Int(it.line),
                Bind::from(it.object.as_str()),
                Bind::Id(it.record_id),
                Bind::from(it.kind.name()),
                Bind::Int(it.version),
                Bind::Id(it.change_id),
            ]
        };
        self.insert_many("sys_import_effect", &COLUMNS, effects.iter().map(bind).collect()).await
    }

    /// Forgets the effects from a place on: an undo does so as it goes back.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import_effects_from(&mut self, import: Uuid, seq: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_import_effect WHERE import_id = $1 AND seq >= $2";
        self.run(sql, &[Bind::Id(import), Bind::Int(seq)]).await
    }

    /// Remembers which records prints have led to; the first of a print counts.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_import_links(&mut self, import: Uuid, links: &[(i64, Uuid)]) -> Result<(), StoreError> {
        let ring = self.ring();
        let bind = |(print, record): &(i64, Uuid)| {
            vec![Bind::Id(import), Bind::Int(kept(ring.as_deref(), *print)), Bind::Id(*record)]
        };
        let rows = links.iter().map(bind).collect();
        let columns = ["import_id", "print", "record_id"];
        self.insert_new("sys_import_link", &columns, rows, "import_id, print").await
    }

    /// Forgets all effects and what prints have led to.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import_effects(&mut self, import: Uuid) -> Result<(), StoreError> {
        for table in ["sys_import_effect", "sys_import_link"] {
            self.run(&format!("DELETE FROM {table} WHERE import_id = $1"), &[Bind::Id(import)]).await?;
        }
        Ok(())
    }
}
