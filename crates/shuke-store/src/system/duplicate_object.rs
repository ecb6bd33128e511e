//! How far the keys of an object's records, and the pairs that they make, are looked for.

use shuke_base::Uuid;

use crate::{Bind, Conn, StoreError, Tx};

/// Where an object stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedObject {
    /// The object.
    pub object: String,
    /// What the keys are made from: another print means that they are to be made anew.
    pub print: String,
    /// `keys` while keys are made, `pairs` while pairs are looked for, then `ready`.
    pub phase: String,
    /// The last record that the phase has dealt with, in the order of ids.
    pub after: Option<Uuid>,
    /// Records dealt with.
    pub done: i64,
    /// Records when the phase began.
    pub total: i64,
}

impl Conn {
    /// Where every object stands, by name.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn keyed_objects(&mut self) -> Result<Vec<KeyedObject>, StoreError> {
        let sql = "SELECT object, print, phase, after, done, total FROM sys_duplicate_object ORDER BY object";
        let rows = self.rows(sql, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(KeyedObject {
                    object: row.string(0)?,
                    print: row.string(1)?,
                    phase: row.string(2)?,
                    after: row.uuid(3)?,
                    done: row.number(4)?,
                    total: row.number(5)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Notes where an object stands.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn put_keyed_object(&mut self, it: &KeyedObject) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_duplicate_object (object, print, phase, after, done, total) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (object) DO UPDATE SET print = excluded.print, \
                   phase = excluded.phase, after = excluded.after, done = excluded.done, total = excluded.total";
        let binds = [
            Bind::from(it.object.as_str()),
            Bind::from(it.print.as_str()),
            Bind::from(it.phase.as_str()),
            Bind::id(it.after),
            Bind::Int(it.done),
            Bind::Int(it.total),
        ];
        self.run(sql, &binds).await.map(drop)
    }
}
