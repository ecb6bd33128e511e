//! Opening the database for a command, and the lock that tells others that it is being served.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use shuke_app::{App, Ctx, Via};
use shuke_base::{Ids, Locale, SystemEntropy, Uuid};
use shuke_store::seal::keys::Unlocked;
use shuke_store::{Address, Store};

pub(crate) use crate::clock::clock;
use crate::config::Config;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Ids from the machine's randomness.
pub(crate) fn ids() -> Ids {
    Ids::new(Arc::new(SystemEntropy))
}

/// Where the database is, without secrets.
pub(crate) fn place(address: &Address) -> String {
    match address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => {
            let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let host = rest.split(['?', '#']).next().unwrap_or_default();
            format!("postgres://{}", host.rsplit('@').next().unwrap_or_default())
        }
    }
}

/// Opens the database, making folder and file of the embedded one where they are missing.
pub(crate) async fn open_or_make(config: &Config) -> Result<Store, Stop> {
    if let Address::Sqlite(path) = &config.address
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        // The folder is the company's own: nobody else on the machine has to look into it.
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| Stop::file(folder, &error))?;
    }
    open(config).await
}

/// Opens a database that is there.
pub(crate) async fn open_existing(config: &Config) -> Result<Store, Stop> {
    if let Address::Sqlite(path) = &config.address
        && !path.exists()
    {
        return Err(Stop::Failed(two(
            format!("没有数据库 {}；请先运行 shuke init 或 shuke serve", path.display()),
            format!("there is no database {}; shuke init or shuke serve makes one", path.display()),
        )));
    }
    open(config).await
}

async fn open(config: &Config) -> Result<Store, Stop> {
    Store::open(&config.address).await.map_err(|error| Stop::database(&config.address, &error))
}

/// The company of a database that is there, initialised, and of this version; what is sealed stays closed.
pub(crate) async fn closed(config: &Config) -> Result<App, Stop> {
    let store = open_existing(config).await?;
    if !store.pending().await?.is_empty() {
        return Err(Stop::Failed(two(
            "数据库版本较旧；请先运行 shuke migrate",
            "the database is of an older version; run shuke migrate first",
        )));
    }
    if !App::is_initialised(&store).await? {
        return Err(Stop::Failed(two(
            "数据库里还没有公司；请先运行 shuke init",
            "there is no company in the database yet; run shuke init first",
        )));
    }
    Ok(App::start(store, clock(), ids()).await?)
}

/// The company likewise, with its keys.
pub(crate) async fn company(config: &Config) -> Result<App, Stop> {
    let app = closed(config).await?;
    let unlocked = master::unlock(config, app.store()).await?;
    if unlocked == Unlocked::Made {
        app.seal_all().await?;
    }
    Ok(app)
}

/// The surroundings of what the command line does by itself.
pub(crate) fn system(app: &App) -> Ctx {
    Ctx { via: Via::Command, locale: say::locale(), ..app.system() }
}

/// The surroundings of what the command line does for a person.
pub(crate) async fn acting(app: &App, login: &str) -> Result<Ctx, Stop> {
    Ok(app.ctx(person(app, login).await?, say::locale(), Via::Command))
}

/// The person with this login.
pub(crate) async fn person(app: &App, login: &str) -> Result<Uuid, Stop> {
    let found = app.store().read().await?.credential_by_login(login).await?;
    found
        .map(|credential| credential.user_id)
        .ok_or_else(|| Stop::Usage(two(format!("没有账号“{login}”"), format!("there is no login “{login}”"))))
}

/// Held by the process that serves an embedded database, until it ends; the engine itself lets several in, but jobs
/// have one runner.
#[derive(Debug)]
pub(crate) struct Serving(#[allow(dead_code, reason = "held, not read")] Option<File>);

fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// Takes the lock; `None` when another process has it.
pub(crate) fn serving(address: &Address) -> Result<Option<Serving>, Stop> {
    let Address::Sqlite(path) = address else { return Ok(Some(Serving(None))) };
    let path = lock_path(path);
    let failed = |error: std::io::Error| Stop::file(&path, &error);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Serving(Some(file)))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// A password that nobody has to think up: 20 characters that can't be mistaken for each other, about 100 bits.
pub(crate) fn password(ids: &Ids) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let mut bytes = [0; 20];
    ids.secret(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// The first line of standard input.
pub(crate) fn line_of_input() -> Result<String, Stop> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| Stop::Usage(format!("standard input: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The language of a company that the command line makes without being told one.
pub(crate) fn company_locale() -> Locale {
    Locale::ZhCn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        let address =
            Address::Postgres("postgres://shuke:secret@db.example.com:5433/crm?sslmode=require".to_owned());
        assert_eq!(place(&address), "postgres://db.example.com:5433/crm");
    }

    #[test]
    fn only_one_process_serves_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Sqlite(folder.path().join("shuke.db"));
        let held = serving(&address).unwrap();
        assert!(held.is_some());
        assert!(serving(&address).unwrap().is_none());
        drop(held);
        assert!(serving(&address).unwrap().is_some());
    }

    #[test]
    fn made_passwords_differ() {
        let ids = ids();
        assert_ne!(password(&ids), password(&ids));
        assert_eq!(password(&ids).chars().count(), 20);
    }
}
