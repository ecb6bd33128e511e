//! Records over HTTP: create, read, change, conflict, delete, restore, list, query, batch, history.

use serde_json::{Value as Json, json};
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn a_record_is_created_read_changed_deleted_and_restored(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let values = json!({"name": "王芳", "company": "橘灯科技", "mobile": "138 0000 1234",
        "budget": {"amount": "12500.50", "currency": "CNY"}, "tags": ["重点"], "region": "330106"});
    let made = li.post("/records/lead", values).await;
    let body = made.expect(201);
    assert_eq!(made.head("etag"), "\"1\"");
    assert_eq!(body["object"], "lead");
    assert_eq!(body["mobile"], "+8613800001234");
    assert_eq!(body["budget"], json!({"amount": "12500.50", "currency": "CNY"}));
    assert_eq!(body["owner"]["name"], "li");
    assert_eq!(body["can"], json!(["edit", "delete", "transfer", "merge"]));
    let at = format!("/records/lead/{}", body["id"].as_str().expect("an id"));

    let few = li.get(&format!("{at}?fields=name,status")).await.expect(200);
    let mut names: Vec<&String> = few.as_object().expect("an object").keys().collect();
    names.sort();
    assert_eq!(names, ["can", "id", "name", "object", "status"]);

    let changed = li.patch(&at, json!({"title": "采购经理", "company": null})).await;
    assert_eq!(changed.head("etag"), "\"2\"");
    assert_eq!((&changed.json()["company"], &changed.json()["version"]), (&Json::Null, &json!(2)));

    li.delete(&at).await.expect(204);
    assert_eq!(li.get("/records/lead").await.expect(200)["items"], json!([]));
    assert_eq!(
        li.get("/records/lead?deleted=true").await.expect(200)["items"].as_array().map(Vec::len),
        Some(1)
    );
    let gone = li.get(&at).await.expect(200);
    assert!(gone["deleted_at"].is_string() && gone["deleted_by"]["name"] == "li", "{gone}");
    let back = li.post(&format!("{at}/restore"), json!({})).await;
    assert_eq!(back.expect(200)["name"], "王芳");
    assert_eq!(li.get("/records/lead").await.expect(200)["total"], json!({"value": 1, "exact": true}));
}

#[db_test]
async fn two_people_change_the_same_field_and_one_is_asked(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let at = format!("/records/lead/{}", li.create("lead", json!({"name": "王芳", "title": "经理"})).await);
    admin.with("if-match", "\"1\"").patch(&at, json!({"title": "总监"})).await.expect(200);

    let late = li.with("if-match", "W/\"1\"").patch(&at, json!({"title": "主管", "company": "橘灯"})).await;
    let problem = late.expect(412);
    let errors = problem["errors"].as_array().expect("fields");
    assert_eq!(errors.len(), 1, "{problem}");
    assert_eq!((&errors[0]["field"], &errors[0]["code"]), (&json!("title"), &json!("conflict")));
    assert_eq!((&errors[0]["yours"], &errors[0]["theirs"]), (&json!("主管"), &json!("总监")));

    // Another field is no conflict; without the version, or with any, the last write wins.
    li.with("if-match", "\"1\"").patch(&at, json!({"company": "橘灯"})).await.expect(200);
    li.patch(&at, json!({"title": "主管"})).await.expect(200);
    let any = li.with("if-match", "*").patch(&at, json!({"title": "副总"})).await.expect(200);
    assert_eq!((&any["title"], &any["company"]), (&json!("副总"), &json!("橘灯")));
    assert_eq!(li.with("if-match", "\"x\"").patch(&at, json!({})).await.refused(400), "malformed_request");
}

#[db_test]
async fn a_list_is_filtered_sorted_and_paged(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    for number in 0..7 {
        let status = if number % 2 == 0 { "new" } else { "following" };
        li.create("lead", json!({"name": format!("客户{number}"), "status": status})).await;
    }
    let filter = r#"%7B%22field%22:%22status%22,%22op%22:%22eq%22,%22value%22:%22new%22%7D"#;
    let page =
        li.get(&format!("/records/lead?filter={filter}&sort=name&fields=name&limit=3")).await.expect(200);
    let names = |page: &Json| -> Vec<String> {
        let items = page["items"].as_array().expect("items");
        items.iter().map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&page), ["客户0", "客户2", "客户4"]);
    assert_eq!(page["total"], json!({"value": 4, "exact": true}));
    let cursor = page["next_cursor"].as_str().expect("a next page");
    let query = json!({"filter": {"field": "status", "op": "eq", "value": "new"}, "sort": ["name"], "fields": ["name"],
        "limit": 3, "cursor": cursor, "total": "none"});
    let next = li.post("/records/lead/query", query).await.expect(200);
    assert_eq!(
        (names(&next), &next["next_cursor"], &next["total"]),
        (vec!["客户6".to_owned()], &Json::Null, &Json::Null)
    );

    let groups = json!({"group_by": ["status"], "measures": [{"fn": "count"}]});
    let groups = li.post("/records/lead/query", groups).await.expect(200);
    let mut counts: Vec<(String, i64)> = groups["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| {
            (
                group["key"]["status"].as_str().unwrap_or_default().to_owned(),
                group["values"]["count"].as_i64().unwrap_or(-1),
            )
        })
        .collect();
    counts.sort();
    assert_eq!(counts, [("following".to_owned(), 3), ("new".to_owned(), 4)]);
    assert_eq!(names(&li.get("/records/lead?q=%E5%AE%A2%E6%88%B75").await.expect(200)), ["客户5"]);
}

#[db_test]
async fn a_batch_answers_for_each_of_its_writes(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let kept = li.create("lead", json!({"name": "旧"})).await;
    let writes = json!([
        {"op": "create", "values": {"name": "新"}},
        {"op": "create", "values": {"name": "坏", "email": "no"}},
        {"op": "update", "id": kept, "version": 1, "values": {"title": "经理"}},
        {"op": "delete", "id": "00000000-0000-7000-8000-000000000000"},
    ]);
    let each = li.post("/records/lead/batch", json!({"operations": writes})).await.expect(200);
    let statuses: Vec<i64> = each["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter_map(|one| one["status"].as_i64())
        .collect();
    assert_eq!(statuses, [201, 422, 200, 404]);
    assert_eq!((&each["ok"], &each["failed"]), (&json!(2), &json!(2)));
    assert_eq!(each["results"][1]["error"]["errors"][0]["field"], "email");
    let none =
        li.post("/records/lead/batch", json!({"atomic": true, "operations": writes})).await.expect(200);
    assert_eq!(none["ok"], 0);
    assert_eq!(none["results"][0]["error"]["code"], "batch_rolled_back");
    assert_eq!(li.get("/records/lead").await.expect(200)["total"]["value"], 2);
}

#[db_test]
async fn a_follow_up_stands_in_the_timeline_and_moves_the_dates(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let lead = li.create("lead", json!({"name": "王芳"})).await;
    li.patch(&format!("/records/lead/{lead}"), json!({"title": "经理"})).await.expect(200);
    let call = json!({"kind": "call", "content": "约了下周见面", "related": {"object": "lead", "id": lead},
        "next_follow_up_at": "2026-03-09T01:00:00Z"});
    li.create("activity", call).await;
    let read = li.get(&format!("/records/lead/{lead}")).await.expect(200);
    assert_eq!(read["next_follow_up_at"], "2026-03-09T01:00:00Z");
    assert_eq!(read["last_follow_up_at"], "2026-03-01T08:00:00Z");

    let timeline = li.get(&format!("/records/lead/{lead}/timeline")).await.expect(200);
    let kinds: Vec<&str> = timeline["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["type"].as_str())
        .collect();
    assert!(
        kinds.contains(&"activity") && kinds.contains(&"created") && kinds.contains(&"changed"),
        "{kinds:?}"
    );
    let history = li.get(&format!("/records/lead/{lead}/history?limit=1")).await.expect(200);
    assert_eq!(history["items"].as_array().map(Vec::len), Some(1));
    let next = history["next_cursor"].as_str().expect("more");
    let rest = li.get(&format!("/records/lead/{lead}/history?cursor={next}")).await.expect(200);
    let last = rest["items"].as_array().and_then(|items| items.last()).expect("the first entry");
    assert_eq!((&last["kind"], &last["via"]), (&json!("created"), &json!("api")));
}
