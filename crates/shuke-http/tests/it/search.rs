//! Search over all objects: what is found, and what is not for whom.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

fn encode(q: &str) -> String {
    q.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn ask(actor: &Actor, q: &str) -> Json {
    actor.get(&format!("/search?q={}", encode(q))).await.expect(200)
}

/// Names of the hits, in order, with how they match.
async fn names(actor: &Actor, q: &str) -> Vec<String> {
    let answer = ask(actor, q).await;
    let groups = answer["groups"].as_array().expect("groups").iter();
    let items = groups.flat_map(|group| group["items"].as_array().expect("items"));
    let text = |item: &Json, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    items.map(|item| format!("{} {}", text(item, "name"), text(item, "match"))).collect()
}

#[db_test]
async fn words_pinyin_numbers_and_slips_are_found(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let company = "杭州星河科技有限公司";
    let lead = json!({"name": "张伟", "company": company, "mobile": "13800001234", "email": "wei.zhang@example.com"});
    let lead = admin.create("lead", lead).await;
    admin.create("lead", json!({"name": "章卫", "mobile": "13911112222"})).await;
    admin.create("lead", json!({"name": "张伟丽"})).await;
    let account = admin.create("account", json!({"name": company})).await;
    admin.create("contact", json!({"name": "李娜", "account": account})).await;
    for (q, expect) in [
        ("张伟", vec!["张伟 exact", "张伟丽 prefix"]),
        ("zhangwei", vec!["张伟丽 pinyin", "章卫 pinyin", "张伟 pinyin"]),
        ("zw", vec!["张伟丽 pinyin", "章卫 pinyin", "张伟 pinyin"]),
        ("星河科技", vec!["杭州星河科技有限公司 words", "张伟 words"]),
        ("xhkj", vec!["杭州星河科技有限公司 pinyin", "张伟 pinyin"]),
        ("张伟 星河", vec!["张伟 words"]),
        ("1234", vec!["张伟 words"]),
        ("0000-12", vec!["张伟 words"]),
        ("zhang@example", vec!["张伟 words"]),
        ("exmaple", vec!["张伟 fuzzy"]),
        ("lian", vec!["李娜 fuzzy"]),
        ("linaa", vec!["李娜 fuzzy"]),
        ("没有这个人", vec![]),
        ("  ", vec![]),
        ("' OR \"x\" (", vec![]),
        ("\0张伟\u{FFFF}", vec!["张伟 exact", "张伟丽 prefix"]),
    ] {
        assert_eq!(names(&admin, q).await, expect, "{q}");
    }
    let answer = ask(&admin, "zhangwei").await;
    let hit = &answer["groups"][0]["items"][2];
    assert_eq!(hit["id"], lead.to_string());
    assert_eq!(
        (&hit["field"], &hit["text"], &hit["marks"]),
        (&json!("name"), &json!("张伟"), &json!([[0, 2]]))
    );
    assert_eq!(hit["note"], company);
    assert_eq!(answer["building"], Json::Null);
    let one = admin.get(&format!("/search?q={}&objects=account&limit=1", encode("科技"))).await.expect(200);
    assert_eq!(one["groups"].as_array().expect("groups").len(), 1);
    assert_eq!(admin.get("/search?q=x&objects=nothing").await.refused(404), "unknown_object");
    assert_eq!(admin.get("/search?q=x&limit=51").await.refused(422), "invalid_input");
    assert_eq!(admin.get(&format!("/search?q={}", "a".repeat(201))).await.refused(422), "invalid_input");
}

#[db_test]
async fn the_index_follows_every_write(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let id = admin.create("lead", json!({"name": "旧名字"})).await;
    let at = format!("/records/lead/{id}");
    admin.patch(&at, json!({"name": "新名字"})).await.expect(200);
    assert!(names(&admin, "旧名").await.is_empty());
    assert_eq!(names(&admin, "新名").await, ["新名字 prefix"]);
    admin.delete(&at).await.expect(204);
    assert!(names(&admin, "新名").await.is_empty());
    admin.post(&format!("{at}/restore"), json!({})).await.expect(200);
    assert_eq!(names(&admin, "新名").await, ["新名字 prefix"]);
    let operations = json!({"atomic": true, "operations": [
        {"op": "create", "values": {"name": "不该有的"}}, {"op": "create", "values": {}}]});
    admin.post("/records/lead/batch", operations).await;
    assert!(names(&admin, "不该有").await.is_empty());
    let operations = json!({"operations": [
        {"op": "create", "values": {"name": "该有的"}}, {"op": "create", "values": {}},
        {"op": "update", "id": id, "values": {"name": "批量改名"}}]});
    admin.post("/records/lead/batch", operations).await.expect(200);
    assert_eq!(names(&admin, "该有").await, ["该有的 prefix"]);
    assert_eq!(names(&admin, "批量").await, ["批量改名 prefix"]);
}

#[db_test]
async fn nobody_finds_what_nobody_may_see(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let (li, zhao) = (app.sales("li").await, app.sales("zhao").await);
    let lead = li.create("lead", json!({"name": "李的客户", "mobile": "13800005678"})).await;
    for q in ["李的客户", "客户", "lidekehu", "ldkh", "5678", "lidekehuu"] {
        assert_eq!(names(&li, q).await.len(), 1, "{q}");
        assert!(names(&zhao, q).await.is_empty(), "{q}");
    }
    // It goes along with its owner.
    admin.patch(&format!("/records/lead/{lead}"), json!({"owner": zhao.id})).await.expect(200);
    assert!(names(&li, "客户").await.is_empty());
    assert_eq!(names(&zhao, "客户").await, ["李的客户 words"]);
    assert_eq!(app.nobody().get("/search?q=x").await.refused(401), "not_signed_in");
}

#[db_test]
async fn a_hidden_field_gives_no_hit(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}},
        "fields": {"lead": {"mobile": "hidden", "company": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    for number in 0..130 {
        let values = json!({"name": format!("客户{number}"), "company": "绝密公司", "mobile": "13800001234"});
        admin.create("lead", values).await;
        if number == 3 {
            admin.create("lead", json!({"name": "绝密人", "company": "别的"})).await;
        }
    }
    for q in ["绝密公司", "juemigongsi", "jmgs", "13800001234", "1234"] {
        assert_eq!(names(&admin, q).await.len(), 5, "{q}");
        assert!(names(&mole, q).await.is_empty(), "{q}");
    }
    // Hits in hidden fields don't crowd out the one that may be seen, and tell nothing beside it.
    let seen = ask(&mole, "绝密").await;
    assert_eq!(seen["groups"][0]["items"].as_array().expect("items").len(), 1);
    assert_eq!(seen["groups"][0]["items"][0]["name"], "绝密人");
    assert_eq!(seen["groups"][0]["more"], false);
    assert_eq!(seen["groups"][0]["items"][0]["note"], Json::Null);
}

/// Makes leads, as many as said, all with these values.
async fn leads(actor: &Actor, count: usize, values: Json) {
    for done in (0..count).step_by(500) {
        let operation = json!({"op": "create", "values": values});
        let operations = vec![operation; (count - done).min(500)];
        actor.post("/records/lead/batch", json!({"operations": operations})).await.expect(200);
    }
}

#[db_test]
async fn many_hits_of_one_object_leave_room_for_the_others(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    admin.create("account", json!({"name": "杭州星河科技有限公司"})).await;
    admin.create("product", json!({"name": "星河一号"})).await;
    leads(&admin, 700, json!({"name": "张伟", "company": "杭州星河贸易"})).await;
    for q in ["星河", "xinghe", "xh", "杭州 星河"] {
        let answer = ask(&admin, q).await;
        let groups = answer["groups"].as_array().expect("groups");
        let count = |name: &str| {
            let group = groups.iter().find(|group| group["object"] == name);
            group.map(|group| (group["items"].as_array().expect("items").len(), group["more"] == true))
        };
        assert_eq!(count("lead"), Some((5, true)), "{q}");
        assert_eq!(count("account"), Some((1, false)), "{q}");
        assert_eq!(count("product"), (q != "杭州 星河").then_some((1, false)), "{q}");
    }
}

#[db_test]
async fn a_great_many_that_may_not_be_seen_end_the_looking_for_their_object_alone(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}, "account": {"read": "all"}},
        "fields": {"lead": {"company": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    admin.create("account", json!({"name": "绝密公司"})).await;
    admin.create("account", json!({"name": "老绝密公司"})).await;
    leads(&admin, 1_500, json!({"name": "张伟", "company": "新绝密公司"})).await;
    for (q, expect) in [
        ("绝密公司", vec!["绝密公司 exact", "老绝密公司 words"]),
        ("绝密", vec!["绝密公司 prefix", "老绝密公司 words"]),
        ("juemi", vec!["绝密公司 pinyin", "老绝密公司 pinyin"]),
        ("jmgs", vec!["绝密公司 pinyin", "老绝密公司 pinyin"]),
        ("juemii", vec!["老绝密公司 fuzzy", "绝密公司 fuzzy"]),
    ] {
        assert_eq!(names(&mole, q).await, expect, "{q}");
    }
}

#[db_test]
async fn of_equal_hits_the_newest_come_whatever_was_looked_at_before(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    // By their companies they could begin with what is typed, so they are looked at first.
    leads(&admin, 3, json!({"name": "李张伟", "company": "中外文化"})).await;
    admin.create("lead", json!({"name": "王张伟"})).await;
    let answer = admin.get("/search?q=zhangwei&limit=1").await.expect(200);
    let group = &answer["groups"][0];
    assert_eq!((&group["items"][0]["name"], &group["more"]), (&json!("王张伟"), &json!(true)), "{group}");
}

#[db_test]
async fn unlikely_readings_are_thought_of_last(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    admin.create("contact", json!({"name": "赵昂伟", "email": "zhangwie@example.com"})).await;
    assert_eq!(names(&admin, "zhangwei").await, ["赵昂伟 pinyin"]);
    let lead = admin.create("lead", json!({"name": "张伟"})).await;
    assert_eq!(names(&admin, "zhangwei").await, ["张伟 pinyin"]);
    admin.delete(&format!("/records/lead/{lead}")).await.expect(204);
    assert_eq!(names(&admin, "zhangwei").await, ["赵昂伟 pinyin"]);
}

#[db_test]
async fn an_index_is_built_for_records_that_were_there_before(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for number in 0..450 {
        admin.create("product", json!({"name": format!("产品{number}")})).await;
    }
    // As if the database were of a time before the search.
    app.db.meddle("DELETE FROM sys_search_object").await;
    app.db.meddle("UPDATE sys_search_doc SET object = 'gone'").await;
    app.app.build_search().await.expect("the building is queued");
    let answer = ask(&admin, "产品").await;
    // The products and the administrator.
    assert_eq!(answer["building"], json!({"done": 0, "total": 451}), "{answer}");
    app.work();
    for _ in 0..200 {
        if ask(&admin, "产品449").await["building"].is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(names(&admin, "产品449").await, ["产品449 exact"]);
    let mut conn = app.db.store.read().await.expect("a connection");
    let behind = shuke_app::search::behind(&mut conn, &app.app.company().schema).await.expect("a check");
    assert!(behind.wrong.is_empty() && behind.unbuilt == 0, "{behind:?}");
}
