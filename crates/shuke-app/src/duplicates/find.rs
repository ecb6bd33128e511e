//! Looking for records that may be the same: at save, while somebody types, and for a record that is shown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_meta::{ObjectDef, Policy};
use shuke_store::records::Record;
use shuke_store::system::Pair;
use shuke_store::{Conn, Tx};

use super::{Told, keys_of, told};
use crate::App;
use crate::context::{Ctx, Via};
use crate::records::sight::Sight;
use crate::records::{all_fields, draft, missing, read, value_of};

/// Records that are compared, at most.
const COMPARED: usize = 60;
/// Records that are told of, at most.
const TOLD: usize = 10;

/// A record that may be the same.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) record: Record,
    /// The fields that agree, and whether only nearly.
    pub(crate) reasons: Vec<(usize, bool)>,
}

/// A field that agrees.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonView {
    /// Api name.
    pub field: String,
    /// Label in the caller's language.
    pub label: String,
    /// Only nearly the same.
    pub similar: bool,
}

/// A possible duplicate as the caller sees it: of a record out of sight only whose it is and how fresh.
#[derive(Debug, Clone, Serialize)]
pub struct DuplicateView {
    /// The record; nothing when the caller may not see it.
    pub id: Option<Uuid>,
    /// Its name; nothing when the caller may not see it.
    pub name: Option<String>,
    /// Its owner.
    pub owner: Json,
    /// The day of the last follow-up.
    pub last_follow_up_on: Option<String>,
    /// Whether the caller may merge it.
    pub can_merge: bool,
    /// Why it may be the same.
    pub reasons: Vec<ReasonView>,
}

/// What a check says.
#[derive(Debug, Clone, Serialize)]
pub struct CheckAnswer {
    /// What becomes of a save: `allow`, `warn` or `block`.
    pub policy: &'static str,
    /// The records that may be the same, the surest first.
    pub items: Vec<DuplicateView>,
}

/// The records among `ids` that agree with what is told.
pub(super) async fn compared(
    conn: &mut Conn,
    object: &ObjectDef,
    asked: &[Told],
    ids: &[Uuid],
) -> Result<Vec<Found>, Fault> {
    let records = conn.fetch(object, ids, &all_fields(object), false).await?;
    let mut found: Vec<Found> = records
        .into_iter()
        .filter(|record| value_of(object, record, "deleted_at").is_null())
        .map(|record| Found { reasons: agreeing(asked, &told(object, &record.values)), record })
        .filter(|found| !found.reasons.is_empty())
        .collect();
    found.sort_by_key(|it| Reverse((it.reasons.iter().filter(|(_, near)| !near).count(), it.record.id)));
    Ok(found)
}

/// The fields of the one that the other agrees with.
pub(super) fn agreeing(asked: &[Told], other: &[Told]) -> Vec<(usize, bool)> {
    let mut reasons: BTreeMap<usize, bool> = BTreeMap::new();
    for mine in asked {
        for similar in other.iter().filter_map(|theirs| mine.agrees(theirs)) {
            let known = reasons.entry(mine.at).or_insert(similar);
            *known = *known && similar;
        }
    }
    reasons.into_iter().collect()
}

fn candidates(hits: &[(i64, Uuid)], own: Option<Uuid>) -> Vec<Uuid> {
    let mut shared: HashMap<Uuid, usize> = HashMap::new();
    for (_, record) in hits.iter().filter(|(_, record)| Some(*record) != own) {
        *shared.entry(*record).or_default() += 1;
    }
    let mut ids: Vec<(Reverse<usize>, Reverse<Uuid>)> =
        shared.into_iter().map(|(id, count)| (Reverse(count), Reverse(id))).collect();
    ids.sort_unstable();
    ids.into_iter().take(COMPARED).map(|(_, Reverse(id))| id).collect()
}

/// The live records that agree with what a record tells, in a transaction that may have written some of them.
pub(crate) async fn found_for(
    tx: &mut Tx,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
) -> Result<Vec<Found>, Fault> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let hits = tx.same_keys(&keys_of(object, asked)).await?;
    compared(tx, object, asked, &candidates(&hits, own)).await
}

async fn found_by(
    conn: &mut Conn,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
) -> Result<Vec<Found>, Fault> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let hits = conn.same_keys(&keys_of(object, asked)).await?;
    compared(conn, object, asked, &candidates(&hits, own)).await
}

/// What the caller may know of them.
pub(super) async fn views(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    found: &[Found],
) -> Result<Vec<DuplicateView>, Fault> {
    let records: Vec<Record> = found.iter().map(|it| it.record.clone()).collect();
    let sight = Sight::of(conn, ctx, object, &records).await?;
    let told = ctx.company.settings.duplicates_told;
    let named = ctx.viewer.field_mask(object).readable(object.name_def());
    let seen = found.iter().map(|it| (it, sight.may(&it.record, Action::Read)));
    Ok(seen
        .filter(|(_, visible)| *visible || told)
        .take(TOLD)
        .map(|(it, visible)| {
            let record = &it.record;
            let name = value_of(object, record, &object.name_field).as_text().filter(|_| named);
            let last = value_of(object, record, "last_follow_up_at").as_time();
            DuplicateView {
                id: visible.then_some(record.id),
                name: visible.then(|| name.unwrap_or_default().to_owned()),
                owner: ctx.company.person(value_of(object, record, "owner").as_id()),
                last_follow_up_on: last.map(|at| at.with_timezone(&ctx.zone()).date_naive().to_string()),
                can_merge: visible && sight.may(record, Action::Merge),
                reasons: it
                    .reasons
                    .iter()
                    .map(|(at, similar)| ReasonView {
                        field: object.fields[*at].name.clone(),
                        label: object.fields[*at].label.get(ctx.locale).to_owned(),
                        similar: *similar,
                    })
                    .collect(),
            }
        })
        .collect())
}

fn policy(object: &ObjectDef, via: Via) -> Policy {
    let Some(duplicates) = &object.duplicates else { return Policy::Allow };
    match via {
        Via::Page => duplicates.page,
        Via::Api => duplicates.api,
        // Files are looked through afterwards; the program itself and its operator know what they do.
        Via::Import | Via::System | Via::Command | Via::Formula => Policy::Allow,
    }
}

/// Looks for duplicates of a record that is about to be written, and refuses it when the policy of the door says so.
/// With `changed`, only these fields are looked at.
///
/// # Errors
/// [`Code::PossibleDuplicate`] when the caller has not accepted them, [`Code::DuplicateRecord`]; both with the records.
pub(crate) async fn at_save(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    own: Option<Uuid>,
    values: &[Value],
    changed: Option<&[usize]>,
) -> Result<Vec<Found>, Fault> {
    let mut asked = told(object, values);
    asked.retain(|it| changed.is_none_or(|changed| changed.contains(&it.at)));
    let mut found = found_for(tx, object, own, &asked).await?;
    if let Some(own) = own.filter(|_| !found.is_empty()) {
        let apart = tx.told_apart(own).await?;
        found.retain(|it| !apart.contains(&it.record.id));
    }
    let policy = policy(object, ctx.via);
    if found.is_empty() || policy == Policy::Allow {
        return Ok(found);
    }
    let views = views(tx, ctx, object, &found).await?;
    if views.is_empty() {
        return Ok(found);
    }
    let exact = views.iter().any(|view| view.reasons.iter().any(|reason| !reason.similar));
    let code = match policy {
        Policy::Block if exact => Code::DuplicateRecord,
        _ if ctx.accept_duplicates => return Ok(found),
        _ => Code::PossibleDuplicate,
    };
    let told = serde_json::to_string(&views).map_err(|_| Fault::new(Code::Internal))?;
    Err(Fault::new(code).with("count", views.len()).more("duplicates", told))
}

/// Notes what was found of a record for the steward.
pub(crate) fn note(tx: &mut Tx, app: &App, ctx: &Ctx, object: &ObjectDef, record: Uuid, found: &[Found]) {
    for it in found.iter().take(TOLD) {
        tx.note_pair(Pair::open(app.ids.new_id(ctx.now), &object.name, record, it.record.id));
    }
}

impl App {
    /// The records that may be the same as one that is being written, under the caller's rights. `id` is the record
    /// that is being changed.
    ///
    /// # Errors
    /// A missing right, or what is wrong with the values.
    pub async fn check_duplicates(
        &self,
        ctx: &Ctx,
        object: &str,
        values: &Map<String, Json>,
        id: Option<Uuid>,
    ) -> Result<CheckAnswer, Fault> {
        let object = ctx.object(object)?;
        let needed = if id.is_some() { Action::Edit } else { Action::Create };
        if !ctx.viewer.may(&object, needed) {
            return Err(missing(needed));
        }
        let mut row = vec![Value::Null; object.fields.len()];
        for (at, value) in draft::values(ctx, &object, values)? {
            row[at] = value;
        }
        let mut conn = self.store.read().await?;
        let mut found = found_by(&mut conn, &object, id, &told(&object, &row)).await?;
        if let Some(id) = id {
            let apart = conn.told_apart(id).await?;
            found.retain(|it| !apart.contains(&it.record.id));
        }
        let items = views(&mut conn, ctx, &object, &found).await?;
        Ok(CheckAnswer { policy: policy(&object, ctx.via).name(), items })
    }

    /// The records that may be the same as one that the caller sees, without those that a steward has told from it.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn duplicates_of(&self, ctx: &Ctx, object: &str, id: Uuid) -> Result<CheckAnswer, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let items = if value_of(&object, &record, "deleted_at").is_null() {
            self.shown_for(&mut conn, ctx, &object, &record).await?
        } else {
            Vec::new()
        };
        Ok(CheckAnswer { policy: policy(&object, ctx.via).name(), items })
    }

    async fn shown_for(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        record: &Record,
    ) -> Result<Vec<DuplicateView>, Fault> {
        let mask = ctx.viewer.field_mask(object);
        // What the caller can't read tells the caller nothing.
        let mut asked = told(object, &record.values);
        asked.retain(|it| mask.readable(&object.fields[it.at]));
        let mut found = found_by(conn, object, Some(record.id), &asked).await?;
        let apart: HashSet<Uuid> =
            if found.is_empty() { HashSet::new() } else { conn.told_apart(record.id).await? };
        found.retain(|it| !apart.contains(&it.record.id));
        views(conn, ctx, object, &found).await
    }
}
