//! Taking a backup: written beside its place, restored into a temporary place and compared, and only then put there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use shuke_base::{Code, Fault, Ids, Moment};
use shuke_store::Store;

use super::file::{self, trouble};
use super::frames::{self, Manifest};
use super::key::Secret;
use super::restore::{Filled, rehearse};
use crate::files::store::FileStore;
use shuke_store::system::ChainReport;

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Order {
    /// The file, which is not there yet.
    pub path: PathBuf,
    /// What it is sealed with.
    pub secret: Secret,
    /// Where it may be restored for a moment.
    pub scratch: PathBuf,
    /// Where the files lie that are to be in it; none, when the database alone is wanted.
    pub files: Option<Arc<dyn FileStore>>,
    /// Now.
    pub now: Moment,
}

/// A backup that was restored once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it holds.
    pub manifest: Manifest,
    /// Bytes of the file.
    pub bytes: u64,
    /// What the check of the audit chain found in the restored copy.
    pub chain: ChainReport,
}

/// How far a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Rows are written.
    Writing,
    /// Rows are restored into a temporary place.
    Verifying,
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Takes a backup. After any trouble there is no file. `told` learns of the step, of rows done and of rows in all.
///
/// # Errors
/// [`Code::FileExists`], [`Code::DiskFull`], the file's or the store's trouble; [`Code::BackupDiffers`] when the copy
/// was not the same.
pub async fn take(
    store: &Store,
    order: Order,
    ids: &Ids,
    told: impl Fn(Step, u64, u64) + Clone + Send + Sync + 'static,
) -> Result<Taken, Fault> {
    let Order { path, secret, scratch, files, now } = order;
    if path.exists() {
        return Err(Fault::new(Code::FileExists).with("file", path.display()));
    }
    let part = part_of(&path);
    // One that was left behind by a process that went away.
    let _ = std::fs::remove_file(&part);
    let writing = told.clone();
    let frames = frames::of_company(store, files);
    let master = store.master();
    let written = file::write(frames, &part, secret.clone(), master, ids, now, move |done, all| {
        writing(Step::Writing, done, all)
    });
    let (manifest, bytes) = written.await?;
    let trial = scratch.join(format!(".shuke-verify-{}.db", ids.new_id(now).simple()));
    let verified = rehearse(file::read(&part, &secret), &trial, move |done, all| {
        told(Step::Verifying, done, all);
    });
    let settled = verified.await.and_then(|filled| {
        std::fs::rename(&part, &path).map_err(|error| trouble(&path, &error))?;
        Ok(filled)
    });
    match settled {
        Ok(Filled { chain, .. }) => Ok(Taken { manifest, bytes, chain }),
        Err(fault) => {
            // It did not hold what it should; nobody is to take it for a backup.
            let _ = std::fs::remove_file(&part);
            Err(fault)
        }
    }
}
