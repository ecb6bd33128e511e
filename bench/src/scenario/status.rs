//! Leads by stage, over all of them.

use std::time::Instant;

use serde_json::json;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::Report;
use crate::scenario::Stopwatch;
use crate::server::Server;
use crate::wire::send;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut raw = Raw::open(fixture).await?;
    let body = json!({"group_by": ["status"], "measures": [{"fn": "count"}]});
    let asked = || vec![send("POST", "/api/v1/records/lead/query", &fixture.token, &body); requests];
    load::run(&server, 1, asked()).await?;
    let mut watch = Stopwatch::start()?;
    for _ in 0..requests {
        let began = Instant::now();
        std::hint::black_box(raw.by_status().await?);
        watch.lap(began);
    }
    let library = watch.stop()?;
    report.pair("count by stage", &load::run(&server, 1, asked()).await?, Some(&library));
    Ok(())
}
