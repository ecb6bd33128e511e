//! People who sign in; for administrators.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list_users, create_user)).routes(routes!(change_user))
}

/// All people.
#[utoipa::path(get, path = "/users", tag = "users", responses((status = 200, body = shapes::Users)))]
async fn list_users(caller: Caller) -> Reply {
    answer::ok(&caller.app.users(&caller.ctx).await?)
}

/// Add a person.
#[utoipa::path(post, path = "/users", tag = "users", request_body = shapes::UserWrite,
    responses((status = 201, body = shapes::User)))]
async fn create_user(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_user(&caller.ctx, &fields).await?)
}

/// Change a person, also their password and roles, or switch them off.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", request_body = shapes::UserWrite,
    responses((status = 200, body = shapes::User)))]
async fn change_user(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_user(&caller.ctx, id, &fields).await?)
}
