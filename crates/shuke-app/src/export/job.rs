//! The job of an export: page by page from the database into a file on disk, then in pieces into the store. Only a page
//! is ever in memory. After a crash it begins anew.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::FutureExt;
use serde::Deserialize;
use serde_json::json;
use shuke_access::Action;
use shuke_base::{Code, Fault, Kind, Locale, Uuid, Value};
use shuke_expr::Cond;
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::compile::{Cursor, ListQuery, Sort};
use shuke_store::records::{Page, Record};
use shuke_store::system::{Held, Task};
use tokio::io::AsyncReadExt;

use crate::App;
use crate::context::{Ctx, Via};
use crate::export::cell::Words;
use crate::export::csv::Csv;
use crate::export::xlsx::Xlsx;
use crate::export::{Cell, Doc, Format, Sheet, Spec, lines};
use crate::import::doc::StoredFault;
use crate::records::{list, missing};
use crate::talk::notify;
use crate::task::{entry, read, text};
use crate::view::{Names, cover_all};

/// Rows of one page.
const PAGE: usize = 500;
/// Pages between two notes of how far it is.
const NOTED: usize = 4;

#[derive(Deserialize)]
struct Payload {
    id: Uuid,
}

/// The file in a place of its own that goes with it.
struct LocalFile(PathBuf);

impl Drop for LocalFile {
    fn drop(&mut self) {
        // A file that can't be removed is left to the system's own cleaning.
        let _ = std::fs::remove_file(&self.0);
    }
}

pub(super) fn broken(error: io::Error) -> Fault {
    tracing::error!(%error, "the file of an export can't be written");
    Fault::new(if error.kind() == io::ErrorKind::StorageFull { Code::DiskFull } else { Code::Internal })
}

/// Carries out the job.
///
/// # Errors
/// Only trouble that is worth another try; whatever else goes wrong is kept as the export's own error.
pub async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let payload: Payload = serde_json::from_str(payload).map_err(|_| Fault::new(Code::Internal))?;
    let Some(task) = app.store().read().await?.task(payload.id).await? else { return Ok(()) };
    if task.state != "running" {
        return Ok(());
    }
    match run(app, task.clone()).await {
        Err(fault) if fault.code.kind() != Kind::Unavailable => fail(app, task, &fault).await,
        other => other,
    }
}

async fn fail(app: &App, mut task: Task, fault: &Fault) -> Result<(), Fault> {
    tracing::warn!(id = %task.id, %fault, "an export failed");
    task.doc = text(&Doc { bytes: None, error: Some(StoredFault::of(fault)) });
    "failed".clone_into(&mut task.state);
    task.finished_at = Some(app.now());
    let app_ = app.clone();
    app.store()
        .write(move |tx| {
            async move {
                if tx.save_task(&task, &["running"]).await? {
                    notify::exported(tx, &app_, &task);
                }
                Ok::<_, Fault>(())
            }
            .boxed()
        })
        .await
}

/// What is written, typed.
pub(super) struct Plan {
    pub(super) ctx: Ctx,
    pub(super) object: Arc<ObjectDef>,
    pub(super) fields: Vec<usize>,
    sort: Vec<Sort>,
    cond: Option<Cond>,
    pub(super) spec: Spec,
}

/// The rights are those of now: a field that was hidden since is refused.
fn plan(app: &App, task: &Task) -> Result<Plan, Fault> {
    let spec: Spec = read(&task.spec)?;
    let ctx = match task.created_by {
        Some(user) => app.ctx(user, spec.locale, Via::Page),
        None => app.system(),
    };
    let object = ctx.object(&task.object)?;
    if !ctx.viewer.may(&object, Action::Export) {
        return Err(missing(Action::Export));
    }
    let fields = list::fields(&ctx, &object, Some(&spec.columns))?;
    let sort = list::sort(&ctx, &object, &spec.sort, false)?;
    let cond = list::condition(&ctx, &object, &spec.filters, spec.q.as_deref())?;
    Ok(Plan { ctx, object, fields, sort, cond, spec })
}

/// The row that says whose file it is, when the company wants one.
fn watermark(plan: &Plan) -> Option<String> {
    let settings = &plan.ctx.company.settings;
    if !settings.export_watermark {
        return None;
    }
    let person = plan.ctx.user.and_then(|user| plan.ctx.company.names.get(&user)).map_or("", AsRef::as_ref);
    let at = plan.ctx.now.with_timezone(&plan.ctx.zone()).format("%Y-%m-%d %H:%M");
    Some(match plan.spec.locale {
        Locale::ZhCn => format!("{} · {person} 于 {at} 导出 · 请勿外传", settings.name),
        Locale::En => format!("{} · exported by {person} on {at} · confidential", settings.name),
    })
}

fn begin(plan: &Plan, path: &Path) -> io::Result<Box<dyn Sheet>> {
    let out = BufWriter::new(File::create(path)?);
    let mark = watermark(plan);
    let head_rows = if mark.is_some() { 2 } else { 1 };
    let mut sheet: Box<dyn Sheet> = match plan.spec.format {
        Format::Xlsx => {
            let label = |at: &usize| plan.object.fields[*at].label.get(plan.spec.locale);
            let tables = lines::tables(plan);
            let names: Vec<&str> = std::iter::once(plan.object.label.get(plan.spec.locale))
                .chain(tables.iter().map(label))
                .collect();
            Box::new(Xlsx::new(out, &names, plan.fields.len(), head_rows)?)
        }
        Format::Csv => Box::new(Csv::new(out, false)?),
        Format::CsvGbk => Box::new(Csv::new(out, true)?),
    };
    if let Some(mark) = mark {
        sheet.remark(&mark)?;
    }
    let label = |at: &usize| plan.object.fields[*at].label.get(plan.spec.locale).to_owned();
    sheet.heading(&plan.fields.iter().map(label).collect::<Vec<String>>())?;
    Ok(sheet)
}

async fn run(app: &App, mut task: Task) -> Result<(), Fault> {
    let plan = plan(app, &task)?;
    let path = std::env::temp_dir().join(format!("shuke-export-{}-{}", task.id, std::process::id()));
    let file = LocalFile(path);
    let mut sheet = begin(&plan, &file.0).map_err(broken)?;
    task.started_at = Some(app.now());
    task.rows_done = 0;
    let mut cursor: Option<Cursor> = None;
    let mut names = Names::new(&plan.ctx);
    for count in 1_usize.. {
        let (rows, next) = page(app, &plan, &mut names, cursor.as_ref()).await?;
        task.rows_done += i64::try_from(rows.len()).unwrap_or(0);
        // Squeezing takes time that others on this thread should not wait for.
        let written = tokio::task::spawn_blocking(move || {
            rows.iter().try_for_each(|row| sheet.row(row)).map(|()| sheet)
        });
        sheet = written.await.map_err(|_| Fault::new(Code::Internal))?.map_err(broken)?;
        cursor = next;
        if cursor.is_none() {
            break;
        }
        if count % NOTED == 0 && !note(app, &task).await? {
            return Ok(());
        }
    }
    let sheet = lines::write(app, &plan, &mut names, sheet).await?;
    tokio::task::spawn_blocking(move || sheet.finish())
        .await
        .map_err(|_| Fault::new(Code::Internal))?
        .map_err(broken)?;
    let bytes = keep(app, &task, &plan.spec, &file.0).await?;
    task.doc = text(&Doc { bytes: Some(bytes), error: None });
    task.rows_total = Some(task.rows_done);
    "done".clone_into(&mut task.state);
    task.finished_at = Some(app.now());
    let ctx = Ctx { now: app.now(), ..plan.ctx };
    let entry =
        entry(&ctx, &task, "done", &json!({"export": task.id, "rows": task.rows_done, "bytes": bytes}));
    let app_ = app.clone();
    app.store()
        .write(move |tx| {
            async move {
                if tx.save_task(&task, &["running"]).await? {
                    notify::exported(tx, &app_, &task);
                    tx.audit(entry);
                } else {
                    // Stopped at the last moment.
                    tx.drop_file(task.id).await?;
                }
                Ok::<_, Fault>(())
            }
            .boxed()
        })
        .await
}

/// Says how far it is; whether it is still wanted.
async fn note(app: &App, task: &Task) -> Result<bool, Fault> {
    let task = task.clone();
    Ok(app.store().write(move |tx| async move { tx.save_task(&task, &["running"]).await }.boxed()).await?)
}

/// The next page as cells.
async fn page(
    app: &App,
    plan: &Plan,
    names: &mut Names,
    cursor: Option<&Cursor>,
) -> Result<(Vec<Vec<Cell>>, Option<Cursor>), Fault> {
    let Plan { object, fields, .. } = plan;
    let mut conn = app.store().read().await?;
    let page = seen(&mut conn, plan, fields, cursor, PAGE).await?;
    names.forget();
    let values = page.records.iter().flat_map(|record| fields.iter().copied().zip(&record.values));
    names.learn(&mut conn, object, values).await?;
    let words = words(plan, names);
    let row = |record: &Record| -> Vec<Cell> {
        fields.iter().zip(&record.values).map(|(at, value)| words.cell(&object.fields[*at], value)).collect()
    };
    Ok((page.records.iter().map(row).collect(), page.next))
}

pub(super) fn words<'a>(plan: &'a Plan, names: &'a Names) -> Words<'a, Names> {
    let settings = &plan.ctx.company.settings;
    Words { locale: plan.spec.locale, zone: settings.zone, currency: &settings.currency, names }
}

/// The next page of what may be both exported and seen, covered where it is masked.
pub(super) async fn seen(
    conn: &mut Conn,
    plan: &Plan,
    fields: &[usize],
    cursor: Option<&Cursor>,
    limit: usize,
) -> Result<Page, Fault> {
    let Plan { ctx, object, .. } = plan;
    let owner = ["owner", "owner_department"].iter().filter_map(|name| object.position(name));
    let wanted: Vec<usize> = fields.iter().copied().chain(owner).collect();
    let query = ListQuery {
        object,
        viewer: &ctx.viewer,
        action: Action::Export,
        fields: &wanted,
        cond: plan.cond.as_ref(),
        sort: &plan.sort,
        limit,
        cursor,
        deleted: false,
    };
    let mut page = conn.list(&query).await?;
    // The right to export may reach further than the right to see.
    let id = |record: &Record, at: usize| record.values.get(fields.len() + at).and_then(Value::as_id);
    let held: Vec<Held> = page.records.iter().map(|it| (it.id, id(it, 0), id(it, 1))).collect();
    let seen = conn.inside(object, &ctx.viewer.scope(object, Action::Read), &held).await?;
    page.records.retain(|record| seen.contains(&record.id));
    cover_all(ctx, object, fields, &mut page.records);
    Ok(page)
}

/// Puts the file into the store, in place of one that an earlier try has left.
async fn keep(app: &App, task: &Task, spec: &Spec, path: &Path) -> Result<i64, Fault> {
    let id = task.id;
    app.store().write(move |tx| async move { tx.drop_file(id).await }.boxed()).await?;
    let mut file = tokio::fs::File::open(path).await.map_err(broken)?;
    let mut writer = app.store().write_file(id, &spec.file_name, app.now()).await?;
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer).await.map_err(broken)?;
        if count == 0 {
            return Ok(writer.finish().await?);
        }
        writer.push(&buffer[..count]).await?;
    }
}
