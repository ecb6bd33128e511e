//! The configuration: defaults, then `shuke.toml` in the data folder, then the environment, then the command line.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde::Deserialize;
use shuke_app::auth::Network;
use shuke_app::files::store::FileStore;
use shuke_connect::s3::Keys;
use shuke_store::Address;

use crate::cli::{Command, Place, Role};
use crate::files::{self, At, Hidden};
use crate::say::two;
use crate::stop::Stop;

/// What holds for this process.
#[derive(Debug)]
pub(crate) struct Config {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// The database.
    pub(crate) address: Address,
    /// Where to listen.
    pub(crate) listen: String,
    /// What to do.
    pub(crate) role: Role,
    /// Cookies are for encrypted connections alone.
    pub(crate) secure_cookies: bool,
    /// Certificate and key, when connections are encrypted here.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// Proxies that are believed when they tell whom they stand for.
    pub(crate) proxies: Vec<Network>,
    /// Take a backup before the tables change.
    pub(crate) upgrade_backup: bool,
    /// Webhooks may reach private addresses, and unencrypted ones.
    pub(crate) allow_private_webhooks: bool,
    /// Requests of one session or token in a minute, at most; 0 for no limit.
    pub(crate) rate_limit: u32,
    /// The file of the master key, when it is not the usual one.
    pub(crate) master_key: Option<PathBuf>,
    /// Where files of records lie.
    pub(crate) files: At,
    /// The access key of their bucket.
    pub(crate) s3_keys: Option<Keys>,
    /// What to log.
    pub(crate) log: Option<String>,
}

impl Config {
    /// The place of the files, ready for use.
    pub(crate) fn files(&self) -> Result<Arc<dyn FileStore>, Stop> {
        files::open(&self.files, self.s3_keys.as_ref())
    }
}

/// Far more than people and well-behaved programs ask for; it stops what has run wild.
const RATE_LIMIT: u32 = 60_000;

/// `shuke.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database_url: Option<String>,
    listen: Option<String>,
    role: Option<Role>,
    #[serde(default)]
    secure_cookies: bool,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    #[serde(default)]
    trusted_proxies: Vec<Network>,
    upgrade_backup: Option<bool>,
    #[serde(default)]
    allow_private_webhooks: bool,
    rate_limit: Option<u32>,
    master_key_file: Option<PathBuf>,
    files: Option<String>,
    s3_access_key: Option<Hidden>,
    s3_secret_key: Option<Hidden>,
    log: Option<String>,
}

impl File {
    /// Both halves of the access key of the environment, or both of this file.
    fn keys(&self) -> Option<Keys> {
        let own = self.s3_access_key.clone().zip(self.s3_secret_key.clone());
        files::keys_of_environment("SHUKE_")
            .or_else(|| own.map(|(access, secret)| Keys { access: access.0, secret: secret.0 }))
    }
}

fn file(path: &Path) -> Result<File, Stop> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(File::default()),
        Err(error) => return Err(Stop::Usage(format!("{}: {error}", path.display()))),
    };
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Stop::Usage(format!("{}:{line}: {}", path.display(), error.message()))
    })
}

/// Puts it together.
pub(crate) fn read(place: &Place, command: &Command) -> Result<Config, Stop> {
    let file = file(&place.data.join("shuke.toml"))?;
    let address = match place.database_url.as_ref().or(file.database_url.as_ref()) {
        Some(url) => Address::from_str(url).map_err(Stop::Usage)?,
        None => Address::Sqlite(place.data.join("shuke.db")),
    };
    let files = match place.files.as_ref().or(file.files.as_ref()) {
        Some(text) => files::at(text)?,
        None => At::Folder(place.data.join("files")),
    };
    let s3_keys = file.keys();
    let serve = match command {
        Command::Serve(options) => Some(options),
        _ => None,
    };
    let given = serve.and_then(|options| options.tls_cert.clone().zip(options.tls_key.clone()));
    let tls = match (given, file.tls_cert, file.tls_key) {
        (Some(given), _, _) => Some(given),
        (None, Some(cert), Some(key)) => Some((cert, key)),
        (None, None, None) => None,
        (None, _, _) => {
            return Err(Stop::Usage(two(
                "shuke.toml 中 tls_cert 和 tls_key 要一起给出",
                "shuke.toml needs tls_cert and tls_key together",
            )));
        }
    };
    let proxies = match serve {
        Some(options) if !options.trusted_proxies.is_empty() => options.trusted_proxies.clone(),
        _ => file.trusted_proxies,
    };
    let skipped = match command {
        Command::Serve(options) => options.no_upgrade_backup,
        Command::Migrate(options) => options.no_upgrade_backup,
        _ => false,
    };
    let private = serve.is_some_and(|options| options.allow_private_webhooks);
    let rate = serve.and_then(|options| options.rate_limit);
    let role = serve.and_then(|options| options.role);
    let listen = serve.and_then(|options| options.listen.clone()).or(file.listen);
    let listen = listen.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    Ok(Config {
        data: place.data.clone(),
        address,
        listen,
        role: role.or(file.role).unwrap_or_default(),
        secure_cookies: file.secure_cookies,
        tls,
        proxies,
        upgrade_backup: !skipped && file.upgrade_backup.unwrap_or(true),
        allow_private_webhooks: private || file.allow_private_webhooks,
        rate_limit: rate.or(file.rate_limit).unwrap_or(RATE_LIMIT),
        master_key: place.master_key_file.clone().or(file.master_key_file),
        files,
        s3_keys,
        log: file.log,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<File, Stop> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shuke.toml");
        std::fs::write(&path, text).unwrap();
        file(&path)
    }

    #[test]
    fn a_wrong_line_is_named() {
        let Err(Stop::Usage(text)) = written("listen = \"[::]:80\"\nlissten = 3\n") else {
            panic!("refused")
        };
        assert!(text.contains("shuke.toml:2: unknown field `lissten`"), "{text}");
        let Err(Stop::Usage(text)) = written("trusted_proxies = [\"127.0.0.1\", \"proxy\"]\n") else {
            panic!("refused")
        };
        assert!(text.contains("shuke.toml:1: it is no network"), "{text}");
        let fine = written("trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\n").unwrap();
        assert_eq!(fine.trusted_proxies.len(), 2);
        let fine = written("role = \"worker\"\nsecure_cookies = true\n").unwrap();
        assert_eq!(fine.role, Some(Role::Worker));
        assert!(file(Path::new("nowhere/shuke.toml")).unwrap().listen.is_none());
    }
}
