//! What a change of a field would touch: told before it is made, and true when it is.

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const VIEWS: &str = "/objects/opportunity/views";

async fn define(admin: &Actor, name: &str, more: &Json) {
    let mut field = json!({"name": name, "labels": {"zh-CN": name, "en": name}});
    let map = field.as_object_mut().expect("a map");
    map.extend(more.as_object().expect("a map").clone());
    admin.post("/objects/opportunity/fields", field).await.expect(201);
}

async fn saved(who: &Actor, view: Json) -> String {
    let made = who.post(VIEWS, view).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

async fn uses(who: &Actor, field: &str) -> Json {
    who.get(&format!("/objects/opportunity/fields/{field}/uses")).await.expect(200)
}

fn pairs(items: &Json, of: &str) -> Vec<(String, String)> {
    let text = |it: &Json, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    items
        .as_array()
        .expect("items")
        .iter()
        .map(|it| (text(it, of), text(it, "label") + &text(it, "name")))
        .collect()
}

/// Name, what for, and whether it is of no use without the field.
fn views(told: &Json) -> Vec<(String, String, bool)> {
    let one = |it: &Json| {
        let places: Vec<&str> = it["places"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
        (it["name"].as_str().unwrap().to_owned(), places.join(" "), it["breaks"] == true)
    };
    told["views"].as_array().expect("views").iter().map(one).collect()
}

fn goal(name: &str, more: &Json) -> Json {
    let mut goal = json!({"name": name, "object": "opportunity", "measure": "count", "date": "closed_on", "cycle": "month"});
    goal.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
    goal
}

#[db_test]
async fn views_that_use_a_field_are_told_and_go_on_without_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let options = json!([{"name": "a", "labels": {"en": "A"}}, {"name": "b", "labels": {"en": "B"}}]);
    define(&admin, "zone", &json!({"kind": "choice", "options": options})).await;
    define(&admin, "sign", &json!({"kind": "date"})).await;
    let is_a = json!({"field": "x_zone", "op": "eq", "value": "a"});
    let all = |name: &str, more: Json| {
        let mut view = json!({"name": name, "audience": "everyone"});
        view.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
        view
    };
    let shown = json!({"columns": ["x_zone", "stage"], "sort": ["-x_zone"], "group": "x_zone", "widths": {"x_zone": 90}});
    let shown = saved(&admin, all("shown", shown)).await;
    let asked = saved(&admin, all("asked", json!({"filter": is_a}))).await;
    let board =
        saved(&admin, all("board", json!({"kind": "board", "group": "x_zone", "card": ["x_sign"]}))).await;
    let days = saved(&admin, all("days", json!({"kind": "calendar", "date": "x_sign"}))).await;
    saved(&li, json!({"name": "李自己的", "filter": is_a})).await;
    saved(&admin, json!({"name": "mine", "columns": ["x_zone"]})).await;
    // Another object's records may be asked for by what they point to.
    let through = json!({"name": "through", "audience": "everyone",
        "filter": {"related": "opportunity", "via": "account", "some": is_a}});
    admin.post("/objects/account/views", through).await.expect(201);

    let told = uses(&admin, "x_zone").await;
    let view = |name: &str, places: &str, breaks| (name.to_owned(), places.to_owned(), breaks);
    let expected = [
        view("shown", "column sort group", false),
        view("asked", "filter", true),
        view("board", "group", true),
        view("through", "filter", true),
        view("mine", "column", false),
    ];
    assert_eq!(views(&told), expected);
    assert_eq!(told["private_views"], json!({"value": 1, "exact": true}));
    assert!(!told.to_string().contains("李自己的"), "{told}");
    assert!(told["views"][0]["owner"].is_string(), "{told}");
    let dates = uses(&admin, "x_sign").await;
    assert_eq!(views(&dates), [view("board", "card", false), view("days", "date", true)]);

    for field in ["x_zone", "x_sign"] {
        admin.delete(&format!("/objects/opportunity/fields/{field}")).await.expect(204);
    }
    for who in [&admin, &li] {
        let read = who.get(VIEWS).await.expect(200);
        let one = |id: &str| {
            let found = read["items"].as_array().expect("items").iter().find(|it| it["id"] == *id);
            found.expect("the view is there").clone()
        };
        let lost = one(&shown);
        let parts = (&lost["columns"], &lost["sort"], &lost["group"], &lost["widths"], &lost["problem"]);
        assert_eq!(parts, (&json!(["stage"]), &json!([]), &Json::Null, &json!({}), &Json::Null));
        who.get(&format!("/records/opportunity?view={shown}")).await.expect(200);
        for id in [&asked, &board, &days] {
            assert!(one(id)["problem"].is_string(), "{}", one(id));
            let answer = who.get(&format!("/records/opportunity?view={id}")).await;
            assert_eq!(answer.refused(422), "view_unusable");
        }
    }
    // Its owner mends it.
    let mended = json!({"filter": {"field": "stage", "op": "eq", "value": "won"}});
    admin.patch(&format!("{VIEWS}/{asked}"), mended).await.expect(200);
    li.get(&format!("/records/opportunity?view={asked}")).await.expect(200);
}

#[db_test]
async fn a_goal_keeps_the_fields_that_it_goes_by(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    define(&admin, "fee", &json!({"kind": "money"})).await;
    define(&admin, "paid", &json!({"kind": "date"})).await;
    define(&admin, "code", &json!({"kind": "text"})).await;
    let filter = json!({"field": "x_code", "op": "eq", "value": "k"});
    let more = json!({"measure": "sum", "field": "x_fee", "date": "x_paid", "filter": filter});
    let made = admin.post("/company/goals", goal("回款", &more)).await.expect(201);
    let path = format!("/company/goals/{}", made["id"].as_str().expect("an id"));
    for field in ["x_fee", "x_paid", "x_code"] {
        let told = uses(&admin, field).await;
        assert_eq!(told["items"][0]["by"], "goal", "{told}");
        assert_eq!((&told["items"][0]["label"], &told["items"][0]["name"]), (&json!("回款"), &made["id"]));
        let refused = admin.delete(&format!("/objects/opportunity/fields/{field}")).await;
        assert_eq!(refused.refused(409), "field_in_use");
        assert!(refused.json().to_string().contains("回款"), "{refused:?}");
    }
    // Sealed, it could be compared no more.
    let sealed = admin.patch("/objects/opportunity/fields/x_code", json!({"sensitive": true})).await;
    assert!(sealed.json().to_string().contains("field_in_use"), "{sealed:?}");
    assert_eq!(admin.get("/company/goals").await.json()["items"][0]["usable"], true);

    admin.delete(&path).await.expect(204);
    for field in ["x_fee", "x_paid", "x_code"] {
        admin.delete(&format!("/objects/opportunity/fields/{field}")).await.expect(204);
    }
}

#[db_test]
async fn what_asks_for_an_option_is_told_with_the_records_that_hold_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let option = |name: &str| json!({"name": name, "labels": {"en": name.to_uppercase()}});
    let options = json!([option("a"), option("b"), option("c"), option("d"), option("e")]);
    define(&admin, "zone", &json!({"kind": "choice", "options": options, "default": "e"})).await;
    define(&admin, "far", &json!({"kind": "formula", "formula": "if(x_zone = \"a\", 1, 0)"})).await;
    let is = |name: &str| json!({"field": "x_zone", "op": "in", "value": [name]});
    define(&admin, "note", &json!({"kind": "text", "visible_when": is("a")})).await;
    saved(&li, json!({"name": "own", "filter": is("b")})).await;
    admin.post("/company/goals", goal("C", &json!({"filter": is("c")}))).await.expect(201);
    let account: Uuid = li.create("account", json!({"name": "甲"})).await;
    for zone in ["a", "a", "d"] {
        li.create("opportunity", json!({"name": zone, "account": account, "x_zone": zone})).await;
    }
    let told = async |option: &str| {
        admin.get(&format!("/objects/opportunity/fields/x_zone/uses?option={option}")).await.expect(200)
    };
    let a = told("a").await;
    let of = |by: &str, label: &str| (by.to_owned(), label.to_owned());
    assert_eq!(pairs(&a["items"], "by"), [of("formula", "farx_far"), of("rule", "notex_note")]);
    assert_eq!(a["records"], json!({"value": 2, "exact": true}), "the designer is told of all of them");
    let b = told("b").await;
    assert_eq!((&b["items"], &b["views"]), (&json!([]), &json!([])));
    assert_eq!((&b["private_views"]["value"], &b["records"]["value"]), (&json!(1), &json!(0)));
    assert_eq!(told("c").await["items"][0]["by"], "goal");
    assert_eq!(told("e").await["items"][0]["by"], "default");
    let unknown = admin.get("/objects/opportunity/fields/x_zone/uses?option=z").await;
    assert_eq!(unknown.refused(422), "invalid_input");

    // What is asked for or held stays, retired, when it is left out; what nothing knows goes.
    let change = json!({"options": [option("d"), option("f")], "default": null});
    let field = admin.patch("/objects/opportunity/fields/x_zone", change).await.expect(200);
    let named: Vec<String> = field["options"]
        .as_array()
        .expect("options")
        .iter()
        .map(|it| format!("{}{}", it["name"].as_str().unwrap(), if it["active"] == true { "+" } else { "-" }))
        .collect();
    assert_eq!(named, ["d+", "f+", "a-", "b-", "c-", "e-"], "the default of before asks for e still");
    assert_eq!(admin.get("/company/goals").await.json()["items"][0]["usable"], true);
}

#[db_test]
async fn what_a_definition_loses_is_told_to_whoever_may_change_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    define(&admin, "tax", &json!({"kind": "text"})).await;
    let fields = admin.get("/objects/opportunity").await.expect(200);
    let mut columns = fields["list_columns"].as_array().expect("columns").clone();
    columns.push(json!("x_tax"));
    let keys = json!({"keys": [{"field": "x_tax", "by": "text"}], "page": "warn", "api": "allow", "import": "allow"});
    admin
        .patch("/objects/opportunity", json!({"list_columns": columns, "duplicates": keys}))
        .await
        .expect(200);
    let role = json!({"name": "r", "grants": {"opportunity": {"read": "own"}}, "fields": {"opportunity": {"x_tax": "masked"}}});
    admin.post("/roles", role).await.expect(201);
    let told = uses(&admin, "x_tax").await;
    assert_eq!(told["places"], json!(["list", "duplicates", "rights"]), "{told}");
    assert_eq!((&told["records"], &told["items"]), (&Json::Null, &json!([])));
    assert_eq!(li.get("/objects/opportunity/fields/x_tax/uses").await.refused(403), "missing_right");

    // A field that becomes required asks nothing of records that stay as they are.
    let account = li.create("account", json!({"name": "甲"})).await;
    let deal = li.create("opportunity", json!({"name": "旧", "account": account})).await;
    admin.patch("/objects/opportunity/fields/x_tax", json!({"required": true})).await.expect(200);
    let path = format!("/records/opportunity/{deal}");
    li.patch(&path, json!({"name": "新"})).await.expect(200);
    li.patch(&path, json!({"x_tax": "1"})).await.expect(200);
    assert_eq!(li.patch(&path, json!({"x_tax": null})).await.refused(422), "invalid_input");
    let more = li.post("/records/opportunity", json!({"name": "另", "account": account})).await;
    assert_eq!(more.refused(422), "invalid_input");
}
