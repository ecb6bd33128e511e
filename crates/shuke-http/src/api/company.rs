//! The company's settings; for administrators.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Fields;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(read_company, change_company))
        .routes(routes!(read_sample))
        .routes(routes!(remove_sample))
        .routes(routes!(read_calendar, change_calendar))
}

/// The company's settings.
#[utoipa::path(get, path = "/company", tag = "users", responses((status = 200, body = shapes::Company)))]
async fn read_company(caller: Caller) -> Reply {
    answer::ok(&caller.app.company_settings(&caller.ctx)?)
}

/// Change them; what is absent stays.
#[utoipa::path(patch, path = "/company", tag = "users", request_body = shapes::CompanyChange,
    responses((status = 200, body = shapes::Company)))]
async fn change_company(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_company(&caller.ctx, &fields).await?)
}

/// What there is of the sample that the company was founded with.
#[utoipa::path(get, path = "/company/sample", tag = "users", responses((status = 200, body = shapes::Sample)))]
async fn read_sample(caller: Caller) -> Reply {
    answer::ok(&caller.app.sample_data(&caller.ctx).await?)
}

/// Take it away: its records go to the recycle bin by changes in bulk, which can be undone; its people can't sign in
/// any more. What people entered themselves stays.
#[utoipa::path(post, path = "/company/sample/removal", tag = "users",
    responses((status = 202, body = shapes::Bulks)))]
async fn remove_sample(caller: Caller) -> Reply {
    answer::accepted(&caller.app.remove_sample(&caller.ctx).await?)
}

/// The days that the company works, and the public holidays that are known.
#[utoipa::path(get, path = "/company/calendar", tag = "users",
    responses((status = 200, body = shapes::WorkCalendar)))]
async fn read_calendar(caller: Caller) -> Reply {
    answer::ok(&caller.app.work_calendar(&caller.ctx))
}

/// Change them; what is absent stays, and `days` are all days.
#[utoipa::path(patch, path = "/company/calendar", tag = "users", request_body = shapes::WorkCalendarChange,
    responses((status = 200, body = shapes::WorkCalendar)))]
async fn change_calendar(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_work_calendar(&caller.ctx, &fields).await?)
}
