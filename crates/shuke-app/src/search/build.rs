//! Building the index for records that were there before it, or before a field was searched: a job that goes on where
//! it stood, in small transactions, while people work.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault};
use shuke_meta::{ObjectDef, Schema};
use shuke_store::system::IndexedObject;
use shuke_store::{Conn, Tx};

use super::{index, is_searched, print};
use crate::records::read;
use crate::{App, jobs};

/// Jobs that build the index.
pub const SEARCH: &str = "search";
/// Records of one transaction: others wait for a moment only.
const BATCH: usize = 200;
/// After so long a job makes room for others and queues up again.
const TURN: Duration = Duration::from_secs(3);

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    object: String,
}

/// How far a building is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Building {
    /// Records dealt with.
    pub done: i64,
    /// Records in all.
    pub total: i64,
}

/// What of all indexes is still to be built; none when they are complete.
pub(super) fn progress(indexed: &[IndexedObject]) -> Option<Building> {
    let open = || indexed.iter().filter(|it| !it.ready);
    open().next()?;
    let total = open().map(|it| it.total).sum();
    Some(Building { done: open().map(|it| it.done).sum::<i64>().min(total), total })
}

/// Inside the transaction that makes a company: every index is complete, as there is nothing yet.
pub(crate) async fn prepare(tx: &mut Tx, app: &App) -> Result<(), Fault> {
    for object in app.company().schema.objects().filter(|object| is_searched(object)) {
        tx.put_indexed_object(&start(object, 0, true)).await?;
    }
    Ok(())
}

fn start(object: &ObjectDef, total: i64, ready: bool) -> IndexedObject {
    IndexedObject { object: object.name.clone(), print: print(object), after: None, done: 0, total, ready }
}

impl App {
    /// Starts to build every index that doesn't exist or is made from other fields than those of now. Safe to repeat.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn build_search(&self) -> Result<(), Fault> {
        let company = self.company();
        let known = self.store.read().await?.indexed_objects().await?;
        for object in company.schema.objects().filter(|object| is_searched(object)) {
            let known = known.iter().find(|it| it.object == object.name);
            if known.is_some_and(|it| it.print == print(object)) {
                continue;
            }
            let (app, object) = (self.clone(), Arc::clone(object));
            self.store.write(move |tx| async move { begin(tx, &app, &object).await }.boxed()).await?;
        }
        Ok(())
    }
}

async fn begin(tx: &mut Tx, app: &App, object: &Arc<ObjectDef>) -> Result<(), Fault> {
    let total = read::live_count(tx, object).await?;
    tx.put_indexed_object(&start(object, total, total == 0)).await?;
    if total > 0 { queue(tx, app, &object.name).await } else { Ok(()) }
}

async fn queue(tx: &mut Tx, app: &App, object: &str) -> Result<(), Fault> {
    let payload = serde_json::to_string(&Payload { object: object.to_owned() });
    let payload = payload.map_err(|_| Fault::new(Code::Internal))?;
    // Without a key: a job that makes room for others is still running when its successor is queued. Two that meet
    // share the work, as each transaction goes on where the index stands.
    jobs::enqueue(tx, app, SEARCH, payload, None).await.map(drop)
}

/// How the index stands to the records.
#[derive(Debug, Default)]
pub struct Standing {
    /// Objects whose index is complete and yet has another number of documents than there are live records.
    pub wrong: Vec<String>,
    /// Objects whose index is still to be built, by the program that serves: after an upgrade or a restore.
    pub unbuilt: usize,
}

/// Where documents and live records differ in number, or the index is not complete.
///
/// # Errors
/// The store's trouble.
pub async fn behind(conn: &mut Conn, schema: &Schema) -> Result<Standing, Fault> {
    let documents: HashMap<String, i64> = conn.documents().await?.into_iter().collect();
    let indexed = conn.indexed_objects().await?;
    let mut standing = Standing::default();
    for object in schema.objects().filter(|object| is_searched(object)) {
        let built =
            indexed.iter().any(|it| it.object == object.name && it.ready && it.print == print(object));
        if !built {
            standing.unbuilt += 1;
            continue;
        }
        let live = read::live_count(conn, object).await?;
        let found = documents.get(&object.name).copied().unwrap_or(0);
        if found != live {
            standing.wrong.push(format!("{} {found}/{live}", object.name));
        }
    }
    Ok(standing)
}

/// Carries out the job for a while.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let payload: Payload = serde_json::from_str(payload).map_err(|_| Fault::new(Code::Internal))?;
    app.refresh().await?;
    let Some(object) = app.company().schema.object(&payload.object).cloned() else { return Ok(()) };
    let began = Instant::now();
    loop {
        let object = Arc::clone(&object);
        let more = app.store.write(move |tx| async move { step(tx, &object).await }.boxed()).await?;
        if !more {
            return Ok(());
        }
        if began.elapsed() > TURN {
            let (app_, name) = (app.clone(), payload.object);
            return app.store.write(move |tx| async move { queue(tx, &app_, &name).await }.boxed()).await;
        }
    }
}

/// Writes the next documents; answers whether there are more.
async fn step(tx: &mut Tx, object: &Arc<ObjectDef>) -> Result<bool, Fault> {
    let known = tx.indexed_objects().await?.into_iter().find(|it| it.object == object.name);
    let Some(mut state) = known.filter(|it| !it.ready && it.print == print(object)) else { return Ok(false) };
    // Locked, so that nobody changes a record between its reading and the writing of its words.
    let (records, more) = read::live_after(tx, object, state.after, BATCH, true).await?;
    for record in &records {
        index(tx, object, record, false);
    }
    state.done += i64::try_from(records.len()).unwrap_or(0);
    state.after = records.last().map(|record| record.id).or(state.after);
    state.ready = !more;
    tx.put_indexed_object(&state).await?;
    Ok(!state.ready)
}
