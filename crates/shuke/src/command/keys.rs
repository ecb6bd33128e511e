//! `shuke keys`: what seals sensitive fields and secrets.

use std::process::ExitCode;

use shuke_app::App;
use shuke_app::keys::KeysView;
use shuke_store::system::StoredKey;
use shuke_store::system::key::DATA;

use crate::cli::{Keys, KeysRewrap};
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Does what is asked.
pub(crate) async fn run(config: &Config, what: Keys) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    match what {
        Keys::List => list(&app).await?,
        Keys::Rotate => rotate(config, &app).await?,
        Keys::Rewrap(options) => rewrap(config, &app, &options).await?,
    }
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}

fn state(key: &StoredKey, keys: &KeysView) -> String {
    let day = |moment: shuke_base::Moment| moment.format("%Y-%m-%d").to_string();
    match key.retired_at {
        Some(retired) => two(format!("已停用（{}）", day(retired)), format!("retired {}", day(retired))),
        None if key.kind != DATA => two("用于等值查找", "finds equal values"),
        None if Some(key.id) == keys.current() => two("使用中", "in use"),
        None => two("正在换下", "being replaced"),
    }
}

async fn list(app: &App) -> Result<(), Stop> {
    let keys = app.keys().await?;
    for key in &keys.keys {
        let made = key.created_at.format("%Y-%m-%d");
        say::out(format!("{:>3}  {made}  {}", key.id, state(key, &keys)));
    }
    for part in &keys.parts {
        say::out(two(
            format!("待处理 {}：已完成 {} 行", part.part, part.done),
            format!("still to do: {}, {} rows done", part.part, part.done),
        ));
    }
    Ok(())
}

async fn rotate(config: &Config, app: &App) -> Result<(), Stop> {
    let id = app.rotate_keys(&database::system(app)).await?;
    say::out(two(
        format!("新密钥 {id} 已启用，此后写入的内容都用它加密"),
        format!("key {id} is in use: whatever is written from now on is sealed with it"),
    ));
    // Nobody else serves an embedded database: the work is done here. Else it is done by who serves.
    let alone = matches!(config.address, shuke_store::Address::Sqlite(_));
    match database::serving(&config.address)?.filter(|_| alone) {
        Some(held) => {
            app.reseal().await?;
            drop(held);
            say::out(two("原有内容已全部改用新密钥", "everything that was there is sealed with it, too"));
        }
        None => say::out(two(
            "原有内容由 shuke serve 在后台重新加密，进度见 shuke keys list",
            "shuke serve seals what was there anew in the background; shuke keys list tells how far it is",
        )),
    }
    Ok(())
}

async fn rewrap(config: &Config, app: &App, options: &KeysRewrap) -> Result<(), Stop> {
    let path = &options.new_master_key_file;
    let new = if path.exists() { master::read(path)? } else { master::make(path)? };
    let count = app.rewrap_keys(&database::system(app), new).await?;
    let (old, path) = (master::path(config), path.display());
    say::out(two(
        format!(
            "{count} 个密钥已改由 {path} 保护；请用 --master-key-file 指明它，或用它替换 {}，并重新启动 shuke serve",
            old.display()
        ),
        format!(
            "{count} keys are wrapped by {path} now; name it by --master-key-file, or put it in the place of {}, and \
             start shuke serve anew",
            old.display()
        ),
    ));
    Ok(())
}
