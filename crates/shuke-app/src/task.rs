//! Long work that people ask for, changes in bulk and exports: what is the same of both. A task is kept with what was
//! asked for and how far it is, and a job of its kind carries it out.

use futures::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, Locale, Uuid};
use shuke_store::system::{AuditEntry, Task};

use crate::context::Ctx;
use crate::{App, jobs};

/// Pieces of work listed at once.
const LISTED: usize = 50;

/// How a kind of work shows itself to callers.
pub(crate) type View = fn(&Task, Locale) -> Result<Json, Fault>;

/// What is kept of a task.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "what is kept of long work can't be read");
        Fault::new(Code::Internal)
    })
}

/// What is to be kept of a task.
pub(crate) fn text(doc: &impl Serialize) -> String {
    serde_json::to_string(doc).unwrap_or_default()
}

/// What a task says of itself in the audit chain.
pub(crate) fn entry(ctx: &Ctx, task: &Task, what: &str, detail: &Json) -> AuditEntry {
    ctx.entry(format!("{}.{what}", task.kind), Some(&task.object), None, detail)
}

/// The refusal of what the state doesn't allow.
pub(crate) fn refused(task: &Task) -> Fault {
    Fault::new(Code::TaskState).with("state", task.state.clone())
}

impl App {
    /// A new task that its job can begin with.
    pub(crate) fn task(
        &self,
        ctx: &Ctx,
        kind: &str,
        object: &str,
        (spec, doc): (String, String),
        total: u64,
    ) -> Task {
        Task {
            id: self.new_id(),
            kind: kind.to_owned(),
            object: object.to_owned(),
            state: "running".to_owned(),
            spec,
            doc,
            created_by: ctx.user,
            created_at: ctx.now,
            started_at: None,
            finished_at: None,
            rows_done: 0,
            rows_total: i64::try_from(total).ok(),
            after: None,
        }
    }

    /// Keeps a task with its audit entry, and puts its job into the queue.
    pub(crate) async fn begin_task(
        &self,
        task: &Task,
        entry: AuditEntry,
        payload: String,
    ) -> Result<(), Fault> {
        let (app, task) = (self.clone(), task.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.add_task(&task).await?;
                    tx.audit(entry);
                    let key = format!("{}:{}", task.kind, task.id);
                    jobs::enqueue(tx, &app, &task.kind, payload, Some(key)).await?;
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await
    }

    /// The task of this kind, when it is the caller's to see.
    pub(crate) async fn task_of(
        &self,
        kind: &str,
        id: Uuid,
        own: impl Fn(&Task) -> bool,
    ) -> Result<Task, Fault> {
        let task = self.store.read().await?.task(id).await?;
        task.filter(|task| task.kind == kind && own(task)).ok_or_else(|| Fault::new(Code::NotFound))
    }

    /// The caller's tasks of this kind, newest first.
    pub(crate) async fn tasks_of(&self, ctx: &Ctx, kind: &str, view: View) -> Result<Json, Fault> {
        let found = self.store.read().await?.tasks(kind, ctx.user.unwrap_or_default(), LISTED).await?;
        let items = found.iter().map(|task| view(task, ctx.locale)).collect::<Result<Vec<Json>, Fault>>()?;
        Ok(json!({"items": items}))
    }

    /// Moves a running task to the state that stops it.
    pub(crate) async fn stop_task(&self, mut task: Task, to: &'static str) -> Result<Task, Fault> {
        let id = task.id;
        let moved = self
            .store
            .write(move |tx| async move { tx.move_task(id, &["running"], to).await }.boxed())
            .await?;
        if !moved {
            return Err(refused(&task));
        }
        to.clone_into(&mut task.state);
        Ok(task)
    }
}
