//! Changing records.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Tx;
use shuke_store::records::Record;

use crate::codec::to_json;
use crate::computed::{Touched, own, ripple};
use crate::context::Ctx;
use crate::files::hold;
use crate::records::draft::Values;
use crate::records::entries::Given;
use crate::records::sight::permit;
use crate::records::{
    all_fields, check, create, draft, follow_up, ledger, lines, missing, people, stage, value_of,
};
use crate::view::RecordView;
use crate::{App, duplicates, rules};

impl App {
    /// Changes fields of a record. With `based_on`, the version that the caller saw, a field that somebody else has
    /// changed since is a conflict; without it the last write wins, field by field.
    ///
    /// # Errors
    /// The refusal, naming every bad field; nothing is written then.
    pub async fn change(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        values: &Map<String, Json>,
        based_on: Option<i64>,
    ) -> Result<RecordView, Fault> {
        let object = ctx.object(object)?;
        let given = Given::from(prepare(ctx, &object, values)?);
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| {
                async move { change_in(tx, &app, &ctx_, &object_, id, given, based_on, None).await }.boxed()
            })
            .await?;
        self.people_changed(&object).await;
        let mut conn = self.store.read().await?;
        self.view_of(&mut conn, ctx, &object, record).await
    }
}

/// What a caller wants to change, typed and allowed.
///
/// # Errors
/// [`Code::MissingRight`] when the caller may change no record of the object; each field that can't be set so.
pub fn prepare(ctx: &Ctx, object: &ObjectDef, values: &Map<String, Json>) -> Result<Values, Fault> {
    may(ctx, object)?;
    draft::values(ctx, object, values)
}

/// Whether the caller may change any record of the object.
///
/// # Errors
/// [`Code::MissingRight`].
pub(super) fn may(ctx: &Ctx, object: &ObjectDef) -> Result<(), Fault> {
    if ctx.viewer.may(object, Action::Edit) { Ok(()) } else { Err(missing(Action::Edit)) }
}

/// A live record with all its fields, locked until the transaction ends.
///
/// # Errors
/// [`Code::NotFound`].
pub async fn locked(tx: &mut Tx, object: &ObjectDef, id: Uuid) -> Result<Record, Fault> {
    let mut found = tx.fetch(object, &[id], &all_fields(object), true).await?;
    let record = found.pop().filter(|record| value_of(object, record, "deleted_at").is_null());
    record.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Changes one record inside a transaction; answers it as it is then.
///
/// # Errors
/// The refusal; the transaction is then to be rolled back.
#[allow(
    clippy::too_many_arguments,
    reason = "the one change of a record, called with all that it depends on"
)]
pub async fn change_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
    mut given: Given,
    based_on: Option<i64>,
    import: Option<Uuid>,
) -> Result<Record, Fault> {
    let record = locked(tx, object, id).await?;
    permit(tx, ctx, object, &record, Action::Edit).await?;
    people::writable(ctx, object)?;
    let told = given.sets.iter_mut().map(|(at, value)| (*at, value));
    let in_lines = lines::settle(tx, app, ctx, object, Some(&record.values), told).await?;
    let moved = |(at, value): &(usize, Value)| record.values[*at] != *value;
    let mut sets: Values = std::mem::take(&mut given.sets).into_iter().filter(moved).collect();
    if let Some(version) = based_on {
        conflicts(tx, object, &record, version, &sets).await?;
    }
    // What goes into a list or out of it meets the list as it is: nobody else's entries are lost.
    sets.extend(given.laid(object, &record.values)?);
    sets.sort_by_key(|(at, _)| *at);
    owner_moves(tx, ctx, object, &record, &mut sets).await?;
    if sets.is_empty() {
        return Ok(record);
    }
    let new =
        |at: usize| sets.iter().find(|(set, _)| *set == at).map_or(&record.values[at], |(_, value)| value);
    let mut faults = draft::required(object, new);
    faults.extend(draft::required_by_formula(object, new));
    faults.retain(|fault| sets.iter().any(|(at, _)| object.fields[*at].name == fault.field));
    faults.extend(in_lines);
    let added: Values = sets
        .iter()
        .map(|(at, value)| (*at, check::added(&object.fields[*at], &record.values[*at], value)))
        .collect();
    let row = check::Row { id: Some(id), values: added.iter().map(|(at, value)| (*at, value)).collect() };
    faults.extend(check::rows(tx, ctx, object, &[row]).await?.remove(0));
    faults.extend(circles(tx, object, id, &sets).await?);
    faults.extend(rules::of_change(tx, ctx, object, &record.values, &sets).await?);
    check::refuse(faults)?;
    let asked = duplicates::told_of(object, &sets);
    let found = duplicates::at_save(tx, ctx, object, Some(id), &asked).await?;
    let follow = people::Follow::of(object, &sets);
    let record = write(tx, app, ctx, object, record, sets, import).await?;
    duplicates::note(tx, app, ctx, object, id, &found);
    follow.carry_out(tx, ctx, id).await?;
    follow_up::after_change(tx, app, ctx, object, &record).await?;
    Ok(record)
}

/// Writes sets that have been checked, and their trail.
///
/// # Errors
/// When another process was faster with a unique value, or the store's trouble.
pub async fn write(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    mut record: Record,
    mut sets: Values,
    import: Option<Uuid>,
) -> Result<Record, Fault> {
    let old = ctx.company.plan().watches(&object.name).then(|| record.values.clone());
    stage::follow(object, &record.values, &mut sets, ctx.now);
    for (at, value) in own::moved(tx, ctx, object, &record.values, &sets).await? {
        // What is taken back is computed from what is there now, not taken from what was there then.
        sets.retain(|(set, _)| *set != at);
        if record.values[at] != value {
            sets.push((at, value));
        }
    }
    // A stage may be computed, too.
    stage::follow(object, &record.values, &mut sets, ctx.now);
    let version = tx
        .update(object, record.id, &sets, ctx.now, ctx.user)
        .await
        .map_err(|error| create::taken(object, error))?
        .ok_or_else(|| Fault::new(Code::NotFound))?;
    hold::take(tx, object, record.id, sets.iter().map(|(at, value)| (*at, value))).await?;
    let mut diff = Vec::with_capacity(sets.len());
    for (at, value) in sets {
        let old = std::mem::replace(&mut record.values[at], value.clone());
        if !stage::is_time(object, at) {
            diff.push((at, old, value));
        }
    }
    for (name, value) in [
        ("version", Value::Int(version)),
        ("updated_at", Value::Time(ctx.now)),
        ("updated_by", ctx.user.map_or(Value::Null, Value::Id)),
    ] {
        if let Some(at) = object.position(name) {
            record.values[at] = value;
        }
    }
    ledger::changed(tx, app, ctx, object, &record, &diff, import);
    let fields: Vec<usize> = diff.iter().map(|(at, ..)| *at).collect();
    people::written(tx, object, Some(&fields)).await?;
    if old.is_some() {
        let touched = [Touched { id: record.id, old, new: Some(record.values.clone()) }];
        ripple(tx, app, ctx, object, &touched).await?;
    }
    Ok(record)
}

/// A new owner needs the right to transfer, and brings a new department along.
async fn owner_moves(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    sets: &mut Values,
) -> Result<(), Fault> {
    let (Some(owner), Some(department)) = (object.position("owner"), object.position("owner_department"))
    else {
        return Ok(());
    };
    let Some((_, new)) = sets.iter().find(|(at, _)| *at == owner) else { return Ok(()) };
    permit(tx, ctx, object, record, Action::Transfer).await?;
    let found = new.as_id().and_then(|person| ctx.company.org.department_of(person));
    let found = found.map_or(Value::Null, Value::Id);
    if record.values[department] != found {
        sets.push((department, found));
    }
    Ok(())
}

/// Refuses when a field that is being set was changed after the version that the caller saw.
async fn conflicts(
    tx: &mut Tx,
    object: &ObjectDef,
    record: &Record,
    version: i64,
    sets: &Values,
) -> Result<(), Fault> {
    let Value::Int(current) = value_of(object, record, "version") else { return Ok(()) };
    if version >= *current {
        return Ok(());
    }
    let behind = usize::try_from(current - version).unwrap_or(usize::MAX).min(1_000);
    let stored = tx.changes(record.id, None, behind).await?;
    let newer = stored.iter().chain(tx.waiting_changes(record.id)).filter(|change| change.version > version);
    let touched: BTreeSet<String> = newer.flat_map(ledger::changed_fields).collect();
    let mut fault = Fault::new(Code::Stale);
    for (at, value) in sets {
        let field = &object.fields[*at];
        if touched.contains(&field.name) {
            let mut clash = FieldFault::new(&field.name, &field.label, Code::Conflict);
            clash.yours_theirs = Some((to_json(value).to_string(), to_json(&record.values[*at]).to_string()));
            fault = fault.field(clash);
        }
    }
    if fault.fields.is_empty() { Ok(()) } else { Err(fault) }
}

/// A record can't be its own ancestor through a reference to its own object.
async fn circles(tx: &mut Tx, object: &ObjectDef, id: Uuid, sets: &Values) -> Result<Vec<FieldFault>, Fault> {
    let mut faults = Vec::new();
    for (at, value) in sets {
        let field = &object.fields[*at];
        let own = field.target_object() == Some(&object.name)
            && matches!(field.kind, FieldKind::Reference | FieldKind::User | FieldKind::Department);
        if !own || field.system {
            continue;
        }
        // A record that points to itself is told of by the check of references.
        let mut next = value.as_id().filter(|parent| *parent != id);
        let mut steps = 0;
        while let Some(parent) = next.filter(|_| steps < 100) {
            if parent == id {
                faults.push(FieldFault::new(&field.name, &field.label, Code::CircularParent));
                break;
            }
            let found = tx.fetch(object, &[parent], &[*at], false).await?;
            next = found.first().and_then(|record| record.values[0].as_id());
            steps += 1;
        }
    }
    Ok(faults)
}
