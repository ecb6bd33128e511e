//! The same tests on both places that files can lie in: a folder, and a store that speaks S3.

mod company;
mod store;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use shuke_app::files::store::{FileStore, Folder};
use shuke_connect::s3::{Keys, S3};
use shuke_testkit::bucket::{ACCESS, S3Server, SECRET};

/// The right access key.
pub(crate) fn keys() -> Keys {
    Keys { access: ACCESS.to_owned(), secret: SECRET.to_owned() }
}

/// A bucket of a running store, below a prefix.
pub(crate) fn bucket(server: &S3Server, prefix: &str) -> Arc<dyn FileStore> {
    Arc::new(S3::new(server.url(prefix).parse().expect("an address"), keys()).expect("a bucket"))
}

/// Both places, and where the bytes of a key are on this machine's disk.
pub(crate) struct Places {
    pub(crate) scratch: tempfile::TempDir,
    pub(crate) server: S3Server,
}

impl Places {
    pub(crate) fn new() -> Self {
        Self { scratch: tempfile::tempdir().expect("a folder"), server: S3Server::start() }
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    pub(crate) fn both(&self) -> [(Arc<dyn FileStore>, PathBuf); 2] {
        let folder = self.at("files");
        [(Arc::new(Folder::new(&folder)), folder), (bucket(&self.server, "crm/a"), self.server.path("crm/a"))]
    }

    /// A file with these bytes.
    pub(crate) fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.at("up");
        std::fs::write(&path, bytes).expect("written");
        path
    }
}

/// Where a key's bytes lie below the root of a place.
pub(crate) fn below(root: &Path, key: &str) -> PathBuf {
    root.join(&key[..2]).join(key)
}
