//! Boards by a region or a cascade: one level of the tree at a time, with the figures and lists that go with it.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const VIEWS: &str = "/objects/lead/views";
const BOARD: &str = "/records/lead/board";
const QUERY: &str = "/records/lead/query";

fn told(answer: &Json) -> Vec<String> {
    let errors = answer["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect()
}

/// Each column: its value, the names on its cards.
fn columns(board: &Json) -> Vec<String> {
    let columns = board["columns"].as_array().expect("columns").iter();
    columns
        .map(|column| {
            let items = column["items"].as_array().expect("items").iter();
            let names: Vec<&str> = items.map(|item| item["name"].as_str().unwrap()).collect();
            format!("{} {}", column["value"].as_str().unwrap_or("-"), names.concat())
        })
        .collect()
}

/// Each group: its key and count.
async fn figures(actor: &Actor, field: &str, body: Json) -> Vec<String> {
    let answer = actor.post(QUERY, body).await.expect(200);
    let groups = answer["groups"].as_array().expect("groups").iter();
    groups
        .map(|group| format!("{} {}", group["key"][field].as_str().unwrap_or("-"), group["values"]["count"]))
        .collect()
}

async fn leads(actor: &Actor) {
    for (name, region) in [
        ("甲", Some("330106")),
        ("乙", Some("330105")),
        ("丙", Some("330100")),
        ("丁", Some("330000")),
        ("戊", Some("330203")),
        ("己", Some("110105")),
        ("庚", Some("440305")),
        ("辛", None),
    ] {
        actor.create("lead", json!({"name": name, "region": region})).await;
    }
}

#[db_test]
async fn a_board_by_region_shows_the_branches_that_have_records(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    leads(&li).await;
    admin.create("lead", json!({"name": "别人的", "region": "510104"})).await;
    let asked =
        |within: Json| json!({"group": "region", "within": within, "sort": ["name"], "fields": ["name"]});
    let top = li.post(BOARD, asked(Json::Null)).await.expect(200);
    assert_eq!(columns(&top), ["110000 己", "330000 丁丙乙戊甲", "440000 庚", "- 辛"], "only what li sees");
    let inside = li.post(BOARD, asked(json!("330000"))).await.expect(200);
    assert_eq!(columns(&inside), ["330100 丙乙甲", "330200 戊", "330000 丁"], "the province itself last");
    let city = li.post(BOARD, asked(json!("330100"))).await.expect(200);
    assert_eq!(columns(&city), ["330105 乙", "330106 甲", "330100 丙"]);
    // The capital has districts and no cities.
    assert_eq!(columns(&li.post(BOARD, asked(json!("110000"))).await.expect(200)), ["110105 己"]);
    assert_eq!(columns(&li.post(BOARD, asked(json!("620000"))).await.expect(200)), [""; 0]);
    let all = columns(&admin.post(BOARD, asked(Json::Null)).await.expect(200));
    assert!(all.contains(&"510000 别人的".to_owned()), "{all:?}");

    // Figures and lists by the same branches.
    let by = |level: u8, filter: Json| json!({"group_by": ["region"], "levels": {"region": level}, "filter": filter});
    let under = |code: &str| json!({"field": "region", "op": "under", "value": code});
    let whole = figures(&li, "region", by(1, Json::Null)).await;
    assert_eq!(whole, ["- 1", "110000 1", "330000 5", "440000 1"]);
    let cities = figures(&li, "region", by(2, under("330000"))).await;
    assert_eq!(cities, ["330000 1", "330100 3", "330200 1"]);
    assert_eq!(figures(&li, "region", by(2, under("110000"))).await, ["110105 1"]);
    let list = json!({"filter": under("330100"), "sort": ["name"], "fields": ["name"], "limit": 2});
    let page = li.post(QUERY, list.clone()).await.expect(200);
    let first =
        json!({"group": "region", "within": "330000", "sort": ["name"], "fields": ["name"], "limit": 2});
    let first = li.post(BOARD, first).await.expect(200);
    assert_eq!(first["columns"][0]["items"], page["items"]);
    assert_eq!(first["columns"][0]["next_cursor"], page["next_cursor"], "the column goes on as the list");

    // A card that is moved has the node as its region, under the rules of the form.
    let card = &city["columns"][0]["items"][0];
    let at = format!("/records/lead/{}", card["id"].as_str().unwrap());
    let moved = li.patch(&at, json!({"region": "440000"})).await.expect(200);
    assert_eq!(moved["region"], "440000");
    let top = li.post(BOARD, asked(Json::Null)).await.expect(200);
    assert_eq!(columns(&top)[2], "440000 乙庚");
    // A filter narrows the columns, too; a view keeps what they go by.
    let view = json!({"name": "地区", "kind": "board", "group": "region", "sort": ["name"], "columns": ["name"],
        "filter": {"field": "name", "op": "in", "value": ["甲", "辛"]}});
    let view = li.post(VIEWS, view).await.expect(201);
    let board = li.post(BOARD, json!({"view": view["id"]})).await.expect(200);
    assert_eq!(columns(&board), ["330000 甲", "- 辛"]);
    // As a calendar it may still be a board again; as a list it is grouped by something else.
    let at = format!("{VIEWS}/{}", view["id"].as_str().unwrap());
    let calendar = json!({"kind": "calendar", "group": "region", "date": "purchase_on"});
    assert_eq!(li.patch(&at, calendar).await.expect(200)["group"], "region");
    let list = li.patch(&at, json!({"kind": "list", "group": "region"})).await.expect(422);
    assert_eq!(told(&list), ["group view_field"]);
}

/// The region of an account has an index, along which each province is looked for; that of a lead has none.
#[db_test]
async fn an_index_on_the_region_changes_nothing_but_the_way(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let places = [Some("330106"), Some("330000"), Some("110105"), None];
    for (name, region) in ["甲", "乙", "丙", "丁"].iter().zip(places) {
        li.create("account", json!({"name": name, "region": region})).await;
        li.create("lead", json!({"name": name, "region": region})).await;
    }
    admin.create("account", json!({"name": "别人的", "region": "510104"})).await;
    let filter = json!({"field": "name", "op": "ne", "value": "丙"});
    for (within, filter, expect) in [
        (Json::Null, Json::Null, vec!["110000 丙", "330000 乙甲", "- 丁"]),
        (Json::Null, filter, vec!["330000 乙甲", "- 丁"]),
        (json!("330000"), Json::Null, vec!["330100 甲", "330000 乙"]),
    ] {
        let asked = json!({"group": "region", "within": within, "filter": filter, "sort": ["name"], "fields": ["name"]});
        for object in ["account", "lead"] {
            let board = li.post(&format!("/records/{object}/board"), asked.clone()).await.expect(200);
            assert_eq!(columns(&board), expect, "{object} {asked}");
        }
    }
}

#[db_test]
async fn a_board_by_a_cascade_goes_down_its_levels(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let option = |name: &str| json!({"name": name, "labels": {"en": name}});
    let nodes = ["west", "east", "east/sh", "east/sh/pudong", "east/hz"].map(option);
    let field = json!({"name": "area", "labels": {"en": "Area"}, "kind": "cascade", "options": nodes});
    admin.post("/objects/lead/fields", field).await.expect(201);
    for (name, node) in [("甲", "east/sh/pudong"), ("乙", "east/hz"), ("丙", "east"), ("丁", "west")] {
        admin.create("lead", json!({"name": name, "x_area": node})).await;
    }
    let asked =
        |within: Json| json!({"group": "x_area", "within": within, "sort": ["name"], "fields": ["name"]});
    let top = admin.post(BOARD, asked(Json::Null)).await.expect(200);
    assert_eq!(columns(&top), ["west 丁", "east 丙乙甲"], "in the order of the options");
    let inside = admin.post(BOARD, asked(json!("east"))).await.expect(200);
    assert_eq!(columns(&inside), ["east/sh 甲", "east/hz 乙", "east 丙"]);
    let by = json!({"group_by": ["x_area"], "levels": {"x_area": 2}});
    assert_eq!(figures(&admin, "x_area", by).await, ["east 1", "east/hz 1", "east/sh 1", "west 1"]);
    assert_eq!(told(&admin.post(BOARD, asked(json!("north"))).await.expect(422)), ["within unknown_branch"]);
    // A level that is too wide for columns makes none.
    let many: Vec<Json> = (0..61).map(|at| option(&format!("n{at}"))).collect();
    let wide = json!({"name": "wide", "labels": {"en": "Wide"}, "kind": "cascade", "options": many});
    admin.post("/objects/lead/fields", wide).await.expect(201);
    assert_eq!(told(&admin.post(BOARD, json!({"group": "x_wide"})).await.expect(422)), ["group view_field"]);
}

#[db_test]
async fn what_is_no_branch_or_level_is_refused_by_name(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    for (body, fault) in [
        (json!({"group": "region", "within": "999999"}), "within unknown_branch"),
        (json!({"group": "region", "within": "浙江"}), "within unknown_branch"),
        (json!({"group": "status", "within": "new"}), "within unknown_branch"),
        (json!({"group": "region", "within": 330000}), "within wrong_type"),
    ] {
        assert_eq!(told(&li.post(BOARD, body.clone()).await.expect(422)), [fault], "{body}");
    }
    for (levels, fault) in [
        (json!({"region": 0}), "levels.region invalid_level"),
        (json!({"region": 4}), "levels.region invalid_level"),
        (json!({"status": 1}), "levels.status invalid_level"),
        (json!({"grade": 1}), "levels.grade invalid_level"),
        (json!({"region": "city"}), "levels.region wrong_type"),
        (json!(["region"]), "levels wrong_type"),
    ] {
        let body = json!({"group_by": ["region", "status"], "levels": levels});
        assert_eq!(told(&li.post(QUERY, body.clone()).await.expect(422)), [fault], "{body}");
    }
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}}, "fields": {"lead": {"region": "masked"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    assert_eq!(
        told(&mole.post(BOARD, json!({"group": "region"})).await.expect(422)),
        ["region field_masked"]
    );
    let by = json!({"group_by": ["region"], "levels": {"region": 1}});
    assert_eq!(told(&mole.post(QUERY, by).await.expect(422)), ["region field_masked"]);
}
