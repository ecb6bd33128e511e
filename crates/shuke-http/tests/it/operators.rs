//! What operators ask: alive, ready, counted.

use axum::http::Method;
use serde_json::json;
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn a_running_service_is_alive_ready_and_counts(db: TestDb) {
    let app = TestApp::new(db).await;
    let (nobody, li) = (app.nobody(), app.sales("li").await);
    assert_eq!(nobody.get("//healthz").await.body, "ok\n");
    assert_eq!(nobody.get("//readyz").await.expect(200), json!({"ready": true}));
    li.create("lead", json!({"name": "王芳"})).await;
    let text = String::from_utf8(nobody.get("//metrics").await.body.to_vec()).expect("text");
    let line = r#"shuke_http_requests_total{route="/api/v1/records/{object}",method="POST",status="201"}"#;
    assert!(text.contains(line), "{text}");
    assert!(!text.contains("/records/lead"), "paths would be as many as records: {text}");
    if cfg!(target_os = "linux") {
        assert!(text.contains("process_resident_memory_bytes "), "{text}");
    }
}

#[db_test]
async fn a_long_answer_is_squeezed_for_those_who_take_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    for number in 0..20 {
        li.create("lead", json!({"name": format!("客户{number}")})).await;
    }
    let plain = li.get("/records/lead").await;
    assert_eq!((plain.head("content-encoding"), plain.head("vary")), ("", "accept-encoding"));
    let squeezed = li.call(Method::GET, "/records/lead").head("accept-encoding", "gzip, br").send().await;
    assert_eq!(squeezed.head("content-encoding"), "gzip");
    assert!(squeezed.body.len() * 3 < plain.body.len(), "{} of {}", squeezed.body.len(), plain.body.len());
    let short = li.call(Method::GET, "/me").head("accept-encoding", "gzip").send().await;
    assert_eq!(short.head("content-encoding"), "");
}

#[db_test]
async fn the_regions_are_sent_once(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let first = li.get("/regions").await;
    let items = first.expect(200)["items"].as_array().map_or(0, Vec::len);
    assert!(items > 3_000, "{items}");
    let again = li.call(Method::GET, "/regions").head("if-none-match", first.head("etag")).send().await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(app.nobody().get("/regions").await.status.as_u16(), 401);
}
