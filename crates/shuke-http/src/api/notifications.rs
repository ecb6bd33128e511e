//! What the caller is told of.

use shuke_base::{Code, Fault, FieldFault};
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
        .routes(routes!(list_notifications))
        .routes(routes!(count_notifications))
        .routes(routes!(mark_notifications))
        .routes(routes!(mark_notification))
}

/// The caller's notices, newest first. What they show is what the caller may see at this moment.
#[utoipa::path(get, path = "/notifications", tag = "session", params(
        ("unread" = Option<bool>, Query, description = "Only those that were not read"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Notices of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::Notices)))]
async fn list_notifications(caller: Caller, Query(mut given): Query) -> Reply {
    let (unread, limit, cursor) = (given.yes("unread"), given.count("limit"), given.text("cursor"));
    given.finish()?;
    answer::ok(&caller.app.notifications(&caller.ctx, unread, limit, cursor.as_deref()).await?)
}

/// How many of the caller's notices were not read.
#[utoipa::path(get, path = "/notifications/count", tag = "session",
    responses((status = 200, body = shapes::Unread)))]
async fn count_notifications(caller: Caller) -> Reply {
    answer::ok(&caller.app.unread(&caller.ctx).await?)
}

/// Mark all notices read, or those up to one.
#[utoipa::path(post, path = "/notifications/read", tag = "session",
    request_body = shapes::NoticesRead, responses((status = 200, body = shapes::Unread)))]
async fn mark_notifications(caller: Caller, Fields(fields): Fields) -> Reply {
    let until = match fields.get("until") {
        None | Some(serde_json::Value::Null) => None,
        Some(json) => {
            let wrong = || Fault::invalid(vec![FieldFault::property("until", Code::UnknownReference)]);
            Some(json.as_str().and_then(|text| text.parse().ok()).ok_or_else(wrong)?)
        }
    };
    answer::ok(&caller.app.mark_notifications(&caller.ctx, until).await?)
}

/// Mark a notice read or unread.
#[utoipa::path(patch, path = "/notifications/{id}", tag = "session",
    request_body = shapes::NoticeChange, responses((status = 200, body = shapes::Unread)))]
async fn mark_notification(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    let read = fields.get("read").and_then(serde_json::Value::as_bool);
    let read = read.ok_or_else(|| Fault::invalid(vec![FieldFault::property("read", Code::Required)]))?;
    answer::ok(&caller.app.mark_notification(&caller.ctx, id, read).await?)
}
