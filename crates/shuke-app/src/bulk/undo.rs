//! The undo of a change in bulk: backwards over what it did, batch by batch. A field that somebody has changed since
//! keeps its new value.

use futures::FutureExt;
use shuke_base::{Code, Fault, Kind, Value};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::TaskRow;

use crate::bulk::What;
use crate::bulk::job::Work;
use crate::codec::from_json;
use crate::records::draft::Values;
use crate::records::{all_fields, change, ledger, remove, value_of};
use crate::task::text;

/// Records taken back in one transaction.
const BATCH: usize = 100;

/// Takes it back.
pub(super) async fn run(mut work: Work) -> Result<(), Fault> {
    loop {
        work.ctx.now = work.app.now();
        let (app, inside) = (work.app.clone(), work.clone());
        let more;
        (work, more) = app.store().write(move |tx| async move { batch(tx, inside).await }.boxed()).await?;
        if !more {
            return Ok(());
        }
    }
}

async fn batch(tx: &mut Tx, mut work: Work) -> Result<(Work, bool), Fault> {
    let current = tx.task(work.task.id).await?.ok_or_else(|| Fault::new(Code::NotFound))?;
    if current.state != "undoing" {
        return Ok((work, false));
    }
    let rows = tx.task_rows_back(work.task.id, BATCH).await?;
    let mut done = work.doc.undone.unwrap_or_default();
    for row in &rows {
        let step = tx.savepoint().await?;
        match back(tx, &work, row).await {
            Ok(true) => {
                tx.keep(step).await?;
                done.restored += 1;
            }
            Ok(false) => {
                tx.keep(step).await?;
                done.kept += 1;
            }
            Err(fault) if fault.code.kind() == Kind::Unavailable => return Err(fault),
            // A value that was given away meanwhile, for instance.
            Err(_) => {
                tx.undo(step).await?;
                done.kept += 1;
            }
        }
    }
    work.doc.undone = Some(done);
    work.task.doc = text(&work.doc);
    if let Some(first) = rows.last() {
        tx.drop_task_rows_from(work.task.id, first.seq).await?;
    } else {
        "undone".clone_into(&mut work.task.state);
        work.task.finished_at = Some(work.ctx.now);
    }
    work.task.state = if rows.is_empty() { "undone" } else { "undoing" }.to_owned();
    tx.save_task(&work.task, &["undoing"]).await?;
    Ok((work, !rows.is_empty()))
}

/// Takes one record back; whether there was anything to take back.
async fn back(tx: &mut Tx, work: &Work, row: &TaskRow) -> Result<bool, Fault> {
    let found = tx.fetch(&work.object, &[row.record_id], &all_fields(&work.object), true).await?.pop();
    let Some(record) = found else { return Ok(false) };
    let deleted = !value_of(&work.object, &record, "deleted_at").is_null();
    match work.spec.what {
        What::Change if !deleted => values(tx, work, row, record).await,
        What::Delete if deleted => {
            remove::mark(tx, &work.app, &work.ctx, &work.object, record, false).await?;
            Ok(true)
        }
        What::Restore if !deleted => {
            remove::mark(tx, &work.app, &work.ctx, &work.object, record, true).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Gives a record the values back that it had before, where they are still those that were set.
async fn values(tx: &mut Tx, work: &Work, row: &TaskRow, record: Record) -> Result<bool, Fault> {
    let Some(id) = row.change_id else { return Ok(false) };
    let Some(told) = tx.change(record.id, id).await? else { return Ok(false) };
    let mut sets = Values::new();
    for (name, pair) in ledger::diff(&told) {
        let Some(at) = work.object.position(&name) else { continue };
        let field = &work.object.fields[at];
        let (old, new) = (from_json(field, &pair[0]), from_json(field, &pair[1]));
        if new.unwrap_or(Value::Null) == record.values[at] {
            sets.push((at, old.unwrap_or(Value::Null)));
        }
    }
    if sets.is_empty() {
        return Ok(false);
    }
    change::write(tx, &work.app, &work.ctx, &work.object, record, sets, None).await?;
    Ok(true)
}
