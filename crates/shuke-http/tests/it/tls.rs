//! Encrypted connections by certificate and key from files.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use shuke_http::{Options, Tls};
use shuke_testkit::{TestApp, TestDb, db_test};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A connection to whoever has this certificate.
async fn shake_hands(address: SocketAddr, certificate: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(data(certificate)).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(client)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

#[db_test]
async fn the_service_is_reached_over_tls_alone(db: TestDb) {
    let app = TestApp::new(db).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tls = Tls::from_files(&data("localhost.crt"), &data("localhost.key")).expect("they belong together");
    let options = Options { tls: Some(tls), secure_cookies: true, ..Options::default() };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(shuke_http::serve(listener, app.app.clone(), options, async {
        let _ = stopped.await;
    }));
    // Somebody who connects and says nothing keeps nobody waiting.
    let _silent = TcpStream::connect(address).await.unwrap();

    let mut stream = shake_hands(address, "localhost.crt").await.expect("a handshake");
    let body = format!(r#"{{"login":"{}","password":"{}"}}"#, shuke_testkit::LOGIN, shuke_testkit::PASSWORD);
    let request = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.to_ascii_lowercase().contains("; secure"),
        "the cookie is for encrypted connections: {answer}"
    );

    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The other side may close at once.
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/"), "nothing is answered in the clear");
    stop.send(()).unwrap();
    served.await.unwrap().expect("a clean stop");
}

#[test]
fn wrong_files_are_named() {
    let cert = data("localhost.crt");
    let told = |cert: &Path, key: &Path| Tls::from_files(cert, key).expect_err("refused").to_string();
    assert!(told(Path::new("no.crt"), &cert).contains("no.crt"));
    assert!(told(&cert, Path::new("no.key")).contains("no.key"));
    assert!(told(&data("README.md"), &data("localhost.key")).contains("no certificate"));
    assert!(told(&cert, &cert).contains("localhost.crt"), "a certificate is no key");
}

#[db_test]
async fn renewed_files_are_taken_up_when_they_fit(db: TestDb) {
    let app = TestApp::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let copy = |name: &str, to: &Path| {
        std::fs::copy(data(name), to).unwrap();
    };
    copy("localhost.crt", &certificate);
    copy("localhost.key", &key);
    let tls = Tls::from_files(&certificate, &key).expect("they belong together");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = Options { tls: Some(tls.clone()), ..Options::default() };
    let served = tokio::spawn(shuke_http::serve(listener, app.app.clone(), options, std::future::pending()));
    shake_hands(address, "localhost.crt").await.expect("a handshake");
    assert!(shake_hands(address, "renewed.crt").await.is_err(), "it is another one");
    assert!(!tls.renew().expect("nothing has changed"));

    copy("renewed.crt", &certificate);
    assert!(tls.renew().is_err(), "the key isn't there yet");
    shake_hands(address, "localhost.crt").await.expect("the old pair goes on");
    copy("renewed.key", &key);
    assert!(tls.renew().expect("they belong together"));
    shake_hands(address, "renewed.crt").await.expect("a handshake");
    std::fs::remove_file(&key).unwrap();
    assert!(tls.renew().expect_err("a file is gone").to_string().contains("key.pem"));
    shake_hands(address, "renewed.crt").await.expect("the pair goes on");
    served.abort();
}
