//! Writing, changing and withdrawing announcements, and who has read them; for administrators.

use std::collections::{HashMap, HashSet};

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Moment, Uuid, limits};
use shuke_store::system::{Announcement, Lock};
use shuke_store::{Conn, Tx};

use super::{ManagedAnnouncement, audience, draft, managed, people, tell};
use crate::App;
use crate::context::Ctx;
use crate::records::history::{page_end, page_size, page_start};
use crate::talk::NoticeKind;

/// Announcements of one page when the caller doesn't say.
const USUAL: usize = 50;

/// A page of announcements.
#[derive(Debug, Clone, Serialize)]
pub struct ManagedAnnouncements {
    /// The last written first.
    pub items: Vec<ManagedAnnouncement>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// That a person has read an announcement.
#[derive(Debug, Clone, Serialize)]
pub struct ReaderView {
    /// The person.
    pub user: Json,
    /// When.
    pub read_at: Moment,
}

/// Who has read an announcement, and who hasn't, of those whom it is for at this moment.
#[derive(Debug, Clone, Serialize)]
pub struct ReadersAnswer {
    /// The first ones first.
    pub read: Vec<ReaderView>,
    /// By name.
    pub unread: Vec<Json>,
}

/// Who has read these, by announcement.
async fn readers(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<(Uuid, Moment)>>, Fault> {
    let mut found: HashMap<Uuid, Vec<(Uuid, Moment)>> = HashMap::new();
    for it in conn.readings(ids).await? {
        found.entry(it.announcement_id).or_default().push((it.user_id, it.read_at));
    }
    Ok(found)
}

/// One that was withdrawn, or one that wasn't.
async fn found(conn: &mut Conn, id: Uuid, withdrawn: bool) -> Result<Announcement, Fault> {
    let found = conn.announcement(id).await?.filter(|it| it.withdrawn_at.is_some() == withdrawn);
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

/// Keeps an announcement, writes down who did it, and has its people told when it begins.
async fn keep(tx: &mut Tx, app: &App, ctx: &Ctx, action: &str, it: &Announcement) -> Result<(), Fault> {
    tx.put_announcement(it).await?;
    let detail = json!({
        "title": it.title, "pinned": it.pinned, "audience": audience(it),
        "starts_at": it.starts_at, "ends_at": it.ends_at,
    });
    tx.audit(ctx.entry(action, None, Some(it.id), &detail));
    tx.notices_changed(people(&ctx.company, &audience(it)), ctx.now);
    if it.withdrawn_at.is_none() {
        tell::later(tx, app, it).await?;
    }
    Ok(())
}

/// Refuses one more than there can be.
async fn room(tx: &mut Tx) -> Result<(), Fault> {
    if tx.count_announcements().await? < limits::ANNOUNCEMENTS {
        return Ok(());
    }
    Err(Fault::new(Code::TooManyAnnouncements).with("max", limits::ANNOUNCEMENTS))
}

impl App {
    /// A page of all announcements, those that are planned and those that are over among them.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the request.
    pub async fn managed_announcements(
        &self,
        ctx: &Ctx,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<ManagedAnnouncements, Fault> {
        ctx.admin()?;
        let limit = page_size(limit, USUAL)?;
        let before = page_start(cursor)?;
        let mut conn = self.store.read().await?;
        let mut found = conn.announcements(before, limit + 1).await?;
        let next_cursor = page_end(&mut found, limit, |it| it.id);
        let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
        let readers = readers(&mut conn, &ids).await?;
        let of = |id: &Uuid| readers.get(id).map_or(&[][..], Vec::as_slice);
        let items = found.into_iter().map(|it| {
            let id = it.id;
            managed(ctx, it, of(&id))
        });
        Ok(ManagedAnnouncements { items: items.collect(), next_cursor })
    }

    /// Writes an announcement. It begins at once unless it says when.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn create_announcement(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<ManagedAnnouncement, Fault> {
        ctx.admin()?;
        let author = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let blank = Announcement {
            id: self.ids.new_id(ctx.now),
            title: String::new(),
            body: String::new(),
            pinned: false,
            audience: Json::Null.to_string(),
            starts_at: ctx.now,
            ends_at: None,
            created_by: author,
            created_at: ctx.now,
            updated_at: ctx.now,
            withdrawn_at: None,
        };
        let made = draft::read(ctx, given, blank)?;
        let (app, ctx_, made_) = (self.clone(), ctx.clone(), made.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    room(tx).await?;
                    keep(tx, &app, &ctx_, "announcement.created", &made_).await?;
                    // Whoever has written it need not read it.
                    let kind = NoticeKind::Announced.name();
                    Ok::<_, Fault>(tx.read_announcement(made_.id, author, kind, ctx_.now).await?)
                }
                .boxed()
            })
            .await?;
        Ok(managed(ctx, made, &[(author, ctx.now)]))
    }

    /// Changes an announcement; what is not given stays as it is. Whoever has read it, has.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], or everything that is wrong with the values.
    pub async fn change_announcement(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<ManagedAnnouncement, Fault> {
        ctx.admin()?;
        let (app, ctx_, given) = (self.clone(), ctx.clone(), given.clone());
        let changed = self.store.write(move |tx| {
            async move {
                tx.lock(Lock::Meta).await?;
                let old = found(tx, id, false).await?;
                // Whoever is no longer in the audience is to be shown that, too.
                tx.notices_changed(people(&ctx_.company, &audience(&old)), ctx_.now);
                let new = Announcement { updated_at: ctx_.now, ..draft::read(&ctx_, &given, old)? };
                keep(tx, &app, &ctx_, "announcement.changed", &new).await?;
                Ok::<_, Fault>(new)
            }
            .boxed()
        });
        let changed = changed.await?;
        let readers = readers(&mut self.store.read().await?, &[id]).await?;
        Ok(managed(ctx, changed, readers.get(&id).map_or(&[][..], Vec::as_slice)))
    }

    /// Withdraws an announcement, or brings one back that was withdrawn: nobody is shown it in between.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or [`Code::NotFound`].
    pub async fn withdraw_announcement(&self, ctx: &Ctx, id: Uuid, withdrawn: bool) -> Result<(), Fault> {
        ctx.admin()?;
        let (app, ctx_) = (self.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    let old = found(tx, id, !withdrawn).await?;
                    let action = if withdrawn { "announcement.withdrawn" } else { "announcement.restored" };
                    if !withdrawn {
                        room(tx).await?;
                    }
                    let new = Announcement { withdrawn_at: withdrawn.then_some(ctx_.now), ..old };
                    keep(tx, &app, &ctx_, action, &new).await
                }
                .boxed()
            })
            .await
    }

    /// Who has read an announcement, and who hasn't.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or [`Code::NotFound`].
    pub async fn announcement_readers(&self, ctx: &Ctx, id: Uuid) -> Result<ReadersAnswer, Fault> {
        ctx.admin()?;
        let mut conn = self.store.read().await?;
        let it = found(&mut conn, id, false).await?;
        let people: HashSet<Uuid> = people(&ctx.company, &audience(&it)).collect();
        let readings = conn.readings(&[id]).await?;
        let done = readings.iter().map(|it| it.user_id).collect();
        let mut left: Vec<Uuid> = people.difference(&done).copied().collect();
        left.sort_by_cached_key(|user| (ctx.company.names.get(user).cloned(), *user));
        let person = |user| ctx.company.person(Some(user));
        let read = readings
            .into_iter()
            .filter(|it| people.contains(&it.user_id))
            .map(|it| ReaderView { user: person(it.user_id), read_at: it.read_at });
        Ok(ReadersAnswer { read: read.collect(), unread: left.into_iter().map(person).collect() })
    }
}
