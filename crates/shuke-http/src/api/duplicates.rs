//! Possible duplicates: checked while somebody types, shown on a record, and the steward's queue.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, Given, IdPath, ObjectPath, Query, RecordPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(check_duplicates))
        .routes(routes!(record_duplicates))
        .routes(routes!(tell_apart))
        .routes(routes!(merge_record))
        .routes(routes!(list_merges))
        .routes(routes!(undo_merge))
        .routes(routes!(duplicate_queue))
        .routes(routes!(search_duplicates))
        .routes(routes!(dismiss_pair))
        .routes(routes!(reopen_pair))
}

/// Records that may be the same as one that is being written. Of those out of the caller's sight only the owner's name
/// and the day of the last follow-up are told, unless the company has switched that off.
#[utoipa::path(post, path = "/records/{object}/duplicates", tag = "duplicates",
    request_body = shapes::DuplicateCheck, responses((status = 200, body = shapes::DuplicateAnswer)))]
async fn check_duplicates(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    let mut given = Given::from_fields(fields, "");
    let (values, id) = (given.object("values").unwrap_or_default(), given.id("id"));
    given.finish()?;
    answer::ok(&caller.app.check_duplicates(&caller.ctx, &object, &values, id).await?)
}

/// Records that may be the same as this one, without those that were told from it.
#[utoipa::path(get, path = "/records/{object}/{id}/duplicates", tag = "duplicates",
    responses((status = 200, body = shapes::DuplicateAnswer)))]
async fn record_duplicates(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.duplicates_of(&caller.ctx, &object, id).await?)
}

/// Say of a record that another is not the same; needs the right to merge both.
#[utoipa::path(post, path = "/records/{object}/{id}/actions/tell_apart", tag = "duplicates",
    request_body = shapes::DuplicateApart, responses((status = 204)))]
async fn tell_apart(caller: Caller, RecordPath(object, id): RecordPath, Fields(fields): Fields) -> Reply {
    let mut given = Given::from_fields(fields, "");
    if !given.has("other") {
        given.missing("other");
    }
    let other = given.id("other");
    given.finish()?;
    caller.app.tell_apart(&caller.ctx, &object, id, other.unwrap_or_default()).await?;
    answer::nothing()
}

/// Pairs of an object that the caller could merge, the newest first.
#[utoipa::path(get, path = "/records/{object}/duplicates", tag = "duplicates", params(
        ("dismissed" = Option<bool>, Query, description = "Those that were told apart"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Pairs of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::DuplicateQueue)))]
async fn duplicate_queue(caller: Caller, ObjectPath(object): ObjectPath, Query(mut given): Query) -> Reply {
    let dismissed = given.yes("dismissed");
    let (limit, cursor) = (given.count("limit"), given.text("cursor"));
    given.finish()?;
    let cursor = cursor.as_deref();
    answer::ok(&caller.app.duplicate_queue(&caller.ctx, &object, dismissed, limit, cursor).await?)
}

/// Look through all records of the object for pairs, as a job.
#[utoipa::path(post, path = "/records/{object}/duplicates/search", tag = "duplicates",
    responses((status = 202, body = shapes::DuplicateQueue)))]
async fn search_duplicates(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    caller.app.search_pairs(&caller.ctx, &object).await?;
    answer::accepted(&caller.app.duplicate_queue(&caller.ctx, &object, false, None, None).await?)
}

/// Say that the records of a pair are not the same, which is remembered.
#[utoipa::path(post, path = "/duplicates/{id}/dismiss", tag = "duplicates", responses((status = 204)))]
async fn dismiss_pair(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.decide_pair(&caller.ctx, id, true).await?;
    answer::nothing()
}

/// Put a pair back into the queue.
#[utoipa::path(post, path = "/duplicates/{id}/reopen", tag = "duplicates", responses((status = 204)))]
async fn reopen_pair(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.decide_pair(&caller.ctx, id, false).await?;
    answer::nothing()
}

/// Merge another record into this one, which stays. What pointed to the other points here afterwards, its history is
/// shown here, and it goes to the recycle bin.
#[utoipa::path(post, path = "/records/{object}/{id}/actions/merge", tag = "duplicates",
    request_body = shapes::MergeWrite, responses((status = 200, body = shapes::Merged)))]
async fn merge_record(caller: Caller, RecordPath(object, id): RecordPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.merge(&caller.ctx, &object, id, &fields).await?)
}

/// The newest merges of an object.
#[utoipa::path(get, path = "/records/{object}/merges", tag = "duplicates",
    responses((status = 200, body = shapes::Merges)))]
async fn list_merges(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    answer::ok(&caller.app.merges(&caller.ctx, &object).await?)
}

/// Take a merge back, within 30 days; what was changed since stays as it is.
#[utoipa::path(post, path = "/merges/{id}/undo", tag = "duplicates",
    responses((status = 200, body = shapes::Unmerged)))]
async fn undo_merge(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.undo_merge(&caller.ctx, id).await?)
}
