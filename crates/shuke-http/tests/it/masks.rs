//! What is masked is covered at every door, and can be asked about at none.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Parts of values that stand behind masks.
const SECRETS: [&str; 6] = ["13812345678", "13987654321", "12345678", "anna.wang", "777123", "绝密"];

fn masks() -> Json {
    json!({"lead": {"mobile": "masked", "email": "masked", "budget": "masked", "need": "masked"}})
}

/// A role that sees and changes all leads, but four fields of them only covered; it may reveal its own.
async fn mole(app: &TestApp, fields: Json) -> Actor {
    let all = json!({"create": "all", "read": "all", "edit": "all", "delete": "all", "export": "all",
        "bulk_edit": "all", "import": "all", "reveal": "own"});
    let role = json!({"name": "masked", "grants": {"*": all}, "fields": fields});
    app.admin().await.post("/roles", role).await.expect(201);
    app.person("mole", &["masked"]).await.with("accept-language", "zh-CN")
}

fn values() -> Json {
    json!({"name": "王芳", "mobile": "13812345678", "email": "anna.wang@x.cn", "need": "绝密需求",
        "budget": {"amount": "777123.00", "currency": "CNY"}, "status": "new"})
}

/// A lead of somebody else, changed once.
async fn lead(app: &TestApp) -> (Actor, Uuid) {
    let admin = app.admin().await;
    let lead = admin.create("lead", values()).await;
    let new = json!({"mobile": "13987654321", "need": "绝密改动", "title": "经理"});
    admin.patch(&format!("/records/lead/{lead}"), new).await.expect(200);
    (admin, lead)
}

fn covered(text: &str, place: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{place} tells {secret}: {text}");
    }
}

#[db_test]
async fn masked_values_leave_covered_by_every_door(db: TestDb) {
    let app = TestApp::new(db).await;
    let mole = mole(&app, masks()).await;
    let before = app.admin().await.get("/me").await;
    assert_eq!(before.status.as_u16(), 200);
    let (admin, lead) = lead(&app).await;
    let at = format!("/records/lead/{lead}");
    let read = mole.get(&at).await.expect(200);
    assert_eq!(read["mobile"], "139****4321");
    assert_eq!(read["email"], "a***@x.cn");
    assert_eq!((&read["budget"], &read["need"]), (&json!("****"), &json!("****")));
    assert_eq!((&read["title"], &read["name"]), (&json!("经理"), &json!("王芳")));
    let history = mole.get(&format!("{at}/history")).await.expect(200);
    let mobile = json!({"field": "mobile", "label": "手机", "old": "138****5678", "new": "139****4321"});
    assert!(history["items"][0]["changes"].as_array().unwrap().contains(&mobile), "{history}");
    let then = admin.get(&format!("{at}/history")).await.expect(200)["items"][1]["at"].clone();
    let past = mole.get(&format!("{at}?as_of={}", then.as_str().unwrap())).await.expect(200);
    assert_eq!(past["mobile"], "139****4321", "{past}");
    covered(&past.to_string(), "as of");
    for path in [
        at.clone(),
        format!("{at}?fields=mobile,budget,email,need"),
        format!("{at}/history"),
        format!("{at}/timeline"),
        "/records/lead?fields=mobile,budget,email,need".to_owned(),
        "/records/lead?sort=name".to_owned(),
        "/records/lead?q=13987654321".to_owned(),
        "/objects/lead".to_owned(),
    ] {
        let answer = mole.get(&path).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
        covered(&String::from_utf8_lossy(&answer.body), &path);
    }
    let named = mole.get("/records/lead?fields=mobile").await.expect(200);
    assert_eq!(named["items"][0]["mobile"], "139****4321");
    for (q, path) in [("13987654321", "/records/lead?q=13987654321"), ("anna", "/records/lead?q=anna")] {
        assert_eq!(mole.get(path).await.expect(200)["items"], json!([]), "{q}");
        assert_eq!(mole.get(&format!("/search?q={q}")).await.expect(200)["groups"], json!([]), "{q}");
    }
    let done = json!({"operations": [{"op": "update", "id": lead, "values": {"title": "总监"}}]});
    covered(&mole.post("/records/lead/batch", done).await.expect(200).to_string(), "batch");
    covered(&mole.patch(&at, json!({"title": "经理"})).await.expect(200).to_string(), "change");
    covered(&mole.get("/openapi.json").await.expect(200).to_string(), "openapi");
}

#[db_test]
async fn a_masked_field_answers_no_question(db: TestDb) {
    let app = TestApp::new(db).await;
    let (mole, (_, lead)) = (mole(&app, masks()).await, lead(&app).await);
    let number = json!("+8613987654321");
    let refused = |answer: shuke_testkit::Answer| {
        let told = answer.json();
        assert_eq!(answer.status.as_u16(), 422, "{told}");
        told["errors"][0]["code"].as_str().expect("a code").to_owned()
    };
    for (op, value) in [("eq", number.clone()), ("starts_with", json!("+86139")), ("not_empty", Json::Null)] {
        let mut test = json!({"field": "mobile", "op": op, "value": value});
        if test["value"].is_null() {
            test.as_object_mut().unwrap().remove("value");
        }
        let answer = mole.post("/records/lead/query", json!({"filter": test})).await;
        assert_eq!(refused(answer), "field_masked", "{op}");
        let grouped = json!({"filter": test, "measures": [{"fn": "count"}]});
        assert_eq!(refused(mole.post("/records/lead/query", grouped).await), "field_masked", "{op}");
    }
    // Nor from a record beside it.
    let through = json!({"related": "lead", "via": "converted_account", "some": {"field": "mobile", "op": "eq", "value": number}});
    assert_eq!(mole.post("/records/account/query", json!({"filter": through})).await.status.as_u16(), 422);
    assert_eq!(refused(mole.get("/records/lead?sort=-budget").await), "field_masked");
    for ask in [
        json!({"group_by": ["mobile"], "measures": [{"fn": "count"}]}),
        json!({"measures": [{"fn": "sum", "field": "budget"}]}),
        json!({"measures": [{"fn": "max", "field": "budget"}]}),
        json!({"measures": [{"fn": "count", "field": "budget"}]}),
    ] {
        assert_eq!(refused(mole.post("/records/lead/query", ask).await), "field_masked");
    }
    // Views and work on many that ask for it.
    let view = json!({"name": "问", "filter": {"field": "mobile", "op": "eq", "value": number}, "columns": ["name"]});
    assert_eq!(mole.post("/objects/lead/views", view).await.status.as_u16(), 422);
    let bulk = json!({"action": "change", "values": {"title": "x"}, "filter": {"field": "mobile", "op": "eq", "value": number}});
    assert_eq!(mole.post("/records/lead/bulk", bulk).await.status.as_u16(), 422);
    // Written neither, alone or with others.
    let at = format!("/records/lead/{lead}");
    assert_eq!(refused(mole.patch(&at, json!({"mobile": "13800000000"})).await), "field_not_writable");
    let new = json!({"name": "新", "status": "new", "budget": {"amount": "1", "currency": "CNY"}});
    assert_eq!(refused(mole.post("/records/lead", new).await), "field_not_writable");
    let meta = mole.get("/objects/lead").await.expect(200);
    let field = |name: &str| meta["fields"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
    let mobile = field("mobile").expect("it is there");
    assert_eq!(
        (&mobile["access"], &mobile["sortable"], &mobile["filterable"]),
        (&json!("masked"), &json!(false), &json!(false))
    );
    assert_eq!(field("title").expect("it is there")["access"], "write");
    assert!(!meta["search_fields"].as_array().unwrap().contains(&json!("mobile")), "{meta}");
}

#[db_test]
async fn an_export_is_covered(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (mole, _) = (mole(&app, masks()).await, lead(&app).await);
    let body =
        json!({"object": "lead", "format": "csv", "columns": ["name", "mobile", "email", "budget", "need"]});
    let started = mole.post("/exports", body).await.expect(202);
    let path = format!("/exports/{}", started["id"].as_str().expect("an id"));
    for _ in 0..500 {
        let now = mole.get(&path).await.expect(200);
        if now["state"] == "done" {
            let file = mole.get(&format!("{path}/file")).await;
            let text = String::from_utf8(file.body.to_vec()).expect("UTF-8");
            covered(&text, "export");
            assert!(text.contains("王芳,139****4321,a***@x.cn,****,****"), "{text}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never ends");
}

#[db_test]
async fn a_masked_name_is_covered_wherever_it_is_shown(db: TestDb) {
    let app = TestApp::new(db).await;
    let mole = mole(&app, json!({"account": {"name": "masked"}, "contact": {"mobile": "masked"}})).await;
    let admin = app.admin().await;
    let account = admin.create("account", json!({"name": "秘密集团公司"})).await;
    let contact =
        admin.create("contact", json!({"name": "孙经理", "account": account, "mobile": "13812345678"})).await;
    admin.create("task", json!({"name": "回访", "related": {"object": "account", "id": account}})).await;
    let shown = mole.get(&format!("/records/account/{account}")).await.expect(200);
    assert_eq!(shown["name"], "秘**");
    let pointing = mole.get(&format!("/records/contact/{contact}")).await.expect(200);
    assert_eq!((&pointing["account"]["name"], &pointing["mobile"]), (&json!("秘**"), &json!("138****5678")));
    for path in [
        "/records/account".to_owned(),
        "/records/contact".to_owned(),
        "/records/task".to_owned(),
        format!("/records/contact/{contact}/history"),
        format!("/records/account/{account}/timeline"),
        "/search?q=孙经理".replace("孙经理", "%E5%AD%99%E7%BB%8F%E7%90%86"),
        "/search?q=%E7%A7%98%E5%AF%86".to_owned(),
        "/records/account?q=%E7%A7%98%E5%AF%86".to_owned(),
    ] {
        let answer = mole.get(&path).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!text.contains("密集团") && !text.contains("13812345678"), "{path}: {text}");
    }
    let found = mole.get("/search?q=%E7%A7%98%E5%AF%86").await.expect(200);
    assert_eq!(found["groups"], json!([]), "a masked name is not searched");
    let groups = json!({"group_by": ["account"], "measures": [{"fn": "count"}]});
    let groups = mole.post("/records/contact/query", groups).await.expect(200);
    assert_eq!(groups["groups"][0]["key"]["account"]["name"], "秘**", "{groups}");
}

#[db_test]
async fn a_copy_of_a_masked_field_is_masked(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let copy = json!({"name": "x_copy", "labels": {"zh-CN": "号码", "en": "Copy"}, "kind": "formula", "formula": "mobile"});
    admin.post("/objects/lead/fields", copy).await.expect(201);
    let mole = mole(&app, masks()).await;
    let (_, lead) = lead(&app).await;
    let at = format!("/records/lead/{lead}");
    assert_eq!(admin.get(&at).await.expect(200)["x_copy"], "+8613987654321");
    let seen = mole.get(&at).await.expect(200);
    assert_eq!(seen["x_copy"], "****");
    covered(&mole.get(&format!("{at}/history")).await.expect(200).to_string(), "history");
    let ask = json!({"filter": {"field": "x_copy", "op": "eq", "value": "+8613987654321"}});
    assert_eq!(mole.post("/records/lead/query", ask).await.status.as_u16(), 422);
}

#[db_test]
async fn one_value_is_revealed_to_who_may_and_kept_in_the_log(db: TestDb) {
    let app = TestApp::new(db).await;
    let mole = mole(&app, masks()).await;
    let (admin, lead) = lead(&app).await;
    let at = format!("/records/lead/{lead}");
    let reveal =
        |id: &str, field: &str| (format!("/records/lead/{id}/actions/reveal"), json!({"field": field}));
    let (path, body) = reveal(&lead.to_string(), "mobile");
    assert_eq!(mole.post(&path, body.clone()).await.refused(403), "missing_right", "somebody else's");
    assert!(!mole.get(&at).await.expect(200)["can"].to_string().contains("reveal"));
    admin.patch(&at, json!({"owner": mole.id})).await.expect(200);
    assert!(mole.get(&at).await.expect(200)["can"].to_string().contains("reveal"));
    assert_eq!(
        mole.post(&path, body).await.expect(200),
        json!({"field": "mobile", "value": "+8613987654321"})
    );
    let (path, body) = reveal(&lead.to_string(), "budget");
    assert_eq!(mole.post(&path, body).await.expect(200)["value"]["amount"], "777123.00");
    for (field, code) in [("title", "nothing_masked"), ("nothing", "unknown_field")] {
        let (path, body) = reveal(&lead.to_string(), field);
        let told = mole.post(&path, body).await;
        assert_eq!((told.status.as_u16(), &told.json()["errors"][0]["code"]), (422, &json!(code)));
    }
    let (path, body) = reveal(&Uuid::from_u128(7).to_string(), "mobile");
    assert_eq!(mole.post(&path, body).await.refused(404), "not_found");
    let log = admin.get("/audit?action=record.revealed").await.expect(200);
    let told: Vec<&Json> = log["items"].as_array().unwrap().iter().map(|it| &it["detail"]).collect();
    assert_eq!(told, [&json!({"field": "budget"}), &json!({"field": "mobile"})], "{log}");
    assert_eq!(log["items"][0]["record_id"], json!(lead));
    covered(&log.to_string(), "audit");
    let nobody = app.nobody().call(Method::POST, &path).json(&json!({"field": "mobile"})).send().await;
    assert_eq!(nobody.status.as_u16(), 401);
}

#[db_test]
async fn an_import_neither_fills_nor_finds_by_a_masked_field(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (mole, _) = (mole(&app, masks()).await, lead(&app).await);
    let import = crate::upload::csv(&mole, "姓名,手机\n王芳,13987654321\n").await.expect(201);
    assert_eq!(
        (&import["columns"][0]["field"], &import["columns"][1]["field"]),
        (&json!("name"), &Json::Null)
    );
    let check = format!("/imports/{}/check", import["id"].as_str().expect("an id"));
    let mapping = json!({"姓名": "name", "手机": "mobile"});
    let by_key = json!({"mode": "upsert", "key": ["mobile"], "mapping": mapping});
    assert_eq!(mole.post(&check, by_key).await.status.as_u16(), 422);
    assert_eq!(mole.post(&check, json!({"mode": "insert", "mapping": mapping})).await.status.as_u16(), 422);
}
