//! Roles; for administrators.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list_roles, create_role)).routes(routes!(change_role))
}

/// All roles.
#[utoipa::path(get, path = "/roles", tag = "users", responses((status = 200, body = shapes::Roles)))]
async fn list_roles(caller: Caller) -> Reply {
    answer::ok(&caller.app.roles(&caller.ctx).await?)
}

/// Add a role.
#[utoipa::path(post, path = "/roles", tag = "users", request_body = shapes::RoleWrite,
    responses((status = 201, body = shapes::Role)))]
async fn create_role(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_role(&caller.ctx, &fields).await?)
}

/// Change what a role grants.
#[utoipa::path(patch, path = "/roles/{id}", tag = "users", request_body = shapes::RoleWrite,
    responses((status = 200, body = shapes::Role)))]
async fn change_role(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_role(&caller.ctx, id, &fields).await?)
}
