//! What a condition shares is seen at every door while it holds, and no longer.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

fn rule(condition: &Json, to: &Actor, level: &str) -> Json {
    json!({"name": "华东大客户", "object": "lead", "condition": condition, "to": {"users": [to.id]}, "level": level})
}

fn east() -> Json {
    json!({"and": [
        {"field": "region", "op": "under", "value": "330000"},
        {"field": "grade", "op": "in", "value": ["a", "b"]},
    ]})
}

async fn names(actor: &Actor, path: &str) -> Vec<String> {
    let page = actor.get(path).await.expect(200);
    let items = page["items"].as_array().expect("items");
    let mut names: Vec<String> =
        items.iter().map(|it| it["name"].as_str().unwrap_or("").to_owned()).collect();
    names.sort();
    names
}

#[db_test]
async fn what_meets_a_condition_is_seen_at_every_door(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    li.create("lead", json!({"name": "丽的客户"})).await;
    let lead = json!({"name": "赵的杭州客户", "region": "330106", "grade": "a", "mobile": "13800009999"});
    let his = zhao.create("lead", lead).await;
    zhao.create("lead", json!({"name": "赵的小客户", "region": "330106", "grade": "c"})).await;
    zhao.create("lead", json!({"name": "赵的北京客户", "region": "110101", "grade": "a"})).await;
    let at = format!("/records/lead/{his}");
    let made = admin.post("/sharing-rules", rule(&east(), &li, "read")).await.expect(201);
    assert_eq!((&made["condition"], &made["from"]["users"]), (&east(), &json!([])));

    assert_eq!(li.get(&at).await.expect(200)["can"], Json::Null, "seen, not changed");
    for path in ["", "?sort=name", "?sort=-updated_at", "?total=exact&limit=50"] {
        assert_eq!(names(&li, &format!("/records/lead{path}")).await, ["丽的客户", "赵的杭州客户"], "{path}");
    }
    assert_eq!(li.get("/records/lead?total=exact&limit=1").await.expect(200)["total"]["value"], 2);
    let groups = li.post("/records/lead/query", json!({"measures": [{"fn": "count"}]})).await.expect(200);
    assert_eq!(groups["groups"][0]["values"]["count"], 2);
    let found = li.get("/search?q=13800009999").await.expect(200);
    assert_eq!(found["groups"][0]["items"][0]["id"], json!(his), "{found}");
    let found = li.get("/search?q=赵的").await.expect(200);
    assert_eq!(found["groups"][0]["items"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(li.patch(&at, json!({"title": "x"})).await.refused(403), "missing_right");
    let why = li.get(&format!("{at}/access")).await.expect(200);
    let reason = &why["actions"][0]["reasons"][0];
    assert_eq!((&reason["kind"], &reason["rule"]), (&json!("rule"), &json!("华东大客户")), "{why}");
    assert_eq!(reason["condition"], east());
    let who = admin.get(&format!("{at}/access/people?limit=1&offset=1")).await.expect(200);
    assert_eq!((who["items"].as_array().map(Vec::len), &who["total"]), (Some(1), &json!(3)), "{who}");
    assert!(who.to_string().contains("华东大客户"), "{who}");
    assert_eq!(admin.get(&format!("{at}/access/people?limit=501")).await.status.as_u16(), 422);

    // It is seen for as long as it meets the condition.
    zhao.patch(&at, json!({"grade": "d"})).await.expect(200);
    assert_eq!(li.get(&at).await.refused(404), "not_found");
    assert_eq!(li.get("/search?q=13800009999").await.expect(200)["groups"], json!([]));
    zhao.patch(&at, json!({"grade": "b"})).await.expect(200);
    let path = format!("/sharing-rules/{}", made["id"].as_str().expect("an id"));
    admin.patch(&path, json!({"level": "write"})).await.expect(200);
    assert_eq!(li.patch(&at, json!({"title": "经理"})).await.expect(200)["title"], "经理");
    assert_eq!(li.delete(&at).await.refused(403), "missing_right");
    // A change may take the record out of one's own sight.
    li.patch(&at, json!({"grade": "d"})).await.expect(200);
    assert_eq!(li.get(&at).await.refused(404), "not_found");

    let other = json!({"field": "grade", "op": "eq", "value": "d"});
    admin.patch(&path, json!({"condition": other})).await.expect(200);
    li.get(&at).await.expect(200);
    let back = admin.patch(&path, json!({"from": {"users": [zhao.id]}})).await.expect(200);
    assert_eq!(back["condition"], Json::Null, "owners take the place of the condition");
    assert_eq!(names(&li, "/records/lead").await.len(), 4);
    admin.delete(&path).await.expect(204);
    assert_eq!(names(&li, "/records/lead").await, ["丽的客户"]);
}

#[db_test]
async fn a_record_shared_twice_is_listed_once_and_page_by_page(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    for number in 0..12 {
        let owner = if number % 3 == 0 { &li } else { &zhao };
        let grade = ["a", "b"][number % 2];
        let lead =
            json!({"name": format!("L{number:02}"), "grade": grade, "score": number, "owner": owner.id});
        admin.create("lead", lead).await;
        app.db.clock.advance(chrono::TimeDelta::seconds(1));
    }
    for condition in [
        json!({"field": "grade", "op": "eq", "value": "a"}),
        json!({"or": [{"field": "grade", "op": "eq", "value": "a"}, {"field": "score", "op": "gte", "value": 9}]}),
    ] {
        admin.post("/sharing-rules", rule(&condition, &li, "read")).await.expect(201);
    }
    let wanted: Vec<usize> = (0..12).filter(|n| n % 3 == 0 || n % 2 == 0 || *n >= 9).collect();
    for order in ["-created_at", "created_at", "name"] {
        let (mut found, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let more = cursor.as_ref().map(|it| format!("&cursor={it}")).unwrap_or_default();
            let path = format!("/records/lead?sort={order}&limit=2&total=exact{more}");
            let page = li.get(&path).await.expect(200);
            assert_eq!(page["total"]["value"], wanted.len(), "{order}");
            let names = page["items"].as_array().expect("items").iter();
            found.extend(names.map(|it| it["name"].as_str().unwrap_or("").to_owned()));
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        let mut expected: Vec<String> = wanted.iter().map(|n| format!("L{n:02}")).collect();
        if order.starts_with('-') {
            expected.reverse();
        }
        assert_eq!(found, expected, "{order}");
    }
}

#[db_test]
async fn what_can_be_no_condition_is_refused_with_the_reason(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let test = |field: &str, op: &str, value: Json| json!({"field": field, "op": op, "value": value});
    let wide: Vec<Json> = (0..5)
        .map(|_| json!({"or": [test("grade", "eq", json!("a")), test("score", "gt", json!(1))]}))
        .collect();
    for wrong in [
        json!({}),
        json!([]),
        test("nothing", "eq", json!(1)),
        test("owner", "eq", json!("@me")),
        test("created_at", "within", json!("this_month")),
        test("account.region", "under", json!("330000")),
        json!({"related": "activity", "some": {}}),
        test("tags", "contains", json!("x")),
        test("mobile", "starts_with", json!("138")),
        test("grade", "ne", json!("a")),
        json!({"or": [test("grade", "eq", json!("a")), test("score", "empty", json!(true))]}),
        json!({"and": wide}),
    ] {
        let refused = admin.post("/sharing-rules", rule(&wrong, &li, "read")).await;
        assert_eq!(refused.status.as_u16(), 422, "{wrong}: {refused:?}");
    }
    let mut both = rule(&east(), &li, "read");
    both["from"] = json!({"users": [li.id]});
    assert_eq!(admin.post("/sharing-rules", both).await.status.as_u16(), 422);
    // What somebody doesn't see would be told by what is shared.
    let fields = json!({"lead": {"grade": "masked"}});
    let probe = json!({"name": "probe", "grants": {"lead": {"read": "own"}}, "fields": fields});
    admin.post("/roles", probe).await.expect(201);
    let refused = admin.post("/sharing-rules", rule(&east(), &li, "read")).await;
    assert!(refused.json().to_string().contains("hidden or masked"), "{refused:?}");

    // The field gets an index, and stays for as long as a rule asks for it.
    let field = json!({"name": "zone", "kind": "text", "labels": {"zh-CN": "区", "en": "Zone"}});
    admin.post("/objects/lead/fields", field).await.expect(201);
    let made =
        admin.post("/sharing-rules", rule(&test("x_zone", "eq", json!("n")), &li, "read")).await.expect(201);
    let lead = app.app.company().schema.object("lead").expect("leads").clone();
    assert!(lead.indexes.contains(&vec!["x_zone".to_owned(), "created_at".to_owned()]), "{:?}", lead.indexes);
    assert_eq!(admin.delete("/objects/lead/fields/x_zone").await.refused(409), "field_in_use");
    let path = format!("/sharing-rules/{}", made["id"].as_str().expect("an id"));
    admin.delete(&path).await.expect(204);
    admin.delete("/objects/lead/fields/x_zone").await.expect(204);
    for number in 0..20 {
        let made = rule(&test("score", "gt", json!(number)), &li, "read");
        admin.post("/sharing-rules", made).await.expect(201);
    }
    let refused = admin.post("/sharing-rules", rule(&test("score", "gt", json!(50)), &li, "read")).await;
    assert!(refused.json().to_string().contains("batch_too_large"), "{refused:?}");
}

#[db_test]
async fn what_a_rule_asks_for_stays_in_sight_and_keeps_its_options(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    let label = |name: &str| json!({"zh-CN": name, "en": name});
    let option = |name: &str| json!({"name": name, "labels": label(name)});
    let options = json!([option("n"), option("s"), option("w")]);
    let field = json!({"name": "zone", "kind": "choice", "labels": label("Zone"), "options": options});
    admin.post("/objects/lead/fields", field).await.expect(201);
    let either = json!({"or": [{"field": "x_zone", "op": "in", "value": ["n"]}, {"field": "grade", "op": "eq", "value": "a"}]});
    admin.post("/sharing-rules", rule(&either, &li, "read")).await.expect(201);
    let his = zhao.create("lead", json!({"name": "赵的客户", "grade": "a"})).await;
    li.get(&format!("/records/lead/{his}")).await.expect(200);

    // No record has it, but the rule does: it is retired, and the rule goes on.
    let change = json!({"options": [option("s")]});
    let field = admin.patch("/objects/lead/fields/x_zone", change).await.expect(200);
    let named: Vec<(&Json, &Json)> = field["options"]
        .as_array()
        .expect("options")
        .iter()
        .map(|option| (&option["name"], &option["active"]))
        .collect();
    assert_eq!(named, [(&json!("s"), &json!(true)), (&json!("n"), &json!(false))], "{field}");
    li.get(&format!("/records/lead/{his}")).await.expect(200);

    // Nobody is kept from seeing what a rule tells of.
    let hide = |right: &str| json!({"lead": {"x_zone": right}});
    let made = json!({"name": "probe", "grants": {"lead": {"read": "own"}}, "fields": hide("hidden")});
    let refused = admin.post("/roles", made.clone()).await;
    assert_eq!(refused.refused(409), "field_in_use");
    assert!(refused.json().to_string().contains("华东大客户"), "{refused:?}");
    let made = json!({"name": "probe", "grants": {"lead": {"read": "own"}}, "fields": hide("read")});
    let role = admin.post("/roles", made).await.expect(201);
    let path = format!("/roles/{}", role["id"].as_str().expect("an id"));
    assert_eq!(admin.patch(&path, json!({"fields": hide("masked")})).await.refused(409), "field_in_use");
    admin.patch(&path, json!({"fields": {"lead": {"mobile": "masked"}}})).await.expect(200);
    // Neither does the field become one that no rule may ask for.
    let sensitive = admin.patch("/objects/lead/fields/x_zone", json!({"sensitive": true})).await;
    assert!(matches!(sensitive.status.as_u16(), 409 | 422), "{sensitive:?}");
}
