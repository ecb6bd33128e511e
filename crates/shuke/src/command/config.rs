//! `shuke config`: everything that an administrator sets, as files.

use std::process::ExitCode;

use shuke_app::config::{Change, Comparison, Deed, Wanted, read_folder, write_folder};

use crate::cli::{ConfigApply, ConfigExport};
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Writes the folder, also while the company works.
pub(crate) async fn export(config: &Config, options: ConfigExport) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let done = app.export_config(&database::system(&app)).await;
    app.store().close().await;
    let exported = done?;
    write_folder(&options.folder, &exported.files).map_err(usage)?;
    let (count, folder) = (exported.files.len(), options.folder.display());
    say::out(two(format!("已写入 {count} 个文件：{folder}"), format!("{count} files are in {folder}")));
    for name in &exported.left_out {
        say::aside(two(
            format!("未导出（其中指定了人员或记录）：{name}"),
            format!("left out, because it names people or records: {name}"),
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Compares, and applies unless that is all.
pub(crate) async fn apply(config: &Config, options: ConfigApply) -> Result<ExitCode, Stop> {
    let files = read_folder(&options.folder).map_err(usage)?;
    let app = database::company(config).await?;
    let ctx = match &options.acting {
        Some(login) => database::acting(&app, login).await?,
        None => database::system(&app),
    };
    let wanted = Wanted { prune: options.prune, ..Wanted::default() };
    let done = if options.dry_run {
        app.compare_config(&ctx, &files, &wanted).await
    } else {
        app.apply_config(&ctx, &files, &wanted).await
    };
    app.store().close().await;
    tell(&done?, options.dry_run);
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with the folder is wrong with the arguments.
fn usage(fault: shuke_base::Fault) -> Stop {
    Stop::Usage(fault.message(say::locale()))
}

fn tell(told: &Comparison, dry: bool) {
    for change in &told.changes {
        line(change);
    }
    let Comparison { created, changed, removed, kept, .. } = told;
    if told.is_empty() {
        return say::out(two("没有差异，无需改动", "no differences: nothing to do"));
    }
    say::out(match dry {
        true => two(
            format!("将新增 {created} 项、修改 {changed} 项、移除 {removed} 项，保留 {kept} 项；尚未改动"),
            format!(
                "{created} would be created, {changed} changed, {removed} removed, {kept} kept; nothing was written"
            ),
        ),
        false => two(
            format!("已新增 {created} 项、修改 {changed} 项、移除 {removed} 项，保留 {kept} 项"),
            format!("{created} created, {changed} changed, {removed} removed, {kept} kept"),
        ),
    });
}

fn line(change: &Change) {
    let sign = match change.deed {
        Deed::Created => '+',
        Deed::Changed => '~',
        Deed::Removed => '-',
        Deed::Kept => '=',
    };
    let deed = match change.deed {
        Deed::Created => two("新增", "created"),
        Deed::Changed => two("修改", "changed"),
        Deed::Removed => two("移除", "removed"),
        Deed::Kept => two("保留（文件夹中没有）", "kept (not in the folder)"),
    };
    let group = serde_json::to_value(change.group).ok();
    let group = group.as_ref().and_then(|group| group.as_str()).unwrap_or_default();
    let object = change.object.as_ref().map(|object| format!(" {object}")).unwrap_or_default();
    let object = if change.object.as_ref() == Some(&change.name) { String::new() } else { object };
    let label = if change.label == change.name { String::new() } else { format!(" {}", change.label) };
    let danger = if change.danger { " !" } else { "" };
    say::out(format!("{sign} {group}{object} {}{label}: {deed}{danger}", change.name));
    for it in &change.differences {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "∅".to_owned());
        say::out(format!("    {}: {} → {}", it.label, value(&it.old), value(&it.new)));
    }
}
