//! Where the bytes of files lie. The key is the SHA-256 of the bytes, so equal files lie there once.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::fs;
use tokio::io::AsyncRead;

/// Bytes on their way out.
pub type Reading = Box<dyn AsyncRead + Send + Unpin>;

/// Keeps bytes under keys.
pub trait FileStore: Send + Sync + Debug {
    /// Takes a copy of the file at `from`; durable when it answers. A key that is there already is new again.
    fn keep<'a>(&'a self, from: &'a Path, key: &'a str) -> BoxFuture<'a, io::Result<()>>;

    /// The bytes, or nothing when there are none.
    fn open<'a>(&'a self, key: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>>;

    /// Forgets the bytes and what was made of them (keys that begin with `key` and a dot), unless they came within the
    /// last `young`: somebody may be about to use them.
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

    /// Keys are made by the program alone; a name that could lead out of the folder is none.
    fn place(&self, key: &str) -> io::Result<PathBuf> {
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        match key.get(..2).filter(|start| plain && !start.contains('.')) {
            Some(start) => Ok(self.0.join(start).join(key)),
            None => Err(io::Error::new(io::ErrorKind::InvalidInput, "no key of a file")),
        }
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
    fn keep<'a>(&'a self, from: &'a Path, key: &'a str) -> BoxFuture<'a, io::Result<()>> {
        async move {
            let (from, to) = (from.to_owned(), self.place(key)?);
            tokio::task::spawn_blocking(move || copy(&from, &to)).await.map_err(io::Error::other)?
        }
        .boxed()
    }

    fn open<'a>(&'a self, key: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>> {
        async move {
            match fs::File::open(self.place(key)?).await {
                Ok(file) => Ok(Some(Box::new(file) as Reading)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        }
        .boxed()
    }

    fn remove<'a>(&'a self, key: &'a str, young: Duration) -> BoxFuture<'a, io::Result<()>> {
        async move {
            let place = self.place(key)?;
            let Some(folder) = place.parent() else { return Ok(()) };
            let mut entries = match fs::read_dir(folder).await {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error),
            };
            while let Some(entry) = entries.next_entry().await? {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let age = entry.metadata().await?.modified()?.elapsed().unwrap_or_default();
                if age < young {
                    continue;
                }
                if name == key || name.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')) {
                    fs::remove_file(entry.path()).await?;
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
