//! What the company announces: shown to those whom it is for, while it lasts; told once; read and counted.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::events::Ear;

const OWN: &str = "/announcements";
const ALL: &str = "/company/announcements";

async fn items(who: &Actor, path: &str) -> Vec<Json> {
    who.get(path).await.expect(200)["items"].as_array().expect("items").clone()
}

async fn titles(who: &Actor, path: &str) -> Vec<String> {
    items(who, path).await.iter().map(|it| it["title"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Notices of announcements, once there are so many.
async fn told(who: &Actor, wanted: usize) -> Vec<Json> {
    for _ in 0..1_500 {
        let mut all = items(who, "/notifications").await;
        all.retain(|it| it["kind"] == "announced");
        if all.len() >= wanted {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} was not told {wanted} times", who.id);
}

fn path(made: &Json) -> String {
    format!("{ALL}/{}", made["id"].as_str().expect("an id"))
}

#[db_test]
async fn everyone_is_told_and_what_is_read_is_counted(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    app.live();
    let (admin, li, wang) = (app.admin().await, app.sales("li").await, app.sales("wang").await);
    let mut ear = Ear::of(&li).await;
    let given =
        json!({"title": " 周五停机 ", "body": "20:00 起\r\n详见 https://example.com/x", "pinned": true});
    let made = admin.post(ALL, given).await.expect(201);
    assert_eq!(made["body"], "20:00 起\n详见 https://example.com/x");
    assert_eq!(
        (&made["state"], &made["audience"], &made["pinned"]),
        (&json!("current"), &Json::Null, &json!(true))
    );
    assert_eq!((&made["people"], &made["read"]), (&json!(3), &json!(1)), "who wrote it has read it");
    ear.until("event: notice").await;
    let notice = told(&li, 1).await.remove(0);
    assert_eq!(notice["announcement"], json!({"id": made["id"], "title": "周五停机"}));
    assert_eq!(notice["text"], "20:00 起 详见 https://example.com/x");
    assert_eq!((&notice["actor"]["id"], &notice["read"]), (&json!(admin.id), &json!(false)));
    assert_eq!((&notice["record"], &notice["object"]), (&Json::Null, &Json::Null));

    app.db.clock.advance(TimeDelta::minutes(5));
    let shown = items(&li, OWN).await.remove(0);
    assert_eq!((&shown["title"], &shown["read_at"]), (&json!("周五停机"), &Json::Null));
    assert!(shown.get("audience").is_none() && shown.get("people").is_none(), "for administrators: {shown}");
    li.post(&format!("{OWN}/{}/read", shown["id"].as_str().unwrap()), json!({})).await.expect(204);
    let read = items(&li, OWN).await.remove(0)["read_at"].clone();
    assert!(read.is_string());
    assert_eq!(told(&li, 1).await[0]["read"], true, "the notice is read with it");
    // Once more changes nothing.
    app.db.clock.advance(TimeDelta::minutes(5));
    li.post(&format!("{OWN}/{}/read", shown["id"].as_str().unwrap()), json!({})).await.expect(204);
    assert_eq!(items(&li, OWN).await.remove(0)["read_at"], read);

    let seen = items(&admin, ALL).await.remove(0);
    assert_eq!((&seen["people"], &seen["read"], &seen["read_at"]), (&json!(3), &json!(2), &made["read_at"]));
    let readers = admin.get(&format!("{}/readers", path(&made))).await.expect(200);
    let (first, last) = (&readers["read"][0], &readers["read"][1]);
    assert_eq!((&first["user"]["id"], &first["read_at"]), (&json!(admin.id), &made["read_at"]));
    assert_eq!(last, &json!({"user": {"id": li.id, "object": "user", "name": "li"}, "read_at": read}));
    assert_eq!(readers["unread"], json!([{"id": wang.id, "object": "user", "name": "wang"}]));
    told(&wang, 1).await;
    assert!(told(&admin, 0).await.is_empty(), "nobody is told of what they did");
}

#[db_test]
async fn it_is_for_its_audience_alone(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    let role = json!({"name": "desk", "grants": {"lead": {"read": "own"}}});
    let role = admin.post("/roles", role).await.expect(201)["id"].clone();
    let (li, wang, zhao) =
        (app.sales("li").await, app.sales("wang").await, app.person("zhao", &["desk"]).await);
    let top = admin.create("department", json!({"name": "华东"})).await;
    let below = admin.create("department", json!({"name": "上海", "parent": top})).await;
    admin.patch(&format!("/records/user/{}", li.id), json!({"department": below})).await.expect(200);
    let to = json!({"departments": [top], "roles": [role]});
    let made =
        admin.post(ALL, json!({"title": "给华东和客服", "body": "甲", "audience": to})).await.expect(201);
    assert_eq!(made["audience"]["departments"][0]["name"], "华东");
    assert_eq!(made["people"], 2);
    for (who, sees) in [(&li, true), (&zhao, true), (&wang, false), (&admin, false)] {
        assert_eq!(titles(who, OWN).await.len(), usize::from(sees));
    }
    let read = format!("{OWN}/{}/read", made["id"].as_str().unwrap());
    assert_eq!(wang.post(&read, json!({})).await.refused(404), "not_found");
    told(&li, 1).await;
    told(&zhao, 1).await;
    assert!(told(&wang, 0).await.is_empty());

    // Whoever comes in is told, whoever was told before isn't; who goes out is shown nothing any more.
    admin.patch(&path(&made), json!({"audience": {"users": [wang.id, zhao.id]}})).await.expect(200);
    told(&wang, 1).await;
    assert_eq!(told(&zhao, 1).await.len(), 1);
    assert!(titles(&li, OWN).await.is_empty());
    let gone = told(&li, 1).await.remove(0);
    assert_eq!((&gone["announcement"], &gone["text"]), (&Json::Null, &Json::Null));
    // One who left the company counts no more.
    admin.patch(&format!("/records/user/{}", zhao.id), json!({"active": false})).await.expect(200);
    assert_eq!(items(&admin, ALL).await[0]["people"], 1);
}

#[db_test]
async fn it_begins_and_ends_and_can_be_withdrawn_and_brought_back(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let now = app.db.now();
    let (starts, ends) = (now + TimeDelta::hours(1), now + TimeDelta::hours(2));
    let given = json!({"title": "放假", "body": "初一到初七", "starts_at": starts, "ends_at": ends});
    let made = admin.post(ALL, given).await.expect(201);
    let state = async || items(&admin, ALL).await[0]["state"].clone();
    assert_eq!(state().await, "planned");
    assert!(titles(&li, OWN).await.is_empty());
    assert_eq!(
        li.post(&format!("{OWN}/{}/read", made["id"].as_str().unwrap()), json!({})).await.refused(404),
        "not_found"
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(told(&li, 0).await.is_empty(), "not before it begins");
    app.db.clock.advance(TimeDelta::hours(1));
    assert_eq!((state().await, titles(&li, OWN).await.len()), (json!("current"), 1));
    assert_eq!(told(&li, 1).await.len(), 1);

    admin.delete(&path(&made)).await.expect(204);
    assert!(titles(&li, OWN).await.is_empty() && items(&admin, ALL).await.is_empty());
    assert_eq!(admin.delete(&path(&made)).await.refused(404), "not_found");
    admin.post(&format!("{}/restore", path(&made)), json!({})).await.expect(204);
    assert_eq!(titles(&li, OWN).await, ["放假"]);
    app.db.clock.advance(TimeDelta::hours(1));
    assert_eq!((state().await, titles(&li, OWN).await.len()), (json!("over"), 0));
    assert_eq!(told(&li, 1).await.len(), 1, "told once");

    // Withdrawn for long, it is forgotten.
    admin.delete(&path(&made)).await.expect(204);
    app.db.clock.advance(TimeDelta::days(31));
    app.app.keep_house().await.expect("the house is kept");
    assert_eq!(admin.post(&format!("{}/restore", path(&made)), json!({})).await.refused(404), "not_found");
    let log = admin.get("/audit?limit=200").await.expect(200).to_string();
    for (action, count) in [("created", 1), ("withdrawn", 2), ("restored", 1)] {
        assert_eq!(log.matches(&format!("announcement.{action}")).count(), count, "{action} in {log}");
    }
}

#[db_test]
async fn pinned_ones_come_first_and_pages_go_on(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for (title, pinned) in [("一", false), ("二", true), ("三", false)] {
        app.db.clock.advance(TimeDelta::seconds(1));
        admin.post(ALL, json!({"title": title, "body": "x", "pinned": pinned})).await.expect(201);
    }
    assert_eq!(titles(&admin, OWN).await, ["二", "三", "一"]);
    let page = admin.get(&format!("{ALL}?limit=2")).await.expect(200);
    assert_eq!(page["items"][0]["title"], "三");
    let rest = format!("{ALL}?limit=2&cursor={}", page["next_cursor"].as_str().expect("more"));
    let rest = admin.get(&rest).await.expect(200);
    assert_eq!((&rest["items"][0]["title"], &rest["next_cursor"]), (&json!("一"), &Json::Null));
    assert_eq!(admin.get(&format!("{ALL}?cursor=x")).await.refused(422), "invalid_input");
}

#[db_test]
async fn administrators_alone_write_and_what_is_wrong_is_named(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let fine = json!({"title": "甲", "body": "乙"});
    let made = admin.post(ALL, fine.clone()).await.expect(201);
    assert_eq!(li.get(ALL).await.refused(403), "admin_only");
    assert_eq!(li.post(ALL, fine.clone()).await.refused(403), "admin_only");
    assert_eq!(li.patch(&path(&made), fine.clone()).await.refused(403), "admin_only");
    assert_eq!(li.delete(&path(&made)).await.refused(403), "admin_only");
    for more in ["readers", "restore"] {
        let at = format!("{}/{more}", path(&made));
        let answer = if more == "readers" { li.get(&at).await } else { li.post(&at, json!({})).await };
        assert_eq!(answer.refused(403), "admin_only");
    }
    assert_eq!(app.nobody().get(OWN).await.refused(401), "not_signed_in");
    let narrow = app.limited(li.id, &["lead:read"]).await;
    narrow.get(OWN).await.expect(403);

    let nobody = "0190b6a0-0000-7000-8000-000000000001";
    for (given, field, code) in [
        (json!({"body": "x"}), "title", "required"),
        (json!({"title": " ", "body": "x"}), "title", "required"),
        (json!({"title": "字".repeat(101), "body": "x"}), "title", "too_long"),
        (json!({"title": "x"}), "body", "required"),
        (json!({"title": "x", "body": null}), "body", "required"),
        (json!({"title": "x", "body": "x\u{7}"}), "body", "invalid_text"),
        (json!({"title": "x", "body": "字".repeat(10_001)}), "body", "too_long"),
        (json!({"title": "x", "body": "x", "pinned": 1}), "pinned", "wrong_type"),
        (json!({"title": "x", "body": "x", "starts_at": "soon"}), "starts_at", "invalid_time"),
        (
            json!({"title": "x", "body": "x", "ends_at": "2020-01-01T00:00:00Z"}),
            "ends_at",
            "ends_before_start",
        ),
        (json!({"title": "x", "body": "x", "audience": {}}), "audience", "required"),
        (json!({"title": "x", "body": "x", "audience": 7}), "audience", "wrong_type"),
        (
            json!({"title": "x", "body": "x", "audience": {"roles": [nobody]}}),
            "audience.roles",
            "unknown_reference",
        ),
        (json!({"title": "x", "body": "x", "colour": 1}), "colour", "unknown_field"),
    ] {
        let fault = admin.post(ALL, given.clone()).await.expect(422)["errors"][0].clone();
        assert_eq!((&fault["field"], &fault["code"]), (&json!(field), &json!(code)), "{given}");
    }
    let zh = admin.with("accept-language", "zh-CN");
    let told =
        zh.patch(&path(&made), json!({"ends_at": "2020-01-01T00:00:00Z", "title": null})).await.expect(422);
    let words: Vec<&str> =
        told["errors"].as_array().unwrap().iter().filter_map(|it| it["message"].as_str()).collect();
    assert_eq!(words, ["标题必须填写", "结束时间要晚于开始时间"]);
    let zh = zh.post(ALL, json!({"title": "x", "body": ""})).await.expect(422);
    assert_eq!(zh["errors"][0]["message"], "正文必须填写");
    assert_eq!(titles(&admin, ALL).await, ["甲"]);
}
