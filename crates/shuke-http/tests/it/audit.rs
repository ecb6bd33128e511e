//! The audit log over HTTP.

use std::time::Duration;

use serde_json::json;
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn the_log_is_paged_filtered_and_checked(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let lead = li.create("lead", json!({"name": "王芳"})).await;
    li.patch(&format!("/records/lead/{lead}"), json!({"name": "王小芳"})).await.expect(200);
    let about = admin.get(&format!("/audit?record={lead}")).await.expect(200);
    let actions: Vec<&str> =
        about["items"].as_array().unwrap().iter().filter_map(|item| item["action"].as_str()).collect();
    assert_eq!(actions, ["record.changed", "record.created"]);
    assert_eq!(about["items"][0]["actor"]["name"], "li");
    let first = admin.get("/audit?limit=3").await.expect(200);
    let cursor = first["next_cursor"].as_str().expect("more").to_owned();
    let second = admin.get(&format!("/audit?limit=3&cursor={cursor}")).await.expect(200);
    assert_eq!(second["items"][0]["seq"].as_i64(), first["items"][2]["seq"].as_i64().map(|seq| seq - 1));
    let today = admin.get("/audit?from=2026-03-01&to=2026-03-01&object=lead").await.expect(200);
    assert_eq!(today["items"].as_array().unwrap().len(), 2);
    assert_eq!(admin.get("/audit?from=tomorrow").await.refused(422), "invalid_input");
    assert_eq!(admin.get("/audit?object=%00").await.refused(422), "invalid_input");
    assert_eq!(admin.get("/audit?who=me").await.refused(422), "invalid_input");
    for refused in [li.get("/audit").await, li.get("/audit/verification").await] {
        assert_eq!(refused.refused(403), "admin_only");
    }
    assert_eq!(li.post("/audit/verification", json!({})).await.refused(403), "admin_only");

    // Of a small company it may be done already.
    let state = admin.post("/audit/verification", json!({})).await.expect(202)["state"].clone();
    assert!(state == "running" || state == "intact", "{state}");
    for _ in 0..400 {
        let check = admin.get("/audit/verification").await.expect(200);
        if check["state"] == "intact" {
            assert_eq!(check["entries"], check["total"]);
            return;
        }
        assert_eq!(check["state"], "running", "{check}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the check does not end");
}
