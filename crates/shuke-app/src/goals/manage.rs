//! Making, changing, ending and deleting goals; for administrators.

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_store::system::{Goal, Lock};
use shuke_store::{Conn, Tx};

use super::{GoalView, draft, rule, view};
use crate::App;
use crate::context::Ctx;
use crate::records::history::{page_end, page_size, page_start};

/// Goals of one page when the caller doesn't say.
const USUAL: usize = 50;

/// A page of goals.
#[derive(Debug, Clone, Serialize)]
pub struct GoalsAnswer {
    /// The last made first.
    pub items: Vec<GoalView>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// One that was deleted, or one that wasn't.
pub(super) async fn found(conn: &mut Conn, id: Uuid, deleted: bool) -> Result<Goal, Fault> {
    let found = conn.goal(id).await?.filter(|it| it.deleted_at.is_some() == deleted);
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

/// One that is to be changed, with nobody else about it; refused where the change is based on an older version.
pub(super) async fn opened(tx: &mut Tx, id: Uuid, based_on: Option<i64>) -> Result<Goal, Fault> {
    tx.lock(Lock::Meta).await?;
    let it = found(tx, id, false).await?;
    match based_on {
        Some(version) if version != it.version => Err(Fault::new(Code::MetaChanged)),
        _ => Ok(it),
    }
}

/// Keeps a goal and writes down who did it.
async fn keep(tx: &mut Tx, ctx: &Ctx, action: &str, it: &Goal) -> Result<(), Fault> {
    tx.put_goal(it).await?;
    let detail = json!({
        "name": it.name, "object": it.object, "cycle": it.cycle, "rule": rule(it), "ended_on": it.ended_on,
    });
    tx.audit(ctx.entry(action, None, Some(it.id), &detail));
    Ok(())
}

/// Refuses one more than there can be.
async fn room(tx: &mut Tx) -> Result<(), Fault> {
    if tx.count_goals().await? < limits::GOALS {
        return Ok(());
    }
    Err(Fault::new(Code::TooManyGoals).with("max", limits::GOALS))
}

impl App {
    /// A page of all goals, those that were ended among them.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the request.
    pub async fn goals(
        &self,
        ctx: &Ctx,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<GoalsAnswer, Fault> {
        ctx.admin()?;
        let limit = page_size(limit, USUAL)?;
        let before = page_start(cursor)?;
        let mut found = self.store.read().await?.goals(before, limit + 1).await?;
        let next_cursor = page_end(&mut found, limit, |it| it.id);
        Ok(GoalsAnswer { items: found.into_iter().map(|it| view(ctx, it)).collect(), next_cursor })
    }

    /// Makes a goal. It has no amounts yet.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn create_goal(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<GoalView, Fault> {
        ctx.admin()?;
        let blank = Goal {
            id: self.ids.new_id(ctx.now),
            name: String::new(),
            object: String::new(),
            cycle: String::new(),
            rule: String::new(),
            ended_on: None,
            version: 1,
            created_by: ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?,
            created_at: ctx.now,
            updated_at: ctx.now,
            deleted_at: None,
        };
        let made = draft::read(ctx, given, blank, ctx.today())?;
        let (ctx_, made_) = (ctx.clone(), made.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    room(tx).await?;
                    keep(tx, &ctx_, "goal.created", &made_).await
                }
                .boxed()
            })
            .await?;
        Ok(view(ctx, made))
    }

    /// Changes a goal, ends it or takes that back; what is not given stays as it is. Its object and its period can't be
    /// changed. With `based_on`, the version that the caller saw has to be the last.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::MetaChanged`], or everything that is wrong with the values.
    pub async fn change_goal(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
        based_on: Option<i64>,
    ) -> Result<GoalView, Fault> {
        ctx.admin()?;
        let (ctx_, given) = (ctx.clone(), given.clone());
        let changed = self.store.write(move |tx| {
            async move {
                let old = opened(tx, id, based_on).await?;
                let read = draft::read(&ctx_, &given, old, ctx_.today())?;
                let new = Goal { updated_at: ctx_.now, version: read.version + 1, ..read };
                keep(tx, &ctx_, "goal.changed", &new).await?;
                Ok::<_, Fault>(new)
            }
            .boxed()
        });
        Ok(view(ctx, changed.await?))
    }

    /// Deletes a goal with its amounts, or brings one back that was deleted.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or [`Code::NotFound`].
    pub async fn delete_goal(&self, ctx: &Ctx, id: Uuid, deleted: bool) -> Result<(), Fault> {
        ctx.admin()?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    let old = found(tx, id, !deleted).await?;
                    let action = if deleted { "goal.deleted" } else { "goal.restored" };
                    if !deleted {
                        room(tx).await?;
                    }
                    let version = old.version + 1;
                    let new = Goal { deleted_at: deleted.then_some(ctx_.now), version, ..old };
                    keep(tx, &ctx_, action, &new).await
                }
                .boxed()
            })
            .await
    }
}
