//! Looking at the program as somebody else: what they see, read only, on the record, and for a while.

use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, LOGIN, PASSWORD, TestApp, TestDb, db_test};

/// Somebody in a browser.
pub(crate) async fn browser(app: &TestApp, login: &str, password: &str) -> Actor {
    let nobody = app.nobody();
    let answer = nobody.post("/session", json!({"login": login, "password": password})).await;
    answer.expect(200);
    let cookie = answer.head("set-cookie").split(';').next().unwrap_or_default().to_owned();
    nobody.with("cookie", &cookie)
}

pub(crate) async fn with_password(app: &TestApp, actor: &Actor) -> Actor {
    let admin = app.admin().await;
    let users = admin.get("/users").await.expect(200);
    let user = users["items"].as_array().unwrap().iter().find(|it| it["id"] == json!(actor.id)).cloned();
    let login = user.expect("a person")["login"].as_str().unwrap_or_default().to_owned();
    let change = json!({"password": "quiet harbour 7", "must_change_password": false});
    admin.patch(&format!("/users/{}", actor.id), change).await.expect(200);
    browser(app, &login, "quiet harbour 7").await
}

#[db_test]
async fn an_administrator_sees_what_the_person_sees_and_changes_nothing(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let hers = li.create("lead", json!({"name": "丽的客户", "mobile": "13800009999"})).await;
    let other = admin.create("lead", json!({"name": "别人的客户"})).await;
    let boss = browser(&app, LOGIN, PASSWORD).await;
    let me = boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    assert_eq!((&me["id"], &me["admin"]), (&json!(li.id), &json!(false)), "{me}");
    assert_eq!(me["viewing"]["by"]["id"], json!(admin.id), "{me}");
    assert_eq!(boss.get("/me").await.expect(200)["viewing"], me["viewing"]);
    assert_eq!(li.get("/me").await.expect(200)["viewing"], Json::Null, "her own calls are her own");

    let page = boss.get("/records/lead?total=exact").await.expect(200);
    assert_eq!((&page["total"]["value"], &page["items"][0]["id"]), (&json!(1), &json!(hers)));
    boss.post("/records/lead/query", json!({})).await.expect(200);
    boss.post("/records/lead/board", json!({"group": "status"})).await.expect(200);
    assert_eq!(boss.get(&format!("/records/lead/{other}")).await.refused(404), "not_found");
    assert_eq!(boss.get("/users").await.refused(403), "admin_only");
    let at = format!("/records/lead/{hers}");
    for (method, path, body) in [
        (Method::PATCH, at.clone(), json!({"name": "x"})),
        (Method::DELETE, at.clone(), json!({})),
        (Method::POST, "/records/lead".to_owned(), json!({"name": "x"})),
        (Method::POST, format!("{at}/actions/reveal"), json!({"field": "mobile"})),
        (Method::POST, "/exports".to_owned(), json!({"object": "lead"})),
        (Method::PATCH, "/me".to_owned(), json!({"theme": "dark"})),
        (Method::POST, "/tokens".to_owned(), json!({"name": "x"})),
        (Method::POST, "/session/view-as".to_owned(), json!({"user": admin.id})),
        (Method::GET, "/me/sessions".to_owned(), json!({})),
        (Method::GET, "/me/preferences".to_owned(), json!({})),
        (Method::GET, "/me/push".to_owned(), json!({})),
        (Method::POST, "/me/push/devices".to_owned(), json!({})),
        (Method::GET, "/tokens".to_owned(), json!({})),
        (Method::GET, format!("/exports/{hers}/file"), json!({})),
    ] {
        let answer = boss.call(method.clone(), &path).json(&body).send().await;
        assert_eq!(answer.refused(403), "viewing_as", "{method} {path}");
    }
    boss.delete("/session/view-as").await.expect(204);
    boss.get(&format!("/records/lead/{other}")).await.expect(200);
    boss.patch(&at, json!({"title": "经理"})).await.expect(200);
    boss.delete("/session/view-as").await.expect(204);

    let log = admin.get("/audit?action=view_as.").await.expect(200);
    let entries = log["items"].as_array().expect("entries");
    assert_eq!(entries.len(), 2, "{log}");
    let text = log.to_string();
    assert!(text.contains("view_as.started") && text.contains("view_as.ended"), "{log}");
    assert!(
        entries
            .iter()
            .all(|it| it["record"]["id"] == json!(li.id) || it.to_string().contains(&li.id.to_string()))
    );
    assert!(entries.iter().all(|it| it.to_string().contains(&admin.id.to_string())), "{log}");
}

#[db_test]
async fn a_look_ends_by_itself_after_half_an_hour(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let boss = browser(&app, LOGIN, PASSWORD).await;
    boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    app.db.clock.advance(chrono::TimeDelta::minutes(30) - chrono::TimeDelta::seconds(1));
    assert_eq!(boss.get("/me").await.expect(200)["id"], json!(li.id));
    app.db.clock.advance(chrono::TimeDelta::seconds(1));
    let me = boss.get("/me").await.expect(200);
    assert_eq!((&me["id"], &me["viewing"]), (&json!(admin.id), &Json::Null));
    // Of one that nobody asks for again, the house is kept.
    boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    app.db.clock.advance(chrono::TimeDelta::minutes(31));
    app.app.keep_house().await.expect("kept");
    // And one that goes on to its end with the session.
    boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    boss.delete("/session").await.expect(204);
    let log = admin.get("/audit?action=view_as.ended").await.expect(200);
    assert_eq!(log["items"].as_array().map(Vec::len), Some(3), "{log}");
}

#[db_test]
async fn nobody_looks_as_somebody_who_sees_more(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    // A person of the page, and programs, without the right.
    assert_eq!(admin.post("/session/view-as", json!({"user": li.id})).await.refused(403), "in_person_only");
    let sales = with_password(&app, &li).await;
    assert_eq!(sales.get("/me").await.expect(200)["view_as"], false);
    assert_eq!(sales.post("/session/view-as", json!({"user": admin.id})).await.refused(403), "missing_right");

    // One who sees all and may look as others; the other sees a part of it.
    let grants = json!({"*": {"read": "all"}});
    let role =
        admin.post("/roles", json!({"name": "auditor", "grants": grants, "view_as": true})).await.expect(201);
    let path = format!("/roles/{}", role["id"].as_str().expect("an id"));
    let eye = app.person("eye", &["auditor"]).await;
    let eye = with_password(&app, &eye).await;
    assert_eq!(eye.get("/me").await.expect(200)["view_as"], true);
    eye.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    eye.delete("/session/view-as").await.expect(204);
    assert_eq!(eye.post("/session/view-as", json!({"user": admin.id})).await.refused(403), "view_as_more");
    // Whoever has left may be looked as.
    admin.patch(&format!("/users/{}", li.id), json!({"active": false})).await.expect(200);
    eye.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    // With less rights of one's own, a look that goes on is over.
    admin.patch(&path, json!({"fields": {"lead": {"mobile": "masked"}}})).await.expect(200);
    assert_eq!(eye.get("/me").await.expect(200)["viewing"], Json::Null);
    assert_eq!(eye.post("/session/view-as", json!({"user": li.id})).await.refused(403), "view_as_more");
    admin.patch(&path, json!({"fields": {}, "grants": {"*": {"read": "own"}}})).await.expect(200);
    assert_eq!(eye.post("/session/view-as", json!({"user": li.id})).await.refused(403), "view_as_more");
    admin.patch(&path, json!({"view_as": false})).await.expect(200);
    assert_eq!(eye.post("/session/view-as", json!({"user": li.id})).await.refused(403), "missing_right");

    let boss = browser(&app, LOGIN, PASSWORD).await;
    for wrong in
        [json!({}), json!({"user": admin.id}), json!({"user": "x"}), json!({"user": li.id, "more": 1})]
    {
        assert_eq!(boss.post("/session/view-as", wrong.clone()).await.status.as_u16(), 422, "{wrong}");
    }
    let nobody = json!({"user": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(boss.post("/session/view-as", nobody).await.refused(404), "not_found");
}

/// Nothing is done as oneself by a page that still believes to look as somebody else, whatever ended the look.
#[db_test]
async fn a_call_that_comes_after_the_look_is_refused(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let boss = browser(&app, LOGIN, PASSWORD).await;
    let page = boss.with("x-viewing-as", &li.id.to_string());
    let at = format!("/records/lead/{}", li.create("lead", json!({"name": "丽的客户"})).await);
    for ended in ["time", "ended", "house"] {
        boss.post("/session/view-as", json!({"user": li.id})).await.expect(200);
        page.get("/records/lead").await.expect(200);
        assert_eq!(page.patch(&at, json!({"name": "x"})).await.refused(403), "viewing_as");
        if ended == "ended" {
            boss.delete("/session/view-as").await.expect(204);
        } else {
            app.db.clock.advance(chrono::TimeDelta::minutes(30));
        }
        if ended == "house" {
            app.app.keep_house().await.expect("kept");
        }
        for (method, path) in [
            (Method::PATCH, at.as_str()),
            (Method::POST, "/records/lead"),
            (Method::PATCH, "/me"),
            (Method::POST, "/session/view-as"),
            (Method::GET, "/records/lead"),
        ] {
            let answer = page.call(method.clone(), path).json(&json!({"name": "误改"})).send().await;
            assert_eq!(answer.refused(403), "view_as_over", "{ended}: {method} {path}");
        }
        // Who one is now is told, and the page goes on as that.
        assert_eq!(page.get("/me").await.expect(200)["id"], json!(admin.id), "{ended}");
        assert_eq!(li.get(&at).await.expect(200)["name"], "丽的客户", "{ended}");
        boss.get("/records/lead").await.expect(200);
    }
    // As somebody else by now, in another tab.
    let zhao = app.sales("zhao").await;
    boss.post("/session/view-as", json!({"user": zhao.id})).await.expect(200);
    assert_eq!(page.get("/records/lead").await.refused(403), "view_as_over");
    page.delete("/session/view-as").await.expect(204);
}

#[db_test]
async fn a_look_that_ends_with_its_session_is_on_record(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let grants = json!({"*": {"read": "all"}});
    admin.post("/roles", json!({"name": "auditor", "grants": grants, "view_as": true})).await.expect(201);
    let eye = app.person("eye", &["auditor"]).await;
    let at = format!("/users/{}", eye.id);
    let ended = async || {
        let log = admin.get("/audit?action=view_as.ended").await.expect(200);
        log["items"].as_array().map_or(0, Vec::len)
    };
    for (round, how) in ["one", "all", "password", "switched off"].into_iter().enumerate() {
        let page = with_password(&app, &eye).await;
        page.post("/session/view-as", json!({"user": li.id})).await.expect(200);
        assert_eq!(ended().await, round, "{how}");
        match how {
            "one" => {
                let other = browser(&app, "eye", "quiet harbour 7").await;
                let sessions = other.get("/me/sessions").await.expect(200);
                let sessions = sessions["items"].as_array().expect("sessions").clone();
                let far = sessions.iter().find(|it| it["current"] == false).expect("the other");
                other
                    .delete(&format!("/me/sessions/{}", far["id"].as_str().expect("an id")))
                    .await
                    .expect(204);
            }
            "all" => drop(admin.delete(&format!("{at}/sessions")).await.expect(200)),
            "password" => drop(admin.patch(&at, json!({"password": "loud harbour 8"})).await.expect(200)),
            _ => drop(admin.patch(&at, json!({"active": false})).await.expect(200)),
        }
        assert_eq!(ended().await, round + 1, "{how}");
        assert_eq!(page.get("/me").await.status.as_u16(), 401, "{how}");
    }
}

#[db_test]
async fn whoever_has_something_to_do_first_is_not_locked_in_a_look(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let grants = json!({"*": {"read": "all"}});
    let role =
        admin.post("/roles", json!({"name": "auditor", "grants": grants, "view_as": true})).await.expect(201);
    let eye = app.person("eye", &["auditor"]).await;
    let page = with_password(&app, &eye).await;
    page.post("/session/view-as", json!({"user": li.id})).await.expect(200);
    admin.patch("/security", json!({"second_factor_roles": [role["id"]]})).await.expect(200);
    let me = page.get("/me").await.expect(200);
    assert_eq!((&me["id"], &me["viewing"]), (&json!(eye.id), &Json::Null), "{me}");
    assert_eq!(me["must"], "set_up_second_factor");
    assert_eq!(page.get("/records/lead").await.refused(403), "must_set_up_second_factor");
    page.post("/me/second-factor", json!({})).await.expect(201);
    assert_eq!(
        page.post("/session/view-as", json!({"user": li.id})).await.refused(403),
        "must_set_up_second_factor"
    );
}
