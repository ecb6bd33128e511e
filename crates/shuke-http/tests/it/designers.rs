//! Administrators of single objects: they change what the object is, and nothing beside it.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

fn field(name: &str, more: &Json) -> Json {
    let mut field = json!({"name": name, "kind": "text", "labels": {"zh-CN": name, "en": name}});
    for (key, value) in more.as_object().expect("an object") {
        field[key] = value.clone();
    }
    field
}

/// A sub-table whose lines point to an account, and begin with what the formula gives.
fn items(formula: &str) -> Json {
    let told = json!({"default": {"formula": formula}});
    let columns = [field("to", &json!({"kind": "reference", "target": "account"})), field("told", &told)];
    json!({"kind": "lines", "columns": columns})
}

async fn designer(app: &TestApp, admin: &Actor) -> (Actor, String) {
    let grants = json!({"lead": {"read": "own", "edit": "own", "define": "all"}, "account": {"read": "own"}});
    let role = admin.post("/roles", json!({"name": "designer", "grants": grants})).await.expect(201);
    (app.person("mei", &["designer"]).await, format!("/roles/{}", role["id"].as_str().expect("an id")))
}

#[db_test]
async fn a_designer_changes_the_object_and_nothing_beside_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let (mei, _) = designer(&app, &admin).await;
    let actions = |meta: &Json| meta["actions"].to_string().contains("\"define\"");
    let lead = mei.get("/objects/lead").await.expect(200);
    assert!(actions(&lead), "{}", lead["actions"]);
    assert!(!actions(&mei.get("/objects/account").await.expect(200)));

    mei.post("/objects/lead/fields", field("size", &json!({}))).await.expect(201);
    let changed = json!({"labels": {"zh-CN": "规模", "en": "Size"}});
    mei.patch("/objects/lead/fields/x_size", changed).await.expect(200);
    let to = json!({"kind": "reference", "target": "account"});
    mei.post("/objects/lead/fields", field("to", &to)).await.expect(201);
    mei.post("/objects/lead/formula", json!({"formula": "score + 1"})).await.expect(200);
    mei.get("/objects/lead/fields/x_size/uses").await.expect(200);
    mei.patch("/objects/lead", json!({"list_columns": ["name", "x_size"]})).await.expect(200);
    let view = json!({"name": "全部", "audience": "everyone", "columns": ["name"]});
    let view = mei.post("/objects/lead/views", view).await.expect(201);
    let path = format!("/objects/lead/views/{}", view["id"].as_str().expect("an id"));
    let views = admin.get("/objects/lead/views").await.expect(200);
    assert!(views["items"].as_array().is_some_and(|items| !items.is_empty()));
    mei.delete(&path).await.expect(204);
    mei.delete("/objects/lead/fields/x_size").await.expect(204);

    for (path, body) in [
        ("/objects", json!({"name": "x_own", "labels": {"zh-CN": "a", "en": "a"}})),
        ("/roles", json!({"name": "x"})),
        ("/users", json!({})),
        ("/sharing-rules", json!({})),
    ] {
        assert_eq!(mei.post(path, body).await.refused(403), "admin_only", "{path}");
    }
    for answer in [
        mei.patch("/objects/account", json!({"icon": "x"})).await,
        mei.post("/objects/account/fields", field("size", &json!({}))).await,
        mei.post("/objects/account/formula", json!({"formula": "1"})).await,
        mei.patch("/objects/user", json!({"icon": "x"})).await,
    ] {
        assert_eq!(answer.refused(403), "missing_right");
        assert!(answer.json()["detail"].as_str().is_some_and(|it| it.contains("Design")), "{answer:?}");
    }
    assert_eq!(mei.patch("/objects/role", json!({"icon": "x"})).await.refused(404), "unknown_object");
}

#[db_test]
async fn a_designer_copies_nothing_unseen(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let (mei, path) = designer(&app, &admin).await;
    let secret = json!({"account": {"phone": "hidden"}});
    admin.patch(&path, json!({"fields": secret})).await.expect(200);
    let to = json!({"kind": "reference", "target": "account"});
    mei.post("/objects/lead/fields", field("to", &to)).await.expect(201);
    for (name, more) in [
        ("copy", json!({"kind": "lookup", "lookup": "x_to.phone"})),
        ("made", json!({"kind": "formula", "formula": "x_to.phone"})),
        ("first", json!({"default": {"formula": "x_to.phone"}})),
        ("items", items("to.phone")),
    ] {
        let refused = mei.post("/objects/lead/fields", field(name, &more)).await;
        assert_eq!(refused.status.as_u16(), 422, "{name}: {refused:?}");
    }
    let refused = mei.post("/objects/lead/formula", json!({"formula": "x_to.phone"})).await;
    assert_eq!(refused.status.as_u16(), 422, "{refused:?}");
    mei.post("/objects/lead/fields", field("copied", &json!({"kind": "lookup", "lookup": "x_to.name"})))
        .await
        .expect(201);
    mei.post("/objects/lead/fields", field("items", &items("to.name"))).await.expect(201);
    let changed = items("to.phone")["columns"].take();
    let refused = mei.patch("/objects/lead/fields/x_items", json!({"columns": changed})).await;
    assert_eq!(refused.status.as_u16(), 422, "{refused:?}");
    // An object with a field out of sight is designed by others: what isn't seen would be lost on saving.
    admin.patch(&path, json!({"fields": {"lead": {"mobile": "masked"}}})).await.expect(200);
    assert_eq!(mei.patch("/objects/lead", json!({"icon": "x"})).await.refused(403), "defines_unseen");
    let actions = mei.get("/objects/lead").await.expect(200)["actions"].to_string();
    assert!(!actions.contains("define"), "{actions}");
    // All of an object or nothing.
    let part = json!({"grants": {"lead": {"read": "own", "define": "own"}}});
    assert_eq!(admin.patch(&path, part).await.status.as_u16(), 422);
    // No program designs with a token of less than all.
    admin.patch(&path, json!({"fields": {}})).await.expect(200);
    let program = app.limited(mei.id, &["lead:write"]).await;
    assert_eq!(program.patch("/objects/lead", json!({"icon": "x"})).await.refused(403), "token_scope");
}
