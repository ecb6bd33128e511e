//! The client.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::address::is_public;
use crate::failure::Failure;
use crate::target::Target;
use crate::tls;

/// What is allowed beside the public internet over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Private addresses: the intranet, this machine.
    pub private: bool,
    /// Unencrypted connections.
    pub plain: bool,
}

/// What a peer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for name and connection.
    pub connect: Duration,
    /// Time for everything.
    pub whole: Duration,
    /// Bytes of the answer's body that are read; the rest is left.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), whole: Duration::from_secs(15), body: 2 * 1024 }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status; a redirection is an answer like any other.
    pub status: u16,
    /// The beginning of the body; what is no UTF-8 in it is replaced.
    pub body: String,
    /// Seconds that the peer wants to be left alone for.
    pub retry_after: Option<u64>,
}

/// Looks names up.
pub type Resolve =
    Arc<dyn Fn(String, u16) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// Sends requests, each over a connection of its own. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    policy: Policy,
    limits: Limits,
    resolve: Resolve,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("policy", &self.policy).field("limits", &self.limits).finish()
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new(Policy::default(), Limits::default())
    }
}

async fn system(host: String, port: u16) -> std::io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

impl Client {
    /// A client that asks the system for names.
    #[must_use]
    pub fn new(policy: Policy, limits: Limits) -> Self {
        Self { policy, limits, resolve: Arc::new(|host, port| Box::pin(system(host, port))) }
    }

    /// The same with another way to look up names.
    #[must_use]
    pub fn with_names(mut self, resolve: Resolve) -> Self {
        self.resolve = resolve;
        self
    }

    /// What is allowed.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// Refuses an address that no request could go to, as far as can be said without looking up its name.
    ///
    /// # Errors
    /// [`Failure::BadUrl`], [`Failure::Plain`], [`Failure::Private`].
    pub fn check(&self, url: &str) -> Result<(), Failure> {
        Target::of(url, self.policy).map(drop)
    }

    /// Posts a body and reads the beginning of the answer.
    ///
    /// # Errors
    /// Why there is no answer. An answer of any status is none.
    pub async fn post(
        &self,
        url: &str,
        heads: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Reply, Failure> {
        let target = Target::of(url, self.policy)?;
        let exchange = async {
            let connecting = tokio::time::timeout(self.limits.connect, self.connect(&target));
            let stream = connecting.await.map_err(|_| Failure::TimedOut)??;
            if !target.tls {
                return self.exchange(stream, &target, heads, body).await;
            }
            let name = ServerName::try_from(target.host.clone()).map_err(|_| Failure::BadUrl)?;
            let stream = tls::connector().connect(name, stream).await.map_err(|_| Failure::Tls)?;
            self.exchange(stream, &target, heads, body).await
        };
        tokio::time::timeout(self.limits.whole, exchange).await.map_err(|_| Failure::TimedOut)?
    }

    /// The addresses of a target, all of them allowed. A name of which one address is private is refused whole.
    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, Failure> {
        let found = match target.ip {
            Some(ip) => vec![SocketAddr::new(ip, target.port)],
            None => {
                let asked = (self.resolve)(target.host.clone(), target.port).await;
                asked.map_err(|_| Failure::NoSuchName)?
            }
        };
        if !self.policy.private && found.iter().any(|address| !is_public(address.ip())) {
            return Err(Failure::Private);
        }
        if found.is_empty() { Err(Failure::NoSuchName) } else { Ok(found) }
    }

    /// A connection to one of the addresses that were looked at; the name is not asked for again.
    async fn connect(&self, target: &Target) -> Result<TcpStream, Failure> {
        for address in self.addresses(target).await? {
            let Ok(stream) = TcpStream::connect(address).await else { continue };
            let peer: Option<IpAddr> = stream.peer_addr().ok().map(|peer| peer.ip());
            if !self.policy.private && peer.is_none_or(|peer| !is_public(peer)) {
                return Err(Failure::Private);
            }
            return Ok(stream);
        }
        Err(Failure::Unreachable)
    }

    async fn exchange<S>(
        &self,
        stream: S,
        target: &Target,
        heads: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Reply, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let shaken = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = shaken.map_err(|_| Failure::Broken)?;
        let mut request = Request::post(&target.path)
            .header(header::HOST, &target.authority)
            .header(header::CONNECTION, "close");
        for (name, value) in heads {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|_| Failure::BadUrl)?;
        let answered = async {
            let response = sender.send_request(request).await.map_err(|_| Failure::Broken)?;
            let (parts, body) = response.into_parts();
            let body = self.beginning(body).await;
            Ok(Reply { status: parts.status.as_u16(), body, retry_after: retry_after(&parts.headers) })
        };
        // The connection moves on only while somebody waits for it; it ends with the answer.
        tokio::pin!(connection);
        tokio::pin!(answered);
        let mut open = true;
        loop {
            tokio::select! {
                reply = &mut answered => return reply,
                _ended = &mut connection, if open => open = false,
            }
        }
    }

    /// As much of a body as is wanted. One that breaks off has said what it has said.
    async fn beginning(&self, mut body: Incoming) -> String {
        let mut read = Vec::new();
        while read.len() < self.limits.body {
            let Some(Ok(frame)) = body.frame().await else { break };
            if let Some(data) = frame.data_ref() {
                let room = self.limits.body - read.len();
                read.extend_from_slice(&data[..data.len().min(room)]);
            }
        }
        String::from_utf8_lossy(&read).into_owned()
    }
}

fn retry_after(heads: &HeaderMap) -> Option<u64> {
    heads.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}
