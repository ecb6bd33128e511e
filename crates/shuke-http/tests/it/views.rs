//! Saved views: what one saves comes back, what is shared is found, and no view shows more than its viewer may see.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const VIEWS: &str = "/objects/lead/views";

fn names(views: &Json) -> Vec<&str> {
    views["items"].as_array().expect("items").iter().filter_map(|view| view["name"].as_str()).collect()
}

async fn save(actor: &Actor, view: Json) -> String {
    let made = actor.post(VIEWS, view).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

fn told(answer: &Json) -> Vec<String> {
    let errors = answer["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect()
}

#[db_test]
async fn a_view_narrows_orders_and_shapes_a_list(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    for (name, status) in [("甲", "new"), ("乙", "following"), ("丙", "new")] {
        li.create("lead", json!({"name": name, "status": status, "company": name})).await;
    }
    let filter = json!({"field": "status", "op": "eq", "value": "new"});
    let view = json!({"name": "新线索", "filter": filter, "sort": ["name"], "columns": ["status", "company"],
        "widths": {"company": 240}, "pinned": ["company"], "density": "compact"});
    let id = save(&li, view).await;
    let page = li.get(&format!("/records/lead?view={id}")).await.expect(200);
    let rows: Vec<&str> =
        page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(rows, ["丙", "甲"], "both engines order by bytes");
    assert_eq!(page["total"], json!({"value": 2, "exact": true}));
    assert!(page["items"][0].get("mobile").is_none(), "not a column of the view: {page}");
    // The request's own order and columns come first; its filter holds beside the view's.
    let own = json!({"view": id, "sort": ["-name"], "fields": ["name"],
        "filter": {"field": "name", "op": "eq", "value": "甲"}});
    let page = li.post("/records/lead/query", own).await.expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
    let groups = json!({"view": id, "measures": [{"fn": "count"}]});
    let groups = li.post("/records/lead/query", groups).await.expect(200);
    assert_eq!(groups["groups"][0]["values"]["count"], 2);
    let read = li.get(VIEWS).await.expect(200);
    let mine = read["items"].as_array().unwrap().iter().find(|view| view["id"] == *id).expect("it is listed");
    assert_eq!(
        (&mine["widths"]["company"], &mine["density"], &mine["kind"]),
        (&json!(240), &json!("compact"), &json!("list"))
    );
    assert_eq!((&mine["audience"], &mine["can_change"]), (&json!("private"), &json!(true)));
}

#[db_test]
async fn views_of_the_pack_are_there_and_every_one_of_them_answers(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("accept-language", "zh-CN");
    let views = li.get(VIEWS).await.expect(200);
    assert_eq!(names(&views), ["我的线索", "今天要跟进", "逾期未跟进", "未分配", "线索看板"]);
    let mut seen = 0;
    for object in ["lead", "account", "opportunity", "contact", "task"] {
        let views = li.get(&format!("/objects/{object}/views")).await.expect(200);
        for view in views["items"].as_array().unwrap() {
            assert_eq!((&view["problem"], &view["can_change"]), (&Json::Null, &json!(false)), "{view}");
            li.get(&format!("/records/{object}?view={}", view["id"].as_str().unwrap())).await.expect(200);
            seen += 1;
        }
    }
    assert!(seen >= 15, "{seen}");
    let first = views["items"][0]["id"].as_str().unwrap();
    assert_eq!(li.delete(&format!("{VIEWS}/{first}")).await.refused(403), "view_not_yours");
}

#[db_test]
async fn a_private_view_is_nobody_elses(db: TestDb) {
    let app = TestApp::new(db).await;
    let (li, zhao, admin) = (app.sales("li").await, app.sales("zhao").await, app.admin().await);
    let id = save(
        &li,
        json!({"name": "只给我", "filter": {"field": "name", "op": "contains", "value": "秘密客户"}}),
    )
    .await;
    for other in [&zhao, &admin] {
        let views = other.get(VIEWS).await;
        assert!(!String::from_utf8_lossy(&views.body).contains("秘密客户"));
        assert_eq!(other.get(&format!("/records/lead?view={id}")).await.refused(404), "unknown_view");
        assert_eq!(
            other.patch(&format!("{VIEWS}/{id}"), json!({"name": "x"})).await.refused(404),
            "unknown_view"
        );
        assert_eq!(other.delete(&format!("{VIEWS}/{id}")).await.refused(404), "unknown_view");
    }
    // Of another object it is none either.
    assert_eq!(li.get(&format!("/records/account?view={id}")).await.refused(404), "unknown_view");
    assert_eq!(li.get("/records/lead?view=x").await.refused(422), "invalid_input");
}

#[db_test]
async fn a_shared_view_never_widens_sight(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}}, "fields": {"lead": {"budget": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    admin.create("lead", json!({"name": "大客户", "budget": {"amount": "9000.00", "currency": "CNY"}})).await;
    let shared = json!({"name": "全部线索", "columns": ["name", "budget"], "sort": ["-budget"], "pinned": ["budget"],
        "widths": {"budget": 99}, "audience": "everyone"});
    let open = save(&admin, shared).await;
    // Li sees her own leads alone, whatever the view says.
    assert_eq!(li.get(&format!("/records/lead?view={open}")).await.expect(200)["items"], json!([]));
    let page = mole.get(&format!("/records/lead?view={open}")).await;
    assert_eq!(page.expect(200)["items"].as_array().unwrap().len(), 1);
    let views = mole.get(VIEWS).await;
    for text in [&page.body, &views.body] {
        assert!(!String::from_utf8_lossy(text).contains("budget"), "{}", String::from_utf8_lossy(text));
    }
    let asking = json!({"name": "预算大", "filter": {"field": "budget", "op": "gt", "value": "4321"}, "audience": "everyone"});
    let asking = save(&admin, asking).await;
    let views = mole.get(VIEWS).await;
    assert!(!String::from_utf8_lossy(&views.body).contains("4321"), "the filter tells what it asks for");
    let view = views.json();
    let view = view["items"].as_array().unwrap().iter().find(|view| view["id"] == *asking).unwrap().clone();
    assert!(view["filter"].is_null() && view["problem"].is_string(), "{view}");
    assert_eq!(mole.get(&format!("/records/lead?view={asking}")).await.refused(422), "view_unusable");
    let counted = json!({"view": asking, "measures": [{"fn": "count"}]});
    assert_eq!(mole.post("/records/lead/query", counted).await.refused(422), "view_unusable");
    assert_eq!(li.get(&format!("/records/lead?view={asking}")).await.status.as_u16(), 200);
    assert_eq!(
        told(&mole.post(VIEWS, json!({"name": "x", "columns": ["budget"]})).await.expect(422)),
        ["columns unknown_field"]
    );
}

#[db_test]
async fn sharing_follows_roles_and_departments(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) =
        (app.admin().await, app.sales("li").await, app.person("zhao", &["marketer"]).await);
    let top = admin.create("department", json!({"name": "销售部"})).await;
    let east = admin.create("department", json!({"name": "华东", "parent": top})).await;
    let other = admin.create("department", json!({"name": "市场部"})).await;
    admin.patch(&format!("/records/user/{}", li.id), json!({"department": east})).await.expect(200);
    admin.patch(&format!("/records/user/{}", zhao.id), json!({"department": other})).await.expect(200);
    let sales = app.app.company().roles.values().find(|role| role.name == "sales").unwrap().id;
    let by_role = save(&admin, json!({"name": "给销售", "audience": "some", "roles": [sales]})).await;
    let by_department =
        save(&admin, json!({"name": "给销售部", "audience": "some", "departments": [top]})).await;
    let (seen, unseen) = (li.get(VIEWS).await.expect(200), zhao.get(VIEWS).await.expect(200));
    assert!(
        names(&seen).contains(&"给销售") && names(&seen).contains(&"给销售部"),
        "the department below has it, too"
    );
    assert!(!names(&unseen).contains(&"给销售") && !names(&unseen).contains(&"给销售部"));
    assert_eq!(zhao.get(&format!("/records/lead?view={by_role}")).await.refused(404), "unknown_view");
    assert_eq!(
        li.patch(&format!("{VIEWS}/{by_department}"), json!({"name": "x"})).await.refused(403),
        "view_not_yours"
    );
    // One's own department may be shared with; anything wider needs an administrator.
    li.post(VIEWS, json!({"name": "华东的", "audience": "some", "departments": [east]})).await.expect(201);
    let wide = json!({"name": "x", "audience": "some", "departments": [top], "roles": [sales]});
    assert_eq!(
        told(&li.post(VIEWS, wide).await.expect(422)),
        ["roles view_sharing", "departments view_sharing"]
    );
    assert_eq!(
        told(&li.post(VIEWS, json!({"name": "x", "audience": "everyone"})).await.expect(422)),
        ["audience view_sharing"]
    );
    let wrong = json!({"columns": ["nothing"], "sort": ["-nothing"], "filter": {"field": "nothing", "op": "eq"}, "kind": "map",
        "density": "huge", "widths": {"company": 3}, "audience": "friends", "pinned": ["nothing"], "color": "red"});
    let wrong = told(&li.post(VIEWS, wrong).await.expect(422));
    for part in [
        "name required",
        "columns unknown_field",
        "sort invalid_sort",
        "nothing unknown_field",
        "kind unknown_option",
        "density unknown_option",
        "widths.company wrong_type",
        "audience unknown_option",
        "pinned unknown_field",
        "color unknown_field",
    ] {
        assert!(wrong.iter().any(|fault| fault == part), "{part}: {wrong:?}");
    }
}

#[db_test]
async fn views_are_renamed_ordered_deleted_and_brought_back(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let (one, two) = (save(&li, json!({"name": "一"})).await, save(&li, json!({"name": "二"})).await);
    let at = format!("{VIEWS}/{one}");
    assert_eq!(li.patch(&at, json!({"name": "壹", "sort": ["name"]})).await.expect(200)["name"], "壹");
    let arranged = li.patch(VIEWS, json!({"order": ["all", two, one], "default": two})).await.expect(200);
    assert_eq!(names(&arranged)[..2], ["二", "壹"]);
    assert_eq!((&arranged["default"], &arranged["default_for_all"]), (&json!(two), &Json::Null));
    assert_eq!(li.patch(VIEWS, json!({"default": one, "for_all": true})).await.refused(403), "missing_right");
    let pack = admin.get(VIEWS).await.expect(200)["items"][0]["id"].clone();
    admin.patch(VIEWS, json!({"default": pack, "for_all": true})).await.expect(200);
    assert_eq!(admin.get(VIEWS).await.expect(200)["default"], pack);
    assert_eq!(li.get(VIEWS).await.expect(200)["default"], json!(two), "a choice of one's own stands");
    li.delete(&at).await.expect(204);
    assert!(!names(&li.get(VIEWS).await.expect(200)).contains(&"壹"));
    assert_eq!(li.get(&format!("/records/lead?view={one}")).await.refused(404), "unknown_view");
    assert_eq!(li.delete(&at).await.refused(404), "unknown_view");
    assert_eq!(li.post(&format!("{at}/restore"), json!({})).await.expect(200)["sort"], json!(["name"]));
    assert!(names(&li.get(VIEWS).await.expect(200)).contains(&"壹"));
    app.app.keep_house().await.expect("housekeeping");
    assert!(names(&li.get(VIEWS).await.expect(200)).contains(&"壹"), "only deleted ones go");
}
