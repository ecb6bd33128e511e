//! Boards and calendars: what a view of such a kind must hold, and that a board shows no more than a list does.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const VIEWS: &str = "/objects/lead/views";
const BOARD: &str = "/records/lead/board";

fn told(answer: &Json) -> Vec<String> {
    let errors = answer["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect()
}

fn names(column: &Json) -> Vec<&str> {
    column["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().unwrap()).collect()
}

fn column<'a>(board: &'a Json, value: &Json) -> &'a Json {
    board["columns"].as_array().expect("columns").iter().find(|one| one["value"] == *value).expect("a column")
}

async fn leads(actor: &Actor) {
    for at in 1..=5 {
        let budget = json!({"amount": format!("{at}00.00"), "currency": "CNY"});
        let values = json!({"name": format!("新{at}"), "status": "new", "grade": "a", "budget": budget});
        actor.create("lead", values).await;
    }
    actor.create("lead", json!({"name": "跟进", "status": "following"})).await;
}

#[db_test]
async fn a_layout_is_kept_and_every_wrong_field_of_it_is_named(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let board = json!({"name": "看板", "kind": "board", "group": "status", "sum": "budget",
        "card": ["company", "budget", "owner", "company"]});
    let made = li.post(VIEWS, board).await.expect(201);
    assert_eq!(
        (&made["kind"], &made["group"], &made["sum"]),
        (&json!("board"), &json!("status"), &json!("budget"))
    );
    assert_eq!(made["card"], json!(["company", "budget", "owner"]), "each field once");
    let at = format!("{VIEWS}/{}", made["id"].as_str().unwrap());
    let calendar = json!({"kind": "calendar", "date": "purchase_on", "end": "next_follow_up_at"});
    let changed = li.patch(&at, calendar).await.expect(200);
    assert_eq!((&changed["kind"], &changed["date"]), (&json!("calendar"), &json!("purchase_on")));
    assert_eq!(changed["group"], "status", "what isn't given stays");
    for (wrong, faults) in [
        (json!({"kind": "map"}), vec!["kind unknown_option"]),
        (json!({"kind": "board"}), vec!["group required"]),
        (json!({"kind": "calendar"}), vec!["date required"]),
        (json!({"kind": "board", "group": "name"}), vec!["group view_field"]),
        (json!({"kind": "board", "group": "nothing"}), vec!["group unknown_field"]),
        (
            json!({"group": "tags", "sum": "name", "date": "status", "end": "budget", "card": ["x"]}),
            vec![
                "group view_field",
                "sum view_field",
                "date view_field",
                "end view_field",
                "card unknown_field",
            ],
        ),
        (
            json!({"card": ["name", "company", "title", "mobile", "phone", "email"]}),
            vec!["card batch_too_large"],
        ),
        (json!({"group": 7, "card": "name"}), vec!["group wrong_type", "card wrong_type"]),
    ] {
        let mut view = json!({"name": "x"});
        view.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        assert_eq!(told(&li.post(VIEWS, view).await.expect(422)), faults, "{wrong}");
    }
    assert_eq!(told(&li.patch(&at, json!({"date": null})).await.expect(422)), ["date required"]);
}

#[db_test]
async fn a_list_keeps_what_it_is_grouped_by(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    leads(&li).await;
    for group in ["status", "owner", "owner_department", "purchase_on"] {
        let made = li.post(VIEWS, json!({"name": group, "group": group, "sum": "budget"})).await.expect(201);
        assert_eq!(
            (&made["kind"], &made["group"], &made["sum"]),
            (&json!("list"), &json!(group), &json!("budget"))
        );
    }
    for wrong in ["name", "tags", "budget"] {
        let refused = li.post(VIEWS, json!({"name": "x", "group": wrong})).await.expect(422);
        assert_eq!(told(&refused), ["group view_field"], "{wrong}");
    }
    // What groups a list needn't make columns.
    let view = li
        .post(VIEWS, json!({"name": "按负责人", "group": "owner", "audience": "private"}))
        .await
        .expect(201);
    let at = format!("{VIEWS}/{}", view["id"].as_str().unwrap());
    assert_eq!(told(&li.patch(&at, json!({"kind": "board"})).await.expect(422)), ["group view_field"]);
    assert_eq!(
        told(&li.patch(&at, json!({"kind": "board", "group": "owner"})).await.expect(422)),
        ["group view_field"]
    );
    let board = li.patch(&at, json!({"kind": "board", "group": "status"})).await.expect(200);
    assert_eq!((&board["kind"], &board["group"]), (&json!("board"), &json!("status")));
    assert_eq!(li.patch(&at, json!({"kind": "list", "group": null})).await.expect(200)["group"], Json::Null);
    // Groups and their rows are those of the viewer, and add up.
    admin.create("lead", json!({"name": "别人的", "status": "new"})).await;
    let asked =
        json!({"group_by": ["owner"], "measures": [{"fn": "count"}, {"fn": "sum", "field": "budget"}]});
    let groups = li.post("/records/lead/query", asked).await.expect(200);
    let [group] = groups["groups"].as_array().unwrap().as_slice() else { panic!("{groups}") };
    assert_eq!((&group["key"]["owner"]["name"], &group["values"]["count"]), (&json!("li"), &json!(6)));
    assert_eq!(group["values"]["sum_budget"], json!({"amount": "1500.00", "currency": "CNY"}));
    let rows =
        json!({"filter": {"field": "owner", "op": "eq", "value": group["key"]["owner"]["id"]}, "limit": 5});
    let rows = li.post("/records/lead/query", rows).await.expect(200);
    assert_eq!(rows["items"].as_array().unwrap().len(), 5);
    assert!(rows["next_cursor"].is_string(), "there is one more");
}

#[db_test]
async fn a_list_grouped_by_a_hidden_field_is_a_plain_list(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}},
        "fields": {"lead": {"grade": "hidden", "budget": "masked"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    admin.create("lead", json!({"name": "甲", "grade": "a"})).await;
    let view = json!({"name": "按等级", "group": "grade", "sum": "budget", "audience": "everyone"});
    let view = admin.post(VIEWS, view).await.expect(201);
    let views = mole.get(VIEWS).await.expect(200);
    let seen = views["items"].as_array().unwrap().iter().find(|one| one["id"] == view["id"]).expect("listed");
    assert!(seen["problem"].is_null() && seen["group"].is_null() && seen["sum"].is_null(), "{seen}");
    let page = mole.get(&format!("/records/lead?view={}", view["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(page["items"][0]["name"], "甲");
}

#[db_test]
async fn a_board_is_the_first_rows_of_each_column_and_agrees_with_counts_and_lists(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    leads(&li).await;
    admin.create("lead", json!({"name": "别人的", "status": "new"})).await;
    let asked = json!({"group": "status", "sort": ["name"], "fields": ["name", "owner"], "limit": 2});
    let board = li.post(BOARD, asked.clone()).await.expect(200);
    let values: Vec<&Json> = board["columns"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
    assert_eq!(values, ["new", "following", "qualified", "converted", "invalid"], "options in their order");
    let new = column(&board, &json!("new"));
    assert_eq!(names(new), ["新1", "新2"], "li sees her own leads alone");
    assert_eq!(new["items"][0]["owner"]["name"], "li", "names are looked up");
    assert!(new["items"][0].get("status").is_none(), "only what was asked for");
    assert_eq!(names(column(&board, &json!("qualified"))), [""; 0]);
    // The column goes on as a list.
    let mut read = names(new).len();
    let mut cursor = new["next_cursor"].clone();
    while !cursor.is_null() {
        let next = json!({"filter": {"field": "status", "op": "eq", "value": "new"}, "sort": ["name"],
            "fields": ["name"], "limit": 2, "cursor": cursor, "total": "none"});
        let page = li.post("/records/lead/query", next).await.expect(200);
        read += page["items"].as_array().unwrap().len();
        cursor = page["next_cursor"].clone();
    }
    let figures =
        json!({"group_by": ["status"], "measures": [{"fn": "count"}, {"fn": "sum", "field": "budget"}]});
    let figures = li.post("/records/lead/query", figures).await.expect(200);
    let of_new =
        figures["groups"].as_array().unwrap().iter().find(|one| one["key"]["status"] == "new").unwrap();
    assert_eq!((of_new["values"]["count"].as_u64(), read), (Some(5), 5));
    assert_eq!(of_new["values"]["sum_budget"], json!({"amount": "1500.00", "currency": "CNY"}));
    assert_eq!(names(column(&admin.post(BOARD, asked).await.expect(200), &json!("new"))), ["别人的", "新1"]);
    // A field that may be empty has a column for that; a filter and a search narrow every column.
    let by_grade = li.post(BOARD, json!({"group": "grade", "q": "跟进"})).await.expect(200);
    assert_eq!(names(column(&by_grade, &Json::Null)), ["跟进"]);
    assert_eq!(names(column(&by_grade, &json!("a"))), [""; 0]);
    let view = json!({"name": "看板", "kind": "board", "group": "status", "sort": ["-name"], "columns": ["name"],
        "filter": {"field": "grade", "op": "eq", "value": "a"}});
    let view = li.post(VIEWS, view).await.expect(201);
    let board = li.post(BOARD, json!({"view": view["id"]})).await.expect(200);
    assert_eq!((&board["group"], names(column(&board, &json!("new")))[0]), (&json!("status"), "新5"));
    assert_eq!(names(column(&board, &json!("following"))), [""; 0]);
}

#[db_test]
async fn a_board_is_refused_by_name(db: TestDb) {
    let app = TestApp::new(db).await;
    let (li, nobody) = (app.sales("li").await, app.person("no", &[]).await);
    for (body, faults) in [
        (json!({}), vec!["group required"]),
        (json!({"group": "name"}), vec!["group view_field"]),
        (json!({"group": "nothing"}), vec!["nothing unknown_field"]),
        (json!({"group": "status", "limit": 51}), vec!["limit invalid_limit"]),
        (json!({"group": "status", "limit": 0}), vec!["limit invalid_limit"]),
        (json!({"group": "status", "color": "red"}), vec!["color unknown_field"]),
    ] {
        assert_eq!(told(&li.post(BOARD, body.clone()).await.expect(422)), faults, "{body}");
    }
    assert_eq!(li.post("/records/nothing/board", json!({"group": "x"})).await.refused(404), "unknown_object");
    let closed = nobody.post(BOARD, json!({"group": "status"})).await;
    assert!([403, 404].contains(&closed.status.as_u16()), "{}", closed.status);
}

#[db_test]
async fn what_is_masked_or_hidden_makes_no_columns_and_stays_covered_on_cards(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}}, "fields": {"lead":
        {"status": "masked", "grade": "hidden", "mobile": "masked", "budget": "masked", "purchase_on": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    let secret = json!({"name": "甲", "mobile": "13812345678", "source": "website",
        "budget": {"amount": "777123.00", "currency": "CNY"}});
    admin.create("lead", secret).await;
    for (group, code) in [("status", "status field_masked"), ("grade", "grade unknown_field")] {
        assert_eq!(told(&mole.post(BOARD, json!({"group": group})).await.expect(422)), [code]);
    }
    let board = mole.post(BOARD, json!({"group": "source"})).await;
    assert_eq!(column(&board.expect(200), &json!("website"))["items"][0]["mobile"], "138****5678");
    let text = String::from_utf8_lossy(&board.body).into_owned();
    assert!(!text.contains("777123") && !text.contains("grade"), "{text}");
    for (property, field, code) in [
        ("group", "status", "group field_masked"),
        ("sum", "budget", "sum field_masked"),
        ("date", "purchase_on", "date unknown_field"),
    ] {
        let view = json!({"name": "x", property: field});
        assert_eq!(told(&mole.post(VIEWS, view).await.expect(422)), [code]);
    }
    // A shared view that goes by such a field is there, says so, and answers nothing.
    let shared = json!({"name": "等级看板", "kind": "board", "group": "grade", "sum": "budget", "card": ["grade", "source"],
        "audience": "everyone"});
    let shared = admin.post(VIEWS, shared).await.expect(201);
    let views = mole.get(VIEWS).await.expect(200);
    let seen = views["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == shared["id"])
        .expect("it is listed");
    assert!(seen["problem"].is_string() && seen["group"].is_null() && seen["sum"].is_null(), "{seen}");
    assert_eq!(seen["card"], json!(["source"]));
    assert_eq!(mole.post(BOARD, json!({"view": shared["id"]})).await.refused(422), "view_unusable");
}
