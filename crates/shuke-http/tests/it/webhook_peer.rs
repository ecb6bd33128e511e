//! A program that webhooks call: it answers, fails, sends elsewhere or keeps still, as it is told, and checks who
//! speaks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value as Json;
use sha2::Sha256;
use shuke_outgoing::{Client, Limits, Policy};

/// What the peer does with a call. With nothing to do it answers 204.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// Answers with this status.
    Answers(u16),
    /// Answers with this status, and wants to be left alone for so many seconds.
    AsksForPatience(u16, u64),
    /// Sends the caller back to the peer itself.
    SendsElsewhere,
    /// Keeps still.
    Hangs,
}

/// One call.
#[derive(Debug, Clone)]
pub(crate) struct Called {
    pub(crate) heads: HeaderMap,
    pub(crate) body: Bytes,
}

impl Called {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.body).expect("a message is JSON")
    }

    pub(crate) fn head(&self, name: &str) -> &str {
        self.heads[name].to_str().expect("a head is text")
    }

    /// Whether one of the signatures is made with this secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key fits");
        mac.update(format!("{}.{}.", self.head("webhook-id"), self.head("webhook-timestamp")).as_bytes());
        mac.update(&self.body);
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.head("webhook-signature").split(' ').any(|one| one == expected)
    }
}

#[derive(Default)]
struct Inner {
    todo: VecDeque<Does>,
    calls: Vec<Called>,
}

/// The peer.
#[derive(Clone)]
pub(crate) struct Peer {
    inner: Arc<Mutex<Inner>>,
    pub(crate) url: String,
}

async fn called(State(peer): State<Peer>, heads: HeaderMap, body: Bytes) -> Response {
    let does = {
        let mut inner = peer.inner.lock().expect("a lock");
        inner.calls.push(Called { heads, body });
        inner.todo.pop_front().unwrap_or(Does::Answers(204))
    };
    match does {
        Does::Answers(status) => {
            (StatusCode::from_u16(status).expect("a status"), "what the peer says").into_response()
        }
        Does::AsksForPatience(status, seconds) => {
            let status = StatusCode::from_u16(status).expect("a status");
            (status, [(header::RETRY_AFTER, seconds.to_string())], "").into_response()
        }
        Does::SendsElsewhere => {
            (StatusCode::FOUND, [(header::LOCATION, peer.url.clone())], "").into_response()
        }
        Does::Hangs => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

impl Peer {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook?key=1", listener.local_addr().expect("an address"));
        let peer = Self { inner: Arc::default(), url };
        let router = Router::new().fallback(called).with_state(peer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        peer
    }

    pub(crate) fn will(&self, todo: &[Does]) {
        self.inner.lock().expect("a lock").todo.extend(todo);
    }

    pub(crate) fn calls(&self) -> Vec<Called> {
        self.inner.lock().expect("a lock").calls.clone()
    }

    /// The calls, as soon as there are so many.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Called> {
        for _ in 0..1_500 {
            let calls = self.calls();
            if calls.len() >= count {
                return calls;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} of {count} calls came", self.calls().len());
    }
}

/// A client that reaches this machine and has little patience.
pub(crate) fn client() -> Client {
    let limits = Limits {
        connect: Duration::from_millis(500),
        whole: Duration::from_millis(800),
        ..Limits::default()
    };
    Client::new(Policy { private: true, plain: true }, limits)
}
