//! The recycle bin: deleting and restoring records.

use std::sync::Arc;

use futures::FutureExt;
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::ChangeKind;

use crate::computed::{self, Touched, ripple};
use crate::context::Ctx;
use crate::records::sight::permit;
use crate::records::{all_fields, change, check, create, ledger, people, stage, value_of};
use crate::view::RecordView;
use crate::{App, duplicates};

impl App {
    /// Puts a record into the recycle bin.
    ///
    /// # Errors
    /// [`Code::NotFound`] or the missing right.
    pub async fn delete(&self, ctx: &Ctx, object: &str, id: Uuid) -> Result<(), Fault> {
        let object = ctx.object(object)?;
        let (app, ctx) = (self.clone(), ctx.clone());
        let object_ = Arc::clone(&object);
        self.store
            .write(move |tx| async move { delete_in(tx, &app, &ctx, &object_, id).await.map(drop) }.boxed())
            .await?;
        self.people_changed(&object).await;
        Ok(())
    }

    /// Takes a record out of the recycle bin.
    ///
    /// # Errors
    /// [`Code::NotFound`], the missing right, or a unique value that was given away meanwhile.
    pub async fn restore(&self, ctx: &Ctx, object: &str, id: Uuid) -> Result<RecordView, Fault> {
        let object = ctx.object(object)?;
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| async move { restore_in(tx, &app, &ctx_, &object_, id).await }.boxed())
            .await?;
        self.people_changed(&object).await;
        let mut conn = self.store.read().await?;
        self.view_of(&mut conn, ctx, &object, record).await
    }
}

/// Deletes one record inside a transaction.
///
/// # Errors
/// The refusal; the transaction is then to be rolled back.
pub async fn delete_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
) -> Result<Record, Fault> {
    let record = change::locked(tx, object, id).await?;
    permit(tx, ctx, object, &record, Action::Delete).await?;
    people::deletable(tx, ctx, object, id).await?;
    mark(tx, app, ctx, object, record, true).await
}

/// Restores one record inside a transaction.
///
/// # Errors
/// The refusal; the transaction is then to be rolled back.
pub async fn restore_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
) -> Result<Record, Fault> {
    let mut found = tx.fetch(object, &[id], &all_fields(object), true).await?;
    let record = found.pop().filter(|record| !value_of(object, record, "deleted_at").is_null());
    let record = record.ok_or_else(|| Fault::new(Code::NotFound))?;
    permit(tx, ctx, object, &record, Action::Delete).await?;
    people::writable(ctx, object)?;
    // What was merged comes back by taking the merge back.
    duplicates::went(tx, ctx, object, id).await?;
    let unique = object.fields.iter().enumerate().filter(|(_, field)| field.unique);
    let row = check::Row { id: Some(id), values: unique.map(|(at, _)| (at, &record.values[at])).collect() };
    let faults = check::rows(tx, ctx, object, &[row]).await?.remove(0);
    check::refuse(faults)?;
    let record = mark(tx, app, ctx, object, record, false).await?;
    duplicates::look(tx, app, ctx, object, &record).await?;
    Ok(record)
}

/// Marks a record deleted or live again, with its trail; the caller has asked for the right.
///
/// # Errors
/// A unique value that was given away meanwhile, or the store's trouble.
pub(crate) async fn mark(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    mut record: Record,
    deleted: bool,
) -> Result<Record, Fault> {
    let (at, by, kind) = if deleted {
        (Value::Time(ctx.now), ctx.user.map_or(Value::Null, Value::Id), ChangeKind::Deleted)
    } else {
        (Value::Null, Value::Null, ChangeKind::Restored)
    };
    let mut sets: Vec<(usize, Value)> = [("deleted_at", at), ("deleted_by", by)]
        .into_iter()
        .filter_map(|(name, value)| object.position(name).map(|position| (position, value)))
        .collect();
    let watched = ctx.company.plan().watches(&object.name);
    let before = (watched && deleted).then(|| record.values.clone());
    if !deleted {
        sets.extend(computed::ripple::afresh(tx, ctx, object, record.id, &record.values).await?);
        stage::follow(object, &record.values, &mut sets, ctx.now);
    }
    let version = tx
        .update(object, record.id, &sets, ctx.now, ctx.user)
        .await
        .map_err(|error| create::taken(object, error))?
        .ok_or_else(|| Fault::new(Code::NotFound))?;
    for (position, value) in sets {
        record.values[position] = value;
    }
    if let Some(position) = object.position("version") {
        record.values[position] = Value::Int(version);
    }
    ledger::marked(tx, app, ctx, object, &record, kind);
    people::written(tx, object, None).await?;
    if watched {
        let new = (!deleted).then(|| record.values.clone());
        let touched = [Touched { id: record.id, old: before, new }];
        ripple(tx, app, ctx, object, &touched).await?;
    }
    Ok(record)
}
