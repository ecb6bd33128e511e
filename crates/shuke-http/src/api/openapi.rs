//! The API's own description.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::openapi;
use crate::refusal::Reply;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(openapi_document))
}

/// This document (OpenAPI 3.1), with the objects and fields that the caller may see.
#[utoipa::path(get, path = "/openapi.json", tag = "session", responses((status = 200, body = Object)))]
async fn openapi_document(caller: Caller) -> Reply {
    answer::ok(&openapi::document(&caller.ctx.company.schema, &caller.ctx.viewer))
}
