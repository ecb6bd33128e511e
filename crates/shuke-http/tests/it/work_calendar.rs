//! The company's working days: who sets them, and what is counted by them.

use std::time::Duration;

use serde_json::json;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

#[db_test]
async fn fields_that_count_in_working_days_follow_the_calendar(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let known = li.get("/company/calendar").await.expect(200);
    assert_eq!(known["week"], json!([1, 2, 3, 4, 5]));
    assert!(known["days"].as_array().is_some_and(|days| days.len() > 20), "the holidays of China");
    assert_eq!(known["known"][0]["year"], 2025);

    let field = json!({"name": "reply_by", "labels": {"en": "Reply by"}, "kind": "formula",
        "formula": "WORKDAY(expected_close_on, 2)"});
    admin.post("/objects/opportunity/fields", field).await.expect(201);
    let account = li.create("account", json!({"name": "新春贸易"})).await;
    let deal = json!({"name": "新春采购", "account": account, "expected_close_on": "2026-02-13"});
    let deal = li.create("opportunity", deal).await;
    let path = format!("/records/opportunity/{deal}");
    // Saturday the 14th is made up for; the Spring Festival ends on Monday the 23rd.
    assert_eq!(li.get(&path).await.expect(200)["x_reply_by"], "2026-02-24");

    let change = json!({"days": [{"day": "2026-02-16", "works": false, "name": "只休一天"}]});
    assert_eq!(li.patch("/company/calendar", change.clone()).await.refused(403), "admin_only");
    let view = admin.patch("/company/calendar", change).await.expect(200);
    assert_eq!((&view["days"][0]["name"], &view["week"]), (&json!("只休一天"), &json!([1, 2, 3, 4, 5])));
    app.work();
    until(&li, &path, "2026-02-18").await;
    admin.patch("/company/calendar", json!({"week": [6, 7]})).await.expect(200);
    until(&li, &path, "2026-02-15").await;
}

/// Waits for the job that brings the field up to date.
async fn until(actor: &Actor, path: &str, day: &str) {
    for _ in 0..500 {
        if actor.get(path).await.expect(200)["x_reply_by"] == day {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{}", actor.get(path).await.expect(200));
}

#[db_test]
async fn a_calendar_that_makes_no_sense_is_refused(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let long = "长".repeat(41);
    let bad = json!({"week": [0, 8], "days": [{"day": "2026-02-30", "works": true}, {"day": "2026-02-03", "works": true, "name": long}]});
    let told = admin.patch("/company/calendar", bad).await.expect(422);
    let fields: Vec<&str> =
        told["errors"].as_array().expect("errors").iter().filter_map(|it| it["field"].as_str()).collect();
    assert_eq!(fields, ["week", "days[0]", "days[1].name"]);
    assert_eq!(admin.patch("/company/calendar", json!({"week": []})).await.refused(422), "invalid_input");
    let many: Vec<_> = (0..1_201).map(|_| json!({"day": "2026-01-01", "works": true})).collect();
    admin.patch("/company/calendar", json!({"days": many})).await.expect(422);
}

#[db_test]
async fn public_holidays_are_named_in_the_reader_s_language(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let [zh, en] = ["zh-CN", "en"].map(|tag| admin.clone().with("accept-language", tag));
    let name = |view: &serde_json::Value, day: &str| {
        let days = view["days"].as_array().expect("days");
        days.iter().find(|named| named["day"] == day).expect("it has a name")["name"].clone()
    };
    let mut view = en.get("/company/calendar").await.expect(200);
    assert_eq!(name(&view, "2026-10-01"), "National Day");
    assert_eq!(view["known"][0]["days"][0]["name"], "New Year's Day");
    // What was read in one language and saved is read in the other; an own name stays as it is.
    let days = view["days"].as_array_mut().expect("days");
    days.push(json!({"day": "2026-12-25", "works": false, "name": "Founders' day"}));
    let saved = en.patch("/company/calendar", json!({"days": view["days"]})).await.expect(200);
    assert_eq!(name(&saved, "2026-10-01"), "National Day");
    let read = zh.get("/company/calendar").await.expect(200);
    assert_eq!(
        (name(&read, "2026-10-01"), name(&read, "2026-12-25")),
        (json!("国庆节"), json!("Founders' day"))
    );
}
