//! Since when records are in their stage: kept by every way that a stage is set, and filled in for those from before.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use shuke_app::computed::job;
use shuke_app::records::list::ListRequest;
use shuke_base::Uuid;
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field, read};
use crate::import_links::finish;
use crate::office::{Office, map, told};

const DAYS: [&str; 9] = [
    "2026-03-01",
    "2026-03-02",
    "2026-03-03",
    "2026-03-04",
    "2026-03-05",
    "2026-03-06",
    "2026-03-07",
    "2026-03-08",
    "2026-03-09",
];

/// The day since which the record is in its stage.
async fn since(office: &Office, object: &str, id: Uuid) -> Option<String> {
    let record = read(&office.app, &office.boss(), object, id).await;
    record["stage_entered_at"].as_str().map(|at| at[..10].to_owned())
}

async fn set(office: &Office, object: &str, id: Uuid, values: Json) {
    office.app.change(&office.boss(), object, id, &map(values), None).await.expect("a change");
}

fn tomorrow(office: &Office) {
    office.db.clock.advance(TimeDelta::days(1));
}

async fn bulk_done(office: &Office, id: &str, state: &str) {
    for _ in 0..2_000 {
        let work = office.app.bulk_of(&office.boss(), id.parse().unwrap()).await.unwrap();
        if work["state"] == state {
            assert_eq!(work["failed"], 0, "{work}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the change in bulk does not come to {state}");
}

#[db_test]
async fn whatever_sets_the_stage_sets_its_time_and_nothing_else_does(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let lead = create(app, &office.boss(), "lead", json!({"name": "一", "mobile": "13800000001"})).await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[0]));
    tomorrow(&office);
    set(&office, "lead", lead, json!({"company": "甲", "status": "new"})).await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[0]), "it is where it was");
    set(&office, "lead", lead, json!({"status": "following"})).await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[1]));
    let history = app.history(&office.boss(), "lead", lead, None, None).await.unwrap();
    let history = serde_json::to_string(&history).unwrap();
    assert!(history.contains("status") && !history.contains("stage_entered_at"), "{history}");
    let given = map(json!({"stage_entered_at": "2020-01-01T00:00:00Z"}));
    let refused = app.change(&office.boss(), "lead", lead, &given, None).await;
    assert_eq!(told(refused), "invalid_input: stage_entered_at read_only");

    tomorrow(&office);
    app.delete(&office.boss(), "lead", lead).await.unwrap();
    app.restore(&office.boss(), "lead", lead).await.unwrap();
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[1]), "as it lay in the bin");
    let worker = tokio::spawn(app.clone().run_jobs());
    let given = map(json!({"action": "change", "ids": [lead], "values": {"status": "qualified"}}));
    let work = app.bulk(&office.boss(), "lead", &given).await.unwrap();
    let work = work["id"].as_str().unwrap().to_owned();
    bulk_done(&office, &work, "done").await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[2]), "in bulk");
    tomorrow(&office);
    app.undo_bulk(&office.boss(), work.parse().unwrap()).await.unwrap();
    bulk_done(&office, &work, "undone").await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[3]), "it is back since today");

    tomorrow(&office);
    let how =
        json!({"object": "lead", "start": true, "mode": "upsert", "key": ["mobile"], "overwrite": true});
    let rows = "姓名,手机,状态\n一,13800000001,跟进中\n二,13800000002,跟进中\n";
    let done = finish(app, &office.boss(), rows, how.clone()).await;
    assert_eq!((&done["inserted"], &done["updated"]), (&json!(1), &json!(0)), "{done:#}");
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[3]), "the file says the same");
    tomorrow(&office);
    finish(app, &office.boss(), &rows.replace("跟进中", "已确认"), how).await;
    assert_eq!(since(&office, "lead", lead).await.as_deref(), Some(DAYS[5]), "the file says otherwise");
    worker.abort();

    let filter = json!({"field": "stage_entered_at", "op": "gte", "value": "2026-03-06T00:00:00Z"});
    let sort = vec!["-stage_entered_at".to_owned()];
    let request = ListRequest { filter: Some(filter), sort, ..ListRequest::default() };
    let page = app.list(&office.boss(), "lead", &request).await.unwrap();
    assert_eq!(page.items.records.len(), 2, "it can be asked for and ordered by");
}

#[db_test]
async fn a_stage_field_that_is_named_later_has_its_times_from_history(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let labels = json!({"zh-CN": "项目", "en": "Project"});
    app.define_object(&office.boss(), &map(json!({"name": "project", "labels": labels}))).await.unwrap();
    let option = |name: &str| json!({"name": name, "labels": {"zh-CN": name, "en": name}});
    for name in ["step", "mood"] {
        let mut given = field(name, "choice");
        given.insert("options".to_owned(), json!([option("a"), option("b"), option("c")]));
        app.define_field(&office.boss(), "x_project", &given).await.unwrap();
    }
    let boss = office.boss();
    let moved = create(app, &boss, "x_project", json!({"name": "一", "x_step": "a", "x_mood": "a"})).await;
    let still = create(app, &boss, "x_project", json!({"name": "二", "x_step": "a"})).await;
    let none = create(app, &boss, "x_project", json!({"name": "三"})).await;
    for step in ["b", "c"] {
        tomorrow(&office);
        set(&office, "x_project", moved, json!({"x_step": step})).await;
    }
    tomorrow(&office);
    set(&office, "x_project", moved, json!({"x_mood": "b"})).await;
    set(&office, "x_project", moved, json!({"name": "一号"})).await;
    app.delete(&office.boss(), "x_project", still).await.unwrap();

    let given = map(json!({"stage_field": "x_step", "list_columns": ["name", "stage_entered_at"]}));
    let view = app.change_object(&office.boss(), "x_project", &given).await.expect("with its column");
    assert_eq!(view.fields.iter().filter(|field| field.name == "stage_entered_at").count(), 1);
    assert_eq!(since(&office, "x_project", moved).await, None, "the job has not run");
    tomorrow(&office);
    let early = create(app, &office.boss(), "x_project", json!({"name": "四", "x_step": "a"})).await;
    job::handle(app).await.unwrap();
    app.restore(&office.boss(), "x_project", still).await.unwrap();
    for (id, day) in [(moved, Some(DAYS[2])), (still, Some(DAYS[0])), (none, None), (early, Some(DAYS[4]))] {
        assert_eq!(since(&office, "x_project", id).await.as_deref(), day);
    }
    let (boss, then) = (office.boss(), "2026-03-02T12:00:00Z".parse().unwrap());
    let seen = app.read_as_of(&boss, "x_project", moved, None, then).await.unwrap();
    let seen = serde_json::to_value(seen).unwrap();
    assert_eq!(seen["stage_entered_at"].as_str().map(|at| &at[..10]), Some(DAYS[1]), "as it was then");

    tomorrow(&office);
    app.change_object(&office.boss(), "x_project", &map(json!({"stage_field": "x_mood"}))).await.unwrap();
    job::handle(app).await.unwrap();
    assert_eq!(since(&office, "x_project", moved).await.as_deref(), Some(DAYS[3]), "by the other field");
    assert_eq!(since(&office, "x_project", early).await, None, "it has no such stage");
    app.change_object(&office.boss(), "x_project", &map(json!({"stage_field": null}))).await.unwrap();
    job::handle(app).await.unwrap();
    assert_eq!(since(&office, "x_project", moved).await, None);
    app.change_object(&office.boss(), "x_project", &map(json!({"stage_field": "x_step"}))).await.unwrap();
    job::handle(app).await.unwrap();
    assert_eq!(since(&office, "x_project", moved).await.as_deref(), Some(DAYS[2]), "and back");
    assert!(app.store().read().await.unwrap().lacking(&app.company().schema).await.unwrap().is_empty());
}

#[db_test]
async fn a_limit_in_days_is_checked_told_and_kept(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let option = |days: Json, outcome: &str| json!({"name": "a", "labels": {"zh-CN": "甲"}, "limit_days": days, "outcome": outcome});
    let mut given = field("step", "choice");
    for (days, outcome, expected) in [
        (json!(0), "open", "invalid_input: options[0].limit_days too_small"),
        (json!(3651), "open", "invalid_input: options[0].limit_days too_big"),
        (json!("a week"), "open", "invalid_input: options[0].limit_days wrong_type"),
        (json!(1.5), "open", "invalid_input: options[0].limit_days wrong_type"),
        (json!(7), "success", "invalid_input: options[0].limit_days invalid_definition"),
    ] {
        given.insert("options".to_owned(), json!([option(days, outcome)]));
        assert_eq!(told(app.define_field(&office.boss(), "lead", &given).await), expected);
    }
    given.insert("options".to_owned(), json!([option(json!(3650), "open")]));
    let made = app.define_field(&office.boss(), "lead", &given).await.unwrap();
    assert_eq!(made.options.unwrap()[0].limit_days, Some(3650));
    let stages = app.object_view(&office.boss(), "opportunity").unwrap().fields.into_iter();
    let stages =
        stages.filter(|field| field.name == "stage").flat_map(|field| field.options.unwrap_or_default());
    let limits: Vec<(String, Option<i64>)> = stages.map(|option| (option.name, option.limit_days)).collect();
    assert!(
        limits.iter().all(|(name, days)| days.is_none() == matches!(name.as_str(), "won" | "lost")),
        "{limits:?}"
    );
}
