//! A change of two fields of a lead, durable before it is answered.

use std::time::Instant;

use serde_json::json;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::Report;
use crate::scenario::{Stopwatch, leads, me};
use crate::server::Server;
use crate::wire::send;

/// People who write at once.
const PEOPLE: usize = 16;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let mut raw = Raw::open(fixture).await?;
    let ids = leads(&mut raw, requests).await?;
    let server = Server::start(fixture).await?;
    let owner = me(&server, &fixture.token).await?;
    let asked = |turn: usize| -> Vec<Vec<u8>> {
        let change = |(at, id): (usize, &uuid::Uuid)| {
            let body = json!({"score": (at + turn) % 100, "source_detail": format!("第 {turn} 次，{at}")});
            send("PATCH", &format!("/api/v1/records/lead/{id}"), &fixture.token, &body)
        };
        ids.iter().enumerate().map(change).collect()
    };
    load::run(&server, PEOPLE, asked(1)).await?;
    let alone = load::run(&server, 1, asked(2)).await?;
    let together = load::run(&server, PEOPLE, asked(3)).await?;
    drop(server);
    let first = raw.next_audit().await?;
    let mut watch = Stopwatch::start()?;
    for (at, id) in (0_i64..).zip(&ids) {
        let began = Instant::now();
        raw.update(*id, at % 100, owner, first + at).await?;
        watch.lap(began);
    }
    let library = watch.stop()?;
    raw.clean(first).await?;
    report.pair("change, one after another", &alone, Some(&library));
    report.pair(&format!("change, {PEOPLE} people at once"), &together, None);
    Ok(())
}
