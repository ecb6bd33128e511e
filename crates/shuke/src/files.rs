//! Where the files of records lie: a folder, or a bucket of an S3-compatible store.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use shuke_app::files::store::{FileStore, Folder};
use shuke_connect::s3::{Bucket, Keys, S3};

use crate::say::two;
use crate::stop::Stop;

/// What nobody may read in a log.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Hidden(pub(crate) String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum At {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    S3(Bucket),
}

/// Reads what the configuration says.
pub(crate) fn at(text: &str) -> Result<At, Stop> {
    if text.starts_with("s3:") {
        return text.parse().map(At::S3).map_err(|reason| Stop::Usage(format!("{text}: {reason}")));
    }
    if text.is_empty() || text.contains("://") {
        return Err(Stop::Usage(two(
            format!("附件位置应为文件夹或 s3:// 地址，而不是“{text}”"),
            format!("files lie in a folder or at an s3:// address, not at “{text}”"),
        )));
    }
    Ok(At::Folder(Path::new(text).to_owned()))
}

/// The access key of these two variables of the environment, when both are set.
pub(crate) fn keys_of_environment(start: &str) -> Option<Keys> {
    let set = |name| std::env::var(format!("{start}{name}")).ok().filter(|value| !value.is_empty());
    Some(Keys { access: set("S3_ACCESS_KEY")?, secret: set("S3_SECRET_KEY")? })
}

/// The place, ready for use.
pub(crate) fn open(at: &At, keys: Option<&Keys>) -> Result<Arc<dyn FileStore>, Stop> {
    match (at, keys) {
        (At::Folder(path), _) => Ok(Arc::new(Folder::new(path))),
        (At::S3(bucket), Some(keys)) => {
            let store = S3::new(bucket.clone(), keys.clone());
            Ok(Arc::new(store.map_err(|reason| Stop::Usage(format!("{bucket}: {reason}")))?))
        }
        (At::S3(bucket), None) => Err(Stop::Usage(two(
            format!(
                "{bucket} 需要访问密钥：设置环境变量 SHUKE_S3_ACCESS_KEY 和 SHUKE_S3_SECRET_KEY，或 shuke.toml 中的 s3_access_key 和 s3_secret_key"
            ),
            format!(
                "{bucket} needs an access key: set SHUKE_S3_ACCESS_KEY and SHUKE_S3_SECRET_KEY, or s3_access_key and s3_secret_key in shuke.toml"
            ),
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        assert_eq!(at("/srv/files").unwrap(), At::Folder("/srv/files".into()));
        assert!(matches!(at("s3://files/crm").unwrap(), At::S3(_)));
        for wrong in ["", "https://files", "s3://a", "s3://k:s@files"] {
            let Err(Stop::Usage(_)) = at(wrong) else { panic!("{wrong}") };
        }
        let bucket = at("s3://files/crm").unwrap();
        let Err(Stop::Usage(text)) = open(&bucket, None) else { panic!("no key") };
        assert!(text.contains("SHUKE_S3_SECRET_KEY"), "{text}");
        let keys = Keys { access: "access".to_owned(), secret: "hush".to_owned() };
        let shown = format!("{:?} {:?}", open(&bucket, Some(&keys)).unwrap(), (&keys, Hidden("hush".into())));
        assert!(!shown.contains("hush"), "{shown}");
    }
}
