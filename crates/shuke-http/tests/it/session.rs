//! Signing in and out, cookies, the guard against other sites, tokens.

use axum::http::Method;
use serde_json::json;
use shuke_testkit::{Actor, Answer, LOGIN, PASSWORD, TestApp, TestDb, db_test};

async fn sign_in(nobody: &Actor, password: &str) -> Answer {
    nobody.post("/session", json!({"login": LOGIN, "password": password})).await
}

/// The cookie as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    answer.head("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

#[db_test]
async fn a_person_signs_in_works_and_signs_out(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody();
    let answer = sign_in(&nobody, PASSWORD).await;
    let body = answer.expect(200);
    assert_eq!(body["user"]["login"], LOGIN);
    assert_eq!(body["user"]["admin"], true);
    let set = answer.head("set-cookie");
    assert!(
        set.starts_with("shuke_session=") && set.contains("HttpOnly") && set.contains("SameSite=Lax"),
        "{set}"
    );
    assert!(set.contains("Path=/") && !set.contains("Secure"), "{set}");
    let person = nobody.with("cookie", &cookie(&answer));
    assert_eq!(person.get("/me").await.expect(200)["login"], LOGIN);
    person.create("lead", json!({"name": "张伟"})).await;
    let out = person.delete("/session").await;
    out.expect(204);
    assert!(out.head("set-cookie").contains("Max-Age=0"), "{}", out.head("set-cookie"));
    assert_eq!(person.get("/me").await.refused(401), "session_expired");
}

#[db_test]
async fn over_https_the_cookie_is_for_https_alone(db: TestDb) {
    let app = TestApp::new(db).await;
    let proxied = app.nobody().with("x-forwarded-proto", "https");
    let answer = sign_in(&proxied, PASSWORD).await;
    assert!(answer.head("set-cookie").contains("; Secure"), "{}", answer.head("set-cookie"));
}

#[db_test]
async fn a_wrong_password_tells_nothing_and_five_lock_out(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody().with("accept-language", "zh-CN");
    for _ in 0..4 {
        assert_eq!(sign_in(&nobody, "wrong").await.refused(401), "bad_credentials");
    }
    let unknown = nobody.post("/session", json!({"login": "nobody", "password": "wrong"})).await;
    assert_eq!(unknown.refused(401), "bad_credentials");
    sign_in(&nobody, "wrong").await.expect(429);
    let locked = sign_in(&nobody, PASSWORD).await;
    assert_eq!(locked.refused(429), "locked_out");
    let seconds: u64 = locked.head("retry-after").parse().expect("seconds");
    assert!((60..=900).contains(&seconds), "{seconds}");
}

#[db_test]
async fn another_site_changes_nothing(db: TestDb) {
    let app = TestApp::new(db).await;
    let person = app.nobody().with("cookie", &cookie(&sign_in(&app.nobody(), PASSWORD).await));
    let person = person.with("host", "crm.example.com");
    let evil = person.with("origin", "https://evil.example.com");
    assert_eq!(evil.post("/records/lead", json!({"name": "x"})).await.refused(403), "foreign_origin");
    assert_eq!(evil.delete("/session").await.refused(403), "foreign_origin");
    assert_eq!(sign_in(&evil, PASSWORD).await.refused(403), "foreign_origin");
    let framed = person.with("sec-fetch-site", "cross-site");
    assert_eq!(framed.patch("/me", json!({"theme": "dark"})).await.refused(403), "foreign_origin");
    // Reading is harmless: the other site can't see the answer.
    evil.get("/me").await.expect(200);
    let own = person.with("origin", "https://crm.example.com").with("sec-fetch-site", "same-origin");
    own.patch("/me", json!({"theme": "dark"})).await.expect(200);
    // A program's token is nothing that a browser carries along by itself.
    app.admin().await.with("origin", "https://evil.example.com").patch("/me", json!({})).await.expect(200);
}

#[db_test]
async fn a_token_works_until_it_is_ended(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let made = admin.post("/tokens", json!({"name": "crawler"})).await.expect(201);
    let secret = made["token"].as_str().expect("the secret, this once");
    assert!(secret.starts_with("shk_"), "{secret}");
    let program = app.nobody().with("authorization", &format!("Bearer {secret}"));
    program.get("/me").await.expect(200);
    let listed = admin.get("/tokens").await;
    assert!(!String::from_utf8_lossy(&listed.body).contains(secret));
    let id = made["id"].as_str().expect("an id");
    admin.delete(&format!("/tokens/{id}")).await.expect(204);
    let refused = program.get("/me").await;
    assert_eq!(refused.status.as_u16(), 401);
    assert_eq!(refused.head("www-authenticate"), "Bearer");
    let odd = app.nobody().with("authorization", "Basic dXNlcjpwYXNz");
    assert_eq!(odd.get("/me").await.status.as_u16(), 401);
}

#[db_test]
async fn the_language_is_the_one_asked_for_else_ones_own_else_the_companys(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody();
    let detail = |answer: &Answer| answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert_eq!(detail(&nobody.get("/me").await), "请先登录");
    let english = nobody.with("accept-language", "fr, en-GB;q=0.8, zh;q=0.2").get("/me").await;
    assert_eq!(detail(&english), "Please sign in");
    assert_eq!(english.head("content-language"), "en");
    let li = app.sales("li").await.with("accept-language", "");
    assert_eq!(li.get("/records/lead/x").await.head("content-language"), "zh-CN");
    li.patch("/me", json!({"locale": "en"})).await.expect(200);
    assert_eq!(li.get("/records/lead/x").await.head("content-language"), "en");
}

#[db_test]
async fn whoever_is_switched_off_is_out_at_once(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    li.get("/me").await.expect(200);
    admin.patch(&format!("/users/{}", li.id), json!({"active": false})).await.expect(200);
    assert_eq!(li.call(Method::GET, "/me").send().await.status.as_u16(), 401);
}
