//! What happened to a record.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Query, RecordPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(record_timeline)).routes(routes!(record_history))
}

/// Follow-ups, comments and changes in one order, newest first.
#[utoipa::path(get, path = "/records/{object}/{id}/timeline", tag = "records", params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Entries of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
        ("types" = Option<String>, Query, description = "`activity`, `comment`, `change`, with commas; all when absent"),
    ), responses((status = 200, body = shapes::Timeline)))]
async fn record_timeline(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Query(mut given): Query,
) -> Reply {
    let (limit, cursor, types) = (given.count("limit"), given.text("cursor"), given.words("types"));
    given.finish()?;
    let (cursor, types) = (cursor.as_deref(), types.as_deref());
    answer::ok(&caller.app.timeline(&caller.ctx, &object, id, limit, cursor, types).await?)
}

/// Changes of fields, newest first; of one field, when it is named, with how the record came to be.
#[utoipa::path(get, path = "/records/{object}/{id}/history", tag = "records", params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Entries of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
        ("field" = Option<String>, Query, description = "Changes of this field alone, and how the record came to be"),
    ), responses((status = 200, body = shapes::History)))]
async fn record_history(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Query(mut given): Query,
) -> Reply {
    let (limit, cursor, field) = (given.count("limit"), given.text("cursor"), given.text("field"));
    given.finish()?;
    let (app, ctx, cursor) = (&caller.app, &caller.ctx, cursor.as_deref());
    match field {
        Some(field) => answer::ok(&app.field_history(ctx, &object, id, &field, limit, cursor).await?),
        None => answer::ok(&app.history(ctx, &object, id, limit, cursor).await?),
    }
}
