//! What the program's pack offers over what the company has of it; for administrators.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Fields;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(read_pack)).routes(routes!(upgrade_pack))
}

/// Where the company differs from the pack that it was made from, as this program has it: what can be taken, and what
/// an administrator has changed and keeps.
#[utoipa::path(get, path = "/pack", tag = "objects", responses((status = 200, body = shapes::Pack)))]
async fn read_pack(caller: Caller) -> Reply {
    answer::ok(&caller.app.pack(&caller.ctx).await?)
}

/// Take some of what is offered, or all of it, at once or not at all. Nothing is removed or overwritten.
#[utoipa::path(post, path = "/pack/upgrade", tag = "objects", request_body = shapes::PackUpgrade,
    responses((status = 200, body = shapes::Pack)))]
async fn upgrade_pack(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.upgrade_pack(&caller.ctx, &fields).await?)
}
