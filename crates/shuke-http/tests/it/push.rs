//! Notices that are pushed to browsers: from what happens to a closed message, with all that may go wrong on the way.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_base::{Clock, Moment, Uuid};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::push_peer::{Browser, claims};
use crate::view_as::{browser, with_password};
use crate::webhook_peer::{Does, Peer, client};

/// A company that pushes, a push service, Li in a browser of hers, and Wang who writes to her.
struct Scene {
    app: TestApp,
    service: Peer,
    admin: Actor,
    /// Li in the browser.
    li: Actor,
    wang: Actor,
    browser: Browser,
    device: String,
    key: String,
    lead: Uuid,
}

async fn scene(db: TestDb) -> Scene {
    let app = TestApp::new(db).await.over(|app| app.with_outgoing(client()));
    app.work();
    let service = Peer::start().await;
    let admin = app.admin().await;
    let (li, wang) = (app.sales("li").await, app.sales("wang").await);
    let lead = wang.create("lead", json!({"name": "远山机械"})).await;
    wang.put(&format!("/records/lead/{lead}/team/{}", li.id), json!({"level": "read"})).await.expect(200);
    let contact = json!({"push_contact": "it@shop.example"});
    assert_eq!(admin.patch("/company", contact).await.expect(200)["push_contact"], "mailto:it@shop.example");
    let id = li.id;
    let mut li = with_password(&app, &li).await;
    li.id = id;
    let told = li.get("/me/push").await.expect(200);
    let key = told["key"].as_str().expect("the server's key").to_owned();
    let browser = Browser::new(&service.url, 1);
    let made = li.post("/me/push/devices", browser.subscription()).await.expect(201);
    assert_eq!(made["current"], true);
    let device = made["id"].as_str().expect("an id").to_owned();
    Scene { app, service, admin, li, wang, browser, device, key, lead }
}

impl Scene {
    async fn says(&self, body: &str, mentions: &[Uuid]) {
        let path = format!("/records/lead/{}/comments", self.lead);
        self.wang.post(&path, json!({"body": body, "mentions": mentions})).await.expect(201);
    }

    async fn devices(&self) -> Vec<Json> {
        self.li.get("/me/push").await.expect(200)["devices"].as_array().expect("devices").clone()
    }

    /// Waits until it is so; what has come of a message is written down a moment after its answer.
    async fn until(&self, wanted: impl Fn(&[Json]) -> bool) -> Vec<Json> {
        for _ in 0..1_500 {
            let devices = self.devices().await;
            if wanted(&devices) {
                return devices;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{:?}", self.devices().await);
    }

    /// When something is to be pushed next.
    async fn next(&self) -> Option<Moment> {
        let mut reader = self.app.app.store().read().await.expect("a reader");
        reader.next_push_at().await.expect("an answer")
    }

    /// Waits until so many messages came and the last one is put off: while one is under way, that is for a minute.
    async fn put_off(&self, calls: usize) {
        self.service.wait_for(calls).await;
        for _ in 0..1_500 {
            let later = self.app.db.clock.now() + TimeDelta::minutes(5);
            if self.next().await.is_some_and(|next| next > later) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nothing is put off");
    }

    /// Waits until nothing is left to be pushed, then tells how many messages came.
    async fn calls_at_rest(&self) -> usize {
        for _ in 0..1_500 {
            if self.next().await.is_none() {
                return self.service.calls().len();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("something still waits");
    }
}

#[db_test]
async fn a_notice_reaches_the_browser_closed_and_signed(db: TestDb) {
    let scene = scene(db).await;
    scene.says("@li 先约时间", &[scene.li.id]).await;
    let call = scene.service.wait_for(1).await.remove(0);
    let notice = scene.li.get("/notifications").await.expect(200)["items"][0].clone();
    let said = scene.browser.opened(&call);
    assert_eq!(said["title"], "wang在“远山机械”的评论中提到了您");
    assert_eq!(said["body"], "@li 先约时间");
    assert_eq!(said["path"], format!("/o/lead/{}", scene.lead));
    assert_eq!(
        (&said["notice"], &said["lang"], &said["again"]),
        (&notice["id"], &json!("zh-CN"), &json!(true))
    );
    assert_eq!((call.head("urgency"), call.head("ttl")), ("high", "86400"));
    assert!(call.head("topic").len() <= 32);
    let claims = claims(&call, &scene.key);
    assert!(scene.service.url.starts_with(claims["aud"].as_str().expect("an audience")), "{claims}");
    assert_eq!(claims["sub"], "mailto:it@shop.example");
    let now = scene.app.db.clock.now().timestamp();
    assert!((now..=now + 86_400).contains(&claims["exp"].as_i64().expect("an end")), "{claims}");
    let devices = scene.until(|devices| devices[0]["sent_at"].is_string()).await;
    assert!(devices[0]["failing_since"].is_null());
    assert_eq!(scene.calls_at_rest().await, 1);
}

#[db_test]
async fn an_announcement_is_pushed_with_its_title_and_leads_to_itself(db: TestDb) {
    let scene = scene(db).await;
    let given =
        json!({"title": "周五停机", "body": "20:00 起\n约两小时", "audience": {"users": [scene.li.id]}});
    let made = scene.admin.post("/company/announcements", given).await.expect(201);
    let said = scene.browser.opened(&scene.service.wait_for(1).await.remove(0));
    assert_eq!((&said["title"], &said["body"]), (&json!("公告：周五停机"), &json!("20:00 起 约两小时")));
    assert_eq!(said["path"], format!("/announcements?id={}", made["id"].as_str().expect("an id")));
}

#[db_test]
async fn many_records_are_one_message_and_a_later_comment_takes_the_place_of_an_earlier(db: TestDb) {
    let scene = scene(db).await;
    let mut ids = Vec::new();
    for name in ["一", "二", "三"] {
        ids.push(scene.wang.create("lead", json!({"name": name})).await);
    }
    let change = json!({"action": "change", "ids": ids, "values": {"owner": scene.li.id}});
    scene.admin.post("/records/lead/bulk", change).await.expect(202);
    for _ in 0..1_500 {
        if scene.next().await.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(scene.service.calls().is_empty(), "more of the same work may come");
    scene.app.db.clock.advance(TimeDelta::seconds(6));
    let call = scene.service.wait_for(1).await.remove(0);
    let said = scene.browser.opened(&call);
    let title = said["title"].as_str().expect("a title");
    assert!(title.contains("等交给了您，另有 2 条"), "{title}");
    assert_eq!(said["again"], false);
    // Li owns it now: two comments on it come under one topic, a word to her under its own.
    let at = format!("/records/lead/{}/comments", ids[0]);
    for (body, mentions) in [("甲", vec![]), ("乙", vec![]), ("丙", vec![scene.li.id])] {
        scene.admin.post(&at, json!({"body": body, "mentions": mentions})).await.expect(201);
    }
    let calls = scene.service.wait_for(4).await;
    let bodies: Vec<Json> =
        calls[1..].iter().map(|call| scene.browser.opened(call)["body"].clone()).collect();
    assert_eq!(bodies, ["甲", "乙", "丙"], "in the order of what happened");
    assert_eq!(calls[1].head("topic"), calls[2].head("topic"));
    assert_ne!(calls[1].head("topic"), calls[3].head("topic"));
}

#[db_test]
async fn a_push_service_that_asks_for_patience_gets_it_and_one_that_knows_nobody_ends_it(db: TestDb) {
    let scene = scene(db).await;
    scene.service.will(&[Does::AsksForPatience(429, 600), Does::Answers(503), Does::SendsElsewhere]);
    scene.says("一", &[scene.li.id]).await;
    scene.service.wait_for(1).await;
    scene.until(|devices| devices[0]["failing_since"].is_string()).await;
    scene.says("二", &[scene.li.id]).await;
    scene.app.db.clock.advance(TimeDelta::seconds(500));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        scene.service.calls().len(),
        1,
        "it wanted ten minutes, and the second notice waits for the first"
    );
    scene.app.db.clock.advance(TimeDelta::seconds(120));
    scene.service.wait_for(2).await;
    // A redirection is followed by nobody, and such a message is given up; the next one arrives.
    for _ in 0..1_500 {
        scene.app.db.clock.advance(TimeDelta::seconds(5));
        if scene.service.calls().len() >= 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let calls = scene.service.wait_for(4).await;
    let bodies: Vec<Json> = calls.iter().map(|call| scene.browser.opened(call)["body"].clone()).collect();
    assert_eq!(bodies, ["一", "一", "一", "二"]);
    let ttl: i64 = calls[3].head("ttl").parse().expect("seconds");
    assert!(ttl < 86_400 - 500, "{ttl}: what waited is worth less");
    scene.until(|devices| devices[0]["failing_since"].is_null()).await;
    scene.service.will(&[Does::Answers(410)]);
    scene.says("三", &[scene.li.id]).await;
    scene.until(<[Json]>::is_empty).await;
    assert_eq!(scene.calls_at_rest().await, 5);
    scene.says("四", &[scene.li.id]).await;
    assert_eq!(scene.calls_at_rest().await, 5, "there is no browser any more");
}

#[db_test]
async fn what_is_worth_nothing_any_more_is_not_pushed(db: TestDb) {
    let scene = scene(db).await;
    let hold = || scene.service.will(&[Does::AsksForPatience(503, 600)]);
    // Out of sight meanwhile.
    hold();
    scene.says("一", &[scene.li.id]).await;
    scene.put_off(1).await;
    let seat = format!("/records/lead/{}/team/{}", scene.lead, scene.li.id);
    scene.wang.delete(&seat).await.expect(204);
    scene.until(|devices| devices[0]["failing_since"].is_string()).await;
    scene.app.db.clock.advance(TimeDelta::seconds(700));
    assert_eq!(scene.calls_at_rest().await, 1);
    scene.wang.put(&seat, json!({"level": "read"})).await.expect(200);
    // Read meanwhile.
    hold();
    scene.says("二", &[scene.li.id]).await;
    scene.put_off(2).await;
    scene.li.post("/notifications/read", json!({})).await.expect(200);
    scene.app.db.clock.advance(TimeDelta::seconds(700));
    assert_eq!(scene.calls_at_rest().await, 2);
    // A day old.
    hold();
    scene.says("三", &[scene.li.id]).await;
    scene.put_off(3).await;
    scene.app.db.clock.advance(TimeDelta::hours(25));
    assert_eq!(scene.calls_at_rest().await, 3);
    // Of a kind that isn't wanted on the phone, or not at all.
    for wish in [json!({"unpushed": ["mentioned"]}), json!({"unpushed": [], "muted": ["mentioned"]})] {
        scene.li.patch("/me/preferences", wish).await.expect(200);
        scene.says("四", &[scene.li.id]).await;
        assert_eq!(scene.calls_at_rest().await, 3);
    }
    scene.li.patch("/me/preferences", json!({"muted": []})).await.expect(200);
    // Switched off.
    hold();
    scene.says("五", &[scene.li.id]).await;
    scene.put_off(4).await;
    scene.admin.patch("/company", json!({"push_contact": null})).await.expect(200);
    scene.app.db.clock.advance(TimeDelta::seconds(700));
    assert_eq!(scene.calls_at_rest().await, 4);
    let told = scene.li.get("/me/push").await.expect(200);
    assert_eq!((&told["on"], &told["key"]), (&json!(false), &json!(null)));
    let again = Browser::new(&scene.service.url, 2).subscription();
    assert_eq!(scene.li.post("/me/push/devices", again).await.refused(409), "push_off");
    let test = format!("/me/push/devices/{}/test", scene.device);
    assert_eq!(scene.li.post(&test, json!({})).await.refused(409), "push_off");
    // On again with the same key, so that browsers needn't ask anew.
    scene.admin.patch("/company", json!({"push_contact": "https://shop.example/it"})).await.expect(200);
    assert_eq!(scene.li.get("/me/push").await.expect(200)["key"], json!(scene.key));
    scene.says("六", &[scene.li.id]).await;
    scene.service.wait_for(5).await;
}

#[db_test]
async fn a_browser_is_pushed_to_while_its_session_lasts(db: TestDb) {
    let scene = scene(db).await;
    let other = browser(&scene.app, "li", "quiet harbour 7").await;
    let second = Browser::new(&scene.service.url, 2);
    other.post("/me/push/devices", second.subscription()).await.expect(201);
    assert_eq!(scene.devices().await.len(), 2);
    scene.says("一", &[scene.li.id]).await;
    let calls = scene.service.wait_for(2).await;
    assert_ne!(calls[0].head("topic"), calls[1].head("topic"), "nobody sees that both tell of the same");
    // The same session or the same address is the same browser.
    let third = Browser::new(&scene.service.url, 3);
    other.post("/me/push/devices", third.subscription()).await.expect(201);
    other.post("/me/push/devices", third.subscription()).await.expect(201);
    assert_eq!(scene.devices().await.len(), 2);
    other.delete("/session").await.expect(204);
    assert_eq!(scene.devices().await.len(), 1);
    // Its address is somebody else's once they sign in there.
    let boss = browser(&scene.app, shuke_testkit::LOGIN, shuke_testkit::PASSWORD).await;
    boss.post("/me/push/devices", scene.browser.subscription()).await.expect(201);
    assert!(scene.devices().await.is_empty());
    scene.li.post("/me/push/devices", scene.browser.subscription()).await.expect(201);
    scene.app.db.clock.advance(TimeDelta::days(31));
    scene.says("二", &[scene.li.id]).await;
    assert_eq!(scene.calls_at_rest().await, 2, "the session has run out");
    let li = browser(&scene.app, "li", "quiet harbour 7").await;
    li.post("/me/push/devices", scene.browser.subscription()).await.expect(201);
    scene.admin.patch(&format!("/records/user/{}", scene.li.id), json!({"active": false})).await.expect(200);
    scene.says("三", &[]).await;
    assert_eq!(scene.calls_at_rest().await, 2);
    let mut conn = scene.app.app.store().read().await.expect("a reader");
    assert!(conn.push_devices_of(scene.li.id).await.expect("an answer").is_empty());
}

#[db_test]
async fn a_trial_tells_what_the_push_service_says(db: TestDb) {
    let scene = scene(db).await;
    let test = format!("/me/push/devices/{}/test", scene.device);
    let came = scene.li.post(&test, json!({})).await.expect(200);
    assert_eq!(came, json!({"sent": true, "status": 204, "error": null, "gone": false}));
    assert_eq!(scene.browser.opened(&scene.service.calls()[0])["path"], "/notifications");
    scene.service.will(&[Does::Answers(403), Does::Hangs, Does::Answers(404)]);
    let came = scene.li.post(&test, json!({})).await.expect(200);
    assert_eq!((&came["sent"], &came["status"]), (&json!(false), &json!(403)));
    let came = scene.li.post(&test, json!({})).await.expect(200);
    assert_eq!((&came["sent"], &came["error"]), (&json!(false), &json!("timed_out")));
    let came = scene.li.post(&test, json!({})).await.expect(200);
    assert_eq!((&came["gone"], scene.devices().await.len()), (&json!(true), 0));
    assert_eq!(scene.li.post(&test, json!({})).await.refused(404), "not_found");
}

#[db_test]
async fn what_is_wrong_is_named_and_nobody_reaches_anothers_browser(db: TestDb) {
    let scene = scene(db).await;
    let fine = Browser::new(&scene.service.url, 4).subscription();
    let with = |path: &str, value: Json| {
        let mut given = fine.clone();
        *given.pointer_mut(path).expect("a place") = value;
        given
    };
    for (given, field, code) in [
        (json!({}), "endpoint", "required"),
        (json!({}), "keys", "required"),
        (with("/endpoint", json!("ftp://push.example/x")), "endpoint", "invalid_url"),
        (
            with("/endpoint", json!(format!("https://push.example/{}", "x".repeat(2_000)))),
            "endpoint",
            "too_long",
        ),
        (with("/keys/p256dh", json!("AAAA")), "keys.p256dh", "invalid_push_key"),
        (with("/keys/auth", json!("AAAA")), "keys.p256dh", "invalid_push_key"),
        (with("/keys/auth", json!(null)), "keys.auth", "required"),
        (with("/keys/auth", json!("x".repeat(300))), "keys.auth", "invalid_push_key"),
    ] {
        let errors = scene.li.post("/me/push/devices", given).await.expect(422)["errors"].clone();
        let found =
            errors.as_array().expect("errors").iter().any(|it| it["field"] == field && it["code"] == code);
        assert!(found, "{field} {code}: {errors}");
    }
    for contact in ["it", "http://shop.example", "https://", "mailto:", "tel:110"] {
        let errors = scene.admin.patch("/company", json!({"push_contact": contact})).await.expect(422);
        assert_eq!(errors["errors"][0]["code"], "invalid_push_contact", "{contact}");
    }
    assert_eq!(scene.wang.post("/me/push/devices", fine.clone()).await.refused(403), "in_person_only");
    let at = format!("/me/push/devices/{}", scene.device);
    assert_eq!(scene.admin.delete(&at).await.refused(404), "not_found");
    assert_eq!(scene.admin.post(&format!("{at}/test"), json!({})).await.refused(404), "not_found");
    scene.app.nobody().get("/me/push").await.expect(401);
    scene.li.delete(&at).await.expect(204);
    assert!(scene.devices().await.is_empty());
    // As it is without --allow-private-webhooks: the address has to be a public one, and encrypted.
    let app = scene.app.over(|app| app.with_outgoing(shuke_outgoing::Client::default()));
    let li = browser(&app, "li", "quiet harbour 7").await;
    for (endpoint, code) in [
        ("https://127.0.0.1/push", "webhook_private"),
        ("https://10.1.2.3/push", "webhook_private"),
        ("https://localhost/push", "webhook_private"),
        ("http://push.example/x", "webhook_plain"),
    ] {
        let mut given = fine.clone();
        given["endpoint"] = json!(endpoint);
        let errors = li.post("/me/push/devices", given).await.expect(422);
        assert_eq!(errors["errors"][0]["code"], code, "{endpoint}");
    }
}

#[db_test]
async fn of_too_many_browsers_the_oldest_goes(db: TestDb) {
    let scene = scene(db).await;
    for number in 2..=21 {
        let other = browser(&scene.app, "li", "quiet harbour 7").await;
        other
            .post("/me/push/devices", Browser::new(&scene.service.url, number).subscription())
            .await
            .expect(201);
    }
    let devices = scene.devices().await;
    assert_eq!(devices.len(), 20);
    assert!(devices.iter().all(|device| device["id"] != json!(scene.device)), "the first of them");
}
