//! Settings as files over HTTP: fetched, compared, applied; limits of uploads, and who may.

use std::io::{Cursor, Read, Write};

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

const BOUNDARY: &str = "----shuke";

pub(crate) async fn send(who: &Actor, path: &str, zip: &[u8], options: Json) -> Answer {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{options}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"config.zip\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(zip);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    who.call(Method::POST, path).head("content-type", &kind).body(body).send().await
}

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The text of all files of a zip.
pub(crate) fn unzip(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).expect("a part").read_to_string(&mut text).expect("a text");
    }
    text
}

const HEAD: (&str, &str) = ("config.toml", "format = 1\n");

fn object(label: &str) -> String {
    format!(
        "name = \"x_pet\"\nlabel = {{ zh = \"{label}\" }}\nname_field = \"name\"\ncustom = true\n\
         [[fields]]\nname = \"name\"\nlabel = {{ zh = \"名\" }}\nkind = \"text\"\nrequired = true\n"
    )
}

#[db_test]
async fn what_is_exported_is_no_change_and_what_differs_is_applied(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let export = admin.get("/config/export").await;
    assert_eq!((export.status.as_u16(), export.head("content-type")), (200, "application/zip"));
    assert_eq!(admin.get("/config/export").await.body, export.body, "the same company, the same bytes");
    let same = send(&admin, "/config/compare", &export.body, json!({})).await.expect(200);
    assert_eq!((&same["changes"], &same["created"]), (&json!([]), &json!(0)));

    let pet = object("宠物");
    let packed = zip(&[HEAD, ("objects/x_pet.toml", &pet)]);
    let seen = send(&admin, "/config/compare", &packed, json!({"prune": false})).await.expect(200);
    assert_eq!((&seen["created"], &seen["removed"], &seen["changed"]), (&json!(2), &json!(0), &json!(0)));
    assert_eq!(seen["changes"][0]["label"], "宠物");
    assert_eq!(admin.get("/objects/x_pet").await.status.as_u16(), 404, "a comparison writes nothing");
    let stale = send(&admin, "/config/apply", &packed, json!({"state": "other"})).await;
    assert_eq!(stale.refused(412), "config_changed");
    let done = send(&admin, "/config/apply", &packed, json!({"state": seen["state"]})).await.expect(200);
    assert_eq!(done, seen);
    admin.create("x_pet", json!({"name": "小白"})).await;
    let audit = admin.get("/audit?limit=50").await.expect(200).to_string();
    assert!(audit.contains("config.applied") && audit.contains("config.exported"), "{audit}");
    let openapi = admin.get("/openapi.json").await.expect(200);
    let schema = &openapi["paths"]["/api/v1/config/compare"]["post"]["responses"]["200"]["content"];
    let wrong = crate::shape::faults(&openapi, &schema["application/json"]["schema"], &seen);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[db_test]
async fn faults_have_their_place_and_their_language(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let packed = zip(&[HEAD, ("objects/x_pet.toml", &object("宠物").replace("\"text\"", "\"texts\""))]);
    let told = send(&admin, "/config/compare", &packed, json!({})).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "unknown_option");
    let field = told["errors"][0]["field"].as_str().unwrap_or_default();
    assert!(field.starts_with("objects/x_pet.toml:5 fields[0]"), "{told}");
    let zh = admin.with("accept-language", "zh-CN");
    let told = send(&zh, "/config/compare", &packed, json!({"prun": true})).await.expect(422);
    assert_eq!(told["errors"][0]["message"], "没有名为“prun”的字段");
}

#[db_test]
async fn uploads_are_held_to_limits_and_to_administrators(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let packed = zip(&[HEAD]);
    for path in ["/config/compare", "/config/apply"] {
        assert_eq!(send(&li, path, &packed, json!({})).await.refused(403), "admin_only");
        let none = send(&admin, path, b"no zip", json!({})).await;
        assert_eq!(none.refused(422), "unreadable_file");
        let other = send(&admin, path, &zip(&[("a.toml", "")]), json!({})).await;
        assert_eq!(other.refused(422), "config_missing");
        let away = send(&admin, path, &zip(&[HEAD, ("../../objects/a.toml", "")]), json!({})).await;
        assert_eq!(away.refused(422), "unreadable_file");
        let bomb = " ".repeat(17 * 1024 * 1024);
        let bomb = zip(&[HEAD, ("roles.toml", &bomb)]);
        assert!(bomb.len() < 100_000, "it is small while it is packed");
        assert_eq!(send(&admin, path, &bomb, json!({})).await.refused(422), "unreadable_file");
        let large = vec![0; 8 * 1024 * 1024 + 1];
        assert_eq!(send(&admin, path, &large, json!({})).await.refused(413), "too_large");
    }
    assert_eq!(li.get("/config/export").await.refused(403), "admin_only");
    let company = app.app.company();
    let limited = app.limited(*company.user_roles.keys().next().expect("somebody"), &["read"]).await;
    assert_eq!(limited.get("/config/export").await.refused(403), "token_scope");
}
