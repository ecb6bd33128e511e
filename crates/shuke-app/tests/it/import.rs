//! Imports from file to records and back: exact counts, every fault told, undo, and going on after a stop.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};
use shuke_app::records::list::{ListRequest, TotalMode};
use shuke_app::{App, Ctx, Via};
use shuke_base::{Clock, Locale, SystemClock};
use shuke_testkit::{TestDb, db_test};

use crate::company;

const HEADINGS: [&str; 7] = ["姓名", "公司", "手机", "邮箱", "来源", "预算", "下次跟进时间"];

/// A good row, unlike any other.
fn good(index: usize) -> [String; 7] {
    [
        format!("示例{index}"),
        format!("示例公司{}", index % 97),
        format!("138{index:08}"),
        format!("sample{index}@example.com"),
        "官网".to_owned(),
        format!("{}.50", index * 10),
        "2026-04-01 09:30".to_owned(),
    ]
}

/// Row `index` spoiled in one of ten ways; the code that tells of it.
fn spoil(kind: usize, row: &mut [String; 7]) -> &'static str {
    match kind {
        0 => {
            row[0].clear();
            "required"
        }
        1 => {
            row[0] = "长".repeat(300);
            "too_long"
        }
        2 => {
            "12x".clone_into(&mut row[2]);
            "invalid_phone"
        }
        3 => {
            "not an address".clone_into(&mut row[3]);
            "invalid_email"
        }
        4 => {
            "没有这个来源".clone_into(&mut row[4]);
            "unknown_option"
        }
        5 => {
            "很多".clone_into(&mut row[5]);
            "invalid_number"
        }
        6 => {
            "1.23456".clone_into(&mut row[5]);
            "too_precise"
        }
        7 => {
            "2026-13-45".clone_into(&mut row[6]);
            "invalid_time"
        }
        8 => {
            row[0] = "坏\u{1}字".to_owned();
            "invalid_text"
        }
        _ => {
            "99999999999999999999999".clone_into(&mut row[5]);
            "too_big"
        }
    }
}

/// `count` rows, of which one in `every` is bad; the rows and how many there are of each code.
fn rows(count: usize, every: usize) -> (Vec<[String; 7]>, Vec<&'static str>) {
    let mut codes = Vec::new();
    let rows = (0..count)
        .map(|index| {
            let mut row = good(index);
            if index % every == every - 1 {
                codes.push(spoil(index / every % 10, &mut row));
            }
            row
        })
        .collect();
    (rows, codes)
}

fn gbk_csv(folder: &Path, rows: &[[String; 7]]) -> PathBuf {
    let mut text = HEADINGS.join(",");
    for row in rows {
        text.push_str("\r\n");
        text.push_str(&row.join(","));
    }
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    let path = folder.join("leads.csv");
    std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
    path
}

fn xlsx(folder: &Path, rows: &[[String; 7]]) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let lines = std::iter::once(HEADINGS.map(str::to_owned)).chain(rows.iter().cloned());
    for (at, row) in lines.enumerate() {
        for (column, cell) in row.iter().enumerate() {
            sheet.write_string(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    let path = folder.join("leads.xlsx");
    book.save(&path).unwrap();
    path
}

pub(crate) fn options(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}

/// Waits until the import is in one of the states.
pub(crate) async fn until(app: &App, ctx: &Ctx, id: &str, states: &[&str]) -> Json {
    for _ in 0..2_400 {
        let import = app.import(ctx, id.parse().unwrap()).await.unwrap();
        if states.contains(&import["state"].as_str().unwrap()) {
            return import;
        }
        assert!(states.contains(&"failed") || import["state"] != "failed", "{import:#}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import does not come to {states:?}");
}

async fn leads(app: &App, ctx: &Ctx) -> u64 {
    let request = ListRequest { limit: Some(1), total: TotalMode::Exact, ..ListRequest::default() };
    app.list(ctx, "lead", &request).await.unwrap().total.unwrap().value
}

/// A worker lives only while its test does; time goes on, or its leases would never end.
pub(crate) async fn running(db: &TestDb) -> (App, Ctx, tokio::task::JoinHandle<()>) {
    let admin = company(db).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let app = App::start(db.store.clone(), clock, db.ids.clone()).await.unwrap();
    let worker = tokio::spawn(app.clone().run_jobs());
    let ctx = app.ctx(admin, Locale::ZhCn, Via::Page);
    (app, ctx, worker)
}

/// Lets the worker die three times, each time after so long, and another follow it; answers the last.
pub(crate) async fn dying(
    app: &App,
    mut worker: tokio::task::JoinHandle<()>,
    after: Duration,
) -> tokio::task::JoinHandle<()> {
    for _ in 0..3 {
        tokio::time::sleep(after).await;
        worker.abort();
        // Its lease would end by itself; the test does not wait for that.
        let far = SystemClock.now() + chrono::TimeDelta::hours(1);
        app.store()
            .write(move |tx| {
                Box::pin(async move { tx.release_expired_jobs(far, SystemClock.now(), 1_000).await })
            })
            .await
            .unwrap();
        worker = tokio::spawn(app.clone().run_jobs());
    }
    worker
}

async fn check_file(db: TestDb, make: fn(&Path, &[[String; 7]]) -> PathBuf, encoding: &str) {
    let (app, ctx, worker) = running(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let (rows, codes) = rows(10_000, 50);
    let path = make(folder.path(), &rows);
    let name = path.file_name().unwrap().to_str().unwrap();
    let import = app.upload_import(&ctx, name, &path, &options(json!({"object": "lead"}))).await.unwrap();
    assert_eq!(import["encoding"], encoding);
    let fed: Vec<&str> = import["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["field"].as_str().unwrap())
        .collect();
    assert_eq!(fed, ["name", "company", "mobile", "email", "source", "budget", "next_follow_up_at"]);
    let id = import["id"].as_str().unwrap().to_owned();

    let before = leads(&app, &ctx).await;
    app.check_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let checked = until(&app, &ctx, &id, &["checked"]).await;
    assert_eq!((&checked["inserted"], &checked["failed"]), (&json!(9_800), &json!(200)), "{checked:#}");
    assert_eq!(leads(&app, &ctx).await, before, "a dry run writes nothing");

    app.start_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(9_800), &json!(200)));
    assert_eq!(leads(&app, &ctx).await, before + 9_800);

    let mut told = Vec::new();
    let mut cursor = None;
    loop {
        let page = app.import_faults(&ctx, id.parse().unwrap(), Some(70), cursor.as_deref()).await.unwrap();
        told.extend(page["items"].as_array().unwrap().clone());
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    let told_codes: Vec<&str> = told.iter().map(|fault| fault["code"].as_str().unwrap()).collect();
    assert_eq!(told_codes, codes);
    assert_eq!(told[2]["row"], json!(151), "the third bad row is the 150th below the heading");
    assert_eq!(told[2]["column"], "手机");
    assert_eq!(told[2]["value"], "12x");
    let csv = String::from_utf8(app.import_faults_csv(&ctx, id.parse().unwrap()).await.unwrap()).unwrap();
    assert_eq!(csv.lines().count(), 201);

    app.undo_import(&ctx, id.parse().unwrap()).await.unwrap();
    let undone = until(&app, &ctx, &id, &["undone"]).await;
    assert_eq!(undone["undone"], json!({"removed": 9_800, "restored": 0, "kept": 0}));
    assert_eq!(leads(&app, &ctx).await, before);
    worker.abort();
}

#[db_test]
async fn a_gbk_csv_with_bad_rows_of_ten_kinds_and_back(db: TestDb) {
    check_file(db, gbk_csv, "GB18030").await;
}

#[db_test]
async fn an_xlsx_with_bad_rows_of_ten_kinds_and_back(db: TestDb) {
    check_file(db, xlsx, "xlsx").await;
}

#[db_test]
async fn an_upsert_changes_what_its_key_finds_and_gives_it_back(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = rows(300, 1_000);
    let path = gbk_csv(folder.path(), &first);
    let start = options(json!({"object": "lead", "start": true}));
    let id =
        app.upload_import(&ctx, "a.csv", &path, &start).await.unwrap()["id"].as_str().unwrap().to_owned();
    until(&app, &ctx, &id, &["done"]).await;

    for row in first.iter_mut().take(100) {
        row[1] = "新公司".to_owned();
    }
    first.extend((300..350).map(good));
    let path = gbk_csv(folder.path(), &first);
    let upsert = options(json!({"object": "lead", "start": true, "mode": "upsert", "key": ["mobile"]}));
    let id =
        app.upload_import(&ctx, "b.csv", &path, &upsert).await.unwrap()["id"].as_str().unwrap().to_owned();
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!(
        (&done["inserted"], &done["updated"], &done["skipped"], &done["failed"]),
        (&json!(50), &json!(100), &json!(200), &json!(0)),
        "{done:#}"
    );

    // One of the changed leads is changed again by a person: the undo lists it and leaves it.
    let filter = json!({"field": "company", "op": "eq", "value": "新公司"});
    let request = ListRequest { filter: Some(filter), limit: Some(1), ..ListRequest::default() };
    let page = app.list(&ctx, "lead", &request).await.unwrap();
    let lead = page.items.records[0].id;
    app.change(&ctx, "lead", lead, &options(json!({"name": "改过"})), None).await.unwrap();
    app.undo_import(&ctx, id.parse().unwrap()).await.unwrap();
    let undone = until(&app, &ctx, &id, &["undone"]).await;
    assert_eq!(undone["undone"], json!({"removed": 50, "restored": 99, "kept": 1}));
    assert_eq!(leads(&app, &ctx).await, 300);
    let kept = app.import_faults(&ctx, id.parse().unwrap(), None, None).await.unwrap();
    assert_eq!(kept["items"][0]["code"], "import_kept");
    worker.abort();
}

#[db_test]
async fn a_worker_that_dies_is_followed_by_another_without_doubles(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let (all, _) = rows(5_000, 100_000);
    let path = gbk_csv(folder.path(), &all);
    let start = options(json!({"object": "lead", "start": true}));
    let id =
        app.upload_import(&ctx, "a.csv", &path, &start).await.unwrap()["id"].as_str().unwrap().to_owned();
    let worker = dying(&app, worker, Duration::from_millis(150)).await;
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["rows_done"]), (&json!(5_000), &json!(5_000)));
    assert_eq!(leads(&app, &ctx).await, 5_000);
    worker.abort();
}

/// Names in one cell become records in their order; those that don't exist are made when that is asked for, go with the
/// undo, and a name that stands for two is told.
#[db_test]
async fn several_names_in_a_cell_become_records(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let field = json!({"name": "partners", "kind": "multi_reference", "target": "account", "labels": {"zh-CN": "伙伴"}});
    app.define_field(&ctx, "lead", &options(field)).await.unwrap();
    let ctx = app.ctx(ctx.user.unwrap(), Locale::ZhCn, Via::Page);
    for name in ["甲公司", "乙公司", "双", "双"] {
        app.create(&ctx, "account", &options(json!({"name": name}))).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "姓名,伙伴\n张,乙公司；甲公司、丙公司\n王,双\n李,甲公司;丙公司\n").unwrap();
    let start = json!({"object": "lead", "start": true, "create_references": true});
    let import = app.upload_import(&ctx, "a.csv", &path, &options(start)).await.unwrap();
    let id = import["id"].as_str().unwrap().to_owned();
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(2), &json!(1)), "{done:#}");
    let faults = app.import_faults(&ctx, id.parse().unwrap(), None, None).await.unwrap();
    assert_eq!(faults["items"][0]["code"], "ambiguous_reference");

    let request = ListRequest { sort: vec!["name".into()], ..ListRequest::default() };
    let page = serde_json::to_value(&app.list(&ctx, "lead", &request).await.unwrap().items).unwrap();
    let names = |at: usize| -> Vec<String> {
        let list = page[at]["x_partners"].as_array().unwrap();
        list.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(0), ["乙公司", "甲公司", "丙公司"], "{page:#}");
    assert_eq!(names(1), ["甲公司", "丙公司"]);
    app.undo_import(&ctx, id.parse().unwrap()).await.unwrap();
    until(&app, &ctx, &id, &["undone"]).await;
    let filter = json!({"field": "name", "op": "eq", "value": "丙公司"});
    let request = ListRequest { filter: Some(filter), ..ListRequest::default() };
    assert_eq!(
        app.list(&ctx, "account", &request).await.unwrap().items.records.len(),
        0,
        "made for the import"
    );
    worker.abort();
}
