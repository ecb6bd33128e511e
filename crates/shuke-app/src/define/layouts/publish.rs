//! Publishing a draft, and going back to what was published before.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_meta::layout::DEFAULT;
use shuke_meta::{Layout, ObjectDef, Schema, check};
use shuke_store::Tx;
use shuke_store::system::LayoutVersion;

use super::show::DesignView;
use super::{draft, parse, text, unknown};
use crate::App;
use crate::context::Ctx;
use crate::define::read::as_sent;
use crate::define::write::{self, Deed, refuse, stored};
use crate::input::Input;

/// Remembers what is published now; before the first time also what was in force until then.
pub(in crate::define) async fn remember(
    tx: &mut Tx,
    ctx: &Ctx,
    old: &ObjectDef,
    layout: &Layout,
    by: Option<Uuid>,
) -> Result<i64, Fault> {
    let version = |layout: &Layout, by| -> Result<LayoutVersion, Fault> {
        Ok(LayoutVersion {
            object: old.name.clone(),
            layout: layout.name.clone(),
            number: 0,
            doc: text(layout)?,
            published_by: by,
            published_at: ctx.now,
        })
    };
    let known = tx.layout_versions(&old.name).await?.iter().any(|version| version.layout == layout.name);
    if let Some(before) = old.layout_named(&layout.name).filter(|_| !known) {
        tx.add_layout_version(&version(&before, None)?, limits::LAYOUT_VERSIONS).await?;
    }
    Ok(tx.add_layout_version(&version(layout, by)?, limits::LAYOUT_VERSIONS).await?)
}

/// Takes away the draft and the versions of a layout that goes; whether there was a draft.
pub(in crate::define) async fn forget(tx: &mut Tx, object: &ObjectDef, name: &str) -> Result<bool, Fault> {
    let drafted = tx.drop_layout_draft(&object.name, name).await?;
    tx.drop_layout_versions(&object.name, name).await?;
    Ok(drafted)
}

/// Puts a layout in force, but for what is empty in it: that is a place for fields to be dropped at, and nothing to be seen.
async fn publish(
    tx: &mut Tx,
    ctx: &Ctx,
    schema: &Schema,
    old: &ObjectDef,
    mut layout: Layout,
    from: Json,
) -> Result<(), Fault> {
    let mut faults: Vec<FieldFault> = Vec::new();
    if let Err(more) = check::layout(&layout, old, true) {
        faults = as_sent(more);
    }
    let gone = |id: &str| !id.parse::<Uuid>().is_ok_and(|id| ctx.company.roles.contains_key(&id));
    for (at, id) in layout.roles.iter().enumerate().filter(|(_, id)| gone(id)) {
        let fault = FieldFault::property(&format!("roles[{at}]"), Code::UnknownReference);
        faults.push(fault.with("value", id));
    }
    refuse(faults)?;
    tx.drop_layout_draft(&old.name, &layout.name).await?;
    layout.drop_empty();
    let mut new = old.clone();
    new.set_layout(layout.clone());
    if new == *old {
        return Ok(());
    }
    let number = remember(tx, ctx, old, &layout, ctx.user).await?;
    let detail = json!({"layout": layout.name, "label": layout.label, "number": number, "from": from});
    write::save(tx, ctx, schema, Some(old), new, Deed { action: "layout.published", detail }).await
}

async fn publish_draft(
    tx: &mut Tx,
    ctx: &Ctx,
    object_name: &str,
    name: &str,
    given: &Map<String, Json>,
) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = write::object(&schema, object_name)?;
    let mut input = Input::new(given, &["version"]);
    let version = input.whole("version").flatten();
    refuse(input.finish())?;
    let Some(draft) = tx.layout_draft(&old.name, name).await? else {
        return Err(if old.layout_named(name).is_some() { Fault::new(Code::NoDraft) } else { unknown(name) });
    };
    draft::unchanged(version, Some(&draft))?;
    let layout = parse(&draft.doc, &old)?;
    publish(tx, ctx, &schema, &old, layout, json!("draft")).await
}

async fn revert(
    tx: &mut Tx,
    ctx: &Ctx,
    object_name: &str,
    name: &str,
    given: &Map<String, Json>,
) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = write::object(&schema, object_name)?;
    let mut input = Input::new(given, &["number", "publish", "version"]);
    let number = input.whole("number").flatten();
    let live = input.flag("publish").flatten().unwrap_or(false);
    let version = input.whole("version").flatten();
    if number.is_none() && !input.has("number") {
        input.refuse(input.fault("number", Code::Required));
    }
    refuse(input.finish())?;
    let number = number.unwrap_or_default();
    let found = tx.layout_version(&old.name, name, number).await?;
    let mut layout = parse(&found.ok_or_else(|| unknown(&format!("{name} {number}")))?.doc, &old)?;
    // A type that is gone would keep the layout from ever being published again.
    let options = old.type_field.as_ref().and_then(|name| old.field(name)).map(|field| &field.options);
    let known =
        |name: &String| options.is_some_and(|options| options.iter().any(|option| option.name == *name));
    let before = layout.types.len();
    layout.types.retain(known);
    if layout.types.is_empty() && before > 0 {
        return Err(Fault::from(
            FieldFault::property("types", Code::UnknownOption)
                .with("value", old.type_field.clone().unwrap_or_default()),
        ));
    }
    let draft = tx.layout_draft(&old.name, name).await?;
    draft::unchanged(version, draft.as_ref())?;
    if live {
        publish(tx, ctx, &schema, &old, layout, json!(number)).await
    } else {
        draft::put(tx, ctx, &old, &layout, draft.map(|draft| draft.version)).await
    }
}

async fn delete(tx: &mut Tx, ctx: &Ctx, object_name: &str, name: &str) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = write::object(&schema, object_name)?;
    if name == DEFAULT {
        let fault = FieldFault::property("layout", Code::ReservedName).with("name", name);
        return Err(Fault::from(fault));
    }
    let drafted = forget(tx, &old, name).await?;
    let Some(layout) = old.layout_named(name) else {
        return if drafted { Ok(()) } else { Err(unknown(name)) };
    };
    let mut new = ObjectDef::clone(&old);
    new.layouts.retain(|known| known.name != name);
    let deed = Deed { action: "layout.deleted", detail: json!({"layout": layout}) };
    write::save(tx, ctx, &schema, Some(&old), new, deed).await
}

impl App {
    /// Puts the draft of a layout in force for everybody who gets it. `version` is the draft that the caller saw.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object or layout, [`Code::NoDraft`], [`Code::MetaChanged`], or what keeps it
    /// from being used.
    pub async fn publish_layout(
        &self,
        ctx: &Ctx,
        object: &str,
        name: &str,
        given: &Map<String, Json>,
    ) -> Result<DesignView, Fault> {
        ctx.may_define(object)?;
        let (object_, name_, ctx_, given) = (object.to_owned(), name.to_owned(), ctx.clone(), given.clone());
        self.store
            .write(move |tx| async move { publish_draft(tx, &ctx_, &object_, &name_, &given).await }.boxed())
            .await?;
        let ctx = self.defined(ctx).await?;
        self.layout(&ctx, object, name).await
    }

    /// Makes the earlier version `number` the draft, or with `publish` puts it in force at once.
    ///
    /// # Errors
    /// As [`App::publish_layout`].
    pub async fn revert_layout(
        &self,
        ctx: &Ctx,
        object: &str,
        name: &str,
        given: &Map<String, Json>,
    ) -> Result<DesignView, Fault> {
        ctx.may_define(object)?;
        let (object_, name_, ctx_, given) = (object.to_owned(), name.to_owned(), ctx.clone(), given.clone());
        self.store
            .write(move |tx| async move { revert(tx, &ctx_, &object_, &name_, &given).await }.boxed())
            .await?;
        let ctx = self.defined(ctx).await?;
        self.layout(&ctx, object, name).await
    }

    /// Deletes a layout with its draft and its versions; who had it gets the next that fits.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object or layout, [`Code::ReservedName`] for the object's own.
    pub async fn delete_layout(&self, ctx: &Ctx, object: &str, name: &str) -> Result<(), Fault> {
        ctx.may_define(object)?;
        let (object, name, ctx_) = (object.to_owned(), name.to_owned(), ctx.clone());
        self.store.write(move |tx| async move { delete(tx, &ctx_, &object, &name).await }.boxed()).await?;
        self.defined(ctx).await.map(drop)
    }
}
