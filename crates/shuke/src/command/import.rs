//! `shuke import`: a file, by the same engine as the page's wizard.
//!
//! The import is a job. While a server has the embedded database, the server carries it out and this command looks on;
//! else this process does both. `--undo` takes one back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::{Map, Value as Json, json};
use shuke_app::{App, Ctx};
use shuke_base::Uuid;

use crate::cli::{Import, Mode};
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// How often one looks how far it is.
const LOOK: Duration = Duration::from_millis(100);
/// How often progress is told.
const PERIOD: Duration = Duration::from_secs(2);
/// Faults that are printed; all of them go to `--faults`.
const SHOWN: usize = 10;

/// What the command was asked for.
enum Task {
    Undo(Uuid),
    Import { object: String, file: PathBuf, wanted: Map<String, Json> },
}

impl Task {
    fn of(options: &Import) -> Result<Self, Stop> {
        match (options.undo, &options.object, &options.file) {
            (Some(id), ..) => Ok(Self::Undo(id)),
            (None, Some(object), Some(file)) if file.is_file() => {
                Ok(Self::Import { object: object.clone(), file: file.clone(), wanted: wanted(options)? })
            }
            (None, _, file) => {
                let file = file.as_deref().unwrap_or(Path::new("")).display();
                Err(Stop::Usage(two(format!("没有文件 {file}"), format!("there is no file {file}"))))
            }
        }
    }
}

/// Imports; exit 0 when every row was fine, 1 when some were not, 2 when nothing could begin.
pub(crate) async fn run(config: &Config, options: Import) -> Result<ExitCode, Stop> {
    let task = Task::of(&options)?;
    let app = database::company(config).await?;
    let ctx = match &options.acting {
        Some(login) => database::acting(&app, login).await?,
        None => database::system(&app),
    };
    let held = database::serving(&config.address)?;
    let runner = held.is_some().then(|| tokio::spawn(app.clone().run_jobs()));
    let done = match task {
        Task::Undo(id) => undo(&app, &ctx, id).await,
        Task::Import { object, file, wanted } => import(&app, &ctx, &options, (&object, &file), wanted).await,
    };
    if let Some(runner) = runner {
        runner.abort();
    }
    app.store().close().await;
    drop(held);
    done
}

/// The options that the engine is given.
fn wanted(options: &Import) -> Result<Map<String, Json>, Stop> {
    let mode = options.mode.unwrap_or(if options.keys.is_empty() { Mode::Insert } else { Mode::Upsert });
    let mut wanted = Map::new();
    wanted.insert("mode".to_owned(), json!(mode.name()));
    wanted.insert("key".to_owned(), json!(options.keys));
    wanted.insert("create_references".to_owned(), json!(options.create_references));
    if let Some(path) = &options.map {
        wanted.insert("mapping".to_owned(), mapping(path)?);
    }
    if let Some(policy) = options.duplicates {
        wanted.insert("duplicates".to_owned(), json!(policy.name()));
    }
    if options.overwrite {
        wanted.insert("overwrite".to_owned(), json!(true));
    }
    let links = options.links.iter().map(|given| link(given)).collect::<Result<Map<String, Json>, Stop>>()?;
    if !links.is_empty() {
        wanted.insert("links".to_owned(), Json::Object(links));
    }
    Ok(wanted)
}

/// `account=upsert:name,phone`: how the linked record is found, and what becomes of it.
fn link(given: &str) -> Result<(String, Json), Stop> {
    // The name of a link may itself have a colon, so the parts are cut at the sign of equality first.
    let Some((name, rest)) = given.split_once('=') else {
        let text = two("应写作 关联=方式[:字段,…]", "it is written LINK=ACTION[:KEY,…]");
        return Err(Stop::Usage(format!("--link {given}: {text}")));
    };
    let (action, key) = rest.split_once(':').map_or((rest, None), |(action, key)| (action, Some(key)));
    let mut link = Map::new();
    link.insert("action".to_owned(), json!(action));
    if let Some(key) = key {
        link.insert("key".to_owned(), key.split(',').map(str::trim).collect());
    }
    Ok((name.to_owned(), Json::Object(link)))
}

fn mapping(path: &Path) -> Result<Json, Stop> {
    let wrong = |reason: String| Stop::Usage(format!("{}: {reason}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let read: Result<Json, String> = if path.extension().is_some_and(|end| end == "toml") {
        toml::from_str(&text).map_err(|error| error.message().to_owned())
    } else {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    };
    let read = read.map_err(wrong)?;
    // TOML has no null: there an empty field means that the column is left out.
    match read {
        Json::Object(fields) => Ok(fields
            .into_iter()
            .map(|(heading, field)| (heading, if field == json!("") { Json::Null } else { field }))
            .collect()),
        _ => Err(wrong(two("应为“列名”: “字段”的对应表", "it should map headings to fields"))),
    }
}

/// Takes an import back; what was changed since is kept and counted.
async fn undo(app: &App, ctx: &Ctx, id: Uuid) -> Result<ExitCode, Stop> {
    app.undo_import(ctx, id).await?;
    let done = watch(app, ctx, id).await?;
    if let Some(text) = done["error"]["detail"].as_str() {
        return Err(Stop::Failed(text.to_owned()));
    }
    let count = |name: &str| done["undone"][name].as_u64().unwrap_or(0);
    let (removed, restored, kept) = (count("removed"), count("restored"), count("kept"));
    say::out(two(
        format!("已撤销：删除 {removed}，还原 {restored}，之后改过而保留 {kept}"),
        format!(
            "taken back: {removed} removed, {restored} restored, {kept} kept since they were changed later"
        ),
    ));
    Ok(if kept == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn import(
    app: &App,
    ctx: &Ctx,
    options: &Import,
    (object, file): (&str, &Path),
    wanted: Map<String, Json>,
) -> Result<ExitCode, Stop> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut first = Map::new();
    first.insert("object".to_owned(), json!(object));
    if let Some(sheet) = &options.sheet {
        first.insert("sheet".to_owned(), json!(sheet));
    }
    let made = app.upload_import(ctx, &name, file, &first).await?;
    let id: Uuid = made["id"].as_str().and_then(|id| id.parse().ok()).ok_or_else(lost)?;
    let begun = if options.dry_run {
        app.check_import(ctx, id, &wanted).await
    } else {
        app.start_import(ctx, id, &wanted).await
    };
    if let Err(fault) = begun {
        // Nothing was imported, so nothing of it is kept; what was wrong is told anyway.
        let _ = app.delete_import(ctx, id).await;
        return Err(fault.into());
    }
    let done = watch(app, ctx, id).await?;
    tell(&done, options.dry_run);
    let faults = app.import_faults(ctx, id, Some(SHOWN), None).await?;
    for fault in faults["items"].as_array().into_iter().flatten() {
        say::out(line(fault));
    }
    if let Some(path) = &options.faults {
        let bytes = app.import_faults_csv(ctx, id).await?;
        std::fs::write(path, bytes).map_err(|error| Stop::Failed(format!("{}: {error}", path.display())))?;
    }
    if options.dry_run {
        app.delete_import(ctx, id).await?;
    }
    if let Some(text) = done["error"]["detail"].as_str() {
        return Err(Stop::Failed(text.to_owned()));
    }
    Ok(if done["failed"].as_u64() == Some(0) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn lost() -> Stop {
    Stop::Failed(two("导入不见了", "the import is gone"))
}

/// Waits for the end, telling how far it is.
async fn watch(app: &App, ctx: &Ctx, id: Uuid) -> Result<Json, Stop> {
    let mut told = Instant::now();
    loop {
        let now = app.import(ctx, id).await?;
        if !matches!(
            now["state"].as_str(),
            Some("checking" | "running" | "stopping" | "undoing" | "uploaded")
        ) {
            return Ok(now);
        }
        if told.elapsed() >= PERIOD {
            told = Instant::now();
            let (done, all) = (&now["rows_done"], &now["rows_total"]);
            say::aside(two(format!("{done} / {all} 行"), format!("{done} of {all} rows")));
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn tell(done: &Json, dry_run: bool) {
    let count = |name: &str| done[name].as_u64().unwrap_or(0);
    let (total, failed) = (count("rows_total"), count("failed"));
    if dry_run {
        let fine = total.saturating_sub(failed + count("left_out"));
        say::out(two(
            format!("共 {total} 行：可导入 {fine}，有问题 {failed}（试运行，未写入）"),
            format!("{total} rows: {fine} fine, {failed} bad (dry run, nothing written)"),
        ));
        more(done);
        return;
    }
    let (inserted, updated, skipped) = (count("inserted"), count("updated"), count("skipped"));
    let id = done["id"].as_str().unwrap_or_default();
    say::out(two(
        format!(
            "共 {total} 行：新增 {inserted}，更新 {updated}，无变化 {skipped}，有问题 {failed}（导入 {id}）"
        ),
        format!(
            "{total} rows: {inserted} new, {updated} changed, {skipped} the same, {failed} bad (import {id})"
        ),
    ));
    more(done);
}

/// Duplicates that were left out, and the linked objects.
fn more(done: &Json) {
    let left = done["left_out"].as_u64().unwrap_or(0);
    if left > 0 {
        say::out(two(format!("  因重复跳过 {left} 行"), format!("  {left} rows left out as duplicates")));
    }
    for link in done["links"].as_array().into_iter().flatten() {
        let count = |name: &str| link[name].as_u64().unwrap_or(0);
        let name = link["link"].as_str().unwrap_or_default();
        let (new, found, changed) = (count("inserted"), count("found"), count("updated"));
        say::out(two(
            format!("  {name}：新增 {new}，已有 {found}，更新 {changed}"),
            format!("  {name}: {new} new, {found} there, {changed} changed"),
        ));
    }
}

/// A fault: row, column, value, reason.
fn line(fault: &Json) -> String {
    let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
    let row = &fault["row"];
    let at = two(format!("第 {row} 行"), format!("row {row}"));
    match text("column") {
        column if column.is_empty() => format!("  {at}: {}", text("message")),
        column => format!("  {at}, {column} “{}”: {}", text("value"), text("message")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_with_and_without_its_key() {
        for (given, name, expect) in [
            ("account=find", "account", json!({"action": "find"})),
            ("account=upsert:name, phone", "account", json!({"action": "upsert", "key": ["name", "phone"]})),
            ("opportunity:contact=insert", "opportunity:contact", json!({"action": "insert"})),
        ] {
            assert_eq!(link(given).unwrap(), (name.to_owned(), expect), "{given}");
        }
        assert!(matches!(link("account"), Err(Stop::Usage(_))));
    }

    #[test]
    fn a_map_is_read_from_json_and_toml() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("map.json", r#"{"手机": "mobile", "备注": null}"#),
            ("map.toml", "\"手机\" = \"mobile\"\n\"备注\" = \"\"\n"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            assert_eq!(mapping(&path).unwrap(), json!({"手机": "mobile", "备注": null}), "{name}");
        }
        let path = folder.path().join("list.json");
        std::fs::write(&path, "[1]").unwrap();
        assert!(matches!(mapping(&path), Err(Stop::Usage(_))));
    }
}
