//! Teams, transfer, and why a record may be seen.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

struct Scene {
    app: TestApp,
    li: Actor,
    zhao: Actor,
    his: Uuid,
}

/// Zhao has a lead; Li has none.
async fn scene(db: TestDb) -> Scene {
    let app = TestApp::new(db).await;
    let (li, zhao) = (app.sales("li").await, app.sales("zhao").await);
    let his = zhao.create("lead", json!({"name": "赵的客户", "status": "new"})).await;
    zhao.create("lead", json!({"name": "赵的第二个", "status": "new"})).await;
    Scene { app, li, zhao, his }
}

async fn me(actor: &Actor) -> String {
    actor.get("/me").await.expect(200)["id"].as_str().expect("an id").to_owned()
}

async fn count(actor: &Actor) -> Json {
    actor.get("/records/lead?total=exact").await.expect(200)["total"]["value"].clone()
}

#[db_test]
async fn a_member_sees_and_changes_what_the_team_gives(db: TestDb) {
    let Scene { li, zhao, his, .. } = scene(db).await;
    let (at, li_id) = (format!("/records/lead/{his}"), me(&li).await);
    let seat = format!("{at}/team/{li_id}");
    assert_eq!(li.put(&seat, json!({"level": "write"})).await.refused(404), "not_found");

    let team = zhao.put(&seat, json!({"level": "read"})).await.expect(200);
    assert_eq!(
        (&team["items"][0]["user"]["id"], &team["items"][0]["level"]),
        (&json!(li_id), &json!("read"))
    );
    assert_eq!(count(&li).await, 1);
    let page = li.get("/records/lead?sort=-created_at").await.expect(200);
    assert_eq!(page["items"][0]["id"], json!(his));
    let groups = json!({"group_by": ["status"], "measures": [{"fn": "count"}]});
    let groups = li.post("/records/lead/query", groups).await.expect(200);
    assert_eq!(groups["groups"][0]["values"]["count"], 1);
    let found = li.get("/search?q=zhaodekehu").await.expect(200);
    assert_eq!(found["groups"][0]["items"][0]["id"], json!(his), "{found}");
    let read = li.get(&at).await.expect(200);
    assert_eq!(read["can"], Json::Null, "a reader is offered nothing");
    assert_eq!(li.patch(&at, json!({"company": "甲"})).await.refused(403), "missing_right");
    let about = json!({"kind": "note", "content": "帮忙跟进", "related": {"object": "lead", "id": his}});
    li.create("activity", about).await;

    zhao.put(&seat, json!({"level": "write"})).await.expect(200);
    assert_eq!(li.patch(&at, json!({"company": "甲"})).await.expect(200)["company"], "甲");
    assert_eq!(li.get(&at).await.expect(200)["can"], json!(["edit"]));
    assert_eq!(li.delete(&at).await.refused(403), "missing_right");
    assert_eq!(li.patch(&at, json!({"owner": li_id})).await.refused(403), "missing_right");
    let other = json!({"level": "read"});
    assert_eq!(li.put(&format!("{at}/team/{}", me(&zhao).await), other).await.refused(403), "missing_right");

    li.delete(&seat).await.expect(204);
    assert_eq!(li.get("/search?q=zhaodekehu").await.expect(200)["groups"], json!([]));
    assert_eq!((count(&li).await, li.get(&at).await.refused(404)), (json!(0), "not_found".to_owned()));
}

#[db_test]
async fn a_seat_lets_those_change_who_see_all_anyway(db: TestDb) {
    let Scene { app, zhao, his, .. } = scene(db).await;
    let grants = json!({"lead": {"read": "all", "edit": "own"}});
    app.admin().await.post("/roles", json!({"name": "helper", "grants": grants})).await.expect(201);
    let helper = app.person("helper", &["helper"]).await;
    let at = format!("/records/lead/{his}");
    let seat = format!("{at}/team/{}", me(&helper).await);
    assert_eq!(helper.get(&at).await.expect(200)["can"], Json::Null);
    zhao.put(&seat, json!({"level": "read"})).await.expect(200);
    assert_eq!(helper.patch(&at, json!({"company": "甲"})).await.refused(403), "missing_right");
    zhao.put(&seat, json!({"level": "write"})).await.expect(200);
    assert_eq!(helper.patch(&at, json!({"company": "甲"})).await.expect(200)["can"], json!(["edit"]));
}

#[db_test]
async fn a_membership_ends_when_its_time_comes(db: TestDb) {
    let Scene { app, li, zhao, his } = scene(db).await;
    let (at, li_id) = (format!("/records/lead/{his}"), me(&li).await);
    let seat = format!("{at}/team/{li_id}");
    let past = json!({"level": "read", "until": "2020-01-01T00:00:00Z"});
    assert_eq!(zhao.put(&seat, past).await.refused(422), "invalid_input");
    assert_eq!(zhao.put(&seat, json!({"level": "all"})).await.refused(422), "invalid_input");
    assert_eq!(zhao.put(&seat, json!({})).await.refused(422), "invalid_input");
    assert_eq!(
        zhao.put(&format!("{at}/team/{his}"), json!({"level": "read"})).await.refused(404),
        "not_found"
    );
    let soon = (app.db.now() + TimeDelta::hours(1)).to_rfc3339();
    zhao.put(&seat, json!({"level": "read", "until": soon})).await.expect(200);
    assert_eq!(count(&li).await, 1);
    app.db.clock.advance(TimeDelta::hours(1));
    assert_eq!((count(&li).await, li.get(&at).await.refused(404)), (json!(0), "not_found".to_owned()));
}

#[db_test]
async fn an_account_goes_over_with_what_belongs_to_it(db: TestDb) {
    let Scene { app, li, zhao, .. } = scene(db).await;
    let account = zhao.create("account", json!({"name": "甲公司"})).await;
    let contact = zhao.create("contact", json!({"name": "钱经理", "account": account})).await;
    let others = app.admin().await.create("contact", json!({"name": "孙总", "account": account})).await;
    let (at, li_id) = (format!("/records/account/{account}"), me(&li).await);
    let transfer = format!("{at}/actions/transfer");
    let ask = json!({"owner": li_id, "keep": "read", "along": ["contact"]});
    assert_eq!(li.post(&transfer, ask.clone()).await.refused(404), "not_found");
    let admin = app.admin().await;
    for (wrong, field) in [
        (json!({}), "owner"),
        (json!({"owner": account}), "owner"),
        (json!({"owner": li_id, "keep": "half"}), "keep"),
        (json!({"owner": li_id, "along": ["product"]}), "along"),
    ] {
        let answer = admin.post(&transfer, wrong).await;
        assert_eq!(answer.expect(422)["errors"][0]["field"], field);
    }
    let done = zhao.post(&transfer, ask).await.expect(200);
    assert_eq!(done["transferred"], json!({"account": 1, "contact": 1}));
    assert_eq!(li.get(&format!("/records/contact/{contact}")).await.expect(200)["owner"]["id"], json!(li_id));
    assert_eq!(li.get(&format!("/records/contact/{others}")).await.refused(404), "not_found");
    let kept = zhao.get(&at).await.expect(200);
    assert_eq!((&kept["owner"]["id"], &kept["can"]), (&json!(li_id), &Json::Null));
    let history = li.get(&format!("{at}/history")).await.expect(200);
    assert_eq!(history["items"][0]["changes"][0]["field"], "owner");
}

#[db_test]
async fn everybody_can_ask_why_a_record_is_seen(db: TestDb) {
    let Scene { app, li, zhao, his } = scene(db).await;
    let at = format!("/records/lead/{his}");
    assert_eq!(li.get(&format!("{at}/access")).await.refused(404), "not_found");
    let own = zhao.get(&format!("{at}/access")).await.expect(200);
    let read = &own["actions"][0];
    assert_eq!((&read["action"], &read["reasons"][0]["scope"]), (&json!("read"), &json!("own")));
    let li_id = me(&li).await;
    zhao.put(&format!("{at}/team/{li_id}"), json!({"level": "read"})).await.expect(200);
    let hers = li.get(&format!("{at}/access")).await.expect(200);
    assert_eq!(
        hers["actions"],
        json!([{"action": "read", "reasons": [{"kind": "team", "role": null, "scope": null, "until": null}]}])
    );
    assert_eq!(zhao.get(&format!("{at}/access?user={li_id}")).await.refused(403), "admin_only");
    let admin = app.admin().await;
    let told = admin.get(&format!("{at}/access?user={li_id}")).await.expect(200);
    assert_eq!((&told["user"]["id"], &told["actions"]), (&json!(li_id), &hers["actions"]));
    let people = zhao.get(&format!("{at}/access/people")).await.expect(200);
    let ids: Vec<&Json> = people["items"].as_array().unwrap().iter().map(|it| &it["user"]["id"]).collect();
    assert!(ids.contains(&&json!(li_id)) && people["total"] == json!(ids.len()), "{people}");
}
