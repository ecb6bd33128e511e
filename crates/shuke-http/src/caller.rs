//! Who calls: the person behind a session's cookie or a program's token.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use shuke_app::auth::Bearer;
use shuke_app::{App, Ctx, Via};
use shuke_base::{Code, Fault};

use crate::api::BASE;
use crate::exchange::Exchange;
use crate::limited;
use crate::origin::{self, Place};
use crate::refusal::Refused;
use crate::state::Http;

/// Name of the session's cookie.
pub(crate) const COOKIE: &str = "shuke_session";

/// The token that a request shows. Another scheme is a token that opens nothing; the cookie beside it doesn't count.
pub(crate) fn token(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    let token = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    Some(token.map(|(_, token)| token.trim()).unwrap_or_default())
}

/// The session's secret among the cookies of a request.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, secret)| secret)
}

/// Says as whom a page shows things while it looks as somebody else: once that is over, nothing is to be done by mistake
/// with the rights of whoever looked.
const VIEWING_AS: &str = "x-viewing-as";

/// What a caller shows to be let in.
#[derive(Clone)]
pub(crate) enum Pass {
    /// A browser's session.
    Session(String),
    /// A program's token.
    Token(String),
}

impl Pass {
    /// What a request carries. A token comes before a cookie.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let token = token(headers).map(|token| Self::Token(token.to_owned()));
        token.or_else(|| cookie(headers).map(|secret| Self::Session(secret.to_owned())))
    }

    /// The person behind it, and what they may do in this way.
    pub(crate) async fn bearer(&self, app: &App) -> Result<Bearer, Fault> {
        match self {
            Self::Session(token) => app.session_bearer(token).await,
            Self::Token(token) => app.token_bearer(token).await,
        }
    }

    fn via(&self) -> Via {
        match self {
            Self::Session(_) => Via::Page,
            Self::Token(_) => Via::Api,
        }
    }
}

/// Whether somebody who has to do something first may go on at this address: it is what is to be done, or leaving.
fn stays_open(path: &str) -> bool {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    path == "/me" || path.starts_with("/me/") || path == "/session"
}

/// Whether the call ends the look as somebody else, or the session with it. The path stands below [`BASE`].
fn ends_look(method: &Method, path: &str) -> bool {
    method == Method::DELETE && matches!(path, "/session" | "/session/view-as")
}

/// Whether a call is one for somebody who looks through another person's eyes: it changes nothing and isn't about what
/// that person signs in with, nor fetches files that were made for them alone; or it ends the look.
fn only_looks(method: &Method, path: &str) -> bool {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    if ends_look(method, path) {
        return true;
    }
    match *method {
        Method::GET | Method::HEAD => {
            let made_for_one = path.starts_with("/exports/") && path.ends_with("/file");
            !path.starts_with("/me/") && path != "/tokens" && !made_for_one
        }
        Method::POST => path
            .strip_prefix("/records/")
            .and_then(|rest| rest.strip_suffix("/query").or_else(|| rest.strip_suffix("/board")))
            .is_some_and(|object| !object.contains('/')),
        _ => false,
    }
}

/// Whether the call believes to look as somebody although the session doesn't any more. Who one is may be asked, and the
/// look and the session may be ended, in any case.
fn look_is_over(bearer: &Bearer, parts: &Parts) -> bool {
    let Some(believed) = parts.headers.get(VIEWING_AS) else { return false };
    let path = parts.uri.path();
    let path = path.strip_prefix(BASE).unwrap_or(path);
    let free = ends_look(&parts.method, path) || (parts.method == Method::GET && path == "/me");
    let looks =
        bearer.viewing.is_some_and(|viewing| believed.as_bytes() == viewing.user.to_string().as_bytes());
    !free && !looks
}

/// A caller who was let in.
#[derive(Clone)]
pub(crate) struct Caller {
    /// The use cases.
    pub(crate) app: App,
    /// The surroundings of the call.
    pub(crate) ctx: Ctx,
    /// What was shown.
    pub(crate) pass: Pass,
    /// Where the call comes from.
    pub(crate) place: Place,
}

impl Caller {
    /// The same caller with the rights of this moment.
    ///
    /// # Errors
    /// When the sign-in has ended, or the place is no longer one to come from.
    pub(crate) async fn again(&self) -> Result<Ctx, Fault> {
        self.app.let_in(self.place.0)?;
        let bearer = self.pass.bearer(&self.app).await?;
        Ok(self.app.ctx_of(bearer, self.ctx.locale, self.ctx.via))
    }
}

impl FromRequestParts<Http> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Refused> {
        let pass = Pass::of(&parts.headers).ok_or(Code::NotSignedIn)?;
        if matches!(pass, Pass::Session(_)) && origin::is_foreign(&parts.method, &parts.headers) {
            return Err(Refused::from(Code::ForeignOrigin));
        }
        let bearer = pass.bearer(&http.app).await?;
        let user = bearer.user;
        let exchange = parts.extensions.get::<Exchange>().ok_or(Code::Internal)?;
        exchange.known(http.app.company().locales.get(&user).copied());
        if look_is_over(&bearer, parts) {
            return Err(Refused::from(Code::ViewAsOver));
        }
        // What a person has to do is done in person; programs go on.
        if matches!(pass, Pass::Session(_))
            && let Some(must) = http.app.must(user)
            && !stays_open(parts.uri.path())
        {
            return Err(must.refusal().into());
        }
        if bearer.viewing.is_some() && !only_looks(&parts.method, parts.uri.path()) {
            return Err(Refused::from(Code::ViewingAs));
        }
        let ctx = http.app.ctx_of(bearer, exchange.locale(), pass.via());
        if let Some(scopes) = ctx.viewer.token_scopes() {
            limited::check(scopes, parts).await?;
        }
        let place = parts.extensions.get::<Place>().copied().unwrap_or_default();
        Ok(Self { app: http.app.clone(), ctx, pass, place })
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn pass(name: &'static str, value: &'static str) -> Option<Pass> {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        Pass::of(&headers)
    }

    #[test]
    fn whoever_looks_as_another_only_looks() {
        for (method, path, expected) in [
            (Method::GET, "/api/v1/records/lead", true),
            (Method::HEAD, "/api/v1/records/lead", true),
            (Method::GET, "/api/v1/me", true),
            (Method::GET, "/api/v1/exports", true),
            (Method::GET, "/api/v1/exports/1/file", false),
            (Method::POST, "/api/v1/records/lead/query", true),
            (Method::POST, "/api/v1/records/lead/board", true),
            (Method::DELETE, "/api/v1/session/view-as", true),
            (Method::DELETE, "/api/v1/session", true),
            (Method::GET, "/api/v1/me/sessions", false),
            (Method::GET, "/api/v1/tokens", false),
            (Method::POST, "/api/v1/session/view-as", false),
            (Method::POST, "/api/v1/records/lead", false),
            (Method::POST, "/api/v1/records/lead/1/actions/query", false),
            (Method::PATCH, "/api/v1/me", false),
            (Method::PUT, "/api/v1/records/lead/1/team/2", false),
            (Method::DELETE, "/api/v1/records/lead/1", false),
        ] {
            assert_eq!(only_looks(&method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn cookies_and_tokens_are_told_apart() {
        assert!(
            matches!(pass("authorization", "bearer shk_1"), Some(Pass::Token(token)) if token == "shk_1")
        );
        assert!(
            matches!(pass("cookie", "a=b; shuke_session=xyz"), Some(Pass::Session(token)) if token == "xyz")
        );
        assert!(pass("cookie", "other=1").is_none());
        // Another scheme is a pass that opens nothing; the cookie beside it doesn't count.
        assert!(matches!(pass("authorization", "Basic abc"), Some(Pass::Token(token)) if token.is_empty()));
    }
}
