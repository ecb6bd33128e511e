//! Fields and objects changed and taken away while records hold values.

use serde_json::{Value as Json, json};
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field, read, tree};
use crate::office::{Office, map, told};

#[db_test]
async fn a_field_becomes_unique_only_where_values_are(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    app.define_field(&boss, "lead", &field("code", "text")).await.unwrap();
    let boss = office.boss();
    let first = create(app, &boss, "lead", json!({"name": "一", "x_code": "A"})).await;
    create(app, &boss, "lead", json!({"name": "二", "x_code": "A"})).await;
    let unique = map(json!({"unique": true}));
    assert_eq!(
        told(app.change_field(&boss, "lead", "x_code", &unique).await),
        "has_duplicates: unique has_duplicates"
    );
    app.change(&boss, "lead", first, &map(json!({"x_code": "B"})), None).await.unwrap();
    assert!(app.change_field(&boss, "lead", "x_code", &unique).await.unwrap().unique);
    let again = app.create(&office.boss(), "lead", &map(json!({"name": "三", "x_code": "A"}))).await;
    assert_eq!(told(again), "duplicate: x_code duplicate");
    app.change_field(&office.boss(), "lead", "x_code", &map(json!({"unique": false, "required": true})))
        .await
        .unwrap();
    create(app, &office.boss(), "lead", json!({"name": "三", "x_code": "A"})).await;
    let without = app.create(&office.boss(), "lead", &map(json!({"name": "四"}))).await;
    assert_eq!(told(without), "invalid_input: x_code required");
}

#[db_test]
async fn an_option_in_use_is_retired_and_others_go(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let option = |name: &str| json!({"name": name, "labels": {"zh-CN": name, "en": name}});
    for (name, kind) in [("size", "choice"), ("sizes", "multi_choice")] {
        let mut given = field(name, kind);
        given.insert("options".to_owned(), json!([option("s"), option("m"), option("l")]));
        app.define_field(&office.boss(), "lead", &given).await.unwrap();
    }
    let kept =
        create(app, &office.boss(), "lead", json!({"name": "一", "x_size": "m", "x_sizes": ["s", "m"]}))
            .await;
    app.delete(&office.boss(), "lead", kept).await.unwrap();
    let names = |options: Option<Vec<shuke_app::define::OptionView>>| -> Vec<String> {
        let options = options.unwrap_or_default().into_iter();
        options.map(|option| format!("{}{}", option.name, if option.active { "" } else { "-" })).collect()
    };
    let given = map(json!({"options": [option("xl"), option("l")]}));
    let size = app.change_field(&office.boss(), "lead", "x_size", &given).await.unwrap();
    assert_eq!(names(size.options), ["xl", "l", "m-"], "held in the recycle bin");
    let sizes = app.change_field(&office.boss(), "lead", "x_sizes", &given).await.unwrap();
    assert_eq!(names(sizes.options), ["xl", "l", "s-", "m-"]);
    let retired = app.create(&office.boss(), "lead", &map(json!({"name": "二", "x_size": "m"}))).await;
    assert_eq!(told(retired), "invalid_input: x_size unknown_option");
    let status = app
        .change_field(&office.boss(), "lead", "status", &map(json!({"options": [option("new")]})))
        .await
        .unwrap();
    assert_eq!(names(status.options).len(), 5, "options of the program are retired, never removed");
    let none = app.change_field(&office.boss(), "lead", "x_size", &map(json!({"options": []}))).await;
    assert_eq!(told(none), "invalid_input: options invalid_definition");
    let default = app.change_field(&office.boss(), "lead", "x_size", &map(json!({"default": "m"}))).await;
    assert_eq!(told(default), "invalid_input: default unknown_option");
}

#[db_test]
async fn a_field_taken_away_keeps_its_data_and_gives_its_name_free(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    app.define_field(&office.boss(), "lead", &field("size", "text")).await.unwrap();
    let columns = map(json!({"list_columns": ["name", "x_size"]}));
    app.change_object(&office.boss(), "lead", &columns).await.unwrap();
    let sales = office.role("sales");
    let rights = map(json!({"fields": {"lead": {"x_size": "hidden"}}}));
    app.change_role(&office.boss(), sales, &rights).await.unwrap();
    let id = create(app, &office.boss(), "lead", json!({"name": "一", "x_size": "大"})).await;

    assert_eq!(told(app.delete_field(&office.boss(), "lead", "name").await), "not_custom");
    assert_eq!(
        told(app.delete_field(&office.boss(), "lead", "x_none").await),
        "not_found: field unknown_field"
    );
    app.delete_field(&office.boss(), "lead", "x_size").await.unwrap();
    let lead = app.object_view(&office.boss(), "lead").unwrap();
    assert_eq!(lead.list_columns, ["name"]);
    assert!(!serde_json::to_string(&lead).unwrap().contains("x_size"));
    let roles = serde_json::to_string(&app.roles(&office.boss()).await.unwrap()).unwrap();
    assert!(!roles.contains("x_size"), "what roles said of it is forgotten");
    assert!(read(app, &office.boss(), "lead", id).await.get("x_size").is_none());

    app.define_field(&office.boss(), "lead", &field("size", "integer")).await.unwrap();
    assert_eq!(read(app, &office.boss(), "lead", id).await["x_size"], Json::Null, "the new field is empty");
    let catalog = office.db.store.read().await.unwrap().catalog().await.unwrap();
    assert!(catalog["t_lead"].has("c_x_size") && catalog["t_lead"].has("c_x_size_2"));
    app.change(&office.boss(), "lead", id, &map(json!({"x_size": 3})), None).await.unwrap();
    assert_eq!(
        office.db.meddle("UPDATE t_lead SET c_x_size = c_x_size WHERE c_x_size = '大'").await,
        1,
        "the data stays"
    );
}

#[db_test]
async fn what_a_field_is_stays_and_what_it_says_changes(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    app.define_field(&office.boss(), "lead", &field("price", "money")).await.unwrap();
    let change = async |name: &str, given: Json| {
        told(app.change_field(&office.boss(), "lead", name, &map(given)).await)
    };
    assert_eq!(
        change("x_price", json!({"kind": "text", "scale": 4, "name": "cost"})).await,
        "invalid_input: name read_only, kind kind_fixed, scale kind_fixed"
    );
    assert_eq!(change("x_none", json!({})).await, "not_found: field unknown_field");
    assert_eq!(change("x_price", json!({"labels": {}})).await, "invalid_input: labels required");
    assert_eq!(change("owner", json!({"required": true})).await, "invalid_input: required read_only");
    let version = app.company().schema.version;
    let same = map(
        json!({"kind": "money", "scale": 2, "required": false, "labels": {"zh-CN": "price", "en": "price"}}),
    );
    app.change_field(&office.boss(), "lead", "x_price", &same).await.unwrap();
    assert_eq!(app.company().schema.version, version, "no change is no new version");
    let given = map(
        json!({"labels": {"zh-CN": "价格", "en": "Price"}, "helps": {"en": "Without tax"}, "min": 0, "max": "9.5"}),
    );
    let price = app.change_field(&office.boss(), "lead", "x_price", &given).await.unwrap();
    assert_eq!(
        (price.label.as_str(), price.help.as_deref(), price.max.as_deref()),
        ("Price", Some("Without tax"), Some("9.5"))
    );
    let cleared = app
        .change_field(&office.boss(), "lead", "x_price", &map(json!({"max": null, "helps": null})))
        .await
        .unwrap();
    assert_eq!((cleared.max, cleared.help, cleared.min.as_deref()), (None, None, Some("0")));
    let login = app
        .change_field(
            &office.boss(),
            "user",
            "login",
            &map(json!({"unique": false, "labels": {"en": "Account"}})),
        )
        .await;
    assert_eq!(told(login), "invalid_input: unique read_only");
    let login = app
        .change_field(&office.boss(), "user", "login", &map(json!({"labels": {"en": "Account"}})))
        .await
        .unwrap();
    assert_eq!(login.label, "Account");
}

#[db_test]
async fn an_object_is_arranged_and_a_stale_change_refused(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let lead = app.object_view(&office.boss(), "lead").unwrap();
    let given = map(json!({
        "version": lead.version, "labels": {"zh-CN": "商机线索", "en": "Prospect"}, "plurals": {"en": "Prospects"}, "color": "violet",
        "nav": null, "list_columns": ["name", "owner"],
        "layout": {"sections": [{"labels": {"zh-CN": "一"}, "fields": ["name", "owner", "created_at"]}, {"labels": {"en": "Empty"}, "fields": []}]},
    }));
    let changed = app.change_object(&office.boss(), "lead", &given).await.unwrap();
    assert_eq!(
        (changed.label.as_str(), changed.plural.as_str(), changed.nav),
        ("Prospect", "Prospects", None)
    );
    assert_eq!((changed.plurals.zh.as_str(), changed.layout.sections.len()), ("商机线索", 2));
    assert_eq!(changed.version, lead.version + 1);
    assert_eq!(told(app.change_object(&office.boss(), "lead", &given).await), "meta_changed");
    let sent_back = map(json!({"layout": changed.layout}));
    assert_eq!(app.change_object(&office.boss(), "lead", &sent_back).await.unwrap().version, changed.version);
    let bad = map(json!({
        "list_columns": ["name", "nope", "name"], "name": "x",
        "layout": {"sections": [{"labels": {"en": "A"}, "fields": ["name", "nope"]}, {"fields": ["name"]}]},
    }));
    assert_eq!(
        told(app.change_object(&office.boss(), "lead", &bad).await),
        "invalid_input: name unknown_field"
    );
    let bad =
        map(json!(bad.into_iter().filter(|(name, _)| name != "name").collect::<serde_json::Map<_, _>>()));
    let answer = told(app.change_object(&office.boss(), "lead", &bad).await);
    for part in [
        "list_columns[1] unknown_field",
        "list_columns[2] invalid_definition",
        "layout.sections[0].fields[1] unknown_field",
        "layout.sections[1].labels required",
        "layout.sections[1].fields[0] invalid_definition",
    ] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
}

#[db_test]
async fn a_node_in_use_stays_with_those_above_it(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let mut given = field("area", "cascade");
    given.insert("options".to_owned(), tree());
    app.define_field(&office.boss(), "lead", &given).await.unwrap();
    create(app, &office.boss(), "lead", json!({"name": "一", "x_area": "east/hz"})).await;
    let only = json!({"options": [{"name": "west", "labels": {"en": "West"}}]});
    let area = app.change_field(&office.boss(), "lead", "x_area", &map(only)).await.unwrap();
    let names: Vec<(String, bool)> =
        area.options.unwrap().into_iter().map(|option| (option.name, option.active)).collect();
    let expect = [("west", true), ("east", false), ("east/hz", false)];
    assert_eq!(names, expect.map(|(name, active)| (name.to_owned(), active)));
    let under = shuke_app::records::list::ListRequest {
        filter: Some(json!({"field": "x_area", "op": "under", "value": "east"})),
        ..Default::default()
    };
    assert_eq!(app.list(&office.boss(), "lead", &under).await.unwrap().items.records.len(), 1);
}

#[db_test]
async fn a_rule_holds_from_the_moment_it_is_set_and_leaves_old_values_alone(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    app.define_field(&office.boss(), "lead", &field("code", "text")).await.unwrap();
    let old = create(app, &office.boss(), "lead", json!({"name": "一", "x_code": "x"})).await;
    let bad = map(json!({"format": {"pattern": "(", "messages": {}}}));
    let told_bad = told(app.change_field(&office.boss(), "lead", "x_code", &bad).await);
    assert_eq!(told_bad, "invalid_input: format.pattern invalid_definition");
    let format = json!({"pattern": "[A-Z]{2}[0-9]{4}", "messages": {"zh-CN": "两位字母加四位数字"}});
    let view =
        app.change_field(&office.boss(), "lead", "x_code", &map(json!({"format": format}))).await.unwrap();
    let format = view.format.expect("a format");
    assert!(format.live);
    assert_eq!(format.message, "两位字母加四位数字", "the language that there is");
    let refused = app.create(&office.boss(), "lead", &map(json!({"name": "二", "x_code": "ab1234"}))).await;
    assert_eq!(told(refused), "invalid_input: x_code wrong_format");
    create(app, &office.boss(), "lead", json!({"name": "二", "x_code": "AB1234"})).await;
    app.change(&office.boss(), "lead", old, &map(json!({"name": "还在"})), None).await.unwrap();
    let change = app.change(&office.boss(), "lead", old, &map(json!({"x_code": "y"})), None).await;
    assert_eq!(told(change), "invalid_input: x_code wrong_format");
    let none = map(json!({"format": null}));
    assert!(app.change_field(&office.boss(), "lead", "x_code", &none).await.unwrap().format.is_none());
    app.change(&office.boss(), "lead", old, &map(json!({"x_code": "y"})), None).await.unwrap();
}
