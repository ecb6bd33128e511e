//! On a real socket: a too large upload hears its answer, and the end is graceful.

use std::time::Duration;

use serde_json::json;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server on a port of its own.
struct Server {
    address: std::net::SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn of(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let running = tokio::spawn(shuke_http::serve(
            listener,
            app.app.clone(),
            shuke_http::Options::default(),
            shutdown,
        ));
        Self { address, stop: Some(stop), running }
    }

    async fn connect(&self, request: &str) -> TcpStream {
        let mut line = TcpStream::connect(self.address).await.expect("a connection");
        line.write_all(request.as_bytes()).await.expect("the head is sent");
        line
    }
}

/// Reads until a word comes, or the end.
async fn until(line: &mut TcpStream, word: &str) -> String {
    let mut heard = Vec::new();
    let mut buffer = [0_u8; 4096];
    while !String::from_utf8_lossy(&heard).contains(word) {
        let read = tokio::time::timeout(Duration::from_secs(20), line.read(&mut buffer)).await;
        let count = read.expect("an answer in time").expect("the line is whole");
        if count == 0 {
            break;
        }
        heard.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// A token of the person, as it stands in the head.
async fn bearer(who: &Actor) -> String {
    let made = who.post("/tokens", json!({"name": "socket"})).await.expect(201);
    format!("Bearer {}", made["token"].as_str().expect("the secret"))
}

#[db_test]
async fn an_upload_of_two_hundred_megabytes_hears_its_answer(db: TestDb) {
    let app = TestApp::new(db).await;
    let token = bearer(&app.sales("li").await).await;
    let server = Server::of(&app).await;
    let length = 200 * 1024 * 1024;
    let head = format!(
        "POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\n"
    );
    // One that asks first is told before it sends anything.
    let mut polite = server.connect(&format!("{head}Expect: 100-continue\r\n\r\n")).await;
    assert!(until(&mut polite, "too_large").await.starts_with("HTTP/1.1 413"));
    // One that doesn't is heard out.
    let mut hasty = server.connect(&format!("{head}\r\n")).await;
    let chunk = vec![b'x'; 1024 * 1024];
    for _ in 0..200 {
        hasty.write_all(&chunk).await.expect("the line stays open");
    }
    assert!(until(&mut hasty, "too_large").await.starts_with("HTTP/1.1 413"));
    // The process lives on.
    let mut after = server.connect("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(until(&mut after, "ok\n").await.starts_with("HTTP/1.1 200"));
}

#[db_test]
async fn the_end_closes_streams_and_lets_nobody_in(db: TestDb) {
    let app = TestApp::new(db).await;
    let token = bearer(&app.sales("li").await).await;
    let mut server = Server::of(&app).await;
    let listen = format!("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n");
    let mut stream = server.connect(&listen).await;
    assert!(until(&mut stream, "retry").await.contains("text/event-stream"));
    server.stop.take().expect("not stopped yet").send(()).expect("the server listens");
    let ended = tokio::time::timeout(Duration::from_secs(5), &mut server.running).await;
    ended.expect("the server ends in time").expect("without a panic").expect("and without a failure");
    until(&mut stream, "never said").await;
    assert!(TcpStream::connect(server.address).await.is_err());
}
