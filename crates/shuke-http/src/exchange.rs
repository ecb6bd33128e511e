//! Around every request: its number, its span in the log, the caller's language, and the writing of refusals.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use shuke_base::{Code, Fault, Locale, Uuid};
use tracing::Instrument;

use crate::answer;
use crate::origin::{self, Place};
use crate::problem::Problem;
use crate::refusal::{Refused, retry_after};
use crate::state::Http;
use crate::tls::Peer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The type of refusals.
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What is known of a request from its first moment on; handlers find it among the extensions.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// Number of the request, in every answer and every line of the log.
    pub(crate) id: Uuid,
    asked: Option<Locale>,
    own: Arc<OnceLock<Option<Locale>>>,
    usual: Locale,
}

impl Exchange {
    fn new(http: &Http, headers: &HeaderMap) -> Self {
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self {
            id: http.app.new_id(),
            asked: header.and_then(Locale::from_header),
            own: Arc::default(),
            usual: http.app.company().settings.locale,
        }
    }

    /// The language that the request asks for, else the person's own, else the company's.
    pub(crate) fn locale(&self) -> Locale {
        self.asked.or_else(|| self.own.get().copied().flatten()).unwrap_or(self.usual)
    }

    /// Takes note that the caller was let in, and of the person's own language.
    pub(crate) fn known(&self, own: Option<Locale>) {
        // Set once for each request; a second time says the same.
        let _ = self.own.set(own);
    }

    /// Whether the caller was let in.
    fn let_in(&self) -> bool {
        self.own.get().is_some()
    }

    /// A refusal as its answer.
    fn refuse(&self, refused: &Refused, response: &mut Response) {
        if refused.0.code == Code::Internal {
            tracing::error!("a mistake of ours; the lines before tell which");
        }
        let problem = Problem::new(&refused.0, self.locale(), self.id);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.status_mut() = status;
        *response.body_mut() = Body::from(body);
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.locale().tag()));
        if let Some(seconds) = retry_after(&refused.0) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
    }
}

/// A refusal that the framework wrote by itself, in our words.
fn own_words(status: StatusCode) -> Option<Refused> {
    let code = match status {
        StatusCode::NOT_FOUND => Code::NoSuchPath,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMedia,
        status if status.is_client_error() => {
            return Some(Refused::malformed("格式不正确", "its form is wrong"));
        }
        status if status.is_server_error() => Code::Internal,
        _ => return None,
    };
    Some(Refused::from(code))
}

/// Answers whoever names one host and comes from where the company allows it; the page itself holds nothing of the
/// company.
async fn let_in(http: &Http, place: Place, mut request: Request, next: Next) -> Response {
    if let Err(refused) = origin::settle_host(&mut request) {
        return refused.into_response();
    }
    if request.uri().path().starts_with("/api/")
        && let Err(fault) = http.app.let_in(place.0)
    {
        return Refused(fault).into_response();
    }
    next.run(request).await
}

/// The layer.
pub(crate) async fn around(State(http): State<Http>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let exchange = Exchange::new(&http, request.headers());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let gzip = answer::takes_gzip(request.headers());
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.0);
    let place = Place::of(&http.options.proxies, peer, request.headers());
    request.extensions_mut().insert(place);
    request.extensions_mut().insert(exchange.clone());
    let span = tracing::info_span!("request", id = %exchange.id, %method, %path);
    let rates = &http.options.rates;
    let counted =
        if path.starts_with("/api/") { http.buckets.count(rates, &request, http.app.now()) } else { None };
    let mut response = match counted.and_then(|counted| counted.verdict.wait) {
        Some(seconds) => Refused(Fault::new(Code::TooOften).with("seconds", seconds)).into_response(),
        None => {
            let answered =
                AssertUnwindSafe(let_in(&http, place, request, next)).catch_unwind().instrument(span.clone());
            answered.await.unwrap_or_else(|_| {
                span.in_scope(|| tracing::error!("a handler panicked"));
                Refused::from(Code::Internal).into_response()
            })
        }
    };
    let _inside = span.enter();
    if let Some(counted) = counted {
        http.buckets.answered(rates, counted, exchange.let_in(), response.status(), http.app.now());
        counted.verdict.write(response.headers_mut());
    }
    let refused = response.extensions_mut().remove::<Refused>();
    let refused = refused.or_else(|| own_words(response.status()).filter(|_| path.starts_with("/api/")));
    match refused {
        Some(refused) => exchange.refuse(&refused, &mut response),
        None => answer::squeeze(&mut response, gzip),
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::from_str(&exchange.id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
    let took = started.elapsed();
    http.metrics.answered(
        route.as_ref().map_or("other", |route| route.as_str()),
        &method,
        response.status(),
        took,
    );
    tracing::debug!(status = response.status().as_u16(), micros = took.as_micros() as u64, "answered");
    response
}
