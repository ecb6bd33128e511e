//! Records as they were, and the end of the recycle bin.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_testkit::{TestApp, TestDb, db_test};

fn text(app: &TestApp) -> String {
    app.db.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

#[db_test]
async fn a_record_is_read_as_it_was(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let before = text(&app);
    app.db.clock.advance(TimeDelta::minutes(1));
    let lead = li
        .create(
            "lead",
            json!({"name": "王芳", "status": "new", "budget": {"amount": "1.00", "currency": "CNY"}}),
        )
        .await;
    let at = format!("/records/lead/{lead}");
    let mut seen: Vec<(String, Json)> = vec![(text(&app), li.get(&at).await.expect(200))];
    for change in [
        json!({"status": "following", "title": "经理"}),
        json!({"budget": null, "tags": ["甲", "乙"]}),
        json!({"status": "qualified", "budget": {"amount": "99.50", "currency": "CNY"}, "next_follow_up_at": "2026-05-01T01:00:00Z"}),
        json!({"title": null, "tags": null}),
    ] {
        app.db.clock.advance(TimeDelta::hours(7));
        li.patch(&at, change).await.expect(200);
        seen.push((text(&app), li.get(&at).await.expect(200)));
    }
    for (moment, then) in &seen {
        let mut past = li.get(&format!("{at}?as_of={moment}")).await.expect(200);
        assert_eq!(past["can"], Json::Null, "the past can't be changed");
        past["can"] = then["can"].clone();
        assert_eq!(&past, then, "at {moment}");
    }
    // In between the earlier state holds; with another zone's clock, too.
    let between =
        li.get(&format!("{at}?as_of={}&fields=status", seen[1].0.replace('Z', "%2B00:00"))).await.expect(200);
    assert_eq!(between["status"], "following");
    assert_eq!(li.get(&format!("{at}?as_of={before}")).await.refused(404), "not_yet");
    assert_eq!(li.get(&format!("{at}?as_of=yesterday")).await.refused(422), "invalid_input");
    // What was deleted and came back was not deleted before.
    app.db.clock.advance(TimeDelta::hours(1));
    li.delete(&at).await.expect(204);
    app.db.clock.advance(TimeDelta::hours(1));
    li.post(&format!("{at}/restore"), json!({})).await.expect(200);
    assert_eq!(li.get(&format!("{at}?as_of={}", seen[4].0)).await.expect(200)["version"], 5);
    let zhao = app.sales("zhao").await;
    assert_eq!(zhao.get(&format!("{at}?as_of={}", seen[2].0)).await.refused(404), "not_found");
}

#[db_test]
async fn the_past_shows_no_more_than_the_present(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}}, "fields": {"lead": {"budget": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    let lead = admin
        .create("lead", json!({"name": "王芳", "budget": {"amount": "777.00", "currency": "CNY"}}))
        .await;
    let then = text(&app);
    app.db.clock.advance(TimeDelta::hours(1));
    admin.patch(&format!("/records/lead/{lead}"), json!({"budget": null})).await.expect(200);
    let past = format!("/records/lead/{lead}?as_of={then}");
    assert_eq!(admin.get(&past).await.expect(200)["budget"]["amount"], "777.00");
    let seen = mole.get(&past).await;
    assert_eq!(seen.expect(200)["name"], "王芳");
    assert!(!String::from_utf8_lossy(&seen.body).contains("777"));
    assert_eq!(mole.get(&format!("{past}&fields=budget")).await.refused(422), "invalid_input");
}

#[db_test]
async fn the_history_of_one_field_is_a_story_of_its_own(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let (li, zhao) = (app.sales("li").await, app.sales("zhao").await);
    let owner = async |actor: &shuke_testkit::Actor| actor.get("/me").await.expect(200)["id"].clone();
    let (li_id, zhao_id) = (owner(&li).await, owner(&zhao).await);
    let lead = li.create("lead", json!({"name": "王芳"})).await;
    let at = format!("/records/lead/{lead}");
    // Texts that look like the entry of a field are no entry of it.
    for change in [
        json!({"title": "\"owner\":["}),
        json!({"owner": zhao_id}),
        json!({"title": "owner"}),
        json!({"owner": li_id}),
    ] {
        app.db.clock.advance(TimeDelta::hours(1));
        admin.patch(&at, change).await.expect(200);
    }
    let story = li.get(&format!("{at}/history?field=owner")).await.expect(200);
    let told: Vec<(Json, Json, Json)> = story["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| {
            let change = &item["changes"][0];
            assert!(item["changes"].as_array().expect("changes").len() <= 1, "{item}");
            (item["kind"].clone(), change["old"]["id"].clone(), change["new"]["id"].clone())
        })
        .collect();
    let (changed, created) = (json!("changed"), json!("created"));
    assert_eq!(
        told,
        [
            (changed.clone(), zhao_id.clone(), li_id.clone()),
            (changed, li_id, zhao_id),
            (created, Json::Null, Json::Null)
        ]
    );
    let page = li.get(&format!("{at}/history?field=owner&limit=2")).await.expect(200);
    let next = page["next_cursor"].as_str().expect("more");
    let rest = li.get(&format!("{at}/history?field=owner&limit=2&cursor={next}")).await.expect(200);
    assert_eq!((&rest["items"][0], &rest["next_cursor"]), (&story["items"][2], &Json::Null));
    let wrong = li.get(&format!("{at}/history?field=nothing")).await.expect(422);
    assert_eq!(
        (&wrong["errors"][0]["field"], &wrong["errors"][0]["code"]),
        (&json!("field"), &json!("unknown_field"))
    );
    assert_eq!(zhao.get(&format!("{at}/history?field=owner")).await.refused(404), "not_found");
}

#[db_test]
async fn a_hidden_field_has_no_history(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}}, "fields": {"lead": {"title": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    let lead = admin.create("lead", json!({"name": "王芳"})).await;
    let of = |field: &str| format!("/records/lead/{lead}/history?field={field}");
    assert_eq!(mole.get(&of("title")).await.expect(422)["errors"][0]["code"], "unknown_field");
    assert_eq!(mole.get(&of("owner")).await.expect(200)["items"][0]["kind"], "created");
}

#[db_test]
async fn the_bin_is_emptied_when_its_time_is_over(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    assert_eq!(li.get("/company").await.refused(403), "admin_only");
    assert_eq!(li.patch("/company", json!({"bin_days": 3})).await.refused(403), "admin_only");
    let wrong = admin
        .patch("/company", json!({"name": "", "bin_days": 0, "export_watermark": "x", "color": 1}))
        .await
        .expect(422);
    assert_eq!(wrong["errors"].as_array().unwrap().len(), 4, "{wrong}");
    let account = li.create("account", json!({"name": "仍被引用", "kind": "company"})).await;
    li.create("contact", json!({"name": "联系人", "account": account})).await;
    let (old, young) =
        (li.create("lead", json!({"name": "旧"})).await, li.create("lead", json!({"name": "新"})).await);
    li.delete(&format!("/records/lead/{old}")).await.expect(204);
    li.delete(&format!("/records/account/{account}")).await.expect(204);
    app.db.clock.advance(TimeDelta::days(20));
    li.delete(&format!("/records/lead/{young}")).await;
    let li = app.actor(li.id).await;
    let _ = li.delete(&format!("/records/lead/{young}")).await;
    app.app.keep_house().await.expect("housekeeping");
    let bin = |object: &str| format!("/records/{object}?deleted=true&total=exact&limit=1");
    assert_eq!(
        li.get(&bin("lead")).await.expect(200)["total"]["value"],
        2,
        "kept for ever unless the company says otherwise"
    );
    let admin = app.actor(admin.id).await;
    let set = admin.patch("/company", json!({"bin_days": 14, "name": "新名字"})).await.expect(200);
    assert_eq!((&set["bin_days"], &set["name"]), (&json!(14), &json!("新名字")));
    app.app.keep_house().await.expect("housekeeping");
    assert_eq!(li.get(&bin("lead")).await.expect(200)["total"]["value"], 1);
    assert_eq!(li.post(&format!("/records/lead/{old}/restore"), json!({})).await.refused(404), "not_found");
    li.post(&format!("/records/lead/{young}/restore"), json!({})).await.expect(200);
    li.post(&format!("/records/account/{account}/restore"), json!({})).await.expect(200);
    let told = app.db.store.read().await.unwrap().audits(None, 10_000).await.unwrap();
    let purged: Vec<_> = told.iter().filter(|row| row.entry.action == "record.purged").collect();
    assert_eq!(purged.len(), 1);
    assert!(purged[0].entry.detail.contains(&old.to_string()), "{}", purged[0].entry.detail);
    let set = admin.patch("/company", json!({"bin_days": null})).await.expect(200);
    assert_eq!(set["bin_days"], Json::Null);
}
