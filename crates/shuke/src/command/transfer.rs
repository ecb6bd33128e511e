//! `shuke move`: everything into another, empty database, of either engine.

use std::process::ExitCode;
use std::str::FromStr;

use shuke_app::backup::{frames, restore};
use shuke_store::Address;

use super::audit;
use super::restore::prepare;
use crate::cli::Move;
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Copies and compares. What is there stays as it is.
pub(crate) async fn run(config: &Config, options: Move) -> Result<ExitCode, Stop> {
    let target = Address::from_str(&options.to).map_err(Stop::Usage)?;
    let app = database::closed(config).await?;
    let Some(held) = database::serving(&config.address)? else {
        return Err(Stop::Failed(two(
            format!(
                "{} 正由 shuke serve 使用；请先停止，以免之后的更改留在旧库",
                database::place(&config.address)
            ),
            format!(
                "a shuke serve has {}; stop it first, or what is written meanwhile stays behind",
                database::place(&config.address)
            ),
        )));
    };
    prepare(&target)?;
    let filled = restore::restore(frames::of_database(app.store()), &target, None, |_, _| {}).await;
    app.store().close().await;
    drop(held);
    let filled = filled?;
    let (rows, tables, place) =
        (filled.manifest.rows, filled.manifest.tables.len(), database::place(&target));
    say::out(two(
        format!("已复制到 {place} 并核对一致：{tables} 张表，{rows} 行；原库保持不变"),
        format!(
            "copied into {place} and compared: {tables} tables, {rows} rows; the old database stays as it is"
        ),
    ));
    say::out(two(
        format!("内容摘要 {}", filled.manifest.digest()),
        format!("digest of the content {}", filled.manifest.digest()),
    ));
    let master = master::path(config);
    say::out(two(
        format!("新库仍用主密钥文件 {}", master.display()),
        format!("the new database goes on with the master key in {}", master.display()),
    ));
    say::out(audit::told(&filled.chain));
    Ok(ExitCode::SUCCESS)
}
