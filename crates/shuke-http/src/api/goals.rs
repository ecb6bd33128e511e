//! Goals: how far the caller's are, and, for administrators, what is to be reached by whom.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, IfMatch, Query};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(read_goal_progress))
        .routes(routes!(list_goals, create_goal))
        .routes(routes!(change_goal, delete_goal))
        .routes(routes!(restore_goal))
        .routes(routes!(list_goal_targets, set_goal_targets))
}

/// How far the caller's goals are in their periods of a day: the own ones; for whoever heads a department its own, those of
/// departments below and of their people; for administrators all. What is reached is counted over the records that the
/// caller may see.
#[utoipa::path(get, path = "/goals/progress", tag = "goals", params(
        ("date" = Option<String>, Query, description = "A day of the periods, such as 2026-11-23; today when absent"),
    ), responses((status = 200, body = shapes::GoalsProgress)))]
async fn read_goal_progress(caller: Caller, Query(mut given): Query) -> Reply {
    let date = given.text("date");
    given.finish()?;
    answer::ok(&caller.app.goal_progress(&caller.ctx, date.as_deref()).await?)
}

/// All goals, those that were ended among them, the last made first; for administrators.
#[utoipa::path(get, path = "/company/goals", tag = "goals", params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Goals of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::Goals)))]
async fn list_goals(caller: Caller, Query(mut given): Query) -> Reply {
    let (limit, cursor) = (given.count("limit"), given.text("cursor"));
    given.finish()?;
    answer::ok(&caller.app.goals(&caller.ctx, limit, cursor.as_deref()).await?)
}

/// Make a goal. Nobody has an amount of it yet.
#[utoipa::path(post, path = "/company/goals", tag = "goals",
    request_body = shapes::GoalWrite, responses((status = 201, body = shapes::Goal)))]
async fn create_goal(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.create_goal(&caller.ctx, &fields).await?)
}

/// Change a goal, end it or take that back; what is absent stays. With `If-Match`, a goal that somebody else changed
/// meanwhile is left as it is.
#[utoipa::path(patch, path = "/company/goals/{id}", tag = "goals",
    params(("If-Match" = Option<String>, Header, description = "The version that the change is based on")),
    request_body = shapes::GoalChange, responses((status = 200, body = shapes::Goal)))]
async fn change_goal(
    caller: Caller,
    IdPath(id): IdPath,
    IfMatch(based_on): IfMatch,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.change_goal(&caller.ctx, id, &fields, based_on).await?)
}

/// Delete a goal with its amounts. For 30 days it can be brought back.
#[utoipa::path(delete, path = "/company/goals/{id}", tag = "goals", responses((status = 204)))]
async fn delete_goal(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_goal(&caller.ctx, id, true).await?;
    answer::nothing()
}

/// Bring back a goal that was deleted.
#[utoipa::path(post, path = "/company/goals/{id}/restore", tag = "goals", responses((status = 204)))]
async fn restore_goal(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_goal(&caller.ctx, id, false).await?;
    answer::nothing()
}

/// The amounts of a goal in a year, and who can have one; for administrators.
#[utoipa::path(get, path = "/company/goals/{id}/targets", tag = "goals", params(
        ("year" = Option<u32>, Query, minimum = 2000, maximum = 2100, description = "The year; this one when absent"),
    ), responses((status = 200, body = shapes::GoalTargets)))]
async fn list_goal_targets(caller: Caller, IdPath(id): IdPath, Query(mut given): Query) -> Reply {
    let year = given.count("year").map(|year| i32::try_from(year).unwrap_or(i32::MAX));
    given.finish()?;
    answer::ok(&caller.app.goal_targets(&caller.ctx, id, year).await?)
}

/// Set amounts of a goal, all or none of them; others stay. With `If-Match`, a goal that somebody else changed meanwhile is
/// left as it is.
#[utoipa::path(patch, path = "/company/goals/{id}/targets", tag = "goals",
    params(("If-Match" = Option<String>, Header, description = "The version that the change is based on")),
    request_body = shapes::GoalTargetsWrite, responses((status = 200, body = shapes::Goal)))]
async fn set_goal_targets(
    caller: Caller,
    IdPath(id): IdPath,
    IfMatch(based_on): IfMatch,
    Fields(fields): Fields,
) -> Reply {
    answer::ok(&caller.app.set_goal_targets(&caller.ctx, id, &fields, based_on).await?)
}
