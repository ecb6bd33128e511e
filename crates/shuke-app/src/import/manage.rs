//! What callers do with imports: upload, check, start, stop, undo, look.

use std::path::Path;
use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::system::{AuditEntry, Import};
use tokio::io::AsyncReadExt;

use crate::company::Company;
use crate::context::Ctx;
use crate::import::doc::{ImportDoc, Mode};
use crate::import::job::{Payload, What, local_file, tell};
use crate::import::link::{self, LinkDoc};
use crate::import::matching::{chosen_before, columns};
use crate::import::read::{self, Heading};
use crate::proposal::PROPOSED;
use crate::talk::notify;
use crate::{App, jobs};

/// Imports listed at once.
const LISTED: usize = 100;

/// An import as callers see it.
#[must_use]
pub fn view(company: &Company, import: &Import, doc: &ImportDoc, locale: Locale) -> Json {
    let error = doc.error.as_ref().map(|fault| {
        json!({"type": "about:blank", "title": fault.message(locale), "code": fault.code, "detail": fault.message(locale)})
    });
    json!({
        "id": import.id, "object": import.object, "file_name": import.file_name, "state": import.state,
        "mode": doc.mode, "key": doc.key, "create_references": doc.create_references,
        "dry_run": doc.dry_run, "columns": doc.columns, "encoding": doc.encoding,
        "header_row": doc.header_row, "rows_total": import.rows_total, "rows_done": import.rows_done,
        "inserted": doc.inserted, "updated": doc.updated, "skipped": doc.skipped, "failed": doc.failed,
        "duplicates": doc.duplicates.name(), "overwrite": doc.overwrite, "left_out": doc.left_out,
        "links": links(company, import, doc), "sheet": doc.sheet, "sheets": doc.sheets,
        "undone": doc.undone, "error": error, "created_by": company.person(import.created_by), "created_at": import.created_at,
        "started_at": import.started_at, "finished_at": import.finished_at,
    })
}

/// The linked objects with what was done to each.
fn links(company: &Company, import: &Import, doc: &ImportDoc) -> Json {
    let main = company.schema.object(&import.object);
    let one = |(name, link): (&String, &LinkDoc)| {
        let child = name.split_once(':').map(|(object, _)| object);
        let parent = || main.and_then(|main| main.field(name)).and_then(|field| field.target_object());
        let side = if child.is_some() { "child" } else { "parent" };
        json!({
            "link": name, "object": child.or_else(parent), "side": side, "action": link.action.name(),
            "key": link.key, "inserted": link.inserted, "found": link.found, "updated": link.updated,
        })
    };
    doc.links.iter().map(one).collect()
}

/// Stores where an import stands and tells listeners.
///
/// # Errors
/// The store's trouble.
pub async fn save(app: &App, mut import: Import, doc: ImportDoc, state: &str) -> Result<(), Fault> {
    import.state = state.to_owned();
    import.doc = doc.text();
    import.finished_at = Some(app.now());
    let stored = import.clone();
    let (app_, doc_) = (app.clone(), doc.clone());
    app.store()
        .write(move |tx| {
            async move {
                tx.save_import(&stored).await?;
                notify::imported(tx, &app_, &stored, &doc_);
                Ok::<_, Fault>(())
            }
            .boxed()
        })
        .await?;
    tell(app, &import, &doc);
    Ok(())
}

impl App {
    /// Takes a file in, reads its heading and guesses the columns. With `"start": true` in the options it runs at
    /// once.
    ///
    /// # Errors
    /// What is wrong with the file or the options.
    pub async fn upload_import(
        &self,
        ctx: &Ctx,
        file_name: &str,
        path: &Path,
        options: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        let name = options.get("object").and_then(Json::as_str);
        let required = || Fault::invalid(vec![FieldFault::property("object", Code::Required)]);
        let object = ctx.object(name.ok_or_else(required)?)?;
        ImportDoc::default()
            .permit(ctx, &object)
            .or_else(|_| ImportDoc { mode: Mode::Update, ..ImportDoc::default() }.permit(ctx, &object))?;
        let start = options.get("start").and_then(Json::as_bool).unwrap_or(false);
        let tab = options.get("sheet").and_then(Json::as_str);
        let mut doc = ImportDoc {
            locale: ctx.locale,
            duplicates: object.duplicates.as_ref().map(|it| it.import).unwrap_or_default(),
            ..ImportDoc::default()
        };
        let total = self.look_into(ctx, &object, (path, file_name), tab, &mut doc).await?;
        if start || options.keys().any(|key| !matches!(key.as_str(), "object" | "start" | "sheet")) {
            doc.apply(ctx, &object, options)?;
        }
        let import = self.take_in(ctx, (path, file_name), (&object.name, "uploaded"), &doc, total).await?;
        if start {
            let what = if doc.dry_run { What::Check } else { What::Run };
            return self.set_going(ctx, import.id, &Map::new(), what).await;
        }
        Ok(view(&ctx.company, &import, &doc, ctx.locale))
    }

    /// Reads the heading of a file and guesses its columns; answers how many rows there are.
    async fn look_into(
        &self,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        (path, name): (&Path, &str),
        tab: Option<&str>,
        doc: &mut ImportDoc,
    ) -> Result<u64, Fault> {
        let (path, name, tab) = (path.to_owned(), name.to_owned(), tab.map(str::to_owned));
        let object_ = Arc::clone(object);
        let opened = tokio::task::spawn_blocking(move || {
            let sheet = read::open(&path, &name, Heading::Guess(&object_), tab.as_deref())?;
            let total = sheet.count()?;
            Ok::<_, Fault>((sheet, total))
        });
        let (sheet, total) = opened.await.map_err(|_| Fault::new(Code::Internal))??;
        let before = chosen_before(&mut self.store.read().await?, ctx, object).await?;
        doc.columns = columns(ctx, object, &sheet, &before);
        sheet.encoding.clone_into(&mut doc.encoding);
        doc.header_row = sheet.header_row;
        doc.sheet = sheet.name;
        doc.sheets = sheet.names;
        doc.links = before.links;
        doc.settle_links(&link::all(ctx, object));
        Ok(total)
    }

    /// Reads another sheet of the workbook, whose columns are then guessed anew.
    ///
    /// # Errors
    /// [`Code::SheetUnknown`], a state that doesn't allow it, or what is wrong with the sheet.
    pub async fn choose_sheet(&self, ctx: &Ctx, id: Uuid, tab: &str) -> Result<Json, Fault> {
        let (mut import, mut doc) = self.own_import(ctx, id).await?;
        if !matches!(import.state.as_str(), "uploaded" | "checked") {
            return Err(Fault::new(Code::ImportState).with("state", import.state));
        }
        let object = ctx.object(&import.object)?;
        let file = local_file(self, id).await?;
        let total =
            self.look_into(ctx, &object, (&file.path, &import.file_name), Some(tab), &mut doc).await?;
        doc.reset();
        let was = std::mem::replace(&mut import.state, "uploaded".to_owned());
        import.doc = doc.text();
        import.rows_done = 0;
        import.rows_total = i64::try_from(total).ok();
        let stored = import.clone();
        self.store
            .write(move |tx| {
                async move {
                    if !tx.move_import(id, &["uploaded", "checked"], "uploaded").await? {
                        return Err(Fault::new(Code::ImportState).with("state", was));
                    }
                    tx.drop_import_faults(id).await?;
                    Ok(tx.save_import(&stored).await?)
                }
                .boxed()
            })
            .await?;
        Ok(view(&ctx.company, &import, &doc, ctx.locale))
    }

    /// Keeps a file of so many rows with what is known of it, for the object and in the state that are named.
    ///
    /// # Errors
    /// When it can't be read or kept.
    pub(crate) async fn take_in(
        &self,
        ctx: &Ctx,
        (path, file_name): (&Path, &str),
        (object, state): (&str, &str),
        doc: &ImportDoc,
        rows: u64,
    ) -> Result<Import, Fault> {
        let import = Import {
            id: self.new_id(),
            object: object.to_owned(),
            file_name: file_name.chars().take(200).collect(),
            state: state.to_owned(),
            doc: doc.text(),
            created_by: ctx.user,
            created_at: ctx.now,
            started_at: None,
            finished_at: None,
            rows_done: 0,
            rows_total: i64::try_from(rows).ok(),
        };
        self.keep_file(&import, path).await?;
        let stored = import.clone();
        self.store.write(move |tx| async move { tx.add_import(&stored).await }.boxed()).await?;
        Ok(import)
    }

    /// Keeps the bytes of a file under the id of its import.
    async fn keep_file(&self, import: &Import, path: &Path) -> Result<(), Fault> {
        let io = |error: std::io::Error| {
            tracing::error!(%error, "an uploaded file can't be read");
            Fault::new(Code::Internal)
        };
        let mut file = tokio::fs::File::open(path).await.map_err(io)?;
        let mut writer = self.store.write_file(import.id, &import.file_name, import.created_at).await?;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let count = file.read(&mut buffer).await.map_err(io)?;
            if count == 0 {
                break;
            }
            writer.push(&buffer[..count]).await?;
        }
        writer.finish().await?;
        Ok(())
    }

    async fn own_import(&self, ctx: &Ctx, id: Uuid) -> Result<(Import, ImportDoc), Fault> {
        let import = self.store.read().await?.import(id).await?;
        let seen = import.filter(|import| ctx.viewer.is_admin() || import.created_by == ctx.user);
        let import = seen.ok_or_else(|| Fault::new(Code::NotFound))?;
        let doc = ImportDoc::of(&import)?;
        Ok((import, doc))
    }

    /// The caller's imports, newest first; all for administrators.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn imports(&self, ctx: &Ctx) -> Result<Json, Fault> {
        let by = if ctx.viewer.is_admin() { None } else { ctx.user };
        let found = self.store.read().await?.imports(by, None, LISTED).await?;
        let mut items = Vec::with_capacity(found.len());
        for import in found {
            items.push(view(&ctx.company, &import, &ImportDoc::of(&import)?, ctx.locale));
        }
        Ok(json!({"items": items}))
    }

    /// One import.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn import(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let (import, doc) = self.own_import(ctx, id).await?;
        Ok(view(&ctx.company, &import, &doc, ctx.locale))
    }

    /// Looks at every row without writing any.
    ///
    /// # Errors
    /// What is wrong with the options, or a state that doesn't allow it.
    pub async fn check_import(
        &self,
        ctx: &Ctx,
        id: Uuid,
        options: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        self.set_going(ctx, id, options, What::Check).await
    }

    /// Writes the rows; one that was stopped goes on where it stood.
    ///
    /// # Errors
    /// As [`App::check_import`].
    pub async fn start_import(
        &self,
        ctx: &Ctx,
        id: Uuid,
        options: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        self.set_going(ctx, id, options, What::Run).await
    }

    /// Takes back what it wrote.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn undo_import(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        self.set_going(ctx, id, &Map::new(), What::Undo).await
    }

    async fn set_going(
        &self,
        ctx: &Ctx,
        id: Uuid,
        options: &Map<String, Json>,
        what: What,
    ) -> Result<Json, Fault> {
        let (mut import, mut doc) = self.own_import(ctx, id).await?;
        if import.state == PROPOSED {
            return Err(Fault::new(Code::ImportState).with("state", import.state));
        }
        let object = ctx.object(&import.object)?;
        let (from, to): (&[&'static str], _) = match what {
            What::Check => (&["uploaded", "checked"], "checking"),
            What::Run => (&["uploaded", "checked", "stopped", "failed"], "running"),
            What::Undo => (&["done", "stopped", "failed"], "undoing"),
        };
        let goes_on = what == What::Run && matches!(import.state.as_str(), "stopped" | "failed");
        if what != What::Undo {
            // One that goes on keeps the options that it began with.
            if !goes_on {
                doc.apply(ctx, &object, options)?;
                doc.reset();
                import.rows_done = 0;
            }
            doc.dry_run = what == What::Check;
            doc.permit(ctx, &object)?;
        }
        doc.error = None;
        doc.locale = ctx.locale;
        let was = import.state.clone();
        to.clone_into(&mut import.state);
        import.doc = doc.text();
        import.started_at = Some(ctx.now);
        import.finished_at = None;
        let payload = json!(Payload { id, what }).to_string();
        let (app, stored, entry) = (self.clone(), import.clone(), entry(ctx, &import, to));
        self.store
            .write(move |tx| {
                async move {
                    if !tx.move_import(id, from, to).await? {
                        return Err(Fault::new(Code::ImportState).with("state", was));
                    }
                    if !goes_on {
                        tx.drop_import_faults(id).await?;
                    }
                    tx.save_import(&stored).await?;
                    tx.audit(entry);
                    jobs::enqueue(tx, &app, jobs::IMPORT, payload, Some(format!("import:{id}"))).await?;
                    Ok(())
                }
                .boxed()
            })
            .await?;
        tell(self, &import, &doc);
        Ok(view(&ctx.company, &import, &doc, ctx.locale))
    }

    /// Stops a running import; what it has written stays.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn stop_import(&self, ctx: &Ctx, id: Uuid) -> Result<Json, Fault> {
        let (mut import, doc) = self.own_import(ctx, id).await?;
        let was = import.state.clone();
        let from: &[&'static str] = &["running", "checking"];
        let moved =
            self.store.write(move |tx| async move { tx.move_import(id, from, "stopping").await }.boxed());
        if !moved.await? {
            return Err(Fault::new(Code::ImportState).with("state", was));
        }
        "stopping".clone_into(&mut import.state);
        Ok(view(&ctx.company, &import, &doc, ctx.locale))
    }

    /// Removes an import that is not running from the list; its records stay and can't be undone any more.
    ///
    /// # Errors
    /// A state that doesn't allow it.
    pub async fn delete_import(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let (import, _) = self.own_import(ctx, id).await?;
        if matches!(import.state.as_str(), "running" | "checking" | "stopping" | "undoing") {
            return Err(Fault::new(Code::ImportState).with("state", import.state));
        }
        let entry = entry(ctx, &import, "deleted");
        self.store
            .write(move |tx| {
                async move {
                    tx.audit(entry);
                    tx.drop_import(id).await
                }
                .boxed()
            })
            .await?;
        Ok(())
    }

    pub(crate) async fn import_of(&self, ctx: &Ctx, id: Uuid) -> Result<(Import, ImportDoc), Fault> {
        self.own_import(ctx, id).await
    }
}

/// What the audit log tells of an import.
pub(crate) fn entry(ctx: &Ctx, import: &Import, what: &str) -> AuditEntry {
    let detail = json!({"import": import.id, "file": import.file_name});
    ctx.entry(format!("import.{what}"), Some(&import.object), None, &detail)
}
