//! Rate limits: each token for itself, strangers by their address, and what they are told.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use chrono::TimeDelta;
use serde_json::json;
use shuke_http::{Options, Peer, Rates};
use shuke_testkit::{TestApp, TestDb, db_test};

/// The service for somebody at this address, with 5 requests a minute for those who are known and 3 for others.
fn limited(mut app: TestApp, address: [u8; 4]) -> TestApp {
    let rates = Rates { signed_in: NonZeroU32::new(5), unknown: NonZeroU32::new(3) };
    let router: Router = shuke_http::router(app.app.clone(), Options { rates, ..Options::default() });
    app.router = router.layer(Extension(ConnectInfo(Peer(SocketAddr::from((address, 4711))))));
    app
}

#[db_test]
async fn a_token_that_asks_too_often_is_told_when_to_come_back(db: TestDb) {
    let app = limited(TestApp::new(db).await, [8, 8, 8, 8]);
    let admin = app.admin().await;
    for left in ["2", "3", "2", "1", "0"] {
        let answer = admin.get("/me").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.head("ratelimit-remaining"), left, "the first one is counted at its address");
    }
    let refused = admin.get("/me").await;
    assert_eq!(refused.refused(429), "too_often");
    assert_eq!((refused.head("retry-after"), refused.head("ratelimit-limit")), ("12", "5"));
    assert_eq!((refused.head("ratelimit-remaining"), refused.head("ratelimit-reset")), ("0", "60"));
    let again = app.actor(admin.id).await;
    assert_eq!(again.get("/me").await.status, 200, "another token has a bucket of its own");
    app.db.clock.advance(TimeDelta::seconds(12));
    assert_eq!(admin.get("/me").await.status, 200);
    assert_eq!(admin.get("/me").await.refused(429), "too_often");
}

#[db_test]
async fn guessing_tokens_uses_up_the_address_and_nobody_elses_bucket(db: TestDb) {
    let app = limited(TestApp::new(db).await, [8, 8, 4, 4]);
    let admin = app.admin().await;
    admin.get("/me").await.expect(200);
    for n in 0..2 {
        let guess = app.nobody().with("authorization", &format!("Bearer shk_{n}"));
        assert_eq!(guess.get("/me").await.refused(401), "bad_token");
    }
    let guess = app.nobody().with("authorization", "Bearer shk_9");
    assert_eq!(guess.get("/me").await.refused(429), "too_often");
    let sign_in = json!({"login": "admin", "password": "wrong"});
    assert_eq!(app.nobody().post("/session", sign_in).await.refused(429), "too_often");
    assert_eq!(admin.get("/me").await.status, 200, "who is known goes on");
    assert_eq!(app.nobody().get("//healthz").await.status, 200, "what operators ask is not counted");
}

#[db_test]
async fn an_invented_pass_gets_no_bucket_where_nobody_looks_at_it(db: TestDb) {
    let app = limited(TestApp::new(db).await, [8, 8, 2, 2]);
    let guess = app.nobody().with("authorization", "Bearer shk_0");
    for left in ["2", "1", "0"] {
        let answer = guess.get("/nothing").await;
        assert_eq!(answer.refused(404), "no_such_path");
        assert_eq!(answer.head("ratelimit-remaining"), left);
    }
    assert_eq!(guess.get("/nothing").await.refused(429), "too_often");
}
