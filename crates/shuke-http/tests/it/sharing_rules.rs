//! What a rule shares is seen at every door, by those alone whom it names, and is gone with the rule.

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

struct Scene {
    app: TestApp,
    admin: Actor,
    li: Actor,
    zhao: Actor,
    his: Uuid,
}

async fn scene(db: TestDb) -> Scene {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    li.create("lead", json!({"name": "丽的客户", "status": "new"})).await;
    let his = zhao
        .create("lead", json!({"name": "赵的客户", "status": "following", "mobile": "13800009999"}))
        .await;
    Scene { app, admin, li, zhao, his }
}

fn body(zhao: &Actor, li: &Actor, level: &str) -> Json {
    json!({"name": "赵给丽", "object": "lead", "from": {"users": [zhao.id]}, "to": {"users": [li.id]}, "level": level})
}

async fn names(actor: &Actor, path: &str) -> Vec<String> {
    let page = actor.get(path).await.expect(200);
    let mut names: Vec<String> = page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|it| it["name"].as_str().unwrap_or("").to_owned())
        .collect();
    names.sort();
    names
}

#[db_test]
async fn what_is_shared_is_seen_at_every_door_until_the_rule_is_gone(db: TestDb) {
    let Scene { app, admin, li, zhao, his } = scene(db).await;
    let at = format!("/records/lead/{his}");
    assert_eq!(li.get(&at).await.refused(404), "not_found");
    let rule = admin.post("/sharing-rules", body(&zhao, &li, "read")).await.expect(201);
    assert_eq!(
        (&rule["level"], &rule["from"]["users"][0]["name"], &rule["active"]),
        (&json!("read"), &json!("zhao"), &json!(true))
    );

    assert_eq!(li.get(&at).await.expect(200)["can"], Json::Null, "seen, not changed");
    assert_eq!(names(&li, "/records/lead").await, ["丽的客户", "赵的客户"]);
    assert_eq!(names(&li, "/records/lead?sort=name").await, ["丽的客户", "赵的客户"]);
    assert_eq!(li.get("/records/lead?total=exact&limit=1").await.expect(200)["total"]["value"], 2);
    assert_eq!(names(&li, "/records/lead?q=13800009999").await, ["赵的客户"]);
    let groups = li.post("/records/lead/query", json!({"measures": [{"fn": "count"}]})).await.expect(200);
    assert_eq!(groups["groups"][0]["values"]["count"], 2);
    let found = li.get("/search?q=13800009999").await.expect(200);
    assert_eq!(found["groups"][0]["items"][0]["id"], json!(his), "{found}");
    for path in ["history", "timeline"] {
        li.get(&format!("{at}/{path}")).await.expect(200);
    }
    assert_eq!(li.patch(&at, json!({"title": "x"})).await.refused(403), "missing_right");
    assert_eq!(li.delete(&at).await.refused(403), "missing_right");
    let why = li.get(&format!("{at}/access")).await.expect(200);
    assert_eq!(why["actions"][0]["reasons"][0]["kind"], "rule", "{why}");
    assert_eq!(why["actions"][0]["reasons"][0]["rule"], "赵给丽");
    let who = admin.get(&format!("{at}/access/people")).await.expect(200);
    assert!(who.to_string().contains("赵给丽"), "{who}");

    // Others, and other objects, are as they were.
    let sun = app.sales("sun").await;
    assert_eq!(sun.get(&at).await.refused(404), "not_found");
    let account = zhao.create("account", json!({"name": "赵的公司"})).await;
    assert_eq!(li.get(&format!("/records/account/{account}")).await.refused(404), "not_found");

    let path = format!("/sharing-rules/{}", rule["id"].as_str().expect("an id"));
    let wider = admin.patch(&path, json!({"level": "write"})).await.expect(200);
    assert_eq!((&wider["level"], &wider["name"]), (&json!("write"), &json!("赵给丽")));
    assert_eq!(li.patch(&at, json!({"title": "经理"})).await.expect(200)["title"], "经理");
    assert_eq!(li.get(&at).await.expect(200)["can"], json!(["edit"]));
    assert_eq!(li.delete(&at).await.refused(403), "missing_right");
    assert_eq!(li.patch(&at, json!({"owner": li.id})).await.refused(403), "missing_right");

    admin.patch(&path, json!({"active": false})).await.expect(200);
    assert_eq!(li.get(&at).await.refused(404), "not_found");
    admin.patch(&path, json!({"active": true})).await.expect(200);
    li.get(&at).await.expect(200);
    assert_eq!(admin.delete(&path).await.status.as_u16(), 204);
    assert_eq!(li.get(&at).await.refused(404), "not_found");
    assert_eq!(names(&li, "/records/lead").await, ["丽的客户"]);
    assert_eq!(admin.delete(&path).await.refused(404), "not_found");
    let log = admin.get("/audit?action=sharing_rule.").await.expect(200);
    assert_eq!(log["items"].as_array().map(Vec::len), Some(5), "{log}");
}

#[db_test]
async fn departments_and_roles_are_followed_as_they_change(db: TestDb) {
    let Scene { admin, li, zhao, his, .. } = scene(db).await;
    let top = admin.create("department", json!({"name": "销售中心"})).await;
    let east = admin.create("department", json!({"name": "华东", "parent": top})).await;
    let roles = admin.get("/roles").await.expect(200);
    let role = li_role(&admin, &li, &roles).await;
    let rule = json!({"name": "华东给销售", "object": "lead", "from": {"departments": [top]}, "to": {"roles": [role]}});
    admin.post("/sharing-rules", rule).await.expect(201);
    let at = format!("/records/lead/{his}");
    assert_eq!(li.get(&at).await.refused(404), "not_found", "zhao is in no department yet");
    admin.patch(&format!("/users/{}", zhao.id), json!({"department": east})).await.expect(200);
    let moved = zhao.create("lead", json!({"name": "华东的客户"})).await;
    li.get(&format!("/records/lead/{moved}")).await.expect(200);
    admin.patch(&format!("/users/{}", li.id), json!({"roles": []})).await.expect(200);
    assert_eq!(li.get(&format!("/records/lead/{moved}")).await.status.as_u16(), 404);
}

/// The role that li has.
async fn li_role(admin: &Actor, li: &Actor, roles: &Json) -> Json {
    let users = admin.get("/users").await.expect(200);
    let user = users["items"].as_array().unwrap().iter().find(|it| it["id"] == json!(li.id)).cloned();
    let id = user.expect("li is there")["roles"][0]["id"].clone();
    assert!(roles["items"].as_array().unwrap().iter().any(|it| it["id"] == id));
    id
}

#[db_test]
async fn what_makes_no_rule_is_refused(db: TestDb) {
    let Scene { admin, li, zhao, .. } = scene(db).await;
    assert_eq!(li.get("/sharing-rules").await.refused(403), "admin_only");
    assert_eq!(li.post("/sharing-rules", body(&zhao, &li, "read")).await.refused(403), "admin_only");
    for (wrong, field) in [
        (json!({"name": " "}), "name"),
        (json!({"name": "长".repeat(101)}), "name"),
        (json!({"object": "department"}), "object"),
        (json!({"object": "nothing"}), "object"),
        (json!({"from": {}}), "from"),
        (json!({"from": {"users": [Uuid::from_u128(5)]}}), "from.users"),
        (json!({"to": {"roles": ["x"]}}), "to.roles"),
        (json!({"to": null}), "to"),
        (json!({"level": "all"}), "level"),
        (json!({"nothing": 1}), "nothing"),
    ] {
        let mut given = body(&zhao, &li, "read");
        for (key, value) in wrong.as_object().unwrap() {
            given[key] = value.clone();
        }
        let refused = admin.post("/sharing-rules", given).await;
        let told = refused.json();
        assert_eq!(refused.status.as_u16(), 422, "{wrong}: {told}");
        let fields: Vec<&str> =
            told["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
        assert!(fields.contains(&field), "{wrong}: {told}");
    }
    assert_eq!(admin.get("/sharing-rules").await.expect(200)["items"], json!([]));
}
