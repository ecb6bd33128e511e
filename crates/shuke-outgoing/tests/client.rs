//! The client against peers that answer, redirect, hang, lie and talk without end.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use shuke_outgoing::{Client, Failure, Limits, Policy, Resolve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OPEN: Policy = Policy { private: true, plain: true };

fn quick() -> Limits {
    Limits { connect: Duration::from_millis(500), whole: Duration::from_millis(700), body: 64 }
}

/// A peer that says the same to everybody and then keeps still; answers its port and how often it was called.
async fn peer(says: &'static [u8]) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut read = [0; 4096];
                let _ = stream.read(&mut read).await;
                let _ = stream.write_all(says).await;
                tokio::time::sleep(Duration::from_secs(30)).await;
            });
        }
    });
    (port, calls)
}

async fn post(client: &Client, url: &str) -> Result<(u16, String), Failure> {
    let heads = [("x-test", "1".to_owned())];
    client.post(url, &heads, b"{}".to_vec()).await.map(|reply| (reply.status, reply.body))
}

#[tokio::test]
async fn an_answer_is_read_up_to_the_limit() {
    let client = Client::new(OPEN, quick());
    let (port, _) = peer(b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok").await;
    assert_eq!(post(&client, &format!("http://127.0.0.1:{port}/")).await, Ok((201, "ok".to_owned())));
    let long = format!("HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n{}", "x".repeat(9000));
    let (port, _) = peer(Box::leak(long.into_bytes().into_boxed_slice())).await;
    assert_eq!(post(&client, &format!("http://127.0.0.1:{port}/")).await, Ok((200, "x".repeat(64))));
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let (inner, called) = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let says =
        format!("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{inner}/\r\ncontent-length: 0\r\n\r\n");
    let (port, _) = peer(Box::leak(says.into_bytes().into_boxed_slice())).await;
    let client = Client::new(OPEN, quick());
    assert_eq!(post(&client, &format!("http://127.0.0.1:{port}/")).await, Ok((302, String::new())));
    assert_eq!(called.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_peer_that_hangs_or_talks_nonsense_is_left() {
    let client = Client::new(OPEN, quick());
    let (silent, _) = peer(b"").await;
    assert_eq!(post(&client, &format!("http://127.0.0.1:{silent}/")).await, Err(Failure::TimedOut));
    let (dripping, _) = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc").await;
    assert_eq!(post(&client, &format!("http://127.0.0.1:{dripping}/")).await, Err(Failure::TimedOut));
    let (nonsense, _) = peer(b"SSH-2.0-nothing\r\n\r\n").await;
    assert_eq!(post(&client, &format!("http://127.0.0.1:{nonsense}/")).await, Err(Failure::Broken));
    // What speaks no TLS is no https.
    let (plain, _) = peer(b"HTTP/1.1 200 OK\r\n\r\n").await;
    assert_eq!(post(&client, &format!("https://127.0.0.1:{plain}/")).await, Err(Failure::Tls));
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    assert_eq!(post(&client, &format!("http://127.0.0.1:{port}/")).await, Err(Failure::Unreachable));
}

/// Names that lead where they are told, and how often they were asked for.
fn names(answers: Vec<Vec<SocketAddr>>) -> (Resolve, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let resolve: Resolve = Arc::new(move |_, _| {
        let at = counted.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        let answer = answers[at].clone();
        Box::pin(async move { Ok(answer) })
    });
    (resolve, asked)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_before_anybody_is_called() {
    let (port, called) = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let inside: SocketAddr = (Ipv4Addr::LOCALHOST, port).into();
    let outside: SocketAddr = ([192, 0, 2, 1], port).into();
    let public: SocketAddr = ([8, 8, 8, 8], port).into();
    let plain = Policy { private: false, plain: true };
    for answers in [vec![inside], vec![public, inside], vec![outside]] {
        let (resolve, _) = names(vec![answers]);
        let client = Client::new(plain, quick()).with_names(resolve);
        assert_eq!(post(&client, &format!("http://crm.example:{port}/")).await, Err(Failure::Private));
    }
    assert_eq!(called.load(Ordering::SeqCst), 0);
    let (resolve, _) = names(vec![vec![]]);
    let client = Client::new(plain, quick()).with_names(resolve);
    assert_eq!(post(&client, "http://crm.example/").await, Err(Failure::NoSuchName));
}

#[tokio::test]
async fn a_name_is_asked_for_once_so_that_it_cant_change_its_mind() {
    let (port, _) = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let (resolve, asked) =
        names(vec![vec![(Ipv4Addr::LOCALHOST, port).into()], vec![([10, 0, 0, 1], port).into()]]);
    let client = Client::new(OPEN, quick()).with_names(resolve);
    assert_eq!(post(&client, &format!("http://crm.example:{port}/")).await, Ok((200, String::new())));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
