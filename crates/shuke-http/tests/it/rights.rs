//! What may not be seen is seen nowhere: not in lists, counts, groups, timelines, histories, writes or definitions.

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Two salespeople, each with leads of their own.
struct Scene {
    app: TestApp,
    li: Actor,
    zhao: Actor,
    hers: Uuid,
    his: Uuid,
}

async fn scene(db: TestDb) -> Scene {
    let app = TestApp::new(db).await;
    let (li, zhao) = (app.sales("li").await, app.sales("zhao").await);
    let hers = li.create("lead", json!({"name": "丽的客户", "status": "new"})).await;
    let his = zhao
        .create("lead", json!({"name": "赵的客户", "status": "following", "mobile": "13800009999"}))
        .await;
    zhao.create("lead", json!({"name": "赵的第二个", "status": "following"})).await;
    let about = json!({"object": "lead", "id": his});
    zhao.create("activity", json!({"kind": "call", "content": "赵的秘密", "related": about})).await;
    Scene { app, li, zhao, hers, his }
}

fn ids(page: &Json) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().filter_map(|item| item["id"].as_str()).collect()
}

#[db_test]
async fn others_records_are_in_no_list_count_or_group(db: TestDb) {
    let Scene { li, hers, .. } = scene(db).await;
    let hers = hers.to_string();
    for query in
        ["", "?total=exact", "?sort=name", "?q=%E5%AE%A2%E6%88%B7", "?q=13800009999", "?deleted=false"]
    {
        let page = li.get(&format!("/records/lead{query}")).await.expect(200);
        assert!(ids(&page).iter().all(|id| *id == hers), "{query}: {page}");
        assert!(page["total"]["value"].as_i64() <= Some(1), "{query}: {page}");
    }
    let filter = json!({"or": [{"field": "status", "op": "eq", "value": "following"}, {"field": "name", "op": "contains", "value": "赵"}]});
    let page = li.post("/records/lead/query", json!({"filter": filter, "total": "exact"})).await.expect(200);
    assert_eq!((ids(&page).len(), &page["total"]["value"]), (0, &json!(0)));
    let groups = json!({"group_by": ["status"], "measures": [{"fn": "count"}]});
    let groups = li.post("/records/lead/query", groups).await.expect(200);
    assert_eq!(groups["groups"], json!([{"key": {"status": "new"}, "values": {"count": 1}}]));
    let all = li.post("/records/lead/query", json!({"measures": [{"fn": "count"}]})).await.expect(200);
    assert_eq!(all["groups"][0]["values"]["count"], 1);
    assert_eq!(li.get("/records/activity").await.expect(200)["items"], json!([]));
}

#[db_test]
async fn others_records_can_be_neither_read_nor_written(db: TestDb) {
    let Scene { app, li, his, hers, .. } = scene(db).await;
    let at = format!("/records/lead/{his}");
    for path in [at.clone(), format!("{at}/timeline"), format!("{at}/history"), format!("{at}?fields=name")] {
        assert_eq!(li.get(&path).await.refused(404), "not_found", "{path}");
    }
    assert_eq!(li.patch(&at, json!({"name": "mine"})).await.refused(404), "not_found");
    assert_eq!(li.delete(&at).await.refused(404), "not_found");
    assert_eq!(li.post(&format!("{at}/restore"), json!({})).await.refused(404), "not_found");
    let writes =
        json!([{"op": "update", "id": his, "values": {"name": "mine"}}, {"op": "delete", "id": his}]);
    let batch = li.post("/records/lead/batch", json!({"operations": writes})).await.expect(200);
    assert_eq!(batch["ok"], 0, "{batch}");
    // Nor pointed to, which would tell its name.
    let about = json!({"kind": "note", "content": "x", "related": {"object": "lead", "id": his}});
    assert_eq!(li.post("/records/activity", about).await.status.as_u16(), 422);
    // The same id under another object is nothing either.
    assert_eq!(li.get(&format!("/records/account/{hers}")).await.refused(404), "not_found");
    let admin = app.admin().await;
    assert_eq!(admin.get(&at).await.expect(200)["name"], "赵的客户");
}

#[db_test]
async fn a_name_behind_a_reference_out_of_sight_is_kept_back(db: TestDb) {
    let Scene { app, li, zhao, .. } = scene(db).await;
    let account = zhao.create("account", json!({"name": "秘密公司", "kind": "company"})).await;
    let admin = app.admin().await;
    let contact =
        admin.create("contact", json!({"name": "孙经理", "account": account, "owner": li.id})).await;
    let read = li.get(&format!("/records/contact/{contact}")).await.expect(200);
    assert_eq!(read["name"], "孙经理");
    let text = read.to_string();
    assert!(!text.contains("秘密公司"), "{text}");
    let list = li.get("/records/contact").await;
    assert!(!String::from_utf8_lossy(&list.body).contains("秘密公司"));
    for path in ["history", "timeline"] {
        let told = li.get(&format!("/records/contact/{contact}/{path}")).await;
        assert!(!String::from_utf8_lossy(&told.body).contains("秘密公司"), "{path}");
    }
    let through = json!({"filter": {"field": "account.name", "op": "contains", "value": "秘密"}});
    let found = li.post("/records/contact/query", through).await;
    assert!(found.status.as_u16() == 422 || ids(&found.json()).is_empty(), "{found:?}");
}

/// A role that sees all leads and products but not what they are worth.
async fn blind(app: &TestApp) -> Actor {
    let all = json!({"create": "all", "read": "all", "edit": "all", "delete": "all"});
    let role = json!({"name": "blind", "grants": {"lead": all, "activity": all},
        "fields": {"lead": {"budget": "hidden", "need": "hidden", "mobile": "read"}}});
    app.admin().await.post("/roles", role).await.expect(201);
    app.person("mole", &["blind"]).await
}

#[db_test]
async fn a_hidden_field_leaves_by_no_door(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let mole = blind(&app).await;
    let values = json!({"name": "王芳", "budget": {"amount": "777123.00", "currency": "CNY"}, "need": "绝密需求", "mobile": "13800001234"});
    let lead = admin.create("lead", values).await;
    let at = format!("/records/lead/{lead}");
    admin
        .patch(&at, json!({"budget": {"amount": "888456.00", "currency": "CNY"}, "title": "经理"}))
        .await
        .expect(200);

    let doors = [
        at.clone(),
        format!("{at}/history"),
        format!("{at}/timeline"),
        "/records/lead".to_owned(),
        "/records/lead?sort=name".to_owned(),
        "/objects/lead".to_owned(),
        "/objects".to_owned(),
        "/openapi.json".to_owned(),
    ];
    for path in doors {
        let answer = mole.get(&path).await;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status.as_u16(), 200, "{path}: {text}");
        for secret in ["777123", "888456", "绝密", "\"need\""] {
            assert!(!text.contains(secret), "{path} tells {secret}: {text}");
        }
        // Opportunities have a field of the same name in the definitions, which is not hidden here.
        assert!(path.starts_with("/o") || !text.contains("budget"), "{path}: {text}");
    }
    let unknown = |answer: Json| answer["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(unknown(mole.get(&format!("{at}?fields=budget")).await.expect(422)), "unknown_field");
    assert_eq!(unknown(mole.get("/records/lead?sort=-budget").await.expect(422)), "invalid_sort");
    for filter in
        [json!({"field": "budget", "op": "gt", "value": "1"}), json!({"field": "need", "op": "not_empty"})]
    {
        let refused = mole.post("/records/lead/query", json!({"filter": filter})).await;
        assert_eq!(refused.status.as_u16(), 422, "{filter}");
    }
    for query in [json!({"group_by": ["budget"]}), json!({"measures": [{"fn": "sum", "field": "budget"}]})] {
        assert_eq!(mole.post("/records/lead/query", query.clone()).await.status.as_u16(), 422, "{query}");
    }
    let none = mole.post("/records/lead/query", json!({"q": "绝密"})).await.expect(200);
    assert!(ids(&none).is_empty());
    assert_eq!(unknown(mole.patch(&at, json!({"budget": null})).await.expect(422)), "unknown_field");
    assert_eq!(
        unknown(mole.patch(&at, json!({"mobile": "13900000000"})).await.expect(422)),
        "field_not_writable"
    );
    let made = mole.post("/records/lead", json!({"name": "新客户"})).await.expect(201);
    assert!(made.get("budget").is_none(), "{made}");
}

#[db_test]
async fn only_administrators_define_and_appoint(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let labels = json!({"zh-CN": "项目", "en": "Project"});
    for (path, body) in [
        ("/objects", json!({"name": "project", "labels": labels})),
        ("/objects/lead/fields", json!({"name": "size", "labels": labels, "kind": "integer"})),
        ("/users", json!({"login": "x", "name": "x", "password": "long enough"})),
        ("/roles", json!({"name": "x"})),
    ] {
        let code = if path.starts_with("/objects/") { "missing_right" } else { "admin_only" };
        assert_eq!(li.post(path, body).await.refused(403), code, "{path}");
    }
    assert_eq!(li.patch("/objects/lead", json!({"icon": "x"})).await.refused(403), "missing_right");
    assert_eq!(li.patch(&format!("/users/{}", li.id), json!({"roles": []})).await.refused(403), "admin_only");
    assert_eq!(li.get("/users").await.refused(403), "admin_only");
    assert_eq!(li.get("/roles").await.refused(403), "admin_only");
    // Nor through the doors of records.
    let own = format!("/records/user/{}", li.id);
    assert_eq!(li.patch(&own, json!({"superior": null})).await.refused(403), "missing_right");
    assert!(li.get("/records/role").await.status.as_u16() >= 403);
}

#[db_test]
async fn another_persons_import_does_not_exist(db: TestDb) {
    let app = TestApp::new(db).await;
    let (li, zhao) = (app.sales("li").await, app.sales("zhao").await);
    let import = crate::upload::csv(&li, "姓名,手机\n王芳,13800001111\n").await.expect(201);
    let at = format!("/imports/{}", import["id"].as_str().expect("an id"));
    li.get(&at).await.expect(200);
    for path in [at.clone(), format!("{at}/faults"), format!("{at}/faults.csv")] {
        assert_eq!(zhao.get(&path).await.refused(404), "not_found", "{path}");
    }
    for what in ["check", "start", "stop", "undo"] {
        assert_eq!(zhao.post(&format!("{at}/{what}"), json!({})).await.refused(404), "not_found", "{what}");
    }
    assert_eq!(zhao.delete(&at).await.refused(404), "not_found");
    assert_eq!(zhao.get("/imports").await.expect(200)["items"], json!([]));
}
