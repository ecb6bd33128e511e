//! Records of contact keep "last follow-up" and "next follow-up" of what they belong to.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use shuke_base::{Fault, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;

use crate::App;
use crate::context::Ctx;
use crate::records::draft::Values;
use crate::records::{all_fields, change, value_of};

/// The object whose records are contacts with customers.
const ACTIVITY: &str = "activity";

/// After a record was created: a follow-up reaches the record that it belongs to.
///
/// # Errors
/// The store's trouble.
pub async fn after_create(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    record: &Record,
) -> Result<(), Fault> {
    if object.name == ACTIVITY { reach(tx, app, ctx, object, record, true).await } else { Ok(()) }
}

/// After a record was changed: a new date for the next follow-up reaches it, too.
///
/// # Errors
/// The store's trouble.
pub async fn after_change(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    record: &Record,
) -> Result<(), Fault> {
    if object.name == ACTIVITY { reach(tx, app, ctx, object, record, false).await } else { Ok(()) }
}

/// Writes the dates. The caller's right to follow up is enough: the fields are kept by the system, whatever the
/// caller may do to the record otherwise.
fn reach<'a>(
    tx: &'a mut Tx,
    app: &'a App,
    ctx: &'a Ctx,
    object: &'a Arc<ObjectDef>,
    activity: &'a Record,
    happened: bool,
) -> BoxFuture<'a, Result<(), Fault>> {
    async move {
        let Value::Record(target, id) = value_of(object, activity, "related") else { return Ok(()) };
        let Some(target) = ctx.company.schema.object(target) else { return Ok(()) };
        let Some(record) = tx.fetch(target, &[*id], &all_fields(target), true).await?.pop() else {
            return Ok(());
        };
        let mut sets = Values::new();
        if let Some(at) = target.position("last_follow_up_at").filter(|_| happened) {
            sets.push((at, Value::Time(ctx.now)));
        }
        let next = value_of(object, activity, "next_follow_up_at");
        if let Some(at) = target.position("next_follow_up_at").filter(|_| !next.is_null()) {
            sets.push((at, next.clone()));
        }
        sets.retain(|(at, value)| record.values[*at] != *value);
        if !sets.is_empty() {
            change::write(tx, app, ctx, target, record, sets, None).await?;
        }
        Ok(())
    }
    .boxed()
}
