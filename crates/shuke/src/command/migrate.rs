//! `shuke migrate`: brings the database up to this version.

use std::process::ExitCode;

use crate::cli::Migrate;
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Applies what is lacking, or only tells of it.
pub(crate) async fn run(config: &Config, options: Migrate) -> Result<ExitCode, Stop> {
    let store = if options.check {
        database::open_existing(config).await?
    } else {
        database::open_or_make(config).await?
    };
    let pending = store.pending().await?.to_vec();
    let applied = if options.check { Vec::new() } else { store.migrate(database::clock().now()).await? };
    store.close().await;
    if pending.is_empty() {
        say::out(two("数据库已是最新", "The database is up to date"));
        return Ok(ExitCode::SUCCESS);
    }
    let (listed, word) = if options.check {
        (&pending, two("待执行", "would apply"))
    } else {
        (&applied, two("已执行", "applied"))
    };
    for migration in listed {
        say::out(format!("{word} {:03} {}", migration.number, migration.name));
    }
    Ok(if options.check { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
