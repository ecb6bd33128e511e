//! Drafts: begun from a layout that is there, saved over the version that was read, thrown away.

use futures::FutureExt;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, limits};
use shuke_meta::layout::DEFAULT;
use shuke_meta::{Layout, ObjectDef, check};
use shuke_store::Tx;
use shuke_store::system::LayoutDraft;

use super::read::{self, KNOWN};
use super::show::DesignView;
use super::{parse, text, unknown};
use crate::App;
use crate::context::Ctx;
use crate::define::read::as_sent;
use crate::define::write::{object, refuse, stored};
use crate::input::Input;

/// A name that no layout of the object has, drafted or in force.
fn free_name(object: &ObjectDef, drafts: &[LayoutDraft]) -> String {
    let taken = |name: &String| {
        object.layouts.iter().any(|layout| layout.name == *name)
            || drafts.iter().any(|draft| draft.layout == *name)
    };
    let numbered = (1_usize..).map(|n| format!("layout_{n}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
}

/// Refuses what could never be shown; what only hinders publishing may wait in a draft.
fn fit(layout: &Layout, object: &ObjectDef, mut faults: Vec<FieldFault>) -> Result<(), Fault> {
    if faults.is_empty()
        && let Err(more) = check::layout(layout, object, false)
    {
        faults = as_sent(more);
    }
    refuse(faults)
}

/// Stores a draft over the one that is there.
pub(super) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    layout: &Layout,
    before: Option<i64>,
) -> Result<(), Fault> {
    let draft = LayoutDraft {
        object: object.name.clone(),
        layout: layout.name.clone(),
        doc: text(layout)?,
        version: before.unwrap_or(0) + 1,
        updated_by: ctx.user,
        updated_at: ctx.now,
    };
    if tx.put_layout_draft(&draft, before).await? { Ok(()) } else { Err(Fault::new(Code::MetaChanged)) }
}

/// Refuses when somebody else has saved meanwhile. Who names no version saves over whatever is there.
pub(super) fn unchanged(given: Option<i64>, draft: Option<&LayoutDraft>) -> Result<(), Fault> {
    let now = draft.map_or(0, |draft| draft.version);
    if given.is_none_or(|given| given == now) { Ok(()) } else { Err(Fault::new(Code::MetaChanged)) }
}

async fn begin(
    tx: &mut Tx,
    ctx: &Ctx,
    object_name: &str,
    given: &Map<String, Json>,
) -> Result<String, Fault> {
    let schema = stored(tx).await?;
    let object = object(&schema, object_name)?;
    let drafts = tx.layout_drafts(&object.name).await?;
    let fresh =
        |draft: &&LayoutDraft| draft.layout != DEFAULT && object.layout_named(&draft.layout).is_none();
    if object.layouts.len() + drafts.iter().filter(fresh).count() >= limits::LAYOUTS {
        return Err(Fault::new(Code::TooManyLayouts).with("max", limits::LAYOUTS));
    }
    let known: Vec<&str> =
        KNOWN.into_iter().filter(|name| !matches!(*name, "label" | "version")).chain(["from"]).collect();
    let mut input = Input::new(given, &known);
    let from = input.text("from").flatten().unwrap_or_else(|| DEFAULT.to_owned());
    let base = object.layout_named(&from).ok_or_else(|| unknown(&from))?;
    let name = input.text("name").flatten().unwrap_or_else(|| free_name(&object, &drafts));
    if object.layout_named(&name).is_some() || drafts.iter().any(|draft| draft.layout == name) {
        input.refuse(input.fault("name", Code::Duplicate).with("value", &name));
    }
    // For whom it is isn't taken over: two layouts for the same people would hide one another.
    let base =
        Layout { name, label: shuke_base::Text::default(), roles: Vec::new(), types: Vec::new(), ..base };
    let layout = read::layout(&mut input, ctx, base);
    fit(&layout, &object, input.finish())?;
    put(tx, ctx, &object, &layout, None).await?;
    Ok(layout.name)
}

async fn save(
    tx: &mut Tx,
    ctx: &Ctx,
    object_name: &str,
    name: &str,
    given: &Map<String, Json>,
) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let object = object(&schema, object_name)?;
    let draft = tx.layout_draft(&object.name, name).await?;
    let base = match &draft {
        Some(draft) => parse(&draft.doc, &object)?,
        None => object.layout_named(name).ok_or_else(|| unknown(name))?,
    };
    let mut input = Input::new(given, &KNOWN);
    let version = input.whole("version").flatten();
    let layout = read::layout(&mut input, ctx, base);
    fit(&layout, &object, input.finish())?;
    unchanged(version, draft.as_ref())?;
    put(tx, ctx, &object, &layout, draft.map(|draft| draft.version)).await
}

impl App {
    /// Begins a layout as a draft, with what another layout has (`from`, else the object's own).
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object or layout, [`Code::TooManyLayouts`], or what is wrong with it.
    pub async fn begin_layout(
        &self,
        ctx: &Ctx,
        object: &str,
        given: &Map<String, Json>,
    ) -> Result<DesignView, Fault> {
        ctx.may_define(object)?;
        let (object_, ctx_, given) = (object.to_owned(), ctx.clone(), given.clone());
        let name = self
            .store
            .write(move |tx| async move { begin(tx, &ctx_, &object_, &given).await }.boxed())
            .await?;
        self.layout(ctx, object, &name).await
    }

    /// Saves the draft of a layout; nobody but those who design sees it. With `version`, the one that the caller saw (0
    /// when there was no draft), a change by somebody else in between is refused.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object or layout, [`Code::MetaChanged`], or what is wrong with it.
    pub async fn save_layout_draft(
        &self,
        ctx: &Ctx,
        object: &str,
        name: &str,
        given: &Map<String, Json>,
    ) -> Result<DesignView, Fault> {
        ctx.may_define(object)?;
        let (object_, name_, ctx_, given) = (object.to_owned(), name.to_owned(), ctx.clone(), given.clone());
        self.store
            .write(move |tx| async move { save(tx, &ctx_, &object_, &name_, &given).await }.boxed())
            .await?;
        self.layout(ctx, object, name).await
    }

    /// Throws the draft of a layout away; one that was never published is gone with it.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object, or [`Code::UnknownLayout`] when there is no draft.
    pub async fn drop_layout_draft(&self, ctx: &Ctx, object: &str, name: &str) -> Result<(), Fault> {
        ctx.may_define(object)?;
        let (object_, name_) = (ctx.object(object)?.name.clone(), name.to_owned());
        let gone = self
            .store
            .write(move |tx| {
                async move { Ok::<bool, Fault>(tx.drop_layout_draft(&object_, &name_).await?) }.boxed()
            })
            .await?;
        if gone { Ok(()) } else { Err(unknown(name)) }
    }
}
