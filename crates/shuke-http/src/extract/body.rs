//! Bodies in JSON, up to a limit.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Text, limits};

use crate::refusal::Refused;

/// Bytes of a body that is too large which are still read and thrown away, so that the caller hears the answer
/// instead of a broken connection.
const DRAINED: u64 = 1024 * 1024 * 1024;
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The refusal of a body above `limit` bytes.
pub(crate) fn too_large(limit: usize) -> Refused {
    Refused(Fault::new(Code::TooLarge).with("max", format!("{} MB", limit / 1024 / 1024)))
}

/// The length that the caller announces.
fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads the rest of a body and throws it away. A caller that waits to be told to go on has sent nothing yet.
pub(crate) async fn drain(waits: bool, mut body: Body) {
    if waits {
        return;
    }
    let read = async {
        let mut left = DRAINED;
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(0, |data| data.len() as u64));
            if left == 0 {
                return;
            }
        }
    };
    // Whoever sends more slowly than that loses the connection.
    let _ = tokio::time::timeout(PATIENCE, read).await;
}

/// Whether the caller waits to be told to go on before it sends the body.
pub(crate) fn waits(headers: &HeaderMap) -> bool {
    headers.contains_key(header::EXPECT)
}

/// Refuses a body that announces more than `limit` bytes and what stands `around` them.
pub(crate) async fn admit(request: Request, limit: usize, around: usize) -> Result<Request, Refused> {
    if announced(request.headers()).is_some_and(|length| length > (limit + around) as u64) {
        drain(waits(request.headers()), request.into_body()).await;
        return Err(too_large(limit));
    }
    Ok(request)
}

/// The whole body, up to `limit` bytes.
async fn read(request: Request, limit: usize) -> Result<Bytes, Refused> {
    let mut body = admit(request, limit, 0).await?.into_body();
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            tracing::debug!(%error, "the body broke off");
            Refused::malformed("内容没有传完", "the body broke off")
        })?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len() + data.len() > limit {
            drain(false, body).await;
            return Err(too_large(limit));
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// A JSON body as it came.
#[derive(Debug)]
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Sync> FromRequest<S> for Raw {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let json = is_json(request.headers());
        let named = request.headers().contains_key(header::CONTENT_TYPE);
        let body = read(request, limits::BODY_BYTES).await?;
        // A form of another site can post many types, but never JSON: nothing else is read.
        if !json && (named || !body.is_empty()) {
            return Err(Refused(Fault::new(Code::UnsupportedMedia).with("expected", "application/json")));
        }
        Ok(Self(body))
    }
}

/// A JSON body that is an object; no body at all is an empty one.
#[derive(Debug)]
pub(crate) struct Fields(pub(crate) Map<String, Json>);

impl Fields {
    /// Reads the object.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self(Map::new()));
        }
        let json: Json = serde_json::from_slice(body)
            .map_err(|error| Refused(Fault::new(Code::MalformedJson).with("reason", error)))?;
        let not_object = || Text::new("应为 JSON 对象 {…}", "it should be an object {…}");
        match json {
            Json::Object(fields) => Ok(Self(fields)),
            _ => Err(Refused(Fault::new(Code::MalformedJson).label("reason", not_object()))),
        }
    }
}

impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        Self::read(&Raw::from_request(request, state).await?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &[u8]) -> Code {
        Fields::read(body).expect_err("refused").0.code
    }

    #[test]
    fn only_an_object_is_read() {
        assert_eq!(Fields::read(br#"{"a":1}"#).unwrap().0.len(), 1);
        assert!(Fields::read(b" \n").unwrap().0.is_empty());
        assert_eq!(refused(b"[]"), Code::MalformedJson);
        assert_eq!(refused(b"{"), Code::MalformedJson);
    }

    #[test]
    fn bad_utf8_and_endless_depth_are_refused() {
        assert_eq!(refused(b"{\"a\":\"\xff\xfe\"}"), Code::MalformedJson);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(refused(deep.as_bytes()), Code::MalformedJson);
    }
}
