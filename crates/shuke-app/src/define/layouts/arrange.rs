//! The order in which layouts are tried, and the choice that tells types of records apart.

use std::collections::HashSet;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Text};
use shuke_meta::{ObjectDef, check};
use shuke_store::Tx;

use super::show::DesignsView;
use crate::App;
use crate::context::Ctx;
use crate::define::read::as_sent;
use crate::define::write::{self, Deed, refuse, save, stored};
use crate::input::Input;

async fn arrange(tx: &mut Tx, ctx: &Ctx, object_name: &str, given: &Map<String, Json>) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = write::object(&schema, object_name)?;
    let mut input = Input::new(given, &["order", "type_field", "version"]);
    let version = input.whole("version").flatten();
    let mut new = ObjectDef::clone(&old);
    if let Some(name) = input.text("type_field") {
        new.type_field = name;
    }
    if let Some(order) = input.words("order") {
        let order = order.unwrap_or_default();
        let names: HashSet<&str> = order.iter().map(String::as_str).collect();
        let known: HashSet<&str> = old.layouts.iter().map(|layout| layout.name.as_str()).collect();
        if names != known || order.len() != known.len() {
            let reason =
                Text::new("应列出全部已发布的布局，各一次", "it takes every published layout, each once");
            input.refuse(input.fault("order", Code::InvalidDefinition).label_arg("reason", reason));
        }
        new.layouts.sort_by_key(|layout| order.iter().position(|name| *name == layout.name));
    }
    let mut faults = input.finish();
    if faults.is_empty()
        && let Err(more) = check::object(&new, &schema)
    {
        faults = as_sent(more);
    }
    refuse(faults)?;
    if version.is_some_and(|version| version != old.version) {
        return Err(Fault::new(Code::MetaChanged));
    }
    if new == *old {
        return Ok(());
    }
    let deed = Deed { action: "layout.arranged", detail: json!({"given": given}) };
    save(tx, ctx, &schema, Some(&old), new, deed).await
}

impl App {
    /// Changes the order in which layouts are tried (`order`), or the choice that tells types of records apart
    /// (`type_field`); at once, for everybody.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object, [`Code::MetaChanged`], or what is wrong with it: a type that some
    /// layout is for is no option of the new field.
    pub async fn arrange_layouts(
        &self,
        ctx: &Ctx,
        object: &str,
        given: &Map<String, Json>,
    ) -> Result<DesignsView, Fault> {
        ctx.may_define(object)?;
        let (object_, ctx_, given) = (object.to_owned(), ctx.clone(), given.clone());
        self.store.write(move |tx| async move { arrange(tx, &ctx_, &object_, &given).await }.boxed()).await?;
        let ctx = self.defined(ctx).await?;
        self.layouts(&ctx, object).await
    }
}
