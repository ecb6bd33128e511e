//! Webhooks: from a change of a record to a signed call, with all that may go wrong on the way.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_base::Clock;
use shuke_outgoing::{Client, Limits, Policy, Resolve};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::webhook_peer::{Does, Peer, client};

/// A company that serves webhooks, its administrator, and a peer.
async fn company(db: TestDb) -> (TestApp, Actor, Peer) {
    let app = TestApp::new(db).await.over(|app| app.with_outgoing(client()));
    app.work();
    let admin = app.admin().await;
    (app, admin, Peer::start().await)
}

/// A webhook to the peer; answers its path and its secret.
async fn webhook(admin: &Actor, peer: &Peer, more: Json) -> (String, String) {
    let mut given = json!({"name": "ERP", "url": peer.url});
    given.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    let made = admin.post("/webhooks", given).await.expect(201);
    let text = |name: &str| made[name].as_str().expect("a text").to_owned();
    (format!("/webhooks/{}", text("id")), text("secret"))
}

/// The newest messages, as soon as so many of them are in this state.
async fn messages(admin: &Actor, hook: &str, state: &str, count: usize) -> Vec<Json> {
    for _ in 0..1_500 {
        let page = admin.get(&format!("{hook}/deliveries?state={state}")).await.expect(200);
        let items = page["items"].as_array().expect("items").clone();
        if items.len() >= count {
            return items;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!(
        "{count} messages are not {state}: {}",
        admin.get(&format!("{hook}/deliveries")).await.expect(200)
    );
}

#[db_test]
async fn what_happens_to_a_record_is_told_in_order_and_signed(db: TestDb) {
    let (app, admin, peer) = company(db).await;
    admin.create("lead", json!({"name": "before"})).await;
    let (hook, secret) = webhook(&admin, &peer, json!({"objects": ["lead"]})).await;
    let lead = admin.create("lead", json!({"name": "王芳", "title": "经理"})).await;
    admin.create("account", json!({"name": "not wanted"})).await;
    admin.patch(&format!("/records/lead/{lead}"), json!({"title": "总监"})).await.expect(200);
    admin.delete(&format!("/records/lead/{lead}")).await.expect(204);
    admin.post(&format!("/records/lead/{lead}/restore"), json!({})).await.expect(200);
    let calls = peer.wait_for(4).await;
    let told: Vec<Json> = calls.iter().map(|call| call.json()).collect();
    let kinds: Vec<&Json> = told.iter().map(|message| &message["type"]).collect();
    assert_eq!(kinds, ["lead.created", "lead.updated", "lead.deleted", "lead.restored"]);
    for (call, version) in calls.iter().zip(1..) {
        assert!(call.is_signed_with(&secret));
        assert_eq!(call.head("content-type"), "application/json");
        assert_eq!(call.head("webhook-timestamp"), app.db.clock.now().timestamp().to_string());
        let data = &call.json()["data"];
        assert_eq!((&data["id"], &data["version"]), (&json!(lead), &json!(version)), "{data}");
        assert_eq!(data["by"]["id"], json!(admin.id));
    }
    assert_eq!(told[1]["data"]["fields"], json!(["title"]));
    assert_eq!(told[2]["data"]["record"], json!(null));
    assert_eq!(told[3]["data"]["record"]["title"], "总监");
    assert!(told[3]["data"]["record"]["can"].is_null());
    let log = messages(&admin, &hook, "delivered", 4).await;
    assert_eq!(
        (&log[0]["type"], &log[0]["status"], &log[0]["attempts"]),
        (&json!("lead.restored"), &json!(204), &json!(1))
    );
    assert_eq!(log[0]["message_id"], calls[3].head("webhook-id"));
    assert_eq!(peer.calls().len(), 4, "nothing from before, nothing of other objects");
    let page = admin.get(&format!("{hook}/deliveries?limit=3")).await.expect(200);
    let rest = format!("{hook}/deliveries?limit=3&cursor={}", page["next_cursor"].as_str().expect("more"));
    assert_eq!(admin.get(&rest).await.expect(200)["items"][0]["type"], "lead.created");
}

#[db_test]
async fn a_webhook_is_told_what_its_owner_may_read_when_it_is_sent(db: TestDb) {
    let (app, admin, peer) = company(db).await;
    let (li, wang) = (app.sales("li").await, app.sales("wang").await);
    let (hook, _) = webhook(&admin, &peer, json!({"owner": li.id})).await;
    admin.patch(&hook, json!({"state": "paused"})).await.expect(200);
    let kept = li.create("lead", json!({"name": "kept"})).await;
    let given_away = li.create("lead", json!({"name": "given away"})).await;
    wang.create("lead", json!({"name": "of wang"})).await;
    admin.create("product", json!({"name": "P", "cost": {"amount": "7.00", "currency": "CNY"}})).await;
    let give = json!({"owner": wang.id});
    admin.post(&format!("/records/lead/{given_away}/actions/transfer"), give).await.expect(200);
    // What happens while it is paused waits.
    messages(&admin, &hook, "waiting", 3).await;
    assert_eq!(admin.get("/webhooks").await.expect(200)["items"][0]["waiting"], 3);
    assert!(peer.calls().is_empty());
    admin.patch(&hook, json!({"state": "active"})).await.expect(200);
    let calls = peer.wait_for(2).await;
    let skipped = messages(&admin, &hook, "skipped", 1).await;
    assert_eq!((&skipped[0]["record"], &skipped[0]["error"]), (&json!(given_away), &json!("not_visible")));
    let told: Vec<Json> = calls.iter().map(|call| call.json()["data"].clone()).collect();
    assert!(told.iter().any(|data| data["id"] == json!(kept)));
    let product = told.iter().find(|data| data["object"] == "product").expect("products are for all");
    assert_eq!(product["record"]["name"], "P");
    assert!(product["record"].get("cost").is_none(), "{product}");
    // A change of nothing but what the owner may not see is none of theirs.
    let path = format!("/records/product/{}", product["id"].as_str().expect("an id"));
    let cost = json!({"cost": {"amount": "8.00", "currency": "CNY"}});
    admin.patch(&path, cost).await.expect(200);
    let skipped = messages(&admin, &hook, "skipped", 2).await;
    assert_eq!(skipped[0]["error"], "nothing_readable");
    // Whoever is switched off is told nothing more.
    admin.patch(&format!("/users/{}", li.id), json!({"active": false})).await.expect(200);
    admin.create("product", json!({"name": "Q"})).await;
    let task = wait_for_stop(&admin).await;
    assert_eq!(task["reason"], "owner_inactive");
    assert_eq!(peer.calls().len(), 2);
}

/// The first webhook, as soon as it is stopped.
async fn wait_for_stop(admin: &Actor) -> Json {
    for _ in 0..1_500 {
        let item = admin.get("/webhooks").await.expect(200)["items"][0].clone();
        if item["state"] == "stopped" {
            return item;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is not stopped");
}

#[db_test]
async fn what_failed_is_tried_again_and_later_news_of_the_record_wait(db: TestDb) {
    let (app, admin, peer) = company(db).await;
    let (hook, _) = webhook(&admin, &peer, json!({"objects": ["lead"]})).await;
    peer.will(&[Does::Answers(500), Does::SendsElsewhere, Does::Hangs]);
    let lead = admin.create("lead", json!({"name": "A"})).await;
    tried(&app, &admin, &hook).await;
    let failed = messages(&admin, &hook, "waiting", 1).await;
    assert_eq!((&failed[0]["status"], &failed[0]["attempts"]), (&json!(500), &json!(1)));
    assert_eq!(failed[0]["response"], "what the peer says");
    admin.patch(&format!("/records/lead/{lead}"), json!({"title": "B"})).await.expect(200);
    messages(&admin, &hook, "waiting", 2).await;
    for (seconds, calls, status, error) in
        [(7, 2, json!(302), json!(null)), (40, 3, json!(null), json!("timed_out"))]
    {
        app.db.clock.advance(TimeDelta::seconds(seconds));
        peer.wait_for(calls).await;
        let first = loop {
            let waiting = messages(&admin, &hook, "waiting", 2).await;
            if waiting[1]["attempts"] == json!(calls)
                && waiting[1]["status"] == status
                && waiting[1]["error"] == error
            {
                break waiting[1].clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        assert_eq!(first["type"], "lead.created");
    }
    assert!(admin.get("/webhooks").await.expect(200)["items"][0]["failing_since"].is_string());
    app.db.clock.advance(TimeDelta::seconds(150));
    let calls = peer.wait_for(5).await;
    let ids: Vec<&str> = calls.iter().map(|call| call.head("webhook-id")).collect();
    assert!(ids[..4].iter().all(|id| *id == ids[0]), "the same message has the same id");
    assert_eq!(calls[4].json()["type"], "lead.updated");
    messages(&admin, &hook, "delivered", 2).await;
    assert!(admin.get("/webhooks").await.expect(200)["items"][0]["failing_since"].is_null());
    assert_eq!(peer.calls().len(), 5, "the redirection was not followed");
}

#[db_test]
async fn what_was_given_up_is_sent_again_when_somebody_wants_it(db: TestDb) {
    let (app, admin, peer) = company(db).await;
    let (hook, _) = webhook(&admin, &peer, json!({"objects": ["lead"]})).await;
    let began = app.db.clock.now();
    peer.will(&[Does::Answers(503); 12]);
    admin.create("lead", json!({"name": "A"})).await;
    // Long enough for each wait, and all together less than three days.
    for (calls, hours) in (1..).zip([1, 1, 1, 1, 1, 2, 3, 5, 5, 7, 8]) {
        peer.wait_for(calls).await;
        messages(&admin, &hook, "waiting", 1).await;
        tried(&app, &admin, &hook).await;
        app.db.clock.advance(TimeDelta::hours(hours));
    }
    peer.wait_for(12).await;
    let given_up = messages(&admin, &hook, "failed", 1).await;
    assert_eq!((&given_up[0]["attempts"], &given_up[0]["next_at"]), (&json!(12), &json!(null)));
    assert_eq!(admin.get("/webhooks").await.expect(200)["items"][0]["state"], "active");
    // When nothing has arrived for three days, it is stopped, and its owner has a task.
    app.db.clock.advance(TimeDelta::hours(48));
    peer.will(&[Does::Answers(503)]);
    admin.create("lead", json!({"name": "C"})).await;
    let stopped = wait_for_stop(&admin).await;
    assert_eq!((&stopped["reason"], &stopped["failed"]), (&json!("unreachable"), &json!(1)));
    wait_for_task(&admin).await;
    assert_eq!(admin.post(&format!("{hook}/test"), json!({})).await.refused(409), "webhook_paused");
    let replay = format!("{hook}/deliveries/{}/replay", given_up[0]["id"].as_str().expect("an id"));
    // What waits goes at once when it is resumed, and what was given up when somebody wants it.
    admin.patch(&hook, json!({"state": "active"})).await.expect(200);
    peer.wait_for(14).await;
    admin.post(&replay, json!({})).await.expect(202);
    peer.wait_for(15).await;
    messages(&admin, &hook, "delivered", 2).await;
    // What has arrived is sent again, too, but one by one only.
    admin.post(&replay, json!({})).await.expect(202);
    let calls = peer.wait_for(16).await;
    assert_eq!(calls[15].head("webhook-id"), calls[0].head("webhook-id"));
    messages(&admin, &hook, "delivered", 2).await;
    let all = admin.post(&format!("{hook}/replay"), json!({"since": began})).await.expect(202);
    assert_eq!(all["replayed"], 0);
    // A peer that says that it is gone is called no more.
    peer.will(&[Does::Answers(410)]);
    admin.create("lead", json!({"name": "B"})).await;
    assert_eq!(wait_for_stop(&admin).await["reason"], "gone");
    admin.patch(&hook, json!({"state": "active"})).await.expect(200);
    let all = admin.post(&format!("{hook}/replay"), json!({"since": began})).await.expect(202);
    assert_eq!(all["replayed"], 1);
    peer.wait_for(18).await;
}

/// Waits until the caller has a task.
async fn wait_for_task(admin: &Actor) {
    for _ in 0..1_500 {
        let tasks = admin.get("/records/task?fields=name,owner").await.expect(200);
        if tasks["items"][0]["owner"]["id"] == json!(admin.id) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody has a task");
}

/// Waits until it is written down that the newest message was tried at this moment.
async fn tried(app: &TestApp, admin: &Actor, hook: &str) {
    for _ in 0..1_500 {
        let item = admin.get(&format!("{hook}/deliveries")).await.expect(200)["items"][0].clone();
        if item["tried_at"] == json!(app.db.clock.now()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it was not tried");
}

#[db_test]
async fn a_new_secret_signs_beside_the_old_one_for_a_day(db: TestDb) {
    let (app, admin, peer) = company(db).await;
    let (hook, old) = webhook(&admin, &peer, json!({})).await;
    let new = admin.post(&format!("{hook}/secret"), json!({})).await.expect(200);
    let new = new["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(old, new);
    let tested = admin.post(&format!("{hook}/test"), json!({})).await.expect(202);
    assert_eq!(tested["type"], "webhook.test");
    let call = &peer.wait_for(1).await[0];
    assert!(call.is_signed_with(&new) && call.is_signed_with(&old));
    assert_eq!(call.json()["data"]["webhook"]["name"], "ERP");
    app.db.clock.advance(TimeDelta::hours(25));
    admin.post(&format!("{hook}/test"), json!({})).await.expect(202);
    let call = &peer.wait_for(2).await[1];
    assert!(call.is_signed_with(&new) && !call.is_signed_with(&old));
    let everything =
        format!("{} {}", admin.get("/webhooks").await.expect(200), admin.get("/audit").await.expect(200));
    assert!(everything.contains("webhook.secret_changed"));
    assert!(!everything.contains("whsec_"), "secrets are told once");
    assert!(
        !admin.get("/audit").await.expect(200).to_string().contains("key=1"),
        "nor what an address carries"
    );
    admin.delete(&hook).await.expect(204);
    assert_eq!(admin.get(&format!("{hook}/deliveries")).await.refused(404), "not_found");
}

#[db_test]
async fn addresses_inside_are_refused_when_they_are_typed_and_when_they_are_called(db: TestDb) {
    let peer = Peer::start().await;
    let port: u16 = peer.url.split([':', '/']).nth(4).and_then(|port| port.parse().ok()).expect("a port");
    let resolve: Resolve =
        Arc::new(move |_, _| Box::pin(async move { Ok(vec![(std::net::Ipv4Addr::LOCALHOST, port).into()]) }));
    let strict = Client::new(Policy::default(), Limits::default()).with_names(resolve);
    let app = TestApp::new(db).await.over(|app| app.with_outgoing(strict));
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    for (url, code) in [
        ("http://example.com/", "webhook_plain"),
        ("https://127.0.0.1/", "webhook_private"),
        ("https://[::ffff:10.0.0.1]/", "webhook_private"),
        ("https://localhost:8080/", "webhook_private"),
        ("https://2130706433/", "webhook_private"),
        ("https://a:b@example.com/", "invalid_url"),
        ("ftp://example.com/", "invalid_url"),
    ] {
        let refused = admin.post("/webhooks", json!({"name": "x", "url": url})).await.expect(422);
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!("url"), &json!(code)),
            "{url}"
        );
    }
    let wrong = json!({"name": "", "url": "", "objects": ["unicorn"], "kinds": ["burnt"], "owner": "x", "secret": "s"});
    let refused = admin.post("/webhooks", wrong).await.expect(422);
    let fields: Vec<&str> = refused["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|error| error["field"].as_str())
        .collect();
    assert_eq!(fields, ["secret", "name", "url", "objects", "kinds", "owner"]);
    let made = json!({"name": "x", "url": "https://crm.example/"});
    assert_eq!(li.post("/webhooks", made.clone()).await.refused(403), "admin_only");
    assert_eq!(li.get("/webhooks").await.refused(403), "admin_only");
    let made = admin.post("/webhooks", made).await.expect(201);
    let hook = format!("/webhooks/{}", made["id"].as_str().expect("an id"));
    assert_eq!(li.get(&format!("{hook}/deliveries")).await.refused(403), "admin_only");
    admin.post(&format!("{hook}/test"), json!({})).await.expect(202);
    for _ in 0..1_500 {
        let log = admin.get(&format!("{hook}/deliveries")).await.expect(200);
        if log["items"][0]["error"] == "private" {
            assert!(peer.calls().is_empty());
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the name leads inside, and that is not noticed");
}
