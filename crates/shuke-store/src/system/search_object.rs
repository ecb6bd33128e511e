//! How far the index of words is built, object by object.

use shuke_base::Uuid;

use crate::{Bind, Conn, StoreError, Tx};

/// Where an object's index stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedObject {
    /// The object.
    pub object: String,
    /// What the words are cut from and how: another print means that they are to be cut anew.
    pub print: String,
    /// The last record that the building has dealt with, in the order of ids.
    pub after: Option<Uuid>,
    /// Records dealt with.
    pub done: i64,
    /// Records when the building began.
    pub total: i64,
    /// Whether it is complete.
    pub ready: bool,
}

impl Conn {
    /// Every object's index, by name.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn indexed_objects(&mut self) -> Result<Vec<IndexedObject>, StoreError> {
        let sql = "SELECT object, print, after, done, total, ready FROM sys_search_object ORDER BY object";
        let rows = self.rows(sql, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(IndexedObject {
                    object: row.string(0)?,
                    print: row.string(1)?,
                    after: row.uuid(2)?,
                    done: row.number(3)?,
                    total: row.number(4)?,
                    ready: row.number(5)? != 0,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Notes where an object's index stands.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn put_indexed_object(&mut self, it: &IndexedObject) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_search_object (object, print, after, done, total, ready) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (object) DO UPDATE SET print = excluded.print, \
                   after = excluded.after, done = excluded.done, total = excluded.total, ready = excluded.ready";
        let binds = [
            Bind::from(it.object.as_str()),
            Bind::from(it.print.as_str()),
            Bind::id(it.after),
            Bind::Int(it.done),
            Bind::Int(it.total),
            Bind::Int(i64::from(it.ready)),
        ];
        self.run(sql, &binds).await.map(drop)
    }
}
