//! Everything under one roof.

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use shuke_app::App;
use shuke_base::Code;

use crate::options::Options;
use crate::refusal::Refused;
use crate::state::Http;
use crate::{api, exchange, page};

/// The whole service: API, page, and what operators ask.
pub fn router(app: App, options: Options) -> Router {
    of(Http::new(app, options))
}

/// The service over a state that the caller keeps, too.
pub(crate) fn of(http: Http) -> Router {
    let (api, _) = api::routes().split_for_parts();
    api.merge(api::operations())
        .method_not_allowed_fallback(wrong_method)
        .fallback(elsewhere)
        .layer(middleware::from_fn_with_state(http.clone(), exchange::around))
        .with_state(http)
}

async fn wrong_method() -> Refused {
    Refused::from(Code::MethodNotAllowed)
}

/// Every other address: nothing under `/api`, else the page.
async fn elsewhere(axum::extract::State(http): axum::extract::State<Http>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Refused::from(Code::NoSuchPath).into_response();
    }
    page::serve(&http.options.page, &request)
}
