//! Live events reach those who may know, and nobody else.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use http_body_util::BodyExt;
use serde_json::json;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Somebody who listens.
pub(crate) struct Ear {
    body: Body,
    pub(crate) heard: String,
}

impl Ear {
    pub(crate) async fn of(who: &Actor) -> Self {
        let response = who.call(Method::GET, "/events").open().await;
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut ear = Self { body: response.into_body(), heard: String::new() };
        ear.until("retry").await;
        ear
    }

    /// Listens until a word is heard.
    pub(crate) async fn until(&mut self, word: &str) {
        while !self.heard.contains(word) {
            let frame = tokio::time::timeout(Duration::from_secs(10), self.body.frame()).await;
            let frame = frame.unwrap_or_else(|_| panic!("{word} never came: {}", self.heard));
            let frame = frame.expect("the line stays open").expect("the line is whole");
            self.heard += &String::from_utf8_lossy(frame.data_ref().expect("data"));
        }
    }

    /// Whether the line has ended.
    async fn ended(&mut self) -> bool {
        let end = async { while let Some(Ok(_)) = self.body.frame().await {} };
        tokio::time::timeout(Duration::from_secs(10), end).await.is_ok()
    }
}

#[db_test]
async fn a_change_is_told_to_those_who_may_see_the_record(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (li, zhao, admin) = (app.sales("li").await, app.sales("zhao").await, app.admin().await);
    let (mut hers, mut all) = (Ear::of(&li).await, Ear::of(&admin).await);
    // The reader of the outbox starts with what comes after it has seen a listener.
    let mut first = String::new();
    for _ in 0..50 {
        first = zhao.create("lead", json!({"name": "赵的"})).await.to_string();
        tokio::time::sleep(Duration::from_millis(50)).await;
        if futures::FutureExt::now_or_never(all.body.frame()).is_some() {
            break;
        }
    }
    let his = zhao.create("lead", json!({"name": "赵的"})).await.to_string();
    let own = li.create("lead", json!({"name": "丽的"})).await.to_string();
    all.until(&his).await;
    all.until(&own).await;
    hers.until(&own).await;
    assert!(
        hers.heard.contains("event: change") && hers.heard.contains("\"kind\":\"created\""),
        "{}",
        hers.heard
    );
    assert!(!hers.heard.contains(&his) && !hers.heard.contains(&first), "{}", hers.heard);
}

#[db_test]
async fn a_right_that_is_taken_away_ends_what_is_told(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (li, admin) = (app.sales("li").await, app.admin().await);
    let mut ear = Ear::of(&li).await;
    admin.patch(&format!("/users/{}", li.id), json!({"active": false})).await.expect(200);
    for _ in 0..30 {
        admin.create("lead", json!({"name": "after"})).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(ear.ended().await, "{}", ear.heard);
    assert!(!ear.heard.contains("event: change"), "{}", ear.heard);
    assert_eq!(app.nobody().get("/events").await.status.as_u16(), 401);
}

#[db_test]
async fn a_new_field_is_told_to_everybody(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (li, admin) = (app.sales("li").await, app.admin().await);
    let mut ear = Ear::of(&li).await;
    let field = json!({"name": "size", "labels": {"zh-CN": "规模", "en": "Size"}, "kind": "integer"});
    admin.post("/objects/lead/fields", field).await.expect(201);
    ear.until("event: meta").await;
}
