//! Networks that people and programs are let in from, over HTTP.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::ConnectInfo;
use axum::http::Method;
use serde_json::json;
use shuke_http::{Options, Peer};
use shuke_testkit::{LOGIN, PASSWORD, TestApp, TestDb, db_test};

/// A service behind a proxy at 10.0.0.1 that it knows of.
async fn behind_a_proxy(db: TestDb) -> TestApp {
    let mut app = TestApp::new(db).await;
    let peer: SocketAddr = "10.0.0.1:40000".parse().expect("an address");
    let proxies = vec!["10.0.0.1".parse().expect("a network")];
    let router = shuke_http::router(app.app.clone(), Options { proxies, ..Options::default() });
    app.router = router.layer(Extension(ConnectInfo(Peer(peer))));
    app
}

#[db_test]
async fn only_the_companys_networks_are_answered(db: TestDb) {
    let app = behind_a_proxy(db).await;
    let admin = app.admin().await.with("x-forwarded-for", "203.0.113.9");
    let outside = admin.with("x-forwarded-for", "198.51.100.1");
    let rule = json!({"networks": ["203.0.113.0/24"]});
    let refused = outside.patch("/security", rule.clone()).await.expect(422);
    assert_eq!(refused["errors"][0]["code"], "own_address_outside");
    assert!(refused["errors"][0]["message"].as_str().is_some_and(|text| text.contains("198.51.100.1")));
    let view = admin.patch("/security", rule).await.expect(200);
    assert_eq!(
        (&view["networks"], &view["own_address"]),
        (&json!(["203.0.113.0/24"]), &json!("203.0.113.9"))
    );

    for path in ["/me", "/records/lead", "/info", "/openapi.json", "/no-such-path", "/events"] {
        assert_eq!(outside.get(path).await.refused(403), "address_not_allowed", "{path}");
    }
    let told = outside.with("accept-language", "zh-CN").get("/me").await.expect(403);
    assert!(told["detail"].as_str().is_some_and(|text| text.contains("198.51.100.1")), "{told}");
    let spoofed = admin.with("x-forwarded-for", "203.0.113.9, 198.51.100.1");
    assert_eq!(spoofed.get("/me").await.refused(403), "address_not_allowed", "what a stranger wrote");
    let given = json!({"login": LOGIN, "password": PASSWORD});
    let entered = app.nobody().with("x-forwarded-for", "198.51.100.1");
    assert_eq!(entered.post("/session", given.clone()).await.refused(403), "address_not_allowed");
    app.nobody().with("x-forwarded-for", "203.0.113.10").post("/session", given).await.expect(200);
    // The page and what machines ask hold nothing of the company.
    assert_eq!(outside.get("//healthz").await.status.as_u16(), 200);
    admin.get("/records/lead").await.expect(200);
    admin.patch("/security", json!({"networks": []})).await.expect(200);
    outside.get("/me").await.expect(200);
}

#[db_test]
async fn many_failures_from_one_address_wait_and_say_until_when(db: TestDb) {
    let app = behind_a_proxy(db).await;
    let guess = app.nobody().with("x-forwarded-for", "198.51.100.1").with("accept-language", "en");
    for nth in 0..30 {
        let given = json!({"login": format!("guess-{nth}"), "password": "x"});
        assert_eq!(guess.post("/session", given).await.refused(401), "bad_credentials", "try {nth}");
    }
    let given = json!({"login": LOGIN, "password": PASSWORD});
    let locked = guess.call(Method::POST, "/session").json(&given).send().await;
    assert_eq!(locked.refused(429), "address_locked_out");
    assert_eq!(locked.head("retry-after"), "900");
    let text = locked.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(text.contains("in 15 minutes"), "{text}");
    guess.with("x-forwarded-for", "198.51.100.2").post("/session", given).await.expect(200);
}
