//! Connections: HTTP/1.1, and HTTP/2 where a TLS handshake agreed on it. In the clear there is HTTP/1.1 alone: no browser
//! speaks the other without TLS, and a proxy in front needs it as little.
//!
//! Limits keep one peer from holding much: of time for a request's head, of requests under way at a time, of requests
//! that are taken back before they were answered (rapid reset), and of the size of heads.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::server::TlsStream;
use tower_service::Service;

use crate::tls::Peer;

/// How long the head of a request may take over HTTP/1.1, and how long a connection waits for the next one: longer than
/// proxies keep theirs for another request (nginx: 60 s), so that they don't use one that we just close.
const HEAD: Duration = Duration::from_secs(75);
/// A connection without a new request for so long takes no more; what is under way, such as live events, goes on.
const IDLE: Duration = Duration::from_secs(300);
/// How often the other end of an HTTP/2 connection is asked whether it is there, and how long it may take to say so.
const PING: Duration = Duration::from_secs(30);
/// Requests of an HTTP/2 connection under way at a time, at most.
const STREAMS: u32 = 128;
/// Requests taken back before they began, at most; then the connection ends.
const RESETS: usize = 20;
/// Bytes of a request's head over HTTP/2: a filter stands in the address, and addresses go up to 64 KiB.
const HEAD_BYTES: u32 = 96 * 1024;
/// Bytes of an answer that wait for a slow reader, for each request.
const SEND_BUFFER: usize = 128 * 1024;

/// What a connection runs over.
pub(crate) trait Transport: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// The connection below.
    fn tcp(&self) -> &TcpStream;
    /// Whether both sides have agreed on HTTP/2.
    fn speaks_http2(&self) -> bool;
}

impl Transport for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }

    fn speaks_http2(&self) -> bool {
        false
    }
}

impl Transport for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }

    fn speaks_http2(&self) -> bool {
        self.get_ref().1.alpn_protocol() == Some(b"h2")
    }
}

/// Serves whoever connects until `closing` says true; then nobody new is let in, and what is under way ends.
pub(crate) async fn serve_all<L>(mut listener: L, router: Router, mut closing: watch::Receiver<bool>)
where
    L: Listener<Addr = SocketAddr>,
    L::Io: Transport,
{
    let (alive, _) = watch::channel(());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => accepted,
            // Without a sender there is nobody to serve for either.
            _ = closing.wait_for(|closing| *closing) => break,
        };
        let (router, closing, alive) = (router.clone(), closing.clone(), alive.subscribe());
        tokio::spawn(async move {
            serve_one(stream, Peer(peer), router, closing).await;
            drop(alive);
        });
    }
    drop(listener);
    alive.closed().await;
}

async fn serve_one(stream: impl Transport, peer: Peer, router: Router, closing: watch::Receiver<bool>) {
    // Small frames are not to wait for each other; a peer that has gone is noticed below.
    let _ = stream.tcp().set_nodelay(true);
    let http2 = stream.speaks_http2();
    let begun = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&begun);
    let service = service_fn(move |request: Request<Incoming>| {
        counted.fetch_add(1, Ordering::Relaxed);
        answer(router.clone(), request, peer)
    });
    let stream = TokioIo::new(stream);
    if http2 {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .keep_alive_timeout(PING)
            .max_concurrent_streams(STREAMS)
            .max_pending_accept_reset_streams(RESETS)
            .max_header_list_size(HEAD_BYTES)
            .max_send_buf_size(SEND_BUFFER);
        tend(builder.serve_connection(stream, service), &begun, closing).await;
    } else {
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
        tend(builder.serve_connection(stream, service), &begun, closing).await;
    }
}

async fn answer(mut router: Router, request: Request<Incoming>, peer: Peer) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}

/// Sees a connection to its end.
async fn tend<C>(connection: C, begun: &AtomicU64, mut closing: watch::Receiver<bool>)
where
    C: GracefulConnection,
    C::Error: std::fmt::Display,
{
    let mut connection = pin!(connection);
    let (mut ending, mut seen) = (false, 0);
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended before its time");
                }
                return;
            }
            _ = closing.wait_for(|closing| *closing), if !ending => {}
            () = tokio::time::sleep(IDLE), if !ending => {
                let now = begun.load(Ordering::Relaxed);
                if now != seen {
                    seen = now;
                    continue;
                }
            }
        }
        if begun.load(Ordering::Relaxed) == 0 {
            // It may not even have said how it speaks, and would be waited for.
            return;
        }
        ending = true;
        connection.as_mut().graceful_shutdown();
    }
}
