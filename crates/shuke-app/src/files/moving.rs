//! All files of a company, one after another: looked through, or carried to another place.

use std::io::Write;

use shuke_base::{Code, Fault};
use shuke_store::Store;
use shuke_store::system::Attachment;
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;

use super::disk;
use super::store::FileStore;
use super::verify::{State, state};

/// Digests that are looked up at a time.
const PAGE: usize = 500;
/// Bytes that are carried at a time.
const PIECE: usize = 1 << 20;

/// What was found. Equal files count once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files that are whole, at the place in question.
    pub whole: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Of these, how many were carried there just now.
    pub carried: u64,
    /// Files that are gone.
    pub missing: u64,
    /// Files whose bytes are not what they were.
    pub damaged: u64,
}

impl Tally {
    fn add(&mut self, found: State, bytes: u64) {
        match found {
            State::Whole => {
                self.whole += 1;
                self.bytes += bytes;
            }
            State::Missing => self.missing += 1,
            State::Damaged => self.damaged += 1,
        }
    }
}

/// What is told on the way.
pub enum Step<'a> {
    /// So far.
    At(&'a Tally),
    /// A file is not whole where it should be.
    Bad(State, &'a Attachment),
}

/// Reads every file through where it lies.
///
/// # Errors
/// When place or database don't answer.
pub async fn check(
    store: &Store,
    files: &dyn FileStore,
    mut tell: impl FnMut(Step<'_>),
) -> Result<Tally, Fault> {
    walk(store, &mut tell, async |sha256, bytes| {
        state(files, sha256, bytes).await.map(|found| (found, false)).map_err(|error| disk(&error))
    })
    .await
}

/// Carries every file that `to` doesn't have whole. Each is read back from there before it counts; nothing is removed
/// from where it was, so it can be stopped and done again.
///
/// # Errors
/// When a place or the database don't answer, or `to` doesn't give back what it was given.
pub async fn carry(
    store: &Store,
    from: &dyn FileStore,
    to: &dyn FileStore,
    mut tell: impl FnMut(Step<'_>),
) -> Result<Tally, Fault> {
    walk(store, &mut tell, async |sha256, bytes| one(from, to, sha256, bytes).await).await
}

async fn walk(
    store: &Store,
    tell: &mut impl FnMut(Step<'_>),
    mut each: impl AsyncFnMut(&str, u64) -> Result<(State, bool), Fault>,
) -> Result<Tally, Fault> {
    let (mut tally, mut after) = (Tally::default(), String::new());
    loop {
        let page = store.read().await?.attachment_digests(&after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(tally) };
        after.clone_from(last);
        for (sha256, bytes) in page {
            let bytes = u64::try_from(bytes).unwrap_or_default();
            let (found, carried) = each(&sha256, bytes).await?;
            tally.add(found, bytes);
            tally.carried += u64::from(carried);
            if found != State::Whole
                && let Some(file) = store.read().await?.attachment_with(&sha256).await?
            {
                tell(Step::Bad(found, &file));
            }
            tell(Step::At(&tally));
        }
    }
}

/// The second answer: whether it was carried just now.
async fn one(
    from: &dyn FileStore,
    to: &dyn FileStore,
    sha256: &str,
    bytes: u64,
) -> Result<(State, bool), Fault> {
    let trouble = |error: std::io::Error| disk(&error);
    if state(to, sha256, bytes).await.map_err(trouble)? == State::Whole {
        return Ok((State::Whole, false));
    }
    let found = state(from, sha256, bytes).await.map_err(trouble)?;
    let Some(mut reading) = from.open(sha256).await.map_err(trouble)?.filter(|_| found == State::Whole)
    else {
        return Ok((found, false));
    };
    let mut file = NamedTempFile::new().map_err(trouble)?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = reading.read(&mut piece).await.map_err(trouble)?;
        if read == 0 {
            break;
        }
        file.write_all(&piece[..read]).map_err(trouble)?;
    }
    file.flush().map_err(trouble)?;
    to.keep(file.path(), sha256).await.map_err(trouble)?;
    if state(to, sha256, bytes).await.map_err(trouble)? != State::Whole {
        tracing::error!(sha256, place = to.place().address, "a file was given and came back different");
        return Err(Fault::new(Code::FilesAway));
    }
    Ok((State::Whole, true))
}
