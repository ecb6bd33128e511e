//! A company's first minute, and invented records.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_app::records::list::{ListRequest, TotalMode};
use shuke_app::sample::SampleRequest;
use shuke_app::setup::{Init, SAMPLE_PASSWORD};
use shuke_app::{App, Ctx, Via};
use shuke_base::{Code, Locale, Moment};
use shuke_meta::{FieldKind, parse};
use shuke_testkit::{TestDb, db_test};

use crate::{PASSWORD, company};

fn init(login: &str, password: &str, pack: &str, sample: bool) -> Init {
    Init {
        login: login.to_owned(),
        password: password.to_owned(),
        name: Some("管理员".to_owned()),
        company: None,
        locale: Locale::ZhCn,
        pack: pack.to_owned(),
        sample,
    }
}

async fn found(db: &TestDb, init: Init) -> Result<App, shuke_base::Fault> {
    App::init(db.store.clone(), db.clock.clone(), db.ids.clone(), init).await
}

async fn person(app: &App, login: &str) -> Ctx {
    let credential = app.store().read().await.unwrap().credential_by_login(login).await.unwrap();
    app.ctx(credential.expect("a login of the sample").user_id, Locale::ZhCn, Via::Page)
}

/// Every record of an object that the caller sees, as JSON.
async fn all(app: &App, ctx: &Ctx, object: &str) -> Vec<Json> {
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let request = ListRequest {
            sort: vec!["created_at".to_owned()],
            limit: Some(200),
            cursor: cursor.take(),
            total: TotalMode::Without,
            ..ListRequest::default()
        };
        let answer =
            app.list(ctx, object, &request).await.unwrap_or_else(|fault| panic!("{object}: {fault}"));
        match serde_json::to_value(&answer.items).unwrap() {
            Json::Array(items) => rows.extend(items),
            other => panic!("{other}"),
        }
        cursor = answer.next_cursor;
        if cursor.is_none() {
            return rows;
        }
    }
}

fn text<'a>(row: &'a Json, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

fn moment(row: &Json, field: &str) -> Option<Moment> {
    row[field].as_str().map(|text| text.parse().expect("a moment"))
}

#[db_test]
async fn a_company_is_made_once(db: TestDb) {
    assert!(!App::is_initialised(&db.store).await.unwrap());
    let refused = found(&db, init("admin", "short", "nothing", false)).await.unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["password", "pack"], "{refused}");
    assert!(!App::is_initialised(&db.store).await.unwrap(), "a refusal leaves nothing behind");

    let admin = company(&db).await;
    let app = db.again().await;
    assert!(App::is_initialised(&app).await.unwrap());
    let again = found(&db, init("other", PASSWORD, "standard", false)).await.unwrap_err();
    assert_eq!(again.code, Code::CompanyExists);

    let app = App::start(app, db.clock.clone(), db.ids.clone()).await.unwrap();
    let ctx = app.ctx(admin, Locale::En, Via::Page);
    assert!(ctx.viewer.is_admin());
    assert_eq!(app.company().schema.objects().count(), 12);
    let roles = all(&app, &ctx, "role").await;
    assert_eq!(roles.len(), app.company().roles.len());
    assert!(roles.iter().any(|role| text(role, "name") == "销售经理" && role["admin"] == json!(false)));
    assert_eq!(all(&app, &ctx, "lead").await.len(), 0);
    let report = app.store().read().await.unwrap().verify_audit(None, None).await.unwrap();
    assert!(report.fault.is_none() && report.entries > 7, "{report:?}");
    app.store().close().await;
}

#[db_test]
async fn the_sample_company_has_been_at_work(db: TestDb) {
    let app = found(&db, init("admin", PASSWORD, "standard", true)).await.unwrap();
    let admin = person(&app, "admin").await;
    let mut counts = BTreeMap::new();
    for object in ["lead", "account", "contact", "opportunity", "activity", "task", "product", "campaign"] {
        let rows = all(&app, &admin, object).await;
        counts.insert(object, rows.len());
        for row in &rows {
            let created = moment(row, "created_at").unwrap();
            assert!(created <= db.now(), "{object} {row}");
            assert!(row["tags"].as_array().is_some_and(|tags| tags.contains(&json!("示例"))), "{row}");
            let def = app.company().schema.object(object).cloned().unwrap();
            for field in def.fields.iter().filter(|field| field.kind != FieldKind::Id && !field.read_only) {
                let value = parse::value(field, &row[&field.name]);
                assert!(value.is_ok(), "{object}.{}: {value:?}", field.name);
            }
        }
        let ids: Vec<&str> = rows.iter().map(|row| text(row, "id")).collect();
        assert!(ids.is_sorted(), "the ids of {object} follow their time");
    }
    assert_eq!((counts["lead"], counts["product"], counts["campaign"]), (300, 24, 6));
    for (object, low, high) in [
        ("account", 60, 110),
        ("contact", 110, 220),
        ("opportunity", 60, 130),
        ("activity", 450, 900),
        ("task", 40, 100),
    ] {
        assert!((low..=high).contains(&counts[object]), "{counts:?}");
    }
    let leads = all(&app, &admin, "lead").await;
    let states: BTreeSet<&str> = leads.iter().map(|lead| text(lead, "status")).collect();
    assert_eq!(states.len(), 5, "{states:?}");
    assert!(leads.iter().any(|lead| moment(lead, "next_follow_up_at").is_some_and(|at| at > db.now())));
    assert!(leads.iter().any(|lead| moment(lead, "next_follow_up_at").is_some_and(|at| at < db.now())));
    let mobiles: BTreeSet<&str> = leads.iter().map(|lead| text(lead, "mobile")).collect();
    assert_eq!(mobiles.len(), 300);

    let own = all(&app, &person(&app, "wangjie").await, "lead").await.len();
    let team = all(&app, &person(&app, "zhounan").await, "lead").await.len();
    assert!(0 < own && own < team && team < 300, "{own} {team}");

    let goals =
        json!(app.goal_progress(&person(&app, "zhounan").await, None).await.unwrap())["goals"].clone();
    let names: BTreeSet<&str> =
        goals[0]["rows"].as_array().unwrap().iter().map(|row| text(row, "name")).collect();
    assert_eq!((text(&goals[0], "name"), names), ("签约额", BTreeSet::from(["华东销售部", "周楠", "王婕"])));

    let report = app.store().read().await.unwrap().verify_audit(None, None).await.unwrap();
    assert!(report.fault.is_none(), "{report:?}");
    assert_eq!(app.company().settings.name, "橘灯科技（示例公司）");
    app.sign_in("hexiao", SAMPLE_PASSWORD, "test").await.expect("a sample sign-in");
}

#[db_test]
async fn the_sample_is_taken_away_and_what_people_entered_stays(db: TestDb) {
    let app = found(&db, init("admin", SAMPLE_PASSWORD, "standard", true)).await.unwrap();
    let seller = person(&app, "wangjie").await;
    assert_eq!(app.sample_data(&seller).await.unwrap_err().code, Code::AdminOnly);
    assert_eq!(app.remove_sample(&seller).await.unwrap_err().code, Code::AdminOnly);
    db.clock.advance(TimeDelta::minutes(1));
    let own = json!({"name": "第一位真客人", "mobile": "13900000001"});
    let Json::Object(own) = own else { unreachable!() };
    let (admin, seller) = (person(&app, "admin").await, person(&app, "wangjie").await);
    app.create(&seller, "lead", &own).await.unwrap();

    let sample = app.sample_data(&admin).await.unwrap();
    let leads = sample.records.iter().find(|one| one.object == "lead").expect("leads");
    assert_eq!((sample.present, leads.count, leads.plural.as_str()), (true, 300, "线索"));
    assert!(sample.people.len() > 5 && sample.people.iter().all(|one| one.name != "管理员"), "{sample:?}");
    let works = app.remove_sample(&admin).await.unwrap();
    assert_eq!(works["items"].as_array().map(Vec::len), Some(sample.records.len()));

    let runner = tokio::spawn(app.clone().run_jobs());
    for _ in 0..2_000 {
        let works = app.bulks(&admin).await.unwrap();
        let items = works["items"].as_array().expect("works");
        if items.iter().all(|work| work["state"] == "done") {
            assert!(items.iter().all(|work| work["failed"] == 0), "{works}");
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    runner.abort();
    for object in ["account", "contact", "opportunity", "activity", "task", "product", "campaign"] {
        assert_eq!(all(&app, &admin, object).await.len(), 0, "{object}");
    }
    let left = all(&app, &admin, "lead").await;
    assert_eq!(left.iter().map(|lead| text(lead, "name")).collect::<Vec<_>>(), ["第一位真客人"]);
    let refused = app.sign_in("wangjie", SAMPLE_PASSWORD, "test").await;
    assert!(refused.is_err(), "a sample person signs in");
    app.sign_in("admin", SAMPLE_PASSWORD, "test").await.expect("the administrator");
    let me = serde_json::to_value(app.me(&person(&app, "admin").await).await.unwrap()).unwrap();
    assert_eq!(me["must"], "change_password", "the password is known to all");
    assert!(app.goals(&admin, None, None).await.unwrap().items.is_empty(), "a goal of the sample");
    let after = app.sample_data(&admin).await.unwrap();
    assert!(!after.present && after.records.is_empty() && after.people.is_empty(), "{after:?}");
    assert_eq!(app.remove_sample(&admin).await.unwrap_err().code, Code::NotFound);
}

#[db_test]
async fn a_large_sample_is_exact_and_repeatable(db: TestDb) {
    company(&db).await;
    let app = App::start(db.store.clone(), db.clock.clone(), db.ids.clone()).await.unwrap();
    let mut told = Vec::new();
    let request = SampleRequest { leads: 400, seed: 5 };
    let count = app.sample(request, |count| told.push(count.leads)).await.unwrap();
    assert_eq!(count.leads, 400);
    assert!(told.is_sorted() && told.last() == Some(&400), "{told:?}");
    let ctx = person(&app, "admin").await;
    let first: Vec<String> =
        all(&app, &ctx, "lead").await.iter().map(|lead| lead["mobile"].to_string()).collect();
    assert_eq!(first.len(), 400);

    // The same again tells of other people, and nothing clashes.
    app.sample(request, |_| {}).await.unwrap();
    let both: BTreeSet<String> =
        all(&app, &ctx, "lead").await.iter().map(|lead| lead["mobile"].to_string()).collect();
    assert_eq!(both.len(), 800);
    assert_eq!(all(&app, &ctx, "product").await.len(), 24);
    let report = app.store().read().await.unwrap().verify_audit(None, None).await.unwrap();
    assert!(report.fault.is_none(), "{report:?}");
}

#[test]
fn both_databases_get_the_same_sample() {
    let (sender, told) = std::sync::mpsc::channel();
    let other = sender.clone();
    shuke_testkit::on_sqlite(|db| leads_of(db, sender));
    shuke_testkit::on_postgres(|db| leads_of(db, other));
    let (sqlite, postgres): (Vec<Json>, Vec<Json>) = (told.recv().unwrap(), told.recv().unwrap());
    assert_eq!(sqlite.len(), 60);
    assert_eq!(sqlite, postgres);
}

/// In the first hours of a company's day, too: its leads of that day are minutes old.
#[db_test]
async fn a_sample_is_whole_at_any_hour(db: TestDb) {
    company(&db).await;
    let app = App::start(db.store.clone(), db.clock.clone(), db.ids.clone()).await.unwrap();
    // 2026-03-01 16:00 UTC, and 00:00 of the second of March in Shanghai.
    db.clock.advance(TimeDelta::hours(8));
    for (seed, minutes) in [(1, 0), (2, 10), (3, 110), (4, 60), (5, 240)] {
        db.clock.advance(TimeDelta::minutes(minutes));
        let count = app.sample(SampleRequest { leads: 730, seed }, |_| {}).await.unwrap();
        assert_eq!(count.leads, 730, "{}", db.now());
    }
    for row in all(&app, &person(&app, "admin").await, "lead").await {
        assert!(moment(&row, "created_at").unwrap() <= db.now(), "{row}");
    }
}

async fn leads_of(db: TestDb, to: std::sync::mpsc::Sender<Vec<Json>>) {
    company(&db).await;
    let app = App::start(db.store.clone(), db.clock.clone(), db.ids.clone()).await.unwrap();
    app.sample(SampleRequest { leads: 60, seed: 11 }, |_| {}).await.unwrap();
    let mut rows = all(&app, &person(&app, "admin").await, "lead").await;
    for row in &mut rows {
        // Ids of the administrator and of campaigns come from the database's own stream.
        for field in ["owner", "created_by", "updated_by"] {
            row[field] = Json::Null;
        }
    }
    to.send(rows).unwrap();
}
