//! Form rules on both databases: they bind the page, the API, batches and imports alike.

use serde_json::{Value as Json, json};
use shuke_app::records::batch::Operation;
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field};
use crate::office::{Office, map, told};

async fn rule(office: &Office, name: &str, given: Json) -> String {
    told(office.app.change_field(&office.boss(), "opportunity", name, &map(given)).await)
}

fn stage(name: &str) -> Json {
    json!({"field": "stage", "op": "eq", "value": name})
}

async fn office(db: TestDb) -> (Office, shuke_base::Uuid) {
    let office = Office::open(db).await;
    let mut reason = field("reason", "text");
    reason.extend(map(json!({"required": true, "visible_when": stage("lost")})));
    office.app.define_field(&office.boss(), "opportunity", &reason).await.unwrap();
    let mut signed = field("signed", "date");
    signed.extend(map(json!({"required_when": stage("won")})));
    office.app.define_field(&office.boss(), "opportunity", &signed).await.unwrap();
    assert!(rule(&office, "amount", json!({"read_only_when": stage("won")})).await.starts_with("fine"));
    let account = create(&office.app, &office.boss(), "account", json!({"name": "甲"})).await;
    (office, account)
}

#[db_test]
async fn a_field_is_asked_for_and_locked_as_the_record_stands(db: TestDb) {
    let (office, account) = office(db).await;
    let app = &office.app;
    let new = |more: Json| {
        let mut values = map(json!({"name": "商机", "account": account}));
        values.extend(map(more));
        values
    };
    let lost = app.create(&office.boss(), "opportunity", &new(json!({"stage": "lost"}))).await;
    assert_eq!(told(lost), "invalid_input: x_reason required, lost_reason required");
    let fine = json!({"stage": "lost", "x_reason": "价格", "lost_reason": "price"});
    app.create(&office.boss(), "opportunity", &new(fine)).await.unwrap();
    let id = create(app, &office.boss(), "opportunity", Json::Object(new(json!({})))).await;
    let change =
        async |values: Json| told(app.change(&office.boss(), "opportunity", id, &map(values), None).await);
    assert_eq!(change(json!({"stage": "won"})).await, "invalid_input: x_signed required");
    let lost = json!({"stage": "lost", "lost_reason": "price"});
    assert_eq!(change(lost).await, "invalid_input: x_reason required");
    let won = json!({"stage": "won", "x_signed": "2026-01-31", "amount": {"amount": "5", "currency": "CNY"}});
    assert!(change(won).await.starts_with("fine"), "what locks the amount holds only from now on");
    let amount = json!({"amount": {"amount": "6", "currency": "CNY"}});
    assert_eq!(change(amount.clone()).await, "invalid_input: amount locked");
    assert_eq!(change(json!({"x_signed": null})).await, "invalid_input: x_signed required");
    assert!(change(json!({"name": "另一个名字"})).await.starts_with("fine"));

    let operations = vec![
        Operation::Update(id, map(amount).into(), None),
        Operation::Create(new(json!({"stage": "lost", "lost_reason": "price"}))),
        Operation::Create(new(json!({"stage": "contact"}))),
    ];
    let done = app.batch(&office.boss(), "opportunity", operations, false).await.unwrap();
    let told: Vec<String> = done.into_iter().map(told).collect();
    assert_eq!(told[0], "invalid_input: amount locked");
    assert_eq!(told[1], "invalid_input: x_reason required");
    assert!(told[2].starts_with("fine"), "{}", told[2]);
}

#[db_test]
async fn a_check_between_fields_tells_its_own_message(db: TestDb) {
    let (office, account) = office(db).await;
    let app = &office.app;
    let mut tax = field("tax", "formula");
    tax.insert("formula".to_owned(), json!("amount * 10%"));
    app.define_field(&office.boss(), "opportunity", &tax).await.unwrap();
    let holds = json!({"or": [{"not": stage("won")}, {"field": "x_tax", "op": "gte", "value": "10"}]});
    let before = json!({"name": "旧", "account": account, "stage": "won", "x_signed": "2026-01-31"});
    let old = create(app, &office.boss(), "opportunity", before).await;
    let checks = json!({"checks": [{
        "holds": holds, "messages": {"zh-CN": "赢单的税额至少 10 元", "en": "A won deal has a tax of 10 at least"}, "fields": ["amount", "stage"],
    }]});
    let object = app.change_object(&office.boss(), "opportunity", &map(checks)).await.unwrap();
    assert_eq!(object.checks[0]["message"], "A won deal has a tax of 10 at least");
    let deal = |amount: &str| {
        map(json!({"name": "商机", "account": account, "stage": "won", "x_signed": "2026-01-31",
            "amount": {"amount": amount, "currency": "CNY"}}))
    };
    let fault = app.create(&office.boss(), "opportunity", &deal("99.90")).await.unwrap_err();
    assert_eq!(told::<()>(Err(fault.clone())), "invalid_input: amount check_failed, stage check_failed");
    assert_eq!(fault.fields[0].message(shuke_base::Locale::ZhCn), "赢单的税额至少 10 元");
    app.create(&office.boss(), "opportunity", &deal("100")).await.unwrap();
    let change =
        async |values: Json| told(app.change(&office.boss(), "opportunity", old, &map(values), None).await);
    assert!(
        change(json!({"name": "新"})).await.starts_with("fine"),
        "what was so before keeps nobody from other things"
    );

    let off = json!({"checks": [{"holds": stage("won"), "messages": {"en": "x"}, "active": false}]});
    app.change_object(&office.boss(), "opportunity", &map(off)).await.unwrap();
    app.create(&office.boss(), "opportunity", &deal("1")).await.unwrap();
}

#[db_test]
async fn rules_that_do_not_hold_together_are_refused_and_what_they_ask_for_stays(db: TestDb) {
    let (office, _) = office(db).await;
    let app = &office.app;
    let when = |field: &str, op: &str, value: Json| json!({"visible_when": {"field": field, "op": op, "value": value}});
    let refused = "invalid_input: visible_when invalid_definition";
    assert_eq!(rule(&office, "x_signed", when("nothing", "eq", json!(1))).await, refused);
    assert_eq!(rule(&office, "x_signed", when("created_at", "within", json!("today"))).await, refused);
    assert_eq!(rule(&office, "x_signed", when("owner", "eq", json!("@me"))).await, refused);
    assert_eq!(rule(&office, "x_signed", when("account.name", "eq", json!("甲"))).await, refused);
    assert_eq!(rule(&office, "x_signed", when("x_signed", "empty", Json::Null)).await, refused);
    assert_eq!(rule(&office, "name", when("stage", "eq", json!("won"))).await, refused);
    let checks = json!({"checks": [{"holds": {}, "messages": {}}]});
    let answer = told(app.change_object(&office.boss(), "opportunity", &map(checks)).await);
    assert_eq!(answer, "invalid_input: checks[0].holds required, checks[0].messages required");

    let mut flag = field("flag", "bool");
    flag.insert("default".to_owned(), json!(false));
    app.define_field(&office.boss(), "opportunity", &flag).await.unwrap();
    let yes = json!({"read_only_when": {"field": "x_flag", "op": "eq", "value": true}});
    assert!(rule(&office, "x_signed", yes).await.starts_with("fine"));
    let used = told(app.delete_field(&office.boss(), "opportunity", "x_flag").await);
    assert_eq!(used, "field_in_use: x_flag field_in_use");
    assert!(rule(&office, "x_signed", json!({"read_only_when": null})).await.starts_with("fine"));
    app.delete_field(&office.boss(), "opportunity", "x_flag").await.unwrap();
}

#[db_test]
async fn a_default_by_formula_fills_what_is_left_empty(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let define = async |name: &str, kind: &str, more: Json| {
        let mut given = field(name, kind);
        given.extend(map(more));
        app.define_field(&office.boss(), "opportunity", &given).await
    };
    let by = |text: &str| json!({"required": true, "default": {"formula": text}});
    let made = define("title", "text", by("客户.name & \"-\" & name")).await.unwrap();
    assert_eq!(made.default, json!({"formula": "account.name & \"-\" & name"}));
    define("due", "date", by("DATEADD(TODAY(), 1, \"month\")")).await.unwrap();
    assert_eq!(
        told(define("bad", "date", by("amount * 2")).await),
        "invalid_input: default invalid_definition"
    );
    assert_eq!(told(define("bad", "date", by("amount *")).await), "invalid_input: default invalid_formula");
    let account = create(app, &office.boss(), "account", json!({"name": "甲"})).await;
    let id = create(app, &office.boss(), "opportunity", json!({"name": "商机", "account": account})).await;
    let record = crate::define::read(app, &office.boss(), "opportunity", id).await;
    assert_eq!(record["x_title"], "甲-商机");
    assert!(record["x_due"].as_str().is_some_and(|day| day.len() == 10), "{record}");
    let own = json!({"name": "商机", "account": account, "x_title": "自己写的"});
    let own = create(app, &office.boss(), "opportunity", own).await;
    assert_eq!(crate::define::read(app, &office.boss(), "opportunity", own).await["x_title"], "自己写的");
    let emptied = app.change(&office.boss(), "opportunity", own, &map(json!({"x_title": null})), None).await;
    assert_eq!(told(emptied), "invalid_input: x_title required");
}
