//! A look at a masked value as it is: one value of one record at a time, and never without an entry in the audit log.

use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef};

use crate::App;
use crate::codec::Shown;
use crate::context::Ctx;
use crate::records::change::locked;
use crate::records::sight::permit;
use crate::view::Names;

/// A value as it is.
#[derive(Debug)]
pub struct Revealed {
    field: FieldDef,
    value: Value,
    names: Names,
}

impl Serialize for Revealed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let shown = Shown { field: &self.field, value: &self.value, names: &self.names };
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("field", &self.field.name)?;
        map.serialize_entry("value", &shown)?;
        map.end()
    }
}

/// The masked field that is asked for, by its position.
fn wanted(ctx: &Ctx, object: &ObjectDef, given: &Map<String, Json>) -> Result<usize, Fault> {
    let fault = |code| FieldFault::property("field", code);
    let name = given.get("field").and_then(Json::as_str);
    let name = name.ok_or_else(|| Fault::invalid(vec![fault(Code::Required)]))?;
    let mask = ctx.viewer.field_mask(object);
    let at = object.position(name).filter(|at| mask.shown(&object.fields[*at]));
    let at = at.ok_or_else(|| Fault::invalid(vec![fault(Code::UnknownField).with("name", name)]))?;
    let field = &object.fields[at];
    if mask.masked(field) {
        return Ok(at);
    }
    Err(Fault::invalid(vec![FieldFault::new("field", &field.label, Code::NothingMasked)]))
}

impl App {
    /// A value that is masked for the caller, as it is. Who looked at which field of which record is kept in the audit
    /// log before anything is answered.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a record out of sight, [`Code::MissingRight`] without the right to reveal,
    /// [`Code::NothingMasked`] for a field that isn't masked.
    pub async fn reveal(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<Revealed, Fault> {
        let object: Arc<ObjectDef> = ctx.object(object)?;
        let at = wanted(ctx, &object, given)?;
        let (ctx_, object_) = (ctx.clone(), Arc::clone(&object));
        let value = self
            .store
            .write(move |tx| {
                async move {
                    let record = locked(tx, &object_, id).await?;
                    permit(tx, &ctx_, &object_, &record, Action::Reveal).await?;
                    let detail = json!({"field": object_.fields[at].name});
                    tx.audit(ctx_.entry("record.revealed", Some(&object_.name), Some(id), &detail));
                    Ok::<Value, Fault>(record.values[at].clone())
                }
                .boxed()
            })
            .await?;
        let mut names = Names::new(ctx);
        let mut conn = self.store.read().await?;
        names.learn(&mut conn, &object, std::iter::once((at, &value))).await?;
        Ok(Revealed { field: object.fields[at].clone(), value, names })
    }
}
