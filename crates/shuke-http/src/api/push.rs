//! Browsers of the caller's that notices are pushed to.

use shuke_base::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::{Caller, Pass};
use crate::extract::{Fields, IdPath};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(push))
        .routes(routes!(add_push_device))
        .routes(routes!(remove_push_device))
        .routes(routes!(try_push_device))
}

fn secret(caller: &Caller) -> Option<&str> {
    match &caller.pass {
        Pass::Session(token) => Some(token.as_str()),
        Pass::Token(_) => None,
    }
}

/// Whether notices are pushed, the server's key, and the caller's browsers.
#[utoipa::path(get, path = "/me/push", tag = "session", responses((status = 200, body = shapes::Push)))]
async fn push(caller: Caller) -> Reply {
    answer::ok(&caller.app.push(&caller.ctx, secret(&caller)).await?)
}

/// Have notices pushed to this browser, until its session ends. What was known of the same session or address goes.
#[utoipa::path(post, path = "/me/push/devices", tag = "session", request_body = shapes::PushSubscription,
    responses((status = 201, body = shapes::PushDevice)))]
async fn add_push_device(caller: Caller, Fields(fields): Fields) -> Reply {
    // It belongs to a session, so that it ends with it.
    let session = secret(&caller).ok_or_else(|| Refused::from(Code::InPersonOnly))?;
    answer::created(&caller.app.add_push_device(&caller.ctx, session, &fields).await?)
}

/// Push nothing more to one of the caller's browsers.
#[utoipa::path(delete, path = "/me/push/devices/{id}", tag = "session", responses((status = 204)))]
async fn remove_push_device(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.remove_push_device(&caller.ctx, id).await?;
    answer::nothing()
}

/// Push a message that tells of nothing, and answer what the browser's push service says.
#[utoipa::path(post, path = "/me/push/devices/{id}/test", tag = "session",
    responses((status = 200, body = shapes::PushTried)))]
async fn try_push_device(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.try_push_device(&caller.ctx, id).await?)
}
