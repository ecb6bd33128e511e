//! A store that speaks S3, over a folder of the test, with signatures checked.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

/// The access key's name.
pub const ACCESS: &str = "AKIASHUKETEST";
/// Its secret.
pub const SECRET: &str = "not-so-secret/Test+Key";
/// The one bucket.
pub const BUCKET: &str = "files";

/// A running store on a thread of its own, so that a test may wait for a program that asks it. It ends with the test's
/// process, its files with this.
pub struct S3Server {
    folder: TempDir,
    address: SocketAddr,
    away: Arc<AtomicBool>,
}

async fn serve(stream: TcpStream, service: S3Service, away: Arc<AtomicBool>) {
    let answer = service_fn(move |request: Request<Incoming>| {
        let answered = Service::call(&service, request);
        let gone = away.load(Ordering::Relaxed);
        async move {
            if gone {
                return Err(io::Error::other("nobody is there"));
            }
            answered.await.map_err(|error| io::Error::other(format!("{error:?}")))
        }
    });
    // A client that leaves is no business of the test.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}

impl S3Server {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When it can't.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("a file system"));
        service.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let service = service.build();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a port of tokio's");
        let address = listener.local_addr().expect("an address");
        let away = Arc::<AtomicBool>::default();
        let gone = Arc::clone(&away);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async move {
                let listener = TcpListener::from_std(listener).expect("a port of tokio's");
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, service.clone(), Arc::clone(&gone)));
                }
            });
        });
        Self { folder, address, away }
    }

    /// Where files lie below a prefix, as the configuration says it.
    #[must_use]
    pub fn url(&self, prefix: &str) -> String {
        format!("s3://{BUCKET}/{prefix}?endpoint=http://{}", self.address)
    }

    /// From now on nobody answers, or somebody does again.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    /// Where the bytes of a key are on this machine's disk.
    #[must_use]
    pub fn path(&self, key: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(key)
    }
}
