//! Files: taken in, held by a record, given to those who may see it and to nobody else.

use std::future;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::{Value as Json, json};
use shuke_app::files::store::{FileStore, Place, PlaceKind, Reading};
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

const BOUNDARY: &str = "----shuke";
/// A picture of one point.
pub(crate) const PNG: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\xf8\xcf\xc0\x00\
    \x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

pub(crate) async fn send(who: &Actor, name: &str, bytes: &[u8]) -> Answer {
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    who.call(Method::POST, "/files").head("content-type", &kind).body(body).send().await
}

fn id(file: &Json) -> String {
    file["id"].as_str().expect("an id").to_owned()
}

async fn office(db: TestDb) -> (TestApp, Actor, Actor) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for (name, kind) in [("papers", "attachment"), ("photos", "image")] {
        let field = json!({"name": name, "kind": kind, "labels": {"zh-CN": name}, "max": 3});
        admin.post("/objects/lead/fields", field).await.expect(201);
    }
    let li = app.sales("li").await;
    let wang = app.sales("wang").await;
    (app, li, wang)
}

#[db_test]
async fn a_file_is_its_senders_and_then_its_records(db: TestDb) {
    let (app, li, wang) = office(db).await;
    let sent = send(&li, "报价 1.txt", "价格".as_bytes()).await.expect(201);
    assert_eq!((&sent["type"], &sent["size"]), (&json!("text/plain"), &json!(6)));
    let file = format!("/files/{}", id(&sent));
    assert_eq!(li.get(&file).await.status, 200);
    assert_eq!(wang.get(&file).await.refused(404), "not_found");

    let stolen = json!({"name": "一", "x_papers": [id(&sent)]});
    let told = wang.post("/records/lead", stolen).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "unknown_file");
    let lead = li.post("/records/lead", json!({"name": "一", "x_papers": [id(&sent)]})).await.expect(201);
    assert_eq!(lead["x_papers"], json!([sent]));
    let path = format!("/records/lead/{}", id(&lead));
    let again = li.post("/records/lead", json!({"name": "二", "x_papers": [id(&sent)]})).await.expect(422);
    assert_eq!(again["errors"][0]["code"], "unknown_file", "it belongs to one record");

    assert_eq!(wang.get(&file).await.refused(404), "not_found", "li's lead is li's");
    assert_eq!(app.admin().await.get(&file).await.status, 200);
    li.patch(&path, json!({"x_papers": null})).await.expect(200);
    assert_eq!(li.get(&file).await.status, 200);
    let history = li.get(&format!("{path}/history")).await.expect(200);
    let old = &history["items"][0]["changes"][0]["old"];
    assert_eq!(old[0]["name"], "报价 1.txt", "history still shows it: {history}");
    li.patch(&path, json!({"x_papers": [sent]})).await.expect(200);

    let many: Vec<String> = vec![id(&sent); 4];
    let told = li.patch(&path, json!({"x_papers": many})).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "too_many_files");
    let found = li.post("/records/lead/query", json!({"filter": {"field": "x_papers", "op": "not_empty"}}));
    assert_eq!(found.await.expect(200)["items"].as_array().map(Vec::len), Some(1));
}

#[db_test]
async fn what_a_browser_gets_can_do_no_harm(db: TestDb) {
    let (_app, li, _) = office(db).await;
    for (name, bytes, code) in [
        ("a.exe", &b"MZ"[..], "dangerous_file"),
        ("a.png", b"MZ\x90", "dangerous_file"),
        ("a.png", b"<svg onload=alert(1)>", "file_mismatch"),
        ("a.jpg", PNG, "file_mismatch"),
        ("a.txt", b"", "empty_upload"),
    ] {
        assert_eq!(send(&li, name, bytes).await.refused(422), code, "{name}");
    }
    let svg = send(&li, "图.svg", b"<svg onload=alert(1)></svg>").await.expect(201);
    let answer = li.get(&format!("/files/{}?inline=true", id(&svg))).await;
    let head = |name: &str| answer.head(name).to_owned();
    assert_eq!(head("content-type"), "application/octet-stream");
    assert_eq!(head("content-disposition"), "attachment; filename*=UTF-8''%E5%9B%BE.svg");
    assert_eq!(head("x-content-type-options"), "nosniff");
    assert!(head("content-security-policy").contains("sandbox"));
    let told = li.post("/records/lead", json!({"name": "一", "x_photos": [id(&svg)]})).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "not_a_picture");
    assert_eq!(li.get(&format!("/files/{}/preview", id(&svg))).await.refused(404), "not_found");
}

#[db_test]
async fn a_picture_is_shown_and_shown_small(db: TestDb) {
    let (_app, li, _) = office(db).await;
    let png = send(&li, "a.png", PNG).await.expect(201);
    assert_eq!((&png["type"], &png["width"], &png["height"]), (&json!("image/png"), &json!(1), &json!(1)));
    li.post("/records/lead", json!({"name": "一", "x_photos": [png]})).await.expect(201);
    let file = format!("/files/{}", id(&png));
    let whole = li.get(&format!("{file}?inline=true")).await;
    assert_eq!(whole.head("content-disposition"), "inline; filename*=UTF-8''a.png");
    let tag = whole.head("etag").to_owned();
    assert_eq!(whole.body, PNG);
    let known = li.call(Method::GET, &file).head("if-none-match", &tag).send().await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    for _ in 0..2 {
        let small = li.get(&format!("{file}/preview")).await;
        assert_eq!(small.head("content-type"), "image/jpeg");
        assert!(small.body.starts_with(b"\xff\xd8"), "{small:?}");
    }
}

/// A place that doesn't answer.
#[derive(Debug)]
struct Away;

impl FileStore for Away {
    fn place(&self) -> Place {
        Place { kind: PlaceKind::S3, address: "s3://files?region=nowhere".to_owned() }
    }

    fn keep<'a>(&'a self, _: &'a Path, _: &'a str) -> BoxFuture<'a, io::Result<()>> {
        future::ready(Err(io::ErrorKind::NotConnected.into())).boxed()
    }

    fn open<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Option<Reading>>> {
        future::ready(Err(io::ErrorKind::NotConnected.into())).boxed()
    }

    fn remove<'a>(&'a self, _: &'a str, _: Duration) -> BoxFuture<'a, io::Result<()>> {
        future::ready(Err(io::ErrorKind::NotConnected.into())).boxed()
    }
}

#[db_test]
async fn which_files_are_taken_is_the_administrators_to_say(db: TestDb) {
    let (app, li, _) = office(db).await;
    let admin = app.admin().await;
    assert_eq!(li.get("/file-store").await.refused(403), "admin_only");
    assert_eq!(li.patch("/file-store", json!({"max_mb": 1})).await.refused(403), "admin_only");
    let usual = admin.get("/file-store").await.expect(200);
    assert_eq!((&usual["max_mb"], &usual["endings"]), (&json!(100), &json!([])));
    assert_eq!((&usual["kind"], &usual["reachable"]), (&json!("folder"), &json!(true)));
    let wrong =
        admin.patch("/file-store", json!({"max_mb": 0, "endings": ["p/d"], "x": 1})).await.expect(422);
    assert_eq!(wrong["errors"].as_array().map(Vec::len), Some(3), "{wrong}");
    let set = admin.patch("/file-store", json!({"max_mb": 1, "endings": [".TXT", "png"]})).await.expect(200);
    assert_eq!((&set["max_mb"], &set["endings"]), (&json!(1), &json!(["png", "txt"])));
    let li = app.actor(li.id).await;
    send(&li, "a.txt", b"1").await.expect(201);
    assert_eq!(send(&li, "a.csv", b"1").await.refused(422), "file_type_closed");
    assert_eq!(send(&li, "a.txt", &[b'a'; 1024 * 1024 + 1]).await.refused(413), "too_large");
    send(&li, "a.txt", &[b'a'; 1024 * 1024]).await.expect(201);
    let told = admin.get("/file-store").await.expect(200);
    assert_eq!((&told["files"], &told["bytes"]), (&json!(2), &json!(1024 * 1024 + 1)));
}

#[db_test]
async fn while_the_place_is_away_everything_else_works(db: TestDb) {
    let (app, li, _) = office(db).await;
    let kept = id(&send(&li, "a.txt", b"1").await.expect(201));
    let app = app.over(|app| app.with_files(Arc::new(Away)));
    let (admin, li) = (app.admin().await, app.actor(li.id).await);
    assert_eq!(send(&li, "b.txt", b"2").await.refused(503), "files_away");
    assert_eq!(li.get(&format!("/files/{kept}")).await.refused(503), "files_away");
    li.create("lead", json!({"name": "一", "x_papers": [kept]})).await;
    // The answer about the place holds for some seconds.
    app.db.clock.advance(chrono::TimeDelta::minutes(1));
    let (admin, nobody) = (app.actor(admin.id).await, app.nobody());
    let ready = nobody.get("//readyz").await.expect(200);
    assert_eq!(ready, json!({"ready": true, "files": "files_away"}));
    let text = String::from_utf8(nobody.get("//metrics").await.body.to_vec()).expect("text");
    assert!(text.contains("\nshuke_file_store_up 0\n"), "{text}");
    let told = admin.get("/file-store").await.expect(200);
    assert_eq!((&told["kind"], &told["reachable"], &told["files"]), (&json!("s3"), &json!(false), &json!(1)));
}
