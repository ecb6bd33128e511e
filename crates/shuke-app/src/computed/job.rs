//! The recalculation of many records: after a definition, or when what changed has many followers. A page of records in
//! each transaction, and its place with it, so that saves of people go in between and a crash loses nothing.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{Fault, Kind, Uuid, Value};
use shuke_expr::{Cond, Op, Path, Test, field_path};
use shuke_meta::{ObjectDef, STAGE_ENTERED_AT};
use shuke_store::Tx;
use shuke_store::compile::{Cursor, ListQuery, Sort};
use shuke_store::system::Recalculation;

use super::plan::Over;
use super::ripple;
use crate::App;
use crate::context::{Ctx, Via};
use crate::jobs;

/// Records computed in one transaction.
const PAGE: usize = 100;
/// Records whose time in their stage is filled in by one statement: a tenth of a second.
const STAGE_PAGE: usize = 1_000;

/// Asks for a field to be computed for the records that `doc` describes: `{"all":true}`, `{"record":id}`, or
/// `{"through":["account"],"id":id}`.
///
/// # Errors
/// The store's trouble.
pub async fn ask(tx: &mut Tx, app: &App, object: &ObjectDef, field: usize, doc: &Json) -> Result<(), Fault> {
    tx.ask_recalculation(&ripple::asked(object, field, doc, app.now())).await?;
    wake(tx, app).await
}

/// Asks for a field to be computed for every record.
///
/// # Errors
/// The store's trouble.
pub async fn ask_all(tx: &mut Tx, app: &App, object: &ObjectDef, field: usize) -> Result<(), Fault> {
    ask(tx, app, object, field, &json!({"all": true})).await
}

/// Puts the job into the queue, unless it is there.
///
/// # Errors
/// The store's trouble.
pub async fn wake(tx: &mut Tx, app: &App) -> Result<(), Fault> {
    jobs::enqueue(tx, app, jobs::RECALCULATE, "{}".to_owned(), Some(jobs::RECALCULATE.to_owned()))
        .await
        .map(drop)
}

impl App {
    /// Puts the job into the queue when something is out of date: after a definition, and after an upgrade, which asks
    /// without a job.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn go_on_computing(&self) -> Result<(), Fault> {
        if self.store().read().await?.next_recalculation().await?.is_none() {
            return Ok(());
        }
        let app = self.clone();
        self.store().write(move |tx| async move { wake(tx, &app).await }.boxed()).await
    }
}

/// Computes until nothing is out of date.
///
/// # Errors
/// When the database is away.
pub async fn handle(app: &App) -> Result<(), Fault> {
    loop {
        app.refresh().await?;
        let Some(next) = app.store().read().await?.next_recalculation().await? else { return Ok(()) };
        let (app_, task) = (app.clone(), next.clone());
        let total = match next.total {
            Some(total) => Some(total),
            None => count(app, &next).await?,
        };
        let done =
            app.store().write(move |tx| async move { step(tx, &app_, task, total).await }.boxed()).await;
        match done {
            Ok(()) => {}
            Err(fault) if fault.code.kind() == Kind::Unavailable => return Err(fault),
            Err(fault) => {
                tracing::error!(key = next.key, %fault, "a computed field could not be brought up to date");
                let (key, asked) = (next.key, next.asked);
                app.store()
                    .write(move |tx| async move { tx.end_recalculation(&key, asked).await }.boxed())
                    .await?;
            }
        }
    }
}

/// Which records a task is about.
enum Which {
    /// One.
    Record(Uuid),
    /// Those that meet a condition.
    Those(Cond),
}

fn which(ctx: &Ctx, object: &Arc<ObjectDef>, doc: &str) -> Option<Which> {
    let doc: Json = serde_json::from_str(doc).ok()?;
    let id = |name: &str| doc.get(name).and_then(Json::as_str).and_then(|id| id.parse::<Uuid>().ok());
    if let Some(id) = id("record") {
        return Some(Which::Record(id));
    }
    let Some(way) = doc.get("through").and_then(Json::as_array) else {
        return Some(Which::Those(Cond::always()));
    };
    let way: Vec<&str> = way.iter().filter_map(Json::as_str).collect();
    let path: Path = field_path(&way.join("."), object, &ctx.company.schema, &|_, _| true).ok()?;
    Some(Which::Those(Cond::Test(Test { path, op: Op::Eq(Value::Id(id("id")?)) })))
}

async fn count(app: &App, task: &Recalculation) -> Result<Option<i64>, Fault> {
    let ctx = app.system();
    let Some(object) = ctx.company.schema.object(&task.object) else { return Ok(None) };
    let cond = match which(&ctx, object, &task.doc) {
        Some(Which::Those(cond)) => cond,
        Some(Which::Record(_)) => return Ok(Some(1)),
        None => return Ok(None),
    };
    let viewer = Viewer::system();
    let total = app.store().read().await?.count(&ripple::query(object, &cond, &viewer, 1), None).await?;
    Ok(i64::try_from(total).ok())
}

/// Computes one page of a task.
async fn step(tx: &mut Tx, app: &App, task: Recalculation, total: Option<i64>) -> Result<(), Fault> {
    let Some(task) = tx.recalculation(&task.key).await?.filter(|now| now.asked == task.asked) else {
        return Ok(());
    };
    let ctx = Ctx { via: Via::Formula, ..app.system() };
    let object = ctx.company.schema.object(&task.object).cloned();
    if let Some(object) = object.as_ref().filter(|_| task.field == STAGE_ENTERED_AT) {
        return stage_times(tx, object, task, total).await;
    }
    let field = object.as_ref().and_then(|object| object.position(&task.field));
    let which = object.as_ref().and_then(|object| which(&ctx, object, &task.doc));
    let (Some(object), Some(field), Some(which)) = (object, field, which) else {
        return Ok(tx.end_recalculation(&task.key, task.asked).await?);
    };
    let ids = match &which {
        Which::Record(id) => vec![*id],
        Which::Those(cond) => page(tx, &object, cond, task.place).await?,
    };
    let plan = ctx.company.plan();
    let rollups: Vec<&Over> = plan.of(&object.name).map_or(Vec::new(), |plan| {
        plan.rollups.iter().filter(|over| over.field == field).map(AsRef::as_ref).collect()
    });
    ripple::recompute(tx, app, &ctx, &object, &ids, &rollups).await?;
    if matches!(which, Which::Record(_)) || ids.len() < PAGE {
        return Ok(tx.end_recalculation(&task.key, task.asked).await?);
    }
    let done = task.done + i64::try_from(ids.len()).unwrap_or(0);
    let moved = Recalculation { place: ids.last().copied(), done, total, ..task };
    Ok(tx.move_recalculation(&moved).await?)
}

/// Fills in since when one page of records is in its stage: no version and no history, as nobody has changed them.
async fn stage_times(
    tx: &mut Tx,
    object: &ObjectDef,
    task: Recalculation,
    total: Option<i64>,
) -> Result<(), Fault> {
    let doc: Json = serde_json::from_str(&task.doc).unwrap_or_default();
    let before = serde_json::from_value(doc["before"].clone()).unwrap_or(task.created_at);
    match tx.fill_stage_times(object, task.place, before, STAGE_PAGE).await? {
        None => Ok(tx.end_recalculation(&task.key, task.asked).await?),
        Some((last, count)) => {
            let moved = Recalculation { place: Some(last), done: task.done + count, total, ..task };
            Ok(tx.move_recalculation(&moved).await?)
        }
    }
}

/// The next records in the order of their ids.
async fn page(
    tx: &mut Tx,
    object: &Arc<ObjectDef>,
    cond: &Cond,
    place: Option<Uuid>,
) -> Result<Vec<Uuid>, Fault> {
    let Some(field) = object.position("id") else { return Ok(Vec::new()) };
    let cursor = place.map(|id| Cursor { keys: vec![Value::Id(id)], id });
    let viewer = Viewer::system();
    let query = ListQuery {
        object,
        viewer: &viewer,
        action: Action::Read,
        fields: &[],
        cond: Some(cond),
        sort: &[Sort { field, descending: false }],
        limit: PAGE,
        cursor: cursor.as_ref(),
        deleted: false,
    };
    Ok(tx.list(&query).await?.records.into_iter().map(|record| record.id).collect())
}
