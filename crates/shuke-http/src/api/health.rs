//! For operators: alive, ready, and what was counted.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;
use shuke_base::Fault;

use crate::answer;
use crate::refusal::Reply;
use crate::state::Http;

#[derive(Serialize)]
struct Ready {
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
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
    answer::json(status, &Ready { ready: reason.is_none(), reason })
}

/// The counters.
pub(crate) async fn metrics(State(http): State<Http>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], http.metrics.text()).into_response()
}
