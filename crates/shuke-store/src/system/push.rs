//! What waits to be pushed: which notice to which browser. Rows are written in the transaction that makes the notice and
//! go when the browser's push service has taken the message; what it says is worked out when it is sent.

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// How long a notice of work with many records waits, so that one message tells of many.
const GATHERED: TimeDelta = TimeDelta::seconds(5);

/// A notice on its way to a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushMessage {
    /// The notice.
    pub notice_id: Uuid,
    /// The browser.
    pub device_id: Uuid,
    /// How often it was tried.
    pub attempts: i64,
    /// When the notice came.
    pub created_at: Moment,
}

fn read(row: &Row) -> Result<PushMessage, StoreError> {
    Ok(PushMessage {
        notice_id: row.id(0)?,
        device_id: row.id(1)?,
        attempts: row.number(2)?,
        created_at: row.time(3)?,
    })
}

const ADD: &str = "INSERT INTO sys_push (notice_id, device_id, attempts, next_at, created_at) \
                   SELECT n.id, d.id, 0, ";
const FROM: &str = "FROM sys_notice n JOIN sys_push_device d ON d.user_id = n.user_id WHERE ";
const ONCE: &str = " ON CONFLICT (notice_id, device_id) DO NOTHING";

impl Conn {
    /// When something is next to be pushed.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn next_push_at(&mut self) -> Result<Option<Moment>, StoreError> {
        let row = self.row("SELECT min(next_at) FROM sys_push", &[]).await?;
        Ok(row.map(|row| row.moment(0)).transpose()?.flatten())
    }
}

impl Tx {
    /// These notices are to be pushed to the browsers of those whom they tell.
    pub(super) async fn push_notices(&mut self, ids: Vec<Uuid>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let among = self.dialect().among("n.id", ColumnType::Id, "$1");
        let sql = format!("{ADD}n.created_at, n.created_at {FROM}{among}{ONCE}");
        let ids = Bind::Many(ColumnType::Id, ids.into_iter().map(Bind::Id).collect());
        self.run(&sql, &[ids]).await?;
        Ok(())
    }

    /// The notice of a piece of work is to be pushed, once more if it was already.
    pub(super) async fn push_work(&mut self, user: Uuid, work: Uuid, at: Moment) -> Result<(), StoreError> {
        let sql = format!("{ADD}$3, $4 {FROM}n.user_id = $1 AND n.work = $2{ONCE}");
        let binds = [Bind::Id(user), Bind::Id(work), Bind::Moment(at + GATHERED), Bind::Moment(at)];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Takes due messages until `until`, the oldest of each browser alone. No two processes get the same; a process
    /// that dies lets that time come, and the message is sent again.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn claim_pushes(
        &mut self,
        now: Moment,
        until: Moment,
        limit: usize,
    ) -> Result<Vec<PushMessage>, StoreError> {
        let skip = self.dialect().skip_locked();
        let sql = format!(
            "UPDATE sys_push SET attempts = attempts + 1, next_at = $2 WHERE (notice_id, device_id) IN (\
             SELECT p.notice_id, p.device_id FROM sys_push p WHERE p.next_at <= $1 AND NOT EXISTS (\
             SELECT 1 FROM sys_push e WHERE e.device_id = p.device_id AND e.notice_id < p.notice_id) \
             ORDER BY p.next_at LIMIT $3{skip}) RETURNING notice_id, device_id, attempts, created_at"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let binds = [Bind::Moment(now), Bind::Moment(until), Bind::Int(limit)];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }

    /// A message was taken, or is given up.
    ///
    /// # Errors
    /// As [`Tx::claim_pushes`].
    pub async fn end_push(&mut self, message: PushMessage) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_push WHERE notice_id = $1 AND device_id = $2 AND attempts = $3";
        let binds = [Bind::Id(message.notice_id), Bind::Id(message.device_id), Bind::Int(message.attempts)];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// A message waits until a later moment, and so does all that comes after it to the same browser.
    ///
    /// # Errors
    /// As [`Tx::claim_pushes`].
    pub async fn put_off_push(&mut self, message: PushMessage, until: Moment) -> Result<(), StoreError> {
        let sql =
            "UPDATE sys_push SET next_at = $4 WHERE notice_id = $1 AND device_id = $2 AND attempts = $3";
        let binds = [
            Bind::Id(message.notice_id),
            Bind::Id(message.device_id),
            Bind::Int(message.attempts),
            Bind::Moment(until),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Gives up what was made before this moment; answers how much.
    ///
    /// # Errors
    /// As [`Tx::claim_pushes`].
    pub async fn drop_pushes(&mut self, before: Moment) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_push WHERE created_at < $1", &[Bind::Moment(before)]).await
    }
}
