//! The job of a change in bulk. Records come in the order of their ids; each batch is one transaction with the
//! records, their trail, what an undo needs, and how far it is. Records that are made after it began are left alone.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use shuke_access::Action;
use shuke_base::{Code, Fault, Kind, Uuid, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::compile::{ListQuery, Sort};
use shuke_store::records::Record;
use shuke_store::system::{Task, TaskRow};

use crate::App;
use crate::bulk::{Doc, FAULTS, Refused, Spec, What, undo};
use crate::context::{Ctx, Via};
use crate::import::doc::StoredFault;
use crate::records::sight::Sight;
use crate::records::{all_fields, change, entries, list, remove, value_of};
use crate::task::{read, text};

/// Records of one transaction: few enough that other writers wait for a moment only.
const BATCH: usize = 100;

/// What the job is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The change.
    Run,
    /// Take it back.
    Undo,
}

/// The payload of the job.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    /// The work.
    pub id: Uuid,
    /// What to do.
    pub step: Step,
}

/// A piece of work with everything that its job needs.
#[derive(Clone)]
pub(super) struct Work {
    pub(super) app: App,
    pub(super) ctx: Ctx,
    pub(super) object: Arc<ObjectDef>,
    pub(super) task: Task,
    pub(super) spec: Spec,
    pub(super) doc: Doc,
}

/// Under which right its records are seen.
pub(super) fn sight(spec: &Spec) -> Action {
    if spec.what == What::Restore { Action::Delete } else { Action::Read }
}

/// Carries out the job.
///
/// # Errors
/// Only trouble that is worth another try; whatever else goes wrong is kept as the work's own error.
pub async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let payload: Payload = serde_json::from_str(payload).map_err(|_| Fault::new(Code::Internal))?;
    let Some(task) = app.store().read().await?.task(payload.id).await? else { return Ok(()) };
    let spec: Spec = read(&task.spec)?;
    let via = if spec.via == Via::Api.name() { Via::Api } else { Via::Page };
    let mut ctx = match task.created_by {
        Some(user) => app.ctx(user, spec.locale, via),
        None => app.system(),
    };
    ctx.work = Some(task.id);
    let object = match ctx.object(&task.object) {
        Ok(object) => object,
        Err(fault) => return fail(app, task, fault).await,
    };
    let doc = read(&task.doc)?;
    let work = Work { app: app.clone(), ctx, object: Arc::clone(&object), task: task.clone(), spec, doc };
    let result = match payload.step {
        Step::Run => run(work).await,
        Step::Undo => undo::run(work).await,
    };
    app.people_changed(&object).await;
    match result {
        Err(fault) if fault.code.kind() != Kind::Unavailable => fail(app, task, fault).await,
        other => other,
    }
}

/// It has failed as a whole; what was changed before stays and can be undone.
async fn fail(app: &App, task: Task, fault: Fault) -> Result<(), Fault> {
    tracing::warn!(id = %task.id, %fault, "a change in bulk failed");
    let mut task = app.store().read().await?.task(task.id).await?.unwrap_or(task);
    let mut doc: Doc = read(&task.doc)?;
    doc.error = Some(StoredFault::of(&fault));
    task.doc = text(&doc);
    let from = task.state.clone();
    "failed".clone_into(&mut task.state);
    task.finished_at = Some(app.now());
    app.store().write(move |tx| async move { tx.save_task(&task, &[from.as_str()]).await }.boxed()).await?;
    Ok(())
}

async fn run(mut work: Work) -> Result<(), Fault> {
    if !work.ctx.viewer.may(&work.object, work.spec.right()) {
        return Err(crate::records::missing(work.spec.right()));
    }
    loop {
        work.ctx.now = work.app.now();
        let (app, inside) = (work.app.clone(), work.clone());
        let more;
        (work, more) = app.store().write(move |tx| async move { batch(tx, inside).await }.boxed()).await?;
        if !more {
            return Ok(());
        }
    }
}

/// Carries out one batch; answers whether there is more.
async fn batch(tx: &mut Tx, mut work: Work) -> Result<(Work, bool), Fault> {
    let current = tx.task(work.task.id).await?.ok_or_else(|| Fault::new(Code::NotFound))?;
    if current.state != "running" && current.state != "stopping" {
        return Ok((work, false));
    }
    if current.rows_done != work.task.rows_done {
        // Another worker took the job over, believing this one dead: this one steps back, and the job is looked at
        // again.
        return Err(Fault::new(Code::WorkerReplaced));
    }
    let ids = if current.state == "stopping" { Vec::new() } else { next(tx, &work).await? };
    let mut rows = Vec::new();
    for id in &ids {
        let before = tx.waiting_changes(*id).last().map(|change| change.id);
        let step = tx.savepoint().await?;
        match one(tx, &work, *id).await {
            Ok(record) => {
                tx.keep(step).await?;
                let after = tx.waiting_changes(*id).last().map(|change| change.id);
                if after == before {
                    work.doc.unchanged += 1;
                    continue;
                }
                let version = match value_of(&work.object, &record, "version") {
                    Value::Int(version) => *version,
                    _ => 0,
                };
                let seq = i64::try_from(work.doc.changed).unwrap_or(i64::MAX);
                rows.push(TaskRow { seq, record_id: *id, version, change_id: after });
                work.doc.changed += 1;
            }
            Err(fault) if fault.code.kind() == Kind::Unavailable => return Err(fault),
            Err(fault) => {
                tx.undo(step).await?;
                refused(tx, &mut work, *id, &fault).await?;
            }
        }
    }
    tx.add_task_rows(work.task.id, rows).await?;
    work.task.rows_done += i64::try_from(ids.len()).unwrap_or(0);
    work.task.after = ids.last().copied().or(work.task.after);
    work.task.started_at = work.task.started_at.or(Some(work.ctx.now));
    let last = ids.len() < BATCH;
    if last {
        work.task.state = if current.state == "stopping" { "stopped" } else { "done" }.to_owned();
        work.task.finished_at = Some(work.ctx.now);
    }
    work.task.doc = text(&work.doc);
    tx.save_task(&work.task, &["running", "stopping"]).await?;
    Ok((work, !last))
}

/// The next ids behind the last one.
async fn next(tx: &mut Tx, work: &Work) -> Result<Vec<Uuid>, Fault> {
    let after = work.task.after;
    if let Some(ids) = &work.spec.ids {
        let rest = ids.iter().filter(|id| after.is_none_or(|after| **id > after));
        return Ok(rest.take(BATCH).copied().collect());
    }
    let object = &work.object;
    let id = |op: Op| Cond::test(object, "id", op);
    let mut parts = vec![id(Op::Lte(Value::Id(work.task.id)))];
    parts.extend(after.map(|after| id(Op::Gt(Value::Id(after)))));
    parts.extend(list::condition(&work.ctx, object, &work.spec.filters, work.spec.q.as_deref())?);
    let cond = Cond::All(parts);
    let sort: Vec<Sort> =
        object.position("id").map(|field| Sort { field, descending: false }).into_iter().collect();
    let query = ListQuery {
        object,
        viewer: &work.ctx.viewer,
        action: sight(&work.spec),
        fields: &[],
        cond: Some(&cond),
        sort: &sort,
        limit: BATCH,
        cursor: None,
        deleted: work.spec.what == What::Restore,
    };
    Ok(tx.list(&query).await?.records.into_iter().map(|record| record.id).collect())
}

/// One record, by the way that every write takes.
fn one<'a>(tx: &'a mut Tx, work: &'a Work, id: Uuid) -> BoxFuture<'a, Result<Record, Fault>> {
    let Work { app, ctx, object, spec, .. } = work;
    async move {
        match spec.what {
            What::Change => {
                let given = entries::given(ctx, object, &spec.asked)?;
                change::change_in(tx, app, ctx, object, id, given, None, None).await
            }
            What::Delete => remove::delete_in(tx, app, ctx, object, id).await,
            What::Restore => remove::restore_in(tx, app, ctx, object, id).await,
        }
    }
    .boxed()
}

async fn refused(tx: &mut Tx, work: &mut Work, id: Uuid, fault: &Fault) -> Result<(), Fault> {
    work.doc.failed += 1;
    if work.doc.faults.len() >= FAULTS {
        return Ok(());
    }
    // What one may not see has no name here either.
    let found = tx.fetch(&work.object, &[id], &all_fields(&work.object), false).await?;
    let sight = Sight::of(tx, &work.ctx, &work.object, &found).await?;
    let seen = found.iter().find(|record| sight.may(record, Action::Read));
    let mask = work.ctx.viewer.field_mask(&work.object);
    let name = seen.and_then(|record| {
        let field = work.object.field(&work.object.name_field)?;
        mask.show(field, value_of(&work.object, record, &field.name).clone()).as_text().map(str::to_owned)
    });
    let told = fault.fields.first().map_or_else(|| StoredFault::of(fault), StoredFault::of_field);
    work.doc.faults.push(Refused { id, name: name.unwrap_or_default(), fault: told });
    Ok(())
}
