//! Backups.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// A backup.
#[derive(Debug, ToSchema)]
pub struct Backup {
    /// Its id.
    pub id: Uuid,
    /// `manual`, `scheduled` or `upgrade`.
    pub kind: String,
    /// `waiting`, `writing`, `verifying`, `done` or `failed`.
    pub state: String,
    /// Who asked for it.
    #[schema(required)]
    pub by: Option<Ref>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub started_at: String,
    /// When it ended.
    #[schema(required, format = DateTime)]
    pub finished_at: Option<String>,
    /// The file; null when it was removed to make room.
    #[schema(required)]
    pub file: Option<String>,
    /// Bytes of the file.
    #[schema(required)]
    pub bytes: Option<i64>,
    /// Rows done in this step.
    pub rows_done: i64,
    /// Rows in all.
    #[schema(required)]
    pub rows_total: Option<i64>,
    /// Tables.
    pub tables: u64,
    /// How it is sealed: `key`, `none`, or empty while nothing is written yet.
    pub sealed: String,
    /// Digest of the whole content.
    #[schema(required)]
    pub digest: Option<String>,
    /// Files of records that are in it.
    pub files: u64,
    /// Files whose bytes were lost or damaged already when it was taken.
    pub files_lost: u64,
    /// Entries of the audit chain, as checked in the restored copy.
    pub audit_entries: u64,
    /// The first broken one.
    #[schema(required)]
    pub audit_broken_at: Option<i64>,
    /// What went wrong.
    #[schema(required)]
    pub error: Option<String>,
}

/// Everything about backups.
#[derive(Debug, ToSchema)]
pub struct Backups {
    /// Whether one is taken each day.
    pub scheduled: bool,
    /// At which hour of the company's zone.
    pub hour: u32,
    /// The company's zone.
    pub zone: String,
    /// The folder that was chosen.
    #[schema(required)]
    pub folder: Option<String>,
    /// The folder that backups go to.
    #[schema(required)]
    pub folder_in_use: Option<String>,
    /// How many stay.
    pub keep: u32,
    /// Whether they are encrypted.
    pub encrypted: bool,
    /// Whether files that records hold are in them.
    pub files: bool,
    /// The file of the key.
    #[schema(required)]
    pub key_file: Option<String>,
    /// Whether it is there already; the first backup makes it.
    pub key_made: bool,
    /// What somebody should look at: `failed`, `overdue`, `never`, `audit_broken`, `files_lost`.
    #[schema(required)]
    pub alarm: Option<String>,
    /// When the next scheduled one begins.
    #[schema(required, format = DateTime)]
    pub next_at: Option<String>,
    /// Newest first.
    pub items: Vec<Backup>,
}

/// Changes of the settings; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct BackupsChange {
    /// Whether one is taken each day.
    pub scheduled: Option<bool>,
    /// At which hour of the company's zone, from 0 to 23.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: Option<u32>,
    /// A full path; null for the usual folder.
    pub folder: Option<String>,
    /// How many stay.
    #[schema(minimum = 1, maximum = 1000)]
    pub keep: Option<u32>,
    /// Whether they are encrypted.
    pub encrypted: Option<bool>,
    /// Whether files that records hold are in them.
    pub files: Option<bool>,
}
