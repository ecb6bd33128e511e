//! Saved views.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, ObjectPath, RecordPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_views, create_view, arrange_views))
        .routes(routes!(change_view, delete_view))
        .routes(routes!(restore_view))
}

/// The views of an object that the caller has: own ones, and those shared with them.
#[utoipa::path(get, path = "/objects/{object}/views", tag = "objects",
    responses((status = 200, body = shapes::Views)))]
async fn list_views(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    answer::ok(&caller.app.views(&caller.ctx, &object).await?)
}

/// Save a new view.
#[utoipa::path(post, path = "/objects/{object}/views", tag = "objects", request_body = shapes::ViewWrite,
    responses((status = 201, body = shapes::View)))]
async fn create_view(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_view(&caller.ctx, &object, &fields).await?)
}

/// Set the order of the caller's views, or which opens first.
#[utoipa::path(patch, path = "/objects/{object}/views", tag = "objects", request_body = shapes::ViewsArrange,
    responses((status = 200, body = shapes::Views)))]
async fn arrange_views(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.arrange_views(&caller.ctx, &object, &fields).await?)
}

/// Change a view, or whom it is shared with.
#[utoipa::path(patch, path = "/objects/{object}/views/{id}", tag = "objects", request_body = shapes::ViewWrite,
    responses((status = 200, body = shapes::View)))]
async fn change_view(caller: Caller, RecordPath(object, id): RecordPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_view(&caller.ctx, &object, id, &fields).await?)
}

/// Delete a view; it can be brought back for a month.
#[utoipa::path(delete, path = "/objects/{object}/views/{id}", tag = "objects", responses((status = 204)))]
async fn delete_view(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    caller.app.mark_view(&caller.ctx, &object, id, true).await?;
    answer::nothing()
}

/// Bring a deleted view back.
#[utoipa::path(post, path = "/objects/{object}/views/{id}/restore", tag = "objects",
    responses((status = 200, body = shapes::View)))]
async fn restore_view(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.mark_view(&caller.ctx, &object, id, false).await?)
}
