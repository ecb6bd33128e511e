//! Signing in and out.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, header};
use serde::Serialize;
use shuke_app::Via;
use shuke_app::auth::SignIn;
use shuke_base::{Code, Moment};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::{COOKIE, Caller, Pass};
use crate::extract::{Fields, Given, Meta};
use crate::origin::{self, Place};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

/// Characters of what a browser calls itself that are kept.
const AGENT: usize = 200;

#[derive(Serialize)]
struct SignedIn<T> {
    user: T,
}

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(sign_in, sign_out)).routes(routes!(view_as, end_view_as))
}

/// Sign in with a password; the answer sets the session's cookie.
#[utoipa::path(post, path = "/session", tag = "session", security(()), request_body = shapes::SignIn,
    responses((status = 200, body = shapes::SignedIn)))]
async fn sign_in(
    State(http): State<Http>,
    meta: Meta,
    heads: HeaderMap,
    Extension(Place(place)): Extension<Place>,
    Fields(fields): Fields,
) -> Reply {
    // A sign-in from another site would leave the person in somebody else's account.
    if origin::is_foreign(&Method::POST, &heads) {
        return Err(Refused::from(Code::ForeignOrigin));
    }
    let mut given = Given::from_fields(fields, "");
    let (login, password, code) = (given.text("login"), given.text("password"), given.text("code"));
    given.finish()?;
    let agent = heads.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let agent: String = agent.chars().take(AGENT).collect();
    let (login, password) = (login.unwrap_or_default(), password.unwrap_or_default());
    let place = place.map(|ip| ip.to_string());
    let given = SignIn {
        login: &login,
        password: &password,
        code: code.as_deref(),
        agent: &agent,
        place: place.as_deref(),
    };
    let signed_in = http.app.sign_in_with(given).await?;
    let ctx = http.app.ctx(signed_in.user, meta.locale, Via::Page);
    let mut response = answer::ok(&SignedIn { user: http.app.me(&ctx).await? })?;
    set_cookie(&mut response, &http, &heads, &signed_in.token, seconds_to(signed_in.expires_at, ctx.now))?;
    Ok(response)
}

/// End the session.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
async fn sign_out(State(http): State<Http>, caller: Caller, heads: HeaderMap) -> Reply {
    if let Pass::Session(token) = &caller.pass {
        caller.app.sign_out(token).await?;
    }
    let mut response = answer::nothing()?;
    set_cookie(&mut response, &http, &heads, "", 0)?;
    Ok(response)
}

/// Look at the program as somebody else, read only, for half an hour. Needs the right to, and that person may see no
/// more than the caller; both are named in the audit log. A call with that person's id as `X-Viewing-As` is refused once
/// the look is over, whatever ended it, so that nothing is done as oneself by mistake. In person only.
#[utoipa::path(post, path = "/session/view-as", tag = "session", request_body = shapes::ViewAs,
    responses((status = 200, body = shapes::Me)))]
async fn view_as(caller: Caller, Fields(fields): Fields) -> Reply {
    let Pass::Session(token) = &caller.pass else { return Err(Refused::from(Code::InPersonOnly)) };
    answer::ok(&caller.app.view_as(&caller.ctx, token, &fields).await?)
}

/// Look through one's own eyes again.
#[utoipa::path(delete, path = "/session/view-as", tag = "session", responses((status = 204)))]
async fn end_view_as(caller: Caller) -> Reply {
    let Pass::Session(token) = &caller.pass else { return Err(Refused::from(Code::InPersonOnly)) };
    caller.app.end_view_as(token).await?;
    answer::nothing()
}

/// Whether a proxy says that the request came over an encrypted connection. Believing it can only make a cookie more
/// careful.
fn over_tls(heads: &HeaderMap) -> bool {
    heads.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

fn seconds_to(end: Moment, now: Moment) -> i64 {
    (end - now).num_seconds().max(0)
}

/// Hands the session to the browser for so many seconds; with none, takes it back.
pub(super) fn set_cookie(
    response: &mut Response,
    http: &Http,
    heads: &HeaderMap,
    token: &str,
    seconds: i64,
) -> Result<(), Refused> {
    let secure = if http.options.secure_cookies || over_tls(heads) { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| Refused::from(Code::Internal))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}
