//! Tokens of programs that act for the caller.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list_tokens, create_token)).routes(routes!(delete_token))
}

/// The caller's tokens, without their secrets.
#[utoipa::path(get, path = "/tokens", tag = "session", responses((status = 200, body = shapes::Tokens)))]
async fn list_tokens(caller: Caller) -> Reply {
    answer::ok(&caller.app.tokens(&caller.ctx).await?)
}

/// Make a token; its secret is told this once.
#[utoipa::path(post, path = "/tokens", tag = "session", request_body = shapes::TokenWrite,
    responses((status = 201, body = shapes::Token)))]
async fn create_token(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_token(&caller.ctx, &fields).await?)
}

/// End a token.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "session", responses((status = 204)))]
async fn delete_token(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_token(&caller.ctx, id).await?;
    answer::nothing()
}
