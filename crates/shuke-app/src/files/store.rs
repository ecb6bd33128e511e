//! Where the bytes of files lie. The key is the SHA-256 of the bytes, so equal files lie there once.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use tokio::fs;
use tokio::io::AsyncRead;

/// Bytes on their way out.
pub type Reading = Box<dyn AsyncRead + Send + Unpin>;

/// What follows a file's key in the key of the small picture of it.
pub const SMALL: &str = ".small";

/// What sort of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A folder.
    Folder,
    /// A bucket of an S3-compatible store.
    S3,
}

/// Where files lie, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// Path or address, in the form that the configuration takes.
    pub address: String,
}

/// The folder that a key lies in: its first two letters. Keys are made by the program alone.
///
/// # Errors
/// A name that could lead out of the place is none.
pub fn folder_of(key: &str) -> io::Result<&str> {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let start = key.get(..2).filter(|start| plain && !start.contains('.'));
    start.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no key of a file"))
}

/// Keeps bytes under keys.
pub trait FileStore: Send + Sync + Debug {
    /// Where they lie.
    fn place(&self) -> Place;

    /// Takes a copy of the file at `from`; durable when it answers. A key that is there already is new again.
    fn keep<'a>(&'a self, from: &'a Path, key: &'a str) -> BoxFuture<'a, io::Result<()>>;

    /// The bytes, or nothing when there are none.
    fn open<'a>(&'a self, key: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>>;

    /// Forgets the bytes and the small picture of them, unless they came within the last `young`: somebody may be about
    /// to use them.
    fn remove<'a>(&'a self, key: &'a str, young: Duration) -> BoxFuture<'a, io::Result<()>>;
}

/// A folder on this machine, or one that several machines share: `ab/abcdef…`.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Keeps files below `path`, which is made when the first one comes.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn path(&self, key: &str) -> io::Result<PathBuf> {
        Ok(self.0.join(folder_of(key)?).join(key))
    }
}

/// Copies, waits for the disk, and only then gives the file its name: whoever finds the name finds all of it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().ok_or_else(|| io::Error::other("a file outside of a folder"))?;
    std::fs::create_dir_all(folder)?;
    // Goes by itself when it never gets its name.
    let coming = tempfile::Builder::new().prefix("coming-").tempfile_in(folder)?;
    io::copy(&mut std::fs::File::open(from)?, &mut coming.as_file())?;
    coming.as_file().sync_all()?;
    coming.persist(to).map_err(|error| error.error)?;
    std::fs::File::open(folder)?.sync_all()
}

impl FileStore for Folder {
    fn place(&self) -> Place {
        Place { kind: PlaceKind::Folder, address: self.0.display().to_string() }
    }

    fn keep<'a>(&'a self, from: &'a Path, key: &'a str) -> BoxFuture<'a, io::Result<()>> {
        async move {
            let (from, to) = (from.to_owned(), self.path(key)?);
            tokio::task::spawn_blocking(move || copy(&from, &to)).await.map_err(io::Error::other)?
        }
        .boxed()
    }

    fn open<'a>(&'a self, key: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>> {
        async move {
            match fs::File::open(self.path(key)?).await {
                Ok(file) => Ok(Some(Box::new(file) as Reading)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        }
        .boxed()
    }

    fn remove<'a>(&'a self, key: &'a str, young: Duration) -> BoxFuture<'a, io::Result<()>> {
        async move {
            for key in [key, &format!("{key}{SMALL}")] {
                let path = self.path(key)?;
                let age = match fs::metadata(&path).await {
                    Ok(seen) => seen.modified()?.elapsed().unwrap_or_default(),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error),
                };
                if age >= young {
                    fs::remove_file(&path).await?;
                }
            }
            Ok(())
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn bytes_come_back_and_go_with_what_was_made_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let store = Folder::new(folder.path().join("files"));
        let from = folder.path().join("from");
        std::fs::write(&from, b"abc").unwrap();
        for key in ["abcd", "abcd.small", "abce"] {
            store.keep(&from, key).await.unwrap();
            store.keep(&from, key).await.unwrap();
        }
        let mut text = String::new();
        store.open("abcd").await.unwrap().unwrap().read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "abc");
        store.remove("abcd", Duration::from_secs(60)).await.unwrap();
        assert!(store.open("abcd").await.unwrap().is_some(), "it came just now");
        store.remove("abcd", Duration::ZERO).await.unwrap();
        assert!(store.open("abcd").await.unwrap().is_none());
        assert!(store.open("abcd.small").await.unwrap().is_none());
        assert!(store.open("abce").await.unwrap().is_some());
        store.remove("ffff", Duration::ZERO).await.unwrap();
    }

    #[tokio::test]
    async fn a_key_never_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = Folder::new(folder.path());
        for key in ["../x", "..", "a", "", "ab/../x", "/etc/passwd"] {
            assert!(store.open(key).await.is_err(), "{key}");
        }
    }
}
