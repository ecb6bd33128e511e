//! Encrypted connections by certificate and key from files: rustls over ring, TLS 1.2 and 1.3.
//!
//! A handshake is made beside the others, with a limit of time, so that a peer that says nothing keeps nobody waiting.
//! Renewed files are taken up while the service runs.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(30);
/// Handshakes under way at a time, at most.
const HANDSHAKES: usize = 256;

/// What is wrong with the files.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read or holds nothing of use.
    #[error("{0}: {1}")]
    File(PathBuf, pem::Error),
    /// There is no certificate in the file.
    #[error("{0}: there is no certificate in it (PEM)")]
    Empty(PathBuf),
    /// Certificate and key don't belong together, or are of a kind that nobody uses.
    #[error("the certificate and the key can't be used: {0}")]
    Unfit(#[from] rustls::Error),
}

/// What the files hold at a time.
struct Content {
    /// Their bytes, to notice that they were renewed.
    bytes: (Vec<u8>, Vec<u8>),
    pair: Arc<CertifiedKey>,
}

/// The pair that handshakes are made with.
struct Current(RwLock<Content>);

impl std::fmt::Debug for Current {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Current")
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).pair))
    }
}

/// Certificate and key, ready to be used.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    current: Arc<Current>,
    paths: Arc<(PathBuf, PathBuf)>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|error| TlsError::File(path.to_owned(), pem::Error::Io(error)))
}

/// Reads both files; a certificate and a key that don't belong together are refused.
fn content(certificate: &Path, key: &Path) -> Result<Content, TlsError> {
    let broken = |path: &Path| {
        let path = path.to_owned();
        move |error| TlsError::File(path, error)
    };
    let (chain_bytes, key_bytes) = (bytes(certificate)?, bytes(key)?);
    let chain = CertificateDer::pem_slice_iter(&chain_bytes).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(broken(certificate))?;
    if chain.is_empty() {
        return Err(TlsError::Empty(certificate.to_owned()));
    }
    let private = PrivateKeyDer::from_pem_slice(&key_bytes).map_err(broken(key))?;
    let pair = CertifiedKey::from_der(chain, private, &rustls::crypto::ring::default_provider())?;
    Ok(Content { bytes: (chain_bytes, key_bytes), pair: Arc::new(pair) })
}

impl Tls {
    /// From a file with the certificate and those that vouch for it, and one with its key, both PEM.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let current = Arc::new(Current(RwLock::new(content(certificate, key)?)));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let resolver: Arc<dyn ResolvesServerCert> = current.clone();
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let paths = Arc::new((certificate.to_owned(), key.to_owned()));
        Ok(Self { config: Arc::new(config), current, paths })
    }

    /// Takes up files that were renewed; whether they were. Blocks on the disk for a moment.
    ///
    /// # Errors
    /// What is wrong with the new files; the old pair goes on.
    pub fn renew(&self) -> Result<bool, TlsError> {
        let new = content(&self.paths.0, &self.paths.1)?;
        let mut current = self.current.0.write().unwrap_or_else(PoisonError::into_inner);
        let renewed = current.bytes != new.bytes;
        if renewed {
            *current = new;
        }
        Ok(renewed)
    }

    /// Looks at the files again and again. One file is often there before the other, so a fault counts when it stays.
    async fn watch(self) {
        let mut faults = 0_u32;
        loop {
            tokio::time::sleep(LOOK).await;
            let tls = self.clone();
            let Ok(done) = tokio::task::spawn_blocking(move || tls.renew()).await else { return };
            match &done {
                Ok(true) => tracing::info!("the renewed certificate is used from now on"),
                Ok(false) => {}
                Err(error) if faults == 1 => tracing::warn!(%error, "the old certificate goes on"),
                Err(_) => {}
            }
            faults = if done.is_err() { faults.saturating_add(1) } else { 0 };
        }
    }
}

/// Hands out connections that are encrypted already.
pub(crate) struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: tokio::task::JoinHandle<()>,
    watching: tokio::task::JoinHandle<()>,
}

impl TlsListener {
    pub(crate) fn new(listener: TcpListener, tls: &Tls) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let (send, ready) = mpsc::channel(16);
        let accepting = tokio::spawn(accept(listener, TlsAcceptor::from(Arc::clone(&tls.config)), send));
        let watching = tokio::spawn(tls.clone().watch());
        Ok(Self { ready, address, accepting, watching })
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        // Nobody new is let in.
        self.accepting.abort();
        self.watching.abort();
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    send: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let lanes = Arc::new(Semaphore::new(HANDSHAKES));
    while let Ok(lane) = Arc::clone(&lanes).acquire_owned().await {
        // Trouble with accepting is waited out in there.
        let (stream, peer) = Listener::accept(&mut listener).await;
        let (acceptor, send) = (acceptor.clone(), send.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // The server may have stopped meanwhile.
                Ok(Ok(stream)) => drop(send.send((stream, peer)).await),
                Ok(Err(error)) => tracing::debug!(%peer, %error, "a handshake failed"),
                Err(_) => tracing::debug!(%peer, "a handshake took too long"),
            }
            drop(lane);
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// The network address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);
