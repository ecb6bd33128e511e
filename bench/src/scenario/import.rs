//! A csv of leads, from the upload to the last row, with all checks; then its undo.

use std::fmt::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value as Json, json};

use crate::fixture::Fixture;
use crate::report::{Report, mb};
use crate::scenario::mobile;
use crate::server::Server;
use crate::wire::{Wire, get, send, with_body};

const EDGE: &str = "edge-of-a-part";

pub(super) async fn run(fixture: &Fixture, rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut wire = Wire::open(&server.address).await?;
    let body = form(&file(rows));
    let began = Instant::now();
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let answer = wire.call(&with_body("POST", "/api/v1/imports", &fixture.token, &kind, &body)).await?;
    ensure!(answer.status == 201, "{}", String::from_utf8_lossy(&answer.body));
    let id = answer.json()?["id"].as_str().context("an id")?.to_owned();
    let path = format!("/api/v1/imports/{id}");
    let done = until(&mut wire, fixture, &path, "done").await?;
    let took = began.elapsed();
    ensure!(done["inserted"] == json!(rows), "not every row came in: {done}");
    report.fact(&format!("import of {rows} leads"), format!("{:.1} s", took.as_secs_f64()), "60 s");
    report.fact("memory at its most while importing", mb(server.memory()?.most), "150 MB");
    let began = Instant::now();
    wire.call(&send("POST", &format!("{path}/undo"), &fixture.token, &json!({}))).await?;
    until(&mut wire, fixture, &path, "undone").await?;
    report.fact("undo of it", format!("{:.1} s", began.elapsed().as_secs_f64()), "");
    Ok(())
}

fn file(rows: usize) -> String {
    let mut file = String::from("姓名,公司,手机,邮箱,来源,评分,地区,需求\n");
    for row in 0..rows {
        let (mobile, score) = (mobile(row), row % 100);
        let place = ["浙江省杭州市西湖区", "上海市浦东新区", "广东省深圳市南山区"][row % 3];
        let source = ["官网", "展会", "客户转介绍"][row % 3];
        let line = format!(
            "导入 {row},宁波测量贸易有限公司 {row},{mobile},import{row}@example.com,{source},{score},{place},\
             希望先看一次演示，再定预算。"
        );
        writeln!(file, "{line}").expect("a text grows");
    }
    file
}

fn form(file: &str) -> Vec<u8> {
    let options = json!({"object": "lead", "mode": "insert", "start": true});
    format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"options\"\r\nContent-Type: application/json\r\n\r\n\
         {options}\r\n--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--{EDGE}--\r\n"
    )
    .into_bytes()
}

/// Looks at the import until it has come to this state.
async fn until(wire: &mut Wire, fixture: &Fixture, path: &str, state: &str) -> anyhow::Result<Json> {
    let began = Instant::now();
    loop {
        let import = wire.call(&get(path, &fixture.token)).await?.json()?;
        match import["state"].as_str() {
            Some(now) if now == state => return Ok(import),
            Some("failed" | "stopped") | None => bail!("the import came to nothing: {import}"),
            Some(_) if began.elapsed() > Duration::from_secs(900) => {
                bail!("not done in a quarter of an hour")
            }
            Some(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
