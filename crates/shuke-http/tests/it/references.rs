//! Fields that hold several records: kept in order, found from either side, and never telling what can't be seen.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

fn id(record: &Json) -> String {
    record["id"].as_str().expect("an id").to_owned()
}

async fn account(who: &Actor, name: &str) -> String {
    id(&who.post("/records/account", json!({"name": name})).await.expect(201))
}

async fn office(db: TestDb) -> (TestApp, Actor, Actor) {
    let app = TestApp::new(db).await;
    let field = json!({
        "name": "partners", "kind": "multi_reference", "target": "account", "labels": {"zh-CN": "合作客户"}, "max": 3,
    });
    let made = app.admin().await.post("/objects/lead/fields", field).await.expect(201);
    assert_eq!((&made["target"], &made["max"]), (&json!("account"), &json!("3")));
    let li = app.sales("li").await;
    let wang = app.sales("wang").await;
    (app, li, wang)
}

async fn names(who: &Actor, object: &str, filter: Json) -> Vec<String> {
    let body = json!({"filter": filter, "sort": ["name"]});
    let found = who.post(&format!("/records/{object}/query"), body).await.expect(200);
    let items = found["items"].as_array().expect("items");
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

#[db_test]
async fn records_are_kept_in_order_and_found_from_either_side(db: TestDb) {
    let (_app, li, _) = office(db).await;
    let (a, b, c) = (account(&li, "甲").await, account(&li, "乙").await, account(&li, "丙").await);
    let lead = json!({"name": "一", "x_partners": [b, {"id": a, "object": "account", "name": "甲"}, b]});
    let lead = li.post("/records/lead", lead).await.expect(201);
    let shown = |name: &str, of: &str| json!({"id": of, "object": "account", "name": name});
    assert_eq!(lead["x_partners"], json!([shown("乙", &b), shown("甲", &a)]));
    li.post("/records/lead", json!({"name": "二", "x_partners": [c]})).await.expect(201);
    li.post("/records/lead", json!({"name": "三"})).await.expect(201);

    let test = |op: &str, value: Json| json!({"field": "x_partners", "op": op, "value": value});
    assert_eq!(names(&li, "lead", test("contains", json!(a))).await, ["一"]);
    assert_eq!(names(&li, "lead", test("in", json!([a, c]))).await, ["一", "二"]);
    assert_eq!(names(&li, "lead", test("not_in", json!([a]))).await, ["三", "二"]);
    assert_eq!(names(&li, "lead", json!({"field": "x_partners", "op": "empty"})).await, ["三"]);
    let some =
        json!({"related": "lead", "via": "x_partners", "some": {"field": "name", "op": "eq", "value": "一"}});
    assert_eq!(names(&li, "account", some).await, ["乙", "甲"]);
    let none = json!({"related": "lead", "via": "x_partners", "none": {}});
    assert_eq!(names(&li, "account", none).await, Vec::<String>::new());

    let path = format!("/records/lead/{}", id(&lead));
    li.patch(&path, json!({"x_partners": [c, b]})).await.expect(200);
    assert_eq!(names(&li, "lead", test("contains", json!(a))).await, Vec::<String>::new());
    assert_eq!(names(&li, "lead", test("contains", json!(c))).await, ["一", "二"]);
    let history = li.get(&format!("{path}/history")).await.expect(200);
    let change = &history["items"][0]["changes"][0];
    assert_eq!(change["old"], json!([shown("乙", &b), shown("甲", &a)]));
    assert_eq!(change["new"], json!([shown("丙", &c), shown("乙", &b)]));

    let told = |body: Json| async { li.patch(&path, body).await.expect(422)["errors"][0]["code"].clone() };
    assert_eq!(told(json!({"x_partners": [id(&lead)]})).await, "unknown_reference");
    let d = account(&li, "丁").await;
    assert_eq!(told(json!({"x_partners": [a, b, c, d]})).await, "too_many_records");
    let grouped = json!({"group_by": ["x_partners"]});
    assert_eq!(li.post("/records/lead/query", grouped).await.status, 422);

    li.delete(&path).await.expect(204);
    assert_eq!(names(&li, "lead", test("contains", json!(c))).await, ["二"]);
    li.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(names(&li, "lead", test("contains", json!(c))).await, ["一", "二"]);
}

#[db_test]
async fn what_is_out_of_sight_has_no_name_and_may_stay(db: TestDb) {
    let (app, li, wang) = office(db).await;
    let (mine, theirs) = (account(&li, "甲").await, account(&wang, "乙").await);
    let stolen = li.post("/records/lead", json!({"name": "一", "x_partners": [theirs]})).await.expect(422);
    assert_eq!(stolen["errors"][0]["code"], "unknown_reference");
    let lead = li.post("/records/lead", json!({"name": "一", "x_partners": [mine]})).await.expect(201);
    let path = format!("/records/lead/{}", id(&lead));
    app.admin().await.patch(&path, json!({"x_partners": [theirs, mine]})).await.expect(200);
    let seen = li.get(&path).await.expect(200);
    assert_eq!(seen["x_partners"][0], json!({"id": theirs, "object": "account", "name": ""}));
    // What was there before isn't asked for again when something is added.
    let other = account(&li, "丙").await;
    let kept = li.patch(&path, json!({"x_partners": [theirs, mine, other]})).await.expect(200);
    assert_eq!(kept["x_partners"].as_array().map(Vec::len), Some(3));
    let related = json!({"related": "lead", "via": "x_partners", "some": {}});
    assert_eq!(names(&wang, "account", related).await, Vec::<String>::new(), "li's lead is li's");
    // A record in the bin keeps its place.
    li.delete(&format!("/records/account/{other}")).await.expect(204);
    let seen = li.patch(&path, json!({"name": "二"})).await.expect(200);
    assert_eq!(seen["x_partners"].as_array().map(Vec::len), Some(3));
}
