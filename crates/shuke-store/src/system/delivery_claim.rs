//! How processes share the messages to webhooks. Whoever takes one moves its next time ahead: a process that dies
//! lets that time come, and the message is sent again. A message waits for earlier ones about the same record.

use shuke_base::{Moment, Uuid};

use super::delivery::{Delivery, columns, number};
use crate::{Bind, Conn, StoreError, Tx};

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The message.
    pub id: Uuid,
    /// Which try it was: one that counts as lost by now changes nothing.
    pub attempt: i64,
    /// `waiting`, `delivered`, `failed`, `skipped`.
    pub state: &'static str,
    /// When it is tried again.
    pub next_at: Option<Moment>,
    /// When it was sent.
    pub tried_at: Moment,
    /// Status of the answer.
    pub status: Option<i64>,
    /// Milliseconds until it came.
    pub took_ms: Option<i64>,
    /// The beginning of the answer.
    pub response: Option<String>,
    /// Why there was none.
    pub error: Option<&'static str>,
}

impl Conn {
    /// When the next message to a webhook is due.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn next_delivery_at(&mut self, webhook: Uuid) -> Result<Option<Moment>, StoreError> {
        let sql = "SELECT min(next_at) FROM sys_delivery WHERE webhook_id = $1 AND state = 'waiting'";
        Ok(self.row(sql, &[Bind::Id(webhook)]).await?.map(|row| row.moment(0)).transpose()?.flatten())
    }
}

impl Tx {
    /// Takes due messages to a webhook until `until`, oldest first and at most one for each record. No two processes
    /// get the same.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn claim_deliveries(
        &mut self,
        webhook: Uuid,
        now: Moment,
        until: Moment,
        limit: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let skip = self.dialect().skip_locked();
        let sql = format!(
            "UPDATE sys_delivery SET attempts = attempts + 1, next_at = $3 WHERE id IN (\
             SELECT d.id FROM sys_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.next_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM sys_delivery e WHERE e.webhook_id = $1 AND e.state = 'waiting' \
             AND e.record_id = d.record_id AND e.id < d.id) ORDER BY d.next_at LIMIT $4{skip}) \
             RETURNING {}",
            columns()
        );
        let binds = [Bind::Id(webhook), Bind::Moment(now), Bind::Moment(until), Bind::Int(limit as i64)];
        let mut taken: Vec<Delivery> =
            self.rows(&sql, &binds).await?.iter().map(Delivery::read).collect::<Result<_, _>>()?;
        taken.sort_by_key(|delivery| delivery.id);
        Ok(taken)
    }

    /// Writes down what came of a try; `false` when somebody else has taken the message meanwhile.
    ///
    /// # Errors
    /// As [`Tx::claim_deliveries`].
    pub async fn end_delivery(&mut self, outcome: Outcome) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_delivery SET state = $3, next_at = $4, tried_at = $5, status = $6, took_ms = $7, \
                   response = $8, error = $9 WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
        let binds = [
            Bind::Id(outcome.id),
            Bind::Int(outcome.attempt),
            Bind::from(outcome.state),
            Bind::moment(outcome.next_at),
            Bind::Moment(outcome.tried_at),
            number(outcome.status),
            number(outcome.took_ms),
            Bind::text(outcome.response),
            Bind::text(outcome.error),
        ];
        Ok(self.run(sql, &binds).await? > 0)
    }

    /// Lets a message that has ended be sent again; `false` when it waits already or is not there.
    ///
    /// # Errors
    /// As [`Tx::claim_deliveries`].
    pub async fn replay_delivery(
        &mut self,
        webhook: Uuid,
        id: Uuid,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_delivery SET state = 'waiting', attempts = 0, next_at = $3 \
                   WHERE id = $1 AND webhook_id = $2 AND state <> 'waiting'";
        Ok(self.run(sql, &[Bind::Id(id), Bind::Id(webhook), Bind::Moment(now)]).await? > 0)
    }

    /// Lets all messages that failed and tell of events since `since` be sent again; answers how many.
    ///
    /// # Errors
    /// As [`Tx::claim_deliveries`].
    pub async fn replay_failed(
        &mut self,
        webhook: Uuid,
        since: Moment,
        now: Moment,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_delivery SET state = 'waiting', attempts = 0, next_at = $3 \
                   WHERE webhook_id = $1 AND state = 'failed' AND created_at >= $2";
        self.run(sql, &[Bind::Id(webhook), Bind::Moment(since), Bind::Moment(now)]).await
    }

    /// Lets what waits for a later try be tried now; answers how much.
    ///
    /// # Errors
    /// As [`Tx::claim_deliveries`].
    pub async fn hurry_deliveries(&mut self, webhook: Uuid, now: Moment) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_delivery SET next_at = $2 WHERE webhook_id = $1 AND state = 'waiting' AND next_at > $2";
        self.run(sql, &[Bind::Id(webhook), Bind::Moment(now)]).await
    }
}
