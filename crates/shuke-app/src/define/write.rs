//! The one way in which definitions change: locked, from what is stored, tables and definition together.

use std::sync::Arc;

use serde_json::Value as Json;
use shuke_base::{Code, Fault, FieldFault};
use shuke_meta::{ObjectDef, Schema, check, difference};
use shuke_store::records::write::refused_field;
use shuke_store::system::Lock;
use shuke_store::{StoreError, Tx};

use super::computed;
use super::read::as_sent;
use crate::App;
use crate::computed::uses;
use crate::context::Ctx;
use crate::events::Told;

/// What is stored at this moment, kept from others until the transaction ends.
pub(crate) async fn stored(tx: &mut Tx) -> Result<Schema, Fault> {
    tx.lock(Lock::Meta).await?;
    Ok(tx.load_schema().await?)
}

/// One object of what is stored.
pub(crate) fn object(schema: &Schema, name: &str) -> Result<Arc<ObjectDef>, Fault> {
    let object = schema.object(name).cloned();
    object.ok_or_else(|| Fault::new(Code::UnknownObject).with("name", name))
}

/// Refuses with everything that is wrong, at the properties that callers know.
pub(crate) fn refuse(faults: Vec<FieldFault>) -> Result<(), Fault> {
    crate::records::check::refuse(as_sent(faults))
}

/// A change of a definition as the audit chain tells of it.
pub(crate) struct Deed {
    pub(crate) action: &'static str,
    pub(crate) detail: Json,
}

/// Alters the tables and stores the definition.
pub(crate) async fn save(
    tx: &mut Tx,
    ctx: &Ctx,
    schema: &Schema,
    old: Option<&ObjectDef>,
    new: ObjectDef,
    deed: Deed,
) -> Result<(), Fault> {
    let mut new = new.finish();
    if let Err(faults) = check::object(&new, schema) {
        refuse(faults)?;
    }
    let candidate = computed::with(schema, &new);
    for field in new.fields.iter().filter(|field| field.computed.is_some()) {
        let known = old.and_then(|old| old.field(&field.name)).map(|field| &field.computed);
        if known != Some(&field.computed) {
            uses::no_circle(&candidate, &new.name, &field.name).map_err(Fault::from)?;
        }
    }
    for follower in computed::follow_options(&candidate) {
        if follower.name == new.name {
            new = follower.finish();
            continue;
        }
        let saved = tx.save_object(&follower, Some(follower.version)).await?;
        saved.ok_or_else(|| Fault::new(Code::MetaChanged))?;
    }
    tx.apply(&difference(old, &new)).await.map_err(|error| doubles(&new, error))?;
    let saved = tx.save_object(&new, old.map(|old| old.version)).await?;
    saved.ok_or_else(|| Fault::new(Code::MetaChanged))?;
    if old.is_some_and(|old| old.stage_field != new.stage_field) {
        tx.ask_stage_times(&new, ctx.now).await?;
    }
    tx.audit(ctx.entry(deed.action, Some(&new.name), None, &deed.detail));
    Ok(())
}

/// A unique index that can't be made names its field.
fn doubles(object: &ObjectDef, error: StoreError) -> Fault {
    if let StoreError::Unique(index) = &error
        && let Some(at) = refused_field(object, index)
    {
        let label = &object.fields[at].label;
        return Fault::from(FieldFault::new("unique", label, Code::HasDuplicates));
    }
    Fault::from(error)
}

impl App {
    /// After a definition was committed, or what may have changed one: this process follows at once, its listeners are
    /// told. Answers the caller's surroundings as they are then.
    pub(crate) async fn defined(&self, ctx: &Ctx) -> Result<Ctx, Fault> {
        self.refresh().await?;
        self.build_search().await?;
        self.build_duplicates().await?;
        self.go_on_computing().await?;
        let company = self.company();
        if company.schema.version != ctx.company.schema.version {
            self.tell(Told::Meta(company.schema.version));
        }
        Ok(Ctx { company, ..ctx.clone() })
    }
}
