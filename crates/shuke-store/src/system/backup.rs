//! What is known of backups: when they were taken, where they are, and how they ended.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its id.
    pub id: Uuid,
    /// Who wanted it: `manual`, `scheduled` or `upgrade`.
    pub kind: String,
    /// Where it stands: `waiting`, `writing`, `verifying`, `done`, `failed`.
    pub state: String,
    /// Who asked for it.
    pub created_by: Option<Uuid>,
    /// When it was asked for.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// The file; absent when it was removed to make room for newer ones, or never became whole.
    pub file: Option<String>,
    /// Bytes of the file.
    pub bytes: Option<i64>,
    /// Rows there are.
    pub rows_total: Option<i64>,
    /// Rows done in this step.
    pub rows_done: i64,
    /// The rest, as JSON.
    pub doc: String,
}

const COLUMNS: &str =
    "id, kind, state, created_by, started_at, finished_at, file, bytes, rows_total, rows_done, doc";

fn read(row: &Row) -> Result<Backup, StoreError> {
    Ok(Backup {
        id: row.id(0)?,
        kind: row.string(1)?,
        state: row.string(2)?,
        created_by: row.uuid(3)?,
        started_at: row.time(4)?,
        finished_at: row.moment(5)?,
        file: row.text(6)?,
        bytes: row.int(7)?,
        rows_total: row.int(8)?,
        rows_done: row.number(9)?,
        doc: row.string(10)?,
    })
}

impl Conn {
    /// One backup.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn backup(&mut self, id: Uuid) -> Result<Option<Backup>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_backup WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }

    /// The newest backups, newest first.
    ///
    /// # Errors
    /// As [`Conn::backup`].
    pub async fn backups(&mut self, limit: usize) -> Result<Vec<Backup>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_backup ORDER BY started_at DESC, id DESC LIMIT $1");
        self.rows(&sql, &[Bind::Int(limit as i64)]).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Adds a backup, or writes down where one stands.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_backup(&mut self, backup: &Backup) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sys_backup ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, finished_at = excluded.finished_at, \
             file = excluded.file, bytes = excluded.bytes, rows_total = excluded.rows_total, \
             rows_done = excluded.rows_done, doc = excluded.doc"
        );
        let number = |value: Option<i64>| value.map_or(Bind::Null(shuke_meta::ColumnType::Int), Bind::Int);
        let binds = [
            Bind::Id(backup.id),
            Bind::from(backup.kind.as_str()),
            Bind::from(backup.state.as_str()),
            Bind::id(backup.created_by),
            Bind::Moment(backup.started_at),
            Bind::moment(backup.finished_at),
            Bind::text(backup.file.as_deref()),
            number(backup.bytes),
            number(backup.rows_total),
            Bind::Int(backup.rows_done),
            Bind::from(backup.doc.as_str()),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Forgets backups that ended before `moment` and whose files are gone; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_backups(&mut self, moment: Moment) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_backup WHERE started_at < $1 AND finished_at < $1 AND file IS NULL";
        self.run(sql, &[Bind::Moment(moment)]).await
    }
}
