//! The team of a record: people who see it, or change it, beside those whom owner and department give it to. Whoever
//! may change a record by owner or department brings people in and out; a member may leave. No member deletes,
//! transfers or exports by being one.

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::Member;

use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::{change, check, ledger, missing, read, sight};

/// People in one team, at most.
const MEMBERS: usize = 50;

/// A member as callers see one.
#[derive(Debug, Clone, Serialize)]
pub struct MemberView {
    /// The person, with a name.
    pub user: Json,
    /// `read` or `write`.
    pub level: &'static str,
    /// When the membership ends; never, when absent.
    pub until: Option<Moment>,
    /// Who brought the person in.
    pub added_by: Json,
    /// When.
    pub added_at: Moment,
}

/// The team of a record.
#[derive(Debug, Clone, Serialize)]
pub struct TeamView {
    /// In the order of joining.
    pub items: Vec<MemberView>,
    /// Whether the caller may bring people in and out.
    pub can_change: bool,
}

fn view(company: &Company, member: Member) -> MemberView {
    MemberView {
        user: company.person(Some(member.user_id)),
        level: if member.write { "write" } else { "read" },
        until: member.until,
        added_by: company.person(member.added_by),
        added_at: member.added_at,
    }
}

/// Only records with owners have teams.
fn owned(object: &ObjectDef) -> Result<(), Fault> {
    if object.owned { Ok(()) } else { Err(Fault::new(Code::NotFound)) }
}

/// What a body says of a membership: whether it may write, and when it ends.
fn terms(given: &Map<String, Json>, now: Moment) -> Result<(bool, Option<Moment>), Fault> {
    let mut input = Input::new(given, &["level", "until"]);
    let write = match input.raw("level") {
        Some(Some("write")) => true,
        Some(Some("read")) => false,
        Some(Some(other)) => {
            input.refuse(input.fault("level", Code::UnknownOption).with("value", other));
            false
        }
        None if input.has("level") => false,
        _ => {
            input.refuse(input.fault("level", Code::Required));
            false
        }
    };
    let until = input.moment("until").flatten();
    if until.is_some_and(|until| until <= now) {
        input.refuse(input.fault("until", Code::TooSmall).with("min", now.to_rfc3339()));
    }
    check::refuse(input.finish())?;
    Ok((write, until))
}

impl App {
    /// The team of a record that the caller sees.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn team(&self, ctx: &Ctx, object: &str, id: Uuid) -> Result<TeamView, Fault> {
        let object = ctx.object(object)?;
        owned(&object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let members = conn.members(id, ctx.now).await?;
        Ok(TeamView {
            items: members.into_iter().map(|member| view(&ctx.company, member)).collect(),
            can_change: sight::within(ctx, &object, &record, Action::Edit),
        })
    }

    /// Brings a person into the team, or changes the terms.
    ///
    /// # Errors
    /// What is wrong with the terms; [`Code::MissingRight`], [`Code::BatchTooLarge`] when the team is full.
    pub async fn put_member(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        user: Uuid,
        given: &Map<String, Json>,
    ) -> Result<TeamView, Fault> {
        let found = ctx.object(object)?;
        owned(&found)?;
        let (write, until) = terms(given, ctx.now)?;
        if !ctx.company.org.person(user).is_some_and(|person| person.active) {
            return Err(Fault::new(Code::NotFound));
        }
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let record = changeable(tx, &ctx_, &found, id).await?;
                    let members = tx.members(id, ctx_.now).await?;
                    if members.len() >= MEMBERS && !members.iter().any(|member| member.user_id == user) {
                        return Err(Fault::new(Code::BatchTooLarge).with("max", MEMBERS));
                    }
                    put(tx, &ctx_, &found, &record, user, (write, until)).await
                }
                .boxed()
            })
            .await?;
        self.team(ctx, object, id).await
    }

    /// Takes a person out of the team.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such member, [`Code::MissingRight`].
    pub async fn drop_member(&self, ctx: &Ctx, object: &str, id: Uuid, user: Uuid) -> Result<(), Fault> {
        let object = ctx.object(object)?;
        owned(&object)?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let record = if ctx_.user == Some(user) {
                        change::locked(tx, &object, id).await?
                    } else {
                        changeable(tx, &ctx_, &object, id).await?
                    };
                    if !tx.drop_member(id, user).await? {
                        return Err(Fault::new(Code::NotFound));
                    }
                    tell(tx, &ctx_, &object, &record, "record.team_left", &json!({"user": user}));
                    Ok(())
                }
                .boxed()
            })
            .await
    }
}

/// The record, locked, when the caller may change it by owner or department.
async fn changeable(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, id: Uuid) -> Result<Record, Fault> {
    let record = change::locked(tx, object, id).await?;
    sight::permit(tx, ctx, object, &record, Action::Read).await?;
    if sight::within(ctx, object, &record, Action::Edit) { Ok(record) } else { Err(missing(Action::Edit)) }
}

/// Puts a person into the team of a record, inside a transaction that has checked the right to.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    user: Uuid,
    (write, until): (bool, Option<Moment>),
) -> Result<(), Fault> {
    let member = Member {
        record_id: record.id,
        object: object.name.clone(),
        user_id: user,
        write,
        until,
        added_by: ctx.user,
        added_at: ctx.now,
    };
    tx.put_member(&member).await?;
    let level = if write { "write" } else { "read" };
    let detail = json!({"user": user, "level": level, "until": until});
    tell(tx, ctx, object, record, "record.team_joined", &detail);
    Ok(())
}

/// The audit entry and the event of a change of the team.
fn tell(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, record: &Record, action: &str, detail: &Json) {
    tx.audit(ctx.entry(action, Some(&object.name), Some(record.id), detail));
    ledger::team_changed(tx, ctx, object, record);
}
