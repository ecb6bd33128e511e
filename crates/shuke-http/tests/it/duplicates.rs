//! Possible duplicates: at save, on a record, in the steward's queue, under the viewer's rights.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

async fn lead(actor: &Actor, values: Json) -> Uuid {
    actor.create("lead", values).await
}

fn names(answer: &Json) -> Vec<&str> {
    let items = answer["items"].as_array().expect("items");
    items.iter().map(|item| item["name"].as_str().unwrap_or("?")).collect()
}

/// What becomes of duplicates that come by the door that these tests use.
async fn policy(admin: &Actor, api: &str) {
    let keys = json!([{"field": "mobile", "by": "phone"}, {"field": "company", "by": "company"}]);
    let body = json!({"duplicates": {"keys": keys, "page": "warn", "api": api}});
    let object = admin.patch("/objects/lead", body).await.expect(200);
    assert_eq!(object["duplicates"]["api"], api);
}

#[db_test]
async fn a_save_is_warned_of_refused_or_let_through(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    policy(&admin, "warn").await;
    let first =
        lead(&li, json!({"name": "王芳", "mobile": "13800001234", "company": "杭州星河科技有限公司"})).await;

    let again = json!({"name": "王小姐", "mobile": "+86 138 0000 1234"});
    let refused = li.post("/records/lead", again.clone()).await.expect(409);
    assert_eq!(refused["code"], "possible_duplicate");
    let told = &refused["duplicates"][0];
    assert_eq!((&told["id"], &told["name"]), (&json!(first), &json!("王芳")));
    assert_eq!(told["reasons"], json!([{"field": "mobile", "label": "Mobile", "similar": false}]));
    li.post("/records/lead?duplicates=accept", again.clone()).await.expect(201);

    // Nearly the same name of a company is told of as such, and never refused for good.
    policy(&admin, "block").await;
    let near = json!({"name": "赵总", "company": "杭州银河科技股份公司"});
    let refused = li.post("/records/lead", near.clone()).await.expect(409);
    assert_eq!(
        (&refused["code"], &refused["duplicates"][0]["reasons"][0]["similar"]),
        (&json!("possible_duplicate"), &json!(true))
    );
    li.post("/records/lead?duplicates=accept", near).await.expect(201);
    let refused = li.post("/records/lead?duplicates=accept", again.clone()).await.expect(409);
    assert_eq!(refused["code"], "duplicate_record");

    // A change is looked at when it touches a field that tells, and only then.
    let third = lead(&li, json!({"name": "别人", "mobile": "13900009999"})).await;
    let at = format!("/records/lead/{third}");
    assert_eq!(li.patch(&at, json!({"mobile": "13800001234"})).await.refused(409), "duplicate_record");
    li.patch(&at, json!({"title": "经理"})).await.expect(200);

    policy(&admin, "allow").await;
    li.post("/records/lead", again).await.expect(201);
    let bad = json!({"duplicates": {"keys": [{"field": "status", "by": "phone"}, {"field": "nope", "by": "phone"}]}});
    let bad = admin.patch("/objects/lead", bad).await.expect(422);
    assert_eq!(bad["errors"][0]["field"], "duplicates.keys[0].by");
    assert_eq!(bad["errors"][1]["field"], "duplicates.keys[1].field");
}

#[db_test]
async fn the_dead_are_no_duplicates_and_come_back_as_such(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let first = lead(&li, json!({"name": "王芳", "mobile": "13800001234"})).await;
    let at = format!("/records/lead/{first}");
    li.delete(&at).await.expect(204);
    let second = lead(&li, json!({"name": "新王芳", "mobile": "13800001234"})).await;
    let shown = format!("/records/lead/{second}/duplicates");
    assert_eq!(names(&li.get(&shown).await.expect(200)), Vec::<&str>::new());
    li.post(&format!("{at}/restore"), json!({})).await.expect(200);
    assert_eq!(names(&li.get(&shown).await.expect(200)), ["王芳"]);
    li.patch(&at, json!({"mobile": "13800009999"})).await.expect(200);
    assert_eq!(names(&li.get(&shown).await.expect(200)), Vec::<&str>::new());
    li.patch(&at, json!({"mobile": null})).await.expect(200);
    assert_eq!(names(&li.get(&shown).await.expect(200)), Vec::<&str>::new());
}

#[db_test]
async fn a_batch_finds_its_own_duplicates(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    policy(&app.admin().await, "warn").await;
    let create = |name: &str| json!({"op": "create", "values": {"name": name, "mobile": "13800001234"}});
    let batch = json!({"operations": [create("一"), create("二")]});
    let answer = li.post("/records/lead/batch", batch).await.expect(200);
    assert_eq!(
        (&answer["results"][0]["status"], &answer["results"][1]["status"]),
        (&json!(201), &json!(409))
    );
    assert_eq!(answer["results"][1]["error"]["duplicates"][0]["name"], "一");
    let batch = json!({"duplicates": "accept", "operations": [create("三")]});
    assert_eq!(li.post("/records/lead/batch", batch).await.expect(200)["ok"], 1);
}

#[db_test]
async fn out_of_sight_only_owner_and_freshness_are_told(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    let his = lead(&zhao, json!({"name": "赵的客户", "mobile": "13800001234"})).await;
    let about = json!({"kind": "note", "content": "聊过", "related": {"object": "lead", "id": his}});
    zhao.create("activity", about).await;
    let check = json!({"values": {"mobile": "13800001234"}});
    let answer = li.post("/records/lead/duplicates", check.clone()).await.expect(200);
    let told = &answer["items"][0];
    assert_eq!((&told["id"], &told["name"], &told["can_merge"]), (&Json::Null, &Json::Null, &json!(false)));
    assert_eq!(told["owner"]["name"], "zhao");
    assert_eq!(told["last_follow_up_on"].as_str().map(str::len), Some(10));
    assert!(!answer.to_string().contains("赵的客户"), "{answer}");
    assert!(!answer.to_string().contains(&his.to_string()), "{answer}");

    admin.patch("/company", json!({"duplicates_told": false})).await.expect(200);
    assert_eq!(li.post("/records/lead/duplicates", check.clone()).await.expect(200)["items"], json!([]));
    let mine = lead(&li, json!({"name": "李的", "mobile": "13800001234"})).await;
    // The steward sees the pair all the same; who doesn't see both records doesn't.
    let queue = admin.get("/records/lead/duplicates").await.expect(200);
    assert_eq!(queue["items"][0]["records"][1]["id"], json!(mine));
    assert_eq!(li.get("/records/lead/duplicates").await.expect(200)["items"], json!([]));
    let pair = queue["items"][0]["id"].as_str().expect("an id");
    assert_eq!(li.post(&format!("/duplicates/{pair}/dismiss"), json!({})).await.refused(404), "not_found");

    // A field that is hidden from somebody tells nothing there.
    let grants = json!({"lead": {"read": "all", "create": "all"}});
    let role = json!({"name": "blind", "grants": grants, "fields": {"lead": {"mobile": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let blind = app.person("blind", &["blind"]).await;
    let shown = blind.get(&format!("/records/lead/{mine}/duplicates")).await.expect(200);
    assert_eq!(shown["items"], json!([]));
    assert_eq!(
        blind.post("/records/lead/duplicates", check).await.expect(422)["errors"][0]["code"],
        "unknown_field"
    );
    assert_eq!(blind.get("/records/lead/duplicates").await.refused(403), "missing_right");
}

#[db_test]
async fn what_is_hidden_is_not_guessed_at_by_a_field_like_it(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let keys = json!([{"field": "wechat", "by": "text"}, {"field": "company", "by": "text"}]);
    let body = json!({"duplicates": {"keys": keys, "page": "warn", "api": "warn"}});
    admin.patch("/objects/lead", body).await.expect(200);
    lead(&admin, json!({"name": "王芳", "wechat": "same_name"})).await;
    let grants = json!({"lead": {"read": "all", "create": "all"}});
    let role = json!({"name": "blind", "grants": grants, "fields": {"lead": {"wechat": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let blind = app.person("blind", &["blind"]).await;

    let check = json!({"values": {"company": "same_name"}});
    let answer = admin.post("/records/lead/duplicates", check.clone()).await.expect(200);
    assert_eq!(names(&answer), ["王芳"]);
    let answer = blind.post("/records/lead/duplicates", check).await.expect(200);
    assert_eq!(answer["items"], json!([]));
    // The save goes on, and the steward is told.
    blind.post("/records/lead", json!({"name": "别人", "company": "same_name"})).await.expect(201);
    let queue = admin.get("/records/lead/duplicates").await.expect(200);
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(1));
}

#[db_test]
async fn a_pair_waits_while_anything_agrees(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    policy(&app.admin().await, "allow").await;
    let values =
        |name: &str| json!({"name": name, "mobile": "13800001234", "company": "杭州星河科技有限公司"});
    lead(&li, values("一")).await;
    let two = lead(&li, values("二")).await;
    let at = format!("/records/lead/{two}");
    li.patch(&at, json!({"company": "上海远山贸易有限公司"})).await.expect(200);
    let queue = li.get("/records/lead/duplicates").await.expect(200);
    assert_eq!(
        queue["items"][0]["reasons"],
        json!([{"field": "mobile", "label": "Mobile", "similar": false}])
    );
}

#[db_test]
async fn what_a_steward_told_apart_stays_apart(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let one = lead(&li, json!({"name": "一", "mobile": "13800001234"})).await;
    let two =
        li.post("/records/lead?duplicates=accept", json!({"name": "二", "mobile": "13800001234"})).await;
    let two = two.expect(201)["id"].as_str().expect("an id").to_owned();
    let queue = li.get("/records/lead/duplicates").await.expect(200);
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(queue["items"][0]["reasons"][0]["field"], "mobile");
    let pair = queue["items"][0]["id"].as_str().expect("an id").to_owned();
    li.post(&format!("/duplicates/{pair}/dismiss"), json!({})).await.expect(204);
    assert_eq!(li.get("/records/lead/duplicates").await.expect(200)["items"], json!([]));
    let apart = li.get("/records/lead/duplicates?dismissed=true").await.expect(200);
    assert_eq!(apart["items"][0]["decided_by"]["name"], "li");
    assert_eq!(
        names(&li.get(&format!("/records/lead/{one}/duplicates")).await.expect(200)),
        Vec::<&str>::new()
    );
    // Writing it once more neither asks nor waits again.
    li.patch(&format!("/records/lead/{two}"), json!({"mobile": "13900000000"})).await.expect(200);
    li.patch(&format!("/records/lead/{two}"), json!({"mobile": "13800001234"})).await.expect(200);
    assert_eq!(li.get("/records/lead/duplicates").await.expect(200)["items"], json!([]));
    li.post(&format!("/duplicates/{pair}/reopen"), json!({})).await.expect(204);
    assert_eq!(
        li.get("/records/lead/duplicates").await.expect(200)["items"].as_array().map(Vec::len),
        Some(1)
    );
    // A change that ends the likeness ends the waiting.
    li.patch(&format!("/records/lead/{two}"), json!({"mobile": "13900000000"})).await.expect(200);
    assert_eq!(admin.get("/records/lead/duplicates").await.expect(200)["items"], json!([]));
}

#[db_test]
async fn records_that_were_there_before_are_looked_through(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    admin.patch("/objects/lead", json!({"duplicates": null})).await.expect(200);
    for at in 0..3 {
        lead(&admin, json!({"name": format!("第{at}"), "wechat": "same_name"})).await;
    }
    let keys = json!([{"field": "wechat", "by": "text"}]);
    admin.patch("/objects/lead", json!({"duplicates": {"keys": keys, "page": "warn"}})).await.expect(200);
    app.work();
    let queue = looked_through(&admin).await;
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(3));
    admin.post("/records/lead/duplicates/search", json!({})).await.expect(202);
    let again = looked_through(&admin).await;
    assert_eq!(again["items"].as_array().map(Vec::len), Some(3), "nothing waits twice");
}

/// The queue after the job that looks through all records.
async fn looked_through(actor: &Actor) -> Json {
    for _ in 0..500 {
        let queue = actor.get("/records/lead/duplicates").await.expect(200);
        if queue["searching"].is_null() {
            return queue;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the search for pairs doesn't end");
}

async fn read(actor: &Actor, object: &str, id: Uuid) -> Json {
    actor.get(&format!("/records/{object}/{id}")).await.expect(200)
}

#[db_test]
async fn a_merge_takes_values_turns_references_and_is_taken_back(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let stays = json!({"name": "星河科技", "phone": "0571-88880000", "credit_code": "91330100799655058B"});
    let stays = li.create("account", stays).await;
    let goes = json!({"name": "杭州星河科技有限公司", "phone": "0571-88880001", "website": "https://xinghe.example"});
    let goes = li.create("account", goes).await;
    let contact = li.create("contact", json!({"name": "王芳", "account": goes})).await;
    let binned = li.create("contact", json!({"name": "旧人", "account": goes})).await;
    li.delete(&format!("/records/contact/{binned}")).await.expect(204);
    let related = json!({"object": "account", "id": goes});
    li.create("activity", json!({"kind": "note", "content": "第一次拜访", "related": related})).await;

    let merge = format!("/records/account/{stays}/actions/merge");
    let done = li.post(&merge, json!({"loser": goes, "take": ["phone", "website"]})).await.expect(200);
    assert_eq!(done["moved"], 3);
    let one = read(&li, "account", stays).await;
    assert_eq!(
        (&one["phone"], &one["website"]),
        (&json!("+8657188880001"), &json!("https://xinghe.example"))
    );
    assert_eq!(one["credit_code"], "91330100799655058B");
    assert!(one["last_follow_up_at"].is_string(), "the later follow-up stays");
    assert_eq!(read(&li, "contact", contact).await["account"]["id"], json!(stays));
    let timeline = li.get(&format!("/records/account/{stays}/timeline")).await.expect(200);
    let kinds: Vec<&Json> =
        timeline["items"].as_array().expect("items").iter().map(|it| &it["type"]).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "created").count(), 2, "{kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| **kind == "activity").count(), 1, "{kinds:?}");
    let of_merge = |kind: &str| kinds.iter().filter(|one| **one == kind).count();
    assert_eq!((of_merge("merged"), of_merge("deleted")), (1, 0), "{kinds:?}");
    let gone = li.get(&format!("/records/account/{goes}")).await.expect(404);
    assert_eq!((&gone["code"], &gone["merged_into"]["id"]), (&json!("merged"), &json!(stays)));
    assert_eq!(li.post(&format!("/records/account/{goes}/restore"), json!({})).await.refused(404), "merged");

    // What was changed since stays; the rest is as before.
    li.patch(&format!("/records/account/{stays}"), json!({"website": "https://new.example"}))
        .await
        .expect(200);
    let merges = li.get("/records/account/merges").await.expect(200);
    assert_eq!(
        (&merges["items"][0]["loser"]["id"], &merges["items"][0]["can_undo"]),
        (&json!(goes), &json!(true))
    );
    let undo = format!("/merges/{}/undo", done["merge"].as_str().expect("an id"));
    let undone = li.post(&undo, json!({})).await.expect(200);
    assert_eq!(undone, json!({"moved": 3, "kept": 1}));
    let one = read(&li, "account", stays).await;
    assert_eq!((&one["phone"], &one["website"]), (&json!("+8657188880000"), &json!("https://new.example")));
    assert_eq!(read(&li, "account", goes).await["phone"], "+8657188880001");
    assert_eq!(read(&li, "contact", contact).await["account"]["id"], json!(goes));
    assert_eq!(li.post(&undo, json!({})).await.refused(409), "merge_over");
    let merges = li.get("/records/account/merges").await.expect(200);
    assert_eq!(
        (&merges["items"][0]["undone"], &merges["items"][0]["can_undo"]),
        (&json!(true), &json!(false))
    );
}

#[db_test]
async fn what_was_merged_into_what_was_merged_is_in_the_history_as_well(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let mut leads = Vec::new();
    for name in ["第一", "第二", "第三"] {
        leads.push(lead(&li, json!({"name": name})).await);
    }
    for pair in leads.windows(2) {
        let merge = format!("/records/lead/{}/actions/merge", pair[1]);
        li.post(&merge, json!({"loser": pair[0]})).await.expect(200);
    }
    let history = li.get(&format!("/records/lead/{}/history", leads[2])).await.expect(200);
    let items = history["items"].as_array().expect("items");
    let of = |kind: &str| items.iter().filter(|it| it["kind"] == kind).count();
    assert_eq!((of("created"), of("merged"), of("deleted")), (3, 2, 0), "{history}");
}

#[db_test]
async fn a_merge_needs_the_right_on_both_and_keeps_people_in(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, zhao) = (app.admin().await, app.sales("li").await, app.sales("zhao").await);
    let his = lead(&zhao, json!({"name": "赵的", "mobile": "13800001234"})).await;
    let mine = lead(&li, json!({"name": "李的", "mobile": "13800001234"})).await;
    let merge = format!("/records/lead/{mine}/actions/merge");
    assert_eq!(li.post(&merge, json!({"loser": his})).await.refused(404), "not_found");
    assert_eq!(li.post(&merge, json!({"loser": mine})).await.refused(422), "merge_same");
    let bad = admin.post(&merge, json!({"loser": his, "take": ["owner", "nope"]})).await.expect(422);
    assert_eq!(
        (&bad["errors"][0]["field"], &bad["errors"][1]["code"]),
        (&json!("owner"), &json!("unknown_field"))
    );
    let grants = json!({"lead": {"read": "all", "edit": "all"}});
    admin.post("/roles", json!({"name": "clerk", "grants": grants})).await.expect(201);
    let clerk = app.person("clerk", &["clerk"]).await;
    assert_eq!(clerk.post(&merge, json!({"loser": his})).await.refused(403), "missing_right");

    let done = admin.post(&merge, json!({"loser": his})).await.expect(200);
    // Zhao, whose lead went, sees what it became, and is told where to look.
    assert_eq!(zhao.get(&format!("/records/lead/{his}")).await.expect(404)["merged_into"]["id"], json!(mine));
    assert_eq!(read(&zhao, "lead", mine).await["name"], "李的");
    assert_eq!(admin.get("/records/lead/duplicates").await.expect(200)["items"], json!([]));
    let undo = format!("/merges/{}/undo", done["merge"].as_str().expect("an id"));
    assert_eq!(clerk.post(&undo, json!({})).await.refused(403), "missing_right");
    admin.post(&undo, json!({})).await.expect(200);
    assert_eq!(zhao.get(&format!("/records/lead/{mine}")).await.refused(404), "not_found");
    assert_eq!(read(&zhao, "lead", his).await["name"], "赵的");
    assert_eq!(
        admin.get("/records/lead/duplicates").await.expect(200)["items"].as_array().map(Vec::len),
        Some(1)
    );
}
