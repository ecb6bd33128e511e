//! Sub-tables: the whole life of lines, under the rights of the record and the field that they belong to.

use std::time::Duration;

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::exports;

fn id(record: &Json) -> String {
    record["id"].as_str().expect("an id").to_owned()
}

fn cny(amount: &str) -> Json {
    json!({"amount": amount, "currency": "CNY"})
}

/// A column called after itself.
fn column(name: &str, kind: &str, more: Json) -> Json {
    let mut column = json!({"name": name, "kind": kind, "labels": {"zh-CN": name, "en": name}});
    column.as_object_mut().unwrap().extend(more.as_object().expect("an object").clone());
    column
}

fn columns() -> Vec<Json> {
    vec![
        column("product", "reference", json!({"target": "product"})),
        column("quantity", "decimal", json!({"required": true, "scale": 2, "min": "0"})),
        column("unit_price", "money", json!({"default": {"formula": "product.price"}})),
        column("discount", "percent", json!({"default": "0", "min": "0", "max": "100"})),
        column(
            "total",
            "formula",
            json!({"total": true, "formula": "ROUND(quantity * unit_price * (1 - discount), 2)"}),
        ),
        column("note", "text", json!({"max_length": 20})),
    ]
}

/// A company whose accounts have a sub-table of items and their sum, and a product at ¥19.99.
async fn shop(db: TestDb) -> (TestApp, Actor, String) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let field = json!({"name": "items", "kind": "lines", "labels": {"zh-CN": "明细", "en": "Items"}, "columns": columns()});
    let made = admin.post("/objects/account/fields", field).await.expect(201);
    assert_eq!(made["columns"][4]["kind"], "money", "{made}");
    assert_eq!(
        (&made["columns"][4]["read_only"], &made["columns"][4]["total"]),
        (&json!(true), &json!(true))
    );
    assert_eq!((&made["sortable"], &made["filterable"]), (&json!(false), &json!(true)));
    let sum = json!({"name": "sum", "kind": "rollup", "labels": {"zh-CN": "合计", "en": "Sum"},
        "rollup": {"lines": "x_items", "fn": "sum", "field": "total"}});
    admin.post("/objects/account/fields", sum).await.expect(201);
    let half = json!({"name": "half", "kind": "formula", "labels": {"en": "Half"}, "formula": "x_sum / 2"});
    admin.post("/objects/account/fields", half).await.expect(201);
    let product = json!({"name": "墨盒", "code": "P1", "price": cny("19.99")});
    let product = id(&admin.post("/records/product", product).await.expect(201));
    (app, admin, product)
}

async fn account(who: &Actor, lines: Json) -> Json {
    who.post("/records/account", json!({"name": "甲", "x_items": lines})).await.expect(201)
}

fn filter(op: &str) -> Json {
    json!({"filter": {"field": "x_items", "op": op}, "fields": ["name"]})
}

/// How many accounts a test of the sub-table finds.
async fn found(who: &Actor, op: &str) -> usize {
    let page = who.post("/records/account/query", filter(op)).await.expect(200);
    page["items"].as_array().expect("items").len()
}

/// A list of one account with two lines, and what can be asked of them.
async fn in_a_list(admin: &Actor, path: &str) {
    // A list tells how many, a record as many fields as asked for.
    let list = admin.get("/records/account?fields=name,x_items").await.expect(200);
    assert_eq!(list["items"][0]["x_items"], json!({"count": 2}));
    assert!(admin.get(&format!("{path}?fields=name")).await.expect(200).get("x_items").is_none());
    assert_eq!((found(admin, "not_empty").await, found(admin, "empty").await), (1, 0));
    for bad in [
        json!({"sort": ["x_items"]}),
        json!({"group_by": ["x_items"], "measures": [{"fn": "count"}]}),
        filter("contains"),
    ] {
        assert_eq!(admin.post("/records/account/query", bad.clone()).await.status, 422, "{bad}");
    }
}

#[db_test]
async fn lines_are_created_changed_moved_and_deleted_with_their_record(db: TestDb) {
    let (app, admin, product) = shop(db).await;
    let made = account(
        &admin,
        json!([
            {"product": product, "quantity": "3", "discount": "12.5"},
            {"quantity": 2, "unit_price": "0.25", "note": "杂项"},
        ]),
    )
    .await;
    let (first, second) = (&made["x_items"][0], &made["x_items"][1]);
    assert_eq!(first["product"]["name"], "墨盒");
    assert_eq!(
        (&first["unit_price"], &first["total"]),
        (&cny("19.99"), &cny("52.47")),
        "3 × 19.99 × 0.875 = 52.47375"
    );
    assert_eq!(
        (&second["discount"], &second["total"], &second["note"]),
        (&json!("0.00"), &cny("0.50"), &json!("杂项"))
    );
    assert_eq!((&made["x_sum"], &made["x_half"]), (&cny("52.97"), &cny("26.49")), "halves go away from zero");
    let path = format!("/records/account/{}", id(&made));

    // Sent back as it was read, nothing changes.
    let same = admin.patch(&path, json!({"x_items": made["x_items"]})).await.expect(200);
    assert_eq!(same["version"], made["version"]);
    // The second becomes the first and keeps what isn't told; a new one comes; the other goes.
    app.db.clock.advance(TimeDelta::minutes(5));
    let new = json!([{"id": second["id"], "quantity": "5"}, {"product": product, "quantity": "1", "unit_price": "10.005"}]);
    let refused = admin.patch(&path, json!({"x_items": new})).await.expect(422);
    assert_eq!(refused["errors"][0]["field"], "x_items[1].unit_price", "{refused}");
    let new = json!([{"id": second["id"], "quantity": "5"}, {"product": product, "quantity": "1", "unit_price": "10"}]);
    let changed = admin.patch(&path, json!({"x_items": new})).await.expect(200);
    assert_eq!(changed["x_items"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&changed["x_items"][0]["id"], &changed["x_items"][0]["note"]),
        (&second["id"], &json!("杂项"))
    );
    assert_eq!(changed["x_sum"], cny("11.25"), "the figure follows in the same change");
    assert_eq!(changed["version"].as_i64(), made["version"].as_i64().map(|it| it + 1));

    in_a_list(&admin, &path).await;

    let history = admin.get(&format!("{path}/history")).await.expect(200);
    let change = history["items"][0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["field"] == "x_items")
        .unwrap()
        .clone();
    assert_eq!(change["old"][0]["product"]["name"], "墨盒");
    assert_eq!((&change["old"][0]["id"], &change["new"][0]["id"]), (&first["id"], &second["id"]));
    let then = history["items"][1]["at"].as_str().unwrap().to_owned();
    let past = admin.get(&format!("{path}?as_of={then}")).await.expect(200);
    assert_eq!(past["x_items"], made["x_items"], "as it was");

    // The bin takes the lines along, and gives them back.
    admin.delete(&path).await.expect(204);
    let back = admin.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((&back["x_items"], &back["x_sum"]), (&changed["x_items"], &changed["x_sum"]));
    let none = admin.patch(&path, json!({"x_items": []})).await.expect(200);
    assert_eq!((&none["x_items"], &none["x_sum"]), (&Json::Null, &cny("0.00")));
    assert_eq!((found(&admin, "not_empty").await, found(&admin, "empty").await), (0, 1));
}

#[db_test]
async fn every_faulty_cell_is_told_at_its_place(db: TestDb) {
    let (_app, admin, product) = shop(db).await;
    let told = async |lines: Json| {
        let refused =
            admin.post("/records/account", json!({"name": "甲", "x_items": lines})).await.expect(422);
        let told = refused["errors"].as_array().unwrap().iter();
        told.map(|it| format!("{} {}", it["field"].as_str().unwrap(), it["code"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let bad = json!([
        {"quantity": "two", "unit_price": "1.999", "size": 3},
        7,
        {"id": "x", "quantity": "-1", "note": "长".repeat(21)},
    ]);
    assert_eq!(
        told(bad).await,
        [
            "x_items[0].size unknown_field",
            "x_items[0].quantity invalid_number",
            "x_items[0].unit_price too_precise",
            "x_items[1] wrong_type",
            "x_items[2].id wrong_type",
            "x_items[2].quantity too_small",
            "x_items[2].note too_long",
        ]
    );
    assert_eq!(told(json!([{"product": product}])).await, ["x_items[0].quantity required"]);
    assert_eq!(
        told(json!([{"quantity": 1}, {"quantity": 1, "product": admin.id}])).await,
        ["x_items[1].product unknown_reference"]
    );
    let twice = "0190a5c0-0000-7000-8000-000000000001";
    assert_eq!(
        told(json!([{"id": twice, "quantity": 1}, {"id": twice, "quantity": 1}])).await,
        ["x_items[1].id duplicate"]
    );
    assert_eq!(told(json!({"quantity": 1})).await, ["x_items wrong_type"]);
    let many: Vec<Json> = (0..501).map(|_| json!({"quantity": 1})).collect();
    assert_eq!(told(json!(many)).await, ["x_items too_many_lines"]);
    let most: Vec<Json> = (0..500).map(|_| json!({"quantity": 1, "unit_price": 1})).collect();
    assert_eq!(account(&admin, json!(most)).await["x_sum"], cny("500.00"));
}

#[db_test]
async fn two_who_change_the_lines_meet_in_a_conflict(db: TestDb) {
    let (_app, admin, _) = shop(db).await;
    let made = account(&admin, json!([{"quantity": 1, "unit_price": 1}])).await;
    let path = format!("/records/account/{}", id(&made));
    let line = &made["x_items"][0]["id"];
    admin.patch(&path, json!({"x_items": [{"id": line, "quantity": 2}]})).await.expect(200);
    let mine = json!({"x_items": [{"id": line, "quantity": 3}]});
    let late =
        admin.call(Method::PATCH, &path).head("if-match", "\"1\"").json(&mine).send().await.expect(412);
    let clash = &late["errors"][0];
    assert_eq!(clash["field"], "x_items");
    assert_eq!(
        (&clash["yours"][0]["quantity"], &clash["theirs"][0]["quantity"]),
        (&json!("3.00"), &json!("2.00"))
    );
    // Another field doesn't meet it.
    let other = json!({"name": "乙"});
    admin.call(Method::PATCH, &path).head("if-match", "\"1\"").json(&other).send().await.expect(200);
}

#[db_test]
async fn lines_are_as_open_as_their_field_and_their_record(db: TestDb) {
    let (app, admin, product) = shop(db).await;
    let made = account(&admin, json!([{"product": product, "quantity": 1, "note": "绝密行"}])).await;
    let path = format!("/records/account/{}", id(&made));
    let all = json!({"create": "all", "read": "all", "edit": "all", "export": "all", "merge": "all"});
    for access in ["hidden", "masked", "read"] {
        let role =
            json!({"name": access, "grants": {"account": all}, "fields": {"account": {"x_items": access}}});
        admin.post("/roles", role).await.expect(201);
        let who = app.person(access, &[access]).await;
        let read = who.get(&path).await.expect(200);
        let write = who.patch(&path, json!({"x_items": [{"quantity": 9}]})).await;
        assert_eq!(write.status, 422, "{access}");
        let filter = json!({"filter": {"field": "x_items", "op": "not_empty"}});
        let asked = who.post("/records/account/query", filter).await.status.as_u16();
        match access {
            "hidden" => assert!(
                read.get("x_items").is_none() && read.get("x_sum").is_some() && asked == 422,
                "{read}"
            ),
            "masked" => {
                assert_eq!(
                    (&read["x_items"], &read["x_sum"]),
                    (&json!("****"), &json!("****")),
                    "what comes from it is masked, too"
                );
                assert_eq!(asked, 422);
            }
            _ => {
                assert_eq!((&read["x_items"][0]["note"], asked), (&json!("绝密行"), 200));
                assert_eq!(
                    read["x_items"][0]["product"]["name"], "",
                    "products are out of this role's sight"
                );
            }
        }
        if access != "read" {
            for path in [
                path.clone(),
                format!("{path}/history"),
                format!("{path}/timeline"),
                "/records/account".to_owned(),
            ] {
                let told = who.get(&path).await;
                assert!(!String::from_utf8_lossy(&told.body).contains("绝密"), "{access} {path}");
            }
        }
    }
    let outside = app.sales("outside").await;
    assert_eq!(outside.get(&path).await.status, 404);
    assert_eq!(outside.patch(&path, json!({"x_items": []})).await.status, 404);
    for door in ["account.x_items", "x_items", "items"] {
        assert_eq!(
            admin.get(&format!("/records/{door}")).await.status,
            404,
            "lines have no door of their own"
        );
    }
}

#[db_test]
async fn batches_retries_and_merges_carry_lines(db: TestDb) {
    let (app, admin, product) = shop(db).await;
    let batch = json!({"operations": [
        {"op": "create", "values": {"name": "一", "x_items": [{"quantity": 1, "unit_price": 2}]}},
        {"op": "create", "values": {"name": "二", "x_items": [{"quantity": 3, "product": product}, {"unit_price": 1}]}},
    ], "atomic": false});
    let done = admin.post("/records/account/batch", batch).await.expect(200);
    assert_eq!(done["results"][1]["error"]["errors"][0]["field"], "x_items[1].quantity", "{done}");
    let winner = id(&done["results"][0]);
    let first = admin.get(&format!("/records/account/{winner}")).await.expect(200);
    assert_eq!(first["x_sum"], cny("2.00"));

    let values = json!({"name": "三", "x_items": [{"product": product, "quantity": 1}]});
    let send = async || {
        let call = admin.call(Method::POST, "/records/account").head("idempotency-key", "k1").json(&values);
        call.send().await.expect(201)
    };
    let (once, again) = (send().await, send().await);
    assert_eq!(once, again);

    // The lines of the one that goes can be taken over.
    let taken = json!({"loser": once["id"], "take": ["x_items"]});
    let merged = admin.post(&format!("/records/account/{winner}/actions/merge"), taken).await.expect(200);
    let stays = admin.get(&format!("/records/account/{winner}")).await.expect(200);
    assert_eq!((&stays["x_items"], &stays["x_sum"]), (&once["x_items"], &cny("19.99")));

    // A product that is merged into another is turned in every line, and back again.
    let other = json!({"name": "墨盒二", "code": "P2", "price": cny("5")});
    let other = id(&admin.post("/records/product", other).await.expect(201));
    let goes = json!({"loser": product, "take": []});
    let turned = admin.post(&format!("/records/product/{other}/actions/merge"), goes).await.expect(200);
    let read =
        async || admin.get(&format!("/records/account/{winner}")).await.expect(200)["x_items"][0].clone();
    let line = read().await;
    assert_eq!(
        (&line["product"]["id"], &line["unit_price"]),
        (&json!(other), &cny("19.99")),
        "what was agreed stays"
    );
    admin.post(&format!("/merges/{}/undo", turned["merge"].as_str().unwrap()), json!({})).await.expect(200);
    assert_eq!(read().await["product"]["id"], json!(product));
    admin.post(&format!("/merges/{}/undo", merged["merge"].as_str().unwrap()), json!({})).await.expect(200);
    assert_eq!(read().await["unit_price"], cny("2.00"), "its own lines are back");

    // What lines name stays when the bin is emptied.
    admin.patch("/company", json!({"bin_days": 30})).await.expect(200);
    for product in [&product, &other] {
        admin.delete(&format!("/records/product/{product}")).await.expect(204);
    }
    app.db.clock.advance(TimeDelta::days(60));
    assert_eq!(app.app.empty_bin().await.expect("the bin is emptied"), 1, "one of the products is in a line");
    // A record goes with its lines, and what they named may go after it.
    let last = once["id"].as_str().unwrap();
    admin.delete(&format!("/records/account/{last}")).await.expect(204);
    app.db.clock.advance(TimeDelta::days(60));
    assert_eq!(app.app.empty_bin().await.expect("the bin is emptied"), 2);
}

#[db_test]
async fn columns_come_and_go_while_lines_are_there(db: TestDb) {
    let (app, admin, _) = shop(db).await;
    app.work();
    let made = account(&admin, json!([{"quantity": 4, "unit_price": "2.50"}])).await;
    let path = format!("/records/account/{}", id(&made));
    let field = "/objects/account/fields/x_items";
    let told = async |columns: Vec<Json>| {
        let refused = admin.patch(field, json!({"columns": columns})).await;
        assert!(matches!(refused.status.as_u16(), 409 | 422), "{refused:?}");
        let told = refused.json();
        format!(
            "{} {}",
            told["errors"][0]["field"].as_str().unwrap(),
            told["errors"][0]["code"].as_str().unwrap()
        )
    };
    let with = |at: usize, column: Json| {
        let mut all = columns();
        all[at] = column;
        all
    };
    assert_eq!(told(columns()[..4].to_vec()).await, "columns field_in_use");
    assert_eq!(told(with(1, column("quantity", "integer", json!({})))).await, "columns[1].kind kind_fixed");
    assert_eq!(told(with(5, column("note", "lines", json!({})))).await, "columns[5].kind kind_fixed");
    assert_eq!(
        told(with(5, column("more", "long_text", json!({})))).await,
        "columns[5].kind invalid_definition"
    );
    assert_eq!(
        told(with(5, column("more", "formula", json!({"formula": "gone + 1"})))).await,
        "columns[5].formula invalid_formula"
    );
    assert_eq!(
        told(with(5, column("more", "formula", json!({"formula": "product.price"})))).await,
        "columns[5].formula invalid_definition"
    );
    let mut circle = with(5, column("more", "formula", json!({"formula": "total + 1"})));
    circle[4]["formula"] = json!("more + quantity * unit_price");
    assert_eq!(told(circle).await, "columns[4].formula circular_formula");
    let gone = admin.delete(field).await;
    assert_eq!(gone.refused(409), "field_in_use", "the roll-up reads it");

    // A new formula, over another that stands behind it, reaches lines that are there.
    let mut more = columns();
    more.insert(0, column("double", "formula", json!({"formula": "total * 2"})));
    more[4]["default"] = Json::Null;
    let changed = admin.patch(field, json!({"columns": more})).await.expect(200);
    assert_eq!(changed["columns"][0]["kind"], "money");
    let mut line = Json::Null;
    for _ in 0..200 {
        line = admin.get(&path).await.expect(200)["x_items"][0].clone();
        if line["double"] != Json::Null {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!((&line["double"], &line["total"]), (&cny("20.00"), &cny("10.00")));
    // A column that goes takes its cells along.
    let less: Vec<Json> = columns().into_iter().filter(|column| column["name"] != "note").collect();
    admin.patch(field, json!({"columns": less})).await.expect(200);
    let line = admin.get(&path).await.expect(200)["x_items"][0].clone();
    assert!(
        line.get("note").is_none() && line.get("double").is_none() && line["total"] == cny("10.00"),
        "{line}"
    );
    let many: Vec<Json> = (0..31).map(|at| column(&format!("c{at}"), "text", json!({}))).collect();
    let field = json!({"name": "wide", "kind": "lines", "labels": {"en": "Wide"}, "columns": many});
    let refused = admin.post("/objects/account/fields", field).await.expect(422);
    assert_eq!(refused["errors"][0]["code"], "batch_too_large");
}

#[db_test]
async fn an_opportunity_of_the_pack_lists_its_products(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let product = json!({"name": "墨盒", "code": "P1", "price": cny("19.99")});
    let product = id(&app.admin().await.post("/records/product", product).await.expect(201));
    let account = li.create("account", json!({"name": "甲"})).await;
    let lines = json!([{"product": product}, {"product": product, "quantity": "3", "unit_price": "10", "discount": 50}]);
    let deal = json!({"name": "商机", "account": account, "products": lines});
    let deal = li.post("/records/opportunity", deal).await.expect(201);
    let line = &deal["products"][0];
    assert_eq!(
        (&line["quantity"], &line["unit_price"], &line["total"]),
        (&json!("1.00"), &cny("19.99"), &cny("19.99"))
    );
    assert_eq!(deal["products_total"], cny("34.99"));
    let filter =
        json!({"filter": {"field": "products_total", "op": "gt", "value": "30"}, "fields": ["products"]});
    let found = li.post("/records/opportunity/query", filter).await.expect(200);
    assert_eq!(found["items"][0]["products"], json!({"count": 2}));
}

#[db_test]
async fn an_export_has_a_sheet_of_lines_and_a_text_file_their_number(db: TestDb) {
    let (app, admin, product) = shop(db).await;
    app.work();
    account(
        &admin,
        json!([{"product": product, "quantity": 2, "note": "甲<1>"}, {"quantity": 1, "unit_price": 5}]),
    )
    .await;
    admin.post("/records/account", json!({"name": "空"})).await.expect(201);
    let body = |format: &str| json!({"object": "account", "format": format, "columns": ["name", "x_items"], "sort": ["name"]});
    let book = exports::file(&admin, body("xlsx")).await;
    let (records, lines) =
        (exports::part(&book, "xl/worksheets/sheet1.xml"), exports::part(&book, "xl/worksheets/sheet2.xml"));
    assert!(exports::part(&book, "xl/workbook.xml").contains(r#"name="Items" sheetId="2""#));
    assert_eq!((records.matches("<row>").count(), lines.matches("<row>").count()), (3, 3), "{lines}");
    assert!(
        lines.contains("墨盒") && lines.contains("<v>39.98</v>") && lines.contains("甲&lt;1&gt;"),
        "{lines}"
    );
    let text = exports::csv(&admin, body("csv")).await;
    assert_eq!(text.lines().collect::<Vec<_>>(), ["Name,Items", "甲,2", "空,"]);
    let grant = json!({"create": "all", "read": "all", "export": "all"});
    let role =
        json!({"name": "mole", "grants": {"account": grant}, "fields": {"account": {"x_items": "masked"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["mole"]).await;
    let book = exports::file(&mole, body("xlsx")).await;
    assert_eq!(
        exports::part(&book, "xl/worksheets/sheet2.xml").matches("<row>").count(),
        1,
        "only the heading"
    );
}
