//! The job of an import: reads the file in batches; each batch is one transaction that holds its records, their
//! trail, what is needed to undo them, and how far the import is. A crash leaves a whole number of batches, and the
//! next worker goes on behind the last one.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::system::Import;
use tokio::sync::mpsc;

use crate::context::{Ctx, Via};
use crate::events::Told;
use crate::import::batch::{self, Work};
use crate::import::doc::{ImportDoc, StoredFault};
use crate::import::manage;
use crate::import::read::{self, Row};
use crate::import::undo;
use crate::import::write::Tally;
use crate::{App, duplicates};

/// Rows of one transaction: few enough that other writers wait for a moment only.
const BATCH: usize = 250;

/// What an import's job is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Look at every row, write nothing.
    Check,
    /// Write the rows.
    Run,
    /// Take back what was written.
    Undo,
}

/// The payload of the job.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    /// The import.
    pub id: Uuid,
    /// What to do.
    pub what: What,
}

/// An import with everything that its job needs.
pub struct Task {
    /// The program.
    pub app: App,
    /// Its starter, with the rights of now.
    pub ctx: Ctx,
    /// The object that is imported.
    pub object: Arc<ObjectDef>,
    /// The import as stored.
    pub import: Import,
    /// Its document.
    pub doc: ImportDoc,
}

/// Carries out the job.
///
/// # Errors
/// Only trouble that is worth another try; whatever else goes wrong is kept as the import's own error.
pub async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let payload: Payload = serde_json::from_str(payload).map_err(|_| Fault::new(Code::Internal))?;
    let Some(import) = app.store().read().await?.import(payload.id).await? else { return Ok(()) };
    let doc = ImportDoc::of(&import)?;
    let mut ctx = match import.created_by {
        Some(user) => app.ctx(user, doc.locale, Via::Import),
        None => app.system(),
    };
    ctx.via = Via::Import;
    ctx.work = Some(import.id);
    let object = match ctx.object(&import.object) {
        Ok(object) => object,
        Err(fault) => return fail(app, import, doc, fault).await,
    };
    let task = Task { app: app.clone(), ctx, object, import: import.clone(), doc: doc.clone() };
    let result = match payload.what {
        What::Check | What::Run => run(task).await,
        What::Undo => undo::run(task).await,
    };
    match result {
        Err(fault) if fault.code.kind() != shuke_base::Kind::Unavailable => {
            fail(app, import, doc, fault).await
        }
        other => other,
    }
}

/// The import as a whole has failed; what was written before stays and can be undone.
async fn fail(app: &App, import: Import, doc: ImportDoc, fault: Fault) -> Result<(), Fault> {
    tracing::warn!(id = %import.id, %fault, "an import failed");
    let current = app.store().read().await?.import(import.id).await?;
    let mut doc = current.as_ref().map_or(Ok(doc), ImportDoc::of)?;
    doc.error = Some(StoredFault::of(&fault));
    manage::save(app, current.unwrap_or(import), doc, "failed").await
}

/// The file of an import on disk; it goes with this.
#[derive(Debug)]
pub struct LocalFile {
    /// Where it is.
    pub path: PathBuf,
}

impl Drop for LocalFile {
    fn drop(&mut self) {
        // A file that can't be removed is left to the system's own cleaning.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Puts the file of an import where it can be read.
///
/// # Errors
/// [`Code::EmptyFile`] when it is gone, [`Code::DiskFull`].
pub async fn local_file(app: &App, import: Uuid) -> Result<LocalFile, Fault> {
    let bytes = app.store().read_file(import).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(Code::EmptyFile))?;
    // Each reader has a copy of its own, which goes with it.
    let path = std::env::temp_dir().join(format!("shuke-import-{import}-{}", app.new_id()));
    let file = LocalFile { path: path.clone() };
    tokio::task::spawn_blocking(move || std::fs::write(path, bytes))
        .await
        .map_err(|_| Fault::new(Code::Internal))?
        .map_err(|error| {
            tracing::error!(%error, "a file to import can't be put aside");
            Fault::new(Code::DiskFull)
        })?;
    Ok(file)
}

/// Reads the file on a thread of its own, a few batches ahead; first tells how many rows there are.
fn reader(
    path: PathBuf,
    name: String,
    (header_row, tab, width): (u32, Option<String>, usize),
    skip: usize,
) -> mpsc::Receiver<Result<(u64, Vec<Row>), Fault>> {
    let (send, receive) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let read = || -> Result<(), Fault> {
            let sheet = read::again(&path, &name, (header_row, tab.as_deref(), width))?;
            let total = sheet.count()?;
            let mut rows = sheet.rows()?.skip(skip);
            loop {
                let batch = rows.by_ref().take(BATCH).collect::<Result<Vec<Row>, Fault>>()?;
                let last = batch.is_empty();
                if send.blocking_send(Ok((total, batch))).is_err() || last {
                    return Ok(());
                }
            }
        };
        if let Err(fault) = read() {
            // The receiver may be gone, after a stop.
            let _ = send.blocking_send(Err(fault));
        }
    });
    receive
}

async fn run(task: Task) -> Result<(), Fault> {
    task.doc.permit(&task.ctx, &task.object)?;
    let file = local_file(&task.app, task.import.id).await?;
    // A dry run keeps what it has seen of the file in memory only, so it begins anew.
    let skip = if task.doc.dry_run { 0 } else { usize::try_from(task.import.rows_done).unwrap_or(0) };
    let place = (task.doc.header_row, task.doc.sheet.clone(), task.doc.columns.len());
    let mut rows = reader(file.path.clone(), task.import.file_name.clone(), place, skip);
    let links = task.doc.ordered(&task.ctx, &task.object);
    let mut work = Work {
        app: task.app.clone(),
        ctx: task.ctx,
        object: task.object,
        import: task.import,
        doc: task.doc,
        links,
        seen: HashMap::new(),
        near: HashMap::new(),
        met: HashMap::new(),
        effects: Vec::new(),
        tally: Tally::default(),
    };
    if work.doc.dry_run {
        work.restart().await?;
    }
    while let Some(read) = rows.recv().await {
        let (total, batch) = read?;
        work.import.rows_total = i64::try_from(total).ok();
        if batch.is_empty() {
            break;
        }
        let (next, stopped) = batch::carry_out(work, batch).await?;
        work = next;
        tell(&work.app, &work.import, &work.doc);
        if stopped {
            return Ok(());
        }
    }
    let state = if work.doc.dry_run { "checked" } else { "done" };
    if !work.doc.dry_run {
        look_for_pairs(&work).await?;
    }
    manage::save(&work.app, work.import, work.doc, state).await
}

/// Records that are nearly like others are looked for behind the import: those that are exactly alike are known already.
async fn look_for_pairs(work: &Work) -> Result<(), Fault> {
    let mut wanted: Vec<(Arc<ObjectDef>, u64)> = vec![(Arc::clone(&work.object), work.doc.inserted)];
    for link in &work.links {
        let new = work.doc.links.get(&link.name).map_or(0, |link| link.inserted);
        wanted.push((Arc::clone(&link.object), new));
    }
    wanted.retain(|(_, new)| *new > 0);
    let (app, after) = (work.app.clone(), work.import.id);
    work.app
        .store()
        .write(move |tx| {
            async move {
                for (object, new) in wanted {
                    let total = i64::try_from(new).unwrap_or(i64::MAX);
                    duplicates::search_from(tx, &app, &object, after, total).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await
}

/// Tells listeners how far an import is.
pub fn tell(app: &App, import: &Import, doc: &ImportDoc) {
    let view = manage::view(&app.company(), import, doc, doc.locale);
    app.tell(Told::Import { owner: import.created_by, import: view });
}
