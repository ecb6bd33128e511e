//! Computed fields on both databases: defined, computed with a change, carried to other records, brought up to date.

use serde_json::{Value as Json, json};
use shuke_app::computed::job;
use shuke_app::{App, Ctx};
use shuke_base::{Fault, Uuid};
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field, read};
use crate::office::{Office, map, told};

async fn define(office: &Office, object: &str, name: &str, kind: &str, more: Json) -> Result<Json, Fault> {
    let mut given = field(name, kind);
    given.extend(map(more));
    let made = office.app.define_field(&office.boss(), object, &given).await?;
    Ok(serde_json::to_value(made).unwrap())
}

async fn change(app: &App, ctx: &Ctx, object: &str, id: Uuid, values: Json) {
    app.change(ctx, object, id, &map(values), None).await.expect("a change");
}

async fn deal(office: &Office, account: Uuid, amount: &str) -> Uuid {
    let values = json!({"name": "商机", "account": account, "amount": {"amount": amount, "currency": "CNY"}});
    create(&office.app, &office.boss(), "opportunity", values).await
}

async fn shown(office: &Office, object: &str, id: Uuid, name: &str) -> Json {
    read(&office.app, &office.boss(), object, id).await[name].clone()
}

fn cny(amount: &str) -> Json {
    json!({"amount": amount, "currency": "CNY"})
}

#[db_test]
async fn a_formula_is_computed_with_the_change_and_for_records_that_exist(db: TestDb) {
    let office = Office::open(db).await;
    let account = create(&office.app, &office.boss(), "account", json!({"name": "甲"})).await;
    let before = deal(&office, account, "1000").await;
    let more = json!({"formula": "金额 * (1 - 10%)"});
    let made = define(&office, "opportunity", "net", "formula", more).await.unwrap();
    assert_eq!((made["kind"].as_str(), made["read_only"].as_bool()), (Some("money"), Some(true)));
    assert_eq!(made["computed"]["formula"], "amount * (1 - 0.1)");
    define(&office, "opportunity", "big", "formula", json!({"formula": "x_net > 1000"})).await.unwrap();

    assert_eq!(shown(&office, "opportunity", before, "x_net").await, Json::Null, "the job has not run");
    let waiting = office.app.recalculations(&office.boss(), "opportunity").await.unwrap();
    assert_eq!(waiting["items"].as_array().map(Vec::len), Some(2));
    job::handle(&office.app).await.unwrap();
    assert_eq!(shown(&office, "opportunity", before, "x_net").await, cny("900.00"));
    assert_eq!(shown(&office, "opportunity", before, "x_big").await, json!(false));
    assert_eq!(office.app.recalculations(&office.boss(), "opportunity").await.unwrap()["items"], json!([]));

    let after = deal(&office, account, "2000").await;
    assert_eq!(shown(&office, "opportunity", after, "x_net").await, cny("1800.00"));
    let version = shown(&office, "opportunity", after, "version").await;
    change(&office.app, &office.boss(), "opportunity", after, json!({"amount": cny("100.05")})).await;
    let record = read(&office.app, &office.boss(), "opportunity", after).await;
    assert_eq!(
        (&record["x_net"], &record["x_big"]),
        (&cny("90.05"), &json!(false)),
        "halves go away from zero"
    );
    assert_eq!(record["version"].as_i64(), version.as_i64().map(|it| it + 1), "one change, not two");
    let history = office.app.history(&office.boss(), "opportunity", after, None, None).await;
    let history = serde_json::to_value(history.unwrap()).unwrap();
    let fields: Vec<&str> = history["items"][0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["field"].as_str())
        .collect();
    assert!(fields.contains(&"x_net") && fields.contains(&"amount"), "{history}");

    let refused =
        office.app.change(&office.boss(), "opportunity", after, &map(json!({"x_net": cny("1")})), None).await;
    assert_eq!(told(refused), "invalid_input: x_net read_only");
}

#[db_test]
async fn what_reads_through_a_reference_follows_it(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let one = create(app, &boss, "account", json!({"name": "甲", "level": "key"})).await;
    let two = create(app, &boss, "account", json!({"name": "乙", "level": "normal"})).await;
    define(&office, "opportunity", "level", "lookup", json!({"lookup": "客户.客户级别"})).await.unwrap();
    define(&office, "opportunity", "title", "formula", json!({"formula": "account.name & \"-\" & x_level"}))
        .await
        .unwrap();
    let id = deal(&office, one, "1").await;
    assert_eq!(shown(&office, "opportunity", id, "x_title").await, "甲-key");
    change(app, &office.boss(), "opportunity", id, json!({"account": two})).await;
    assert_eq!(shown(&office, "opportunity", id, "x_title").await, "乙-normal");
    let by_hand = shown(&office, "opportunity", id, "updated_by").await;
    change(app, &office.boss(), "account", two, json!({"level": "key", "name": "丙"})).await;
    let record = read(app, &office.boss(), "opportunity", id).await;
    assert_eq!((&record["x_title"], &record["x_level"]), (&json!("丙-key"), &json!("key")));
    assert_eq!(record["updated_by"], by_hand, "nobody has changed it");
    let history =
        serde_json::to_value(app.history(&office.boss(), "opportunity", id, None, None).await.unwrap())
            .unwrap();
    assert_eq!(history["items"][0]["via"], "formula");
    assert_eq!(history["items"][0]["by"], Json::Null);
    let clear = office.audit().await;
    assert!(clear.contains("x_title"), "the audit chain tells of it");
}

#[db_test]
async fn a_roll_up_follows_every_way_in_which_records_come_and_go(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let one = create(app, &boss, "account", json!({"name": "甲"})).await;
    let two = create(app, &boss, "account", json!({"name": "乙"})).await;
    let of = |measure: &str, field: Option<&str>, filter: Json| json!({"rollup": {"object": "opportunity", "via": "account", "fn": measure, "field": field, "filter": filter}});
    let won = json!({"field": "stage", "op": "eq", "value": "won"});
    define(&office, "account", "deals", "rollup", of("count", None, Json::Null)).await.unwrap();
    define(&office, "account", "sum", "rollup", of("sum", Some("amount"), Json::Null)).await.unwrap();
    define(&office, "account", "won", "rollup", of("sum", Some("amount"), won)).await.unwrap();
    define(&office, "account", "most", "rollup", of("max", Some("amount"), Json::Null)).await.unwrap();
    define(&office, "account", "mean", "rollup", of("avg", Some("amount"), Json::Null)).await.unwrap();
    define(&office, "account", "share", "formula", json!({"formula": "x_won / x_sum", "result": "percent"}))
        .await
        .unwrap();
    job::handle(app).await.unwrap();
    let figures = async |id: Uuid| {
        let record = read(app, &office.boss(), "account", id).await;
        let amount = |name: &str| record[name]["amount"].as_str().unwrap_or("-").to_owned();
        let parts = [amount("x_sum"), amount("x_won"), amount("x_most"), amount("x_mean")].join(" ");
        format!("{} {parts} {}", record["x_deals"], record["x_share"].as_str().unwrap_or("-"))
    };
    assert_eq!(figures(one).await, "0 0.00 0.00 - - -");
    let a = deal(&office, one, "100").await;
    let b = deal(&office, one, "50.01").await;
    assert_eq!(figures(one).await, "2 150.01 0.00 100.00 75.01 0.00");
    change(app, &office.boss(), "opportunity", a, json!({"stage": "won"})).await;
    assert_eq!(figures(one).await, "2 150.01 100.00 100.00 75.01 66.66");
    change(app, &office.boss(), "opportunity", a, json!({"name": "别名"})).await;
    change(app, &office.boss(), "opportunity", b, json!({"account": two})).await;
    assert_eq!(figures(one).await, "1 100.00 100.00 100.00 100.00 100.00");
    assert_eq!(figures(two).await, "1 50.01 0.00 50.01 50.01 0.00");
    app.delete(&office.boss(), "opportunity", a).await.unwrap();
    assert_eq!(figures(one).await, "0 0.00 0.00 - - -", "what is in the recycle bin doesn't count");
    app.restore(&office.boss(), "opportunity", a).await.unwrap();
    assert_eq!(figures(one).await, "1 100.00 100.00 100.00 100.00 100.00");
    app.delete(&office.boss(), "account", two).await.unwrap();
    change(app, &office.boss(), "opportunity", b, json!({"amount": cny("70")})).await;
    app.restore(&office.boss(), "account", two).await.unwrap();
    assert_eq!(figures(two).await, "1 70.00 0.00 70.00 70.00 0.00", "a restored record is computed anew");
    let euro = json!({"name": "欧", "account": two, "amount": {"amount": "1", "currency": "EUR"}});
    create(app, &office.boss(), "opportunity", euro).await;
    assert_eq!(figures(two).await, "2 - 0.00 - - -", "amounts in several currencies have no sum");
}

#[db_test]
async fn many_followers_follow_by_a_job_and_nothing_is_lost(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let account = create(app, &boss, "account", json!({"name": "甲"})).await;
    define(&office, "opportunity", "who", "lookup", json!({"lookup": "account.name"})).await.unwrap();
    let sum = json!({"rollup": {"object": "opportunity", "via": "account", "fn": "sum", "field": "amount"}});
    define(&office, "account", "sum", "rollup", sum).await.unwrap();
    job::handle(app).await.unwrap();
    for _ in 0..3 {
        let one = |at: usize| {
            let values = json!({"name": format!("商机 {at}"), "account": account, "amount": cny("1.01")});
            shuke_app::records::batch::Operation::Create(map(values))
        };
        app.batch(&office.boss(), "opportunity", (0..800).map(one).collect(), true).await.unwrap();
    }
    job::handle(app).await.unwrap();
    assert_eq!(shown(&office, "account", account, "x_sum").await, cny("2424.00"));
    change(app, &office.boss(), "account", account, json!({"name": "乙"})).await;
    let waiting = app.recalculations(&office.boss(), "opportunity").await.unwrap();
    assert_eq!(waiting["items"][0]["field"], "x_who", "{waiting}");
    let count = async |name: &str| {
        let filter = json!({"field": "x_who", "op": "eq", "value": name});
        let request = shuke_app::records::list::ListRequest {
            filter: Some(filter),
            total: shuke_app::records::list::TotalMode::Exact,
            ..Default::default()
        };
        let page = app.list(&office.boss(), "opportunity", &request).await.unwrap();
        page.total.map(|total| total.value)
    };
    assert_eq!(count("甲").await, Some(2400));
    job::handle(app).await.unwrap();
    assert_eq!((count("甲").await, count("乙").await), (Some(0), Some(2400)));
}

#[db_test]
async fn what_does_not_hold_together_is_refused_with_its_place(db: TestDb) {
    let office = Office::open(db).await;
    let refusal =
        async |object: &str, kind: &str, more: Json| told(define(&office, object, "f", kind, more).await);
    assert_eq!(refusal("opportunity", "formula", json!({})).await, "invalid_input: formula required");
    assert_eq!(
        refusal("opportunity", "formula", json!({"formula": "amount +"})).await,
        "invalid_input: formula invalid_formula"
    );
    assert_eq!(
        refusal("opportunity", "formula", json!({"formula": "account"})).await,
        "invalid_input: formula invalid_definition"
    );
    let today = json!({"formula": "DATEDIFF(created_at, TODAY(), \"day\")"});
    assert_eq!(refusal("opportunity", "formula", today).await, "invalid_input: formula clock_formula");
    assert_eq!(
        refusal("opportunity", "lookup", json!({"lookup": "name"})).await,
        "invalid_input: lookup invalid_definition"
    );
    let rollup = |more: Json| {
        let mut given = map(json!({"object": "opportunity", "via": "account", "fn": "count"}));
        given.extend(map(more));
        json!({"rollup": given})
    };
    assert_eq!(
        refusal("account", "rollup", rollup(json!({"via": "name"}))).await,
        "invalid_input: rollup.via invalid_definition"
    );
    assert_eq!(
        refusal("account", "rollup", rollup(json!({"fn": "sum"}))).await,
        "invalid_input: rollup.field invalid_definition"
    );
    assert_eq!(
        refusal("account", "rollup", rollup(json!({"fn": "sum", "field": "name"}))).await,
        "invalid_input: rollup.field invalid_definition"
    );
    let mine = json!({"filter": {"field": "owner", "op": "eq", "value": "@me"}});
    assert_eq!(
        refusal("account", "rollup", rollup(mine)).await,
        "invalid_input: rollup.filter invalid_definition"
    );
    let kind = json!({"formula": "1", "required": true});
    assert_eq!(refusal("account", "formula", kind).await, "invalid_input: required invalid_definition");
}

#[db_test]
async fn circles_are_told_and_used_fields_stay(db: TestDb) {
    let office = Office::open(db).await;
    let boss = || office.boss();
    let sum = json!({"rollup": {"object": "opportunity", "via": "account", "fn": "sum", "field": "amount"}});
    define(&office, "account", "sum", "rollup", sum).await.unwrap();
    define(&office, "opportunity", "part", "formula", json!({"formula": "amount - account.x_sum"}))
        .await
        .unwrap();
    define(&office, "account", "best", "formula", json!({"formula": "x_sum * 2"})).await.unwrap();
    let over = json!({"rollup": {"object": "opportunity", "via": "account", "fn": "sum", "field": "x_part"}});
    let refused = office.app.change_field(&boss(), "account", "x_sum", &map(over)).await;
    let fault = refused.unwrap_err();
    let text = fault.fields[0].message(shuke_base::Locale::En);
    assert_eq!(fault.fields[0].code.name(), "circular_formula", "{fault}");
    assert!(text.contains("Account.sum → Opportunity.part → Account.sum"), "{text}");
    let own =
        office.app.change_field(&boss(), "account", "x_best", &map(json!({"formula": "x_best + 1"}))).await;
    assert_eq!(own.unwrap_err().fields[0].code.name(), "circular_formula");

    let used = office.app.delete_field(&boss(), "account", "x_sum").await;
    assert_eq!(told(used), "field_in_use: x_sum field_in_use");
    let uses = office.app.field_uses(&boss(), "account", "x_sum", None).await.unwrap();
    let names: Vec<&str> = uses.items.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["x_best", "x_part"]);
    office.app.delete_field(&boss(), "opportunity", "x_part").await.unwrap();
    office.app.delete_field(&boss(), "account", "x_best").await.unwrap();
    office.app.delete_field(&boss(), "account", "x_sum").await.unwrap();
    job::handle(&office.app).await.unwrap();

    let changed =
        define(&office, "opportunity", "tax", "formula", json!({"formula": "amount * 6%"})).await.unwrap();
    assert_eq!(changed["kind"], "money");
    let text =
        office.app.change_field(&boss(), "opportunity", "x_tax", &map(json!({"formula": "name"}))).await;
    assert_eq!(told(text), "invalid_input: formula kind_fixed");
    let account = create(&office.app, &boss(), "account", json!({"name": "甲"})).await;
    let id = deal(&office, account, "100").await;
    office
        .app
        .change_field(&boss(), "opportunity", "x_tax", &map(json!({"formula": "amount * 13%"})))
        .await
        .unwrap();
    job::handle(&office.app).await.unwrap();
    assert_eq!(shown(&office, "opportunity", id, "x_tax").await, cny("13.00"));
}

#[db_test]
async fn the_editor_is_told_what_is_wrong_and_what_it_gives(db: TestDb) {
    let office = Office::open(db).await;
    let account = create(&office.app, &office.boss(), "account", json!({"name": "甲", "level": "key"})).await;
    let id = deal(&office, account, "100").await;
    let check = async |given: Json| {
        let view = office.app.check_formula(&office.boss(), "opportunity", &map(given)).await.unwrap();
        serde_json::to_value(view).unwrap()
    };
    let fine = check(json!({"formula": "金额*2", "record": id})).await;
    assert_eq!(
        (&fine["ok"], &fine["formula"], &fine["kind"]),
        (&json!(true), &json!("amount * 2"), &json!("money"))
    );
    assert_eq!(fine["value"]["amount"].as_str().map(|it| it.trim_end_matches('0')), Some("200."));
    let wrong = check(json!({"formula": "amount * nothing"})).await;
    assert_eq!(
        (&wrong["ok"], &wrong["error"]["position"], &wrong["error"]["length"]),
        (&json!(false), &json!(10), &json!(7))
    );
    let clerk = office.hire("clerk", &["sales"]).await;
    let refused =
        office.app.check_formula(&office.ctx(clerk), "opportunity", &map(json!({"formula": "1"}))).await;
    assert_eq!(told(refused), "missing_right");
}

#[db_test]
async fn options_of_a_look_up_follow_those_of_its_source(db: TestDb) {
    let office = Office::open(db).await;
    define(&office, "opportunity", "level", "lookup", json!({"lookup": "account.level"})).await.unwrap();
    let account = office.app.object_view(&office.boss(), "account").unwrap();
    let level = account.fields.iter().find(|field| field.name == "level").unwrap();
    let mut options = serde_json::to_value(&level.options).unwrap();
    options.as_array_mut().unwrap().push(json!({"name": "gold", "labels": {"zh-CN": "金牌", "en": "Gold"}}));
    office
        .app
        .change_field(&office.boss(), "account", "level", &map(json!({"options": options})))
        .await
        .unwrap();
    let deal = office.app.object_view(&office.boss(), "opportunity").unwrap();
    let copied = deal.fields.iter().find(|field| field.name == "x_level").unwrap();
    assert!(copied.options.as_ref().unwrap().iter().any(|option| option.name == "gold"));
}
