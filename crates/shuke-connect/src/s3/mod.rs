//! Files in an S3-compatible store: Amazon's, or one of many that speak its language.

mod address;
mod wire;

use std::fmt;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{FutureExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{BackoffConfig, Error, MultipartUpload, ObjectStoreExt, RetryConfig};
use shuke_app::files::store::{FileStore, Place, PlaceKind, Reading, SMALL, folder_of};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_util::io::StreamReader;

pub use address::Bucket;

/// Bytes of a part. Smaller files go in one piece; of larger ones no more than a part is in memory.
const PART: usize = 8 * 1024 * 1024;

/// What the store knows us by.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// The access key's name.
    pub access: String,
    /// Its secret.
    pub secret: String,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

/// A bucket, or what lies below a prefix of one: `prefix/ab/abcdef…`.
pub struct S3 {
    bucket: Bucket,
    store: AmazonS3,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3({})", self.bucket)
    }
}

/// A person waits for the answer, so it is asked again for some seconds only.
fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(3),
            base: 3.0,
        },
        max_retries: 3,
        retry_timeout: Duration::from_secs(20),
    }
}

/// A bucket that isn't there is no answer about the file.
fn is_absent(error: &Error) -> bool {
    matches!(error, Error::NotFound { .. }) && !error.to_string().contains("NoSuchBucket")
}

fn trouble(error: Error) -> io::Error {
    let kind = match &error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => io::ErrorKind::PermissionDenied,
        Error::InvalidPath { .. } => io::ErrorKind::InvalidInput,
        _ => io::ErrorKind::NotConnected,
    };
    io::Error::new(kind, error)
}

impl S3 {
    /// The files of a bucket. Nothing is asked of the store yet.
    ///
    /// # Errors
    /// Why the address or the keys can't be used.
    pub fn new(bucket: Bucket, keys: Keys) -> Result<Self, String> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(keys.access)
            .with_secret_access_key(keys.secret)
            .with_virtual_hosted_style_request(bucket.by_host)
            .with_disable_tagging(true)
            .with_retry(retries())
            .with_http_connector(wire::Wire::new());
        if let Some(base) = bucket.base() {
            builder = builder.with_endpoint(base).with_allow_http(true);
        }
        let store = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { bucket, store })
    }

    fn key(&self, key: &str) -> io::Result<Key> {
        let folder = folder_of(key)?;
        Key::parse(format!("{}/{folder}/{key}", self.bucket.prefix)).map_err(|error| trouble(error.into()))
    }

    async fn send(&self, from: &Path, key: &str) -> io::Result<()> {
        let key = self.key(key)?;
        let mut file = File::open(from).await?;
        let first = part(&mut file).await?;
        if first.len() < PART {
            return self.store.put(&key, first.into()).await.map(drop).map_err(trouble);
        }
        let mut upload = self.store.put_multipart(&key).await.map_err(trouble)?;
        let sent = parts(upload.as_mut(), first, &mut file).await;
        if sent.is_err() {
            // Parts that stay behind are seen by nobody; the store's own rules sweep them in the end.
            let _ = upload.abort().await;
        }
        sent
    }

    /// Removes what is older than that.
    async fn drop_old(&self, key: &Key, young: Duration) -> io::Result<()> {
        let seen = match self.store.head(key).await {
            Ok(seen) => seen,
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(trouble(error)),
        };
        let age = SystemTime::from(seen.last_modified).elapsed().unwrap_or_default();
        if age < young {
            return Ok(());
        }
        match self.store.delete(key).await {
            Err(error) if !is_absent(&error) => Err(trouble(error)),
            _ => Ok(()),
        }
    }
}

/// The next part of a file: a whole one, unless the file ends in it.
async fn part(file: &mut (impl AsyncRead + Unpin)) -> io::Result<Bytes> {
    let mut part = Vec::new();
    file.take(PART as u64).read_to_end(&mut part).await?;
    Ok(part.into())
}

async fn parts(upload: &mut dyn MultipartUpload, first: Bytes, file: &mut File) -> io::Result<()> {
    let mut next = first;
    while !next.is_empty() {
        upload.put_part(next.into()).await.map_err(trouble)?;
        next = part(file).await?;
    }
    upload.complete().await.map(drop).map_err(trouble)
}

impl FileStore for S3 {
    fn place(&self) -> Place {
        Place { kind: PlaceKind::S3, address: self.bucket.to_string() }
    }

    fn keep<'a>(&'a self, from: &'a Path, key: &'a str) -> BoxFuture<'a, io::Result<()>> {
        self.send(from, key).boxed()
    }

    fn open<'a>(&'a self, key: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>> {
        async move {
            match self.store.get(&self.key(key)?).await {
                Ok(found) => {
                    let pieces = found.into_stream().map_err(trouble);
                    Ok(Some(Box::new(StreamReader::new(pieces)) as Reading))
                }
                Err(error) if is_absent(&error) => Ok(None),
                Err(error) => Err(trouble(error)),
            }
        }
        .boxed()
    }

    fn remove<'a>(&'a self, key: &'a str, young: Duration) -> BoxFuture<'a, io::Result<()>> {
        async move {
            self.drop_old(&self.key(key)?, young).await?;
            self.drop_old(&self.key(&format!("{key}{SMALL}"))?, young).await
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_that_is_not_there_is_no_lost_file() {
        let told = |text: &str| Error::NotFound { path: "ab/abcd".to_owned(), source: text.into() };
        assert!(is_absent(&told("<Code>NoSuchKey</Code>")));
        assert!(!is_absent(&told("<Code>NoSuchBucket</Code>")));
        let refused = Error::PermissionDenied { path: String::new(), source: "no".into() };
        assert!(!is_absent(&refused));
        assert_eq!(trouble(refused).kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(trouble(told("<Code>NoSuchBucket</Code>")).kind(), io::ErrorKind::NotConnected);
    }
}
