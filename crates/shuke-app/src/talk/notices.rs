//! Reading notices, counting those that were not read, and marking them.

use std::collections::HashMap;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, Moment, Uuid, limits};
use shuke_store::Conn;
use shuke_store::system::{Announcement, Comment, Notice, NoticeQuery};

use crate::App;
use crate::announcements::seen;
use crate::context::Ctx;
use crate::records::history::{page_end, page_size, page_start};
use crate::records::names::names;
use crate::talk::NoticeKind;

/// Notices of one page when the caller doesn't say.
const USUAL: usize = 30;
/// Characters of a comment that a notice shows.
const EXCERPT: usize = 140;

/// A notice as its reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    /// Id.
    pub id: Uuid,
    /// assigned, mentioned, commented, `import_ended`, `export_ended`, `announced`.
    pub kind: String,
    /// When.
    pub at: Moment,
    /// Whether it was read.
    pub read: bool,
    /// Who did it.
    pub actor: Json,
    /// Api name of the object.
    pub object: Option<String>,
    /// The record with its name; none when it is gone or out of the reader's sight.
    pub record: Json,
    /// Records that it tells of.
    pub count: i64,
    /// The comment.
    pub comment: Option<Uuid>,
    /// The beginning of the comment or of the announcement.
    pub text: Option<String>,
    /// The announcement; none when it is over, withdrawn, or not for the reader.
    pub announcement: Option<AnnouncedView>,
    /// What else is to be said, by kind.
    pub detail: Json,
}

/// The announcement that a notice tells of.
#[derive(Debug, Clone, Serialize)]
pub struct AnnouncedView {
    /// Id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
}

/// A page of notices.
#[derive(Debug, Clone, Serialize)]
pub struct NoticesAnswer {
    /// Newest first.
    pub items: Vec<NoticeView>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// How many were not read.
#[derive(Debug, Clone, Serialize)]
pub struct UnreadAnswer {
    /// How many, as far as it is counted.
    pub unread: usize,
    /// Whether there are more.
    pub more: bool,
}

fn reader(ctx: &Ctx) -> Result<Uuid, Fault> {
    ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))
}

impl App {
    /// A page of the caller's notices, of the kinds that are wanted.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub async fn notifications(
        &self,
        ctx: &Ctx,
        unread: bool,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<NoticesAnswer, Fault> {
        let user = reader(ctx)?;
        let limit = page_size(limit, USUAL)?;
        let before = page_start(cursor)?;
        let muted = self.preferences(ctx).await?.muted;
        let without: Vec<&str> = muted.iter().map(|kind| kind.name()).collect();
        let mut conn = self.store.read().await?;
        let query = NoticeQuery { user, unread, without: &without, before, limit: limit + 1 };
        let mut found = conn.notices(&query).await?;
        let next_cursor = page_end(&mut found, limit, |it| it.new.id);
        Ok(NoticesAnswer { items: shown(&mut conn, ctx, found).await?, next_cursor })
    }

    /// How many of the caller's notices were not read.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn unread(&self, ctx: &Ctx) -> Result<UnreadAnswer, Fault> {
        let user = reader(ctx)?;
        let muted = self.preferences(ctx).await?.muted;
        let without: Vec<&str> = muted.iter().map(|kind| kind.name()).collect();
        let most = limits::NOTICES_COUNTED;
        let count = self.store.read().await?.unread_notices(user, &without, most).await?;
        Ok(UnreadAnswer { unread: count.min(most - 1), more: count >= most })
    }

    /// Marks one of the caller's notices read or unread.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn mark_notification(&self, ctx: &Ctx, id: Uuid, read: bool) -> Result<UnreadAnswer, Fault> {
        let (user, now) = (reader(ctx)?, ctx.now);
        let at = read.then_some(now);
        let found = self
            .store
            .write(move |tx| async move { Ok::<_, Fault>(tx.mark_notice(user, id, at, now).await?) }.boxed())
            .await?;
        if found { self.unread(ctx).await } else { Err(Fault::new(Code::NotFound)) }
    }

    /// Marks all of the caller's notices read that came up to this one; without one, all.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn mark_notifications(&self, ctx: &Ctx, until: Option<Uuid>) -> Result<UnreadAnswer, Fault> {
        let (user, now) = (reader(ctx)?, ctx.now);
        self.store
            .write(move |tx| async move { Ok::<_, Fault>(tx.mark_notices(user, until, now).await?) }.boxed())
            .await?;
        self.unread(ctx).await
    }
}

/// Where a notice's comment is now, or its record.
fn place(notice: &Notice, comments: &HashMap<Uuid, Comment>) -> Option<(String, Uuid)> {
    if let Some(comment) = notice.new.comment_id.and_then(|id| comments.get(&id)) {
        // A merge may have taken it along.
        return Some((comment.object.clone(), comment.record_id));
    }
    Some((notice.new.object.clone()?, notice.new.record_id?))
}

/// A notice as its reader would see it at this moment.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn as_shown(
    conn: &mut Conn,
    ctx: &Ctx,
    notice: Notice,
) -> Result<Option<NoticeView>, Fault> {
    Ok(shown(conn, ctx, vec![notice]).await?.pop())
}

/// Notices with what the reader may see of their records at this moment.
async fn shown(conn: &mut Conn, ctx: &Ctx, found: Vec<Notice>) -> Result<Vec<NoticeView>, Fault> {
    let ids: Vec<Uuid> = found.iter().filter_map(|it| it.new.comment_id).collect();
    let comments: HashMap<Uuid, Comment> =
        conn.comments_by_id(&ids).await?.into_iter().map(|it| (it.id, it)).collect();
    let places = found.iter().filter_map(|it| place(it, &comments));
    let names = names(conn, ctx, places, false).await?;
    let announced = announced(conn, ctx, &found).await?;
    Ok(found.into_iter().map(|it| one(ctx, it, (&comments, &announced), &names)).collect())
}

/// The announcements that notices tell of, as far as the reader is shown them at this moment.
async fn announced(
    conn: &mut Conn,
    ctx: &Ctx,
    found: &[Notice],
) -> Result<HashMap<Uuid, Announcement>, Fault> {
    if !found.iter().any(|it| it.new.kind == NoticeKind::Announced.name()) {
        return Ok(HashMap::new());
    }
    let current = conn.announcements_at(ctx.now).await?;
    Ok(current.into_iter().filter(|it| seen(ctx, it)).map(|it| (it.id, it)).collect())
}

fn one(
    ctx: &Ctx,
    notice: Notice,
    (comments, announced): (&HashMap<Uuid, Comment>, &HashMap<Uuid, Announcement>),
    names: &HashMap<Uuid, String>,
) -> NoticeView {
    let place = place(&notice, comments);
    let tells = notice.new.kind == NoticeKind::Announced.name();
    let announcement = notice.new.record_id.filter(|_| tells).and_then(|id| announced.get(&id));
    let seen = place.and_then(|(object, id)| Some((object, id, names.get(&id)?)));
    let comment = notice.new.comment_id.filter(|_| seen.is_some()).and_then(|id| comments.get(&id));
    let known = notice.new.object.filter(|name| ctx.object(name).is_ok());
    NoticeView {
        id: notice.new.id,
        kind: notice.new.kind,
        at: notice.new.created_at,
        read: notice.read_at.is_some(),
        actor: ctx.company.person(notice.new.actor),
        object: known,
        record: seen
            .map_or(Json::Null, |(object, id, name)| json!({"id": id, "object": object, "name": name})),
        count: notice.count,
        comment: comment.map(|it| it.id),
        text: comment.map(|it| &it.body).or_else(|| announcement.map(|it| &it.body)).map(|it| excerpt(it)),
        announcement: announcement.map(|it| AnnouncedView { id: it.id, title: it.title.clone() }),
        detail: serde_json::from_str(&notice.new.detail).unwrap_or_default(),
    }
}

/// The beginning of a text in one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(excerpt("  先打\n 电话 "), "先打 电话");
        let long = "字".repeat(EXCERPT + 1);
        assert_eq!(excerpt(&long).chars().count(), EXCERPT + 1);
        assert!(excerpt(&long).ends_with('…'));
    }
}
