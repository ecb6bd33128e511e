//! Writing, changing, deleting comments.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Moment, Uuid, limits};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::{Comment, Mention};
use shuke_text::{Clean, clean_block};

use super::{NoticeKind, Seers, notify};
use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::sight::permit;
use crate::records::{change, check, ledger, value_of};

/// Somebody whom a comment speaks to.
#[derive(Debug, Clone, Serialize)]
pub struct MentionView {
    /// The person.
    pub user: Json,
    /// The name behind the @, as it was when the comment was written.
    pub name: String,
}

/// A comment as callers see it.
#[derive(Debug, Clone, Serialize)]
pub struct CommentView {
    /// Id.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Json,
    /// Plain text.
    pub body: String,
    /// Whom it speaks to.
    pub mentions: Vec<MentionView>,
    /// When it was changed last.
    pub edited_at: Option<Moment>,
    /// edit, delete: what the caller may do.
    pub can: Vec<&'static str>,
}

/// What a body says.
pub(crate) struct Given {
    body: String,
    mentions: Vec<Uuid>,
}

pub(crate) fn view(ctx: &Ctx, comment: &Comment) -> CommentView {
    let own = ctx.user == Some(comment.author);
    let mention =
        |it: &Mention| MentionView { user: ctx.company.person(Some(it.user)), name: it.name.clone() };
    let can = [("edit", own), ("delete", own || ctx.viewer.is_admin())];
    CommentView {
        id: comment.id,
        at: comment.created_at,
        by: ctx.company.person(Some(comment.author)),
        body: comment.body.clone(),
        mentions: comment.mentions.iter().map(mention).collect(),
        edited_at: comment.edited_at,
        can: can.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect(),
    }
}

pub(crate) fn read(given: &Map<String, Json>) -> Result<Given, Fault> {
    let mut input = Input::new(given, &["body", "mentions"]);
    let body = match input.raw("body").flatten().map(clean_block) {
        Some(Clean::Text(text)) => text,
        Some(Clean::Control) => {
            input.refuse(input.fault("body", Code::InvalidText));
            "-".to_owned()
        }
        None if given.get("body").is_some_and(|json| !json.is_null()) => "-".to_owned(),
        None => String::new(),
    };
    let actual = body.chars().count();
    if actual == 0 {
        input.refuse(input.fault("body", Code::Required));
    }
    if actual > limits::COMMENT_CHARS {
        let fault = input.fault("body", Code::TooLong);
        input.refuse(fault.with("max", limits::COMMENT_CHARS).with("actual", actual));
    }
    let mut mentions = Vec::new();
    for user in input.ids("mentions").flatten().unwrap_or_default() {
        if !mentions.contains(&user) {
            mentions.push(user);
        }
    }
    if mentions.len() > limits::MENTIONS {
        input.refuse(input.fault("mentions", Code::BatchTooLarge).with("max", limits::MENTIONS));
    }
    check::refuse(input.finish())?;
    Ok(Given { body, mentions })
}

/// Whom the comment speaks to, by name; people who can't see the record are refused by name.
fn mentions(ctx: &Ctx, seers: &Seers<'_>, users: &[Uuid]) -> Result<Vec<Mention>, Fault> {
    let empty = Map::new();
    let mut input = Input::new(&empty, &[]);
    let mut found = Vec::with_capacity(users.len());
    for (at, user) in users.iter().enumerate() {
        let place = format!("mentions[{at}]");
        let person = ctx.company.person(Some(*user));
        let name = person["name"].as_str().unwrap_or_default().to_owned();
        if !ctx.company.org.person(*user).is_some_and(|person| person.active) {
            input.refuse(input.fault(&place, Code::UnknownReference));
        } else if seers.has(*user) {
            found.push(Mention { user: *user, name });
        } else {
            input.refuse(input.fault(&place, Code::MentionUnseen).with("name", &name));
        }
    }
    check::refuse(input.finish())?;
    Ok(found)
}

/// The record, locked, when the caller sees it.
async fn seen(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, id: Uuid) -> Result<Record, Fault> {
    let record = change::locked(tx, object, id).await?;
    permit(tx, ctx, object, &record, Action::Read).await?;
    Ok(record)
}

/// A comment on this record.
async fn found(tx: &mut Tx, record: Uuid, id: Uuid, deleted: bool) -> Result<Comment, Fault> {
    let comment = tx.comment(id).await?;
    let fits = |it: &Comment| it.record_id == record && it.deleted_at.is_some() == deleted;
    comment.filter(fits).ok_or_else(|| Fault::new(Code::NotFound))
}

/// The audit entry and the event of what became of a comment. The text is not told: the chain can't forget it.
fn tell(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, record: &Record, comment: &Comment, what: &str) {
    let mentioned: Vec<Uuid> = comment.mentions.iter().map(|it| it.user).collect();
    let detail = json!({"comment": comment.id, "author": comment.author, "mentions": mentioned});
    tx.audit(ctx.entry(format!("comment.{what}"), Some(&object.name), Some(record.id), &detail));
    ledger::talked(tx, ctx, object, record);
}

/// Adds what is given as the caller's comment.
pub(crate) async fn added(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
    given: Given,
) -> Result<CommentView, Fault> {
    let author = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
    Ok(view(ctx, &add(tx, app, ctx, object, (id, author), given).await?))
}

impl App {
    /// Comments on a record that the caller sees.
    ///
    /// # Errors
    /// [`Code::NotFound`], or what is wrong with the text or the people that it speaks to.
    pub async fn add_comment(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<CommentView, Fault> {
        let object = ctx.object(object)?;
        let given = read(given)?;
        let (app, ctx) = (self.clone(), ctx.clone());
        self.store
            .write(move |tx| async move { added(tx, &app, &ctx, &object, id, given).await }.boxed())
            .await
    }

    /// Puts another text in the place of the caller's own.
    ///
    /// # Errors
    /// As [`App::add_comment`], and [`Code::CommentNotYours`].
    pub async fn change_comment(
        &self,
        ctx: &Ctx,
        object: &str,
        (record, id): (Uuid, Uuid),
        given: &Map<String, Json>,
    ) -> Result<CommentView, Fault> {
        let object = ctx.object(object)?;
        let given = read(given)?;
        let (app, ctx_) = (self.clone(), ctx.clone());
        let comment = self
            .store
            .write(move |tx| async move { edit(tx, &app, &ctx_, &object, (record, id), given).await }.boxed())
            .await?;
        Ok(view(ctx, &comment))
    }

    /// Deletes a comment, or brings a deleted one back: for its author and administrators.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::CommentNotYours`].
    pub async fn mark_comment(
        &self,
        ctx: &Ctx,
        object: &str,
        (record, id): (Uuid, Uuid),
        deleted: bool,
    ) -> Result<CommentView, Fault> {
        let object = ctx.object(object)?;
        let ctx_ = ctx.clone();
        let comment = self
            .store
            .write(move |tx| {
                async move {
                    let record = seen(tx, &ctx_, &object, record).await?;
                    let mut comment = found(tx, record.id, id, !deleted).await?;
                    if ctx_.user != Some(comment.author) && !ctx_.viewer.is_admin() {
                        return Err(Fault::new(Code::CommentNotYours));
                    }
                    comment.deleted_at = deleted.then_some(ctx_.now);
                    tx.save_comment(&comment).await?;
                    let what = if deleted { "deleted" } else { "restored" };
                    tell(tx, &ctx_, &object, &record, &comment, what);
                    Ok(comment)
                }
                .boxed()
            })
            .await?;
        Ok(view(ctx, &comment))
    }
}

async fn add(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    (id, author): (Uuid, Uuid),
    given: Given,
) -> Result<Comment, Fault> {
    let record = seen(tx, ctx, object, id).await?;
    let seers = Seers::of(tx, ctx, object, &record).await?;
    let mentions = mentions(ctx, &seers, &given.mentions)?;
    let comment = Comment {
        id: app.ids.new_id(ctx.now),
        object: object.name.clone(),
        record_id: id,
        author,
        body: given.body,
        mentions,
        created_at: ctx.now,
        edited_at: None,
        deleted_at: None,
    };
    tx.add_comment(&comment).await?;
    let mentioned: Vec<Uuid> = comment.mentions.iter().map(|it| it.user).filter(|it| *it != author).collect();
    let known = tx.followers(id).await?;
    let stopped: BTreeSet<Uuid> = known.iter().filter(|it| !it.following).map(|it| it.user).collect();
    let owner = value_of(object, &record, "owner").as_id().filter(|owner| !stopped.contains(owner));
    let concerned: BTreeSet<Uuid> =
        known.iter().filter(|it| it.following).map(|it| it.user).chain(owner).collect();
    let others = concerned.iter().filter(|it| **it != author && !mentioned.contains(it) && seers.has(**it));
    let people = mentioned
        .iter()
        .map(|it| (*it, NoticeKind::Mentioned))
        .chain(others.map(|it| (*it, NoticeKind::Commented)));
    notify::commented(tx, app, ctx, &comment, people);
    begin_to_follow(tx, ctx, &comment, known.len() - stopped.len(), std::iter::once(author).chain(mentioned))
        .await?;
    tell(tx, ctx, object, &record, &comment, "created");
    Ok(comment)
}

/// Whoever comments or is spoken to follows the record, as far as there is room.
async fn begin_to_follow(
    tx: &mut Tx,
    ctx: &Ctx,
    comment: &Comment,
    followers: usize,
    people: impl Iterator<Item = Uuid>,
) -> Result<(), Fault> {
    let room = limits::FOLLOWERS.saturating_sub(followers);
    let people: Vec<Uuid> = people.take(room).collect();
    Ok(tx.follow_unless_said(comment.record_id, &comment.object, &people, ctx.now).await?)
}

async fn edit(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    (record, id): (Uuid, Uuid),
    given: Given,
) -> Result<Comment, Fault> {
    let record = seen(tx, ctx, object, record).await?;
    let before = found(tx, record.id, id, false).await?;
    if ctx.user != Some(before.author) {
        return Err(Fault::new(Code::CommentNotYours));
    }
    let seers = Seers::of(tx, ctx, object, &record).await?;
    // Whom it spoke to before it may speak to on, also when they don't see the record any more.
    let kept: Vec<Mention> =
        before.mentions.iter().filter(|it| given.mentions.contains(&it.user)).cloned().collect();
    let new: Vec<Uuid> =
        given.mentions.iter().filter(|user| !kept.iter().any(|it| it.user == **user)).copied().collect();
    let added = mentions(ctx, &seers, &new)?;
    let told: Vec<Uuid> = added.iter().map(|it| it.user).filter(|it| *it != before.author).collect();
    let mentions = kept.into_iter().chain(added).collect();
    let comment = Comment { body: given.body, mentions, edited_at: Some(ctx.now), ..before };
    tx.save_comment(&comment).await?;
    notify::commented(tx, app, ctx, &comment, told.iter().map(|it| (*it, NoticeKind::Mentioned)));
    let followers = tx.followers(record.id).await?.iter().filter(|it| it.following).count();
    begin_to_follow(tx, ctx, &comment, followers, told.into_iter()).await?;
    tell(tx, ctx, object, &record, &comment, "changed");
    Ok(comment)
}
