//! Layouts: a draft is nobody's but its designers', what is published is its roles' and types', and there is a way back.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const AT: &str = "/objects/lead/layouts";

fn section(fields: &[&str]) -> Json {
    json!({"labels": {"zh-CN": "基本", "en": "Basics"}, "fields": fields})
}

async fn role(admin: &Actor, name: &str) -> String {
    let roles = admin.get("/roles").await.expect(200);
    let found =
        roles["items"].as_array().expect("roles").iter().find(|role| role["labels"]["en"] == name).cloned();
    found.unwrap_or_else(|| panic!("{roles}"))["id"].as_str().expect("an id").to_owned()
}

/// The names of the caller's layouts of leads.
async fn has(actor: &Actor, object: &str) -> Vec<String> {
    let meta = actor.get(&format!("/objects/{object}")).await.expect(200);
    meta["layouts"]
        .as_array()
        .expect("layouts")
        .iter()
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect()
}

/// A draft for the role 销售 with these fields.
async fn begin(admin: &Actor, name: &str, fields: &[&str]) -> Json {
    let sales = role(admin, "Sales").await;
    let body =
        json!({"name": name, "labels": {"zh-CN": "销售版"}, "roles": [sales], "sections": [section(fields)]});
    admin.post(AT, body).await.expect(201)
}

#[db_test]
async fn a_draft_is_nobodys_and_what_is_published_is_its_roles(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li, mei) = (app.admin().await, app.sales("li").await, app.person("mei", &["marketer"]).await);
    let design = begin(&admin, "short", &["name", "mobile"]).await;
    assert_eq!((&design["live"], &design["draft"]["version"]), (&json!(false), &json!(1)), "{design}");
    assert_eq!(design["content"]["sections"][0]["columns"], 2);
    assert!(has(&li, "lead").await.is_empty() && has(&admin, "lead").await.is_empty());
    assert!(!li.get("/objects").await.expect(200).to_string().contains("销售版"));

    let body = json!({"version": 1, "tabs": [{"labels": {"zh-CN": "更多"}, "sections": [
        {"labels": {"zh-CN": "其他"}, "fields": ["email"], "columns": 1, "collapsed": true}]}], "related": []});
    let saved = admin.put(&format!("{AT}/short/draft"), body).await.expect(200);
    assert_eq!(saved["draft"]["version"], 2);
    let before = admin.get("/objects").await.expect(200)["version"].clone();
    admin.post(&format!("{AT}/short/publish"), json!({"version": 2})).await.expect(200);
    let objects = li.get("/objects").await.expect(200);
    assert_ne!(objects["version"], before, "every process hears of it");
    assert_eq!(has(&li, "lead").await, ["short"]);
    let mine = &li.get("/objects/lead").await.expect(200)["layouts"][0];
    assert_eq!(mine["sections"][0]["fields"], json!(["name", "mobile"]));
    assert_eq!((&mine["tabs"][0]["sections"][0]["collapsed"], &mine["related"]), (&json!(true), &json!([])));
    assert!(has(&mei, "lead").await.is_empty() && has(&admin, "lead").await.is_empty());

    // A layout is no right: what is not on it is read, written and filtered as before.
    let id = li.create("lead", json!({"name": "王芳", "title": "经理"})).await;
    assert_eq!(li.get(&format!("/records/lead/{id}")).await.expect(200)["title"], "经理");
    let audit = admin.get("/audit?action=layout.published").await.expect(200);
    assert_eq!(audit["items"][0]["detail"]["layout"], "short", "{audit}");
}

#[db_test]
async fn a_hidden_field_is_on_nobodys_layout(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    begin(&admin, "short", &["name", "mobile", "budget"]).await;
    admin.post(&format!("{AT}/short/publish"), json!({})).await.expect(200);
    let sales = role(&admin, "Sales").await;
    let rights = json!({"fields": {"lead": {"budget": "hidden"}}});
    admin.patch(&format!("/roles/{sales}"), rights).await.expect(200);
    let meta = li.get("/objects/lead").await.expect(200);
    assert_eq!(meta["layouts"][0]["sections"][0]["fields"], json!(["name", "mobile"]));
    assert!(!meta.to_string().contains("\"budget\""));
}

/// The key facts and the tabs of related lists, as the caller's layout of leads says them.
async fn head(actor: &Actor) -> (Json, Json) {
    let layout = actor.get("/objects/lead").await.expect(200)["layout"].clone();
    (layout["highlights"].clone(), layout["related_tabs"].clone())
}

#[db_test]
async fn a_layout_says_the_key_facts_and_the_tabs(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let at = |rest: &str| format!("{AT}/default/{rest}");
    assert_eq!(head(&li).await, (Json::Null, Json::Null), "nothing is said of them at first");
    let given = json!({"highlights": ["budget", "owner", "mobile"], "related_tabs": ["task.related"]});
    let saved = admin.put(&at("draft"), given).await.expect(200);
    let kinds: Vec<&Json> =
        saved["changes"].as_array().expect("changes").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, [&json!("related_tabs"), &json!("highlights")], "{saved}");
    assert_eq!(head(&li).await, (Json::Null, Json::Null), "a draft is nobody's");
    admin.post(&at("publish"), json!({})).await.expect(200);
    let said = (json!(["budget", "owner", "mobile"]), json!(["task.related"]));
    assert_eq!(head(&li).await, said);

    // What somebody may not see is not named, and what is masked is shown covered.
    let sales = role(&admin, "Sales").await;
    let rights = json!({"fields": {"lead": {"budget": "hidden", "mobile": "masked"}}});
    admin.patch(&format!("/roles/{sales}"), rights).await.expect(200);
    assert_eq!(head(&li).await.0, json!(["owner", "mobile"]));
    assert_eq!(head(&admin).await, said);
    assert_eq!(admin.get(&format!("{AT}/default")).await.expect(200)["content"]["highlights"], said.0);

    // Nothing is something else than chosen by itself; what is not spoken of stays.
    admin.put(&at("draft"), json!({"highlights": []})).await.expect(200);
    admin.post(&at("publish"), json!({})).await.expect(200);
    assert_eq!(head(&li).await, (json!([]), said.1.clone()));
    let own = json!({"layout": {"sections": [section(&["name"])], "highlights": null}});
    admin.patch("/objects/lead", own).await.expect(200);
    assert_eq!(head(&li).await, (Json::Null, said.1));
    admin.post(&at("revert"), json!({"number": 2, "publish": true})).await.expect(200);
    assert_eq!(head(&admin).await.0, said.0);
    // A new layout begins with what the object's own has.
    let copy = admin.post(AT, json!({"labels": {"en": "Copy"}})).await.expect(201);
    assert_eq!(copy["content"]["highlights"], said.0);

    for (body, field, code) in [
        (json!({"highlights": ["name", "none"]}), "highlights[1]", "unknown_field"),
        (json!({"highlights": ["name", "name"]}), "highlights[1]", "invalid_definition"),
        (json!({"highlights": ["id"]}), "highlights[0]", "invalid_definition"),
        (json!({"highlights": "name"}), "highlights", "wrong_type"),
        (
            json!({"highlights": ["name", "title", "email", "owner", "budget", "status", "mobile"]}),
            "highlights",
            "invalid_definition",
        ),
        (json!({"related_tabs": ["task"]}), "related_tabs[0]", "invalid_definition"),
    ] {
        let answer = admin.put(&at("draft"), body).await;
        assert_eq!(answer.refused(422), "invalid_input");
        let told = answer.json()["errors"][0].clone();
        assert_eq!((&told["field"], &told["code"]), (&json!(field), &json!(code)), "{told}");
    }
    let own = json!({"layout": {"sections": [section(&["name"])], "highlights": ["none"]}});
    let answer = admin.patch("/objects/lead", own).await;
    assert_eq!(answer.json()["errors"][0]["field"], "layout.highlights[0]", "{:?}", answer.json());
}

#[db_test]
async fn a_field_that_goes_leaves_the_key_facts(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let field = json!({"name": "size", "labels": {"en": "Size"}, "kind": "text"});
    admin.post("/objects/lead/fields", field).await.expect(201);
    let at = |rest: &str| format!("{AT}/default/{rest}");
    // It stands in no section, but in the head of the page.
    let only = json!({"sections": [section(&["name"])], "highlights": ["x_size", "owner"]});
    admin.put(&at("draft"), only).await.expect(200);
    let uses = async || {
        let uses = admin.get("/objects/lead/fields/x_size/uses").await.expect(200);
        let own = uses["layouts"].as_array().expect("layouts").iter().find(|it| it["name"] == "default");
        own.map(|it| (it["live"].clone(), it["draft"].clone()))
    };
    assert_eq!(uses().await, Some((json!(true), json!(true))));
    admin.post(&at("publish"), json!({})).await.expect(200);
    assert_eq!(uses().await, Some((json!(true), json!(false))));
    admin.put(&at("draft"), json!({"highlights": ["owner", "x_size"]})).await.expect(200);
    admin.delete("/objects/lead/fields/x_size").await.expect(204);
    assert_eq!(head(&admin).await.0, json!(["owner"]));
    let draft = admin.get(&format!("{AT}/default")).await.expect(200);
    assert_eq!((&draft["draft"]["version"], &draft["content"]["highlights"]), (&json!(2), &json!(["owner"])));
}

#[db_test]
async fn types_of_records_have_layouts_of_their_own(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let account = li.get("/objects/account").await.expect(200);
    assert_eq!(
        (&account["type_field"], &account["layouts"][0]["types"]),
        (&json!("kind"), &json!(["person"]))
    );
    let person = account["layouts"][0].to_string();
    assert!(person.contains("mobile") && !person.contains("credit_code"), "{person}");
    let gone = admin.patch("/objects/account/layouts", json!({"type_field": null})).await;
    assert_eq!(gone.refused(422), "invalid_input", "a layout is for a type of that field");
    let other = admin.patch("/objects/account/layouts", json!({"type_field": "level"})).await;
    assert_eq!(other.json()["errors"][0]["code"], "unknown_option", "{:?}", other.json());
    let text = admin.patch(AT, json!({"type_field": "title"})).await;
    assert_eq!(text.json()["errors"][0]["field"], "type_field");

    let body = json!({"labels": {"en": "New leads"}, "types": ["new"], "sections": [section(&["name"])]});
    let early = admin.post(AT, body.clone()).await;
    assert_eq!(early.json()["errors"][0]["field"], "types[0]", "leads have no types so far");
    let arranged = admin.patch(AT, json!({"type_field": "status"})).await.expect(200);
    assert_eq!(arranged["type_field"], "status");
    let made = admin.post(AT, body).await.expect(201);
    let name = made["name"].as_str().expect("a name").to_owned();
    admin.post(&format!("{AT}/{name}/publish"), json!({})).await.expect(200);
    begin(&admin, "short", &["name"]).await;
    admin.post(&format!("{AT}/short/publish"), json!({})).await.expect(200);
    assert_eq!(has(&li, "lead").await, [name.as_str(), "short"]);
    let version = admin.get(AT).await.expect(200)["version"].clone();
    let turned = json!({"order": ["short", name], "version": version});
    admin.patch(AT, turned.clone()).await.expect(200);
    assert_eq!(has(&li, "lead").await, ["short"], "what stands behind one for every record is never shown");
    assert_eq!(has(&admin, "lead").await, [name.as_str()]);
    assert_eq!(admin.patch(AT, turned).await.refused(412), "meta_changed");
    let half = admin.patch(AT, json!({"order": ["short"]})).await;
    assert_eq!(half.json()["errors"][0]["field"], "order");
}

#[db_test]
async fn two_designers_do_not_overwrite_one_another(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, other) = (app.admin().await, app.person("deng", &["administrator"]).await);
    let at = format!("{AT}/default/draft");
    let mine = json!({"version": 0, "sections": [section(&["name", "mobile"])]});
    admin.put(&at, mine.clone()).await.expect(200);
    assert_eq!(other.put(&at, mine).await.refused(412), "meta_changed");
    let seen = other.get(&format!("{AT}/default")).await.expect(200);
    assert_eq!(seen["draft"]["updated_by"]["id"], json!(admin.id), "one draft for all");
    other.put(&at, json!({"version": 1, "sections": [section(&["name"])]})).await.expect(200);
    let early = admin.post(&format!("{AT}/default/publish"), json!({"version": 1})).await;
    assert_eq!(early.refused(412), "meta_changed", "published is what was looked at");
    admin.delete(&at).await.expect(204);
    assert_eq!(admin.delete(&at).await.refused(404), "unknown_layout");
    assert_eq!(admin.post(&format!("{AT}/default/publish"), json!({})).await.refused(409), "no_draft");
    let meta = admin.get("/objects/lead").await.expect(200);
    assert!(meta["layout"]["sections"].as_array().expect("sections").len() > 1, "nothing was published");
}

#[db_test]
async fn there_is_a_way_back_to_what_was_published_before(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let own =
        async |actor: &Actor| actor.get("/objects/lead").await.expect(200)["layout"]["sections"].clone();
    let first = own(&li).await;
    let at = |rest: &str| format!("{AT}/default/{rest}");
    let draft = json!({"sections": [section(&["name", "mobile"])], "labels": {"en": "x"}, "types": ["new"]});
    let saved = admin.put(&at("draft"), draft).await.expect(200);
    let kinds: Vec<&str> =
        saved["changes"].as_array().expect("changes").iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"removed") && !kinds.contains(&"types"), "the object's own is for all: {saved}");
    let done = admin.post(&at("publish"), json!({})).await.expect(200);
    assert_eq!(own(&li).await[0]["fields"], json!(["name", "mobile"]));
    let numbers: Vec<&Json> =
        done["versions"].as_array().expect("versions").iter().map(|it| &it["number"]).collect();
    assert_eq!(numbers, [&json!(2), &json!(1)], "what was there before is one, too");
    assert_eq!(
        (&done["versions"][0]["by"]["id"], &done["versions"][1]["by"]),
        (&json!(admin.id), &Json::Null)
    );

    let before = admin.get(&at("versions/1")).await.expect(200);
    let told = before["changes"].as_array().expect("changes");
    assert!(
        told.iter().any(|it| it["kind"] == "added" && it["field"] == "email" && it["to"].is_string()),
        "{before}"
    );
    assert_eq!(admin.get(&at("versions/9")).await.refused(404), "unknown_layout");
    assert_eq!(admin.get(&at("versions/x")).await.refused(404), "not_found");
    let drafted = admin.post(&at("revert"), json!({"number": 1})).await.expect(200);
    assert_eq!(drafted["draft"]["version"], 1);
    assert_eq!(own(&li).await[0]["fields"], json!(["name", "mobile"]), "as a draft it is nobody's");
    assert_eq!(
        admin.post(&at("revert"), json!({"number": 1, "publish": true, "version": 0})).await.refused(412),
        "meta_changed",
        "there is a draft that nobody spoke of"
    );
    let back =
        admin.post(&at("revert"), json!({"number": 1, "publish": true, "version": 1})).await.expect(200);
    assert_eq!((&back["draft"], own(&li).await), (&Json::Null, first));
    let wrong = admin.post(&at("revert"), json!({"publish": 3})).await;
    assert_eq!(wrong.refused(422), "invalid_input");
}

#[db_test]
async fn a_field_that_goes_leaves_layouts_and_drafts(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let field = |name: &str, required: bool| json!({"name": name, "labels": {"en": name}, "kind": "text", "required": required});
    admin.post("/objects/lead/fields", field("size", false)).await.expect(201);
    begin(&admin, "short", &["name", "x_size"]).await;
    admin.post(&format!("{AT}/short/publish"), json!({})).await.expect(200);
    let saved = admin
        .put(&format!("{AT}/short/draft"), json!({"sections": [section(&["x_size", "name"])]}))
        .await
        .expect(200);
    assert_eq!(saved["draft"]["version"], 1);
    let uses = admin.get("/objects/lead/fields/x_size/uses").await.expect(200);
    let named = |name: &str| {
        uses["layouts"].as_array().expect("layouts").iter().find(|it| it["name"] == name).cloned()
    };
    let short = named("short").unwrap_or_else(|| panic!("{uses}"));
    assert_eq!((&short["live"], &short["draft"]), (&json!(true), &json!(true)));
    assert_eq!(named("default").unwrap_or_else(|| panic!("{uses}"))["draft"], false);
    admin.delete("/objects/lead/fields/x_size").await.expect(204);
    assert_eq!(
        li.get("/objects/lead").await.expect(200)["layouts"][0]["sections"][0]["fields"],
        json!(["name"])
    );
    let draft = admin.get(&format!("{AT}/short")).await.expect(200);
    assert_eq!(
        (&draft["draft"]["version"], &draft["content"]["sections"][0]["fields"]),
        (&json!(2), &json!(["name"]))
    );
    let late = json!({"version": 1, "sections": [section(&["name"])]});
    assert_eq!(admin.put(&format!("{AT}/short/draft"), late).await.refused(412), "meta_changed");
    // An earlier version had it; going back to that one goes without.
    let back = admin.post(&format!("{AT}/short/revert"), json!({"number": 1})).await.expect(200);
    assert_eq!(back["content"]["sections"][0]["fields"], json!(["name"]));

    // What nobody can do without is put on every layout, and can't be left out of one.
    admin.post("/objects/lead/fields", field("must", true)).await.expect(201);
    let shown = li.get("/objects/lead").await.expect(200)["layouts"][0]["sections"].to_string();
    assert!(shown.contains("x_must"), "{shown}");
    admin.put(&format!("{AT}/short/draft"), json!({"sections": [section(&["name"])]})).await.expect(200);
    let refused = admin.post(&format!("{AT}/short/publish"), json!({})).await;
    assert_eq!(refused.json()["errors"][0]["field"], "sections", "{:?}", refused.json());
    assert!(refused.json().to_string().contains("must"));
}

#[db_test]
async fn what_is_empty_waits_in_a_draft_and_is_not_published(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    begin(&admin, "short", &["name"]).await;
    let tab = |sections: Json| json!({"labels": {"en": "More"}, "sections": sections});
    let draft = json!({
        "sections": [section(&[]), section(&["name"]), section(&[])],
        "tabs": [tab(json!([section(&[])])), tab(json!([section(&[]), section(&["mobile"])])), tab(json!([]))],
    });
    let kept = admin.put(&format!("{AT}/short/draft"), draft).await.expect(200);
    assert_eq!(kept["content"]["sections"].as_array().map(Vec::len), Some(3), "{kept}");
    let live = admin.post(&format!("{AT}/short/publish"), json!({})).await.expect(200);
    let fields = |sections: &Json| -> Vec<Json> {
        sections.as_array().expect("sections").iter().map(|section| section["fields"].clone()).collect()
    };
    assert_eq!(fields(&live["content"]["sections"]), [json!(["name"])], "{live}");
    assert_eq!(live["content"]["tabs"].as_array().map(Vec::len), Some(1), "{live}");
    assert_eq!(fields(&live["content"]["tabs"][0]["sections"]), [json!(["mobile"])]);
}

#[db_test]
async fn what_is_wrong_is_named_and_only_administrators_design(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    begin(&admin, "short", &["name"]).await;
    for (path, body) in [
        ("", json!({"labels": {"en": "x"}})),
        ("/short/publish", json!({})),
        ("/short/revert", json!({"number": 1})),
    ] {
        assert_eq!(li.post(&format!("{AT}{path}"), body).await.refused(403), "missing_right");
    }
    for path in ["", "/short", "/short/versions/1"] {
        assert_eq!(li.get(&format!("{AT}{path}")).await.refused(403), "missing_right");
    }
    assert_eq!(li.put(&format!("{AT}/short/draft"), json!({})).await.refused(403), "missing_right");
    assert_eq!(li.patch(AT, json!({})).await.refused(403), "missing_right");
    for path in ["/short", "/short/draft"] {
        assert_eq!(li.delete(&format!("{AT}{path}")).await.refused(403), "missing_right");
    }

    let wrong = json!({"name": "short", "labels": {}, "roles": ["x"], "sections": 3, "colour": "red"});
    assert_eq!(admin.post(AT, wrong).await.refused(422), "invalid_input");
    let sections = json!([section(&["name", "name", "x_none"]), {"labels": {}, "fields": [], "columns": 5}]);
    let body = json!({"labels": {"en": "x"}, "roles": [li.id], "sections": sections});
    let answer = admin.post(AT, json!({"labels": {"en": "x"}, "roles": [li.id]})).await.json();
    assert_eq!(answer["errors"][0]["field"], "roles[0]", "a person is no role: {answer}");
    let answer = admin.post(AT, json!({"labels": {"en": "x"}, "sections": body["sections"]})).await.json();
    let told: Vec<&str> =
        answer["errors"].as_array().expect("errors").iter().map(|it| it["field"].as_str().unwrap()).collect();
    let expected =
        ["sections[0].fields[1]", "sections[0].fields[2]", "sections[1].labels", "sections[1].columns"];
    assert_eq!(told, expected);
    assert_eq!(admin.get(&format!("{AT}/none")).await.refused(404), "unknown_layout");
    assert_eq!(admin.put(&format!("{AT}/none/draft"), json!({})).await.refused(404), "unknown_layout");
    assert_eq!(admin.delete(&format!("{AT}/none")).await.refused(404), "unknown_layout");
    assert_eq!(admin.delete(&format!("{AT}/default")).await.refused(422), "invalid_input");
    assert_eq!(admin.get("/objects/none/layouts").await.refused(404), "unknown_object");

    for _ in 0..19 {
        admin.post(AT, json!({"labels": {"en": "one more"}})).await.expect(201);
    }
    assert_eq!(admin.post(AT, json!({"labels": {"en": "x"}})).await.refused(409), "too_many_layouts");
    admin.post(&format!("{AT}/short/publish"), json!({})).await.expect(200);
    assert_eq!(has(&li, "lead").await, ["short"]);
    admin.delete(&format!("{AT}/short")).await.expect(204);
    assert!(has(&li, "lead").await.is_empty());
    assert_eq!(admin.get(&format!("{AT}/short")).await.refused(404), "unknown_layout");
    assert_eq!(admin.get(AT).await.expect(200)["items"].as_array().expect("items").len(), 20);
}
