//! Backups as jobs: asked for in the page or due by the clock, taken beside everything else, and the oldest removed.
//!
//! A backup that was interrupted begins anew under the same name; nothing of the first try stays.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shuke_base::{Code, Fault, Uuid};
use shuke_store::system::{AuditEntry, Backup};

use super::file::trouble;
use super::key::{Secret, read_or_make};
use super::settings::{BackupSettings, Place, SETTING};
use super::take::{Order, Step, Taken, take};
use crate::App;
use crate::import::doc::StoredFault;
use crate::jobs;

/// The job's kind, and its key: one backup at a time.
pub const KIND: &str = "backup";
/// How often progress is written down.
const PERIOD: Duration = Duration::from_secs(1);
/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(30);
/// How long a backup that is gone is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(400);
/// Backups looked through for old ones, at most.
const LISTED: usize = 2_000;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    id: Uuid,
}

/// What is kept of a backup besides the columns.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Doc {
    /// How it is sealed.
    pub(super) sealed: String,
    /// Digest of everything.
    pub(super) digest: Option<String>,
    /// Tables.
    pub(super) tables: usize,
    /// Entries of the audit chain.
    pub(super) audit_entries: u64,
    /// Files in it.
    pub(super) files: u64,
    /// Files that were lost already.
    pub(super) files_lost: u64,
    /// The first entry that is broken.
    pub(super) audit_broken_at: Option<i64>,
    /// What went wrong.
    pub(super) error: Option<StoredFault>,
}

impl Doc {
    pub(super) fn of(backup: &Backup) -> Self {
        serde_json::from_str(&backup.doc).unwrap_or_default()
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl App {
    /// Where this process keeps backups.
    pub(super) fn backup_place(&self) -> Result<Arc<Place>, Fault> {
        self.backups.clone().ok_or_else(|| Fault::new(Code::BackupPlace))
    }

    pub(super) async fn backup_settings(&self) -> Result<BackupSettings, Fault> {
        Ok(BackupSettings::of(self.store.read().await?.setting(SETTING).await?))
    }

    /// Puts a backup into the queue; `None` when one waits or is under way.
    pub(super) async fn enqueue_backup(&self, kind: &str, by: Option<Uuid>) -> Result<Option<Uuid>, Fault> {
        let (app, now, id) = (self.clone(), self.now(), self.new_id());
        let backup = Backup {
            id,
            kind: kind.to_owned(),
            state: "waiting".to_owned(),
            created_by: by,
            started_at: now,
            finished_at: None,
            file: None,
            bytes: None,
            rows_total: None,
            rows_done: 0,
            doc: "{}".to_owned(),
        };
        let payload = serde_json::to_string(&Payload { id }).map_err(|_| Fault::new(Code::Internal))?;
        let added = self.store.write(move |tx| {
            async move {
                let added = jobs::enqueue(tx, &app, KIND, payload, Some(KIND.to_owned())).await?;
                if added {
                    tx.put_backup(&backup).await?;
                    tx.audit(AuditEntry {
                        at: now,
                        actor: by,
                        action: "backup.started".to_owned(),
                        object: None,
                        record_id: Some(id),
                        detail: json!({"kind": backup.kind}).to_string(),
                    });
                }
                Ok::<bool, Fault>(added)
            }
            .boxed()
        });
        Ok(added.await?.then_some(id))
    }

    /// Takes scheduled backups until the program ends.
    pub async fn run_backup_clock(self) {
        loop {
            if let Err(error) = self.backup_if_due().await {
                tracing::warn!(%error, "whether a backup is due can't be told just now");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Puts a backup into the queue when one is due by the settings; answers whether it did.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn backup_if_due(&self) -> Result<bool, Fault> {
        let settings = self.backup_settings().await?;
        if !settings.scheduled || self.backups.is_none() {
            return Ok(false);
        }
        let zone = self.company().settings.zone;
        let Some(due) = settings.last_due(zone, self.now()) else { return Ok(false) };
        let known = self.store.read().await?.backups(LISTED).await?;
        let taken = known.iter().any(|backup| backup.kind == "scheduled" && backup.started_at >= due);
        if taken || settings.since.is_some_and(|since| since >= due) {
            return Ok(false);
        }
        Ok(self.enqueue_backup("scheduled", None).await?.is_some())
    }

    async fn keep_backup(&self, backup: &Backup) -> Result<(), Fault> {
        let backup = backup.clone();
        Ok(self.store.write(move |tx| async move { tx.put_backup(&backup).await }.boxed()).await?)
    }
}

/// How far it is, as the thread that works tells it.
type Progress = Arc<Mutex<(Option<Step>, u64, u64)>>;

/// Carries out the job.
///
/// # Errors
/// Only trouble that is worth another try; whatever else goes wrong is kept with the backup.
pub async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let Payload { id } = serde_json::from_str(payload).map_err(|_| Fault::new(Code::Internal))?;
    let Some(mut backup) = app.store.read().await?.backup(id).await? else { return Ok(()) };
    let mut doc = Doc::default();
    match carry_out(app, &mut backup, &mut doc).await {
        Ok(taken) => {
            doc.digest = Some(taken.manifest.digest());
            doc.tables = taken.manifest.tables.len();
            doc.audit_entries = taken.chain.entries;
            (doc.files, doc.files_lost) = (taken.manifest.files.count, taken.manifest.files.lost);
            doc.audit_broken_at = taken.chain.fault.map(|fault| fault.seq);
            backup.bytes = i64::try_from(taken.bytes).ok();
            backup.rows_total = i64::try_from(taken.manifest.rows).ok();
            backup.rows_done = backup.rows_total.unwrap_or_default();
            "done".clone_into(&mut backup.state);
        }
        Err(fault) => {
            tracing::error!(%fault, "a backup failed");
            doc.error = Some(StoredFault::of(&fault));
            backup.file = None;
            "failed".clone_into(&mut backup.state);
        }
    }
    backup.doc = doc.text();
    backup.finished_at = Some(app.now());
    app.keep_backup(&backup).await?;
    if backup.state == "done" {
        make_room(app).await?;
    }
    Ok(())
}

async fn carry_out(app: &App, backup: &mut Backup, doc: &mut Doc) -> Result<Taken, Fault> {
    let place = app.backup_place()?;
    let settings = app.backup_settings().await?;
    let folder = settings.folder(&place);
    let (place_, folder_, ids, encrypted) =
        (Arc::clone(&place), folder.clone(), app.ids.clone(), settings.encrypted);
    let ready = tokio::task::spawn_blocking(move || -> Result<Secret, Fault> {
        std::fs::create_dir_all(&folder_).map_err(|error| trouble(&folder_, &error))?;
        if encrypted { Ok(read_or_make(&place_.key, &ids)?.0) } else { Ok(Secret::Open) }
    });
    let secret = ready.await.map_err(|_| Fault::new(Code::Internal))??;
    secret.name().clone_into(&mut doc.sealed);
    let path = name_of(&folder, backup);
    // What an interrupted try under this name has left.
    let _ = std::fs::remove_file(&path);
    backup.file = Some(path.display().to_string());
    "writing".clone_into(&mut backup.state);
    app.keep_backup(backup).await?;
    let progress = Progress::default();
    let told = Arc::clone(&progress);
    let files = settings.files.then(|| Arc::clone(&app.files));
    let order = Order { path, secret, scratch: folder, files, now: app.now() };
    let mut work = std::pin::pin!(take(&app.store, order, &app.ids, move |step, done, all| {
        *told.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = (Some(step), done, all);
    }));
    loop {
        tokio::select! {
            taken = &mut work => return taken,
            () = tokio::time::sleep(PERIOD) => {
                let (step, done, all) = *progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let state = if step == Some(Step::Verifying) { "verifying" } else { "writing" };
                state.clone_into(&mut backup.state);
                backup.rows_done = i64::try_from(done).unwrap_or(i64::MAX);
                backup.rows_total = i64::try_from(all).ok();
                app.keep_backup(backup).await?;
            }
        }
    }
}

/// The name tells the moment; the end of the id keeps two of one second apart.
fn name_of(folder: &Path, backup: &Backup) -> PathBuf {
    let id = backup.id.simple().to_string();
    folder.join(format!("shuke-{}-{}.backup", backup.started_at.format("%Y%m%d-%H%M%S"), &id[26..]))
}

/// Removes the files of old backups, and forgets what is long gone.
async fn make_room(app: &App) -> Result<(), Fault> {
    let keep = usize::try_from(app.backup_settings().await?.keep).unwrap_or(usize::MAX);
    let known = app.store.read().await?.backups(LISTED).await?;
    let old = known.into_iter().filter(|backup| backup.state == "done" && backup.file.is_some()).skip(keep);
    for mut backup in old {
        if let Some(file) = backup.file.take()
            && let Err(error) = std::fs::remove_file(&file)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, file, "an old backup can't be removed");
            continue;
        }
        app.keep_backup(&backup).await?;
    }
    let long_ago = app.now() - REMEMBERED;
    app.store.write(move |tx| async move { tx.prune_backups(long_ago).await }.boxed()).await?;
    Ok(())
}
