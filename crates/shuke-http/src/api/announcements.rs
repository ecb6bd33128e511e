//! What the company announces: to the caller, and, for administrators, all of it.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, Query};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_announcements))
        .routes(routes!(read_announcement))
        .routes(routes!(list_all_announcements, create_announcement))
        .routes(routes!(change_announcement, withdraw_announcement))
        .routes(routes!(restore_announcement))
        .routes(routes!(list_announcement_readers))
}

/// What is announced to the caller at this moment: pinned ones first, then the newest.
#[utoipa::path(get, path = "/announcements", tag = "announcements",
    responses((status = 200, body = shapes::Announcements)))]
async fn list_announcements(caller: Caller) -> Reply {
    answer::ok(&caller.app.announcements(&caller.ctx).await?)
}

/// The caller has read one of them; the notice of it counts as read, too.
#[utoipa::path(post, path = "/announcements/{id}/read", tag = "announcements",
    responses((status = 204)))]
async fn read_announcement(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.read_announcement(&caller.ctx, id).await?;
    answer::nothing()
}

/// All announcements, planned ones and those that are over among them, the last written first; for administrators.
#[utoipa::path(get, path = "/company/announcements", tag = "announcements", params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Announcements of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::ManagedAnnouncements)))]
async fn list_all_announcements(caller: Caller, Query(mut given): Query) -> Reply {
    let (limit, cursor) = (given.count("limit"), given.text("cursor"));
    given.finish()?;
    answer::ok(&caller.app.managed_announcements(&caller.ctx, limit, cursor.as_deref()).await?)
}

/// Announce something. It begins at once unless it says when; its people get a notice then.
#[utoipa::path(post, path = "/company/announcements", tag = "announcements",
    request_body = shapes::AnnouncementWrite, responses((status = 201, body = shapes::ManagedAnnouncement)))]
async fn create_announcement(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_announcement(&caller.ctx, &fields).await?)
}

/// Change an announcement; what is absent stays. Whoever is told of it for the first time gets a notice.
#[utoipa::path(patch, path = "/company/announcements/{id}", tag = "announcements",
    request_body = shapes::AnnouncementChange, responses((status = 200, body = shapes::ManagedAnnouncement)))]
async fn change_announcement(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_announcement(&caller.ctx, id, &fields).await?)
}

/// Withdraw an announcement: nobody is shown it any more. For 30 days it can be brought back.
#[utoipa::path(delete, path = "/company/announcements/{id}", tag = "announcements",
    responses((status = 204)))]
async fn withdraw_announcement(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.withdraw_announcement(&caller.ctx, id, true).await?;
    answer::nothing()
}

/// Bring back an announcement that was withdrawn.
#[utoipa::path(post, path = "/company/announcements/{id}/restore", tag = "announcements",
    responses((status = 204)))]
async fn restore_announcement(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.withdraw_announcement(&caller.ctx, id, false).await?;
    answer::nothing()
}

/// Who has read an announcement, and who hasn't, of those whom it is for at this moment.
#[utoipa::path(get, path = "/company/announcements/{id}/readers", tag = "announcements",
    responses((status = 200, body = shapes::AnnouncementReaders)))]
async fn list_announcement_readers(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.announcement_readers(&caller.ctx, id).await?)
}
