//! All leads in a file: the time until it is ready, and the memory that it takes.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::json;

use crate::fixture::Fixture;
use crate::raw::Raw;
use crate::report::{Report, mb};
use crate::server::Server;
use crate::wire::{Wire, get, send};

/// Rows are read in pieces of this many.
const PIECE: usize = 1_000;

pub(super) async fn run(fixture: &Fixture, report: &mut Report) -> anyhow::Result<()> {
    let mut raw = Raw::open(fixture).await?;
    let began = Instant::now();
    let rows = raw.walk(PIECE).await?;
    let library = began.elapsed();
    for format in ["csv", "xlsx"] {
        let server = Server::start(fixture).await?;
        let mut wire = Wire::open(&server.address).await?;
        let ask =
            send("POST", "/api/v1/exports", &fixture.token, &json!({"object": "lead", "format": format}));
        let began = Instant::now();
        let answer = wire.call(&ask).await?;
        ensure!((200..300).contains(&answer.status), "{}", String::from_utf8_lossy(&answer.body));
        let id = answer.json()?["id"].as_str().context("an id")?.to_owned();
        loop {
            let export = wire.call(&get(&format!("/api/v1/exports/{id}"), &fixture.token)).await?.json()?;
            match export["state"].as_str() {
                Some("done") => break,
                Some("running") => tokio::time::sleep(Duration::from_millis(50)).await,
                _ => bail!("the export came to nothing: {export}"),
            }
        }
        let took = began.elapsed();
        let file = wire.call(&get(&format!("/api/v1/exports/{id}/file"), &fixture.token)).await?;
        let ratio = took.as_secs_f64() / library.as_secs_f64();
        let fact = format!("{:.1} s, {ratio:.1} ×, {}", took.as_secs_f64(), mb(file.body.len() as u64));
        report.fact(&format!("export of {rows} leads as {format}"), fact, "");
        report.fact(
            &format!("memory at its most while exporting {format}"),
            mb(server.memory()?.most),
            "150 MB",
        );
    }
    let fact = format!("{:.1} s", library.as_secs_f64());
    report.fact(&format!("library, the same {rows} leads read and written as JSON"), fact, "1 ×");
    Ok(())
}
