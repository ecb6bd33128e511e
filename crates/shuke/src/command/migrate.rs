//! `shuke migrate`: brings the database up to this version.

use std::process::ExitCode;

use shuke_app::backup::upgrade::before_upgrade;
use shuke_store::Store;
use shuke_store::ddl::Alter;
use shuke_store::migrations::Migration;

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
    let applied = if options.check {
        Vec::new()
    } else {
        set_aside(config, &store).await?;
        store.migrate(database::clock().now()).await?
    };
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
        if options.check {
            steps(migration);
        }
    }
    Ok(if options.check { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A line for each step of a migration.
fn steps(migration: &Migration) {
    for step in migration.steps() {
        say::out(match step {
            Alter::CreateTable(table) => {
                two(format!("  新表 {}", table.name), format!("  new table {}", table.name))
            }
            Alter::AddColumn { table, column } => two(
                format!("  新列 {table}.{}", column.name),
                format!("  new column {table}.{}", column.name),
            ),
            Alter::CreateIndex { table, index } => two(
                format!("  新索引 {}（表 {table}）", index.name),
                format!("  new index {} of {table}", index.name),
            ),
            Alter::AddWords { table } => {
                two(format!("  表 {table} 的搜索词"), format!("  words of {table}, to search by"))
            }
            Alter::DropIndex { name } => two(format!("  删除索引 {name}"), format!("  index {name} goes")),
        });
    }
}

/// Takes a backup when the tables are about to change, unless somebody doesn't want it.
pub(crate) async fn set_aside(config: &Config, store: &Store) -> Result<(), Stop> {
    if !config.upgrade_backup {
        return Ok(());
    }
    let taken = before_upgrade(store, &config.data, &database::ids(), database::clock().now()).await;
    match taken {
        Ok(None) => Ok(()),
        Ok(Some((path, taken))) => {
            let rows = taken.manifest.rows;
            say::aside(two(
                format!("升级前已备份：{}（{rows} 行）", path.display()),
                format!("a backup was taken before the upgrade: {} ({rows} rows)", path.display()),
            ));
            Ok(())
        }
        Err(fault) => {
            let told = fault.message(say::locale());
            Err(Stop::Failed(two(
                format!("升级前的备份没有成功，数据库未作改动：{told}；可用 --no-upgrade-backup 跳过"),
                format!(
                    "no backup could be taken before the upgrade, so nothing was changed: {told}; \
                     --no-upgrade-backup goes on without"
                ),
            )))
        }
    }
}
