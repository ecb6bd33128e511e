//! What other records have computed from a record follows when the record changes: in the same transaction up to a
//! limit, beyond it soon, by a job.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::json;
use shuke_access::{Action, Viewer};
use shuke_base::{Fault, Uuid, Value};
use shuke_expr::{Cond, Hop, Op, Path, Test};
use shuke_meta::ObjectDef;
use shuke_store::compile::ListQuery;
use shuke_store::system::{Recalculation, Via};
use shuke_store::{Conn, Tx};

use super::plan::{Follower, Over};
use super::{job, own, rollup};
use crate::App;
use crate::context::Ctx;
use crate::records::{all_fields, ledger, stage, value_of};

/// Records of one object that follow in the transaction of the change itself, at most.
pub const FOLLOWERS: usize = 200;
/// Records that a roll-up reads in the transaction of the change itself, at most.
pub const WIDE: u64 = 2_000;

/// A record before and after a change; nothing where it isn't among the live ones.
#[derive(Debug)]
pub struct Touched {
    /// The record.
    pub id: Uuid,
    /// A value for every field.
    pub old: Option<Vec<Value>>,
    /// A value for every field.
    pub new: Option<Vec<Value>>,
}

/// Carries changes of records of one object on to what is computed from them.
pub fn ripple<'a>(
    tx: &'a mut Tx,
    app: &'a App,
    ctx: &'a Ctx,
    object: &'a Arc<ObjectDef>,
    touched: &'a [Touched],
) -> BoxFuture<'a, Result<(), Fault>> {
    async move {
        let plan = ctx.company.plan();
        let Some(plan) = plan.of(&object.name).filter(|_| !touched.is_empty()) else { return Ok(()) };
        // Each record is computed once, whatever leads to it.
        let mut few: BTreeMap<String, Wanted> = BTreeMap::new();
        for follower in &plan.followers {
            follow(tx, app, follower, touched, &mut few).await?;
        }
        for over in &plan.counted {
            count(tx, app, over, touched, &mut few).await?;
        }
        for wanted in few.into_values() {
            let ids: Vec<Uuid> = wanted.ids.into_iter().collect();
            let rollups: Vec<&Over> = wanted.rollups.iter().map(AsRef::as_ref).collect();
            recompute(tx, app, ctx, &wanted.object, &ids, &rollups).await?;
        }
        Ok(())
    }
    .boxed()
}

struct Wanted {
    object: Arc<ObjectDef>,
    ids: BTreeSet<Uuid>,
    rollups: Vec<Arc<Over>>,
}

fn wanted<'a>(few: &'a mut BTreeMap<String, Wanted>, object: &Arc<ObjectDef>) -> &'a mut Wanted {
    few.entry(object.name.clone()).or_insert_with(|| Wanted {
        object: Arc::clone(object),
        ids: BTreeSet::new(),
        rollups: Vec::new(),
    })
}

async fn follow(
    tx: &mut Tx,
    app: &App,
    follower: &Follower,
    touched: &[Touched],
    few: &mut BTreeMap<String, Wanted>,
) -> Result<(), Fault> {
    let reads = follower.reads;
    let changed = touched.iter().filter(|it| match (&it.old, &it.new) {
        (Some(old), Some(new)) => old[reads] != new[reads],
        // Nothing points to a new record; and one in the recycle bin is looked through like any other.
        _ => false,
    });
    let ids: Vec<Uuid> = changed.map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    if let Some(found) = back(tx, &follower.way, &ids).await? {
        wanted(few, &follower.object).ids.extend(found);
        return Ok(());
    }
    let names: Vec<&str> = follower.way.iter().map(|hop| hop.def().name.as_str()).collect();
    for id in ids {
        let doc = json!({"through": names, "id": id});
        job::ask(tx, app, &follower.object, follower.field, &doc).await?;
    }
    Ok(())
}

/// The records from which the way leads to one of these; nothing when they are too many.
async fn back(conn: &mut Conn, way: &[Hop], ids: &[Uuid]) -> Result<Option<Vec<Uuid>>, Fault> {
    let mut found: Vec<Uuid> = ids.to_vec();
    for hop in way.iter().rev() {
        if found.len() > FOLLOWERS {
            return Ok(None);
        }
        let cond = Cond::Test(Test {
            path: Path::own(&hop.object, hop.field),
            op: Op::In(found.iter().map(|id| Value::Id(*id)).collect()),
        });
        let page = conn.list(&query(&hop.object, &cond, &Viewer::system(), FOLLOWERS + 1)).await?;
        found = page.records.into_iter().map(|record| record.id).collect();
    }
    Ok((found.len() <= FOLLOWERS).then_some(found))
}

pub(super) fn query<'a>(
    object: &'a Arc<ObjectDef>,
    cond: &'a Cond,
    viewer: &'a Viewer,
    limit: usize,
) -> ListQuery<'a> {
    ListQuery {
        object,
        viewer,
        action: Action::Read,
        fields: &[],
        cond: Some(cond),
        sort: &[],
        limit,
        cursor: None,
        deleted: false,
    }
}

async fn count(
    tx: &mut Tx,
    app: &App,
    over: &Arc<Over>,
    touched: &[Touched],
    few: &mut BTreeMap<String, Wanted>,
) -> Result<(), Fault> {
    let mut parents = HashSet::new();
    for it in touched {
        let parent = |row: &Option<Vec<Value>>| row.as_ref().and_then(|row| row[over.via].as_id());
        if let (Some(old), Some(new)) = (&it.old, &it.new) {
            let mut matter =
                [Some(over.via), over.measure.field].into_iter().flatten().chain(over.tests.iter().copied());
            if matter.all(|at| old[at] == new[at]) {
                continue;
            }
        }
        parents.extend(parent(&it.old).into_iter().chain(parent(&it.new)));
    }
    let parents: Vec<Uuid> = parents.into_iter().collect();
    if parents.is_empty() {
        return Ok(());
    }
    let viewer = Viewer::system();
    let wide = parents.len() > FOLLOWERS || {
        let cond = rollup::pointing(over, &parents);
        tx.count(&query(&over.child, &cond, &viewer, 1), Some(WIDE + 1)).await? > WIDE
    };
    if wide {
        for id in parents {
            job::ask(tx, app, &over.object, over.field, &json!({"record": id})).await?;
        }
        return Ok(());
    }
    let wanted = wanted(few, &over.object);
    wanted.ids.extend(parents);
    if !wanted.rollups.iter().any(|known| Arc::ptr_eq(known, over)) {
        wanted.rollups.push(Arc::clone(over));
    }
    Ok(())
}

/// Computes records anew: these roll-ups, and all formulas and look-ups. What differs is written with its trail, and
/// carried on.
///
/// # Errors
/// The store's trouble.
pub async fn recompute(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    ids: &[Uuid],
    rollups: &[&Over],
) -> Result<(), Fault> {
    let mut records = tx.fetch(object, ids, &all_fields(object), true).await?;
    records.retain(|record| value_of(object, record, "deleted_at").is_null());
    let mut rows: Vec<Vec<Value>> = records.iter().map(|record| record.values.clone()).collect();
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    for over in rollups {
        let mut figures = rollup::figures(tx, over, &ids, &ctx.company.settings.currency).await?;
        for (row, id) in rows.iter_mut().zip(&ids) {
            row[over.field] = figures.remove(id).unwrap_or_default();
        }
    }
    own::fill(tx, ctx, object, &mut rows).await?;
    let ctx = Ctx { via: Via::Formula, user: None, ..ctx.clone() };
    let mut touched = Vec::new();
    for (mut record, row) in records.into_iter().zip(rows) {
        let differs = |at: &usize| record.values[*at] != row[*at];
        let mut sets: Vec<(usize, Value)> =
            (0..row.len()).filter(differs).map(|at| (at, row[at].clone())).collect();
        if sets.is_empty() {
            continue;
        }
        stage::follow(object, &record.values, &mut sets, ctx.now);
        let Some(version) = tx.recompute(object, record.id, &sets).await? else { continue };
        let old = record.values.clone();
        record.values = own::after(&old, &sets);
        sets.retain(|(at, _)| !stage::is_time(object, *at));
        let diff: Vec<_> = sets.into_iter().map(|(at, new)| (at, old[at].clone(), new)).collect();
        if let Some(at) = object.position("version") {
            record.values[at] = Value::Int(version);
        }
        ledger::changed(tx, app, &ctx, object, &record, &diff, None);
        touched.push(Touched { id: record.id, old: Some(old), new: Some(record.values) });
    }
    if ctx.company.plan().watches(&object.name) {
        ripple(tx, app, &ctx, object, &touched).await?;
    }
    Ok(())
}

/// The computed values of a record that comes back to the live ones: its roll-ups and its formulas.
///
/// # Errors
/// The store's trouble.
pub async fn afresh(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    id: Uuid,
    values: &[Value],
) -> Result<Vec<(usize, Value)>, Fault> {
    let plan = ctx.company.plan();
    let Some(plan) = plan.of(&object.name) else { return Ok(Vec::new()) };
    let mut rows = [values.to_vec()];
    for over in &plan.rollups {
        let mut figures: HashMap<Uuid, Value> =
            rollup::figures(tx, over, &[id], &ctx.company.settings.currency).await?;
        rows[0][over.field] = figures.remove(&id).unwrap_or_default();
    }
    own::fill(tx, ctx, object, &mut rows).await?;
    let [row] = rows;
    Ok(row.into_iter().enumerate().filter(|(at, value)| values[*at] != *value).collect())
}

/// A request to compute a field for some records.
pub(super) fn asked(
    object: &ObjectDef,
    field: usize,
    doc: &serde_json::Value,
    now: shuke_base::Moment,
) -> Recalculation {
    let field = object.fields[field].name.clone();
    Recalculation {
        key: format!("{}.{field} {doc}", object.name),
        object: object.name.clone(),
        field,
        doc: doc.to_string(),
        place: None,
        done: 0,
        total: None,
        asked: 1,
        created_at: now,
    }
}
