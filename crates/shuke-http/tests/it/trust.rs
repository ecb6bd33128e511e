//! Trust in sign-in over HTTP: who has something to do first does nothing else, and tokens don't touch second factors.

use axum::http::Method;
use serde_json::json;
use shuke_testkit::{Actor, LOGIN, PASSWORD, TestApp, TestDb, db_test};

/// A person in a browser.
async fn enter(app: &TestApp, login: &str, password: &str) -> Actor {
    let given = json!({"login": login, "password": password});
    let entered = app.nobody().call(Method::POST, "/session").json(&given).send().await;
    entered.expect(200);
    let cookie = entered.head("set-cookie").split(';').next().unwrap_or_default().to_owned();
    app.nobody().with("cookie", &cookie).with("sec-fetch-site", "same-origin")
}

#[db_test]
async fn whoever_has_to_change_the_password_does_nothing_else(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let li = app.sales("li").await;
    let change = json!({"password": "handed-out-once"});
    let view = admin.patch(&format!("/users/{}", li.id), change).await.expect(200);
    assert_eq!(view["must_change_password"], true, "without being asked for");
    li.get("/records/lead").await.expect(200);
    let program = li;
    let li = enter(&app, "li", "handed-out-once").await;
    for path in ["/objects", "/records/lead", "/tokens", "/imports", "/openapi.json"] {
        assert_eq!(li.get(path).await.refused(403), "must_change_password", "{path}");
    }
    assert_eq!(li.get("/me").await.expect(200)["must"], "change_password");
    let own = json!({"password": {"old": "handed-out-once", "new": "a word of my own"}});
    assert_eq!(li.patch("/me", own).await.expect(200)["must"], json!(null));
    li.get("/records/lead").await.expect(200);
    let kept = json!({"password": "handed-out-thrice", "must_change_password": false});
    let view = admin.patch(&format!("/users/{}", program.id), kept).await.expect(200);
    assert_eq!(view["must_change_password"], false);
}

#[db_test]
async fn the_second_step_and_the_browsers_of_a_person(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for path in ["/me/second-factor", "/me/second-factor/confirm"] {
        assert_eq!(admin.post(path, json!({"code": "1"})).await.refused(403), "in_person_only", "{path}");
    }
    let entered = app
        .nobody()
        .call(Method::POST, "/session")
        .head("user-agent", "Firefox/140")
        .json(&json!({"login": LOGIN, "password": PASSWORD}))
        .send()
        .await;
    entered.expect(200);
    let cookie = entered.head("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let person = app.nobody().with("cookie", &cookie);
    let sessions = person.get("/me/sessions").await.expect(200);
    assert_eq!(
        (&sessions["items"][0]["current"], &sessions["items"][0]["agent"]),
        (&json!(true), &json!("Firefox/140"))
    );
    assert_eq!(person.get("/me/second-factor").await.expect(200)["enabled"], false);
    let fresh = person.post("/me/second-factor", json!({})).await.expect(201);
    assert!(fresh["uri"].as_str().is_some_and(|uri| uri.starts_with("otpauth://totp/")));
    let wrong = person.post("/me/second-factor/confirm", json!({"code": "000000"})).await.expect(422);
    assert_eq!(wrong["errors"][0]["code"], "second_factor_wrong");
    let lacking = person.post("/me/second-factor/confirm", json!({})).await.expect(422);
    assert_eq!(lacking["errors"][0]["code"], "required");
    assert_eq!(
        person.post("/me/second-factor/disable", json!({"code": "1"})).await.refused(409),
        "second_factor_missing"
    );
    assert_eq!(person.delete("/me/sessions").await.expect(200)["ended"], 0);

    let li = app.sales("li").await;
    for refused in [
        li.get("/security").await,
        li.patch("/security", json!({"password_min": 10})).await,
        li.delete(&format!("/users/{}/sessions", admin.id)).await,
        li.delete(&format!("/users/{}/second-factor", admin.id)).await,
    ] {
        assert_eq!(refused.refused(403), "admin_only");
    }
    assert_eq!(admin.delete(&format!("/users/{}/sessions", admin.id)).await.expect(200)["ended"], 1);
    assert_eq!(person.get("/me").await.refused(401), "session_expired");
    assert_eq!(admin.patch("/security", json!({"password_min": 12})).await.expect(200)["password_min"], 12);
}
