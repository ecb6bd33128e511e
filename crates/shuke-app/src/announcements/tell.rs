//! Telling people of an announcement when it begins: a job for that moment, so that whoever writes it waits for nobody and
//! a stop of the program loses nothing. The job reads the announcement as it stands then, so one that was changed or
//! withdrawn in the meantime does no harm; whoever was told before isn't told again.

use futures::FutureExt;
use serde_json::Value as Json;
use shuke_base::{Code, Fault, Uuid};
use shuke_store::Tx;
use shuke_store::system::{Announcement, NewJob, NewNotice};

use super::{Standing, audience, people};
use crate::App;
use crate::talk::NoticeKind;

/// Jobs that tell of announcements.
pub(crate) const KIND: &str = "announce";

/// Has people told when this one begins.
pub(super) async fn later(tx: &mut Tx, app: &App, it: &Announcement) -> Result<(), Fault> {
    let now = app.now();
    let job = NewJob {
        id: app.new_id(),
        kind: KIND.to_owned(),
        payload: Json::from(it.id.to_string()).to_string(),
        run_at: it.starts_at.max(now),
        key: None,
        created_at: now,
    };
    tx.enqueue(&job).await?;
    Ok(())
}

async fn tell(tx: &mut Tx, app: &App, id: Uuid) -> Result<(), Fault> {
    let (now, company) = (app.now(), app.company());
    let Some(it) = tx.announcement(id).await?.filter(|it| it.withdrawn_at.is_none()) else { return Ok(()) };
    // One that begins later has a job of its own for then.
    if Standing::of(&it, now) != Standing::Current {
        return Ok(());
    }
    // Whoever has written it has read it and isn't told.
    let users: Vec<Uuid> = people(&company, &audience(&it)).collect();
    for user in tx.tell_announcement(id, &users, now).await? {
        tx.notify(NewNotice {
            id: app.ids.new_id(now),
            user_id: user,
            kind: NoticeKind::Announced.name().to_owned(),
            object: None,
            record_id: Some(id),
            comment_id: None,
            actor: Some(it.created_by),
            work: None,
            detail: "{}".to_owned(),
            created_at: now,
        });
    }
    Ok(())
}

/// Tells those whom it is for.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn handle(app: &App, payload: &str) -> Result<(), Fault> {
    let id: Result<String, _> = serde_json::from_str(payload);
    let id = id.ok().and_then(|id| id.parse::<Uuid>().ok()).ok_or_else(|| Fault::new(Code::Internal))?;
    app.refresh().await?;
    let app_ = app.clone();
    app.store.write(move |tx| async move { tell(tx, &app_, id).await }.boxed()).await
}
