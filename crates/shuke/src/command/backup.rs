//! `shuke backup`: everything into one file, also while the company works.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use shuke_app::backup::attachments::FileSum;
use shuke_app::backup::key::{self, Secret};
use shuke_app::backup::settings::Place;
use shuke_app::backup::take::{Order, take};

use super::audit;
use crate::cli::{Backup, Key};
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Where the key of a backup lies when nobody said anything about keys: beside it.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".key");
    PathBuf::from(name)
}

/// What the options say, if they say anything.
pub(super) fn chosen(key: &Key) -> Result<Option<Secret>, Stop> {
    let words = |words: String| {
        if words.trim().is_empty() {
            return Err(Stop::Usage(two("口令不能为空", "the pass-phrase is empty")));
        }
        Ok(Some(Secret::PassPhrase(words)))
    };
    if let Some(file) = &key.key_file {
        return Ok(Some(key::read_key(file)?));
    }
    if key.passphrase_stdin {
        return words(database::line_of_input()?);
    }
    if let Some(given) = &key.passphrase {
        return words(given.clone());
    }
    Ok(key.no_encryption.then_some(Secret::Open))
}

/// The company's own key; the first use makes it.
fn usual(config: &Config) -> Result<Secret, Stop> {
    std::fs::create_dir_all(&config.data)
        .map_err(|error| Stop::Failed(format!("{}: {error}", config.data.display())))?;
    let place = Place::in_data(&config.data);
    let (secret, new) = key::read_or_make(&place.key, &database::ids())?;
    if new {
        say::aside(two(
            format!("已生成备份密钥 {}", place.key.display()),
            format!("a key for backups was made: {}", place.key.display()),
        ));
    }
    Ok(secret)
}

/// A copy of the company's key beside the backup, so that the two belong together until somebody parts them.
fn copy_key(secret: &Secret, file: &Path) -> Result<(), Stop> {
    let Secret::Key(bytes) = secret else { return Ok(()) };
    let copy = beside(file);
    if key::read_key(&copy).ok().as_ref() != Some(secret) {
        key::write_key(&copy, bytes)?;
    }
    say::aside(two(
        format!("密钥在 {}，请另行保管：没有它就无法恢复", copy.display()),
        format!(
            "the key is in {}; keep it somewhere else: nothing can be restored without it",
            copy.display()
        ),
    ));
    Ok(())
}

/// How many files are in it, and whether some were lost already.
fn files_told(files: &FileSum) {
    if files.count > 0 {
        say::out(two(
            format!("含附件 {} 个，{} 字节", files.count, files.bytes),
            format!("with {} files of records, {} bytes", files.count, files.bytes),
        ));
    }
    if files.lost > 0 {
        say::aside(two(
            format!("有 {} 个附件的内容在备份之前已经丢失或损坏，日志里有它们的摘要", files.lost),
            format!("{} files had been lost or damaged before; the log has their digests", files.lost),
        ));
    }
}

/// Takes it.
pub(crate) async fn run(config: &Config, options: Backup) -> Result<ExitCode, Stop> {
    // Also of a database that this program has not brought up to date yet.
    let store = database::open_existing(config).await?;
    // Its master key goes along inside the seal; what can't be opened here is kept as it is.
    let keyed = master::keyed(&store).await;
    let open = keyed && master::try_unlock(config, &store).await.is_ok();
    let file = std::path::absolute(&options.file).map_err(|error| Stop::Usage(error.to_string()))?;
    let said = chosen(&options.key)?;
    let secret = match &said {
        Some(secret) => secret.clone(),
        None => usual(config)?,
    };
    let scratch = file.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let files = if options.no_files { None } else { Some(config.files()?) };
    let now = database::clock().now();
    let order = Order { path: file.clone(), secret: secret.clone(), scratch, files, now };
    let taken = take(&store, order, &database::ids(), |_, _, _| {}).await;
    store.close().await;
    let taken = taken?;
    let (rows, tables, bytes) = (taken.manifest.rows, taken.manifest.tables.len(), taken.bytes);
    say::out(two(
        format!("备份完成并已试恢复核对：{}，{tables} 张表，{rows} 行，{bytes} 字节", file.display()),
        format!(
            "backup taken and restored on trial: {}, {tables} tables, {rows} rows, {bytes} bytes",
            file.display()
        ),
    ));
    files_told(&taken.manifest.files);
    say::out(two(
        format!("内容摘要 {}", taken.manifest.digest()),
        format!("digest of the content {}", taken.manifest.digest()),
    ));
    say::out(audit::told(&taken.chain));
    if said.is_none() {
        copy_key(&secret, &file)?;
    }
    if secret == Secret::Open {
        say::aside(two("这个备份没有加密", "this backup is not encrypted"));
    }
    if keyed && (secret == Secret::Open || !open) {
        say::aside(two(
            "这个备份不含主密钥：恢复后还需要原来的 master.key，请另行保管",
            "this backup has no master key in it: a restore also needs the master.key of now; keep it somewhere",
        ));
    }
    Ok(ExitCode::SUCCESS)
}
