//! What is announced to the caller, and that they have read it.

use futures::FutureExt;
use serde::Serialize;
use shuke_base::{Code, Fault, Uuid, limits};

use super::{AnnouncementView, seen, view};
use crate::App;
use crate::context::Ctx;
use crate::talk::NoticeKind;

/// What is announced to the caller at this moment.
#[derive(Debug, Clone, Serialize)]
pub struct AnnouncementsAnswer {
    /// Pinned ones first, then the newest first; some at most.
    pub items: Vec<AnnouncementView>,
}

fn reader(ctx: &Ctx) -> Result<Uuid, Fault> {
    ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))
}

impl App {
    /// What is announced to the caller at this moment.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], or the store's trouble.
    pub async fn announcements(&self, ctx: &Ctx) -> Result<AnnouncementsAnswer, Fault> {
        let user = reader(ctx)?;
        let mut conn = self.store.read().await?;
        let found = conn.announcements_at(ctx.now).await?;
        let mut own = found.into_iter().filter(|it| seen(ctx, it)).peekable();
        if own.peek().is_none() {
            return Ok(AnnouncementsAnswer { items: Vec::new() });
        }
        let read = conn.read_by(user).await?;
        let shown = own.take(limits::ANNOUNCEMENTS_SHOWN).map(|it| {
            let read_at = read.get(&it.id).copied();
            view(ctx, it, read_at)
        });
        Ok(AnnouncementsAnswer { items: shown.collect() })
    }

    /// The caller has read what is announced to them, and the notice of it.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such thing for the caller at this moment.
    pub async fn read_announcement(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let user = reader(ctx)?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let found = tx.announcement(id).await?.filter(|it| seen(&ctx_, it));
                    found.ok_or_else(|| Fault::new(Code::NotFound))?;
                    Ok(tx.read_announcement(id, user, NoticeKind::Announced.name(), ctx_.now).await?)
                }
                .boxed()
            })
            .await
    }
}
