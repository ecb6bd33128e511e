//! Which endpoints a token reaches that may not do everything. The viewer keeps it to its objects in any case; here is
//! said what is not about records of one object, and whatever is not named is closed.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use http::Method;
use http::request::Parts;
use shuke_access::TokenScopes;
use shuke_base::Code;

use crate::api::BASE;
use crate::refusal::Refused;

/// What an endpoint needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Nothing: the viewer shows what the token may see.
    Nothing,
    /// To read records of the object in the path.
    Read,
    /// To change them.
    Write,
    /// To change records of some object.
    SomeWrite,
    /// Everything that the person may do.
    Everything,
}

/// What the endpoint at this pattern needs.
fn need(method: &Method, pattern: &str) -> Need {
    let get = method == Method::GET;
    match pattern {
        "/me"
        | "/objects"
        | "/search"
        | "/events"
        | "/openapi.json"
        | "/formula-functions"
        | "/files/{id}"
        | "/files/{id}/preview"
            if get =>
        {
            Need::Nothing
        }
        "/files" => Need::SomeWrite,
        "/objects/{object}" | "/objects/{object}/views" if get => Need::Read,
        "/records/{object}/query" | "/records/{object}/board" => Need::Read,
        // Work that goes on by itself is carried out with all the rights of its person.
        "/records/{object}/bulk" => Need::Everything,
        // People look at records, programs don't.
        "/records/{object}/{id}/presence" => Need::Everything,
        _ if pattern.starts_with("/records/{object}") => {
            if get {
                Need::Read
            } else {
                Need::Write
            }
        }
        _ => Need::Everything,
    }
}

/// Refuses what the token's scopes don't cover.
pub(crate) async fn check(scopes: &TokenScopes, parts: &mut Parts) -> Result<(), Refused> {
    let matched = MatchedPath::from_request_parts(parts, &()).await.map_err(|_| Code::TokenScope)?;
    let need = need(&parts.method, matched.as_str().strip_prefix(BASE).unwrap_or_default());
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Code::NotFound)?;
    let object = params.iter().find(|(name, _)| *name == "object").map_or("", |(_, object)| object);
    let covered = match need {
        Need::Nothing => true,
        Need::Read => scopes.reach(object, false),
        Need::Write => scopes.reach(object, true),
        Need::SomeWrite => scopes.writes(),
        Need::Everything => false,
    };
    if covered { Ok(()) } else { Err(Refused::from(Code::TokenScope)) }
}
