//! The caller.

use axum::extract::State;
use http::HeaderMap;
use shuke_base::limits;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session;
use crate::answer;
use crate::caller::{Caller, Pass};
use crate::extract::Fields;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(me, change_me)).routes(routes!(preferences, change_preferences))
}

/// Who is signed in, with roles, language and zone.
#[utoipa::path(get, path = "/me", tag = "session", responses((status = 200, body = shapes::Me)))]
async fn me(State(http): State<Http>, caller: Caller, heads: HeaderMap) -> Reply {
    let mut response = answer::ok(&caller.app.me(&caller.ctx).await?)?;
    // A session in use is prolonged; so is the cookie that carries it, whenever the page is opened.
    if let Pass::Session(token) = &caller.pass {
        session::set_cookie(&mut response, &http, &heads, token, limits::SESSION_DAYS * 24 * 60 * 60)?;
    }
    Ok(response)
}

/// Change one's own name, language, zone, theme or password.
#[utoipa::path(patch, path = "/me", tag = "session", request_body = shapes::MeChange,
    responses((status = 200, body = shapes::Me)))]
async fn change_me(caller: Caller, Fields(fields): Fields) -> Reply {
    let session = match &caller.pass {
        Pass::Session(token) => Some(token.as_str()),
        Pass::Token(_) => None,
    };
    answer::ok(&caller.app.change_me(&caller.ctx, &fields, session).await?)
}

/// What the caller has arranged: favourites, a navigation and a workbench of their own.
#[utoipa::path(get, path = "/me/preferences", tag = "session",
    responses((status = 200, body = shapes::Preferences)))]
async fn preferences(caller: Caller) -> Reply {
    answer::ok(&caller.app.preferences(&caller.ctx).await?)
}

/// Set one's own favourites, navigation or workbench.
#[utoipa::path(patch, path = "/me/preferences", tag = "session", request_body = shapes::PreferencesWrite,
    responses((status = 200, body = shapes::Preferences)))]
async fn change_preferences(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_preferences(&caller.ctx, &fields).await?)
}
