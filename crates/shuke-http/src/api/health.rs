//! For operators: alive, ready, and what was counted.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;
use shuke_base::{Code, Fault};

use crate::answer;
use crate::refusal::Reply;
use crate::state::Http;

#[derive(Serialize)]
struct Ready {
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Told when the place of the files doesn't answer; everything else works without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<&'static str>,
}

/// The process lives.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers, its tables are those of this program, and the process is not about to stop.
pub(crate) async fn ready(State(http): State<Http>) -> Reply {
    let reason = if *http.closing.borrow() {
        Some("the process is stopping".to_owned())
    } else {
        match http.app.store().pending().await {
            Ok([]) => None,
            Ok(pending) => Some(format!("{} migrations are pending", pending.len())),
            Err(error) => Some(Fault::from(error).code.name().to_owned()),
        }
    };
    let status = if reason.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let files = if http.app.files_reachable().await { None } else { Some(Code::FilesAway.name()) };
    answer::json(status, &Ready { ready: reason.is_none(), reason, files })
}

/// The counters.
pub(crate) async fn metrics(State(http): State<Http>) -> Response {
    let text = http.metrics.text(http.app.files_reachable().await);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
