//! What callers do with exports: ask for one, look, stop, fetch the file, throw it away.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::system::Task;

use crate::App;
use crate::audit::hush;
use crate::context::Ctx;
use crate::export::{Doc, Format, KIND, Spec, view, xlsx};
use crate::input::Input;
use crate::records::{check, list, missing};
use crate::task::{entry, read, refused, text};
use crate::views::apply::{Applied, resolve};

/// A body that has been read, but for its columns.
struct Asked {
    format: Format,
    columns: Option<Vec<String>>,
    filter: Option<Json>,
    q: Option<String>,
    sort: Vec<String>,
    view: Option<Uuid>,
}

fn asked(given: &Map<String, Json>) -> Result<Asked, Fault> {
    let mut input = Input::new(given, &["object", "format", "columns", "filter", "q", "sort", "view"]);
    let word = input.text("format").flatten().unwrap_or_else(|| "xlsx".to_owned());
    let format = Format::from_name(&word);
    if format.is_none() {
        input.refuse(input.fault("format", Code::UnknownOption).with("value", word));
    }
    let columns = input.words("columns").flatten();
    if columns.as_ref().is_some_and(|columns| columns.len() > limits::FIELDS) {
        input.refuse(input.fault("columns", Code::BatchTooLarge).with("max", limits::FIELDS));
    }
    let filter = input.json("filter").filter(|filter| !filter.is_null()).cloned();
    let (q, sort) = (input.text("q").flatten(), input.words("sort").flatten().unwrap_or_default());
    let named = input.text("view").flatten();
    let view = named.as_deref().and_then(|id| id.parse().ok());
    if named.is_some() && view.is_none() {
        input.refuse(input.fault("view", Code::UnknownReference));
    }
    check::refuse(input.finish())?;
    Ok(Asked { format: format.unwrap_or(Format::Xlsx), columns, filter, q, sort, view })
}

/// The columns of an export: those asked for, else the view's, else the object's own.
fn columns(
    ctx: &Ctx,
    object: &ObjectDef,
    asked: Option<Vec<String>>,
    view: Option<Vec<String>>,
) -> Result<Vec<String>, Fault> {
    let wanted = asked.filter(|columns| !columns.is_empty()).or(view);
    let wanted = match wanted {
        Some(wanted) => wanted,
        None => {
            let mask = ctx.viewer.field_mask(object);
            let seen = |name: &&String| object.field(name).is_some_and(|field| mask.shown(field));
            object.list_columns.iter().filter(seen).cloned().collect()
        }
    };
    let fields = list::fields(ctx, object, Some(&wanted))?;
    Ok(fields.into_iter().map(|at| object.fields[at].name.clone()).collect())
}

/// What the file is called: the object, the day and the time, in the company's zone.
fn file_name(ctx: &Ctx, object: &ObjectDef, format: Format) -> String {
    let local = ctx.now.with_timezone(&ctx.zone());
    let label =
        if ctx.locale == Locale::En { object.plural.get(ctx.locale) } else { object.label.get(ctx.locale) };
    let plain: String = label.chars().filter(|c| !r#"\/:*?"<>|"#.contains(*c) && !c.is_control()).collect();
    format!("{plain}-{}.{}", local.format("%Y%m%d-%H%M"), format.extension())
}

impl App {
    /// Asks for an export.
    ///
    /// # Errors
    /// The missing right, or everything that is wrong with the request.
    pub async fn export(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<Json, Fault> {
        let name = given.get("object").and_then(Json::as_str);
        let required = || Fault::invalid(vec![FieldFault::property("object", Code::Required)]);
        let object = ctx.object(name.ok_or_else(required)?)?;
        if !ctx.viewer.may(&object, Action::Export) {
            return Err(missing(Action::Export));
        }
        let asked = asked(given)?;
        let mut conn = self.store.read().await?;
        let applied = match asked.view {
            Some(id) => resolve(&mut conn, ctx, &object, id).await?,
            None => Applied::default(),
        };
        let sort = if asked.sort.is_empty() { applied.sort.clone() } else { asked.sort };
        list::sort(ctx, &object, &sort, false)?;
        let cond = applied.condition(ctx, &object, asked.filter.as_ref(), asked.q.as_deref())?;
        let columns = columns(ctx, &object, asked.columns, applied.columns.clone())?;
        let what = (Action::Export, false);
        let total = list::how_many(&mut conn, ctx, &object, cond.as_ref(), what).await?;
        drop(conn);
        if asked.format == Format::Xlsx && total + 2 > xlsx::ROWS {
            return Err(Fault::new(Code::ExportTooLarge).with("max", xlsx::ROWS - 2));
        }
        let spec = Spec {
            format: asked.format,
            columns,
            filters: applied.filter.into_iter().chain(asked.filter).collect(),
            q: asked.q,
            sort,
            locale: ctx.locale,
            file_name: file_name(ctx, &object, asked.format),
        };
        let task = self.task(ctx, KIND, &object.name, (text(&spec), text(&Doc::default())), total);
        let filters = spec.filters.iter().map(|it| hush::filter(&ctx.company.schema, it)).collect::<Json>();
        let told = json!({"export": task.id, "format": spec.format, "columns": spec.columns,
            "filters": filters, "q": spec.q, "count": task.rows_total, "object": object.name});
        let entry = entry(ctx, &task, "started", &told);
        self.begin_task(&task, entry, json!({"id": task.id}).to_string()).await?;
        view(&task, ctx.locale)
    }

    /// An export of the caller's own: nobody else's, be it an administrator, so that a file goes to whom it was made for.
    async fn own_export(&self, ctx: &Ctx, id: Uuid) -> Result<Task, Fault> {
        self.task_of(KIND, id, |task| task.created_by.is_some() && task.created_by == ctx.user).await
    }

    /// The caller's exports, newest first.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn exports(&self, ctx: &Ctx) -> Result<Json, Fault> {
        self.tasks_of(ctx, KIND, view).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn export_of(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        view(&self.own_export(ctx, id).await?, ctx.locale)
    }

    /// Stops it; there will be no file.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn stop_export(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let task = self.own_export(ctx, id).await?;
        view(&self.stop_task(task, "stopped").await?, ctx.locale)
    }

    /// What its file is called and its media type, once it is whole; the download stands in the audit chain.
    ///
    /// # Errors
    /// [`Code::NotFound`], or [`Code::TaskState`] while there is no file.
    pub async fn export_file(&self, ctx: &Ctx, id: Uuid) -> Result<(String, &'static str), Fault> {
        let task = self.own_export(ctx, id).await?;
        if task.state != "done" {
            return Err(refused(&task));
        }
        let spec: Spec = read(&task.spec)?;
        let entry = entry(ctx, &task, "downloaded", &json!({"export": id}));
        self.store
            .write(move |tx| {
                async move {
                    tx.audit(entry);
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok((spec.file_name, spec.format.media()))
    }

    /// A piece of a file that [`App::export_file`] has admitted, counted from 0; none after the last.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn export_piece(&self, id: Uuid, seq: i64) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.store.read().await?.file_chunk(id, seq).await?)
    }
}
