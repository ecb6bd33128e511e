//! Taking a merge back, telling of merges, and where a merged record went.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Moment, Uuid, Value, limits};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;
use shuke_store::system::{Merge, MovedReference};
use shuke_store::{Conn, Tx};

use super::merge::{MergeDoc, pointer, turned};
use super::{look, name_shown};
use crate::App;
use crate::codec::from_json;
use crate::context::Ctx;
use crate::records::draft::Values;
use crate::records::sight::{Sight, permit};
use crate::records::{all_fields, change, lines, missing, remove, value_of};

/// Merges that are told of.
const TOLD: usize = 50;

/// What taking a merge back did.
#[derive(Debug, Clone, Serialize)]
pub struct UnmergedView {
    /// References that point to the restored record again.
    pub moved: usize,
    /// Values and references that were changed since and stay as they are.
    pub kept: usize,
}

/// A merge as stewards see it.
#[derive(Debug, Clone, Serialize)]
pub struct MergeView {
    /// The merge.
    pub id: Uuid,
    /// The record that stays.
    pub winner: Json,
    /// The record that went.
    pub loser: Json,
    /// Who merged them.
    pub merged_by: Json,
    /// When.
    pub merged_at: Moment,
    /// Whether it can still be taken back.
    pub can_undo: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

/// The merges of an object.
#[derive(Debug, Clone, Serialize)]
pub struct MergesAnswer {
    /// The newest first, some at most.
    pub items: Vec<MergeView>,
}

fn undoable(merge: &Merge, now: Moment) -> bool {
    merge.state == "done" && merge.merged_at > now - TimeDelta::days(limits::MERGE_DAYS)
}

/// A record of a merge as the caller sees it.
fn reference(ctx: &Ctx, object: &ObjectDef, record: &Record) -> Json {
    json!({"id": record.id, "object": object.name, "name": name_shown(ctx, object, record)})
}

fn over() -> Fault {
    Fault::new(Code::MergeOver).with("days", limits::MERGE_DAYS)
}

impl App {
    /// Takes a merge back within a month: both records are there again, with what nobody has changed since.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::MissingRight`], [`Code::MergeOver`], or a unique value that was given away meanwhile.
    pub async fn undo_merge(&self, ctx: &Ctx, id: Uuid) -> Result<UnmergedView, Fault> {
        let (app, ctx) = (self.clone(), ctx.clone());
        self.store.write(move |tx| async move { undo_in(tx, &app, &ctx, id).await }.boxed()).await
    }

    /// The newest merges of an object whose records the caller could merge.
    ///
    /// # Errors
    /// [`Code::MissingRight`].
    pub async fn merges(&self, ctx: &Ctx, object: &str) -> Result<MergesAnswer, Fault> {
        let object = ctx.object(object)?;
        if !ctx.viewer.may(&object, Action::Merge) {
            return Err(missing(Action::Merge));
        }
        let mut conn = self.store.read().await?;
        let merges = conn.merges(&object.name, TOLD).await?;
        let ids: Vec<Uuid> = merges.iter().flat_map(|merge| [merge.winner, merge.loser]).collect();
        let records = conn.fetch(&object, &ids, &all_fields(&object), false).await?;
        let sight = Sight::of(&mut conn, ctx, &object, &records).await?;
        let known = |id: Uuid| {
            let record = records.iter().find(|record| record.id == id)?;
            let mine = sight.may(record, Action::Read) && sight.may(record, Action::Merge);
            mine.then(|| reference(ctx, &object, record))
        };
        let items = merges.into_iter().filter_map(|merge| {
            Some(MergeView {
                id: merge.id,
                winner: known(merge.winner)?,
                loser: known(merge.loser)?,
                merged_by: ctx.company.person(merge.merged_by),
                merged_at: merge.merged_at,
                can_undo: undoable(&merge, ctx.now),
                undone: merge.state == "undone",
            })
        });
        Ok(MergesAnswer { items: items.collect() })
    }
}

/// A record that was merged away answers with where it went, to those who may see that.
///
/// # Errors
/// [`Code::Merged`] with the record that stays; otherwise the store's trouble alone.
pub(crate) async fn went(conn: &mut Conn, ctx: &Ctx, object: &Arc<ObjectDef>, id: Uuid) -> Result<(), Fault> {
    let mut at = id;
    // What it was merged into may have been merged on.
    for _ in 0..20 {
        let Some(merge) = conn.merged_away(at).await? else { break };
        at = merge.winner;
    }
    if at == id {
        return Ok(());
    }
    let records = conn.fetch(object, &[at], &all_fields(object), false).await?;
    let sight = Sight::of(conn, ctx, object, &records).await?;
    let seen = records
        .iter()
        .find(|record| value_of(object, record, "deleted_at").is_null() && sight.may(record, Action::Read));
    let Some(record) = seen else { return Ok(()) };
    Err(Fault::new(Code::Merged).more("merged_into", reference(ctx, object, record).to_string()))
}

async fn undo_in(tx: &mut Tx, app: &App, ctx: &Ctx, id: Uuid) -> Result<UnmergedView, Fault> {
    let merge = tx.merge(id).await?.ok_or_else(|| Fault::new(Code::NotFound))?;
    let object = ctx.object(&merge.object).map_err(|_| Fault::new(Code::NotFound))?;
    let stays = change::locked(tx, &object, merge.winner).await?;
    let goes = tx.fetch(&object, &[merge.loser], &all_fields(&object), true).await?.pop().ok_or_else(over)?;
    for record in [&stays, &goes] {
        permit(tx, ctx, &object, record, Action::Merge).await?;
    }
    if !undoable(&merge, ctx.now) || value_of(&object, &goes, "deleted_at").is_null() {
        return Err(over());
    }
    if !tx.undo_merge(id).await? {
        return Err(over());
    }
    let doc: MergeDoc = serde_json::from_str(&merge.doc).map_err(|_| Fault::new(Code::Internal))?;
    let (sets, mut kept) = given_back(&object, &stays, &merge, &doc);
    if !sets.is_empty() {
        change::write(tx, app, ctx, &object, stays, sets, None).await?;
    }
    let back = remove::mark(tx, app, ctx, &object, goes, false).await?;
    let mut moved = 0;
    for reference in tx.moved_references(id).await? {
        if turn_back(tx, app, ctx, &object, &merge, &doc, &reference).await? { moved += 1 } else { kept += 1 }
    }
    for member in &doc.members {
        tx.drop_member(merge.winner, *member).await?;
    }
    tx.move_back(&doc.comments, merge.winner, merge.loser).await?;
    for follower in &doc.followers {
        tx.drop_follower(merge.winner, *follower).await?;
    }
    look(tx, app, ctx, &object, &back).await?;
    let detail = json!({"loser": merge.loser, "merge": id, "moved": moved, "kept": kept});
    tx.audit(ctx.entry("record.unmerged", Some(&object.name), Some(merge.winner), &detail));
    Ok(UnmergedView { moved, kept })
}

/// The values that the winner had before, as far as nobody has changed them since; and how many were changed.
fn given_back(object: &ObjectDef, stays: &Record, merge: &Merge, doc: &MergeDoc) -> (Values, usize) {
    let (mut sets, mut kept) = (Values::new(), 0);
    for (name, pair) in &doc.taken {
        let Some(at) = object.position(name) else { continue };
        let value = |side: usize| from_json(&object.fields[at], &pair[side]).unwrap_or_default();
        if stays.values[at] == value(1) {
            sets.push((at, value(0)));
        } else {
            kept += 1;
        }
    }
    for name in &doc.emptied {
        let Some(at) = object.position(name) else { continue };
        if stays.values[at].is_null() {
            sets.push((at, pointer(&object.fields[at], object, merge.loser)));
        } else {
            kept += 1;
        }
    }
    (sets, kept)
}

/// Turns a reference back unless somebody has changed it since.
async fn turn_back(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    merge: &Merge,
    doc: &MergeDoc,
    reference: &MovedReference,
) -> Result<bool, Fault> {
    let Some(other) = ctx.company.schema.object(&reference.object).cloned() else { return Ok(false) };
    let Some(at) = other.position(&reference.field) else { return Ok(false) };
    let found = tx.fetch(&other, &[reference.record], &all_fields(&other), true).await?.pop();
    let field = &other.fields[at];
    let Some(record) = found else { return Ok(false) };
    let back = match &record.values[at] {
        Value::Lines(known) => {
            let turned_then = doc.lines.iter().find(|(id, name, _)| *id == record.id && *name == field.name);
            let which = turned_then.map(|(.., which)| which.as_slice()).unwrap_or_default();
            let (new, changed) =
                lines::turned(field, &object.name, known, (merge.winner, merge.loser), Some(which));
            if changed.is_empty() {
                return Ok(false);
            }
            new
        }
        Value::List(list) if list.contains(&merge.winner.to_string()) => {
            let both = doc.both.iter().any(|(id, name)| *id == record.id && *name == field.name);
            if both {
                let mut list = list.clone();
                list.push(merge.loser.to_string());
                Value::List(list)
            } else {
                turned(field, object, &record.values[at], (merge.winner, merge.loser)).0
            }
        }
        value if *value == pointer(field, object, merge.winner) => pointer(field, object, merge.loser),
        _ => return Ok(false),
    };
    let sets = vec![(at, back)];
    change::write(tx, app, ctx, &other, record, sets, None).await?;
    Ok(true)
}
