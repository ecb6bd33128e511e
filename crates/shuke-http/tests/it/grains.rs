//! Groups by days, weeks, months, quarters and years: their figures, their records, and views that keep them.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

const VIEWS: &str = "/objects/lead/views";
const QUERY: &str = "/records/lead/query";

fn told(answer: &Json) -> Vec<String> {
    let errors = answer["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect()
}

/// Each group: its first day and count.
async fn figures(actor: &Actor, field: &str, grain: &str) -> Vec<String> {
    let answer = actor.post(QUERY, json!({"group_by": [field], "grains": {field: grain}})).await.expect(200);
    let groups = answer["groups"].as_array().expect("groups").iter();
    groups
        .map(|group| format!("{} {}", group["key"][field].as_str().unwrap_or("-"), group["values"]["count"]))
        .collect()
}

/// Names of the records from one day to another.
async fn between(actor: &Actor, field: &str, first: &str, last: &str) -> String {
    let filter = json!({"field": field, "op": "between", "value": [first, last]});
    let asked = json!({"filter": filter, "sort": ["name"], "fields": ["name"]});
    let page = actor.post(QUERY, asked).await.expect(200);
    let names = page["items"].as_array().expect("items").iter();
    names.map(|item| item["name"].as_str().unwrap()).collect()
}

async fn leads(actor: &Actor) {
    for (name, date, moment) in [
        ("A", Some("2026-01-01"), Some("2025-12-31T15:59:59Z")),
        ("B", Some("2026-01-03"), Some("2025-12-31T16:00:00Z")),
        ("C", Some("2026-01-04"), Some("2026-11-30T15:59:59Z")),
        ("D", Some("2026-01-05"), Some("2026-11-30T16:00:00Z")),
        ("E", Some("2027-01-03"), Some("2026-12-01T04:59:59Z")),
        ("F", None, None),
    ] {
        let values = json!({"name": name, "purchase_on": date, "next_follow_up_at": moment,
            "budget": {"amount": "100", "currency": "CNY"}});
        actor.create("lead", values).await;
    }
}

#[db_test]
async fn dates_are_grouped_by_spans_of_the_companys_days(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    leads(&li).await;
    admin.create("lead", json!({"name": "Z", "purchase_on": "2026-01-01"})).await;
    for (grain, groups) in [
        ("day", vec!["2027-01-03 1", "2026-01-05 1", "2026-01-04 1", "2026-01-03 1", "2026-01-01 1", "- 1"]),
        // The 53rd week of 2026 ends in the next year, the first one began in the year before.
        ("week", vec!["2026-12-28 1", "2026-01-05 1", "2025-12-29 3", "- 1"]),
        ("month", vec!["2027-01-01 1", "2026-01-01 4", "- 1"]),
        ("quarter", vec!["2027-01-01 1", "2026-01-01 4", "- 1"]),
        ("year", vec!["2027-01-01 1", "2026-01-01 4", "- 1"]),
    ] {
        assert_eq!(figures(&li, "purchase_on", grain).await, groups, "{grain}");
    }
    assert_eq!(between(&li, "purchase_on", "2025-12-29", "2026-01-04").await, "ABC");
    let moments = ["2026-12-01 2", "2026-11-01 1", "2026-01-01 1", "2025-12-01 1", "- 1"];
    assert_eq!(figures(&li, "next_follow_up_at", "month").await, moments);
    assert_eq!(between(&li, "next_follow_up_at", "2026-12-01", "2026-12-31").await, "DE");
    // In another zone the same moments lie in other days.
    admin.patch("/company", json!({"zone": "America/New_York"})).await.expect(200);
    assert_eq!(figures(&li, "next_follow_up_at", "month").await, ["2026-11-01 3", "2025-12-01 2", "- 1"]);
    assert_eq!(between(&li, "next_follow_up_at", "2026-11-01", "2026-11-30").await, "CDE");
    assert_eq!(figures(&li, "purchase_on", "year").await, ["2027-01-01 1", "2026-01-01 4", "- 1"]);
    // Beside another field, and with sums.
    let asked = json!({"group_by": ["next_follow_up_at", "status"], "grains": {"next_follow_up_at": "quarter"},
        "measures": [{"fn": "sum", "field": "budget"}]});
    let groups = li.post(QUERY, asked).await.expect(200);
    assert_eq!(groups["groups"][0]["key"], json!({"next_follow_up_at": "2026-10-01", "status": "new"}));
    assert_eq!(groups["groups"][0]["values"]["sum_budget"], json!({"amount": "300.00", "currency": "CNY"}));
    assert_eq!(groups["truncated"], false);
}

#[db_test]
async fn what_is_no_grain_or_no_date_is_refused_by_name(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for (grains, fault) in [
        (json!({"created_at": "hour"}), "grains.created_at invalid_grain"),
        (json!({"created_at": ""}), "grains.created_at invalid_grain"),
        (json!({"status": "month"}), "grains.status invalid_grain"),
        (json!({"purchase_on": "month"}), "grains.purchase_on invalid_grain"),
        (json!({"created_at": 7}), "grains.created_at wrong_type"),
        (json!(["created_at"]), "grains wrong_type"),
    ] {
        let body = json!({"group_by": ["created_at", "status"], "grains": grains});
        assert_eq!(told(&admin.post(QUERY, body.clone()).await.expect(422)), [fault], "{body}");
    }
    let role = json!({"name": "blind", "grants": {"lead": {"read": "all"}},
        "fields": {"lead": {"purchase_on": "hidden", "next_follow_up_at": "masked"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    for (field, fault) in [
        ("purchase_on", "purchase_on unknown_field"),
        ("next_follow_up_at", "next_follow_up_at field_masked"),
    ] {
        let body = json!({"group_by": [field], "grains": {field: "month"}});
        assert_eq!(told(&mole.post(QUERY, body).await.expect(422)), [fault]);
    }
    // A view by such a date is a plain list to them.
    let view = json!({"name": "v", "group": "next_follow_up_at", "grain": "week", "audience": "everyone"});
    admin.post(VIEWS, view).await.expect(201);
    let views = mole.get(VIEWS).await.expect(200);
    let seen = views["items"].as_array().unwrap().iter().find(|one| one["name"] == "v").expect("listed");
    assert!(seen["problem"].is_null() && seen["group"].is_null() && seen["grain"].is_null(), "{seen}");
}

#[db_test]
async fn a_view_keeps_its_grain(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let made = li.post(VIEWS, json!({"name": "v", "group": "created_at"})).await.expect(201);
    assert_eq!((&made["group"], &made["grain"]), (&json!("created_at"), &json!("month")));
    let at = format!("{VIEWS}/{}", made["id"].as_str().unwrap());
    let changed = li.patch(&at, json!({"group": "purchase_on", "grain": "quarter"})).await.expect(200);
    assert_eq!((&changed["group"], &changed["grain"]), (&json!("purchase_on"), &json!("quarter")));
    assert_eq!(li.patch(&at, json!({"name": "w"})).await.expect(200)["grain"], "quarter");
    for (wrong, fault) in [
        (json!({"grain": "hour"}), "grain invalid_grain"),
        (json!({"grain": 7}), "grain wrong_type"),
        (json!({"group": "status", "grain": "month"}), "grain invalid_grain"),
        (json!({"kind": "board"}), "group view_field"),
    ] {
        assert_eq!(told(&li.patch(&at, wrong.clone()).await.expect(422)), [fault], "{wrong}");
    }
    let changed = li.patch(&at, json!({"group": "status"})).await.expect(200);
    assert_eq!((&changed["group"], &changed["grain"]), (&json!("status"), &Json::Null));
    let changed = li.patch(&at, json!({"group": "created_at", "grain": null})).await.expect(200);
    assert_eq!(changed["grain"], "month");
}
