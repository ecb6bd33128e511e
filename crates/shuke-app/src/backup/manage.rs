//! What administrators see of backups and do with them.

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_store::system::Backup;

use super::job::Doc;
use super::settings::{BackupSettings, SETTING};
use crate::App;
use crate::context::Ctx;
use crate::users::Ref;

/// Backups listed.
const LISTED: usize = 50;
/// How late a scheduled backup may be before somebody should look.
const LATE: TimeDelta = TimeDelta::hours(2);

/// What somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// The last one failed.
    Failed,
    /// The last good one is older than the schedule wants.
    Overdue,
    /// There is none, and none is scheduled.
    Never,
    /// The audit chain inside the last one is broken.
    AuditBroken,
    /// Files had been lost before the last one was taken.
    FilesLost,
}

/// A backup, as callers see it.
#[derive(Debug, Clone, Serialize)]
pub struct BackupView {
    /// Its id.
    pub id: Uuid,
    /// `manual`, `scheduled` or `upgrade`.
    pub kind: String,
    /// `waiting`, `writing`, `verifying`, `done` or `failed`.
    pub state: String,
    /// Who asked for it.
    pub by: Option<Ref>,
    /// When it was asked for.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// The file; absent when it was removed to make room.
    pub file: Option<String>,
    /// Bytes of the file.
    pub bytes: Option<i64>,
    /// Rows done in this step.
    pub rows_done: i64,
    /// Rows in all.
    pub rows_total: Option<i64>,
    /// Tables.
    pub tables: usize,
    /// How it is sealed: `key`, `passphrase`, `none`, or nothing yet.
    pub sealed: String,
    /// Digest of everything.
    pub digest: Option<String>,
    /// Files in it.
    pub files: u64,
    /// Files that the database knows, but whose bytes were lost or damaged already.
    pub files_lost: u64,
    /// Entries of the audit chain, as checked in the restored copy.
    pub audit_entries: u64,
    /// The first broken one.
    pub audit_broken_at: Option<i64>,
    /// What went wrong.
    pub error: Option<String>,
}

/// Everything about backups.
#[derive(Debug, Clone, Serialize)]
pub struct BackupsView {
    /// Whether one is taken each day.
    pub scheduled: bool,
    /// At which hour of the company's zone.
    pub hour: u32,
    /// The company's zone.
    pub zone: String,
    /// The folder that was chosen.
    pub folder: Option<String>,
    /// The folder that backups go to.
    pub folder_in_use: Option<String>,
    /// How many stay.
    pub keep: u32,
    /// Whether they are encrypted.
    pub encrypted: bool,
    /// Whether files that records hold are in them.
    pub files: bool,
    /// The key's file.
    pub key_file: Option<String>,
    /// Whether it is there already; the first backup makes it.
    pub key_made: bool,
    /// What somebody should look at.
    pub alarm: Option<Alarm>,
    /// When the next scheduled one begins.
    pub next_at: Option<Moment>,
    /// Newest first.
    pub items: Vec<BackupView>,
}

fn show(ctx: &Ctx, backup: Backup) -> BackupView {
    let doc = Doc::of(&backup);
    let name = |id: Uuid| ctx.company.names.get(&id).map(|name| name.to_string()).unwrap_or_default();
    BackupView {
        id: backup.id,
        kind: backup.kind,
        state: backup.state,
        by: backup.created_by.map(|id| Ref { id, object: "user", name: name(id) }),
        started_at: backup.started_at,
        finished_at: backup.finished_at,
        file: backup.file,
        bytes: backup.bytes,
        rows_done: backup.rows_done,
        rows_total: backup.rows_total,
        tables: doc.tables,
        sealed: doc.sealed,
        digest: doc.digest,
        files: doc.files,
        files_lost: doc.files_lost,
        audit_entries: doc.audit_entries,
        audit_broken_at: doc.audit_broken_at,
        error: doc.error.map(|error| error.message(ctx.locale).to_owned()),
    }
}

fn alarm(ctx: &Ctx, settings: &BackupSettings, items: &[BackupView]) -> Option<Alarm> {
    let last = items.iter().find(|item| item.finished_at.is_some());
    if last.is_some_and(|last| last.state == "failed") {
        return Some(Alarm::Failed);
    }
    if last.is_some_and(|last| last.audit_broken_at.is_some()) {
        return Some(Alarm::AuditBroken);
    }
    if last.is_some_and(|last| last.files_lost > 0) {
        return Some(Alarm::FilesLost);
    }
    if !settings.scheduled {
        return if last.is_none() { Some(Alarm::Never) } else { None };
    }
    let due = settings.last_due(ctx.zone(), ctx.now - LATE)?;
    let wanted = settings.since.is_none_or(|since| since < due);
    let good = last.is_some_and(|last| last.started_at >= due);
    (wanted && !good).then_some(Alarm::Overdue)
}

impl App {
    /// Settings and results of backups.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn backups(&self, ctx: &Ctx) -> Result<BackupsView, Fault> {
        ctx.admin()?;
        let settings = self.backup_settings().await?;
        let found = self.store.read().await?.backups(LISTED).await?;
        let items: Vec<BackupView> = found.into_iter().map(|backup| show(ctx, backup)).collect();
        let place = self.backups.as_deref();
        let zone = ctx.zone();
        let next = settings.last_due(zone, ctx.now + TimeDelta::days(1)).filter(|_| settings.scheduled);
        Ok(BackupsView {
            scheduled: settings.scheduled,
            hour: settings.hour,
            zone: zone.name().to_owned(),
            folder_in_use: place.map(|place| settings.folder(place).display().to_string()),
            key_file: place.map(|place| place.key.display().to_string()),
            key_made: place.is_some_and(|place| place.key.exists()),
            alarm: alarm(ctx, &settings, &items),
            next_at: next,
            folder: settings.folder,
            keep: settings.keep,
            encrypted: settings.encrypted,
            files: settings.files,
            items,
        })
    }

    /// Changes when backups are taken, where they go, and how many stay.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the values.
    pub async fn change_backups(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<BackupsView, Fault> {
        ctx.admin()?;
        let before = self.backup_settings().await?;
        let after = before.changed(given, ctx.now)?;
        let text = serde_json::to_string(&after).map_err(|_| Fault::new(Code::Internal))?;
        let told = json!({"before": before, "after": after});
        let entry = ctx.entry("backup.settings", None, None, &told);
        self.store
            .write(move |tx| {
                async move {
                    tx.put_setting(SETTING, &text).await?;
                    tx.audit(entry);
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.backups(ctx).await
    }

    /// Asks for a backup; one that waits or is under way serves as well.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::BackupPlace`].
    pub async fn start_backup(&self, ctx: &Ctx) -> Result<BackupsView, Fault> {
        ctx.admin()?;
        self.backup_place()?;
        self.enqueue_backup("manual", ctx.user).await?;
        self.backups(ctx).await
    }
}
