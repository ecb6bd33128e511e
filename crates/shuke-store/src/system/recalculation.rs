//! Computed fields that are out of date: which field, of which records, and how far the work has come.
//!
//! An entry is written in the transaction that makes values out of date, and its place moves in the transaction that
//! writes the new ones: a crash in between loses nothing. Asking again for what is under way starts it over.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// Values that are to be computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalculation {
    /// What is out of date, in words that are the same for the same work.
    pub key: String,
    /// Object of the field.
    pub object: String,
    /// The computed field.
    pub field: String,
    /// Which records, as JSON.
    pub doc: String,
    /// The last record that was done.
    pub place: Option<Uuid>,
    /// Records done.
    pub done: i64,
    /// Records there are, when it was counted.
    pub total: Option<i64>,
    /// How often it was asked for; a worker notices by it that it has to start over.
    pub asked: i64,
    /// When it was asked for first.
    pub created_at: Moment,
}

const COLUMNS: &str = "key, object, field, doc, place, done, total, asked, created_at";

fn read(row: &Row) -> Result<Recalculation, StoreError> {
    Ok(Recalculation {
        key: row.string(0)?,
        object: row.string(1)?,
        field: row.string(2)?,
        doc: row.string(3)?,
        place: row.uuid(4)?,
        done: row.number(5)?,
        total: row.int(6)?,
        asked: row.number(7)?,
        created_at: row.time(8)?,
    })
}

impl Conn {
    /// The one that has waited longest.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn next_recalculation(&mut self) -> Result<Option<Recalculation>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_recalculation ORDER BY created_at, key LIMIT 1");
        self.row(&sql, &[]).await?.as_ref().map(read).transpose()
    }

    /// One of them.
    ///
    /// # Errors
    /// As [`Conn::next_recalculation`].
    pub async fn recalculation(&mut self, key: &str) -> Result<Option<Recalculation>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_recalculation WHERE key = $1");
        self.row(&sql, &[Bind::from(key)]).await?.as_ref().map(read).transpose()
    }

    /// Those of an object, oldest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Conn::next_recalculation`].
    pub async fn recalculations(
        &mut self,
        object: &str,
        limit: usize,
    ) -> Result<Vec<Recalculation>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_recalculation WHERE object = $1 ORDER BY created_at, key LIMIT $2"
        );
        let binds = [Bind::from(object), Bind::Int(limit as i64)];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Asks for values to be computed; what waits or runs under this key starts over.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn ask_recalculation(&mut self, wanted: &Recalculation) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_recalculation (key, object, field, doc, done, asked, created_at) \
                   VALUES ($1, $2, $3, $4, 0, 1, $5) ON CONFLICT (key) DO UPDATE SET \
                   doc = excluded.doc, place = NULL, done = 0, total = NULL, asked = sys_recalculation.asked + 1";
        let binds = [
            Bind::from(wanted.key.as_str()),
            Bind::from(wanted.object.as_str()),
            Bind::from(wanted.field.as_str()),
            Bind::from(wanted.doc.as_str()),
            Bind::Moment(wanted.created_at),
        ];
        self.run(sql, &binds).await.map(drop)
    }

    /// Moves the place on, unless it was asked for anew meanwhile.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn move_recalculation(&mut self, moved: &Recalculation) -> Result<(), StoreError> {
        let sql =
            "UPDATE sys_recalculation SET place = $1, done = $2, total = $3 WHERE key = $4 AND asked = $5";
        let binds = [
            Bind::id(moved.place),
            Bind::Int(moved.done),
            moved.total.map_or(Bind::Null(shuke_meta::ColumnType::Int), Bind::Int),
            Bind::from(moved.key.as_str()),
            Bind::Int(moved.asked),
        ];
        self.run(sql, &binds).await.map(drop)
    }

    /// It is done, unless it was asked for anew meanwhile.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn end_recalculation(&mut self, key: &str, asked: i64) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_recalculation WHERE key = $1 AND asked = $2";
        self.run(sql, &[Bind::from(key), Bind::Int(asked)]).await.map(drop)
    }

    /// Forgets what was asked for a field that is taken away.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_recalculations(&mut self, object: &str, field: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_recalculation WHERE object = $1 AND field = $2";
        self.run(sql, &[Bind::from(object), Bind::from(field)]).await.map(drop)
    }
}
