//! The pack over HTTP: administrators alone, and nothing to take where nothing is new.

use serde_json::json;
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn the_pack_is_the_administrators(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    assert_eq!(li.get("/pack").await.refused(403), "admin_only");
    assert_eq!(li.post("/pack/upgrade", json!({})).await.refused(403), "admin_only");
    let pack = admin.get("/pack").await.expect(200);
    assert_eq!((&pack["name"], &pack["items"]), (&json!("standard"), &json!([])));
    let renamed = json!({"labels": {"zh-CN": "客源", "en": "Prospects"}});
    admin.patch("/objects/lead", renamed).await.expect(200);
    let pack = admin.get("/pack").await.expect(200);
    assert_eq!(pack["items"][0]["id"], "object:lead");
    assert_eq!((&pack["items"][0]["state"], &pack["items"][0]["now"]), (&json!("kept"), &json!("Prospects")));
    let told = admin.post("/pack/upgrade", json!({"items": ["object:lead"]})).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "unknown_option");
    assert_eq!(admin.post("/pack/upgrade", json!({})).await.expect(200)["items"], pack["items"]);
    assert_eq!(admin.post("/pack/upgrade", json!({"items": 1, "x": 2})).await.refused(422), "invalid_input");
}
