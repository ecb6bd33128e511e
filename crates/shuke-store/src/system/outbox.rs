//! What waits in memory to be written just before the commit: history, audit entries, events, words for the search,
//! keys of duplicates, notices to people.
//!
//! Works that share a transaction share these statements, too, so a change costs its own rows and a share of three
//! inserts. The lock that keeps the audit chain and the events of all processes in one order is held from here to
//! the commit only, and the order of events is the order of commits: who has read up to a number has missed nothing.

use shuke_base::{Moment, Uuid};

use super::audit::AuditEntry;
use super::change::Change;
use super::duplicate::{Pair, RecordKeys};
use super::event::NewEvent;
use super::lock::Lock;
use super::notice::{NewNotice, told};
use super::search::Document;
use crate::{StoreError, Tx};

/// What waits to be written.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(super) changes: Vec<Change>,
    pub(super) audits: Vec<AuditEntry>,
    pub(super) events: Vec<NewEvent>,
    pub(super) documents: Vec<Document>,
    pub(super) keys: Vec<RecordKeys>,
    pub(super) pairs: Vec<Pair>,
    pub(super) notices: Vec<NewNotice>,
    /// People whose notices changed, and when.
    pub(super) noticed: Vec<(Uuid, Moment)>,
}

/// How much waited at some moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    changes: usize,
    audits: usize,
    events: usize,
    documents: usize,
    keys: usize,
    pairs: usize,
    notices: usize,
    noticed: usize,
}

impl Outbox {
    /// How much waits now.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            changes: self.changes.len(),
            audits: self.audits.len(),
            events: self.events.len(),
            documents: self.documents.len(),
            keys: self.keys.len(),
            pairs: self.pairs.len(),
            notices: self.notices.len(),
            noticed: self.noticed.len(),
        }
    }

    /// Forgets what was added since `mark`.
    pub(crate) fn cut(&mut self, mark: Mark) {
        self.changes.truncate(mark.changes);
        self.audits.truncate(mark.audits);
        self.events.truncate(mark.events);
        self.documents.truncate(mark.documents);
        self.keys.truncate(mark.keys);
        self.pairs.truncate(mark.pairs);
        self.notices.truncate(mark.notices);
        self.noticed.truncate(mark.noticed);
    }
}

impl Tx {
    /// Writes what waits. The lane does so before each commit.
    pub(crate) async fn flush(&mut self) -> Result<(), StoreError> {
        let Outbox { changes, audits, mut events, documents, keys, pairs, notices, noticed } =
            std::mem::take(&mut self.outbox);
        events.extend(told(&notices, &noticed));
        self.write_changes(changes).await?;
        self.write_notices(notices).await?;
        self.write_keys(keys).await?;
        self.write_pairs(pairs).await?;
        if !audits.is_empty() || !events.is_empty() || !documents.is_empty() {
            self.lock(Lock::Trail).await?;
            self.write_audits(audits).await?;
            self.write_events(events).await?;
            self.write_documents(documents).await?;
        }
        Ok(())
    }
}

/// A place to go back to inside a transaction.
#[derive(Debug)]
#[must_use = "a savepoint is either kept or undone"]
pub struct Savepoint(Mark);

impl Tx {
    /// Marks a place to go back to. Places are left in the reverse order of their making.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn savepoint(&mut self) -> Result<Savepoint, StoreError> {
        let mark = self.outbox.mark();
        self.raw("SAVEPOINT part").await?;
        Ok(Savepoint(mark))
    }

    /// Keeps what was done since the place.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn keep(&mut self, _place: Savepoint) -> Result<(), StoreError> {
        self.raw("RELEASE SAVEPOINT part").await
    }

    /// Undoes what was done since the place: rows, history, audit entries and events.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn undo(&mut self, place: Savepoint) -> Result<(), StoreError> {
        self.outbox.cut(place.0);
        self.rolled_back();
        self.raw("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part").await
    }
}
