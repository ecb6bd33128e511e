//! Filling an empty database from frames: all of it, compared, or nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::FutureExt;
use shuke_base::{Code, Fault};
use shuke_store::system::ChainReport;
use shuke_store::{Address, Store, Tx};

use super::attachments::Incoming;
use super::file::trouble;
use super::frames::{Frame, Frames, Manifest, manifest_of};
use crate::files::store::FileStore;

/// What a database was filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What it holds now, as it was read back.
    pub manifest: Manifest,
    /// What the check of the audit chain found in it. A chain that was broken before stays so, and is told.
    pub chain: ChainReport,
}

/// Fills an empty database in one transaction. Before its end everything is read back and compared with what came, so
/// it holds exactly that or, after any trouble, nothing. `told` learns of rows done and of rows in all.
///
/// # Errors
/// [`Code::TargetNotEmpty`], [`Code::BackupDamaged`], what the frames tell of, or the store's trouble.
pub async fn fill(
    store: &Store,
    frames: Frames,
    files: Option<Arc<dyn FileStore>>,
    told: impl Fn(u64, u64) + Send + Sync + 'static,
) -> Result<Filled, Fault> {
    store.write(move |tx| async move { fill_in(tx, frames, Incoming::new(files), told).await }.boxed()).await
}

async fn fill_in(
    tx: &mut Tx,
    mut frames: Frames,
    mut files: Incoming,
    told: impl Fn(u64, u64) + Send + Sync,
) -> Result<Filled, Fault> {
    let lost = || Fault::new(Code::BackupDamaged).with("reason", "order");
    let (mut loader, mut target, mut done, mut all) = (None, None, 0, 0);
    let expected = loop {
        match frames.recv().await.ok_or_else(|| Fault::new(Code::DatabaseAway))?? {
            Frame::Begin { schema, rows } => {
                all = rows;
                loader = Some(tx.begin_load(schema).await?);
            }
            Frame::File { sha256, .. } => files.begin(sha256).await?,
            Frame::Bytes(bytes) => files.add(&bytes)?,
            Frame::Table { name, columns } => {
                files.end().await?;
                let loader = loader.as_mut().ok_or_else(lost)?;
                target = Some(loader.target(tx, &name, &columns).await?);
            }
            Frame::Rows { lines, count } => {
                let (loader, target) = loader.as_ref().zip(target.as_ref()).ok_or_else(lost)?;
                loader.add(tx, target, lines.as_bytes()).await?;
                done += count;
                told(done, all);
            }
            Frame::End(_) => target = None,
            Frame::Done(manifest) => break manifest,
        }
    };
    loader.ok_or_else(lost)?.finish(tx).await?;
    let mut manifest = manifest_of(tx).await?;
    manifest.files = expected.files;
    if let Some(table) = manifest.difference(&expected) {
        return Err(Fault::new(Code::BackupDiffers).with("table", table));
    }
    let chain = tx.verify_audit(None, None).await?;
    Ok(Filled { manifest, chain })
}

/// The files of an embedded database that is in the making.
struct Draft {
    path: PathBuf,
    kept: bool,
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

impl Draft {
    /// Begins anew, also where an earlier one was left behind.
    fn new(path: PathBuf) -> Self {
        let draft = Self { path, kept: false };
        draft.remove();
        draft
    }

    fn remove(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // What isn't there needn't go; what can't go is told of when the next one is made.
            let _ = std::fs::remove_file(beside(&self.path, ending));
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            self.remove();
        }
    }
}

/// Fills a temporary embedded database at `path`, which is gone afterwards.
///
/// # Errors
/// As [`fill`].
pub async fn rehearse(
    frames: Frames,
    path: &Path,
    told: impl Fn(u64, u64) + Send + Sync + 'static,
) -> Result<Filled, Fault> {
    let draft = Draft::new(path.to_owned());
    let store = Store::open(&Address::Sqlite(draft.path.clone())).await?;
    let filled = fill(&store, frames, None, told).await;
    store.close().await;
    filled
}

/// Makes a database out of frames where there is none: an embedded one is filled beside its place and put there at
/// the end, one of PostgreSQL is filled in one transaction. Files go to `files` first; when the rest fails they stay
/// there, of no use and no harm, and are found by the next try.
///
/// # Errors
/// As [`fill`].
pub async fn restore(
    frames: Frames,
    address: &Address,
    files: Option<Arc<dyn FileStore>>,
    told: impl Fn(u64, u64) + Send + Sync + 'static,
) -> Result<Filled, Fault> {
    let Address::Sqlite(path) = address else {
        let store = Store::open(address).await?;
        let filled = fill(&store, frames, files, told).await;
        store.close().await;
        return filled;
    };
    if std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
        return Err(Fault::new(Code::TargetNotEmpty));
    }
    let mut draft = Draft::new(beside(path, ".restoring"));
    let store = Store::open(&Address::Sqlite(draft.path.clone())).await?;
    let filled = fill(&store, frames, files, told).await;
    store.close().await;
    let filled = filled?;
    std::fs::rename(&draft.path, path).map_err(|error| trouble(path, &error))?;
    draft.kept = true;
    Ok(filled)
}
