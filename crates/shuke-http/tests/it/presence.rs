//! Who has a record open: told to those who see it and have it open, too, and forgotten by itself.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, LOGIN, PASSWORD, TestApp, TestDb, db_test};

use crate::events::Ear;
use crate::view_as::{browser, with_password};

fn at(lead: Uuid) -> String {
    format!("/records/lead/{lead}/presence")
}

async fn stay(who: &Actor, lead: Uuid, tab: &str, field: Json) -> Json {
    who.put(&at(lead), json!({"tab": tab, "field": field})).await.expect(200)
}

fn names(answer: &Json) -> Vec<&str> {
    answer["people"].as_array().expect("people").iter().filter_map(|it| it["user"]["name"].as_str()).collect()
}

#[db_test]
async fn people_at_a_record_know_of_each_other_and_of_fields(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let li = app.sales("li").await;
    let lead = li.create("lead", json!({"name": "丽的客户"})).await;
    let (hers, boss) = (with_password(&app, &li).await, browser(&app, LOGIN, PASSWORD).await);
    let mut ear = Ear::of(&hers).await;
    let first = stay(&hers, lead, "a", Json::Null).await;
    assert_eq!(names(&first), Vec::<&str>::new(), "{first}");
    assert!(
        first["version"].is_i64() && first["can"].as_array().is_some_and(|can| can.contains(&json!("edit")))
    );
    let read = hers.get(&format!("/records/lead/{lead}")).await.expect(200);
    assert_eq!((&first["can"], &first["version"]), (&read["can"], &read["version"]), "as the record says");

    let second = stay(&boss, lead, "b", json!("wechat")).await;
    assert_eq!(names(&second), ["li"], "{second}");
    ear.until("event: presence").await;
    ear.until("\"field\":\"wechat\"").await;
    let again = stay(&hers, lead, "a", Json::Null).await;
    assert_eq!(again["people"][0]["field"], json!("wechat"), "{again}");
    // Two tabs are one person, and nobody is told of oneself.
    stay(&boss, lead, "c", Json::Null).await;
    assert_eq!(names(&stay(&hers, lead, "a", Json::Null).await).len(), 1);
    for tab in ["b", "c"] {
        boss.delete(&format!("{}?tab={tab}", at(lead))).await.expect(204);
    }
    assert_eq!(names(&stay(&hers, lead, "a", Json::Null).await), Vec::<&str>::new());
}

#[db_test]
async fn whoever_falls_silent_is_forgotten_and_what_went_out_of_sight_is_told(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (li, zhao, admin) = (app.sales("li").await, app.sales("zhao").await, app.admin().await);
    let lead = li.create("lead", json!({"name": "丽的客户"})).await;
    let (hers, his) = (with_password(&app, &li).await, with_password(&app, &zhao).await);
    let boss = browser(&app, LOGIN, PASSWORD).await;
    assert_eq!(his.put(&at(lead), json!({"tab": "x"})).await.status, 404, "not in his sight");
    stay(&hers, lead, "a", json!("wechat")).await;
    assert_eq!(names(&stay(&boss, lead, "b", Json::Null).await), ["li"]);
    app.db.clock.advance(TimeDelta::seconds(26));
    assert_eq!(names(&stay(&boss, lead, "b", Json::Null).await), Vec::<&str>::new());

    let mut ear = Ear::of(&hers).await;
    stay(&hers, lead, "a", Json::Null).await;
    admin.patch(&format!("/records/lead/{lead}"), json!({"owner": zhao.id})).await.expect(200);
    ear.until("event: gone").await;
    assert!(!ear.heard.contains("event: change"), "{}", ear.heard);
    assert_eq!(hers.put(&at(lead), json!({"tab": "a"})).await.status, 404);
    admin.delete(&format!("/records/lead/{lead}")).await.expect(204);
    assert_eq!(boss.put(&at(lead), json!({"tab": "b"})).await.status, 404, "nobody is in the bin");
}

#[db_test]
async fn programs_and_who_looks_as_another_are_nowhere_and_hidden_fields_stay_so(db: TestDb) {
    let app = TestApp::new(db).await;
    let (li, admin) = (app.sales("li").await, app.admin().await);
    let lead = li.create("lead", json!({"name": "丽的客户"})).await;
    assert_eq!(li.put(&at(lead), json!({"tab": "t"})).await.refused(403), "in_person_only");
    let limited = app.limited(admin.id, &["read", "write"]).await;
    assert_eq!(limited.put(&at(lead), json!({"tab": "t"})).await.refused(403), "token_scope");
    let hers = with_password(&app, &li).await;
    let boss = browser(&app, LOGIN, PASSWORD).await;
    stay(&boss, lead, "b", json!("mobile")).await;
    let refused = hers.put(&at(lead), json!({"field": "nothing"})).await.expect(422);
    assert_eq!(refused["errors"].as_array().expect("errors").len(), 2, "{refused}");

    let company = app.app.company();
    let role = company.roles.values().find(|role| role.name == "sales").expect("the role of salespeople");
    let hidden = json!({"fields": {"lead": {"mobile": "hidden"}}});
    admin.patch(&format!("/roles/{}", role.id), hidden).await.expect(200);
    let seen = stay(&hers, lead, "a", Json::Null).await;
    assert_eq!((&seen["people"][0]["field"], names(&seen).len()), (&Json::Null, 1), "{seen}");

    boss.delete(&format!("{}?tab=b", at(lead))).await.expect(204);
    boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    let looks = boss.call(Method::PUT, &at(lead)).json(&json!({"tab": "b"})).send().await;
    assert_eq!(looks.refused(403), "viewing_as");
}
