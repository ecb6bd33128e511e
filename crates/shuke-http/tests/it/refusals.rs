//! Every way to ask wrongly: a clear answer in our words, and a process that lives on.

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

fn first(problem: &Json) -> (String, String) {
    let error = &problem["errors"][0];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (text("field"), text("code"))
}

async fn get_refused(li: &Actor, query: &str) -> (String, String) {
    first(&li.get(&format!("/records/lead?{query}")).await.expect(422))
}

#[db_test]
async fn addresses_that_lead_nowhere(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    assert_eq!(li.get("/nothing").await.refused(404), "no_such_path");
    assert_eq!(li.get("//api/v2/me").await.refused(404), "no_such_path");
    assert_eq!(li.get("/records/unicorn").await.refused(404), "unknown_object");
    assert_eq!(li.get("/records/lead/not-an-id").await.refused(404), "not_found");
    assert_eq!(li.get("/records/lead/%FF%FE").await.refused(404), "not_found");
    let wrong = li.delete("/me").await;
    assert_eq!(wrong.refused(405), "method_not_allowed");
    assert!(wrong.head("allow").contains("PATCH"), "{:?}", wrong.heads);
    assert!(!wrong.head("x-request-id").is_empty());
    assert_eq!(wrong.json()["request_id"], wrong.head("x-request-id"));
}

#[db_test]
async fn bodies_that_cannot_be_read(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let post = |body: Vec<u8>| {
        li.call(Method::POST, "/records/lead").head("content-type", "application/json").body(body)
    };
    assert_eq!(post(b"{\"name\":".to_vec()).send().await.refused(400), "malformed_json");
    assert_eq!(post(b"[1,2]".to_vec()).send().await.refused(400), "malformed_json");
    assert_eq!(post(b"{\"name\":\"\xff\xfe\"}".to_vec()).send().await.refused(400), "malformed_json");
    let deep = format!("{{\"name\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(post(deep.into_bytes()).send().await.refused(400), "malformed_json");
    let big = format!("{{\"name\":\"{}\"}}", "长".repeat(2_000_000));
    assert_eq!(post(big.into_bytes()).send().await.refused(413), "too_large");
    let form =
        li.call(Method::POST, "/records/lead").head("content-type", "text/plain").body("{\"name\":\"x\"}");
    assert_eq!(form.send().await.refused(415), "unsupported_media");
    let bare = li.call(Method::POST, "/records/lead").body("{\"name\":\"x\"}");
    assert_eq!(bare.send().await.refused(415), "unsupported_media");
    assert_eq!(li.get("/records/lead").await.expect(200)["items"], json!([]));
}

#[db_test]
async fn parameters_that_are_wrong_are_named(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(get_refused(&li, "limit=100000").await, pair("limit", "invalid_limit"));
    assert_eq!(get_refused(&li, "limit=0").await, pair("limit", "invalid_limit"));
    assert_eq!(get_refused(&li, "limit=99999999999999999999").await, pair("limit", "invalid_limit"));
    assert_eq!(get_refused(&li, "limit=ten").await, pair("limit", "wrong_type"));
    assert_eq!(get_refused(&li, "colour=red").await, pair("colour", "unknown_parameter"));
    assert_eq!(get_refused(&li, "fields=name,unicorn").await, pair("unicorn", "unknown_field"));
    assert_eq!(get_refused(&li, "sort=unicorn").await, pair("sort", "invalid_sort"));
    assert_eq!(get_refused(&li, "cursor=xyz").await, pair("cursor", "invalid_cursor"));
    assert_eq!(get_refused(&li, "filter=%7B").await, pair("filter", "invalid_filter"));
    assert_eq!(get_refused(&li, "total=some").await, pair("total", "unknown_option"));
    assert_eq!(li.get("/records/lead?q=%FF").await.refused(400), "malformed_request");
    let mut deep = json!({"field": "name", "op": "eq", "value": "x"});
    for _ in 0..40 {
        deep = json!({"not": deep});
    }
    let refused = li.post("/records/lead/query", json!({"filter": deep})).await;
    assert_eq!(refused.status.as_u16(), 422, "{refused:?}");
}

#[db_test]
async fn values_that_are_wrong_are_all_named_in_the_callers_language(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await.with("accept-language", "zh-CN");
    let wrong = json!({"name": 7, "email": "no", "budget": "much", "status": "asleep", "owner": "me", "unicorn": 1,
        "mobile": "call me", "next_follow_up_at": "tomorrow", "number": "L1"});
    let problem = li.post("/records/lead", wrong).await.expect(422);
    assert_eq!(problem["code"], "invalid_input");
    let mut fields: Vec<&str> = problem["errors"]
        .as_array()
        .expect("fields")
        .iter()
        .filter_map(|error| error["field"].as_str())
        .collect();
    fields.sort_unstable();
    let expected =
        ["budget", "email", "mobile", "name", "next_follow_up_at", "number", "owner", "status", "unicorn"];
    assert_eq!(fields, expected);
    let email = problem["errors"].as_array().expect("fields").iter().find(|error| error["field"] == "email");
    assert_eq!(email.expect("named")["message"], "邮箱不是有效的邮箱地址");
    let long = li.post("/records/lead", json!({"name": "长".repeat(101)})).await.expect(422);
    assert_eq!(first(&long), ("name".to_owned(), "too_long".to_owned()));
    let missing = li.post("/records/lead", json!({"company": "橘灯"})).await.expect(422);
    assert_eq!(first(&missing), ("name".to_owned(), "required".to_owned()));
}

#[db_test]
async fn odd_characters_never_reach_the_database_as_trouble(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    for (path, body) in [
        ("/records/lead", json!({"name": "a\u{0}b"})),
        ("/records/lead", json!({"name": "x", "tags": ["\u{0}"]})),
        ("/records/lead/query", json!({"q": "\u{0}"})),
        ("/records/lead/query", json!({"filter": {"field": "name", "op": "contains", "value": "\u{0}"}})),
        ("/records/lead/query", json!({"filter": {"field": "name", "op": "eq", "value": "\u{0}"}})),
        (
            "/records/lead/query",
            json!({"filter": {"field": "budget", "op": "gt", "value": "99999999999999999999999"}}),
        ),
        ("/records/lead/query", json!({"cursor": "\u{0}"})),
        ("/session", json!({"login": "\u{0}", "password": "\u{0}"})),
    ] {
        let answer = li.post(path, body.clone()).await;
        assert!(answer.status.as_u16() < 500, "{path} {body}: {answer:?}");
    }
    let kept = li.post("/records/lead", json!({"name": "👩‍👩‍👧 \u{200b}O'Hara \"; DROP TABLE t_lead; --"})).await;
    assert_eq!(
        li.get(&format!("/records/lead/{}", kept.expect(201)["id"].as_str().unwrap_or_default()))
            .await
            .status,
        200
    );
}

#[db_test]
async fn a_database_that_is_gone_is_told_with_a_time_to_come_back(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    li.get("/me").await.expect(200);
    app.db.store.close().await;
    let answer = li.get("/records/lead").await;
    assert_eq!(answer.refused(503), "database_away");
    assert_eq!(answer.head("retry-after"), "5");
    let ready = app.nobody().get("//readyz").await;
    assert_eq!(ready.status.as_u16(), 503);
    app.nobody().get("//healthz").await.status.is_success().then_some(()).expect("alive");
}
