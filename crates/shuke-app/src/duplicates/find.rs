//! Looking for records that may be the same: at save, while somebody types, and for a record that is shown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid};
use shuke_meta::{ObjectDef, Policy};
use shuke_store::records::Record;
use shuke_store::system::Pair;
use shuke_store::{Conn, Tx};

use super::{Told, keys_of, name_shown, readable, told, told_of, value_shown};
use crate::App;
use crate::context::{Ctx, Via};
use crate::records::sight::Sight;
use crate::records::{all_fields, draft, missing, read, value_of};

/// Records that are compared, at most.
const COMPARED: usize = 60;
/// Records that are told of, at most.
const TOLD: usize = 10;

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

/// Why two records may be the same, as far as the caller sees what both tell; nothing when the caller sees none of it.
pub(super) fn reasons(ctx: &Ctx, object: &ObjectDef, one: Vec<Told>, other: Vec<Told>) -> Vec<ReasonView> {
    let agreeing = agreeing(&readable(ctx, object, one), &readable(ctx, object, other));
    let view = |(at, similar): (usize, bool)| {
        let field = &object.fields[at];
        ReasonView { field: field.name.clone(), label: field.label.get(ctx.locale).to_owned(), similar }
    };
    agreeing.into_iter().map(view).collect()
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

/// The live records among those that share keys which do agree with what is told, the surest first.
async fn compared(
    conn: &mut Conn,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
    hits: &[(i64, Uuid)],
) -> Result<Vec<Record>, Fault> {
    let records = conn.fetch(object, &candidates(hits, own), &all_fields(object), false).await?;
    let mut found: Vec<(usize, Record)> = records
        .into_iter()
        .filter(|record| value_of(object, record, "deleted_at").is_null())
        .filter_map(|record| {
            let reasons = agreeing(asked, &told(object, &record.values));
            let exact = reasons.iter().filter(|(_, near)| !near).count();
            (!reasons.is_empty()).then_some((exact, record))
        })
        .collect();
    found.sort_by_key(|(exact, record)| Reverse((*exact, record.id)));
    Ok(found.into_iter().map(|(_, record)| record).collect())
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
pub(super) async fn found_for(
    tx: &mut Tx,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
) -> Result<Vec<Record>, Fault> {
    let hits = tx.same_keys(&keys_of(object, asked)).await?;
    compared(tx, object, own, asked, &hits).await
}

/// The live records that agree with what a record tells, as the caller sees them, without those that a steward has
/// told from it.
async fn shown_to(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
) -> Result<Vec<DuplicateView>, Fault> {
    let hits = conn.same_keys(&keys_of(object, asked)).await?;
    let found = compared(conn, object, own, asked, &hits).await?;
    let found = without_apart(conn, own, found).await?;
    views(conn, ctx, object, asked, &found).await
}

/// Leaves out what a steward has told from the record.
async fn without_apart(
    conn: &mut Conn,
    own: Option<Uuid>,
    mut found: Vec<Record>,
) -> Result<Vec<Record>, Fault> {
    if let Some(own) = own.filter(|_| !found.is_empty()) {
        let apart = conn.told_apart(own).await?;
        found.retain(|record| !apart.contains(&record.id));
    }
    Ok(found)
}

/// What the caller may know of records that agree with what was asked: of those that agree only in what the caller
/// doesn't see nothing.
async fn views(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    asked: &[Told],
    found: &[Record],
) -> Result<Vec<DuplicateView>, Fault> {
    let sight = Sight::of(conn, ctx, object, found).await?;
    let out_of_sight = ctx.company.settings.duplicates_told;
    let view = |record: &Record| {
        let visible = sight.may(record, Action::Read);
        let reasons = reasons(ctx, object, asked.to_vec(), told(object, &record.values));
        if reasons.is_empty() || !(visible || out_of_sight) {
            return None;
        }
        let last = value_shown(ctx, object, record, "last_follow_up_at").as_time();
        Some(DuplicateView {
            id: visible.then_some(record.id),
            name: visible.then(|| name_shown(ctx, object, record)),
            owner: ctx.company.person(value_of(object, record, "owner").as_id()),
            last_follow_up_on: last.map(|at| at.with_timezone(&ctx.zone()).date_naive().to_string()),
            can_merge: visible && sight.may(record, Action::Merge),
            reasons,
        })
    };
    Ok(found.iter().filter_map(view).take(TOLD).collect())
}

fn policy(object: &ObjectDef, via: Via) -> Policy {
    let Some(duplicates) = &object.duplicates else { return Policy::Allow };
    match via {
        Via::Page => duplicates.page,
        Via::Api => duplicates.api,
        // Files are looked through afterwards; the program itself and its operator know what they do.
        Via::Import | Via::System | Via::Command | Via::Formula | Via::Config => Policy::Allow,
    }
}

/// Looks for duplicates of what is about to be written, and refuses it when the policy of the door says so. Of `own`, a
/// record that is changed, what the change tells is asked alone.
///
/// # Errors
/// [`Code::PossibleDuplicate`] when the caller has not accepted them, [`Code::DuplicateRecord`]; both with the records.
pub(crate) async fn at_save(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    own: Option<Uuid>,
    asked: &[Told],
) -> Result<Vec<Record>, Fault> {
    let found = found_for(tx, object, own, asked).await?;
    let found = without_apart(tx, own, found).await?;
    let policy = policy(object, ctx.via);
    if found.is_empty() || policy == Policy::Allow {
        return Ok(found);
    }
    let views = views(tx, ctx, object, asked, &found).await?;
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
pub(crate) fn note(tx: &mut Tx, app: &App, ctx: &Ctx, object: &ObjectDef, record: Uuid, found: &[Record]) {
    for other in found.iter().take(TOLD) {
        tx.note_pair(Pair::open(app.ids.new_id(ctx.now), &object.name, record, other.id));
    }
}

/// Looks for duplicates of a record that is there again, and notes them for the steward.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn look(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
) -> Result<(), Fault> {
    let found = found_for(tx, object, Some(record.id), &told(object, &record.values)).await?;
    note(tx, app, ctx, object, record.id, &found);
    Ok(())
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
        let asked = told_of(&object, &draft::values(ctx, &object, values)?);
        let mut conn = self.store.read().await?;
        let items = shown_to(&mut conn, ctx, &object, id, &asked).await?;
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
            // What the caller can't read tells the caller nothing.
            let asked = readable(ctx, &object, told(&object, &record.values));
            shown_to(&mut conn, ctx, &object, Some(id), &asked).await?
        } else {
            Vec::new()
        };
        Ok(CheckAnswer { policy: policy(&object, ctx.via).name(), items })
    }
}
