//! The same request with the same key is carried out once.

use chrono::TimeDelta;
use serde_json::json;
use shuke_testkit::{TestApp, TestDb, db_test};

#[db_test]
async fn a_repeated_creation_gets_the_first_answer(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("idempotency-key", "order-1");
    let first = li.post("/records/lead", json!({"name": "王芳", "title": "经理"})).await;
    let again = li.post("/records/lead", json!({"title": "经理", "name": "王芳"})).await;
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!((first.head("etag"), again.head("etag")), ("\"1\"", "\"1\""));
    assert_eq!(li.get("/records/lead").await.expect(200)["total"]["value"], 1);
    assert_eq!(li.post("/records/lead", json!({"name": "李强"})).await.refused(409), "key_reused");
    assert_eq!(
        li.post("/records/account", json!({"name": "王芳", "title": "经理"})).await.refused(409),
        "key_reused"
    );
    // The key is the caller's own.
    let zhao = app.sales("zhao").await.with("idempotency-key", "order-1");
    zhao.post("/records/lead", json!({"name": "别人"})).await.expect(201);
}

#[db_test]
async fn a_refused_request_may_be_mended_under_its_key(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("idempotency-key", "k");
    li.post("/records/lead", json!({"name": "x", "email": "no"})).await.expect(422);
    li.post("/records/lead", json!({"name": "x"})).await.expect(201);
    assert_eq!(
        li.with("idempotency-key", "").post("/records/lead", json!({})).await.refused(400),
        "malformed_request"
    );
}

#[db_test]
async fn many_at_once_make_one_record(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("idempotency-key", "storm");
    let calls = (0..12).map(|_| {
        let li = li.clone();
        async move { li.post("/records/lead", json!({"name": "王芳"})).await.expect(201)["id"].clone() }
    });
    let ids = futures::future::join_all(calls).await;
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    assert_eq!(li.get("/records/lead").await.expect(200)["total"]["value"], 1);
}

#[db_test]
async fn a_repeated_comment_is_said_once(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let [one, other] = ["王芳", "李强"].map(|name| json!({"name": name}));
    let (one, other) = (li.create("lead", one).await, li.create("lead", other).await);
    let (here, there) = (format!("/records/lead/{one}/comments"), format!("/records/lead/{other}/comments"));
    let keyed = li.with("idempotency-key", "said");
    keyed.post(&here, json!({"body": ""})).await.expect(422);
    let first = keyed.post(&here, json!({"body": "已回电"})).await.expect(201);
    assert_eq!(keyed.post(&here, json!({"body": "已回电"})).await.expect(201), first);
    assert_eq!(keyed.post(&here, json!({"body": "未接"})).await.refused(409), "key_reused");
    assert_eq!(keyed.post(&there, json!({"body": "已回电"})).await.refused(409), "key_reused");
    let timeline = li.get(&format!("/records/lead/{one}/timeline")).await.expect(200).to_string();
    assert_eq!(timeline.matches("已回电").count(), 1, "{timeline}");
}

#[db_test]
async fn a_repeated_batch_gets_the_first_answer(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("idempotency-key", "batch");
    let batch =
        json!({"operations": [{"op": "create", "values": {"name": "a"}}, {"op": "create", "values": {}}]});
    let first = li.post("/records/lead/batch", batch.clone()).await.expect(200);
    assert_eq!((&first["ok"], &first["failed"]), (&json!(1), &json!(1)));
    assert_eq!(li.post("/records/lead/batch", batch).await.expect(200), first);
    assert_eq!(li.get("/records/lead").await.expect(200)["total"]["value"], 1);
}

#[db_test]
async fn an_answer_is_given_again_for_a_day(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("idempotency-key", "daily");
    let first = li.post("/records/lead", json!({"name": "王芳"})).await.expect(201);
    app.db.clock.advance(TimeDelta::hours(23));
    app.app.keep_house().await.expect("the house is kept");
    assert_eq!(li.post("/records/lead", json!({"name": "王芳"})).await.expect(201), first);
    app.db.clock.advance(TimeDelta::hours(2));
    app.app.keep_house().await.expect("the house is kept");
    assert_ne!(li.post("/records/lead", json!({"name": "王芳"})).await.expect(201)["id"], first["id"]);
}
