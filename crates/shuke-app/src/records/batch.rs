//! Many writes in one call: each for itself, or all or none.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Uuid, Value, limits};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;

use crate::App;
use crate::context::Ctx;
use crate::records::entries::{self, Asked};
use crate::records::{change, create, remove, value_of};

/// One write of a batch.
#[derive(Debug, Clone)]
pub enum Operation {
    /// Create a record.
    Create(Map<String, Json>),
    /// Change a record, based on a version if one is given.
    Update(Uuid, Asked, Option<i64>),
    /// Put a record into the recycle bin.
    Delete(Uuid),
    /// Take a record out of it.
    Restore(Uuid),
}

/// What became of one write.
#[derive(Debug, Clone)]
pub struct Done {
    /// The record.
    pub id: Uuid,
    /// Its version now.
    pub version: i64,
    /// Whether it was created.
    pub created: bool,
}

impl App {
    /// Carries out the writes in order, in one transaction. Unless `atomic`, each that fails is undone for itself and
    /// the rest stays; with `atomic`, the first failure undoes all, and every write answers that.
    ///
    /// # Errors
    /// When there are too many, or the database is away.
    pub async fn batch(
        &self,
        ctx: &Ctx,
        object: &str,
        operations: Vec<Operation>,
        atomic: bool,
    ) -> Result<Vec<Result<Done, Fault>>, Fault> {
        if operations.len() > limits::BATCH_ROWS {
            return Err(Fault::new(Code::BatchTooLarge).with("max", limits::BATCH_ROWS));
        }
        let object = ctx.object(object)?;
        let (app, mut ctx) = (self.clone(), ctx.clone());
        ctx.work = Some(self.new_id());
        let object_ = Arc::clone(&object);
        let results =
            self.store.write(move |tx| run(tx, app, ctx, object_, operations, atomic).boxed()).await?;
        self.people_changed(&object).await;
        Ok(results)
    }
}

pub(crate) async fn run(
    tx: &mut Tx,
    app: App,
    ctx: Ctx,
    object: Arc<ObjectDef>,
    operations: Vec<Operation>,
    atomic: bool,
) -> Result<Vec<Result<Done, Fault>>, Fault> {
    let mut results = Vec::with_capacity(operations.len());
    let count = operations.len();
    let start = tx.savepoint().await?;
    for operation in operations {
        let step = tx.savepoint().await?;
        let created = matches!(operation, Operation::Create(_));
        let result = one(tx, &app, &ctx, &object, operation).await;
        let failed = result.is_err();
        if failed {
            tx.undo(step).await?;
        } else {
            tx.keep(step).await?;
        }
        results.push(result.map(|record| Done {
            id: record.id,
            version: match value_of(&object, &record, "version") {
                Value::Int(version) => *version,
                _ => 0,
            },
            created,
        }));
        if failed && atomic {
            break;
        }
    }
    let failed = results.iter().position(Result::is_err).filter(|_| atomic);
    let Some(failed) = failed else {
        tx.keep(start).await?;
        return Ok(results);
    };
    tx.undo(start).await?;
    let mut answers: Vec<Result<Done, Fault>> =
        (0..count).map(|_| Err(Fault::new(Code::BatchRolledBack).with("row", failed + 1))).collect();
    answers[failed] = results.swap_remove(failed);
    Ok(answers)
}

fn one<'a>(
    tx: &'a mut Tx,
    app: &'a App,
    ctx: &'a Ctx,
    object: &'a Arc<ObjectDef>,
    operation: Operation,
) -> BoxFuture<'a, Result<Record, Fault>> {
    async move {
        match operation {
            Operation::Create(values) => {
                let row = create::prepare(ctx, object, &values)?;
                create::create_in(tx, app, ctx, object, row).await
            }
            Operation::Update(id, asked, based_on) => {
                change::may(ctx, object)?;
                let given = entries::given(ctx, object, &asked)?;
                change::change_in(tx, app, ctx, object, id, given, based_on, None).await
            }
            Operation::Delete(id) => remove::delete_in(tx, app, ctx, object, id).await,
            Operation::Restore(id) => remove::restore_in(tx, app, ctx, object, id).await,
        }
    }
    .boxed()
}
