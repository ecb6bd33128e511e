//! The company's settings; for administrators.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use shuke_app::look::LookView;
use shuke_base::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, Query};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

/// A logo runs nothing and loads nothing, also when it is opened by itself.
const INERT: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(read_company, change_company))
        .routes(routes!(read_sample))
        .routes(routes!(remove_sample))
        .routes(routes!(read_calendar, change_calendar))
        .routes(routes!(read_look, change_look))
        .routes(routes!(read_arrangement, change_arrangement))
        .routes(routes!(read_logo))
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

/// How the program looks: what it is called, its colour, its logo.
#[utoipa::path(get, path = "/company/look", tag = "users", responses((status = 200, body = shapes::Look)))]
async fn read_look(caller: Caller) -> Reply {
    answer::ok(&LookView::from(&caller.ctx.company.settings.look))
}

/// Change it; what is absent stays, `null` is as usual.
#[utoipa::path(patch, path = "/company/look", tag = "users", request_body = shapes::LookChange,
    responses((status = 200, body = shapes::Look)))]
async fn change_look(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_look(&caller.ctx, &fields).await?)
}

/// What the company arranges for its people, for administrators.
#[utoipa::path(get, path = "/company/arrangement", tag = "users",
    responses((status = 200, body = shapes::Arrangements)))]
async fn read_arrangement(caller: Caller) -> Reply {
    answer::ok(&caller.app.arrangements(&caller.ctx)?)
}

/// Arrange for a role, or without one for everyone; what is absent stays, `null` is as usual.
#[utoipa::path(patch, path = "/company/arrangement", tag = "users", request_body = shapes::ArrangementChange,
    responses((status = 200, body = shapes::Arrangements)))]
async fn change_arrangement(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_arrangement(&caller.ctx, &fields).await?)
}

/// The logo, which the sign-in page shows, too. With its version in the address it stays good for ever.
#[utoipa::path(get, path = "/company/logo", tag = "users", security(()),
    params(("v" = Option<String>, Query, description = "The logo's version, as `look` tells it")),
    responses((status = 200, body = String, content_type = "image/*"), (status = 304)))]
async fn read_logo(State(http): State<Http>, heads: HeaderMap, Query(mut given): Query) -> Reply {
    let version = given.text("v");
    given.finish()?;
    let logo = http.app.logo().ok_or_else(|| Refused::from(Code::NotFound))?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", logo.version()))
        .map_err(|_| Refused::from(Code::Internal))?;
    let mut response = if heads.get(header::IF_NONE_MATCH) == Some(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(Bytes::copy_from_slice(logo.bytes())));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(logo.media()));
        response
    };
    let lasting = version.is_some_and(|version| version == logo.version());
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    let heads = response.headers_mut();
    heads.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    heads.insert(header::CONTENT_SECURITY_POLICY, INERT);
    heads.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    heads.insert(header::ETAG, tag);
    Ok(response)
}
