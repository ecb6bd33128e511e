//! What webhooks are told: one row for each message, with what came of it. What the message says is worked out when
//! it is sent, by the rights of that moment.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A message to a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, also told to the peer: the same in every try. Later events have larger ones.
    pub id: Uuid,
    /// To whom.
    pub webhook_id: Uuid,
    /// `created`, `updated`, `deleted`, `restored`, `test`.
    pub kind: String,
    /// Api name of the object.
    pub object: Option<String>,
    /// The record.
    pub record_id: Option<Uuid>,
    /// What the event said, as JSON.
    pub detail: String,
    /// `waiting`, `delivered`, `failed`, `skipped`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next; while a try is under way, when it counts as lost.
    pub next_at: Option<Moment>,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// Status of the last answer.
    pub status: Option<i64>,
    /// Milliseconds until it came.
    pub took_ms: Option<i64>,
    /// The beginning of the last answer.
    pub response: Option<String>,
    /// Why there was no answer, or why nothing was sent.
    pub error: Option<String>,
    /// When the event happened.
    pub created_at: Moment,
}

pub(super) const COLUMNS: [&str; 15] = [
    "id",
    "webhook_id",
    "kind",
    "object",
    "record_id",
    "detail",
    "state",
    "attempts",
    "next_at",
    "tried_at",
    "status",
    "took_ms",
    "response",
    "error",
    "created_at",
];

/// The columns with commas.
pub(super) fn columns() -> String {
    COLUMNS.join(", ")
}

pub(super) fn number(value: Option<i64>) -> Bind {
    value.map_or(Bind::Null(shuke_meta::ColumnType::Int), Bind::Int)
}

impl Delivery {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id(0)?,
            webhook_id: row.id(1)?,
            kind: row.string(2)?,
            object: row.text(3)?,
            record_id: row.uuid(4)?,
            detail: row.string(5)?,
            state: row.string(6)?,
            attempts: row.number(7)?,
            next_at: row.moment(8)?,
            tried_at: row.moment(9)?,
            status: row.int(10)?,
            took_ms: row.int(11)?,
            response: row.text(12)?,
            error: row.text(13)?,
            created_at: row.time(14)?,
        })
    }

    fn binds(self) -> Vec<Bind> {
        vec![
            Bind::Id(self.id),
            Bind::Id(self.webhook_id),
            Bind::Text(self.kind),
            Bind::text(self.object),
            Bind::id(self.record_id),
            Bind::Text(self.detail),
            Bind::Text(self.state),
            Bind::Int(self.attempts),
            Bind::moment(self.next_at),
            Bind::moment(self.tried_at),
            number(self.status),
            number(self.took_ms),
            Bind::text(self.response),
            Bind::text(self.error),
            Bind::Moment(self.created_at),
        ]
    }
}

impl Conn {
    /// One message to a webhook.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn delivery(&mut self, webhook: Uuid, id: Uuid) -> Result<Option<Delivery>, StoreError> {
        let sql = format!("SELECT {} FROM sys_delivery WHERE id = $1 AND webhook_id = $2", columns());
        let row = self.row(&sql, &[Bind::Id(id), Bind::Id(webhook)]).await?;
        row.as_ref().map(Delivery::read).transpose()
    }

    /// A page of the messages to a webhook, newest first: all, or those in one state. `before` is the last id of the
    /// page before.
    ///
    /// # Errors
    /// As [`Conn::delivery`].
    pub async fn deliveries(
        &mut self,
        webhook: Uuid,
        state: Option<&str>,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let test = if state.is_some() { " AND state = $4" } else { "" };
        let sql = format!(
            "SELECT {} FROM sys_delivery WHERE webhook_id = $1 AND id < $2{test} ORDER BY id DESC LIMIT $3",
            columns()
        );
        let mut binds =
            vec![Bind::Id(webhook), Bind::Id(before.unwrap_or(Uuid::max())), Bind::Int(limit as i64)];
        binds.extend(state.map(Bind::from));
        self.rows(&sql, &binds).await?.iter().map(Delivery::read).collect()
    }

    /// How many messages to a webhook are in this state, counted up to `most`.
    ///
    /// # Errors
    /// As [`Conn::delivery`].
    pub async fn count_deliveries(
        &mut self,
        webhook: Uuid,
        state: &str,
        most: i64,
    ) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM sys_delivery WHERE webhook_id = $1 AND state = $2 \
                   LIMIT $3) AS counted";
        let row = self.row(sql, &[Bind::Id(webhook), Bind::from(state), Bind::Int(most)]).await?;
        row.map_or(Ok(0), |row| row.number(0))
    }
}

impl Tx {
    /// Adds messages.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn add_deliveries(&mut self, deliveries: Vec<Delivery>) -> Result<(), StoreError> {
        let rows = deliveries.into_iter().map(Delivery::binds).collect();
        self.insert_many("sys_delivery", &COLUMNS, rows).await
    }

    /// Gives up what waits since before `moment` and tells of events from before it; answers how much.
    ///
    /// # Errors
    /// As [`Tx::add_deliveries`].
    pub async fn expire_deliveries(&mut self, moment: Moment) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_delivery SET state = 'failed', error = 'expired', next_at = NULL \
                   WHERE created_at < $1 AND next_at < $1 AND state = 'waiting'";
        self.run(sql, &[Bind::Moment(moment)]).await
    }

    /// Forgets messages that have ended and tell of events from before `moment`, some at a time; answers how many.
    ///
    /// # Errors
    /// As [`Tx::add_deliveries`].
    pub async fn prune_deliveries(&mut self, moment: Moment, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_delivery WHERE id IN (SELECT id FROM sys_delivery WHERE created_at < $1 \
                   AND state <> 'waiting' ORDER BY created_at LIMIT $2)";
        self.run(sql, &[Bind::Moment(moment), Bind::Int(limit as i64)]).await
    }
}
