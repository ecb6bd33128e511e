//! Objects and fields defined while everybody works.

use serde_json::{Value as Json, json};
use shuke_app::records::list::ListRequest;
use shuke_app::{App, Ctx};
use shuke_base::Uuid;
use shuke_testkit::{TestDb, db_test};

use crate::office::{Office, map, start, told};

/// A record as callers read it.
pub(crate) async fn read(app: &App, ctx: &Ctx, object: &str, id: Uuid) -> Json {
    serde_json::to_value(app.read(ctx, object, id, None).await.expect("a record")).unwrap()
}

pub(crate) async fn create(app: &App, ctx: &Ctx, object: &str, values: Json) -> Uuid {
    app.create(ctx, object, &map(values)).await.expect("a new record").views.records[0].id
}

pub(crate) fn field(name: &str, kind: &str) -> serde_json::Map<String, Json> {
    map(json!({"name": name, "kind": kind, "labels": {"zh-CN": name, "en": name}}))
}

/// Options of a tree: a top with two nodes below, and another top.
pub(crate) fn tree() -> Json {
    let option = |name: &str| json!({"name": name, "labels": {"zh-CN": name, "en": name}});
    json!([option("east"), option("east/sh"), option("east/hz"), option("west")])
}

#[db_test]
async fn an_object_with_a_field_of_every_kind_works_at_once_and_after_a_restart(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let mut listener = app.listen();
    let given = map(
        json!({"name": "project", "labels": {"zh-CN": "项目", "en": "Project"}, "plurals": {"en": "Projects"}}),
    );
    let object = app.define_object(&boss, &given).await.unwrap();
    assert_eq!(
        (object.name.as_str(), object.label.as_str(), object.plural.as_str()),
        ("x_project", "Project", "Projects")
    );
    assert_eq!(object.plurals.zh, "项目");
    assert!(object.custom && object.owned && object.version == 1 && object.actions.len() == 10);
    assert_eq!(object.list_columns, ["name", "owner", "created_at"]);
    assert!(matches!(*listener.try_recv().unwrap(), shuke_app::events::Told::Meta(_)), "listeners are told");

    let account = create(app, &office.boss(), "account", json!({"name": "示例公司"})).await;
    let options = json!([{"name": "a", "labels": {"zh-CN": "甲"}}, {"name": "b", "labels": {"en": "B"}, "color": "ok"}]);
    let kinds = [
        ("text", json!({"unique": true, "max_length": 20}), json!("一")),
        ("long_text", json!({}), json!("甲\n乙")),
        ("integer", json!({"min": 0, "max": "10"}), json!(7)),
        ("decimal", json!({"scale": 3}), json!("1.250")),
        ("money", json!({}), json!({"amount": "12.50", "currency": "CNY"})),
        ("percent", json!({"scale": 1}), json!("12.5")),
        ("bool", json!({"default": true}), json!(false)),
        ("date", json!({"default": {"now": true}}), json!("2026-02-28")),
        ("datetime", json!({}), json!("2026-02-28T01:02:03Z")),
        ("choice", json!({"options": options, "default": "a", "required": true}), json!("b")),
        ("multi_choice", json!({"options": options}), json!(["b", "a"])),
        ("phone", json!({}), json!("+8613800001001")),
        ("email", json!({}), json!("a@example.com")),
        ("url", json!({}), json!("https://example.com/")),
        ("region", json!({}), json!("110101")),
        ("reference", json!({"target": "account"}), json!(account)),
        ("user", json!({"default": {"me": true}}), json!(office.admin)),
        ("department", json!({}), json!(null)),
        ("tags", json!({}), json!(["急"])),
        ("time", json!({"min": "09:00", "max": "18:00"}), json!("09:30")),
        ("rating", json!({"max": "10"}), json!(8)),
        ("cascade", json!({"options": tree()}), json!("east/sh")),
        ("id_card", json!({"unique": true}), json!("11010519491231002X")),
        ("credit_code", json!({}), json!("91350100M000100Y43")),
        ("address", json!({}), json!({"region": "330106", "detail": "文三路 1 号"})),
        ("location", json!({}), json!({"longitude": "120.130000", "latitude": "30.270000", "accuracy": 30})),
        ("record", json!({}), json!({"object": "account", "id": account})),
        ("lines", json!({"columns": [{"name": "a", "kind": "text", "labels": {"en": "A"}}]}), json!(null)),
    ];
    let mut values = map(json!({"name": "一号项目"}));
    for (kind, more, value) in &kinds {
        let mut given = field(&format!("f_{kind}"), kind);
        given.extend(map(more.clone()));
        let made = app
            .define_field(&office.boss(), "x_project", &given)
            .await
            .unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(
            (made.name.as_str(), made.kind.name(), made.custom),
            (format!("x_f_{kind}").as_str(), *kind, true)
        );
        values.insert(format!("x_f_{kind}"), value.clone());
    }
    let number =
        map(json!({"name": "no", "kind": "auto_number", "labels": {"en": "No"}, "pattern": "P{yyyy}-{000}"}));
    assert!(app.define_field(&office.boss(), "x_project", &number).await.unwrap().read_only);

    let id = create(app, &office.boss(), "x_project", Json::Object(values.clone())).await;
    let usual = create(app, &office.boss(), "x_project", json!({"name": "二号项目"})).await;
    for app in [app.clone(), start(&office.db).await] {
        let ctx = app.ctx(office.admin, shuke_base::Locale::ZhCn, shuke_app::Via::Page);
        let record = read(&app, &ctx, "x_project", id).await;
        for (name, value) in &values {
            let shown = &record[name];
            let bare =
                if value["object"].is_string() || !shown["id"].is_string() { shown } else { &shown["id"] };
            match value["id"].as_str() {
                Some(id) => assert_eq!(bare["id"], id, "{name}"),
                None => assert_eq!(bare, value, "{name}"),
            }
        }
        assert_eq!(record["x_no"], "P2026-001");
        assert_eq!(record["x_f_reference"]["name"], "示例公司");
        let usual = read(&app, &ctx, "x_project", usual).await;
        assert_eq!((&usual["x_f_bool"], &usual["x_f_choice"]), (&json!(true), &json!("a")));
        assert_eq!(
            (&usual["x_f_date"], &usual["x_f_user"]["id"]),
            (&json!("2026-03-01"), &json!(office.admin))
        );
        let request = ListRequest {
            filter: Some(
                json!({"and": [{"field": "x_f_choice", "op": "eq", "value": "b"}, {"field": "x_f_integer", "op": "gte", "value": 7}]}),
            ),
            sort: vec!["-x_f_date".to_owned()],
            ..ListRequest::default()
        };
        assert_eq!(app.list(&ctx, "x_project", &request).await.unwrap().items.records.len(), 1);
        let view = app.object_view(&ctx, "x_project").unwrap();
        assert_eq!(view.layout.sections[0].fields.len(), 2 + kinds.len() + 1);
        let date = view.fields.iter().find(|field| field.name == "x_f_date").unwrap();
        assert_eq!(date.default, json!({"now": true}));
    }
    let audit = office.audit().await;
    assert_eq!((audit.matches("object.created").count(), audit.matches("field.created").count()), (1, 29));
}

#[db_test]
async fn the_same_field_added_twice_at_once_exists_once(db: TestDb) {
    let office = Office::open(db).await;
    let branch = office.branch().await;
    let boss = office.boss();
    let size = field("size", "integer");
    let (one, two) = futures::join!(
        office.app.define_field(&boss, "lead", &size),
        branch.define_field(&boss, "lead", &size)
    );
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
    assert_eq!(told(one.and(two)), "field_exists: name field_exists");

    let names: Vec<String> = (0..6).map(|n| format!("x_f{n}")).collect();
    let fields: Vec<_> = names.iter().map(|name| field(name, "text")).collect();
    let calls = fields.iter().enumerate().map(|(at, given)| {
        let app = if at % 2 == 0 { &office.app } else { &branch };
        app.define_field(&boss, "lead", given)
    });
    for made in futures::future::join_all(calls).await {
        made.expect("different fields don't disturb each other");
    }
    let given = map(json!({"name": "thing", "labels": {"en": "Thing"}}));
    let (one, two) =
        futures::join!(office.app.define_object(&boss, &given), branch.define_object(&boss, &given));
    assert_eq!(told(one.and(two)), "object_exists: name object_exists");
    for app in [&office.app, &branch] {
        app.refresh().await.unwrap();
        let lead = app.company().schema.object("lead").unwrap().clone();
        assert!(names.iter().all(|name| lead.has(name)), "{names:?}");
    }
    let id =
        create(&branch, &branch.system(), "lead", json!({"name": "李雷", "x_f0": "甲", "x_f5": "乙"})).await;
    let record = read(&office.app, &office.boss(), "lead", id).await;
    assert_eq!(
        (&record["x_f0"], &record["x_f5"], &record["x_f1"]),
        (&json!("甲"), &json!("乙"), &Json::Null)
    );
    branch.store().close().await;
}

#[db_test]
async fn everything_wrong_with_a_definition_is_told_at_once(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let bad = map(json!({
        "name": "Größe", "kind": "text", "labels": {"zh-CN": ""}, "min": 1, "scale": 2, "colour": "red", "required": "yes",
        "max_length": -1, "options": [{"name": "a"}],
    }));
    let answer = told(app.define_field(&boss, "lead", &bad).await);
    for part in [
        "invalid_input: ",
        "name invalid_name",
        "labels required",
        "min invalid_definition",
        "scale invalid_definition",
        "colour unknown_field",
        "required wrong_type",
        "max_length too_small",
        "options invalid_definition",
    ] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
    assert_eq!(
        told(app.define_field(&boss, "lead", &map(json!({}))).await),
        "invalid_input: name required, kind required, labels required"
    );
    assert_eq!(told(app.define_field(&boss, "nope", &field("a", "text")).await), "unknown_object");
    assert_eq!(
        told(app.define_field(&boss, "lead", &field("a", "blob")).await),
        "invalid_input: kind unknown_option"
    );
    let mut pointing = field("who", "reference");
    pointing.insert("target".to_owned(), json!("nobody"));
    assert_eq!(
        told(app.define_field(&boss, "lead", &pointing).await),
        "invalid_input: target unknown_object"
    );
    let mut person = field("who", "user");
    person.insert("default".to_owned(), json!(Uuid::from_u128(3)));
    assert_eq!(
        told(app.define_field(&boss, "lead", &person).await),
        "invalid_input: default unknown_reference"
    );
    let object = map(json!({"name": "x", "labels": "X", "group": "nowhere", "color": "mauve", "owned": 1}));
    let answer = told(app.define_object(&boss, &object).await);
    for part in ["labels wrong_type", "group unknown_option", "color invalid_definition", "owned wrong_type"]
    {
        assert!(answer.contains(part), "{part} in {answer}");
    }
    let version = office.app.company().schema.version;
    office.app.refresh().await.unwrap();
    assert_eq!(office.app.company().schema.version, version, "nothing was written");
}

#[db_test]
async fn what_is_hidden_is_not_there(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    app.define_object(&office.boss(), &map(json!({"name": "secret", "labels": {"en": "Secret"}})))
        .await
        .unwrap();
    app.define_field(&office.boss(), "lead", &field("margin", "percent")).await.unwrap();
    let columns = map(json!({"list_columns": ["name", "x_margin"]}));
    app.change_object(&office.boss(), "lead", &columns).await.unwrap();
    let role = map(json!({
        "name": "Narrow", "grants": {"lead": {"create": "all", "read": "own", "edit": "own"}},
        "fields": {"lead": {"x_margin": "hidden", "company": "read"}},
    }));
    let role = app.create_role(&office.boss(), &role).await.unwrap();
    let user = office.hire("zhangwei", &[]).await;
    app.change_user(&office.boss(), user, &map(json!({"roles": [role.id]}))).await.unwrap();
    let ctx = office.ctx(user);
    let all = serde_json::to_string(&app.objects(&ctx)).unwrap();
    assert!(!all.contains("x_margin") && !all.contains("x_secret"));
    assert!(!app.objects(&ctx).objects.iter().any(|object| object.name == "role"));
    assert_eq!(told(app.object_view(&ctx, "x_secret")), "unknown_object");
    let lead = app.object_view(&ctx, "lead").unwrap();
    assert_eq!(lead.list_columns, ["name"]);
    let access = |name: &str| lead.fields.iter().find(|field| field.name == name).map(|field| field.access);
    assert_eq!(
        (access("name"), access("company"), access("created_at")),
        (Some("write"), Some("read"), Some("read"))
    );
    assert_eq!(access("version"), None);
    assert!(serde_json::to_string(&app.objects(&office.boss())).unwrap().contains("x_margin"));
    let sent = app.create(&ctx, "lead", &map(json!({"name": "一", "x_margin": "1"}))).await;
    assert_eq!(told(sent), "invalid_input: x_margin unknown_field");
}
