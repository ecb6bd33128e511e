//! What the caller's sign-in rests on: browsers that are signed in, and the second factor; and the company's rules.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_base::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::{Caller, Pass};
use crate::extract::{Fields, Given, IdPath};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_sessions, end_other_sessions))
        .routes(routes!(end_session))
        .routes(routes!(second_factor, begin_second_factor))
        .routes(routes!(confirm_second_factor))
        .routes(routes!(disable_second_factor))
        .routes(routes!(renew_recovery_codes))
        .routes(routes!(end_sessions_of_user))
        .routes(routes!(reset_second_factor))
        .routes(routes!(security, change_security))
}

#[derive(Serialize)]
struct Ended {
    ended: u64,
}

fn secret(caller: &Caller) -> Option<&str> {
    match &caller.pass {
        Pass::Session(token) => Some(token.as_str()),
        Pass::Token(_) => None,
    }
}

/// A program's token doesn't change what people sign in with: whoever finds one could lock its owner out.
fn in_person(caller: &Caller) -> Result<(), Refused> {
    if secret(caller).is_some() { Ok(()) } else { Err(Refused::from(Code::InPersonOnly)) }
}

fn code(fields: Map<String, Json>) -> Result<String, Refused> {
    let mut given = Given::from_fields(fields, "");
    let code = given.text("code");
    if code.is_none() && !given.has("code") {
        given.missing("code");
    }
    given.finish()?;
    Ok(code.unwrap_or_default())
}

/// The caller's browsers, last used first.
#[utoipa::path(get, path = "/me/sessions", tag = "session", responses((status = 200, body = shapes::Sessions)))]
async fn list_sessions(caller: Caller) -> Reply {
    answer::ok(&caller.app.sessions(&caller.ctx, secret(&caller)).await?)
}

/// End all of the caller's browsers but this one.
#[utoipa::path(delete, path = "/me/sessions", tag = "session", responses((status = 200, body = shapes::Ended)))]
async fn end_other_sessions(caller: Caller) -> Reply {
    let ended = caller.app.end_other_sessions(&caller.ctx, secret(&caller)).await?;
    answer::ok(&Ended { ended })
}

/// End one of the caller's browsers.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "session", responses((status = 204)))]
async fn end_session(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.end_session(&caller.ctx, id).await?;
    answer::nothing()
}

/// Where the caller's second factor stands.
#[utoipa::path(get, path = "/me/second-factor", tag = "session",
    responses((status = 200, body = shapes::SecondFactor)))]
async fn second_factor(caller: Caller) -> Reply {
    answer::ok(&caller.app.second_factor(&caller.ctx).await?)
}

/// Make a secret for an authenticator app; it counts once the first one-time password was given.
#[utoipa::path(post, path = "/me/second-factor", tag = "session",
    responses((status = 201, body = shapes::NewSecondFactor)))]
async fn begin_second_factor(caller: Caller) -> Reply {
    in_person(&caller)?;
    answer::created(&caller.app.begin_second_factor(&caller.ctx).await?)
}

/// Give the first one-time password; answers the recovery codes, this once.
#[utoipa::path(post, path = "/me/second-factor/confirm", tag = "session", request_body = shapes::OneTimePassword,
    responses((status = 200, body = shapes::RecoveryCodes)))]
async fn confirm_second_factor(caller: Caller, Fields(fields): Fields) -> Reply {
    in_person(&caller)?;
    answer::ok(&caller.app.confirm_second_factor(&caller.ctx, &code(fields)?).await?)
}

/// Switch the second factor off.
#[utoipa::path(post, path = "/me/second-factor/disable", tag = "session", request_body = shapes::OneTimePassword,
    responses((status = 200, body = shapes::SecondFactor)))]
async fn disable_second_factor(caller: Caller, Fields(fields): Fields) -> Reply {
    in_person(&caller)?;
    answer::ok(&caller.app.disable_second_factor(&caller.ctx, &code(fields)?).await?)
}

/// Make new recovery codes; the old ones are no longer good.
#[utoipa::path(post, path = "/me/second-factor/recovery-codes", tag = "session",
    request_body = shapes::OneTimePassword, responses((status = 200, body = shapes::RecoveryCodes)))]
async fn renew_recovery_codes(caller: Caller, Fields(fields): Fields) -> Reply {
    in_person(&caller)?;
    answer::ok(&caller.app.renew_recovery_codes(&caller.ctx, &code(fields)?).await?)
}

/// End all browsers of a person; for administrators.
#[utoipa::path(delete, path = "/users/{id}/sessions", tag = "users", responses((status = 200, body = shapes::Ended)))]
async fn end_sessions_of_user(caller: Caller, IdPath(id): IdPath) -> Reply {
    let ended = caller.app.end_sessions_of(&caller.ctx, id).await?;
    answer::ok(&Ended { ended })
}

/// Take a person's second factor away; for administrators.
#[utoipa::path(delete, path = "/users/{id}/second-factor", tag = "users", responses((status = 204)))]
async fn reset_second_factor(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.reset_second_factor(&caller.ctx, id).await?;
    answer::nothing()
}

/// The company's rules of sign-in; for administrators.
#[utoipa::path(get, path = "/security", tag = "users", responses((status = 200, body = shapes::Security)))]
async fn security(caller: Caller) -> Reply {
    answer::ok(&caller.app.security(&caller.ctx, caller.place.0).await?)
}

/// Change the company's rules of sign-in.
#[utoipa::path(patch, path = "/security", tag = "users", request_body = shapes::SecurityChange,
    responses((status = 200, body = shapes::Security)))]
async fn change_security(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_security(&caller.ctx, &fields, caller.place.0).await?)
}
