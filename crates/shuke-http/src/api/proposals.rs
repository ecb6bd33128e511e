//! A file becomes an object: what is proposed for it, how its rows will look, and making it.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, Query, Upload};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(propose_object))
        .routes(routes!(read_proposal))
        .routes(routes!(preview_proposal))
        .routes(routes!(make_proposed))
}

/// Upload a list; an object with fields is proposed for it. Administrators only, like what follows.
#[utoipa::path(post, path = "/object-proposals", tag = "objects",
    request_body(content = shapes::ProposalUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = shapes::Proposal)))]
async fn propose_object(caller: Caller, upload: Upload) -> Reply {
    let Upload { file, name, options } = upload;
    answer::created(&caller.app.propose_object(&caller.ctx, &name, file.path(), &options).await?)
}

/// The proposal for a list that was uploaded, or for another sheet of it. To forget it, delete the import of this id.
#[utoipa::path(get, path = "/object-proposals/{id}", tag = "objects", params(
        ("sheet" = Option<String>, Query, description = "The sheet that is read; else the first with rows"),
        ("header" = Option<bool>, Query, description = "`false`: the list has no heading"),
    ), responses((status = 200, body = shapes::Proposal)))]
async fn read_proposal(caller: Caller, IdPath(id): IdPath, Query(mut given): Query) -> Reply {
    let (sheet, headless) = (given.text("sheet"), given.one_of("header", &["true", "false"]) == Some(1));
    given.finish()?;
    answer::ok(&caller.app.object_proposal(&caller.ctx, id, sheet.as_deref(), !headless).await?)
}

/// How the first rows look with these columns, and how many of the first thousand don't fit.
#[utoipa::path(post, path = "/object-proposals/{id}/preview", tag = "objects", request_body = shapes::ProposalPreviewWrite,
    responses((status = 200, body = shapes::ProposalPreview)))]
async fn preview_proposal(caller: Caller, IdPath(id): IdPath, Fields(given): Fields) -> Reply {
    answer::ok(&caller.app.preview_proposal(&caller.ctx, id, &given).await?)
}

/// Make the object with its fields, all or nothing, and start the import of its rows.
#[utoipa::path(post, path = "/object-proposals/{id}/make", tag = "objects", request_body = shapes::ProposalMake,
    responses((status = 201, body = shapes::ProposalMade)))]
async fn make_proposed(caller: Caller, IdPath(id): IdPath, Fields(given): Fields) -> Reply {
    answer::created(&caller.app.make_proposed(&caller.ctx, id, &given).await?)
}
