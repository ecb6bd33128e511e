//! Changing how an object looks and is arranged.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault};
use shuke_meta::{ObjectDef, check};

use super::read::{as_sent, plural};
use super::rules;
use super::write::{self, Deed, refuse, save, stored};
use super::{ObjectView, duplicates, layouts};
use crate::App;
use crate::context::Ctx;
use crate::input::Input;

const KNOWN: [&str; 12] = [
    "labels",
    "plurals",
    "icon",
    "color",
    "group",
    "nav",
    "list_columns",
    "layout",
    "checks",
    "duplicates",
    "stage_field",
    "version",
];

/// Puts what is given into the object.
fn into_object(input: &mut Input<'_>, object: &mut ObjectDef) {
    if let Some(label) = input.labels("labels") {
        object.label = label.unwrap_or_default();
    }
    if let Some(given) = input.labels("plurals") {
        object.plural = plural(given, &object.label);
    }
    if let Some(icon) = input.text("icon") {
        object.icon = icon.unwrap_or_default();
    }
    if let Some(color) = input.text("color") {
        object.color = color.unwrap_or_default();
    }
    if let Some(group) = input.text("group") {
        object.group = group.unwrap_or_default();
    }
    if let Some(nav) = input.whole("nav") {
        object.nav = nav;
    }
    if let Some(columns) = input.words("list_columns") {
        object.list_columns = columns.unwrap_or_default();
    }
    if let Some(stage) = input.text("stage_field") {
        object.stage_field = stage;
    }
    if let Some(checks) = rules::checks(input) {
        object.checks = checks;
    }
    if let Some(given) = input.map("duplicates") {
        object.duplicates = given.map(|given| duplicates::read(input, given));
    }
    if let Some(given) = input.map("layout") {
        let none = Map::new();
        let own = layouts::read::own(input, given.unwrap_or(&none), object.own_layout());
        object.set_layout(own);
    }
}

impl App {
    /// Changes labels, look, place in the navigation, columns and layout of an object. With `version`, the one that
    /// the caller saw, a change by somebody else in between is refused.
    ///
    /// # Errors
    /// [`Code::MissingRight`], [`Code::UnknownObject`], [`Code::MetaChanged`], or everything that is wrong with it.
    pub async fn change_object(
        &self,
        ctx: &Ctx,
        name: &str,
        given: &Map<String, Json>,
    ) -> Result<ObjectView, Fault> {
        ctx.may_define(name)?;
        let (name_, given, ctx_) = (name.to_owned(), given.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move {
                    let schema = stored(tx).await?;
                    let old = write::object(&schema, &name_)?;
                    let mut input = Input::new(&given, &KNOWN);
                    let version = input.whole("version").flatten();
                    let mut new = ObjectDef::clone(&old);
                    into_object(&mut input, &mut new);
                    // With a stage comes the time in it, which columns may name at once.
                    new = new.finish();
                    let mut faults: Vec<FieldFault> = input.finish();
                    if faults.is_empty()
                        && let Err(more) = check::object(&new, &schema)
                    {
                        faults = as_sent(more);
                    }
                    if faults.is_empty() {
                        faults = rules::check_faults(&Arc::new(new.clone()), &schema);
                    }
                    refuse(faults)?;
                    if version.is_some_and(|version| version != old.version) {
                        return Err(Fault::new(Code::MetaChanged));
                    }
                    if new == *old {
                        return Ok(());
                    }
                    if new.own_layout() != old.own_layout() {
                        layouts::publish::remember(tx, &ctx_, &old, &new.own_layout(), ctx_.user).await?;
                    }
                    let deed = Deed { action: "object.changed", detail: json!({"given": given}) };
                    save(tx, &ctx_, &schema, Some(&old), new, deed).await
                }
                .boxed()
            })
            .await?;
        let ctx = self.defined(ctx).await?;
        self.object_view(&ctx, name)
    }
}
