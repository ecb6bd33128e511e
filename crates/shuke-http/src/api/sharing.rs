//! Who has a record: its team, its transfer, why somebody may see it, and a look at what is masked.

use shuke_base::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, MemberPath, Query, RecordPath};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(record_team))
        .routes(routes!(put_member, drop_member))
        .routes(routes!(transfer_record))
        .routes(routes!(record_access))
        .routes(routes!(reveal_value))
        .routes(routes!(record_access_people))
}

/// The team of a record: people who see or change it beside its owner.
#[utoipa::path(get, path = "/records/{object}/{id}/team", tag = "records",
    responses((status = 200, body = shapes::Team)))]
async fn record_team(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.team(&caller.ctx, &object, id).await?)
}

/// Bring a person into the team, or change the terms. Needs the right to change the record by owner or department.
#[utoipa::path(put, path = "/records/{object}/{id}/team/{user}", tag = "records",
    request_body = shapes::MemberWrite,
    responses((status = 200, body = shapes::Team)))]
async fn put_member(
    caller: Caller,
    MemberPath(object, id, user): MemberPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.put_member(&caller.ctx, &object, id, user, &fields).await?)
}

/// Take a person out of the team; members may leave.
#[utoipa::path(delete, path = "/records/{object}/{id}/team/{user}", tag = "records",
    responses((status = 204)))]
async fn drop_member(caller: Caller, MemberPath(object, id, user): MemberPath) -> Reply {
    caller.app.drop_member(&caller.ctx, &object, id, user).await?;
    answer::nothing()
}

/// Give a record to a new owner; the old one may stay in the team, and what belongs to it may go along.
#[utoipa::path(post, path = "/records/{object}/{id}/actions/transfer", tag = "records",
    request_body = shapes::Transfer, responses((status = 200, body = shapes::Transferred)))]
async fn transfer_record(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.transfer(&caller.ctx, &object, id, &fields).await?)
}

/// Why the caller may see and change a record; administrators may ask about anybody.
#[utoipa::path(get, path = "/records/{object}/{id}/access", tag = "records",
    params(("user" = Option<String>, Query, description = "The person; the caller when absent")),
    responses((status = 200, body = shapes::Access)))]
async fn record_access(caller: Caller, RecordPath(object, id): RecordPath, Query(mut given): Query) -> Reply {
    let user = given.text("user");
    given.finish()?;
    let user = user.map(|text| text.parse().map_err(|_| Refused::from(Code::NotFound))).transpose()?;
    answer::ok(&caller.app.access(&caller.ctx, &object, id, user).await?)
}

/// Who may see a record, and why, in the order of names.
#[utoipa::path(get, path = "/records/{object}/{id}/access/people", tag = "records",
    params(("limit" = Option<usize>, Query, description = "People of the page, 500 at most and when absent"),
        ("offset" = Option<usize>, Query, description = "People that come before the page")),
    responses((status = 200, body = shapes::AccessPeople)))]
async fn record_access_people(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Query(mut given): Query,
) -> Reply {
    let (limit, offset) = (given.count("limit"), given.count("offset"));
    given.finish()?;
    let page = (offset.unwrap_or(0), limit);
    answer::ok(&caller.app.access_people(&caller.ctx, &object, id, page).await?)
}

/// See one masked value as it is. Needs the right to reveal; who looked at what is kept in the audit log.
#[utoipa::path(post, path = "/records/{object}/{id}/actions/reveal", tag = "records",
    request_body = shapes::Reveal, responses((status = 200, body = shapes::Revealed)))]
async fn reveal_value(caller: Caller, RecordPath(object, id): RecordPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.reveal(&caller.ctx, &object, id, &fields).await?)
}
