//! The document against the service: whole, guarded, and true.

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::shape;

/// Operations that need no sign-in.
const OPEN: [&str; 3] = ["GET /api/v1/company/logo", "GET /api/v1/info", "POST /api/v1/session"];

fn operations(document: &Json) -> Vec<(Method, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let each = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("operations").keys();
        methods
            .map(|method| (method.to_uppercase().parse().expect("a method"), path.clone()))
            .collect::<Vec<_>>()
    });
    each.collect()
}

#[db_test]
async fn every_operation_asks_who_is_there(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    admin.patch("/company/look", json!({"logo": crate::look::picture(1).1})).await.expect(200);
    let document = admin.get("/openapi.json").await.expect(200);
    let all = operations(&document);
    assert!(all.len() > 60, "{}", all.len());
    for (method, path) in all {
        let called = path
            .replace("{object}", "lead")
            .replace("{field}", "name")
            .replace("{id}", "00000000-0000-7000-8000-000000000000");
        let answer =
            app.nobody().call(method.clone(), &called).head("content-type", "application/json").send().await;
        let name = format!("{method} {path}");
        if OPEN.contains(&name.as_str()) {
            assert_ne!(answer.status.as_u16(), 404, "{name}");
        } else {
            assert_eq!(answer.refused(401), "not_signed_in", "{name}");
        }
    }
}

#[db_test]
async fn the_document_has_the_objects_and_fields_that_the_reader_may_see(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let document = admin.get("/openapi.json").await.expect(200);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Lead"]["properties"]["status"]["type"], json!(["string", "null"]));
    assert!(
        schemas["Lead"]["properties"]["status"]["enum"]
            .as_array()
            .is_some_and(|all| all.contains(&json!("qualified")))
    );
    assert_eq!(schemas["LeadWrite"]["required"], json!(["name"]));
    assert_eq!(schemas["LeadWrite"]["properties"]["name"]["maxLength"], 100);
    assert!(schemas["LeadWrite"]["properties"]["number"].is_null(), "kept by the system");
    assert!(schemas["Product"]["properties"]["cost"].is_object());
    let seen = li.get("/openapi.json").await.expect(200);
    assert!(seen["components"]["schemas"]["Product"]["properties"]["cost"].is_null());
    assert!(seen["paths"]["/api/v1/records/product"]["post"].is_null(), "may not create products");
    assert_eq!(li.get("/openapi.json").await.body, li.get("/openapi.json").await.body);
    assert_eq!(shuke_http::openapi(&app.app.company().schema), document);
}

#[db_test]
async fn a_new_field_stands_in_the_document_at_once(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let labels = json!({"zh-CN": "规模", "en": "Size"});
    let field = json!({"name": "size", "labels": labels, "kind": "choice", "required": true,
        "options": [{"name": "small", "labels": {"zh-CN": "小", "en": "Small"}}]});
    admin.post("/objects/lead/fields", field).await.expect(201);
    let document = admin.get("/openapi.json").await.expect(200);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["LeadWrite"]["properties"]["x_size"]["enum"], json!(["small", null]));
    assert_eq!(schemas["LeadWrite"]["required"], json!(["name", "x_size"]));
    admin.create("lead", json!({"name": "王芳", "x_size": "small"})).await;
}

/// The ids of an export and of a change in bulk.
async fn works(admin: &Actor) -> (String, String) {
    let id = |made: Json| made["id"].as_str().expect("an id").to_owned();
    let export = admin.post("/exports", json!({"object": "lead"})).await.expect(202);
    let bulk = json!({"action": "change", "values": {"title": "x"}});
    let bulk = admin.post("/records/lead/bulk", bulk).await.expect(202);
    (id(export), id(bulk))
}

/// A webhook with a message on its way; its first answer, which alone has the secret, is as described.
async fn webhook(admin: &Actor, document: &Json) -> String {
    let hook = json!({"name": "x", "url": "https://example.com/hook"});
    let hook = admin.post("/webhooks", hook).await.expect(201);
    let made = &document["paths"]["/api/v1/webhooks"]["post"]["responses"]["201"];
    let wrong = shape::faults(document, &made["content"]["application/json"]["schema"], &hook);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let id = hook["id"].as_str().expect("an id").to_owned();
    admin.post(&format!("/webhooks/{id}/test"), json!({})).await.expect(202);
    id
}

/// Something that is announced to some people, the caller among them, who has read it.
async fn announced(admin: &Actor, document: &Json) -> String {
    let to = json!({"users": [admin.id]});
    let made = admin.post("/company/announcements", json!({"title": "x", "body": "y", "audience": to})).await;
    let made = made.expect(201);
    let told = &document["paths"]["/api/v1/company/announcements"]["post"]["responses"]["201"];
    let wrong = shape::faults(document, &told["content"]["application/json"]["schema"], &made);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let id = made["id"].as_str().expect("an id").to_owned();
    admin.post(&format!("/announcements/{id}/read"), json!({})).await.expect(204);
    id
}

/// A goal that the caller has an amount of.
async fn aimed_at(admin: &Actor) -> String {
    let given =
        json!({"name": "x", "object": "lead", "measure": "count", "date": "created_at", "cycle": "year"});
    let made = admin.post("/company/goals", given).await.expect(201);
    let id = made["id"].as_str().expect("an id").to_owned();
    let item = json!({"whose": admin.id, "starts_on": "2026-01-01", "amount": "5"});
    admin.patch(&format!("/company/goals/{id}/targets"), json!({"items": [item]})).await.expect(200);
    id
}

/// A lead with a follow-up, a change and a comment; its reader has a notice of another one.
async fn talked_about(app: &TestApp, admin: &Actor) -> shuke_base::Uuid {
    let lead =
        admin.create("lead", json!({"name": "王芳", "budget": {"amount": "1.00", "currency": "CNY"}})).await;
    admin
        .create(
            "activity",
            json!({"kind": "call", "content": "x", "related": {"object": "lead", "id": lead}}),
        )
        .await;
    admin.patch(&format!("/records/lead/{lead}"), json!({"title": "经理"})).await.expect(200);
    admin.post(&format!("/records/lead/{lead}/comments"), json!({"body": "x"})).await.expect(201);
    let li = app.sales("li").await;
    let hers = li.create("lead", json!({"name": "李芳"})).await;
    let said = json!({"body": "x", "mentions": [admin.id]});
    li.post(&format!("/records/lead/{hers}/comments"), said).await.expect(201);
    lead
}

/// The shape of what is read at a place.
fn told<'a>(document: &'a Json, pattern: &str) -> &'a Json {
    let described = &document["paths"][format!("/api/v1{pattern}")]["get"]["responses"]["200"];
    let schema = &described["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{pattern} has no schema: {described}");
    schema
}

#[db_test]
async fn answers_have_the_shapes_that_the_document_tells(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let lead = talked_about(&app, &admin).await;
    let import = crate::upload::csv(&admin, "姓名,手机\n王芳,13800001111\n").await.expect(201);
    let (export, bulk) = works(&admin).await;
    let document = admin.get("/openapi.json").await.expect(200);
    let webhook = webhook(&admin, &document).await;
    let import = import["id"].as_str().expect("an id").to_owned();
    let announcement = announced(&admin, &document).await;
    let goal = aimed_at(&admin).await;
    for (pattern, id) in [
        ("/info", ""),
        ("/me", ""),
        ("/objects", ""),
        ("/objects/{object}", ""),
        ("/objects/{object}/views", ""),
        ("/objects/{object}/layouts", ""),
        ("/objects/{object}/layouts/{layout}", ""),
        ("/records/{object}", ""),
        ("/records/{object}/{id}", lead.to_string().as_str()),
        ("/records/lead", ""),
        ("/records/lead/{id}", lead.to_string().as_str()),
        ("/records/{object}/{id}/timeline", lead.to_string().as_str()),
        ("/records/{object}/{id}/followers", lead.to_string().as_str()),
        ("/records/{object}/{id}/comments/people", lead.to_string().as_str()),
        ("/notifications", ""),
        ("/notifications/count", ""),
        ("/announcements", ""),
        ("/company/announcements", ""),
        ("/company/announcements/{id}/readers", announcement.as_str()),
        ("/goals/progress", ""),
        ("/company/goals", ""),
        ("/company/goals/{id}/targets", goal.as_str()),
        ("/me/preferences", ""),
        ("/records/{object}/{id}/history", lead.to_string().as_str()),
        ("/users", ""),
        ("/roles", ""),
        ("/tokens", ""),
        ("/imports", ""),
        ("/imports/{id}", import.as_str()),
        ("/imports/{id}/faults", import.as_str()),
        ("/company", ""),
        ("/company/sample", ""),
        ("/bulk", ""),
        ("/bulk/{id}", bulk.as_str()),
        ("/exports", ""),
        ("/exports/{id}", export.as_str()),
        ("/regions", ""),
        ("/webhooks", ""),
        ("/webhooks/{id}/deliveries", webhook.as_str()),
    ] {
        let path = pattern.replace("{object}", "lead").replace("{layout}", "default").replace("{id}", id);
        let answer = admin.get(&path).await.expect(200);
        let schema = told(&document, pattern);
        let wrong = shape::faults(&document, schema, &answer);
        assert!(wrong.is_empty(), "{pattern}: {wrong:#?}");
    }
    let fits = |name: &str, answer: &Json| {
        let wrong =
            shape::faults(&document, &json!({"$ref": format!("#/components/schemas/{name}")}), answer);
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    };
    fits("Problem", &admin.get("/records/unicorn").await.expect(404));
    let groups = admin.post("/records/lead/query", json!({"group_by": ["status"]})).await.expect(200);
    fits("Groups", &groups);
    fits("Board", &admin.post("/records/lead/board", json!({"group": "status"})).await.expect(200));
    let batch = json!({"operations": [{"op": "create", "values": {}}]});
    fits("BatchResult", &admin.post("/records/lead/batch", batch).await.expect(200));
}

#[test]
fn the_committed_document_is_that_of_the_standard_pack() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let pack = shuke_meta::pack::load("standard").expect("a compiled-in pack");
    let schema = shuke_meta::Schema::new(0, pack.objects);
    let made = format!("{}\n", serde_json::to_string_pretty(&shuke_http::openapi(&schema)).expect("JSON"));
    if std::env::var_os("SHUKE_WRITE").is_some() {
        std::fs::write(path, &made).expect("docs can be written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/openapi.json is out of date: run this test again with SHUKE_WRITE=1 and commit it"
    );
}
