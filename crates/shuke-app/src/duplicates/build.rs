//! Making the keys of records that were there before, and looking for pairs among them: a job that goes on where it
//! stood, in small transactions, while people work.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault, Uuid};
use shuke_meta::{MatchBy, ObjectDef};
use shuke_store::Tx;
use shuke_store::system::KeyedObject;

use super::find::found_for;
use super::{follow, note, print, told};
use crate::records::read;
use crate::{App, jobs};

/// Jobs that make keys and look for pairs.
pub const DUPLICATES: &str = "duplicates";
/// Records of one transaction: others wait for a moment only.
const BATCH: usize = 200;
/// After so long a job makes room for others and queues up again.
const TURN: Duration = Duration::from_secs(3);

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    object: String,
}

fn start(object: &ObjectDef, phase: &str, total: i64) -> KeyedObject {
    KeyedObject {
        object: object.name.clone(),
        print: print(object),
        phase: phase.to_owned(),
        after: None,
        done: 0,
        total,
    }
}

/// Inside the transaction that makes a company: there is nothing yet.
pub(crate) async fn prepare(tx: &mut Tx, app: &App) -> Result<(), Fault> {
    for object in app.company().schema.objects() {
        if !print(object).is_empty() {
            tx.put_keyed_object(&start(object, "ready", 0)).await?;
        }
    }
    Ok(())
}

async fn queue(tx: &mut Tx, app: &App, object: &str) -> Result<(), Fault> {
    let payload = serde_json::to_string(&Payload { object: object.to_owned() });
    let payload = payload.map_err(|_| Fault::new(Code::Internal))?;
    // Without a key, as with the search: two that meet share the work.
    jobs::enqueue(tx, app, DUPLICATES, payload, None).await.map(drop)
}

/// Begins a phase of an object.
pub(super) async fn begin(tx: &mut Tx, app: &App, object: &Arc<ObjectDef>, phase: &str) -> Result<(), Fault> {
    let total = read::live_count(tx, object).await?;
    tx.put_keyed_object(&start(object, phase, total)).await?;
    queue(tx, app, &object.name).await
}

/// Looks for pairs of the records behind an id, which a file has brought: those that are nearly the same, too. One
/// search that is under way reaches them anyway.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn search_from(
    tx: &mut Tx,
    app: &App,
    object: &ObjectDef,
    after: Uuid,
    total: i64,
) -> Result<(), Fault> {
    let nearly = object.duplicates.iter().flat_map(|it| &it.keys).any(|key| key.by == MatchBy::Company);
    let known = tx.keyed_objects().await?;
    let ready = known.iter().any(|it| it.object == object.name && it.phase == "ready");
    if nearly && ready {
        let state = KeyedObject { after: Some(after), ..start(object, "pairs", total) };
        tx.put_keyed_object(&state).await?;
        queue(tx, app, &object.name).await?;
    }
    Ok(())
}

impl App {
    /// Starts to make the keys of every object that has none or whose keys are made from other fields than those of
    /// now. Safe to repeat.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn build_duplicates(&self) -> Result<(), Fault> {
        let company = self.company();
        let known = self.store.read().await?.keyed_objects().await?;
        for object in company.schema.objects() {
            let print = print(object);
            let known = known.iter().find(|it| it.object == object.name);
            if known.map_or(print.is_empty(), |it| it.print == print) {
                continue;
            }
            let (app, object) = (self.clone(), Arc::clone(object));
            self.store.write(move |tx| async move { begin(tx, &app, &object, "keys").await }.boxed()).await?;
        }
        Ok(())
    }
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
        let (object, app_) = (Arc::clone(&object), app.clone());
        let more = app.store.write(move |tx| async move { step(tx, &app_, &object).await }.boxed()).await?;
        if !more {
            return Ok(());
        }
        if began.elapsed() > TURN {
            let (app_, name) = (app.clone(), payload.object);
            return app.store.write(move |tx| async move { queue(tx, &app_, &name).await }.boxed()).await;
        }
    }
}

/// Deals with the next records; answers whether there are more.
async fn step(tx: &mut Tx, app: &App, object: &Arc<ObjectDef>) -> Result<bool, Fault> {
    let known = tx.keyed_objects().await?.into_iter().find(|it| it.object == object.name);
    let Some(mut state) = known.filter(|it| it.phase != "ready" && it.print == print(object)) else {
        return Ok(false);
    };
    let making = state.phase == "keys";
    // Locked, so that nobody changes a record between its reading and the writing of its keys.
    let (records, more) = read::live_after(tx, object, state.after, BATCH, making).await?;
    if making {
        for record in &records {
            follow(tx, object, record, false);
        }
    } else {
        let ctx = app.system();
        for record in &records {
            let mut found = found_for(tx, object, Some(record.id), &told(object, &record.values)).await?;
            // The other one of a pair finds it, too.
            found.retain(|other| other.id < record.id);
            note(tx, app, &ctx, object, record.id, &found);
        }
    }
    state.done += i64::try_from(records.len()).unwrap_or(0);
    state.after = records.last().map(|record| record.id).or(state.after);
    if !more {
        let next = if making && !state.print.is_empty() { "pairs" } else { "ready" };
        state = KeyedObject { phase: next.to_owned(), after: None, done: 0, ..state };
    }
    tx.put_keyed_object(&state).await?;
    Ok(state.phase != "ready")
}
