//! The place where files lie, as operators and administrators see it.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use serde::Serialize;
use shuke_base::{Fault, Moment};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;

use super::policy::FilePolicy;
use super::store::{FileStore, Place};
use crate::App;
use crate::context::Ctx;

/// How long an answer about the place holds, so that whoever asks often costs nothing.
const HOLDS: TimeDelta = TimeDelta::seconds(20);
/// Time that the place has to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// When the place was asked last, and whether it answered.
#[derive(Debug, Default)]
pub(crate) struct Reached(Mutex<Option<(Moment, bool)>>);

/// The place, what is there, and what may come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileStoreView {
    /// Folder or bucket.
    #[serde(flatten)]
    pub place: Place,
    /// Whether it answers.
    pub reachable: bool,
    /// Files that the database knows; equal ones count once.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is taken.
    #[serde(flatten)]
    pub policy: FilePolicy,
}

/// Writes, reads and removes a few bytes under a key that nobody else uses.
///
/// # Errors
/// What the place refuses.
pub async fn trial(files: &dyn FileStore, key: &str) -> io::Result<()> {
    let bytes = key.as_bytes();
    let file = NamedTempFile::new()?;
    std::fs::write(file.path(), bytes)?;
    files.keep(file.path(), key).await?;
    let mut back = Vec::new();
    if let Some(mut reading) = files.open(key).await? {
        reading.read_to_end(&mut back).await?;
    }
    files.remove(key, Duration::ZERO).await?;
    if back == bytes { Ok(()) } else { Err(io::Error::other("what was read is not what was written")) }
}

impl App {
    /// Whether the place of the files answers; asked anew after a while.
    pub async fn files_reachable(&self) -> bool {
        let now = self.now();
        let known = *self.files_reached.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, reached)) = known
            && (at..at + HOLDS).contains(&now)
        {
            return reached;
        }
        // Nothing lies under this key; the place has to answer for it to say so.
        let asked = tokio::time::timeout(PATIENCE, self.files.open("reach")).await;
        let reached = match asked {
            Ok(Ok(_)) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, place = self.files.place().address, "files can't be reached");
                false
            }
            Err(_) => {
                tracing::warn!(place = self.files.place().address, "files can't be reached in time");
                false
            }
        };
        *self.files_reached.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, reached));
        reached
    }

    /// Where files lie, whether that place answers, and how much is there, and what may come.
    ///
    /// # Errors
    /// [`shuke_base::Code::AdminOnly`], or when the database is away.
    pub async fn file_store(&self, ctx: &Ctx) -> Result<FileStoreView, Fault> {
        ctx.admin()?;
        self.file_store_view(ctx.company.settings.files.clone()).await
    }

    pub(super) async fn file_store_view(&self, policy: FilePolicy) -> Result<FileStoreView, Fault> {
        let (files, bytes) = self.store.read().await?.attachment_sum().await?;
        let reachable = self.files_reachable().await;
        Ok(FileStoreView { place: self.files.place(), reachable, files, bytes, policy })
    }
}
