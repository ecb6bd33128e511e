//! What a piece of long work did to which record: written with the record itself, and read backwards by an undo.

use shuke_base::Uuid;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// One record's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Counts up from 0.
    pub seq: i64,
    /// The record.
    pub record_id: Uuid,
    /// Its version after it.
    pub version: i64,
    /// The entry of its history.
    pub change_id: Option<Uuid>,
}

const COLUMNS: [&str; 5] = ["task_id", "seq", "record_id", "version", "change_id"];

fn read(row: &Row) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        seq: row.number(0)?,
        record_id: row.id(1)?,
        version: row.number(2)?,
        change_id: row.uuid(3)?,
    })
}

impl Conn {
    /// The last of them, the newest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn task_rows_back(&mut self, task: Uuid, limit: usize) -> Result<Vec<TaskRow>, StoreError> {
        let sql = "SELECT seq, record_id, version, change_id FROM sys_task_row WHERE task_id = $1 \
                   ORDER BY seq DESC LIMIT $2";
        self.rows(sql, &[Bind::Id(task), Bind::Int(limit as i64)]).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Adds some.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_task_rows(&mut self, task: Uuid, rows: Vec<TaskRow>) -> Result<(), StoreError> {
        let binds = |row: TaskRow| {
            vec![
                Bind::Id(task),
                Bind::Int(row.seq),
                Bind::Id(row.record_id),
                Bind::Int(row.version),
                Bind::id(row.change_id),
            ]
        };
        self.insert_many("sys_task_row", &COLUMNS, rows.into_iter().map(binds).collect()).await
    }

    /// Removes those from `seq` on.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_task_rows_from(&mut self, task: Uuid, seq: i64) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_task_row WHERE task_id = $1 AND seq >= $2";
        self.run(sql, &[Bind::Id(task), Bind::Int(seq)]).await?;
        Ok(())
    }
}
