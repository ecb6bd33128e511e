//! The program is killed in the middle of an import, over and over, and loses and doubles nothing.
//!
//! `SHUKE_KILLS` and `SHUKE_KILL_ROWS` make it harder; without them it is short enough for every run.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::{Value as Json, json};
use shuke_testkit::{TestDb, db_test};

use crate::server::{PASSWORD, Server, init};

pub(crate) fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn csv(rows: usize) -> String {
    let mut text = "姓名,公司,手机\n".to_owned();
    for index in 0..rows {
        // Writing to a string can't fail.
        let _ = writeln!(text, "示例{index},示例公司{},138{index:08}", index % 89);
    }
    text
}

async fn import(server: &Server, id: &str) -> Json {
    server.get(&format!("/api/v1/imports/{id}")).await
}

async fn total(server: &Server) -> u64 {
    let page = server.get("/api/v1/records/lead?limit=1&total=exact").await;
    page["total"]["value"].as_u64().expect("a total")
}

/// Waits until the import has got past `rows`, or is done.
async fn past(server: &Server, id: &str, rows: i64) -> Json {
    for _ in 0..6_000 {
        let now = import(server, id).await;
        assert_ne!(now["state"], "failed", "{now:#}");
        if now["state"] == "done" || now["rows_done"].as_i64().unwrap_or(0) > rows {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import does not go on behind row {rows}");
}

#[db_test]
async fn an_import_survives_kill_9(db: TestDb) {
    let (kills, rows) = (setting("SHUKE_KILLS", 2), setting("SHUKE_KILL_ROWS", 6_000));
    init(&db);
    let mut server = Server::start(&db).await;
    server.sign_in("admin", PASSWORD).await;
    let part = Part::text(csv(rows)).file_name("leads.csv");
    let options = Part::text(json!({"object": "lead", "start": true}).to_string());
    let begun =
        server.post_form("/api/v1/imports", Form::new().part("options", options).part("file", part)).await;
    let id = begun["id"].as_str().expect("an import").to_owned();
    let mut done = 0;
    for kill in 1..=kills {
        // Somewhere new each time, and not on the edge of a batch's answer.
        let now = past(&server, &id, done + i64::try_from(kill % 3).unwrap_or(0) * 97).await;
        if now["state"] == "done" {
            break;
        }
        done = now["rows_done"].as_i64().unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(7 * kill as u64)).await;
        server = server.kill_and_restart(&db).await;
        server.sign_in("admin", PASSWORD).await;
    }
    past(&server, &id, i64::MAX - 1).await;
    let end = import(&server, &id).await;
    assert_eq!((&end["inserted"], &end["failed"]), (&json!(rows), &json!(0)), "{end:#}");
    assert_eq!(total(&server).await, rows as u64);
    consistent(&server, &db).await;
}

/// Every record has exactly one beginning in its history, no mobile stands twice, and the audit chain holds.
async fn consistent(server: &Server, db: &TestDb) {
    let page = server.get("/api/v1/records/lead?limit=100&fields=mobile&sort=-created_at").await;
    for lead in page["items"].as_array().expect("items").iter().step_by(9) {
        let id = lead["id"].as_str().expect("an id");
        let history = server.get(&format!("/api/v1/records/lead/{id}/history")).await;
        assert_eq!(history["items"].as_array().map(Vec::len), Some(1), "{history:#}");
        assert_eq!(history["items"][0]["kind"], "created");
        let filter = json!({"field": "mobile", "op": "eq", "value": lead["mobile"]}).to_string();
        let same = server.get_query("/api/v1/records/lead", &[("filter", &filter)]).await;
        assert_eq!(same["total"]["value"], 1);
    }
    crate::server::run(db, &["audit", "verify"]);
    crate::server::run(db, &["doctor"]);
}
