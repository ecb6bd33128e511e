//! Backups over HTTP.

use std::time::Duration;

use serde_json::json;
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn settings_are_read_changed_and_refused_by_name(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    for refused in [
        li.get("/backups").await,
        li.post("/backups", json!({})).await,
        li.patch("/backups", json!({"keep": 3})).await,
    ] {
        assert_eq!(refused.refused(403), "admin_only");
    }
    let usual = admin.get("/backups").await.expect(200);
    assert_eq!(
        (&usual["scheduled"], &usual["keep"], &usual["alarm"]),
        (&json!(false), &json!(14), &json!("never"))
    );
    let changed = admin.patch("/backups", json!({"scheduled": true, "hour": 3, "keep": 7})).await.expect(200);
    assert_eq!((&changed["hour"], &changed["keep"]), (&json!(3), &json!(7)));
    assert_eq!(changed["next_at"], "2026-03-01T19:00:00Z");
    let wrong = admin.patch("/backups", json!({"hour": 25, "folder": "../x"})).await.expect(422);
    let fields: Vec<&str> =
        wrong["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, ["hour", "folder"]);
    // The service of a test has no data folder.
    assert_eq!(admin.post("/backups", json!({})).await.refused(409), "backup_place");
}

#[db_test]
async fn a_backup_is_asked_for_and_seen_to_end(db: TestDb) {
    let app = TestApp::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    let app = app.with_data(folder.path());
    app.work();
    let admin = app.admin().await;
    assert_eq!(admin.post("/backups", json!({})).await.expect(202)["items"].as_array().unwrap().len(), 1);
    for _ in 0..1_000 {
        let item = admin.get("/backups").await.expect(200)["items"][0].clone();
        if !item["finished_at"].is_null() {
            assert_eq!((&item["state"], &item["error"]), (&json!("done"), &json!(null)), "{item}");
            assert!(std::path::Path::new(item["file"].as_str().unwrap()).exists());
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the backup does not end");
}
