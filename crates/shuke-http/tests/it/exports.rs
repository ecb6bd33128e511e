//! Exports: what is in the file, who may have it, and that nothing in it is a formula.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

async fn ended(actor: &Actor, started: &Json) -> Json {
    let path = format!("/exports/{}", started["id"].as_str().expect("an id"));
    for _ in 0..600 {
        let now = actor.get(&path).await.expect(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never ends");
}

pub(crate) async fn file(actor: &Actor, body: Json) -> Vec<u8> {
    let started = actor.post("/exports", body).await.expect(202);
    let done = ended(actor, &started).await;
    assert_eq!(done["state"], "done", "{done}");
    let answer = actor.get(&format!("/exports/{}/file", done["id"].as_str().unwrap())).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(done["bytes"].as_i64(), i64::try_from(answer.body.len()).ok(), "{done}");
    assert!(answer.head("content-disposition").contains("filename*=UTF-8''"), "{:?}", answer.heads);
    answer.body.to_vec()
}

pub(crate) async fn csv(actor: &Actor, body: Json) -> String {
    let text = String::from_utf8(file(actor, body).await).expect("UTF-8");
    text.strip_prefix('\u{FEFF}').expect("the mark of UTF-8").to_owned()
}

#[db_test]
async fn a_list_leaves_as_it_is_seen_and_comes_back_by_import(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let li = app.sales("li").await.with("accept-language", "zh-CN");
    let rows: Vec<Json> = (0..703)
        .map(|at| json!({"op": "create", "values": {"name": format!("客户{at:04}"), "status": "new", "source": "website",
            "budget": {"amount": "1234.50", "currency": "CNY"}, "next_follow_up_at": "2026-04-01T01:30:00Z", "region": "330106"}}))
        .collect();
    li.post("/records/lead/batch", json!({"operations": rows})).await.expect(200);
    let columns = json!(["name", "status", "source", "budget", "next_follow_up_at", "region", "owner"]);
    let body = json!({"object": "lead", "format": "csv", "columns": columns, "sort": ["name"]});
    let text = csv(&li, body.clone()).await;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 704, "a heading and every row, over two pages");
    assert_eq!(lines[0], "姓名,状态,来源,预算,下次跟进,地区,负责人");
    assert_eq!(lines[1], "客户0000,新线索,官网,1234.50,2026-04-01 09:30:00,浙江省杭州市西湖区,li");
    assert!(lines[703].starts_with("客户0702,"));
    // A view brings filter, order and columns; GBK is read back.
    let view = json!({"name": "一个", "filter": {"field": "name", "op": "eq", "value": "客户0007"}, "columns": ["name", "source"]});
    let view = li.post("/objects/lead/views", view).await.expect(201);
    let gbk = file(&li, json!({"object": "lead", "format": "csv_gbk", "view": view["id"]})).await;
    let (gbk, _, broken) = encoding_rs::GBK.decode(&gbk);
    assert_eq!((gbk.as_ref(), broken), ("姓名,来源\r\n客户0007,官网\r\n", false));
    // A workbook is read by the import of the same program.
    let book = file(&li, json!({"object": "lead", "columns": columns, "sort": ["name"]})).await;
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<row>").count(), 704);
    assert!(sheet.contains("<v>1234.50</v>") && sheet.contains("浙江省杭州市西湖区"), "{}", &sheet[..600]);
    let import = crate::upload::file(&li, "leads.xlsx", &book).await.expect(201);
    assert_eq!(import["rows_total"], 703, "{import}");
    let guessed: Vec<&str> =
        import["columns"].as_array().unwrap().iter().filter_map(|column| column["field"].as_str()).collect();
    assert_eq!(guessed, ["name", "status", "source", "budget", "next_follow_up_at", "region", "owner"]);
    assert_eq!(
        import["columns"][4]["samples"][0], "2026-04-01 09:30:00",
        "a date and not a number: {}",
        import["columns"][4]
    );
}

pub(crate) fn part(book: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook is a zip");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("XML");
    text
}

#[db_test]
async fn nobody_exports_more_than_they_may(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let role = json!({"name": "blind", "grants": {"lead": {"create": "all", "read": "all", "export": "own"}, "account": {"read": "all"}},
        "fields": {"lead": {"budget": "hidden"}}});
    admin.post("/roles", role).await.expect(201);
    let mole = app.person("mole", &["blind"]).await;
    li.create("lead", json!({"name": "丽的秘密", "budget": {"amount": "777.00", "currency": "CNY"}})).await;
    mole.create("lead", json!({"name": "自己的"})).await;
    let all = json!({"object": "lead", "format": "csv", "columns": ["name"]});
    assert_eq!(
        csv(&mole, all.clone()).await.trim_end(),
        "Name\r\n自己的",
        "the scope of the export, not that of reading"
    );
    assert_eq!(csv(&li, all.clone()).await.trim_end(), "Name\r\n丽的秘密");
    assert_eq!(mole.post("/exports", json!({"object": "account"})).await.refused(403), "missing_right");
    let hidden = mole.post("/exports", json!({"object": "lead", "columns": ["budget"]})).await.expect(422);
    assert_eq!(hidden["errors"][0]["code"], "unknown_field");
    let usual = csv(&mole, json!({"object": "lead", "format": "csv"})).await;
    assert!(!usual.contains("777") && !usual.contains("Budget"), "{usual}");
    // The file is its owner's, not even an administrator's.
    let started = li.post("/exports", all).await.expect(202);
    let at = format!("/exports/{}", ended(&li, &started).await["id"].as_str().unwrap());
    for other in [&admin, &mole] {
        assert_eq!(other.get(&at).await.refused(404), "not_found");
        assert_eq!(other.get(&format!("{at}/file")).await.refused(404), "not_found");
    }
    assert_eq!(li.post(&format!("{at}/stop"), json!({})).await.refused(409), "task_state");
    let told: Vec<String> = app
        .db
        .store
        .read()
        .await
        .unwrap()
        .audits(None, 10_000)
        .await
        .unwrap()
        .into_iter()
        .map(|row| format!("{} {}", row.entry.action, row.entry.detail))
        .collect();
    let has = |word: &str, part: &str| told.iter().any(|line| line.starts_with(word) && line.contains(part));
    assert!(has("export.started", "\"count\":1") && has("export.done", "\"rows\":1"), "{told:#?}");
    app.app.keep_house().await.expect("housekeeping");
    assert_eq!(li.get(&format!("{at}/file")).await.status.as_u16(), 200, "kept for a day");
    app.db.clock.advance(chrono::TimeDelta::hours(25));
    app.app.keep_house().await.expect("housekeeping");
    let li = app.actor(li.id).await;
    assert_eq!(li.get(&format!("{at}/file")).await.refused(404), "not_found", "then it is gone");
}

#[db_test]
async fn no_cell_is_a_formula(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let li = app.sales("li").await;
    for name in ["=HYPERLINK(1)", "+1+cmd", "-2+3", "@SUM(1)"] {
        li.create("lead", json!({"name": name})).await;
    }
    let text =
        csv(&li, json!({"object": "lead", "format": "csv", "columns": ["name"], "sort": ["name"]})).await;
    assert_eq!(text, "Name\r\n'+1+cmd\r\n'-2+3\r\n'=HYPERLINK(1)\r\n'@SUM(1)\r\n");
    let book = file(&li, json!({"object": "lead", "columns": ["name"]})).await;
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.matches("t=\"inlineStr\" s=\"5\"").count() == 4, "{sheet}");
    for wrong in [
        json!({}),
        json!({"object": "lead", "format": "pdf"}),
        json!({"object": "lead", "sort": ["nothing"]}),
        json!({"object": "lead", "filter": {"field": "nothing", "op": "eq"}}),
        json!({"object": "lead", "page": 1}),
    ] {
        assert_eq!(li.post("/exports", wrong.clone()).await.refused(422), "invalid_input", "{wrong}");
    }
    assert_eq!(li.post("/exports", json!({"object": "unicorn"})).await.refused(404), "unknown_object");
}
