//! Layouts of forms and record pages for some roles or types of records: drafts, publishing, earlier versions. What is
//! in force comes to everybody with the objects.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{FieldPath, Fields, ObjectPath, VersionPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_layouts, begin_layout, arrange_layouts))
        .routes(routes!(read_layout, delete_layout))
        .routes(routes!(save_layout_draft, drop_layout_draft))
        .routes(routes!(publish_layout))
        .routes(routes!(revert_layout))
        .routes(routes!(read_layout_version))
}

/// The layouts of an object and how far each is, drafts among them. For whoever designs the object.
#[utoipa::path(get, path = "/objects/{object}/layouts", tag = "objects",
    responses((status = 200, body = shapes::Layouts)))]
async fn list_layouts(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    answer::ok(&caller.app.layouts(&caller.ctx, &object).await?)
}

/// Begin a layout as a draft, with what another one has. For whoever designs the object.
#[utoipa::path(post, path = "/objects/{object}/layouts", tag = "objects", request_body = shapes::LayoutBegin,
    responses((status = 201, body = shapes::LayoutDesign)))]
async fn begin_layout(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.begin_layout(&caller.ctx, &object, &fields).await?)
}

/// Change the order in which layouts are tried, or the choice that tells types of records apart; at once. For
/// whoever designs the object.
#[utoipa::path(patch, path = "/objects/{object}/layouts", tag = "objects", request_body = shapes::LayoutOrder,
    responses((status = 200, body = shapes::Layouts)))]
async fn arrange_layouts(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.arrange_layouts(&caller.ctx, &object, &fields).await?)
}

/// One layout: its draft, else what is in force. For whoever designs the object.
#[utoipa::path(get, path = "/objects/{object}/layouts/{layout}", tag = "objects",
    responses((status = 200, body = shapes::LayoutDesign)))]
async fn read_layout(caller: Caller, FieldPath(object, layout): FieldPath) -> Reply {
    answer::ok(&caller.app.layout(&caller.ctx, &object, &layout).await?)
}

/// Delete a layout with its draft and its versions; who had it gets the next that fits. For whoever designs the object.
#[utoipa::path(delete, path = "/objects/{object}/layouts/{layout}", tag = "objects", responses((status = 204)))]
async fn delete_layout(caller: Caller, FieldPath(object, layout): FieldPath) -> Reply {
    caller.app.delete_layout(&caller.ctx, &object, &layout).await?;
    answer::nothing()
}

/// Save the draft of a layout; nobody but those who design the object sees it. What is absent stays.
#[utoipa::path(put, path = "/objects/{object}/layouts/{layout}/draft", tag = "objects",
    request_body = shapes::LayoutWrite, responses((status = 200, body = shapes::LayoutDesign)))]
async fn save_layout_draft(
    caller: Caller,
    FieldPath(object, layout): FieldPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.save_layout_draft(&caller.ctx, &object, &layout, &fields).await?)
}

/// Throw the draft of a layout away. For whoever designs the object.
#[utoipa::path(delete, path = "/objects/{object}/layouts/{layout}/draft", tag = "objects",
    responses((status = 204)))]
async fn drop_layout_draft(caller: Caller, FieldPath(object, layout): FieldPath) -> Reply {
    caller.app.drop_layout_draft(&caller.ctx, &object, &layout).await?;
    answer::nothing()
}

/// Put the draft of a layout in force for everybody who gets it. For whoever designs the object.
#[utoipa::path(post, path = "/objects/{object}/layouts/{layout}/publish", tag = "objects",
    request_body = shapes::LayoutPublish, responses((status = 200, body = shapes::LayoutDesign)))]
async fn publish_layout(
    caller: Caller,
    FieldPath(object, layout): FieldPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.publish_layout(&caller.ctx, &object, &layout, &fields).await?)
}

/// Go back to an earlier version: as the draft, or at once for everybody. For whoever designs the object.
#[utoipa::path(post, path = "/objects/{object}/layouts/{layout}/revert", tag = "objects",
    request_body = shapes::LayoutRevert, responses((status = 200, body = shapes::LayoutDesign)))]
async fn revert_layout(
    caller: Caller,
    FieldPath(object, layout): FieldPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.revert_layout(&caller.ctx, &object, &layout, &fields).await?)
}

/// An earlier version of a layout, and what going back to it would change. For whoever designs the object.
#[utoipa::path(get, path = "/objects/{object}/layouts/{layout}/versions/{number}", tag = "objects",
    responses((status = 200, body = shapes::LayoutVersion)))]
async fn read_layout_version(caller: Caller, VersionPath(object, layout, number): VersionPath) -> Reply {
    answer::ok(&caller.app.layout_version(&caller.ctx, &object, &layout, number).await?)
}
