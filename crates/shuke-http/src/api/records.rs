//! Records: list, create, read, change, delete, restore.

use bytes::Bytes;
use http::{StatusCode, header};
use shuke_app::records::list::{ListRequest, TotalMode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, Given, IdempotencyKey, IfMatch, ObjectPath, Query, RecordPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_records, create_record))
        .routes(routes!(read_record, change_record, delete_record))
        .routes(routes!(restore_record))
}

/// What is asked of a list, from the address or from a body.
pub(super) fn list_request(given: &mut Given) -> ListRequest {
    ListRequest {
        view: given.id("view"),
        filter: given.filter("filter"),
        q: given.text("q"),
        sort: given.words("sort").unwrap_or_default(),
        fields: given.words("fields"),
        limit: given.count("limit"),
        cursor: given.text("cursor"),
        total: match given.one_of("total", &["capped", "exact", "none"]) {
            Some(1) => TotalMode::Exact,
            Some(2) => TotalMode::Without,
            _ => TotalMode::Capped,
        },
        deleted: given.yes("deleted"),
    }
}

/// Whether the caller has seen possible duplicates and goes on.
pub(super) fn accepts_duplicates(given: &mut Given) -> bool {
    given.one_of("duplicates", &["ask", "accept"]) == Some(1)
}

/// A page of a list.
#[utoipa::path(get, path = "/records/{object}", tag = "records", params(
        ("view" = Option<Uuid>, Query, description = "A saved view: its filter holds beside `filter`, its order and columns where none are given"),
        ("filter" = Option<String>, Query, description = "Filter tree as JSON"),
        ("q" = Option<String>, Query, description = "Quick search"),
        ("sort" = Option<String>, Query, description = "Sort keys with commas, `-` for largest first"),
        ("fields" = Option<String>, Query, description = "Fields with commas; all when absent"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
        ("total" = Option<String>, Query, description = "`capped` (to 1000), `exact` or `none`"),
        ("deleted" = Option<bool>, Query, description = "The recycle bin"),
    ), responses((status = 200, body = shapes::RecordPage)))]
async fn list_records(caller: Caller, ObjectPath(object): ObjectPath, Query(mut given): Query) -> Reply {
    let request = list_request(&mut given);
    given.finish()?;
    answer::ok(&caller.app.list(&caller.ctx, &object, &request).await?)
}

/// Create a record. With `Idempotency-Key`, the same request again gets the same answer and creates nothing.
#[utoipa::path(post, path = "/records/{object}", tag = "records", request_body = shapes::RecordWrite,
    params(
        ("duplicates" = Option<String>, Query, description = "`accept` saves what may be a duplicate, where that is only warned of"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names the request"),
    ),
    responses((status = 201, body = shapes::Record, headers(("ETag" = String)))))]
async fn create_record(
    caller: Caller,
    ObjectPath(object): ObjectPath,
    Query(mut given): Query,
    IdempotencyKey(key): IdempotencyKey,
    Fields(fields): Fields,
) -> Reply {
    let Caller { app, mut ctx, .. } = caller;
    ctx.accept_duplicates = accepts_duplicates(&mut given);
    given.finish()?;
    let Some(key) = key else {
        return answer::record(StatusCode::CREATED, &app.create(&ctx, &object, &fields).await?);
    };
    let kept = app.create_once(&ctx, &object, &fields, &key).await?;
    let mut response = answer::bytes(StatusCode::CREATED, Bytes::from(kept.body));
    // A record is new at version 1, also when the answer is given again.
    response.headers_mut().insert(header::ETAG, answer::version_tag(1));
    Ok(response)
}

/// Read a record.
#[utoipa::path(get, path = "/records/{object}/{id}", tag = "records",
    params(
        ("fields" = Option<String>, Query, description = "Fields with commas; all when absent"),
        ("as_of" = Option<String>, Query, description = "As it was at this time (RFC 3339), from its history"),
    ), responses((status = 200, body = shapes::Record, headers(("ETag" = String)))))]
async fn read_record(caller: Caller, RecordPath(object, id): RecordPath, Query(mut given): Query) -> Reply {
    let (fields, as_of) = (given.words("fields"), given.moment("as_of"));
    given.finish()?;
    if let Some(at) = as_of {
        let view = caller.app.read_as_of(&caller.ctx, &object, id, fields.as_deref(), at).await?;
        return answer::ok(&view);
    }
    let view = caller.app.read(&caller.ctx, &object, id, fields.as_deref()).await?;
    answer::record(StatusCode::OK, &view)
}

/// Change fields of a record. With `If-Match`, a field that somebody else changed meanwhile is a conflict.
#[utoipa::path(patch, path = "/records/{object}/{id}", tag = "records", request_body = shapes::RecordWrite,
    params(
        ("duplicates" = Option<String>, Query, description = "`accept` saves what may be a duplicate, where that is only warned of"),
        ("If-Match" = Option<String>, Header, description = "The version that the change is based on"),
    ),
    responses((status = 200, body = shapes::Record, headers(("ETag" = String)))))]
async fn change_record(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Query(mut given): Query,
    IfMatch(based_on): IfMatch,
    Fields(fields): Fields,
) -> Reply {
    let Caller { app, mut ctx, .. } = caller;
    ctx.accept_duplicates = accepts_duplicates(&mut given);
    given.finish()?;
    let view = app.change(&ctx, &object, id, &fields, based_on).await?;
    answer::record(StatusCode::OK, &view)
}

/// Put a record into the recycle bin.
#[utoipa::path(delete, path = "/records/{object}/{id}", tag = "records", responses((status = 204)))]
async fn delete_record(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    caller.app.delete(&caller.ctx, &object, id).await?;
    answer::nothing()
}

/// Take a record out of the recycle bin.
#[utoipa::path(post, path = "/records/{object}/{id}/restore", tag = "records",
    responses((status = 200, body = shapes::Record, headers(("ETag" = String)))))]
async fn restore_record(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::record(StatusCode::OK, &caller.app.restore(&caller.ctx, &object, id).await?)
}
