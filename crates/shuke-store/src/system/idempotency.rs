//! Answers kept for callers that repeat a request with the same key.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, StoreError, Tx};

/// A kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Checksum of the request, to tell a repetition from a key used twice.
    pub fingerprint: String,
    /// HTTP status.
    pub status: i64,
    /// Body as sent.
    pub body: String,
    /// When it was given.
    pub created_at: Moment,
}

/// Where the digest of the request lies. What a request said can be found out from it by trying, so it is sealed, too.
const FINGERPRINT: &str = "sys_idempotency.fingerprint";
/// Where the body lies.
const BODY: &str = "sys_idempotency.body";

impl Conn {
    /// The answer kept for this caller and key.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn kept_answer(&mut self, user: Uuid, key: &str) -> Result<Option<Answer>, StoreError> {
        let sql = "SELECT fingerprint, status, body, created_at FROM sys_idempotency \
                   WHERE user_id = $1 AND key = $2";
        let row = self.row(sql, &[Bind::Id(user), Bind::from(key)]).await?;
        let Some(row) = row else { return Ok(None) };
        let fingerprint = self.opened(FINGERPRINT, user, row.string(0)?).await?;
        let body = self.opened(BODY, user, row.string(2)?).await?;
        Ok(Some(Answer { fingerprint, status: row.number(1)?, body, created_at: row.time(3)? }))
    }
}

impl Tx {
    /// Keeps an answer, in the transaction that did what it tells of.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when another request with this key was faster.
    pub async fn keep_answer(&mut self, user: Uuid, key: &str, answer: &Answer) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_idempotency (user_id, key, fingerprint, status, body, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let binds = [
            Bind::Id(user),
            Bind::from(key),
            Bind::closed(FINGERPRINT, user, answer.fingerprint.as_str()),
            Bind::Int(answer.status),
            Bind::closed(BODY, user, answer.body.as_str()),
            Bind::Moment(answer.created_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Forgets answers from before `moment`; answers how many went.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_answers(&mut self, moment: Moment) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_idempotency WHERE created_at < $1", &[Bind::Moment(moment)]).await
    }
}
