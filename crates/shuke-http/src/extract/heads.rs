//! What stands in the heads of requests.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, HeaderName, header};
use shuke_base::{Code, Locale, Uuid};

use crate::exchange::Exchange;
use crate::refusal::Refused;

/// The number of the request and the caller's language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meta {
    pub(crate) request: Uuid,
    pub(crate) locale: Locale,
}

impl<S: Sync> FromRequestParts<S> for Meta {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let exchange = parts.extensions.get::<Exchange>().ok_or(Code::Internal)?;
        Ok(Self { request: exchange.id, locale: exchange.locale() })
    }
}

/// A head as text, when it is there.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refused> {
    let unreadable = |_| {
        let (zh, en) = (format!("请求头 {name} 无法读取"), format!("the head {name} can't be read"));
        Refused::malformed(&zh, &en)
    };
    headers.get(name).map(|value| value.to_str().map_err(unreadable)).transpose()
}

/// `If-Match`: the version that a change is based on; none for `*`, and without the head.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Option<i64>);

fn version(text: &str) -> Option<Option<i64>> {
    let text = text.trim();
    if text == "*" {
        return Some(None);
    }
    let text = text.strip_prefix("W/").unwrap_or(text);
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    bare.parse().ok().filter(|version| *version > 0).map(Some)
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Some(text) = text(&parts.headers, &header::IF_MATCH)? else { return Ok(Self(None)) };
        let unreadable = || {
            Refused::malformed(
                r#"If-Match 应为版本号，例如 "3""#,
                r#"If-Match should be a version such as "3""#,
            )
        };
        version(text).map(Self).ok_or_else(unreadable)
    }
}

/// `Idempotency-Key`: the same request with the same key is carried out once.
#[derive(Debug)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

/// Characters of a key.
const KEY: usize = 128;

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Some(key) = text(&parts.headers, &HeaderName::from_static("idempotency-key"))? else {
            return Ok(Self(None));
        };
        if key.is_empty() || key.len() > KEY {
            return Err(Refused::malformed(
                "Idempotency-Key 应为 1 到 128 个字符",
                "the Idempotency-Key should have 1 to 128 characters",
            ));
        }
        Ok(Self(Some(key.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_every_form_that_clients_send() {
        for (text, expected) in [
            ("\"3\"", Some(Some(3))),
            ("W/\"3\"", Some(Some(3))),
            ("3", Some(Some(3))),
            ("*", Some(None)),
            ("\"abc\"", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(version(text), expected, "{text}");
        }
    }
}
