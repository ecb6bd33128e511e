//! `shuke restore`: a database out of a backup, where there is none yet.

use std::path::Path;
use std::process::ExitCode;

use shuke_app::backup::key::{self, Secret};
use shuke_app::backup::settings::Place;
use shuke_app::backup::{file, restore};
use shuke_base::{Code, Fault};
use shuke_store::Address;

use super::audit;
use super::backup::{beside, chosen};
use crate::cli::Restore;
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// The secret that fits, when nobody said anything about keys: the one beside the file, else that of the data folder.
fn found(config: &Config, backup: &Path) -> Result<Secret, Stop> {
    let head = file::head(backup)?;
    if head.sealed == "none" {
        return Ok(Secret::Open);
    }
    let places = [beside(backup), Place::in_data(&config.data).key];
    if head.sealed == "key"
        && let Some(path) = places.iter().find(|path| path.exists())
    {
        return Ok(key::read_key(path)?);
    }
    Err(Fault::new(Code::BackupKeyMissing).with("sealed", head.sealed).into())
}

/// Makes the folder of an embedded database; the lock there keeps a server from starting in the middle.
pub(super) fn prepare(address: &Address) -> Result<(), Stop> {
    if let Address::Sqlite(path) = address
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder)
            .map_err(|error| Stop::Failed(format!("{}: {error}", folder.display())))?;
    }
    Ok(())
}

/// Restores.
pub(crate) async fn run(config: &Config, options: Restore) -> Result<ExitCode, Stop> {
    let secret = match chosen(&options.key)? {
        Some(secret) => secret,
        None => found(config, &options.file)?,
    };
    let files = config.files()?;
    let place = files.place().address;
    // What is wrong with the file is told before anything is made.
    file::head(&options.file)?;
    prepare(&config.address)?;
    let Some(held) = database::serving(&config.address)? else {
        return Err(Stop::Failed(two(
            format!("{} 正由 shuke serve 使用", database::place(&config.address)),
            format!("a shuke serve has {}", database::place(&config.address)),
        )));
    };
    let frames = file::read(&options.file, &secret);
    let filled = restore::restore(frames, &config.address, Some(files), |_, _| {}).await?;
    drop(held);
    let (rows, tables) = (filled.manifest.rows, filled.manifest.tables.len());
    let database = database::place(&config.address);
    say::out(two(
        format!("已恢复到 {database}：{tables} 张表，{rows} 行，内容与备份一致"),
        format!("restored into {database}: {tables} tables, {rows} rows, the same as in the backup"),
    ));
    master::restored(config, file::master(&options.file, &secret)?).await?;
    let held = filled.manifest.files;
    if held.count > 0 {
        say::out(two(
            format!("附件 {} 个，放在 {}", held.count, place),
            format!("{} files of records, in {}", held.count, place),
        ));
    }
    say::out(audit::told(&filled.chain));
    Ok(ExitCode::SUCCESS)
}
