//! The master key: a file outside the database, made at the first start.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use shuke_app::backup::key::{Secret, make_key, read_key, write_key};
use shuke_base::Code;
use shuke_store::seal::Master;
use shuke_store::seal::keys::Unlocked;
use shuke_store::{Store, StoreError};

use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Where it is.
pub(crate) fn path(config: &Config) -> PathBuf {
    config.master_key.clone().unwrap_or_else(|| config.data.join("master.key"))
}

/// The key in a file.
pub(crate) fn read(path: &Path) -> Result<Master, Stop> {
    match read_key(path) {
        Ok(Secret::Key(key)) => Ok(Master::new(key)),
        Ok(Secret::Open | Secret::PassPhrase(_)) => Err(wrong_form(path)),
        Err(fault) if fault.code == Code::BackupKeyFile => Err(wrong_form(path)),
        Err(fault) => Err(fault.into()),
    }
}

fn wrong_form(path: &Path) -> Stop {
    Stop::Failed(two(
        format!("主密钥文件 {} 应为 64 个十六进制数字", path.display()),
        format!("the master key file {} takes 64 hexadecimal digits", path.display()),
    ))
}

/// Makes the folder of a file, for this user alone.
fn make_folder(path: &Path) -> Result<(), Stop> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| Stop::file(folder, &error))?;
    }
    Ok(())
}

/// A new key in a new file that only its owner may read.
pub(crate) fn make(path: &Path) -> Result<Master, Stop> {
    make_folder(path)?;
    make_key(path, &database::ids())?;
    read(path)
}

fn missing(path: &Path) -> Stop {
    Stop::Failed(two(
        format!(
            "没有主密钥文件 {}，数据库里的加密数据要靠它打开；请放回原来的文件，或用 --master-key-file 指明",
            path.display()
        ),
        format!(
            "there is no master key file {}, which opens what is sealed in the database; put it back, or name it by \
             --master-key-file",
            path.display()
        ),
    ))
}

fn wrong(path: &Path) -> Stop {
    Stop::Failed(two(
        format!("主密钥文件 {} 打不开这个数据库的密钥；请换回原来的文件", path.display()),
        format!(
            "the master key in {} does not open this database's keys; put the right file there",
            path.display()
        ),
    ))
}

async fn open(store: &Store, path: &Path, master: Master) -> Result<Unlocked, Stop> {
    let ids = database::ids();
    let mut secrets = [[0; 32]; 2];
    for secret in &mut secrets {
        ids.secret(secret);
    }
    match store.unlock(master, secrets, database::clock().now()).await {
        Ok(unlocked) => Ok(unlocked),
        Err(StoreError::WrongMaster) => Err(wrong(path)),
        Err(error) => Err(error.into()),
    }
}

/// Opens the ring of an up-to-date database. The first time, the usual file and the first keys are made.
pub(crate) async fn unlock(config: &Config, store: &Store) -> Result<Unlocked, Stop> {
    let path = path(config);
    let fresh = store.read().await?.stored_keys().await?.is_empty();
    let master = if path.exists() {
        read(&path)?
    } else if fresh && config.master_key.is_none() {
        make(&path)?
    } else {
        return Err(missing(&path));
    };
    open(store, &path, master).await
}

/// Whether the database has keys that a master key opens.
pub(crate) async fn keyed(store: &Store) -> bool {
    match store.read().await {
        Ok(mut conn) => conn.stored_keys().await.is_ok_and(|keys| !keys.is_empty()),
        Err(_) => false,
    }
}

/// Opens the ring, but makes nothing; answers the file.
pub(crate) async fn try_unlock(config: &Config, store: &Store) -> Result<PathBuf, Stop> {
    let path = path(config);
    if !path.exists() || store.read().await?.stored_keys().await?.is_empty() {
        return Err(missing(&path));
    }
    open(store, &path, read(&path)?).await?;
    Ok(path)
}

/// After a restore: puts the master key that came along in its place, or tells that it is needed.
pub(crate) async fn restored(config: &Config, came: Option<Master>) -> Result<(), Stop> {
    let path = path(config);
    if let Some(master) = came.filter(|_| !path.exists()) {
        make_folder(&path)?;
        write_key(&path, master.bytes())?;
        say::out(two(
            format!("主密钥已放在 {}，只有本用户可读", path.display()),
            format!("its master key is in {}, readable by this user alone", path.display()),
        ));
        return Ok(());
    }
    let store = database::open_existing(config).await?;
    if keyed(&store).await
        && let Err(Stop::Usage(text) | Stop::Failed(text)) = try_unlock(config, &store).await
    {
        say::aside(two(
            format!("还需要这个数据库原来的主密钥：{text}"),
            format!("the master key of this database is needed, too: {text}"),
        ));
    }
    store.close().await;
    Ok(())
}
