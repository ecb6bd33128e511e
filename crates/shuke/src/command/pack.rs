//! `shuke pack`: what the program's pack offers a company that was made earlier.

use std::process::ExitCode;

use serde_json::json;
use shuke_app::pack::{PackView, State};

use crate::cli::PackUpgrade;
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// A line for each difference; answers how many are offered.
fn told(view: &PackView) -> usize {
    let unknown = two("未记录", "unknown");
    let installed = view.installed.as_deref().filter(|version| !version.is_empty()).unwrap_or(&unknown);
    say::out(two(
        format!("{}：已安装 {installed}，程序提供 {}", view.label, view.offered),
        format!("{}: installed {installed}, the program has {}", view.label, view.offered),
    ));
    for item in &view.items {
        let mark = match item.state {
            State::Offered => two("可升级", "offered"),
            State::Kept => two("保留您的", "yours kept"),
        };
        let whole = item.path.iter().chain([&item.label]).map(String::as_str).collect::<Vec<_>>().join(" / ");
        let change = match (&item.now, &item.new) {
            (Some(now), Some(new)) => format!("  {now} → {new}"),
            _ => String::new(),
        };
        say::out(format!("{mark}  {}  {whole}{change}", item.id));
    }
    view.items.iter().filter(|item| item.state == State::Offered).count()
}

/// Lists; exit 1 when something is offered.
pub(crate) async fn diff(config: &Config) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let view = app.pack(&database::system(&app)).await?;
    app.store().close().await;
    Ok(if told(&view) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Takes what is offered.
pub(crate) async fn upgrade(config: &Config, options: PackUpgrade) -> Result<ExitCode, Stop> {
    if options.dry_run {
        return diff(config).await;
    }
    let app = database::company(config).await?;
    let ctx = database::system(&app);
    let before = told(&app.pack(&ctx).await?);
    let given = if options.items.is_empty() { json!({}) } else { json!({"items": options.items}) };
    let done = app.upgrade_pack(&ctx, given.as_object().unwrap_or(&serde_json::Map::new())).await;
    app.store().close().await;
    let after = done?.items.iter().filter(|item| item.state == State::Offered).count();
    // What was taken may have brought something else into reach.
    let taken = before.saturating_sub(after);
    say::out(two(
        format!("已升级 {taken} 项，还可升级 {after} 项"),
        format!("{taken} taken, {after} still offered"),
    ));
    Ok(ExitCode::SUCCESS)
}
