//! Making one record of two: chosen values of the one that goes are taken over, whatever points to it is turned to the
//! one that stays, and it goes to the recycle bin with a note of where it went.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};
use shuke_store::Tx;
use shuke_store::compile::ListQuery;
use shuke_store::records::Record;
use shuke_store::system::{Member, Merge, MovedReference};

use super::look;
use crate::audit::hush;
use crate::codec::to_json;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::draft::Values;
use crate::records::sight::permit;
use crate::records::{all_fields, change, check, draft, lines, people, remove, value_of};
use crate::{App, rules};

/// References that are turned in one merge, at most.
const MOVED: usize = 1_000;

/// What a merge did.
#[derive(Debug, Clone, Serialize)]
pub struct MergedView {
    /// The merge, to take it back by.
    pub merge: Uuid,
    /// References that point to the record that stays from now on.
    pub moved: usize,
}

/// What was taken over, as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct MergeDoc {
    /// By field: what the record had, and what it has since.
    pub(super) taken: Map<String, Json>,
    /// People who came into the team.
    pub(super) members: Vec<Uuid>,
    /// Fields of the record that stays which pointed to the one that goes, and point nowhere now.
    pub(super) emptied: Vec<String>,
    /// Records and fields that named both: there the one that stays is not taken out again.
    #[serde(default)]
    pub(super) both: Vec<(Uuid, String)>,
    /// The lines of sub-tables that were turned, by record and field.
    #[serde(default)]
    pub(super) lines: Vec<(Uuid, String, Vec<Uuid>)>,
    /// Comments that came along.
    #[serde(default)]
    pub(super) comments: Vec<Uuid>,
    /// People who follow the one that stays since.
    #[serde(default)]
    pub(super) followers: Vec<Uuid>,
}

/// Whether a value can be taken over: what the program keeps, files, and the owner have their own ways.
fn can_be_taken(ctx: &Ctx, object: &ObjectDef, field: &FieldDef) -> bool {
    let own = !field.system && !field.read_only && field.computed.is_none();
    own && field.kind != FieldKind::AutoNumber
        && !field.kind.is_file()
        && ctx.viewer.field_mask(object).writable(field)
}

fn request(ctx: &Ctx, object: &ObjectDef, given: &Map<String, Json>) -> Result<(Uuid, Vec<usize>), Fault> {
    let mut input = Input::new(given, &["loser", "take"]);
    let loser = input.raw("loser").flatten().map(str::parse::<Uuid>);
    let loser = match loser {
        Some(Ok(id)) => id,
        Some(Err(_)) => {
            input.refuse(input.fault("loser", Code::UnknownReference));
            Uuid::nil()
        }
        None => {
            input.refuse(input.fault("loser", Code::Required));
            Uuid::nil()
        }
    };
    let mut take = BTreeSet::new();
    for name in input.words("take").flatten().unwrap_or_default() {
        let mask = ctx.viewer.field_mask(object);
        match object.position(&name).filter(|at| mask.readable(&object.fields[*at])) {
            None => input.refuse(FieldFault::property("take", Code::UnknownField).with("name", &name)),
            Some(at) if can_be_taken(ctx, object, &object.fields[at]) => {
                take.insert(at);
            }
            Some(at) => {
                let field = &object.fields[at];
                input.refuse(FieldFault::new(&field.name, &field.label, Code::FieldNotWritable));
            }
        }
    }
    check::refuse(input.finish())?;
    Ok((loser, take.into_iter().collect()))
}

impl App {
    /// Merges a record into another, which stays: `take` names the fields whose values come from the one that goes.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::MissingRight`] on either record, [`Code::BatchTooLarge`] when too much points to
    /// the one that goes, or what is wrong with the values; nothing is changed then.
    pub async fn merge(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<MergedView, Fault> {
        let object = ctx.object(object)?;
        if matches!(object.name.as_str(), "user" | "department" | "role") {
            return Err(Fault::new(Code::ManagedElsewhere).label("name", object.label.clone()));
        }
        let (loser, take) = request(ctx, &object, given)?;
        if loser == id {
            return Err(Fault::new(Code::MergeSame));
        }
        let (app, ctx) = (self.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move { merge_in(tx, &app, &ctx, &object, (id, loser), &take).await }.boxed()
            })
            .await
    }
}

async fn merge_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    (winner, loser): (Uuid, Uuid),
    take: &[usize],
) -> Result<MergedView, Fault> {
    people::writable(ctx, object)?;
    let stays = change::locked(tx, object, winner).await?;
    let goes = change::locked(tx, object, loser).await?;
    for record in [&stays, &goes] {
        permit(tx, ctx, object, record, Action::Merge).await?;
    }
    let mut doc = MergeDoc::default();
    let sets = taken(object, &stays, &goes, take);
    remove::mark(tx, app, ctx, object, goes.clone(), true).await?;
    let stays = take_over(tx, app, ctx, object, stays, sets, &mut doc).await?;
    let moved = turn(tx, app, ctx, object, (winner, loser), &mut doc).await?;
    team(tx, ctx, object, &stays, &goes, &mut doc).await?;
    doc.comments = tx.move_comments(loser, winner).await?;
    doc.followers = tx.copy_followers(loser, winner).await?;
    if !doc.taken.is_empty() {
        // What waited because of the one that goes may be true of the one that stays now.
        look(tx, app, ctx, object, &stays).await?;
    }
    let merge = Merge {
        id: app.ids.new_id(ctx.now),
        object: object.name.clone(),
        winner,
        loser,
        state: "done".to_owned(),
        doc: serde_json::to_string(&doc).map_err(|_| Fault::new(Code::Internal))?,
        merged_by: ctx.user,
        merged_at: ctx.now,
    };
    let count = moved.len();
    tx.add_merge(&merge, moved).await?;
    let taken = hush::values(object, &doc.taken);
    let detail = json!({"loser": loser, "taken": taken, "moved": count, "merge": merge.id});
    tx.audit(ctx.entry("record.merged", Some(&object.name), Some(winner), &detail));
    Ok(MergedView { merge: merge.id, moved: count })
}

/// The values that come from the one that goes, and the later of both last follow-ups.
fn taken(object: &ObjectDef, stays: &Record, goes: &Record, take: &[usize]) -> Values {
    let mut sets: Values = take.iter().map(|at| (*at, goes.values[*at].clone())).collect();
    if let Some(at) = object.position("last_follow_up_at")
        && goes.values[at].as_time() > stays.values[at].as_time()
    {
        sets.retain(|(set, _)| *set != at);
        sets.push((at, goes.values[at].clone()));
    }
    sets.retain(|(at, value)| stays.values[*at] != *value);
    sets
}

async fn take_over(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    stays: Record,
    sets: Values,
    doc: &mut MergeDoc,
) -> Result<Record, Fault> {
    if sets.is_empty() {
        return Ok(stays);
    }
    let row =
        check::Row { id: Some(stays.id), values: sets.iter().map(|(at, value)| (*at, value)).collect() };
    let mut faults = check::rows(tx, ctx, object, &[row]).await?.remove(0);
    let new =
        |at: usize| sets.iter().find(|(set, _)| *set == at).map_or(&stays.values[at], |(_, value)| value);
    let mut wanted = draft::required(object, new);
    wanted.retain(|fault| sets.iter().any(|(at, _)| object.fields[*at].name == fault.field));
    faults.extend(wanted);
    faults.extend(rules::of_change(tx, ctx, object, &stays.values, &sets).await?);
    check::refuse(faults)?;
    for (at, value) in &sets {
        let pair = json!([to_json(&stays.values[*at]), to_json(value)]);
        doc.taken.insert(object.fields[*at].name.clone(), pair);
    }
    change::write(tx, app, ctx, object, stays, sets, None).await
}

/// The fields of an object that may point to records of another.
fn pointing(other: &ObjectDef, object: &ObjectDef) -> Vec<usize> {
    let points = |field: &FieldDef| {
        !field.system
            && field.computed.is_none()
            && (field.kind == FieldKind::Record || field.names(&object.name))
    };
    other.fields.iter().enumerate().filter(|(_, field)| points(field)).map(|(at, _)| at).collect()
}

/// The value that points to a record; among several references, what stands for it.
pub(super) fn pointer(field: &FieldDef, object: &ObjectDef, id: Uuid) -> Value {
    match field.kind {
        FieldKind::Record => Value::Record(object.name.clone(), id),
        FieldKind::MultiReference => Value::Text(id.to_string()),
        _ => Value::Id(id),
    }
}

/// What points to a record.
fn asked(field: &FieldDef, object: &ObjectDef, id: Uuid) -> Op {
    match field.kind {
        FieldKind::MultiReference | FieldKind::Lines => Op::Contains(id.to_string()),
        _ => Op::Eq(pointer(field, object, id)),
    }
}

/// The value with one record in the place of another, each named once; and whether both were named before.
pub(super) fn turned(
    field: &FieldDef,
    object: &ObjectDef,
    value: &Value,
    (from, to): (Uuid, Uuid),
) -> (Value, bool) {
    let Value::List(list) = value else { return (pointer(field, object, to), false) };
    let (from, to) = (from.to_string(), to.to_string());
    let both = list.contains(&to);
    let mut new: Vec<String> = Vec::with_capacity(list.len());
    for id in list {
        let id = if *id == from { &to } else { id };
        if !new.contains(id) {
            new.push(id.clone());
        }
    }
    (Value::List(new), both)
}

/// Turns whatever points to the loser, also from the recycle bin, to the winner.
async fn turn(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    (winner, loser): (Uuid, Uuid),
    doc: &mut MergeDoc,
) -> Result<Vec<MovedReference>, Fault> {
    let mut moved = Vec::new();
    let others: Vec<Arc<ObjectDef>> = ctx.company.schema.objects().cloned().collect();
    for other in &others {
        for at in pointing(other, object) {
            let field = &other.fields[at];
            let cond = Cond::test(other, &field.name, asked(field, object, loser));
            let mut ids = BTreeSet::new();
            for deleted in [false, true] {
                let query = ListQuery {
                    object: other,
                    viewer: &Viewer::system(),
                    action: Action::Read,
                    fields: &[],
                    cond: Some(&cond),
                    sort: &[],
                    limit: MOVED + 1,
                    cursor: None,
                    deleted,
                };
                ids.extend(tx.list(&query).await?.records.iter().map(|record| record.id));
            }
            if moved.len() + ids.len() > MOVED {
                return Err(Fault::new(Code::BatchTooLarge).with("max", MOVED));
            }
            let ids: Vec<Uuid> =
                ids.into_iter().filter(|id| *id != loser || other.name != object.name).collect();
            for record in tx.fetch(other, &ids, &all_fields(other), true).await? {
                let id = record.id;
                if let Value::Lines(known) = &record.values[at] {
                    let (new, changed) = lines::turned(field, &object.name, known, (loser, winner), None);
                    doc.lines.push((id, field.name.clone(), changed));
                    change::write(tx, app, ctx, other, record, vec![(at, new)], None).await?;
                    let (object, field) = (other.name.clone(), field.name.clone());
                    moved.push(MovedReference { object, record: id, field });
                    continue;
                }
                // Nothing belongs to itself.
                let own =
                    id == winner && other.name == object.name && field.kind != FieldKind::MultiReference;
                let (new, both) = turned(field, object, &record.values[at], (loser, winner));
                let to = if own { Value::Null } else { new };
                if both {
                    doc.both.push((id, field.name.clone()));
                }
                change::write(tx, app, ctx, other, record, vec![(at, to)], None).await?;
                if own {
                    doc.emptied.push(field.name.clone());
                } else {
                    let (object, field) = (other.name.clone(), field.name.clone());
                    moved.push(MovedReference { object, record: id, field });
                }
            }
        }
    }
    Ok(moved)
}

/// Whoever had the one that goes, by owning it or by its team, keeps seeing what it became.
async fn team(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    stays: &Record,
    goes: &Record,
    doc: &mut MergeDoc,
) -> Result<(), Fault> {
    if !object.owned {
        return Ok(());
    }
    let owner = value_of(object, stays, "owner").as_id();
    let known: BTreeSet<Uuid> =
        tx.members(stays.id, ctx.now).await?.iter().map(|member| member.user_id).chain(owner).collect();
    let mut coming = tx.members(goes.id, ctx.now).await?;
    let before = value_of(object, goes, "owner").as_id();
    coming.extend(before.map(|user_id| Member {
        record_id: goes.id,
        object: object.name.clone(),
        user_id,
        write: true,
        until: None,
        added_by: ctx.user,
        added_at: ctx.now,
    }));
    for member in coming {
        if !known.contains(&member.user_id) && !doc.members.contains(&member.user_id) {
            doc.members.push(member.user_id);
            let member = Member { record_id: stays.id, added_by: ctx.user, added_at: ctx.now, ..member };
            tx.put_member(&member).await?;
        }
    }
    Ok(())
}
