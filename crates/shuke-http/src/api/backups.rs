//! Backups; for administrators.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Fields;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list_backups, start_backup, change_backups))
}

/// Settings and results of backups, newest first.
#[utoipa::path(get, path = "/backups", tag = "backups", responses((status = 200, body = shapes::Backups)))]
async fn list_backups(caller: Caller) -> Reply {
    answer::ok(&caller.app.backups(&caller.ctx).await?)
}

/// Take a backup now, as a job.
#[utoipa::path(post, path = "/backups", tag = "backups", responses((status = 202, body = shapes::Backups)))]
async fn start_backup(caller: Caller) -> Reply {
    answer::accepted(&caller.app.start_backup(&caller.ctx).await?)
}

/// Change when backups are taken, where they go, and how many stay.
#[utoipa::path(patch, path = "/backups", tag = "backups", request_body = shapes::BackupsChange,
    responses((status = 200, body = shapes::Backups)))]
async fn change_backups(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_backups(&caller.ctx, &fields).await?)
}
