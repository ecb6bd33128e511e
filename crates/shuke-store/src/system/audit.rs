//! The audit chain: what people and programs did, each entry sealed over the one before it.
//!
//! Numbers have no gaps, and the seal of an entry is the SHA-256 of the seal before it (none for the first of a day)
//! and of everything that the entry says. A changed, removed or slipped-in entry breaks the chain at its place.

use sha2::{Digest, Sha256};
use shuke_base::{Moment, NaiveDate, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

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

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainBreak {
    /// The first number that is wrong or missing.
    pub seq: i64,
    /// Whether there is no entry of that number at all.
    pub missing: bool,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries read.
    pub entries: u64,
    /// The seal of the last good entry: whoever keeps it elsewhere can prove later that nothing was cut off.
    pub head: Option<(i64, String)>,
    /// The first fault.
    pub fault: Option<ChainBreak>,
}

const SELECT: &str = "SELECT seq, day, at, actor, action, object, record_id, detail, hash FROM sys_audit";
const COLUMNS: [&str; 9] = ["seq", "day", "at", "actor", "action", "object", "record_id", "detail", "hash"];
/// Entries that a verification reads at a time.
const PAGE: i64 = 1_000;

/// The seal of an entry after the seal `before` (empty for the first of a day).
fn seal(before: &str, seq: i64, day: &str, entry: &AuditEntry) -> Result<String, StoreError> {
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

fn day_of(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The end of the chain.
#[derive(Debug, Clone, Default)]
struct Tail {
    seq: i64,
    day: String,
    hash: String,
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
    fn read(row: &Row) -> Result<Self, StoreError> {
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

impl Conn {
    /// A page of the chain, newest first; `before` is the last number of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn audits(&mut self, before: Option<i64>, limit: usize) -> Result<Vec<AuditRow>, StoreError> {
        let binds = [Bind::Int(before.unwrap_or(i64::MAX)), Bind::Int(limit as i64)];
        let sql = format!("{SELECT} WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
        self.rows(&sql, &binds).await?.iter().map(AuditRow::read).collect()
    }

    /// Checks the chain from the first to the last day given (both included; absent = as far as it goes).
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn verify_audit(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<ChainReport, StoreError> {
        let from = from.map(day_of).unwrap_or_default();
        // A text above every day.
        let to = to.map_or_else(|| "~".to_owned(), day_of);
        let sql = format!("{SELECT} WHERE seq > $1 AND day >= $2 AND day <= $3 ORDER BY seq LIMIT $4");
        let mut report = ChainReport { entries: 0, head: None, fault: None };
        let mut last: Option<Tail> = None;
        loop {
            let after = last.as_ref().map_or(i64::MIN, |tail| tail.seq);
            let binds = [Bind::Int(after), Bind::from(&*from), Bind::from(&*to), Bind::Int(PAGE)];
            let rows = self.rows(&sql, &binds).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                report.entries += 1;
                let tail = match follow(last.as_ref(), row)? {
                    Ok(tail) => tail,
                    Err(fault) => {
                        report.fault = Some(fault);
                        return Ok(report);
                    }
                };
                report.head = Some((tail.seq, tail.hash.clone()));
                last = Some(tail);
            }
        }
        Ok(report)
    }
}

/// Whether a stored entry follows the one before it.
fn follow(last: Option<&Tail>, row: &Row) -> Result<Result<Tail, ChainBreak>, StoreError> {
    let seq = row.number(0)?;
    let expected = last.map_or(seq, |tail| tail.seq + 1);
    if seq != expected {
        return Ok(Err(ChainBreak { seq: expected, missing: true }));
    }
    let wrong = ChainBreak { seq, missing: false };
    // An entry so damaged that it can't be read is a break, too, and not a failure of the check.
    let Ok(row) = AuditRow::read(row) else { return Ok(Err(wrong)) };
    let day = last.map_or("", |tail| tail.day.as_str());
    if row.day.as_str() < day {
        return Ok(Err(wrong));
    }
    let before = last.filter(|tail| tail.day == row.day).map_or("", |tail| tail.hash.as_str());
    if seal(before, seq, &row.day, &row.entry)? != row.hash {
        return Ok(Err(wrong));
    }
    Ok(Ok(Tail { seq, day: row.day, hash: row.hash }))
}
