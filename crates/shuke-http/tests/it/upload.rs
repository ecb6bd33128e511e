//! Uploads: streamed to disk, bounded, and told of when they are wrong.

use axum::body::Body;
use axum::http::Method;
use futures::stream;
use serde_json::json;
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

const BOUNDARY: &str = "----shuke";

fn part(name: &str, file: Option<&str>, body: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{body}\r\n")
}

async fn upload(who: &Actor, body: impl Into<Body>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    who.call(Method::POST, "/imports").head("content-type", &kind).body(body).send().await
}

/// Uploads a csv for leads.
pub(crate) async fn csv(who: &Actor, text: &str) -> Answer {
    let options = json!({"object": "lead"}).to_string();
    let body = part("options", None, &options)
        + &part("file", Some("线索.csv"), text)
        + &format!("--{BOUNDARY}--\r\n");
    upload(who, body).await
}

/// Uploads a file for leads.
pub(crate) async fn file(who: &Actor, name: &str, bytes: &[u8]) -> Answer {
    let options = json!({"object": "lead"}).to_string();
    let mut body = part("options", None, &options).into_bytes();
    let head =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    upload(who, body).await
}

#[db_test]
async fn a_file_is_taken_in_and_its_columns_guessed(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let import = csv(&li, "姓名,手机号\n王芳,13800001111\n").await.expect(201);
    assert_eq!((&import["state"], &import["file_name"]), (&json!("uploaded"), &json!("线索.csv")));
    assert_eq!(import["columns"][1]["field"], "mobile");
    assert_eq!(import["rows_total"], 1);
}

#[db_test]
async fn uploads_that_are_none_are_told_so(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let end = format!("--{BOUNDARY}--\r\n");
    let file = part("file", Some("a.csv"), "姓名\n王芳\n");
    let code =
        |answer: Answer| answer.expect(422)["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(code(upload(&li, end.clone()).await), "required");
    assert_eq!(code(upload(&li, file.clone() + &end).await), "required");
    assert_eq!(code(upload(&li, file.clone() + &part("colour", None, "red") + &end).await), "unknown_field");
    assert_eq!(
        upload(&li, file.clone() + &part("options", None, "{") + &end).await.refused(400),
        "malformed_json"
    );
    assert_eq!(upload(&li, file).await.refused(400), "malformed_request");
    assert_eq!(li.post("/imports", json!({})).await.refused(415), "unsupported_media");
}

/// A body of so many megabytes that is never whole in memory.
fn endless(megabytes: usize) -> Body {
    let head = part("file", Some("big.csv"), "姓名\n");
    let chunk = axum::body::Bytes::from("王芳\n".repeat(1024 * 1024 / 7));
    let chunks = std::iter::once(axum::body::Bytes::from(head.trim_end().to_owned()))
        .chain(std::iter::repeat_n(chunk, megabytes));
    Body::from_stream(stream::iter(chunks.map(Ok::<_, std::io::Error>)))
}

#[db_test]
async fn two_hundred_megabytes_are_refused_politely(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    assert_eq!(upload(&li, endless(200)).await.refused(413), "too_large");
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let call = li.call(Method::POST, "/imports").head("content-type", &kind);
    let told = call.head("content-length", &(200 * 1024 * 1024).to_string()).body(endless(200)).send().await;
    assert_eq!(told.refused(413), "too_large");
    assert!(told.json()["detail"].as_str().is_some_and(|text| text.contains("100 MB")), "{told:?}");
    assert_eq!(li.get("/imports").await.expect(200)["items"], json!([]));
}

/// What is wrong with the links of an import and with its sheet is told by name, at the door of programs, too.
#[db_test]
async fn links_duplicates_and_sheets_are_chosen_at_the_door(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let options = json!({"object": "contact"}).to_string();
    let text = "姓名,客户电话,客户.名称\n王芳,057188000001,星河科技\n";
    let body =
        part("options", None, &options) + &part("file", Some("a.csv"), text) + &format!("--{BOUNDARY}--\r\n");
    let import = upload(&li, body).await.expect(201);
    assert_eq!(import["columns"][1]["field"], "account.phone");
    assert_eq!(
        (&import["links"][0]["link"], &import["links"][0]["side"]),
        (&json!("account"), &json!("parent"))
    );
    assert_eq!((&import["duplicates"], &import["sheets"]), (&json!("allow"), &json!([])));
    let at = |what: &str| format!("/imports/{}/{what}", import["id"].as_str().unwrap());
    let wrong = json!({"duplicates": "merge", "links": {"account": {"action": "steal"}}});
    let refused = li.post(&at("check"), wrong).await.expect(422);
    let named: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["duplicates", "links"]);
    let keyless = json!({"mapping": {"客户.名称": null}, "links": {"account": {"key": ["name"]}}});
    assert_eq!(li.post(&at("check"), keyless).await.expect(422)["errors"][0]["code"], "mapping_missing");
    assert_eq!(li.post(&at("sheet"), json!({"sheet": "x"})).await.refused(422), "sheet_unknown");
    assert_eq!(li.post(&at("sheet"), json!({})).await.expect(422)["errors"][0]["code"], "required");
    let fine = json!({"duplicates": "skip", "links": {"account": {"action": "find", "key": ["name"]}}});
    let checking = li.post(&at("check"), fine).await.expect(202);
    assert_eq!((&checking["duplicates"], &checking["links"][0]["action"]), (&json!("skip"), &json!("find")));
}
