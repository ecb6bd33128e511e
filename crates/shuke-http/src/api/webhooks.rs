//! Webhooks; for administrators.

use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, PairPath, Query};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_webhooks, create_webhook))
        .routes(routes!(change_webhook, delete_webhook))
        .routes(routes!(rotate_webhook_secret))
        .routes(routes!(test_webhook))
        .routes(routes!(list_deliveries))
        .routes(routes!(replay_delivery))
        .routes(routes!(replay_failed))
}

#[derive(Serialize)]
struct Replayed {
    replayed: u64,
}

/// All webhooks, without their secrets.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", responses((status = 200, body = shapes::Webhooks)))]
async fn list_webhooks(caller: Caller) -> Reply {
    answer::ok(&caller.app.webhooks(&caller.ctx).await?)
}

/// Make a webhook; its secret is told this once. It is told of what happens from now on, as far as its owner may read
/// it: `POST` of `{"type","timestamp","data"}`, signed by the Standard Webhooks convention.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", request_body = shapes::WebhookWrite,
    responses((status = 201, body = shapes::WebhookSecret)))]
async fn create_webhook(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_webhook(&caller.ctx, &fields).await?)
}

/// Change, pause or resume a webhook.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "webhooks", request_body = shapes::WebhookChange,
    responses((status = 200, body = shapes::Webhook)))]
async fn change_webhook(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_webhook(&caller.ctx, id, &fields).await?)
}

/// Remove a webhook with all that it was told.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", responses((status = 204)))]
async fn delete_webhook(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_webhook(&caller.ctx, id).await?;
    answer::nothing()
}

/// Make a new secret, told this once. For a day, messages are signed with the one before, too.
#[utoipa::path(post, path = "/webhooks/{id}/secret", tag = "webhooks",
    responses((status = 200, body = shapes::WebhookSecret)))]
async fn rotate_webhook_secret(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.rotate_webhook(&caller.ctx, id).await?)
}

/// Send a message that tells of nothing.
#[utoipa::path(post, path = "/webhooks/{id}/test", tag = "webhooks",
    responses((status = 202, body = shapes::Delivery)))]
async fn test_webhook(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::accepted(&caller.app.test_webhook(&caller.ctx, id).await?)
}

/// What a webhook was told and what came of it, newest first.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "webhooks", params(
        ("state" = Option<String>, Query, description = "`waiting`, `delivered`, `failed` or `skipped`"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::DeliveryPage)))]
async fn list_deliveries(caller: Caller, IdPath(id): IdPath, Query(mut given): Query) -> Reply {
    let (state, limit, cursor) = (given.text("state"), given.count("limit"), given.text("cursor"));
    given.finish()?;
    let page = caller.app.deliveries(&caller.ctx, id, state.as_deref(), limit, cursor.as_deref());
    answer::ok(&page.await?)
}

/// Send a message again, under the same id.
#[utoipa::path(post, path = "/webhooks/{id}/deliveries/{delivery}/replay", tag = "webhooks",
    responses((status = 202, body = shapes::Delivery)))]
async fn replay_delivery(caller: Caller, PairPath(id, delivery): PairPath) -> Reply {
    answer::accepted(&caller.app.replay_delivery(&caller.ctx, id, delivery).await?)
}

/// Send again whatever was given up and tells of events since a moment.
#[utoipa::path(post, path = "/webhooks/{id}/replay", tag = "webhooks", request_body = shapes::Replay,
    responses((status = 202, body = shapes::Replayed)))]
async fn replay_failed(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    let replayed = caller.app.replay_failed(&caller.ctx, id, &fields).await?;
    answer::accepted(&Replayed { replayed })
}
