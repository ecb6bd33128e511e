//! The bytes of files in a backup: each once, in the order of their digests, before the tables that speak of them.

use std::io::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault};
use shuke_store::Conn;
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc::Sender;

use super::frames::Frame;
use crate::files::disk;
use crate::files::store::FileStore;
use crate::files::verify::{State, state};

/// Bytes of a file that are handed on at a time.
pub(super) const PIECE: usize = 1 << 20;
/// Digests that are looked up at a time.
const PAGE: usize = 500;

/// The files of a backup, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Files that are in it; equal ones count once.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that the database knows and the file store had lost, or had damaged.
    pub lost: u64,
}

/// Hands on all files that `conn` knows of. One that is lost or damaged is counted, logged and left out, as a company
/// that has lost a file needs its backups all the more. Nobody may take the frames any more: then the fault is absent.
pub(super) async fn send(
    conn: &mut Conn,
    files: &dyn FileStore,
    to: &Sender<Result<Frame, Fault>>,
) -> Result<FileSum, Option<Fault>> {
    let (mut sum, mut after) = (FileSum::default(), String::new());
    loop {
        let page = conn.attachment_digests(&after, PAGE).await.map_err(|error| Some(Fault::from(error)))?;
        let Some((last, _)) = page.last() else { return Ok(sum) };
        after.clone_from(last);
        for (sha256, bytes) in page {
            let bytes = u64::try_from(bytes).unwrap_or_default();
            if state(files, &sha256, bytes).await.map_err(|error| Some(disk(&error)))? != State::Whole {
                tracing::error!(
                    sha256,
                    "the bytes of a file are lost or damaged, so no backup can hold them"
                );
                sum.lost += 1;
                continue;
            }
            hand_on(files, &sha256, bytes, to).await?;
            sum.count += 1;
            sum.bytes += bytes;
        }
    }
}

async fn hand_on(
    files: &dyn FileStore,
    sha256: &str,
    bytes: u64,
    to: &Sender<Result<Frame, Fault>>,
) -> Result<(), Option<Fault>> {
    let trouble = |error: std::io::Error| Some(disk(&error));
    let gone = || Some(Fault::new(Code::FileMissing).with("file", sha256).with("reason", "swept"));
    let mut reading = files.open(sha256).await.map_err(trouble)?.ok_or_else(gone)?;
    let begin = Frame::File { sha256: sha256.to_owned(), bytes };
    to.send(Ok(begin)).await.map_err(|_| None)?;
    loop {
        let mut piece = vec![0; PIECE];
        let read = reading.read(&mut piece).await.map_err(trouble)?;
        if read == 0 {
            return Ok(());
        }
        piece.truncate(read);
        to.send(Ok(Frame::Bytes(piece))).await.map_err(|_| None)?;
    }
}

/// Puts the files of a backup into a file store. Where there is none, they are let go: whoever reads a backup has
/// compared them with their digests already.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    store: Option<Arc<dyn FileStore>>,
    open: Option<(String, NamedTempFile)>,
}

impl Incoming {
    pub(super) fn new(store: Option<Arc<dyn FileStore>>) -> Self {
        Self { store, open: None }
    }

    /// A file begins.
    pub(super) async fn begin(&mut self, sha256: String) -> Result<(), Fault> {
        self.end().await?;
        if self.store.is_some() {
            self.open = Some((sha256, NamedTempFile::new().map_err(|error| disk(&error))?));
        }
        Ok(())
    }

    /// More bytes of it.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let Some((_, file)) = &mut self.open else { return Ok(()) };
        file.write_all(bytes).map_err(|error| disk(&error))
    }

    /// It is all there.
    pub(super) async fn end(&mut self) -> Result<(), Fault> {
        let Some(((sha256, mut file), store)) = self.open.take().zip(self.store.as_ref()) else {
            return Ok(());
        };
        file.flush().map_err(|error| disk(&error))?;
        store.keep(file.path(), &sha256).await.map_err(|error| disk(&error))
    }
}
