//! The end of the recycle bin: deleted records that nobody has restored for as long as the company keeps them go for
//! good, unless another record still points to them. Their history stays, and the audit chain says what went.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_access::Action;
use shuke_base::{Fault, Moment, Uuid, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::compile::{ListQuery, Sort};

use crate::App;
use crate::context::Ctx;
use crate::import::undo::used;
use crate::records::{all_fields, ledger};

/// Records removed in one transaction.
const BATCH: usize = 100;
/// Transactions of one object in one go; the rest goes an hour later.
const ROUNDS: usize = 100;

impl App {
    /// Removes what has been in the bin longer than the company keeps it; answers how many records went.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn empty_bin(&self) -> Result<u64, Fault> {
        let ctx = self.system();
        let Some(days) = ctx.company.settings.bin_days else { return Ok(0) };
        let before = ctx.now - TimeDelta::days(days);
        let mut gone = 0;
        // People and departments stand on what they did, and are never removed.
        let kept = ["user", "department", "role"];
        for object in ctx.company.schema.objects().filter(|object| !kept.contains(&object.name.as_str())) {
            let mut after = None;
            for _ in 0..ROUNDS {
                let (app, ctx, object) = (self.clone(), ctx.clone(), Arc::clone(object));
                let (count, last) = self
                    .store
                    .write(move |tx| {
                        async move { round(tx, &app, &ctx, &object, before, after).await }.boxed()
                    })
                    .await?;
                gone += count;
                after = last;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(gone)
    }
}

/// One transaction: the next records behind `after`; answers how many went, and the last one if there may be more.
async fn round(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    before: Moment,
    after: Option<Uuid>,
) -> Result<(u64, Option<Uuid>), Fault> {
    let mut parts = vec![Cond::test(object, "deleted_at", Op::Lt(Value::Time(before)))];
    parts.extend(after.map(|after| Cond::test(object, "id", Op::Gt(Value::Id(after)))));
    let cond = Cond::All(parts);
    let sort: Vec<Sort> =
        object.position("id").map(|field| Sort { field, descending: false }).into_iter().collect();
    let query = ListQuery {
        object,
        viewer: &ctx.viewer,
        action: Action::Delete,
        fields: &[],
        cond: Some(&cond),
        sort: &sort,
        limit: BATCH,
        cursor: None,
        deleted: true,
    };
    let found = tx.list(&query).await?.records;
    let last = found.last().map(|record| record.id).filter(|_| found.len() == BATCH);
    let ids: Vec<Uuid> = found.iter().map(|record| record.id).collect();
    let used = used(tx, ctx, object, &ids).await?;
    let gone: Vec<Uuid> = ids.into_iter().filter(|id| !used.contains(id)).collect();
    let gone = tx.fetch(object, &gone, &all_fields(object), false).await?;
    if gone.is_empty() {
        return Ok((0, last));
    }
    tx.purge(object, &gone.iter().map(|record| record.id).collect::<Vec<Uuid>>()).await?;
    ledger::purged(tx, app, ctx, object, &gone, None);
    Ok((gone.len() as u64, last))
}
