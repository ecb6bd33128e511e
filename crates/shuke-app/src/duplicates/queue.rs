//! The steward's queue: pairs that wait to be merged or told apart.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;
use shuke_store::system::Pair;
use shuke_store::{Conn, Tx};

use super::find::{ReasonView, agreeing, reasons};
use super::{build, name_shown, told, value_shown};
use crate::App;
use crate::context::Ctx;
use crate::records::history::page_size;
use crate::records::sight::{Sight, permit};
use crate::records::{all_fields, missing, value_of};

/// Pairs of one page when the caller doesn't say.
const USUAL: usize = 30;
/// Stretches of the queue that are read for one page, so that pairs outside the caller's reach cost no more than that.
const STRETCHES: usize = 10;

/// One record of a pair.
#[derive(Debug, Clone, Serialize)]
pub struct SideView {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Json,
    /// When it came to be.
    pub created_at: Option<Moment>,
    /// Its last follow-up.
    pub last_follow_up_at: Option<Moment>,
}

/// A pair that may be the same.
#[derive(Debug, Clone, Serialize)]
pub struct PairView {
    /// The pair.
    pub id: Uuid,
    /// The two records, the older first.
    pub records: Vec<SideView>,
    /// Why they may be the same.
    pub reasons: Vec<ReasonView>,
    /// `open` or `dismissed`.
    pub state: String,
    /// Who told them apart.
    pub decided_by: Json,
    /// When.
    pub decided_at: Option<Moment>,
}

/// How far the search for pairs among records that were there before is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Searching {
    /// Records dealt with.
    pub done: i64,
    /// Records in all.
    pub total: i64,
}

/// A page of the queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueAnswer {
    /// The pairs, the newest first.
    pub items: Vec<PairView>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// While the records that were there before are looked through, pairs may be missing.
    pub searching: Option<Searching>,
}

fn steward(ctx: &Ctx, object: &str) -> Result<Arc<ObjectDef>, Fault> {
    let object = ctx.object(object)?;
    if ctx.viewer.may(&object, Action::Merge) { Ok(object) } else { Err(missing(Action::Merge)) }
}

fn side(ctx: &Ctx, object: &ObjectDef, record: &Record) -> SideView {
    SideView {
        id: record.id,
        name: name_shown(ctx, object, record),
        owner: ctx.company.person(value_of(object, record, "owner").as_id()),
        created_at: value_of(object, record, "created_at").as_time(),
        last_follow_up_at: value_shown(ctx, object, record, "last_follow_up_at").as_time(),
    }
}

/// The pairs whose records are both live and within the caller's right to merge, and still agree.
async fn shown(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    pairs: Vec<Pair>,
) -> Result<Vec<PairView>, Fault> {
    let mut ids: Vec<Uuid> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut records = conn.fetch(object, &ids, &all_fields(object), false).await?;
    records.retain(|record| value_of(object, record, "deleted_at").is_null());
    let sight = Sight::of(conn, ctx, object, &records).await?;
    let mine = |record: &&Record| sight.may(record, Action::Read) && sight.may(record, Action::Merge);
    let known: HashMap<Uuid, &Record> =
        records.iter().filter(mine).map(|record| (record.id, record)).collect();
    let view = |pair: Pair| {
        let (a, b) = (known.get(&pair.a)?, known.get(&pair.b)?);
        let (one, other) = (told(object, &a.values), told(object, &b.values));
        if agreeing(&one, &other).is_empty() {
            return None;
        }
        Some(PairView {
            id: pair.id,
            records: vec![side(ctx, object, a), side(ctx, object, b)],
            reasons: reasons(ctx, object, one, other),
            state: pair.state,
            decided_by: ctx.company.person(pair.decided_by),
            decided_at: pair.decided_at,
        })
    };
    Ok(pairs.into_iter().filter_map(view).collect())
}

impl App {
    /// A page of the pairs of an object that the caller could merge, the newest first: those that wait, or those that
    /// were told apart.
    ///
    /// # Errors
    /// [`Code::MissingRight`], or what is wrong with the request.
    pub async fn duplicate_queue(
        &self,
        ctx: &Ctx,
        object: &str,
        dismissed: bool,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<QueueAnswer, Fault> {
        let limit = page_size(limit, USUAL)?;
        let object = steward(ctx, object)?;
        let bad = |_| Fault::invalid(vec![FieldFault::property("cursor", Code::InvalidCursor)]);
        let mut before = cursor.map(str::parse::<Uuid>).transpose().map_err(bad)?;
        let mut conn = self.store.read().await?;
        // Asked for first: where nothing is looked for any more, whatever was found is below.
        let keyed = conn.keyed_objects().await?;
        let searching = keyed.into_iter().find(|it| it.object == object.name && it.phase != "ready");
        let state = if dismissed { "dismissed" } else { "open" };
        let (mut items, mut more) = (Vec::new(), true);
        for _ in 0..STRETCHES {
            let room = limit - items.len();
            let pairs = conn.pairs(&object.name, state, before, room + 1).await?;
            more = pairs.len() > room;
            let pairs: Vec<Pair> = pairs.into_iter().take(room).collect();
            before = pairs.last().map(|pair| pair.id).or(before);
            items.extend(shown(&mut conn, ctx, &object, pairs).await?);
            if !more || items.len() >= limit {
                break;
            }
        }
        Ok(QueueAnswer {
            items,
            next_cursor: before.filter(|_| more).map(|id| id.to_string()),
            searching: searching.map(|it| Searching { done: it.done.min(it.total), total: it.total }),
        })
    }

    /// Says that the two records of a pair are not the same, which is remembered; or, with `apart` false, that they
    /// are to be looked at again.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::MissingRight`].
    pub async fn decide_pair(&self, ctx: &Ctx, id: Uuid, apart: bool) -> Result<(), Fault> {
        let pair = self.store.read().await?.pair(id).await?;
        let pair = pair.ok_or_else(|| Fault::new(Code::NotFound))?;
        let object = ctx.object(&pair.object).map_err(|_| Fault::new(Code::NotFound))?;
        self.decide(ctx, object, pair, apart).await
    }

    /// Says of a record and another that they are not the same.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::MissingRight`].
    pub async fn tell_apart(&self, ctx: &Ctx, object: &str, id: Uuid, other: Uuid) -> Result<(), Fault> {
        let object = ctx.object(object)?;
        if id == other {
            return Err(Fault::new(Code::MergeSame));
        }
        let pair = Pair::open(self.new_id(), &object.name, id, other);
        self.decide(ctx, object, pair, true).await
    }

    async fn decide(&self, ctx: &Ctx, object: Arc<ObjectDef>, pair: Pair, apart: bool) -> Result<(), Fault> {
        let ctx = ctx.clone();
        self.store
            .write(move |tx| async move { decide_in(tx, &ctx, &object, pair, apart).await }.boxed())
            .await
    }

    /// Looks through all records of an object for pairs, as a job.
    ///
    /// # Errors
    /// [`Code::MissingRight`].
    pub async fn search_pairs(&self, ctx: &Ctx, object: &str) -> Result<(), Fault> {
        let object = steward(ctx, object)?;
        let app = self.clone();
        self.store
            .write(move |tx| {
                async move {
                    let known = tx.keyed_objects().await?;
                    // What is under way goes on, and looks for pairs at its end.
                    let busy = known.iter().any(|it| it.object == object.name && it.phase != "ready");
                    if busy { Ok(()) } else { build::begin(tx, &app, &object, "pairs").await }
                }
                .boxed()
            })
            .await
    }
}

async fn decide_in(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    mut pair: Pair,
    apart: bool,
) -> Result<(), Fault> {
    let records = tx.fetch(object, &[pair.a, pair.b], &all_fields(object), true).await?;
    let live = |record: &&Record| value_of(object, record, "deleted_at").is_null();
    if records.iter().filter(live).count() < 2 {
        return Err(Fault::new(Code::NotFound));
    }
    for record in &records {
        permit(tx, ctx, object, record, Action::Merge).await?;
    }
    pair.state = if apart { "dismissed" } else { "open" }.to_owned();
    (pair.decided_by, pair.decided_at) = if apart { (ctx.user, Some(ctx.now)) } else { (None, None) };
    tx.decide_pair(&pair).await?;
    let action = if apart { "duplicate.dismissed" } else { "duplicate.reopened" };
    tx.audit(ctx.entry(action, Some(&object.name), Some(pair.a), &json!({"other": pair.b})));
    Ok(())
}
