//! The same change of many records, as a job.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, ObjectPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(start_bulk))
        .routes(routes!(list_bulk))
        .routes(routes!(read_bulk))
        .routes(routes!(stop_bulk))
        .routes(routes!(undo_bulk))
}

/// Change, delete or restore all records that match, or those that are named. A new owner among the values transfers.
#[utoipa::path(post, path = "/records/{object}/bulk", tag = "records", request_body = shapes::BulkWrite,
    responses((status = 202, body = shapes::Bulk)))]
async fn start_bulk(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::accepted(&caller.app.bulk(&caller.ctx, &object, &fields).await?)
}

/// The caller's changes in bulk, newest first.
#[utoipa::path(get, path = "/bulk", tag = "records", responses((status = 200, body = shapes::Bulks)))]
async fn list_bulk(caller: Caller) -> Reply {
    answer::ok(&caller.app.bulks(&caller.ctx).await?)
}

/// How far a change in bulk is.
#[utoipa::path(get, path = "/bulk/{id}", tag = "records", responses((status = 200, body = shapes::Bulk)))]
async fn read_bulk(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.bulk_of(&caller.ctx, id).await?)
}

/// Stop it; what is changed stays.
#[utoipa::path(post, path = "/bulk/{id}/stop", tag = "records", responses((status = 200, body = shapes::Bulk)))]
async fn stop_bulk(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.stop_bulk(&caller.ctx, id).await?)
}

/// Take it back, within a month; what was changed since stays.
#[utoipa::path(post, path = "/bulk/{id}/undo", tag = "records", responses((status = 202, body = shapes::Bulk)))]
async fn undo_bulk(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::accepted(&caller.app.undo_bulk(&caller.ctx, id).await?)
}
