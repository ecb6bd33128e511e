//! The audit chain: what people and programs did, each entry sealed over the one before it.
//!
//! Numbers have no gaps, and the seal of an entry is the SHA-256 of the seal before it (none for the first of a day)
//! and of everything that the entry says. A changed, removed or slipped-in entry breaks the chain at its place.

use sha2::{Digest, Sha256};
use shuke_base::{Moment, NaiveDate, Uuid};

use crate::{Bind, Row, StoreError, Tx};

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Moment,
    /// Who; absent for the program itself.
    pub actor: Option<Uuid>,
    /// What, as a dotted word such as `record.create`.
    pub action: String,
    /// Api name of the object it was done to.
    pub object: Option<String>,
    /// The record, or whatever else has an id.
    pub record_id: Option<Uuid>,
    /// The rest, as JSON.
    pub detail: String,
}

/// An entry with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, counted without gaps.
    pub seq: i64,
    /// The day (UTC) that it is chained to.
    pub day: String,
    /// What was done.
    pub entry: AuditEntry,
    /// Its seal.
    pub hash: String,
}

pub(super) const SELECT: &str =
    "SELECT seq, day, at, actor, action, object, record_id, detail, hash FROM sys_audit";
const COLUMNS: [&str; 9] = ["seq", "day", "at", "actor", "action", "object", "record_id", "detail", "hash"];

/// The seal of an entry after the seal `before` (empty for the first of a day).
pub(super) fn seal(before: &str, seq: i64, day: &str, entry: &AuditEntry) -> Result<String, StoreError> {
    let said = serde_json::to_string(&(
        seq,
        day,
        entry.at.timestamp_micros(),
        entry.actor.map(|id| id.to_string()),
        &entry.action,
        &entry.object,
        entry.record_id.map(|id| id.to_string()),
        &entry.detail,
    ))
    .map_err(|error| StoreError::internal(error.to_string()))?;
    let mut hasher = Sha256::new();
    hasher.update(before.as_bytes());
    hasher.update(b"\n");
    hasher.update(said.as_bytes());
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn day_of(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The end of the chain.
#[derive(Debug, Clone, Default)]
pub(super) struct Tail {
    pub(super) seq: i64,
    pub(super) day: String,
    pub(super) hash: String,
}

impl Tail {
    /// Chains an entry. A clock that went back doesn't take the chain back to a day that has ended.
    fn chain(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let day = day_of(entry.at.date_naive());
        self.seq += 1;
        if day > self.day {
            self.day = day;
            self.hash.clear();
        }
        self.hash = seal(&self.hash, self.seq, &self.day, entry)?;
        Ok(())
    }
}

impl AuditRow {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let entry = AuditEntry {
            at: row.time(2)?,
            actor: row.uuid(3)?,
            action: row.string(4)?,
            object: row.text(5)?,
            record_id: row.uuid(6)?,
            detail: row.string(7)?,
        };
        Ok(Self { seq: row.number(0)?, day: row.string(1)?, entry, hash: row.string(8)? })
    }
}

impl Tx {
    /// Adds to the audit chain. Chained and written before the commit.
    pub fn audit(&mut self, entry: AuditEntry) {
        self.outbox.audits.push(entry);
    }

    /// Chains and writes entries; the caller holds the trail's lock.
    pub(super) async fn write_audits(&mut self, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let last = self.row("SELECT seq, day, hash FROM sys_audit ORDER BY seq DESC LIMIT 1", &[]).await?;
        let mut tail = match last {
            Some(row) => Tail { seq: row.number(0)?, day: row.string(1)?, hash: row.string(2)? },
            None => Tail::default(),
        };
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            tail.chain(&entry)?;
            rows.push(vec![
                Bind::Int(tail.seq),
                Bind::Text(tail.day.clone()),
                Bind::Moment(entry.at),
                Bind::id(entry.actor),
                Bind::Text(entry.action),
                Bind::text(entry.object),
                Bind::id(entry.record_id),
                Bind::Text(entry.detail),
                Bind::Text(tail.hash.clone()),
            ]);
        }
        self.insert_many("sys_audit", &COLUMNS, rows).await
    }
}
