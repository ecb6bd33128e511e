//! The connections to a store: kept open, encrypted by the same roots as everything that is sent, with limits of time.

use std::error::Error;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::future::BoxFuture;
use http::Uri;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};
use tower_service::Service;

/// Time for name, connection and encryption.
const CONNECT: Duration = Duration::from_secs(5);
/// Time for sending a request until the answer begins, beside what its body takes.
const ANSWER: Duration = Duration::from_secs(10);
/// Bytes of a body that are sent in a second, at the least.
const SLOWEST: u64 = 128 * 1024;
/// Time that an answer may stand still.
const STILL: Duration = Duration::from_secs(20);
/// How long a connection waits for its next request.
const IDLE: Duration = Duration::from_secs(30);

/// Carries the requests of the client.
#[derive(Debug, Clone)]
pub(super) struct Wire(Client<Reach, HttpRequestBody>);

impl Wire {
    pub(super) fn new() -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
        Self(builder.build(Reach))
    }
}

impl HttpConnector for Wire {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

fn late() -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, io::Error::from(io::ErrorKind::TimedOut))
}

/// What sort of trouble it is decides whether the client asks again.
fn unsent(error: legacy::Error) -> HttpError {
    let kind = if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        let cause = error.source().and_then(|cause| cause.downcast_ref::<hyper::Error>());
        match cause {
            Some(cause) if cause.is_closed() || cause.is_incomplete_message() => HttpErrorKind::Request,
            _ => HttpErrorKind::Interrupted,
        }
    };
    HttpError::new(kind, error)
}

#[async_trait]
impl HttpService for Wire {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let patience = ANSWER + Duration::from_secs(request.body().content_length() as u64 / SLOWEST);
        let answer = timeout(patience, self.0.request(request)).await.map_err(|_| late())?;
        let answer = answer.map_err(unsent)?;
        Ok(answer.map(|body| HttpResponseBody::new(Patient { body, waiting: None })))
    }
}

/// An answer's body that breaks off when the store stands still; a reader who takes his time is no such case.
struct Patient {
    body: Incoming,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Body for Patient {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.waiting = None;
            let told = |error| HttpError::new(HttpErrorKind::Interrupted, error);
            return Poll::Ready(frame.map(|frame| frame.map_err(told)));
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(STILL)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Some(Err(late())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Makes connections. The address comes from whoever runs the server, so private networks are allowed.
#[derive(Debug, Clone, Copy)]
struct Reach;

impl Service<Uri> for Reach {
    type Response = Line;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Line>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        Box::pin(async move {
            let late = |_| io::Error::from(io::ErrorKind::TimedOut);
            timeout(CONNECT, connect(&to)).await.map_err(late)?
        })
    }
}

async fn connect(to: &Uri) -> io::Result<Line> {
    let host = to.host().unwrap_or_default().trim_matches(['[', ']']);
    let tls = to.scheme_str() == Some("https");
    let port = to.port_u16().unwrap_or(if tls { 443 } else { 80 });
    let stream = TcpStream::connect((host, port)).await?;
    stream.set_nodelay(true)?;
    if !tls {
        return Ok(Line(TokioIo::new(Box::new(stream))));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let stream = shuke_outgoing::connector().connect(name, stream).await?;
    Ok(Line(TokioIo::new(Box::new(stream))))
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A connection, encrypted or not.
struct Line(TokioIo<Box<dyn Duplex>>);

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        to: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, to)
    }
}

impl Write for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
