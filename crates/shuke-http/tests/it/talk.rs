//! Comments, followers and notices: who may write and read what, and who is told.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Li's lead, which Wang may read as a member of its team, and Zhao may not see.
async fn scene(db: TestDb) -> (TestApp, Actor, Actor, Actor, Uuid) {
    let app = TestApp::new(db).await;
    let (li, wang, zhao) = (app.sales("li").await, app.sales("wang").await, app.sales("zhao").await);
    let lead = li.create("lead", json!({"name": "远山机械"})).await;
    li.put(&format!("/records/lead/{lead}/team/{}", wang.id), json!({"level": "read"})).await.expect(200);
    (app, li, wang, zhao, lead)
}

async fn notices(who: &Actor) -> Vec<Json> {
    who.get("/notifications").await.expect(200)["items"].as_array().expect("notices").clone()
}

async fn unread(who: &Actor) -> Json {
    who.get("/notifications/count").await.expect(200)["unread"].clone()
}

fn id(made: &Json) -> String {
    made["id"].as_str().expect("an id").to_owned()
}

#[db_test]
async fn whoever_sees_a_record_comments_and_those_concerned_are_told(db: TestDb) {
    let (_app, li, wang, zhao, lead) = scene(db).await;
    let at = format!("/records/lead/{lead}");
    let said = wang
        .post(&format!("{at}/comments"), json!({"body": " @li 先约时间\r\n再报价 ", "mentions": [li.id]}))
        .await;
    let said = said.expect(201);
    assert_eq!(said["body"], "@li 先约时间\n再报价");
    assert_eq!(said["mentions"][0]["user"]["id"], json!(li.id));
    assert_eq!(said["can"], json!(["edit", "delete"]));
    zhao.post(&format!("{at}/comments"), json!({"body": "x"})).await.expect(404);
    let told = notices(&li).await;
    assert_eq!((told.len(), &told[0]["kind"], &told[0]["read"]), (1, &json!("mentioned"), &json!(false)));
    assert_eq!(told[0]["record"], json!({"id": lead, "object": "lead", "name": "远山机械"}));
    assert_eq!(told[0]["text"], "@li 先约时间 再报价");
    assert_eq!(told[0]["actor"]["id"], json!(wang.id));
    assert!(notices(&wang).await.is_empty(), "nobody is told of what they did");
    // Whoever has commented follows, and is told of the answer.
    li.post(&format!("{at}/comments"), json!({"body": "好"})).await.expect(201);
    assert_eq!(notices(&wang).await[0]["kind"], "commented");
    let followers = wang.get(&format!("{at}/followers")).await.expect(200);
    assert_eq!(
        (followers["items"].as_array().map(Vec::len), &followers["following"]),
        (Some(2), &json!(true))
    );
    let page = li.get(&format!("{at}/timeline?types=comment")).await.expect(200);
    let kinds: Vec<&Json> = page["items"].as_array().unwrap().iter().map(|it| &it["type"]).collect();
    assert_eq!(kinds, ["comment", "comment"]);
    assert_eq!(page["items"][1]["comment"]["can"], json!([]), "somebody else's");
    let all = li.get(&format!("{at}/timeline")).await.expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(3), "beside what changed");
    let changes = li.get(&format!("{at}/timeline?types=change,activity")).await.expect(200);
    assert_eq!(changes["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(li.get(&format!("{at}/timeline?types=x")).await.expect(422)["errors"][0]["field"], "types");
}

#[db_test]
async fn what_is_wrong_is_named(db: TestDb) {
    let (app, li, wang, zhao, lead) = scene(db).await;
    let at = format!("/records/lead/{lead}/comments");
    let nobody = Uuid::from_u128(7);
    let cases = [
        (json!({}), "body", "required"),
        (json!({"body": " \n "}), "body", "required"),
        (json!({"body": 7}), "body", "wrong_type"),
        (json!({"body": "x\u{7}"}), "body", "invalid_text"),
        (json!({"body": "字".repeat(10_001)}), "body", "too_long"),
        (json!({"body": "x", "mentions": vec![nobody; 1]}), "mentions[0]", "unknown_reference"),
        (json!({"body": "x", "mentions": [wang.id, zhao.id]}), "mentions[1]", "mention_unseen"),
        (json!({"body": "x", "mentions": "all"}), "mentions", "wrong_type"),
        (json!({"body": "x", "to": []}), "to", "unknown_field"),
    ];
    for (body, field, code) in cases {
        let refused = li.post(&at, body.clone()).await.expect(422);
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(1), "{refused}");
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!(field), &json!(code))
        );
    }
    let refused = li.post(&at, json!({"body": "x", "mentions": [zhao.id]})).await.expect(422);
    assert!(refused["errors"][0]["message"].as_str().is_some_and(|text| text.contains("zhao")), "{refused}");
    li.post(&at, json!({"body": "字".repeat(10_000)})).await.expect(201);
    // Only who sees the record is offered, by 拼音, too.
    let admin = app.admin().await;
    admin.patch(&format!("/records/user/{}", wang.id), json!({"name": "王小芳"})).await.expect(200);
    for (typed, found) in [("wxf", 1), ("小芳", 1), ("wangxiao", 1), ("zhao", 0), ("", 2)] {
        let people = li.get(&format!("{at}/people?q={typed}")).await.expect(200);
        let all = people["items"].as_array().expect("people");
        assert!(all.len() >= found && (found > 0 || all.is_empty()), "{typed}: {people}");
        assert!(all.iter().all(|it| it["id"] != json!(zhao.id) && it["id"] != json!(li.id)), "{people}");
    }
    zhao.get(&format!("{at}/people")).await.expect(404);
}

#[db_test]
async fn a_comment_is_its_authors_and_comes_back(db: TestDb) {
    let (app, li, wang, _zhao, lead) = scene(db).await;
    let admin = app.admin().await;
    let at = format!("/records/lead/{lead}");
    let said = id(&wang.post(&format!("{at}/comments"), json!({"body": "x"})).await.expect(201));
    let one = format!("{at}/comments/{said}");
    assert_eq!(li.patch(&one, json!({"body": "y"})).await.refused(403), "comment_not_yours");
    assert_eq!(li.delete(&one).await.refused(403), "comment_not_yours");
    assert_eq!(admin.patch(&one, json!({"body": "y"})).await.refused(403), "comment_not_yours");
    let changed = wang.patch(&one, json!({"body": "@li y", "mentions": [li.id]})).await.expect(200);
    assert!(changed["edited_at"].is_string());
    assert_eq!(notices(&li).await[0]["kind"], "mentioned", "who is new in it is told");
    wang.patch(&one, json!({"body": "@li z", "mentions": [li.id]})).await.expect(200);
    assert_eq!(notices(&li).await.len(), 2, "and only once");
    admin.delete(&one).await.expect(204);
    let told = notices(&li).await;
    assert_eq!((&told[0]["text"], &told[0]["comment"]), (&Json::Null, &Json::Null), "{told:?}");
    assert_eq!(li.get(&format!("{at}/timeline?types=comment")).await.expect(200)["items"], json!([]));
    wang.patch(&one, json!({"body": "y"})).await.expect(404);
    assert_eq!(li.post(&format!("{one}/restore"), json!({})).await.refused(403), "comment_not_yours");
    wang.post(&format!("{one}/restore"), json!({})).await.expect(200);
    assert_eq!(notices(&li).await[0]["text"], "@li z");
    // A comment of another record is not found by this one.
    let other = wang.create("lead", json!({"name": "别的"})).await;
    wang.delete(&format!("/records/lead/{other}/comments/{said}")).await.expect(404);
    let log = admin.get(&format!("/audit?record={lead}&action=comment.")).await.expect(200);
    let actions: Vec<&str> =
        log["items"].as_array().unwrap().iter().filter_map(|it| it["action"].as_str()).collect();
    let expected =
        ["comment.restored", "comment.deleted", "comment.changed", "comment.changed", "comment.created"];
    assert_eq!(actions, expected);
    assert!(!log.to_string().contains("@li"), "the chain can't forget a text");
}

#[db_test]
async fn whoever_gets_a_record_is_told_unless_it_was_themselves(db: TestDb) {
    let (app, li, wang, _zhao, lead) = scene(db).await;
    let admin = app.admin().await;
    let give = |to: Uuid| json!({"owner": to});
    admin.post(&format!("/records/lead/{lead}/actions/transfer"), give(wang.id)).await.expect(200);
    let told = notices(&wang).await;
    assert_eq!((&told[0]["kind"], &told[0]["count"]), (&json!("assigned"), &json!(1)));
    assert_eq!(told[0]["record"]["name"], "远山机械");
    admin.create("lead", json!({"name": "新来的", "owner": wang.id})).await;
    assert_eq!(unread(&wang).await, 2);
    wang.create("lead", json!({"name": "自己的"})).await;
    // Many at once are one notice.
    let rows: Vec<Json> = (0..5)
        .map(|n| json!({"op": "create", "values": {"name": format!("批量{n}"), "owner": wang.id}}))
        .collect();
    admin.post("/records/lead/batch", json!({"operations": rows})).await.expect(200);
    let told = notices(&wang).await;
    assert_eq!((told.len(), &told[0]["count"]), (3, &json!(5)));
    // What went on to somebody else says nothing any more.
    admin.patch(&format!("/records/lead/{lead}"), give(li.id)).await.expect(200);
    let told = notices(&wang).await;
    assert_eq!(told[2]["record"], Json::Null, "{told:?}");
    assert!(!told[2].to_string().contains("远山"), "{told:?}");
    // A batch that is undone tells nobody.
    let bad = json!([
        {"op": "create", "values": {"name": "x", "owner": wang.id}},
        {"op": "create", "values": {}},
    ]);
    admin.post("/records/lead/batch", json!({"operations": bad, "atomic": true})).await;
    assert_eq!(unread(&wang).await, 3);
}

#[db_test]
async fn notices_are_marked_counted_and_muted(db: TestDb) {
    let (_app, li, wang, zhao, lead) = scene(db).await;
    let at = format!("/records/lead/{lead}/comments");
    for n in 0..3 {
        wang.post(
            &at,
            json!({"body": format!("{n}"), "mentions": if n == 1 { json!([li.id]) } else { json!([]) }}),
        )
        .await
        .expect(201);
    }
    let told = notices(&li).await;
    assert_eq!(unread(&li).await, 3);
    let one = format!("/notifications/{}", told[0]["id"].as_str().unwrap());
    assert_eq!(li.patch(&one, json!({"read": true})).await.expect(200)["unread"], 2);
    assert_eq!(zhao.patch(&one, json!({"read": true})).await.refused(404), "not_found");
    assert_eq!(
        li.get("/notifications?unread=true").await.expect(200)["items"].as_array().map(Vec::len),
        Some(2)
    );
    li.patch(&one, json!({"read": false})).await.expect(200);
    assert_eq!(li.patch(&one, json!({})).await.expect(422)["errors"][0]["field"], "read");
    let page = li.get("/notifications?limit=2").await.expect(200);
    let cursor = page["next_cursor"].as_str().expect("more");
    let rest = li.get(&format!("/notifications?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next_cursor"]), (Some(1), &Json::Null));
    assert_eq!(li.get("/notifications?cursor=x").await.expect(422)["errors"][0]["field"], "cursor");
    let muted = li.patch("/me/preferences", json!({"muted": ["commented", "commented"]})).await.expect(200);
    assert_eq!(muted["muted"], json!(["commented"]));
    let kinds: Vec<Json> = notices(&li).await.into_iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, ["mentioned"]);
    assert_eq!(unread(&li).await, 1);
    assert_eq!(
        li.patch("/me/preferences", json!({"muted": ["x"]})).await.expect(422)["errors"][0]["field"],
        "muted"
    );
    li.patch("/me/preferences", json!({"muted": []})).await.expect(200);
    let until = json!({"until": told[1]["id"]});
    assert_eq!(li.post("/notifications/read", until).await.expect(200)["unread"], 1);
    assert_eq!(li.post("/notifications/read", json!({})).await.expect(200)["unread"], 0);
    assert_eq!(
        li.post("/notifications/read", json!({"until": 7})).await.expect(422)["errors"][0]["field"],
        "until"
    );
}

#[db_test]
async fn who_stops_to_follow_is_left_alone_until_spoken_to(db: TestDb) {
    let (_app, li, wang, zhao, lead) = scene(db).await;
    let at = format!("/records/lead/{lead}");
    let me = format!("{at}/followers/me");
    assert_eq!(wang.put(&me, json!({})).await.expect(200)["following"], true);
    li.post(&format!("{at}/comments"), json!({"body": "1"})).await.expect(201);
    assert_eq!(unread(&wang).await, 1);
    assert_eq!(wang.delete(&me).await.expect(200)["following"], false);
    wang.post(&format!("{at}/comments"), json!({"body": "2"})).await.expect(201);
    li.post(&format!("{at}/comments"), json!({"body": "3"})).await.expect(201);
    assert_eq!(unread(&wang).await, 1, "a comment of one's own doesn't begin it again");
    li.post(&format!("{at}/comments"), json!({"body": "4", "mentions": [wang.id]})).await.expect(201);
    assert_eq!(unread(&wang).await, 2);
    // Who doesn't see the record any more is neither told nor named.
    wang.put(&me, json!({})).await.expect(200);
    li.delete(&format!("{at}/team/{}", wang.id)).await.expect(204);
    li.post(&format!("{at}/comments"), json!({"body": "5"})).await.expect(201);
    assert_eq!(unread(&wang).await, 2);
    assert!(!li.get(&format!("{at}/followers")).await.expect(200).to_string().contains(&wang.id.to_string()));
    assert!(notices(&wang).await.iter().all(|it| it["text"].is_null() && it["record"].is_null()));
    zhao.put(&me, json!({})).await.expect(404);
    wang.get(&format!("{at}/followers")).await.expect(404);
}

#[db_test]
async fn comments_go_along_with_a_merge_and_back(db: TestDb) {
    let (app, li, wang, _zhao, lead) = scene(db).await;
    let admin = app.admin().await;
    let other = li.create("lead", json!({"name": "远山机械有限公司"})).await;
    let at = format!("/records/lead/{lead}");
    wang.post(&format!("{at}/comments"), json!({"body": "在旧的上", "mentions": [li.id]})).await.expect(201);
    let merge = format!("/records/lead/{other}/actions/merge");
    let merged = admin.post(&merge, json!({"loser": lead})).await.expect(200);
    let page = li.get(&format!("/records/lead/{other}/timeline?types=comment")).await.expect(200);
    assert_eq!(page["items"][0]["comment"]["body"], "在旧的上");
    assert_eq!(notices(&li).await[0]["record"]["id"], json!(other), "where it is now");
    let followers = admin.get(&format!("/records/lead/{other}/followers")).await.expect(200);
    assert!(followers.to_string().contains(&wang.id.to_string()), "{followers}");
    admin.post(&format!("/merges/{}/undo", merged["merge"].as_str().unwrap()), json!({})).await.expect(200);
    let page = li.get(&format!("/records/lead/{other}/timeline?types=comment")).await.expect(200);
    assert_eq!(page["items"], json!([]));
    assert_eq!(
        li.get(&format!("{at}/timeline?types=comment")).await.expect(200)["items"].as_array().map(Vec::len),
        Some(1)
    );
    // In the bin nobody writes; what comes back has its comments.
    li.delete(&at).await.expect(204);
    li.post(&format!("{at}/comments"), json!({"body": "x"})).await.expect(404);
    assert_eq!(notices(&li).await[0]["text"], Json::Null);
    li.post(&format!("{at}/restore"), json!({})).await.expect(200);
    assert_eq!(notices(&li).await[0]["text"], "在旧的上");
}

#[db_test]
async fn an_import_of_mine_ends_with_one_notice_and_so_does_what_it_gives_away(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, wang) = (app.admin().await, app.sales("wang").await);
    admin.patch(&format!("/records/user/{}", wang.id), json!({"name": "王芳"})).await.expect(200);
    let rows: String = (0..300).map(|n| format!("线索{n},王芳\n")).collect();
    let import = crate::upload::csv(&admin, &format!("姓名,负责人\n{rows}")).await.expect(201);
    admin.post(&format!("/imports/{}/start", id(&import)), json!({})).await.expect(202);
    for _ in 0..600 {
        if unread(&admin).await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let told = notices(&admin).await;
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("import_ended")), "{told:?}");
    assert_eq!((&told[0]["detail"]["inserted"], &told[0]["detail"]["state"]), (&json!(300), &json!("done")));
    let told = notices(&wang).await;
    assert_eq!((told.len(), &told[0]["count"]), (1, &json!(300)), "{told:?}");
    let export = admin.post("/exports", json!({"object": "lead"})).await.expect(202);
    for _ in 0..600 {
        if unread(&admin).await == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let told = notices(&admin).await;
    assert_eq!((&told[0]["kind"], &told[0]["detail"]["id"]), (&json!("export_ended"), &export["id"]));
}
