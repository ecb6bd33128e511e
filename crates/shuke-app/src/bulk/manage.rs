//! What callers do with changes in bulk: ask for one, look, stop, undo.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::compile::ListQuery;
use shuke_store::system::{AuditEntry, Task};

use crate::bulk::job::{Payload, Step};
use crate::bulk::{Doc, KIND, Spec, What, read, text, view};
use crate::context::Ctx;
use crate::input::Input;
use crate::records::{check, draft, list, missing};
use crate::views::apply::resolve;
use crate::{App, jobs};

/// Work listed at once.
const LISTED: usize = 50;

fn entry(ctx: &Ctx, task: &Task, what: &str, detail: &Json) -> AuditEntry {
    AuditEntry {
        at: ctx.now,
        actor: ctx.user,
        action: format!("bulk.{what}"),
        object: Some(task.object.clone()),
        record_id: None,
        detail: detail.to_string(),
    }
}

/// What a body asks for.
fn asked(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    given: &Map<String, Json>,
) -> Result<(Spec, Option<Uuid>), Fault> {
    let mut input = Input::new(given, &["action", "values", "filter", "q", "view", "ids"]);
    let what = match input.text("action").flatten().as_deref() {
        Some("change") => What::Change,
        Some("delete") => What::Delete,
        Some("restore") => What::Restore,
        other => {
            let fault = input.fault("action", Code::UnknownOption);
            input.refuse(fault.with("value", other.unwrap_or_default()));
            What::Change
        }
    };
    let values = input.map("values").flatten().cloned().unwrap_or_default();
    if (what == What::Change) == values.is_empty() {
        let code = if what == What::Change { Code::Required } else { Code::UnknownField };
        input.refuse(input.fault("values", code).with("name", "values"));
    }
    let mut ids = input.ids("ids").flatten();
    if let Some(ids) = &mut ids {
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > limits::BULK_IDS {
            input.refuse(input.fault("ids", Code::BatchTooLarge).with("max", limits::BULK_IDS));
        }
    }
    let filter = input.json("filter").filter(|filter| !filter.is_null()).cloned();
    let (q, view) = (input.text("q").flatten(), input.text("view").flatten());
    let view = view.and_then(|id| {
        let id = id.parse().ok();
        if id.is_none() {
            input.refuse(input.fault("view", Code::UnknownReference));
        }
        id
    });
    check::refuse(input.finish())?;
    list::condition(ctx, object, filter.as_ref(), q.as_deref())?;
    let spec = Spec {
        what,
        values,
        filters: filter.into_iter().collect(),
        q,
        ids,
        via: ctx.via.name().to_owned(),
        locale: ctx.locale,
    };
    Ok((spec, view))
}

impl App {
    /// Asks for the same change of all records that match, or of those that are named.
    ///
    /// # Errors
    /// The missing right, or everything that is wrong with the request.
    pub async fn bulk(&self, ctx: &Ctx, object: &str, given: &Map<String, Json>) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let (mut spec, view_id) = asked(ctx, &object, given)?;
        crate::records::people::writable(ctx, &object)?;
        for right in
            [Some(spec.right()), (spec.what == What::Change).then_some(Action::Edit)].into_iter().flatten()
        {
            if !ctx.viewer.may(&object, right) {
                return Err(missing(right));
            }
        }
        if spec.what == What::Change {
            draft::values(ctx, &object, &spec.values)?;
        }
        let mut conn = self.store.read().await?;
        if let Some(id) = view_id {
            spec.filters.extend(resolve(&mut conn, ctx, &object, id).await?.filter);
        }
        let total = match &spec.ids {
            Some(ids) => ids.len() as u64,
            None => {
                let cond = super::job::condition(ctx, &object, &spec)?;
                let query = ListQuery {
                    object: &object,
                    viewer: &ctx.viewer,
                    action: super::job::sight(&spec),
                    fields: &[],
                    cond: cond.as_ref(),
                    sort: &[],
                    limit: 1,
                    cursor: None,
                    deleted: spec.what == What::Restore,
                };
                conn.count(&query, None).await?
            }
        };
        drop(conn);
        let task = Task {
            id: self.new_id(),
            kind: KIND.to_owned(),
            object: object.name.clone(),
            state: "running".to_owned(),
            spec: text(&spec),
            doc: text(&Doc::default()),
            created_by: ctx.user,
            created_at: ctx.now,
            started_at: None,
            finished_at: None,
            rows_done: 0,
            rows_total: i64::try_from(total).ok(),
            after: None,
        };
        let told = json!({"bulk": task.id, "what": spec.what, "values": spec.values, "filters": spec.filters,
            "q": spec.q, "chosen": spec.ids.as_ref().map(Vec::len), "count": total});
        let entry = entry(ctx, &task, "started", &told);
        let (app, stored) = (self.clone(), task.clone());
        let payload = json!(Payload { id: task.id, step: Step::Run }).to_string();
        self.store
            .write(move |tx| {
                async move {
                    tx.add_task(&stored).await?;
                    tx.audit(entry);
                    jobs::enqueue(tx, &app, jobs::BULK, payload, Some(format!("bulk:{}", stored.id))).await?;
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        view(&task, ctx.locale)
    }

    async fn own_bulk(&self, ctx: &Ctx, id: Uuid) -> Result<Task, Fault> {
        let task = self.store.read().await?.task(id).await?.filter(|task| task.kind == KIND);
        let seen = task.filter(|task| ctx.viewer.is_admin() || task.created_by == ctx.user);
        seen.ok_or_else(|| Fault::new(Code::NotFound))
    }

    /// The caller's changes in bulk, newest first.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn bulks(&self, ctx: &Ctx) -> Result<Json, Fault> {
        let found = self.store.read().await?.tasks(KIND, ctx.user.unwrap_or_default(), LISTED).await?;
        let items = found.iter().map(|task| view(task, ctx.locale)).collect::<Result<Vec<Json>, Fault>>()?;
        Ok(json!({"items": items}))
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn bulk_of(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        view(&self.own_bulk(ctx, id).await?, ctx.locale)
    }

    /// Stops it; what is changed stays.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn stop_bulk(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let mut task = self.own_bulk(ctx, id).await?;
        let moved = self
            .store
            .write(move |tx| async move { tx.move_task(id, &["running"], "stopping").await }.boxed())
            .await?;
        if !moved {
            return Err(Fault::new(Code::TaskState).with("state", task.state));
        }
        "stopping".clone_into(&mut task.state);
        view(&task, ctx.locale)
    }

    /// Gives the records back what they had before, unless they were changed since.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn undo_bulk(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let mut task = self.own_bulk(ctx, id).await?;
        let doc: Doc = read(&task.doc)?;
        let was = task.state.clone();
        if doc.undone.is_some() {
            return Err(Fault::new(Code::TaskState).with("state", was));
        }
        let entry = entry(ctx, &task, "undoing", &json!({"bulk": id}));
        let app = self.clone();
        let payload = json!(Payload { id, step: Step::Undo }).to_string();
        self.store
            .write(move |tx| {
                async move {
                    if !tx.move_task(id, &["done", "stopped", "failed"], "undoing").await? {
                        return Err(Fault::new(Code::TaskState).with("state", was));
                    }
                    tx.audit(entry);
                    jobs::enqueue(tx, &app, jobs::BULK, payload, Some(format!("bulk:{id}"))).await?;
                    Ok(())
                }
                .boxed()
            })
            .await?;
        "undoing".clone_into(&mut task.state);
        view(&task, ctx.locale)
    }
}
