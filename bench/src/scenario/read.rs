//! One lead with all its fields.

use std::time::Instant;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::Report;
use crate::scenario::{Stopwatch, leads};
use crate::server::Server;
use crate::wire::get;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut raw = Raw::open(fixture).await?;
    let ids = leads(&mut raw, requests).await?;
    let asked = || -> Vec<Vec<u8>> {
        ids.iter().map(|id| get(&format!("/api/v1/records/lead/{id}"), &fixture.token)).collect()
    };
    load::run(&server, 1, asked()).await?;
    let mut watch = Stopwatch::start()?;
    for id in &ids {
        let began = Instant::now();
        std::hint::black_box(raw.read(*id).await?);
        watch.lap(began);
    }
    let library = watch.stop()?;
    report.pair("read", &load::run(&server, 1, asked()).await?, Some(&library));
    report.pair("read, 8 people at once", &load::run(&server, 8, asked()).await?, None);
    Ok(())
}
