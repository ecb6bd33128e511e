//! What every place of files promises.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use shuke_app::files::place::trial;
use shuke_app::files::store::{FileStore, PlaceKind};
use shuke_connect::s3::{Keys, S3};
use tokio::io::AsyncReadExt;

use crate::{Places, below, bucket, keys};

async fn read(store: &dyn FileStore, key: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    store.open(key).await.expect("it answers")?.read_to_end(&mut bytes).await.expect("all of it");
    Some(bytes)
}

/// Bytes that don't repeat.
fn noise(count: usize) -> Vec<u8> {
    (0..count as u32 / 4 + 1).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).take(count).collect()
}

#[tokio::test]
async fn bytes_come_back_whatever_their_size_and_go_with_what_was_made_of_them() {
    const PART: usize = 8 * 1024 * 1024;
    let places = Places::new();
    for (store, root) in places.both() {
        for size in [1, 3, PART - 1, PART, PART + 1, 2 * PART, 20_000_000] {
            let bytes = noise(size);
            store.keep(&places.file(&bytes), "abcd").await.expect("kept");
            assert!(read(store.as_ref(), "abcd").await.as_ref() == Some(&bytes), "{size} bytes");
            assert!(std::fs::read(below(&root, "abcd")).expect("there") == bytes, "{size} bytes");
        }
        let path = places.file(b"abc");
        for key in ["abcd", "abcd.small", "abce", "ffff"] {
            store.keep(&path, key).await.expect("kept");
            store.keep(&path, key).await.expect("kept again");
        }
        store.remove("abcd", Duration::from_secs(60)).await.expect("removed");
        assert!(read(store.as_ref(), "abcd").await.is_some(), "it came just now");
        store.remove("abcd", Duration::ZERO).await.expect("removed");
        store.remove("abcd", Duration::ZERO).await.expect("nothing is there any more");
        let left = ["abcd", "abcd.small", "abce", "ffff"].map(|key| below(&root, key).exists());
        assert_eq!(left, [false, false, true, true]);
        assert_eq!(read(store.as_ref(), "abcd").await, None);
        trial(store.as_ref(), "abcdef.trial").await.expect("a trial");
        assert!(!below(&root, "abcdef.trial").exists());
    }
}

#[tokio::test]
async fn a_key_never_leads_out_of_the_place() {
    let places = Places::new();
    for (store, _) in places.both() {
        for key in ["../x", "..", "a", "", "ab/../x", "/etc/passwd", "abc def"] {
            assert!(store.open(key).await.is_err(), "{key}");
        }
    }
}

#[tokio::test]
async fn one_store_holds_many_places() {
    let places = Places::new();
    let (one, two) = (bucket(&places.server, "crm/a"), bucket(&places.server, ""));
    one.keep(&places.file(b"one"), "abcd").await.expect("kept");
    two.keep(&places.file(b"two"), "abcd").await.expect("kept");
    assert_eq!(read(one.as_ref(), "abcd").await.as_deref(), Some(&b"one"[..]));
    assert_eq!(read(two.as_ref(), "abcd").await.as_deref(), Some(&b"two"[..]));
    assert_eq!(one.place().kind, PlaceKind::S3);
    assert!(one.place().address.starts_with("s3://files/crm/a?region=us-east-1&endpoint=http://127.0.0.1:"));
}

#[tokio::test]
async fn a_store_that_refuses_or_is_away_is_no_empty_one() {
    let places = Places::new();
    let store = bucket(&places.server, "crm");
    let path = places.file(b"abc");
    store.keep(&path, "abcd").await.expect("kept");

    let wrong = Keys { secret: "wrong/secret".to_owned(), ..keys() };
    let stranger = S3::new(places.server.url("crm").parse().unwrap(), wrong).unwrap();
    let refused = stranger.open("abcd").await.err().expect("refused");
    assert_eq!(refused.kind(), ErrorKind::PermissionDenied, "{refused}");
    let refused = stranger.keep(&path, "abcd").await.expect_err("refused");
    assert!(!format!("{refused} {refused:?} {stranger:?}").contains("wrong/secret"));

    places.server.set_away(true);
    let began = Instant::now();
    assert_eq!(store.open("abcd").await.err().expect("nobody").kind(), ErrorKind::NotConnected);
    assert_eq!(store.keep(&path, "abcd").await.expect_err("nobody").kind(), ErrorKind::NotConnected);
    let large = places.file(&noise(9_000_000));
    assert!(store.keep(&large, "abce").await.is_err());
    assert!(began.elapsed() < Duration::from_secs(30), "whoever waits is told: {:?}", began.elapsed());
    places.server.set_away(false);
    assert_eq!(read(store.as_ref(), "abcd").await.as_deref(), Some(&b"abc"[..]));
    assert_eq!(read(store.as_ref(), "abce").await, None, "nothing half-written");

    let nobody = places.server.url("crm").replace("127.0.0.1:", "127.0.0.1:1");
    if let Ok(nobody) = nobody.parse() {
        let nobody = S3::new(nobody, keys()).unwrap();
        assert!(nobody.open("abcd").await.is_err());
    }
}
