//! Sharing rules: which records reach whom beyond owner, roles and teams.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_sharing_rules, create_sharing_rule))
        .routes(routes!(change_sharing_rule, delete_sharing_rule))
}

/// All sharing rules. For administrators.
#[utoipa::path(get, path = "/sharing-rules", tag = "users", responses((status = 200, body = shapes::SharingRules)))]
async fn list_sharing_rules(caller: Caller) -> Reply {
    answer::ok(&caller.app.sharing_rules(&caller.ctx).await?)
}

/// Share the records of some people with others; the rule holds at once. For administrators.
#[utoipa::path(post, path = "/sharing-rules", tag = "users", request_body = shapes::SharingRuleWrite,
    responses((status = 201, body = shapes::SharingRule)))]
async fn create_sharing_rule(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_sharing_rule(&caller.ctx, &fields).await?)
}

/// Change a sharing rule. For administrators.
#[utoipa::path(patch, path = "/sharing-rules/{id}", tag = "users", request_body = shapes::SharingRuleChange,
    responses((status = 200, body = shapes::SharingRule)))]
async fn change_sharing_rule(caller: Caller, IdPath(id): IdPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_sharing_rule(&caller.ctx, id, &fields).await?)
}

/// Remove a sharing rule; what it shared is out of sight at once. For administrators.
#[utoipa::path(delete, path = "/sharing-rules/{id}", tag = "users", responses((status = 204)))]
async fn delete_sharing_rule(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_sharing_rule(&caller.ctx, id).await?;
    answer::nothing()
}
