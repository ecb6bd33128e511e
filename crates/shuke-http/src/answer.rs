//! Answers as bytes, written straight from what use cases answer.

use std::io::Write;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use shuke_app::view::RecordView;
use shuke_base::Code;

use crate::refusal::{Refused, Reply};

/// Smaller answers fit into a few packets as they are.
const WORTH_SQUEEZING: usize = 4 * 1024;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A JSON body that may still be squeezed.
#[derive(Clone)]
struct Written(Bytes);

/// JSON with status 200.
pub(crate) fn ok(body: &impl Serialize) -> Reply {
    json(StatusCode::OK, body)
}

/// JSON with status 201.
pub(crate) fn created(body: &impl Serialize) -> Reply {
    json(StatusCode::CREATED, body)
}

/// JSON with status 202.
pub(crate) fn accepted(body: &impl Serialize) -> Reply {
    json(StatusCode::ACCEPTED, body)
}

/// Nothing but status 204.
pub(crate) fn nothing() -> Reply {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The text of an answer.
pub(crate) fn text(body: &impl Serialize) -> Result<Vec<u8>, Refused> {
    serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer can't be written");
        Refused::from(Code::Internal)
    })
}

/// JSON.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Reply {
    Ok(bytes(status, text(body)?.into()))
}

/// JSON that is written already.
pub(crate) fn bytes(status: StatusCode, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body.clone()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Written(body));
    response
}

/// A record with its version as `ETag`.
pub(crate) fn record(status: StatusCode, view: &RecordView) -> Reply {
    let mut response = json(status, view)?;
    response.headers_mut().insert(header::ETAG, version_tag(view.version));
    Ok(response)
}

/// A version as `ETag`.
pub(crate) fn version_tag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// Whether the caller takes gzip.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    accepts(headers, "gzip")
}

/// Whether `Accept-Encoding` names an encoding without refusing it.
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let header =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight: f32 =
            weight.trim().strip_prefix("q=").map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && weight > 0.0
    })
}

/// Squeezes a long JSON answer for callers that take it. Streams and files of the page carry nothing written here.
pub(crate) fn squeeze(response: &mut Response, gzip: bool) {
    let Some(Written(body)) = response.extensions_mut().remove::<Written>() else { return };
    if body.len() < WORTH_SQUEEZING {
        return;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !gzip {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    if encoder.write_all(&body).is_err() {
        return;
    }
    if let Ok(squeezed) = encoder.finish() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        *response.body_mut() = Body::from(squeezed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_unless_it_is_refused_by_weight() {
        let with = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            accepts(&headers, "gzip")
        };
        assert!(with("br, gzip;q=0.5"));
        assert!(with("GZIP"));
        assert!(!with("gzip;q=0"));
        assert!(!with("br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
