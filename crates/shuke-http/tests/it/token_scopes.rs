//! Tokens that may not do everything: no door forgets them.

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{TestApp, TestDb, db_test};

/// What a token for reading leads reaches; everything else there is answers 403.
const OPEN: [&str; 23] = [
    "GET /me",
    "GET /objects",
    "GET /search",
    "GET /events",
    "GET /openapi.json",
    "GET /formula-functions",
    "GET /files/{id}",
    "GET /files/{id}/preview",
    "GET /objects/{object}",
    "GET /objects/{object}/views",
    "GET /records/{object}",
    "GET /records/{object}/{id}",
    "GET /records/{object}/{id}/timeline",
    "GET /records/{object}/{id}/history",
    "GET /records/{object}/{id}/team",
    "GET /records/{object}/{id}/access",
    "GET /records/{object}/{id}/comments/people",
    "GET /records/{object}/{id}/followers",
    "GET /records/{object}/duplicates",
    "GET /records/{object}/{id}/duplicates",
    "GET /records/{object}/merges",
    "POST /records/{object}/query",
    "POST /records/{object}/board",
];
/// What needs no sign-in.
const PUBLIC: [&str; 4] = ["GET /company/logo", "GET /info", "POST /session", "GET /regions"];

fn operations(document: &Json) -> Vec<(Method, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let each = paths.iter().flat_map(|(path, item)| {
        let path = path.replace("/api/v1", "");
        let methods = item.as_object().expect("operations").keys();
        methods
            .map(move |method| (method.to_uppercase().parse().expect("a method"), path.clone()))
            .collect::<Vec<_>>()
    });
    each.collect()
}

#[db_test]
async fn every_operation_is_closed_to_a_token_that_reads_leads_unless_it_is_named_here(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let reader = app.limited(admin.id, &["lead:read"]).await;
    let document = admin.get("/openapi.json").await.expect(200);
    let mut wrong = Vec::new();
    for (method, path) in operations(&document) {
        // Operations on one object are described a second time, by its name.
        let standard = document["paths"][format!("/api/v1{path}")]["get"]["tags"][0] == json!("lead");
        if standard || path.starts_with("/records/") && !path.contains("{object}") {
            continue;
        }
        let name = format!("{method} {path}");
        let id = "00000000-0000-7000-8000-000000000000";
        let called = |object: &str| {
            let path = path.replace("{object}", object).replace("{field}", "name").replace("{user}", id);
            path.replace("{id}", id).replace("{delivery}", id)
        };
        if PUBLIC.contains(&name.as_str()) || name == "GET /events" {
            continue;
        }
        let answer = reader.call(method.clone(), &called("lead")).json(&json!({})).send().await;
        let closed = answer.status == 403 && answer.json()["code"] == "token_scope";
        let named = OPEN.contains(&name.as_str()) || path.starts_with("/records/{object}/{id}/access/");
        if closed == named {
            wrong.push(format!("{name}: {}", answer.status));
        }
        if path.contains("{object}") {
            let other = reader.call(method, &called("account")).json(&json!({})).send().await;
            assert_eq!(other.refused(403), "token_scope", "{name} of accounts");
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "open or closed against the list");
}

#[db_test]
async fn a_token_keeps_to_its_objects_on_every_way(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let account = admin.create("account", json!({"name": "华东精密机械"})).await;
    let contact = admin.create("contact", json!({"name": "王芳", "account": account})).await;
    let reader = app.limited(admin.id, &["contact:read"]).await;
    let seen = reader.get(&format!("/records/contact/{contact}")).await.expect(200);
    assert_eq!(seen["account"]["name"], json!(""), "a name of an object that the token doesn't read: {seen}");
    assert_eq!(seen["can"], json!(null));
    let objects = reader.get("/objects").await.expect(200);
    let names: Vec<&Json> =
        objects["objects"].as_array().expect("objects").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["contact"]);
    let through = json!({"filter": {"field": "account.name", "op": "contains", "value": "华东"}});
    assert_eq!(reader.post("/records/contact/query", through).await.status, 422);
    let hits = reader.get("/search?q=华东精密机械").await.expect(200).to_string();
    assert!(!hits.contains(&account.to_string()), "{hits}");
    assert_eq!(
        reader.patch(&format!("/records/contact/{contact}"), json!({"name": "x"})).await.refused(403),
        "token_scope"
    );
    assert_eq!(reader.post("/tokens", json!({"name": "more"})).await.refused(403), "token_scope");
    assert_eq!(reader.get("/users").await.refused(403), "token_scope");
    let writer = app.limited(admin.id, &["read", "contact:write"]).await;
    writer.patch(&format!("/records/contact/{contact}"), json!({"title": "经理"})).await.expect(200);
    writer.get(&format!("/records/account/{account}")).await.expect(200);
    assert_eq!(writer.delete(&format!("/records/account/{account}")).await.refused(403), "token_scope");
    let all = app.limited(admin.id, &["write"]).await;
    all.patch(&format!("/records/account/{account}"), json!({"name": "B"})).await.expect(200);
    assert_eq!(
        all.patch(&format!("/records/user/{}", admin.id), json!({"name": "B"})).await.refused(403),
        "token_scope"
    );
    assert_eq!(all.get("/backups").await.refused(403), "token_scope");
}

#[db_test]
async fn scopes_are_told_checked_and_kept(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let made = json!({"name": "ERP", "scopes": ["lead:write", "read", "read"], "expires_at": "2026-04-01T00:00:00Z"});
    let made = admin.post("/tokens", made).await.expect(201);
    assert_eq!(made["scopes"], json!(["lead:write", "read"]));
    assert_eq!(
        admin.get("/tokens").await.expect(200)["items"][1]["scopes"],
        json!(["all"]),
        "as it was made before"
    );
    let wrong =
        admin.post("/tokens", json!({"name": "x", "scopes": ["unicorn:read", "admin"]})).await.expect(422);
    assert_eq!(wrong["errors"].as_array().expect("errors").len(), 2);
    let bearer = format!("Bearer {}", made["token"].as_str().expect("the secret"));
    let program = app.nobody().with("authorization", &bearer);
    program.create("lead", json!({"name": "A"})).await;
    assert_eq!(program.post("/records/account", json!({"name": "A"})).await.refused(403), "token_scope");
    app.db.clock.advance(chrono::TimeDelta::days(40));
    assert_eq!(program.get("/me").await.refused(401), "bad_token");
}
