//! The outbox: what committed changes want to be known by others, in the order of their commits.

use shuke_base::Moment;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// An event on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: Moment,
    /// Api name of the object it is about.
    pub object: String,
    /// What sort of event.
    pub kind: String,
    /// The rest, as JSON.
    pub payload: String,
}

/// An event as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number: later commits have larger ones, also over several processes. Numbers may have gaps.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Api name of the object it is about.
    pub object: String,
    /// What sort of event.
    pub kind: String,
    /// The rest, as JSON.
    pub payload: String,
}

impl Event {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.number(0)?,
            at: row.time(1)?,
            object: row.string(2)?,
            kind: row.string(3)?,
            payload: row.string(4)?,
        })
    }
}

impl Conn {
    /// Events after number `seq`, oldest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn events_after(&mut self, seq: i64, limit: usize) -> Result<Vec<Event>, StoreError> {
        let sql = "SELECT seq, at, object, kind, payload FROM sys_event WHERE seq > $1 ORDER BY seq LIMIT $2";
        self.rows(sql, &[Bind::Int(seq), Bind::Int(limit as i64)]).await?.iter().map(Event::read).collect()
    }

    /// The number of the newest event; 0 when there is none.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn last_event(&mut self) -> Result<i64, StoreError> {
        let row = self.row("SELECT max(seq) FROM sys_event", &[]).await?;
        Ok(row.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0))
    }
}

impl Tx {
    /// Adds an event. Written before the commit.
    pub fn emit(&mut self, event: NewEvent) {
        self.outbox.events.push(event);
    }

    pub(super) async fn write_events(&mut self, events: Vec<NewEvent>) -> Result<(), StoreError> {
        let row = |it: NewEvent| {
            vec![Bind::Moment(it.at), Bind::Text(it.object), Bind::Text(it.kind), Bind::Text(it.payload)]
        };
        let rows = events.into_iter().map(row).collect();
        self.insert_many("sys_event", &["at", "object", "kind", "payload"], rows).await
    }

    /// Forgets the oldest `limit` of the events from before `moment`, except the newest `keep`, which late readers may
    /// still want; answers how many went.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_events(
        &mut self,
        moment: Moment,
        keep: i64,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let sql = "DELETE FROM sys_event WHERE seq IN (SELECT seq FROM sys_event \
                   WHERE seq <= (SELECT coalesce(max(seq), 0) FROM sys_event) - $1 AND at < $2 ORDER BY seq LIMIT $3)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let gone = self.run(sql, &[Bind::Int(keep), Bind::Moment(moment), Bind::Int(limit)]).await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
