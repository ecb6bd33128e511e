//! A refusal on its way out of a handler.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use shuke_base::{Code, Fault, Kind, Text};

/// What handlers answer.
pub(crate) type Reply = Result<Response, Refused>;

/// A refusal. As a response it carries the fault along, unwritten: [`crate::exchange`] knows the language.
#[derive(Debug, Clone)]
pub(crate) struct Refused(pub(crate) Fault);

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self(Fault::new(code))
    }
}

impl Refused {
    /// The request can't be read, for a reason told in both languages.
    pub(crate) fn malformed(zh: &str, en: &str) -> Self {
        Self(Fault::new(Code::MalformedRequest).label("reason", Text::new(zh, en)))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status(self.0.code).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a kind of trouble. The one place that says so.
fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::Malformed => StatusCode::BAD_REQUEST,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Stale => StatusCode::PRECONDITION_FAILED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The status of a code: that of its kind, except where HTTP itself has a word for the code.
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => status_of(code.kind()),
    }
}

/// What a kind of trouble is called.
pub(crate) fn title(kind: Kind) -> Text {
    match kind {
        Kind::Malformed => Text::new("请求无法读取", "The request can't be read"),
        Kind::Invalid => Text::new("内容需要修改", "Some values need mending"),
        Kind::Unauthenticated => Text::new("未登录", "Not signed in"),
        Kind::Forbidden => Text::new("没有权限", "Not allowed"),
        Kind::NotFound => Text::new("没有找到", "Not found"),
        Kind::Conflict => Text::new("与现有内容冲突", "It clashes with what is there"),
        Kind::Stale => Text::new("内容已被他人修改", "Changed by somebody else"),
        Kind::TooLarge => Text::new("内容过大", "Too large"),
        Kind::TooMany => Text::new("过于频繁", "Too often"),
        Kind::Unavailable => Text::new("暂时不可用", "Not available just now"),
        Kind::Internal => Text::new("服务器错误", "Something went wrong here"),
    }
}

/// Seconds after which it is worth trying again, where that helps.
pub(crate) fn retry_after(fault: &Fault) -> Option<u64> {
    match fault.code.kind() {
        Kind::TooMany => {
            let number = |name: &str| match fault.args.get(name) {
                Some(shuke_base::fault::Arg::Plain(text)) => text.parse::<u64>().ok(),
                _ => None,
            };
            Some(number("seconds").unwrap_or_else(|| number("minutes").unwrap_or(1).max(1) * 60))
        }
        Kind::Unavailable => Some(5),
        Kind::Malformed
        | Kind::Invalid
        | Kind::Unauthenticated
        | Kind::Forbidden
        | Kind::NotFound
        | Kind::Conflict
        | Kind::Stale
        | Kind::TooLarge
        | Kind::Internal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_status_of_an_error_and_a_title_in_both_languages() {
        for code in Code::ALL {
            let status = status(*code);
            assert!(status.is_client_error() || status.is_server_error(), "{}", code.name());
            let title = title(code.kind());
            assert!(!title.zh.is_empty() && !title.en.is_empty(), "{}", code.name());
        }
    }

    #[test]
    fn a_lock_out_tells_its_end() {
        assert_eq!(retry_after(&Fault::new(Code::LockedOut).with("minutes", 15)), Some(900));
        assert_eq!(retry_after(&Fault::new(Code::TooOften).with("seconds", 7)), Some(7));
        assert_eq!(retry_after(&Fault::new(Code::NotFound)), None);
    }
}
