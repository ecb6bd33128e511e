//! The same change of all that match: exact counts, the right of each record, stop, undo.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Waits until the work has ended; answers it.
async fn ended(actor: &Actor, started: &Json) -> Json {
    let path = format!("/bulk/{}", started["id"].as_str().expect("an id"));
    for _ in 0..600 {
        let now = actor.get(&path).await.expect(200);
        if !matches!(now["state"].as_str(), Some("running" | "stopping" | "undoing")) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never ends");
}

async fn leads(actor: &Actor, count: usize) {
    let rows: Vec<Json> = (0..count)
        .map(|at| json!({"op": "create", "values": {"name": format!("客户{at}"), "status": if at % 5 == 0 { "following" } else { "new" }}}))
        .collect();
    let made = actor.post("/records/lead/batch", json!({"operations": rows})).await.expect(200);
    assert_eq!(made["ok"], count, "{made}");
}

async fn count(actor: &Actor, filter: Json) -> i64 {
    let page =
        actor.post("/records/lead/query", json!({"filter": filter, "total": "exact", "limit": 1})).await;
    page.expect(200)["total"]["value"].as_i64().expect("a number")
}

fn status(name: &str) -> Json {
    json!({"field": "status", "op": "eq", "value": name})
}

#[db_test]
async fn all_that_match_are_changed_and_given_back(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let li = app.sales("li").await;
    leads(&li, 430).await;
    let body =
        json!({"action": "change", "values": {"status": "qualified", "grade": "a"}, "filter": status("new")});
    let started = li.post("/records/lead/bulk", body).await.expect(202);
    assert_eq!((&started["rows_total"], &started["state"]), (&json!(344), &json!("running")));
    let done = ended(&li, &started).await;
    assert_eq!(
        (&done["state"], &done["rows_done"], &done["changed"], &done["failed"]),
        (&json!("done"), &json!(344), &json!(344), &json!(0)),
        "{done}"
    );
    assert_eq!(count(&li, status("qualified")).await, 344);
    assert_eq!(count(&li, status("following")).await, 86, "the rest is as it was");
    // Somebody goes on with two of them: one field that was set, and one that was not.
    let page =
        li.post("/records/lead/query", json!({"filter": status("qualified"), "limit": 2})).await.expect(200);
    let id = |at: usize| page["items"][at]["id"].as_str().expect("an id").to_owned();
    li.patch(
        &format!("/records/lead/{}", id(0)),
        json!({"status": "invalid", "invalid_reason": "no_need", "grade": "b"}),
    )
    .await
    .expect(200);
    li.patch(&format!("/records/lead/{}", id(1)), json!({"title": "经理"})).await.expect(200);
    let undoing =
        li.post(&format!("/bulk/{}/undo", done["id"].as_str().unwrap()), json!({})).await.expect(202);
    let undone = ended(&li, &undoing).await;
    assert_eq!(
        (&undone["state"], &undone["undone"]),
        (&json!("undone"), &json!({"restored": 343, "kept": 1}))
    );
    assert_eq!(count(&li, status("new")).await, 343);
    let kept = li.get(&format!("/records/lead/{}", id(1))).await.expect(200);
    assert_eq!(
        (&kept["status"], &kept["grade"], &kept["title"]),
        (&json!("new"), &Json::Null, &json!("经理"))
    );
    let again = li.post(&format!("/bulk/{}/undo", done["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(again.refused(409), "task_state");
    let history = li.get(&format!("/records/lead/{}/history", id(1))).await.expect(200);
    assert_eq!(
        history["items"].as_array().unwrap().len(),
        4,
        "created, changed in bulk, changed, given back: {history}"
    );
}

#[db_test]
async fn each_record_needs_its_own_right(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let role = json!({"name": "reader", "grants": {"lead": {"read": "all", "edit": "own", "bulk_edit": "own", "delete": "own"}}});
    admin.post("/roles", role).await.expect(201);
    let reader = app.person("reader", &["reader"]).await;
    leads(&li, 3).await;
    admin.create("lead", json!({"name": "她自己的", "owner": reader.id})).await;
    let every = json!({"action": "change", "values": {"grade": "b"}});
    let started = reader.post("/records/lead/bulk", every.clone()).await.expect(202);
    let done = ended(&reader, &started).await;
    assert_eq!(
        (&done["rows_total"], &done["changed"], &done["failed"]),
        (&json!(4), &json!(1), &json!(3)),
        "{done}"
    );
    assert_eq!(done["faults"][0]["code"], "missing_right");
    // Nobody else sees what she did, and she transfers nothing.
    let at = format!("/bulk/{}", done["id"].as_str().unwrap());
    assert_eq!(li.get(&at).await.refused(404), "not_found");
    assert_eq!(li.post(&format!("{at}/undo"), json!({})).await.refused(404), "not_found");
    let transfer = json!({"action": "change", "values": {"owner": li.id}});
    assert_eq!(reader.post("/records/lead/bulk", transfer).await.refused(403), "missing_right");
    assert_eq!(reader.post("/records/account/bulk", every).await.refused(404), "unknown_object");
    // Li touches her own three alone: what she may not see is not among all that match.
    let mine = li.post("/records/lead/bulk", json!({"action": "delete"})).await.expect(202);
    let mine = ended(&li, &mine).await;
    assert_eq!((&mine["rows_total"], &mine["changed"]), (&json!(3), &json!(3)), "{mine}");
    assert_eq!(count(&admin, json!({"field": "name", "op": "not_empty"})).await, 1);
    let back = li.post("/records/lead/bulk", json!({"action": "restore"})).await.expect(202);
    assert_eq!(ended(&li, &back).await["changed"], 3);
    // The undo of a deletion brings back, that of a transfer gives back, also when it has left one's sight.
    let zhao = app.sales("zhao").await;
    let given = json!({"action": "change", "values": {"owner": zhao.id}, "filter": {"field": "owner", "op": "eq", "value": "@me"}});
    let given = ended(&li, &li.post("/records/lead/bulk", given).await.expect(202)).await;
    assert_eq!((&given["changed"], count(&zhao, json!({"and": []})).await), (&json!(3), 3));
    let undo = li.post(&format!("/bulk/{}/undo", given["id"].as_str().unwrap()), json!({})).await.expect(202);
    assert_eq!(ended(&li, &undo).await["undone"]["restored"], 3);
    assert_eq!((count(&zhao, json!({"and": []})).await, count(&li, json!({"and": []})).await), (0, 3));
}

#[db_test]
async fn chosen_records_views_and_wrong_requests(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    leads(&li, 10).await;
    let view = li
        .post("/objects/lead/views", json!({"name": "跟进", "filter": status("following")}))
        .await
        .expect(201);
    let by_view = json!({"action": "change", "values": {"grade": "c"}, "view": view["id"], "q": "客户"});
    let by_view = li.post("/records/lead/bulk", by_view).await.expect(202);
    assert_eq!(by_view["rows_total"], 2);
    // It waits for a worker and is stopped before one comes.
    let at = format!("/bulk/{}", by_view["id"].as_str().unwrap());
    assert_eq!(li.post(&format!("{at}/stop"), json!({})).await.expect(200)["state"], "stopping");
    assert_eq!(li.post(&format!("{at}/stop"), json!({})).await.refused(409), "task_state");
    assert_eq!(li.post(&format!("{at}/undo"), json!({})).await.refused(409), "task_state");
    let page = li.get("/records/lead?limit=4").await.expect(200);
    let ids: Vec<Json> = page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let chosen = json!({"action": "change", "values": {"status": "following"}, "ids": ids});
    let chosen = li.post("/records/lead/bulk", chosen).await.expect(202);
    app.work();
    assert_eq!(ended(&li, &by_view).await["state"], "stopped");
    let chosen = ended(&li, &chosen).await;
    assert_eq!(chosen["changed"].as_i64().unwrap() + chosen["unchanged"].as_i64().unwrap(), 4);
    assert!(chosen["unchanged"].as_i64().unwrap() >= 1 || chosen["changed"] == 4);
    assert_eq!(li.get("/bulk").await.expect(200)["items"].as_array().unwrap().len(), 2);
    for (wrong, code) in [
        (json!({}), "invalid_input"),
        (json!({"action": "burn"}), "invalid_input"),
        (json!({"action": "change"}), "invalid_input"),
        (json!({"action": "delete", "values": {"grade": "a"}}), "invalid_input"),
        (json!({"action": "change", "values": {"nothing": 1}}), "invalid_input"),
        (json!({"action": "change", "values": {"grade": "zz"}}), "invalid_input"),
        (json!({"action": "delete", "filter": {"field": "nothing", "op": "eq"}}), "invalid_input"),
        (json!({"action": "delete", "view": "x"}), "invalid_input"),
    ] {
        assert_eq!(li.post("/records/lead/bulk", wrong.clone()).await.refused(422), code, "{wrong}");
    }
}
