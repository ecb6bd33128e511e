//! Live events: what was committed, told to whoever listens and may see it.
//!
//! The outbox is read after each commit of this process, and every second for those of others. Nobody listening,
//! no more than its end is looked at.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Fault, Uuid};
use shuke_store::system::notice::NOTICED;
use shuke_store::system::{Event, Held};
use tokio::sync::broadcast;

use crate::App;
use crate::context::Ctx;

/// Events kept for a slow listener; one that falls behind further is told to read anew.
const BEHIND: usize = 1_024;
/// How often other processes' events are looked for.
const PERIOD: Duration = Duration::from_secs(1);
/// Events read at a time.
const CHUNK: usize = 200;

/// Where listeners are told.
#[derive(Debug)]
pub struct Hub(broadcast::Sender<Arc<Told>>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::Sender::new(BEHIND))
    }
}

/// Something that listeners are told of.
#[derive(Debug, Clone)]
pub enum Told {
    /// Records changed.
    Records(RecordsEvent),
    /// An import came further; only for its starter and administrators.
    Import {
        /// Whose import it is.
        owner: Option<Uuid>,
        /// The import as callers see it.
        import: Json,
    },
    /// The notices of these people changed.
    Noticed(Vec<Uuid>),
    /// Definitions of objects changed, how the program looks, or what is arranged for people.
    Meta(i64),
    /// Somebody came to a record, left it, or went to another field; only for those who are at it.
    Presence {
        /// The object.
        object: String,
        /// The record.
        record: Uuid,
    },
}

/// Records of one object that changed together.
#[derive(Debug, Clone)]
pub struct RecordsEvent {
    /// The object.
    pub object: String,
    /// created, changed, deleted, restored, purged.
    pub kind: String,
    /// Who; none for the program itself.
    pub by: Option<Uuid>,
    /// Which.
    pub records: Vec<Touched>,
}

/// One record of an event.
#[derive(Debug, Clone, Deserialize)]
pub struct Touched {
    /// The record.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
    /// Its owner: who may see it.
    pub owner: Option<Uuid>,
    /// Its owner's department.
    pub owner_department: Option<Uuid>,
}

#[derive(Deserialize)]
struct Payload {
    records: Vec<Touched>,
    by: Option<Uuid>,
}

#[derive(Deserialize)]
struct Noticed {
    users: Vec<Uuid>,
}

/// A change as a listener is told of it.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// The object.
    pub object: String,
    /// The record.
    pub id: Uuid,
    /// created, updated, deleted, restored.
    pub kind: &'static str,
    /// Its version.
    pub version: i64,
    /// Who.
    pub by: Option<Uuid>,
}

/// What callers call it.
pub(crate) fn kind(stored: &str) -> &'static str {
    match stored {
        "created" => "created",
        "changed" => "updated",
        "restored" => "restored",
        _ => "deleted",
    }
}

/// What listeners are told of an event; nothing when it can't be read.
pub(crate) fn read(event: &Event) -> Option<Told> {
    if event.kind == NOTICED {
        return serde_json::from_str::<Noticed>(&event.payload).ok().map(|it| Told::Noticed(it.users));
    }
    let payload: Payload = serde_json::from_str(&event.payload).ok()?;
    Some(Told::Records(RecordsEvent {
        object: event.object.clone(),
        kind: event.kind.clone(),
        by: payload.by,
        records: payload.records,
    }))
}

impl App {
    /// The notices of an event that the listener may have.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn notices(&self, ctx: &Ctx, event: &RecordsEvent) -> Result<Vec<Notice>, Fault> {
        let Some(object) = ctx.company.schema.object(&event.object) else { return Ok(Vec::new()) };
        let scope = ctx.viewer.scope(object, Action::Read);
        let admitted = |it: &&Touched| scope.admits(it.owner, it.owner_department);
        let outside: Vec<Held> = event
            .records
            .iter()
            .filter(|it| !admitted(it))
            .map(|it| (it.id, it.owner, it.owner_department))
            .collect();
        let more = if outside.is_empty() || (scope.team().is_none() && scope.ways().is_empty()) {
            HashSet::new()
        } else {
            self.store.read().await?.inside(object, &scope, &outside).await?
        };
        let kind = kind(&event.kind);
        let seen = event.records.iter().filter(|record| admitted(record) || more.contains(&record.id));
        let told = seen.map(|record| Notice {
            object: event.object.clone(),
            id: record.id,
            kind,
            version: record.version,
            by: event.by,
        });
        Ok(told.collect())
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Arc<Told>> {
        self.events.0.subscribe()
    }

    /// Tells this process's listeners of something that is not in the outbox.
    pub fn tell(&self, told: Told) {
        // Nobody listening is no failure.
        let _ = self.events.0.send(Arc::new(told));
    }

    /// Reads the outbox and tells; also takes over changes of definitions and rights made by other processes. Runs
    /// until the program ends.
    pub async fn run_events(self) {
        let mut committed = self.store.committed();
        let mut last: Option<i64> = None;
        loop {
            // An ended channel only means that this process writes no more; the clock still ticks.
            let _ = tokio::time::timeout(PERIOD, committed.changed()).await;
            self.sweep_presence();
            if let Err(error) = self.tail(&mut last).await {
                tracing::warn!(%error, "events can't be read just now");
                tokio::time::sleep(PERIOD).await;
            }
        }
    }

    async fn tail(&self, last: &mut Option<i64>) -> Result<(), Fault> {
        let before = self.company();
        self.refresh().await?;
        let now = self.company();
        let (old, new) = (&before.settings, &now.settings);
        let shown = (&old.look, &old.arrangements) != (&new.look, &new.arrangements);
        if shown || now.schema.version != before.schema.version {
            self.tell(Told::Meta(now.schema.version));
        }
        let mut conn = self.store.read().await?;
        let silent = || self.events.0.receiver_count() == 0;
        // The end is kept also without listeners: whoever comes is told of all that is committed from that moment on.
        if silent() || last.is_none() {
            let end = conn.last_event().await?;
            if silent() || last.is_none() {
                *last = Some(end);
                return Ok(());
            }
        }
        let mut seq = last.unwrap_or_default();
        loop {
            let events = conn.events_after(seq, CHUNK).await?;
            let full = events.len() == CHUNK;
            for event in events {
                seq = event.seq;
                if let Some(told) = read(&event) {
                    self.tell(told);
                }
            }
            *last = Some(seq);
            if !full {
                return Ok(());
            }
        }
    }
}
