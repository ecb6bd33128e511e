//! What people say about a record to each other, and who follows it.

use bytes::Bytes;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdempotencyKey, MemberPath, Query, RecordPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(add_comment))
        .routes(routes!(mentionable_people))
        .routes(routes!(change_comment, delete_comment))
        .routes(routes!(restore_comment))
        .routes(routes!(record_followers))
        .routes(routes!(follow_record, unfollow_record))
}

/// Comment on a record. Whoever sees the record may; only people who see it can be mentioned. With `Idempotency-Key`, the
/// same request again gets the same answer and adds nothing.
#[utoipa::path(post, path = "/records/{object}/{id}/comments", tag = "records",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names the request")),
    request_body = shapes::CommentWrite, responses((status = 201, body = shapes::Comment)))]
async fn add_comment(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    IdempotencyKey(key): IdempotencyKey,
    Fields(fields): Fields,
) -> Reply {
    let Some(key) = key else {
        return answer::created(&caller.app.add_comment(&caller.ctx, &object, id, &fields).await?);
    };
    let kept = caller.app.add_comment_once(&caller.ctx, &object, id, &fields, &key).await?;
    Ok(answer::bytes(StatusCode::CREATED, Bytes::from(kept.body)))
}

/// People who may be mentioned in a comment on a record: those who see it, by a part of the name, 拼音 or initials.
#[utoipa::path(get, path = "/records/{object}/{id}/comments/people", tag = "records",
    params(("q" = Option<String>, Query, description = "What was typed of the name")),
    responses((status = 200, body = shapes::Mentionable)))]
async fn mentionable_people(
    caller: Caller,
    RecordPath(object, id): RecordPath,
    Query(mut given): Query,
) -> Reply {
    let q = given.text("q");
    given.finish()?;
    answer::ok(&caller.app.mentionable(&caller.ctx, &object, id, q.as_deref()).await?)
}

/// Change one's own comment. Who is newly mentioned is told.
#[utoipa::path(patch, path = "/records/{object}/{id}/comments/{comment}", tag = "records",
    request_body = shapes::CommentWrite, responses((status = 200, body = shapes::Comment)))]
async fn change_comment(
    caller: Caller,
    MemberPath(object, id, comment): MemberPath,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.change_comment(&caller.ctx, &object, (id, comment), &fields).await?)
}

/// Delete one's own comment; administrators delete any. It can be brought back for a month.
#[utoipa::path(delete, path = "/records/{object}/{id}/comments/{comment}", tag = "records",
    responses((status = 204)))]
async fn delete_comment(caller: Caller, MemberPath(object, id, comment): MemberPath) -> Reply {
    caller.app.mark_comment(&caller.ctx, &object, (id, comment), true).await?;
    answer::nothing()
}

/// Bring a deleted comment back.
#[utoipa::path(post, path = "/records/{object}/{id}/comments/{comment}/restore", tag = "records",
    responses((status = 200, body = shapes::Comment)))]
async fn restore_comment(caller: Caller, MemberPath(object, id, comment): MemberPath) -> Reply {
    answer::ok(&caller.app.mark_comment(&caller.ctx, &object, (id, comment), false).await?)
}

/// Who follows a record, and whether the caller does.
#[utoipa::path(get, path = "/records/{object}/{id}/followers", tag = "records",
    responses((status = 200, body = shapes::Followers)))]
async fn record_followers(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.followers(&caller.ctx, &object, id).await?)
}

/// Follow a record: what others say about it comes as a notice.
#[utoipa::path(put, path = "/records/{object}/{id}/followers/me", tag = "records",
    responses((status = 200, body = shapes::Followers)))]
async fn follow_record(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.follow(&caller.ctx, &object, id, true).await?)
}

/// Stop to follow a record; comments and mentions don't make the caller follow it again.
#[utoipa::path(delete, path = "/records/{object}/{id}/followers/me", tag = "records",
    responses((status = 200, body = shapes::Followers)))]
async fn unfollow_record(caller: Caller, RecordPath(object, id): RecordPath) -> Reply {
    answer::ok(&caller.app.follow(&caller.ctx, &object, id, false).await?)
}
