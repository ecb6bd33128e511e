//! Entries that go into lists or out of them: what else is in a list stays, whoever put it there.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

async fn lead(who: &Actor, values: Json) -> String {
    who.create("lead", values).await.to_string()
}

async fn read(who: &Actor, id: &str, field: &str) -> Json {
    who.get(&format!("/records/lead/{id}")).await.expect(200)[field].clone()
}

/// Asks for a change in bulk, or for its undo, and waits until it has ended.
async fn ended(who: &Actor, path: &str, body: Json) -> Json {
    let started = who.post(path, body).await.expect(202);
    let at = format!("/bulk/{}", started["id"].as_str().expect("an id"));
    for _ in 0..600 {
        let now = who.get(&at).await.expect(200);
        if !matches!(now["state"].as_str(), Some("running" | "undoing")) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never ends");
}

const BULK: &str = "/records/lead/bulk";

#[db_test]
async fn tags_are_added_and_taken_out_of_many_and_given_back(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let li = app.sales("li").await;
    let one = lead(&li, json!({"name": "一", "tags": ["重点"], "product_line": ["software", "other"]})).await;
    let two = lead(&li, json!({"name": "二", "tags": ["展会", "重点"]})).await;
    let three = lead(&li, json!({"name": "三"})).await;
    let added = ended(&li, BULK, json!({"action": "change", "add": {"tags": [" 展会", "展会"]}})).await;
    assert_eq!(
        (&added["changed"], &added["unchanged"], &added["failed"], &added["add"]),
        (&json!(2), &json!(1), &json!(0), &json!({"tags": [" 展会", "展会"]})),
        "{added}"
    );
    assert_eq!(read(&li, &one, "tags").await, json!(["重点", "展会"]));
    assert_eq!(read(&li, &two, "tags").await, json!(["展会", "重点"]), "what it has keeps its place");
    assert_eq!(read(&li, &three, "tags").await, json!(["展会"]));
    let history = li.get(&format!("/records/lead/{one}/history")).await.expect(200);
    let change = &history["items"][0]["changes"][0];
    assert_eq!((&change["old"], &change["new"]), (&json!(["重点"]), &json!(["重点", "展会"])));

    // Several fields in one go, beside a value that is set.
    let both = json!({"action": "change", "values": {"grade": "a"}, "add": {"tags": ["回访"]},
        "remove": {"tags": ["重点"], "product_line": ["other"]}, "ids": [one, two]});
    assert_eq!(ended(&li, BULK, both).await["changed"], 2);
    assert_eq!(read(&li, &one, "tags").await, json!(["展会", "回访"]));
    assert_eq!(read(&li, &one, "product_line").await, json!(["software"]));
    assert_eq!(read(&li, &two, "grade").await, "a");

    // What somebody went on with stays, the rest is given back.
    li.patch(&format!("/records/lead/{three}"), json!({"tags": ["展会", "自己的"]})).await.expect(200);
    let undo = format!("/bulk/{}/undo", added["id"].as_str().expect("an id"));
    let undone = ended(&li, &undo, json!({})).await;
    assert_eq!(undone["undone"], json!({"restored": 0, "kept": 2}), "all were changed since: {undone}");
    let last = ended(&li, BULK, json!({"action": "change", "remove": {"tags": ["展会"]}})).await;
    assert_eq!(last["changed"], 3);
    assert_eq!(read(&li, &three, "tags").await, json!(["自己的"]));
    let undo = format!("/bulk/{}/undo", last["id"].as_str().expect("an id"));
    assert_eq!(ended(&li, &undo, json!({})).await["undone"]["restored"], 3);
    assert_eq!(read(&li, &two, "tags").await, json!(["展会", "回访"]));
}

#[db_test]
async fn a_full_list_is_refused_by_name_and_so_is_a_request_that_can_t_be_meant(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let tags: Vec<String> = (0..100).map(|at| format!("标签{at}")).collect();
    let full = lead(&li, json!({"name": "满", "tags": tags})).await;
    lead(&li, json!({"name": "空"})).await;
    let done = ended(&li, BULK, json!({"action": "change", "add": {"tags": ["多"]}})).await;
    assert_eq!((&done["changed"], &done["failed"]), (&json!(1), &json!(1)), "{done}");
    assert_eq!((&done["faults"][0]["id"], &done["faults"][0]["code"]), (&json!(full), &json!("wrong_type")));
    let told = done["faults"][0]["message"].as_str().expect("words");
    assert!(told.contains("Tags") && told.contains("100"), "{told}");
    let swap =
        json!({"action": "change", "add": {"tags": ["多"]}, "remove": {"tags": ["标签7"]}, "ids": [full]});
    assert_eq!(ended(&li, BULK, swap).await["changed"], 1, "one goes out before another comes in");

    let retired = json!({"options": [{"name": "software", "labels": {"zh-CN": "软件产品"}, "active": false},
        {"name": "hardware", "labels": {"zh-CN": "硬件设备"}}]});
    let old = lead(&li, json!({"name": "旧", "product_line": ["software"]})).await;
    admin.patch("/objects/lead/fields/product_line", retired).await.expect(200);
    let out = json!({"action": "change", "remove": {"product_line": ["software"]}, "ids": [old]});
    assert_eq!(ended(&li, BULK, out).await["changed"], 1, "an option that is no longer offered can go");

    for (wrong, field, code) in [
        (json!({"add": {"name": ["甲"]}}), "name", "not_a_list"),
        (json!({"remove": {"created_by": [li.id]}}), "created_by", "read_only"),
        (json!({"add": {"tags": []}}), "tags", "required"),
        (json!({"add": {"tags": "甲"}}), "tags", "wrong_type"),
        (json!({"add": {"nothing": ["甲"]}}), "nothing", "unknown_field"),
        (json!({"add": {"product_line": ["software"]}}), "product_line", "unknown_option"),
        (json!({"remove": {"product_line": ["zz"]}}), "product_line", "unknown_option"),
        (json!({"values": {"tags": ["甲"]}, "add": {"tags": ["乙"]}}), "tags", "set_and_added"),
        (json!({"action": "delete", "add": {"tags": ["甲"]}}), "add", "unknown_field"),
        (json!({"add": ["甲"]}), "add", "wrong_type"),
    ] {
        let mut body = wrong.clone();
        if body.get("action").is_none() {
            body["action"] = json!("change");
        }
        let told = li.post(BULK, body).await.expect(422);
        assert_eq!(
            (&told["errors"][0]["field"], &told["errors"][0]["code"]),
            (&json!(field), &json!(code)),
            "{wrong}: {told}"
        );
    }
}

#[db_test]
async fn each_record_needs_its_own_right_and_references_their_own_sight(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    let field = json!({"name": "partners", "kind": "multi_reference", "target": "account", "labels": {"zh-CN": "合作客户"}, "max": 2});
    admin.post("/objects/lead/fields", field).await.expect(201);
    let role = json!({"name": "reader", "grants": {
        "lead": {"read": "all", "edit": "own", "bulk_edit": "own"}, "account": {"read": "own", "create": "own"}}});
    admin.post("/roles", role).await.expect(201);
    let (li, reader) = (app.sales("li").await, app.person("reader", &["reader"]).await);
    let account = |who: &Actor, name: &str| {
        let (who, name) = (who.clone(), name.to_owned());
        async move { who.create("account", json!({"name": name})).await.to_string() }
    };
    let (hidden, seen, other) =
        (account(&admin, "甲").await, account(&reader, "乙").await, account(&reader, "丙").await);
    lead(&li, json!({"name": "别人的"})).await;
    let own = admin
        .create("lead", json!({"name": "她的", "owner": reader.id, "x_partners": [hidden]}))
        .await
        .to_string();
    let add = |ids: Json| json!({"action": "change", "add": {"x_partners": ids}});
    let done = ended(&reader, BULK, add(json!([seen]))).await;
    assert_eq!((&done["changed"], &done["failed"]), (&json!(1), &json!(1)), "{done}");
    assert_eq!(done["faults"][0]["code"], "missing_right");
    let partners = read(&admin, &own, "x_partners").await;
    assert_eq!(
        (&partners[0]["id"], &partners[1]["id"]),
        (&json!(hidden), &json!(seen)),
        "what she can't see stays"
    );
    let mine = |mut body: Json| {
        body["ids"] = json!([own]);
        body
    };
    assert_eq!(
        ended(&reader, BULK, mine(add(json!([other])))).await["faults"][0]["code"],
        "too_many_records"
    );
    let out = mine(json!({"action": "change", "remove": {"x_partners": [seen]}}));
    assert_eq!(ended(&reader, BULK, out).await["changed"], 1);
    let foreign = account(&admin, "丁").await;
    assert_eq!(
        ended(&reader, BULK, mine(add(json!([foreign])))).await["faults"][0]["code"],
        "unknown_reference"
    );
}

#[db_test]
async fn a_batch_adds_to_what_others_have_just_put_there(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let id = lead(&li, json!({"name": "一", "tags": ["甲"]})).await;
    li.patch(&format!("/records/lead/{id}"), json!({"tags": ["甲", "乙"]})).await.expect(200);
    let update = |more: Json| {
        let mut one = json!({"op": "update", "id": id, "version": 1});
        one.as_object_mut().expect("a write").extend(more.as_object().expect("more").clone());
        json!({"operations": [one]})
    };
    let batch = "/records/lead/batch";
    let set = li.post(batch, update(json!({"values": {"tags": ["丙"]}}))).await.expect(200);
    assert_eq!(set["results"][0]["status"], 412, "a whole list that was changed since is a conflict");
    let added = li
        .post(batch, update(json!({"add": {"tags": ["丙"]}, "remove": {"tags": ["甲"]}})))
        .await
        .expect(200);
    assert_eq!(added["ok"], 1, "entries meet the list as it is: {added}");
    assert_eq!(read(&li, &id, "tags").await, json!(["乙", "丙"]));
    let gone = li.post(batch, update(json!({"remove": {"tags": ["乙", "丙"]}}))).await.expect(200);
    assert_eq!((&gone["ok"], read(&li, &id, "tags").await), (&json!(1), Json::Null));
    let wrong = li.post(batch, update(json!({"add": {"company": ["甲"]}}))).await.expect(200);
    assert_eq!(wrong["results"][0]["error"]["errors"][0]["code"], "not_a_list");
    let create = json!({"operations": [{"op": "create", "values": {"name": "二"}, "add": {"tags": ["甲"]}}]});
    assert_eq!(li.post(batch, create).await.refused(422), "invalid_input");
}
