//! HTTP/2 over TLS, spoken by a client as browsers are one.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value as Json, json};
use shuke_http::{Options, Tls};
use shuke_testkit::{TestApp, TestDb, db_test};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A server of its own, with its way to be stopped.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

async fn serve(app: &TestApp, encrypted: bool) -> Server {
    let data = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let tls =
        || Tls::from_files(&data("localhost.crt"), &data("localhost.key")).expect("they belong together");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let options = Options { tls: encrypted.then(tls), ..Options::default() };
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async { drop(stopped.await) };
    let running = tokio::spawn(shuke_http::serve(listener, app.app.clone(), options, shutdown));
    Server { address, stop, running }
}

/// An encrypted connection that offers these protocols.
async fn shake_hands(address: SocketAddr, protocols: &[&str]) -> std::io::Result<TlsStream<TcpStream>> {
    let certificate = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/localhost.crt");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(client)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

/// One connection over which requests are sent.
#[derive(Clone)]
struct Line(SendRequest<Body>);

async fn connect(server: &Server) -> Line {
    let stream = shake_hands(server.address, &["h2", "http/1.1"]).await.expect("a handshake");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let builder = hyper::client::conn::http2::Builder::new(TokioExecutor::new());
    let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.expect("a connection");
    tokio::spawn(connection);
    Line(sender)
}

impl Line {
    async fn send(&self, method: &str, path: &str, heads: &[(&str, &str)], body: Body) -> Response<Incoming> {
        let uri = format!("https://localhost:8443{path}");
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in heads {
            request = request.header(*name, *value);
        }
        let sent = self.0.clone().send_request(request.body(body).expect("a request"));
        let answer = tokio::time::timeout(Duration::from_secs(30), sent).await;
        answer.expect("an answer in time").expect("an answer")
    }
}

async fn read(answer: Response<Incoming>) -> (StatusCode, Json) {
    let status = answer.status();
    let bytes = answer.into_body().collect().await.expect("the whole answer").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Json::Null))
}

async fn sign_in(line: &Line, heads: &[(&str, &str)]) -> Response<Incoming> {
    let body = json!({"login": shuke_testkit::LOGIN, "password": shuke_testkit::PASSWORD}).to_string();
    let heads = [&[("content-type", "application/json")], heads].concat();
    line.send("POST", "/api/v1/session", &heads, Body::from(body)).await
}

#[db_test]
async fn a_browser_signs_in_works_and_listens_over_one_connection(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let server = serve(&app, true).await;
    let line = connect(&server).await;

    // The guard against other sites goes by the address, which HTTP/2 has in the place of `Host`.
    let (status, _) = read(sign_in(&line, &[("origin", "https://evil.example.com")]).await).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let signed_in = sign_in(&line, &[("origin", "https://localhost:8443")]).await;
    assert_eq!(signed_in.status(), StatusCode::OK);
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();

    // Browsers may send each cookie in a head of its own.
    let heads = [("cookie", "other=1"), ("cookie", cookie.as_str()), ("origin", "https://localhost:8443")];
    let mut events = line.send("GET", "/api/v1/events", &heads, Body::empty()).await.into_body();
    let json = [heads.as_slice(), &[("content-type", "application/json")]].concat();
    // Who listens hears of what comes after the reader of the outbox has seen a listener.
    let work = async {
        for number in 0.. {
            let lead = json!({"name": format!("lead {number}")}).to_string();
            let made = line.send("POST", "/api/v1/records/lead", &json, Body::from(lead)).await;
            let (status, lead) = read(made).await;
            assert_eq!(status, StatusCode::CREATED, "{lead}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let hear = async {
        let mut heard = String::new();
        while !heard.contains("event: change") {
            let frame = events.frame().await.expect("the stream goes on").expect("without a failure");
            heard.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap_or(&Bytes::new())));
        }
    };
    let heard = async {
        tokio::select! {
            () = hear => {}
            () = work => {}
        }
    };
    tokio::time::timeout(Duration::from_secs(20), heard).await.expect("the event comes");

    let other = [heads.as_slice(), &[("host", "evil.example.com")]].concat();
    let (status, told) = read(line.send("GET", "/api/v1/me", &other, Body::empty()).await).await;
    assert_eq!((status, told["code"].as_str()), (StatusCode::BAD_REQUEST, Some("malformed_request")));
    let long = format!("/api/v1/records/lead?q={}", "x".repeat(60_000));
    let (status, told) = read(line.send("GET", &long, &heads, Body::empty()).await).await;
    assert_ne!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "{told}");

    server.stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), server.running).await;
    ended.expect("the end is graceful and waits for no stream").unwrap().expect("a clean stop");
    while let Some(Ok(_)) = events.frame().await {}
}

#[db_test]
async fn a_too_large_upload_hears_its_answer_and_the_connection_goes_on(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let token = li.post("/tokens", json!({"name": "http2"})).await.expect(201);
    let token = format!("Bearer {}", token["token"].as_str().expect("the secret"));
    let server = serve(&app, true).await;
    let line = connect(&server).await;
    let chunk = Bytes::from(vec![b'x'; 1024 * 1024]);
    let head = Bytes::from_static(
        b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
    );
    let chunks = std::iter::once(head).chain(std::iter::repeat_n(chunk, 200)).map(Ok::<_, std::io::Error>);
    let body = Body::from_stream(futures::stream::iter(chunks));
    let heads = [("authorization", token.as_str()), ("content-type", "multipart/form-data; boundary=b")];
    let (status, told) = read(line.send("POST", "/api/v1/imports", &heads, body).await).await;
    assert_eq!((status, told["code"].as_str()), (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large")));
    let (status, _) = read(line.send("GET", "/api/v1/me", &heads[..1], Body::empty()).await).await;
    assert_eq!(status, StatusCode::OK);
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];

/// A frame: its kind, its flags, the stream, and what it holds.
fn frame(kind: u8, flags: u8, stream: u32, content: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), &[kind, flags], &stream.to_be_bytes(), content].concat()
}

/// Kind and content of the frames in what was heard.
fn frames(mut heard: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut frames = Vec::new();
    while let [a, b, c, kind, _, _, _, _, _, rest @ ..] = heard {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some((content, next)) = rest.split_at_checked(length) else { break };
        frames.push((*kind, content.to_vec()));
        heard = next;
    }
    frames
}

#[db_test]
async fn who_takes_requests_back_again_and_again_is_cut_off(db: TestDb) {
    let app = TestApp::new(db).await;
    let server = serve(&app, true).await;
    let mut stream = shake_hands(server.address, &["h2"]).await.expect("a handshake");
    // GET https://localhost/healthz, by the places of the fixed table of RFC 7541.
    let head = [&[0x82, 0x87, 0x04, 8], b"/healthz".as_slice(), &[0x01, 9], b"localhost"].concat();
    let mut sent = [PREFACE, &SETTINGS].concat();
    for stream in (1..1_000).step_by(2) {
        sent.extend(frame(1, 5, stream, &head));
        sent.extend(frame(3, 0, stream, &8_u32.to_be_bytes()));
    }
    stream.write_all(&sent).await.expect("it is sent");
    let mut heard = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await;
    // It may close hard.
    let _ = ended.expect("the connection ends");
    let frames = frames(&heard);
    let settings = &frames.iter().find(|(kind, _)| *kind == 4).expect("settings come first").1;
    assert!(settings.chunks(6).any(|pair| pair == [0, 3, 0, 0, 0, 128]), "{settings:?}: 128 at a time");
    let goodbye = &frames.iter().find(|(kind, _)| *kind == 7).expect("it is told to go").1;
    assert_eq!(goodbye[4..8], 11_u32.to_be_bytes(), "ENHANCE_YOUR_CALM");
    let (status, _) = read(connect(&server).await.send("GET", "/healthz", &[], Body::empty()).await).await;
    assert_eq!(status, StatusCode::OK, "others are served");
}

#[db_test]
async fn it_is_not_spoken_in_the_clear(db: TestDb) {
    let app = TestApp::new(db).await;
    let server = serve(&app, false).await;
    let mut stream = TcpStream::connect(server.address).await.expect("a connection");
    stream.write_all(&[PREFACE, &SETTINGS].concat()).await.expect("it is sent");
    let mut heard = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await;
    let _ = ended.expect("the connection ends");
    assert!(heard.is_empty() || heard.starts_with(b"HTTP/1.1 4"), "{:?}", String::from_utf8_lossy(&heard));
}

#[db_test]
async fn who_knows_http_1_alone_is_served_as_before(db: TestDb) {
    let app = TestApp::new(db).await;
    let server = serve(&app, true).await;
    for offered in [&[] as &[&str], &["http/1.1"]] {
        let mut stream = shake_hands(server.address, offered).await.expect("a handshake");
        let asked = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(asked).await.expect("it is sent");
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.expect("an answer");
        assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
    }
}
