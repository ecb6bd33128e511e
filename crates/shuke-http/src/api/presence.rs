//! Who else has a record open.

use shuke_base::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::{Caller, Pass};
use crate::extract::{Fields, Query, RecordPath};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(be_present, be_gone))
}

/// Programs have nothing open.
fn in_person(caller: &Caller) -> Result<(), Refused> {
    if matches!(caller.pass, Pass::Session(_)) { Ok(()) } else { Err(Refused::from(Code::InPersonOnly)) }
}

/// Say that a page has this record open, every ten seconds; a page that falls silent for 25 is forgotten. The answer names
/// the others who have it open and how the record stands. Kept in the memory of the process alone.
#[utoipa::path(put, path = "/records/{object}/{id}/presence", tag = "records",
    request_body = shapes::PresenceWrite, responses((status = 200, body = shapes::Presence)))]
async fn be_present(caller: Caller, RecordPath(object, id): RecordPath, Fields(fields): Fields) -> Reply {
    in_person(&caller)?;
    answer::ok(&caller.app.arrive(&caller.ctx, &object, id, &fields).await?)
}

/// Say that a page doesn't have this record open any more.
#[utoipa::path(delete, path = "/records/{object}/{id}/presence", tag = "records",
    params(("tab" = String, Query, description = "What the page called itself")),
    responses((status = 204)))]
async fn be_gone(caller: Caller, RecordPath(_, id): RecordPath, Query(mut given): Query) -> Reply {
    in_person(&caller)?;
    let tab = given.text("tab").unwrap_or_default();
    given.finish()?;
    caller.app.leave(&caller.ctx, id, &tab);
    answer::nothing()
}
