//! Goals: whose amounts a caller is shown, what is counted as reached in which period, and how amounts are entered.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const ALL: &str = "/company/goals";
const PROGRESS: &str = "/goals/progress";

/// What is won, by the day on which it was.
fn signed() -> Json {
    json!({
        "name": "签约额", "object": "opportunity", "measure": "sum", "field": "amount", "date": "closed_on",
        "filter": {"field": "stage", "op": "eq", "value": "won"}, "cycle": "month",
    })
}

async fn goal(admin: &Actor, given: Json) -> String {
    let made = admin.post(ALL, given).await.expect(201);
    format!("{ALL}/{}", made["id"].as_str().expect("an id"))
}

/// Gives amounts for a period, each to whom it says; `None` is the company.
async fn give(admin: &Actor, goal: &str, starts_on: &str, all: &[(Option<Uuid>, &str)]) {
    let one = |(whose, amount): &(Option<Uuid>, &str)| json!({"whose": whose, "starts_on": starts_on, "amount": amount});
    let items: Vec<Json> = all.iter().map(one).collect();
    admin.patch(&format!("{goal}/targets"), json!({"items": items})).await.expect(200);
}

async fn win(who: &Actor, account: Uuid, day: &str, amount: &str) {
    let deal = json!({
        "name": "x", "account": account, "stage": "won", "closed_on": day, "amount": {"amount": amount, "currency": "CNY"},
    });
    who.create("opportunity", deal).await;
}

/// Name and what is reached of each row of the first goal.
async fn told(who: &Actor, path: &str) -> Vec<(String, Json)> {
    let answer = who.get(path).await.expect(200);
    let rows = answer["goals"][0]["rows"].as_array().cloned().unwrap_or_default();
    let name = |row: &Json| row["name"].as_str().unwrap_or("company").to_owned();
    rows.iter().map(|row| (name(row), row["reached"].clone())).collect()
}

fn rows(all: &[(&str, &str)]) -> Vec<(String, Json)> {
    all.iter().map(|(name, reached)| ((*name).to_owned(), json!(reached))).collect()
}

/// A department with one below, its head, and two who sell in them; another who sells elsewhere.
struct Scene {
    app: TestApp,
    admin: Actor,
    head: Actor,
    li: Actor,
    wang: Actor,
    zhao: Actor,
    east: Uuid,
    shanghai: Uuid,
    account: Uuid,
}

async fn scene(db: TestDb) -> Scene {
    let app = TestApp::new(db).await;
    let (admin, head) = (app.admin().await, app.person("head", &["sales_manager"]).await);
    let (li, wang, zhao) = (app.sales("li").await, app.sales("wang").await, app.sales("zhao").await);
    let east = admin.create("department", json!({"name": "华东", "head": head.id})).await;
    let shanghai = admin.create("department", json!({"name": "上海", "parent": east})).await;
    for (who, department) in [(&head, east), (&li, east), (&wang, shanghai)] {
        let place = json!({"department": department});
        admin.patch(&format!("/records/user/{}", who.id), place).await.expect(200);
    }
    let account = admin.create("account", json!({"name": "橘灯"})).await;
    Scene { app, admin, head, li, wang, zhao, east, shanghai, account }
}

#[db_test]
async fn everybody_is_shown_their_own_and_heads_what_is_below_them(db: TestDb) {
    let it = scene(db).await;
    let Scene { admin, head, li, wang, zhao, .. } = &it;
    let path = goal(admin, signed()).await;
    for (who, amount) in [(li, "100"), (wang, "50.5"), (zhao, "7")] {
        let account = who.create("account", json!({"name": "甲"})).await;
        win(who, account, "2026-03-01", amount).await;
        win(who, account, "2026-02-28", "1000").await;
        let open = json!({"name": "y", "account": account, "closed_on": "2026-03-01",
            "amount": {"amount": "9", "currency": "CNY"}});
        who.create("opportunity", open).await;
    }
    assert_eq!(told(li, PROGRESS).await, [], "nobody has an amount");
    let amounts = [
        (None, "1000"),
        (Some(it.east), "400"),
        (Some(it.shanghai), "200"),
        (Some(li.id), "200"),
        (Some(wang.id), "100"),
        (Some(zhao.id), "10"),
    ];
    give(admin, &path, "2026-03-01", &amounts).await;
    assert_eq!(told(li, PROGRESS).await, rows(&[("li", "100")]));
    assert_eq!(told(wang, PROGRESS).await, rows(&[("wang", "50.5")]));
    let below = rows(&[("华东", "150.5"), ("上海", "50.5"), ("wang", "50.5"), ("li", "100")]);
    assert_eq!(told(head, PROGRESS).await, below);
    let all = rows(&[
        ("company", "157.5"),
        ("华东", "150.5"),
        ("上海", "50.5"),
        ("zhao", "7"),
        ("wang", "50.5"),
        ("li", "100"),
    ]);
    assert_eq!(told(admin, PROGRESS).await, all);
    assert_eq!(told(admin, &format!("{PROGRESS}?date=2026-04-01")).await, []);

    let answer = admin.get(PROGRESS).await.expect(200);
    let rows = answer["goals"][0]["rows"].as_array().expect("rows");
    let ranks: Vec<&Json> = rows.iter().map(|row| &row["rank"]).collect();
    assert_eq!(ranks, [&Json::Null, &Json::Null, &Json::Null, &json!(1), &json!(2), &json!(3)]);
    let (zhao_, li_) = (&rows[3], &rows[5]);
    assert_eq!((&zhao_["percent"], &li_["percent"]), (&json!("70"), &json!("50")));
    assert_eq!(
        (&li_["missing"], &li_["per_day"], &li_["own"]),
        (&json!("100"), &json!("3.23"), &json!(false))
    );
    assert_eq!((&answer["goals"][0]["days"], &answer["goals"][0]["days_begun"]), (&json!(31), &json!(1)));
    assert_eq!((&answer["goals"][0]["currency"], &answer["step"]), (&json!("CNY"), &json!("month")));
    // Each number leads to exactly its records.
    for (row, count) in rows.iter().zip([3, 2, 1, 1, 1, 1]) {
        let list =
            admin.post("/records/opportunity/query", json!({"filter": row["filter"]})).await.expect(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(count), "{}", row["name"]);
    }
    assert_eq!(it.app.nobody().get(PROGRESS).await.refused(401), "not_signed_in");
    it.app.limited(li.id, &["lead:read"]).await.get(PROGRESS).await.expect(403);
}

#[db_test]
async fn a_month_is_one_of_the_company_and_records_are_counted(db: TestDb) {
    let it = scene(db).await;
    let Scene { admin, li, .. } = &it;
    let leads = json!({"name": "新线索", "object": "lead", "measure": "count", "date": "created_at", "cycle": "month"});
    let path = goal(admin, leads).await;
    for month in ["2026-03-01", "2026-04-01"] {
        give(admin, &path, month, &[(Some(li.id), "4")]).await;
    }
    let lead = async || li.create("lead", json!({"name": "甲"})).await;
    lead().await;
    // 23:59:59 on the last of March in Shanghai, then midnight.
    it.app.db.clock.advance("2026-03-31T15:59:59Z".parse::<shuke_base::Moment>().unwrap() - it.app.db.now());
    lead().await;
    it.app.db.clock.advance(TimeDelta::seconds(1));
    lead().await;
    let of = async |date: &str| told(li, &format!("{PROGRESS}?date={date}")).await;
    assert_eq!(of("2026-03-15").await, rows(&[("li", "2")]));
    assert_eq!(of("2026-04-30").await, rows(&[("li", "1")]));
    let now = li.get(PROGRESS).await.expect(200);
    assert_eq!((&now["today"], &now["goals"][0]["starts_on"]), (&json!("2026-04-01"), &json!("2026-04-01")));
    assert_eq!(now["goals"][0]["rows"][0]["percent"], "25");
    assert_eq!(li.get(&format!("{PROGRESS}?date=tomorrow")).await.refused(422), "invalid_input");
}

#[db_test]
async fn what_cannot_be_counted_says_so_and_an_ended_goal_keeps_its_past(db: TestDb) {
    let it = scene(db).await;
    let Scene { admin, li, .. } = &it;
    let path = goal(admin, signed()).await;
    for month in ["2026-02-01", "2026-03-01"] {
        give(admin, &path, month, &[(Some(li.id), "100")]).await;
    }
    let account = li.create("account", json!({"name": "甲"})).await;
    win(li, account, "2026-02-03", "60").await;
    let deal = json!({"name": "x", "account": account, "stage": "won", "closed_on": "2026-03-01",
        "amount": {"amount": "5", "currency": "USD"}});
    li.create("opportunity", deal).await;
    let row = li.get(PROGRESS).await.expect(200)["goals"][0]["rows"][0].clone();
    assert_eq!((&row["reached"], &row["percent"], &row["target"]), (&Json::Null, &Json::Null, &json!("100")));

    let changed = admin.patch(&path, json!({"ended": true})).await.expect(200);
    assert_eq!(changed["ended_on"], "2026-03-01");
    assert_eq!(told(li, PROGRESS).await, []);
    assert_eq!(told(li, &format!("{PROGRESS}?date=2026-02-10")).await, rows(&[("li", "60")]));
    assert_eq!(admin.patch(&path, json!({"ended": false})).await.expect(200)["ended_on"], Json::Null);
    assert_eq!(told(li, PROGRESS).await.len(), 1);

    admin.delete(&path).await.expect(204);
    assert_eq!(
        (told(li, PROGRESS).await.len(), admin.delete(&path).await.refused(404)),
        (0, "not_found".into())
    );
    admin.post(&format!("{path}/restore"), json!({})).await.expect(204);
    assert_eq!(told(li, PROGRESS).await.len(), 1);
    admin.delete(&path).await.expect(204);
    it.app.db.clock.advance(TimeDelta::days(31));
    it.app.app.keep_house().await.expect("the house is kept");
    assert_eq!(admin.post(&format!("{path}/restore"), json!({})).await.refused(404), "not_found");
    let log = admin.get("/audit?limit=200").await.expect(200).to_string();
    for (action, count) in [("created", 1), ("changed", 2), ("targets", 2), ("deleted", 2), ("restored", 1)] {
        assert_eq!(log.matches(&format!("goal.{action}")).count(), count, "{action} in {log}");
    }
}

#[db_test]
async fn amounts_are_entered_by_year_and_changes_that_are_late_are_refused(db: TestDb) {
    let it = scene(db).await;
    let Scene { admin, li, .. } = &it;
    let path = goal(
        admin,
        json!({"cycle": "quarter", "measure": "sum", "field": "amount", "name": "季度",
        "object": "opportunity", "date": "closed_on"}),
    )
    .await;
    give(admin, &path, "2026-04-01", &[(None, "12.50"), (Some(li.id), "3")]).await;
    give(admin, &path, "2026-04-01", &[(Some(li.id), "0")]).await;
    let grid = admin.get(&format!("{path}/targets?year=2026")).await.expect(200);
    assert_eq!(grid["periods"], json!(["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]));
    assert_eq!(grid["targets"], json!([{"whose": null, "starts_on": "2026-04-01", "amount": "12.5"}]));
    let names: Vec<&str> =
        grid["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap_or("-")).collect();
    assert_eq!(names[..6], ["-", "华东", "上海", "wang", "head", "li"], "{names:?}");
    assert_eq!((&grid["rows"][2]["parent"], &grid["rows"][2]["depth"]), (&json!(it.east), &json!(2)));
    assert_eq!(admin.get(&format!("{path}/targets?year=2027")).await.expect(200)["targets"], json!([]));

    let version = grid["goal"]["version"].as_i64().expect("a version");
    let based = async |version: i64, path: &str, body: Json| {
        let call = admin.call(http::Method::PATCH, path).head("if-match", &format!("\"{version}\""));
        call.json(&body).send().await
    };
    let item = json!({"items": [{"whose": null, "starts_on": "2026-01-01", "amount": "1"}]});
    let targets = format!("{path}/targets");
    assert_eq!(based(version - 1, &targets, item.clone()).await.refused(412), "meta_changed");
    assert_eq!(based(version, &targets, item.clone()).await.expect(200)["version"], version + 1);
    assert_eq!(based(version, &path, json!({"name": "b"})).await.refused(412), "meta_changed");
    assert_eq!(based(version + 1, &path, json!({"name": "b"})).await.expect(200)["name"], "b");

    let with = |key: &str, value: Json| {
        let mut one = json!({"whose": li.id, "starts_on": "2026-01-01", "amount": "1"});
        one[key] = value;
        json!({"items": [one]})
    };
    for (given, field, code) in [
        (json!({}), "items", "required"),
        (with("amount", json!("-1")), "items[0].amount", "too_small"),
        (with("amount", json!("1e3x")), "items[0].amount", "invalid_number"),
        (with("amount", json!(true)), "items[0].amount", "invalid_number"),
        (with("amount", json!("1.005")), "items[0].amount", "too_precise"),
        (with("amount", json!("99999999999999")), "items[0].amount", "too_big"),
        (with("starts_on", json!("2026-02-01")), "items[0].starts_on", "goal_period"),
        (with("starts_on", json!("1999-01-01")), "items[0].starts_on", "invalid_date"),
        (with("whose", json!(it.account)), "items[0].whose", "unknown_reference"),
        (with("colour", json!(1)), "items[0].colour", "unknown_field"),
    ] {
        let fault = admin.patch(&targets, given.clone()).await.expect(422)["errors"][0].clone();
        assert_eq!((&fault["field"], &fault["code"]), (&json!(field), &json!(code)), "{given}");
    }
    assert_eq!(admin.get(&format!("{targets}?year=1900")).await.refused(422), "invalid_input");
}

#[db_test]
async fn administrators_alone_make_goals_and_what_is_wrong_is_named(db: TestDb) {
    let it = scene(db).await;
    let Scene { admin, li, head, .. } = &it;
    let path = goal(admin, signed()).await;
    for who in [li, head] {
        assert_eq!(who.get(ALL).await.refused(403), "admin_only");
        assert_eq!(who.post(ALL, signed()).await.refused(403), "admin_only");
        assert_eq!(who.patch(&path, json!({"name": "x"})).await.refused(403), "admin_only");
        assert_eq!(who.delete(&path).await.refused(403), "admin_only");
        assert_eq!(who.post(&format!("{path}/restore"), json!({})).await.refused(403), "admin_only");
        assert_eq!(who.get(&format!("{path}/targets")).await.refused(403), "admin_only");
        assert_eq!(
            who.patch(&format!("{path}/targets"), json!({"items": []})).await.refused(403),
            "admin_only"
        );
    }
    let with = |key: &str, value: Json| {
        let mut given = signed();
        given[key] = value;
        given
    };
    let mine = json!({"field": "owner", "op": "in", "value": ["@me"]});
    for (given, field, code) in [
        (with("name", json!(" ")), "name", "required"),
        (with("name", json!("字".repeat(61))), "name", "too_long"),
        (with("object", json!("unicorn")), "object", "unknown_option"),
        (with("object", json!("department")), "object", "goal_object"),
        (with("measure", json!("avg")), "measure", "unknown_option"),
        (with("field", Json::Null), "field", "required"),
        (with("field", json!("stage")), "field", "goal_field"),
        (with("field", json!("weight")), "field", "unknown_field"),
        (with("date", json!("amount")), "date", "goal_field"),
        (with("date", json!("someday")), "date", "unknown_field"),
        (with("cycle", json!("week")), "cycle", "unknown_option"),
        (with("filter", mine), "filter", "goal_reader"),
        (with("filter", json!({"field": "colour", "op": "eq", "value": 1})), "colour", "unknown_field"),
        (with("filter", json!(7)), "filter", "invalid_filter"),
        (with("colour", json!(1)), "colour", "unknown_field"),
    ] {
        let fault = admin.post(ALL, given.clone()).await.expect(422)["errors"][0].clone();
        assert_eq!((&fault["field"], &fault["code"]), (&json!(field), &json!(code)), "{given}");
    }
    let zh = admin.with("accept-language", "zh-CN");
    let told = zh.post(ALL, with("field", json!("stage"))).await.expect(422);
    let words = "合计字段不能用“阶段”：合计要用数字或金额字段，时间要用日期或日期时间字段";
    assert_eq!(told["errors"][0]["message"], words);
    assert_eq!(admin.patch(&path, json!({"cycle": "year"})).await.refused(422), "invalid_input");
    let changed = admin.patch(&path, json!({"measure": "count", "filter": null})).await.expect(200);
    assert_eq!(
        (&changed["field"], &changed["filter"], &changed["usable"]),
        (&Json::Null, &Json::Null, &json!(true))
    );
    let page = admin.get(&format!("{ALL}?limit=1")).await.expect(200);
    assert_eq!((&page["items"][0]["name"], &page["next_cursor"]), (&json!("签约额"), &Json::Null));
    assert_eq!(admin.get(&format!("{ALL}?cursor=x")).await.refused(422), "invalid_input");
}
