//! What callers do with changes in bulk: ask for one, look, stop, undo.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::system::Task;

use crate::audit::hush;
use crate::bulk::job::{Payload, Step};
use crate::bulk::{Doc, KIND, Spec, What, view};
use crate::context::Ctx;
use crate::input::Input;
use crate::records::entries::{self, Asked};
use crate::records::{check, list, missing};
use crate::task::{entry, read, refused, text};
use crate::views::apply::resolve;
use crate::{App, jobs};

/// What a body asks for.
fn asked(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    given: &Map<String, Json>,
) -> Result<(Spec, Option<Uuid>), Fault> {
    let mut input = Input::new(given, &["action", "values", "add", "remove", "filter", "q", "view", "ids"]);
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
    let mut map = |name: &'static str| input.map(name).flatten().cloned().unwrap_or_default();
    let asked = Asked { values: map("values"), add: map("add"), remove: map("remove") };
    if what == What::Change && asked.is_empty() {
        input.refuse(input.fault("values", Code::Required));
    } else if what != What::Change {
        for (name, map) in [("values", &asked.values), ("add", &asked.add), ("remove", &asked.remove)] {
            if !map.is_empty() {
                input.refuse(input.fault(name, Code::UnknownField).with("name", name));
            }
        }
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
        asked,
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
            entries::given(ctx, &object, &spec.asked)?;
        }
        let mut conn = self.store.read().await?;
        if let Some(id) = view_id {
            spec.filters.extend(resolve(&mut conn, ctx, &object, id).await?.filter);
        }
        let total = match &spec.ids {
            Some(ids) => ids.len() as u64,
            None => {
                let cond = list::condition(ctx, &object, &spec.filters, spec.q.as_deref())?;
                let what = (super::job::sight(&spec), spec.what == What::Restore);
                list::how_many(&mut conn, ctx, &object, cond.as_ref(), what).await?
            }
        };
        drop(conn);
        let kept = (text(&spec), text(&Doc::default()));
        let task = self.task(ctx, KIND, &object.name, kept, total);
        let told = |given| hush::values(&object, given);
        let Asked { values, add, remove } = &spec.asked;
        let (values, add, remove) = (told(values), told(add), told(remove));
        let filters = spec.filters.iter().map(|it| hush::filter(&ctx.company.schema, it)).collect::<Json>();
        let told = json!({"bulk": task.id, "what": spec.what, "values": values, "add": add, "remove": remove, "filters": filters,
            "q": spec.q, "chosen": spec.ids.as_ref().map(Vec::len), "count": total});
        let entry = entry(ctx, &task, "started", &told);
        let payload = json!(Payload { id: task.id, step: Step::Run }).to_string();
        self.begin_task(&task, entry, payload).await?;
        view(&task, ctx.locale)
    }

    async fn own_bulk(&self, ctx: &Ctx, id: Uuid) -> Result<Task, Fault> {
        self.task_of(KIND, id, |task| ctx.viewer.is_admin() || task.created_by == ctx.user).await
    }

    /// The caller's changes in bulk, newest first.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn bulks(&self, ctx: &Ctx) -> Result<Json, Fault> {
        self.tasks_of(ctx, KIND, view).await
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
        let task = self.own_bulk(ctx, id).await?;
        view(&self.stop_task(task, "stopping").await?, ctx.locale)
    }

    /// Gives the records back what they had before, unless they were changed since.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn undo_bulk(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let mut task = self.own_bulk(ctx, id).await?;
        let doc: Doc = read(&task.doc)?;
        let refused = refused(&task);
        if doc.undone.is_some() {
            return Err(refused);
        }
        let entry = entry(ctx, &task, "undoing", &json!({"bulk": id}));
        let app = self.clone();
        let payload = json!(Payload { id, step: Step::Undo }).to_string();
        self.store
            .write(move |tx| {
                async move {
                    if !tx.move_task(id, &["done", "stopped", "failed"], "undoing").await? {
                        return Err(refused);
                    }
                    tx.audit(entry);
                    jobs::enqueue(tx, &app, KIND, payload, Some(format!("bulk:{id}"))).await?;
                    Ok(())
                }
                .boxed()
            })
            .await?;
        "undoing".clone_into(&mut task.state);
        view(&task, ctx.locale)
    }
}
