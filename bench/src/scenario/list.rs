//! A page of fifty leads of one owner in one stage, newest first.

use std::time::Instant;

use uuid::Uuid;

use crate::fixture::Fixture;
use crate::load::{self, Times};
use crate::raw::Raw;
use crate::report::Report;
use crate::scenario::{Stopwatch, busy, held};
use crate::server::Server;
use crate::wire::get;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let busy = busy(&server, &fixture.token).await?;
    let mut raw = Raw::open(fixture).await?;
    let fields = raw.lead.list_columns.join(",");
    let asked = |total: &str| -> Vec<Vec<u8>> {
        (0..requests)
            .map(|at| {
                let (owner, status) = &busy[at % busy.len()];
                get(&path(*owner, status, &fields, total), &fixture.token)
            })
            .collect()
    };
    // Both get to know the pages first.
    load::run(&server, 1, asked("capped")).await?;
    library(&mut raw, &busy, requests, true).await?;
    for (name, total) in [("list page", "none"), ("list page and total", "capped")] {
        let library = library(&mut raw, &busy, requests, total == "capped").await?;
        report.pair(name, &load::run(&server, 1, asked(total)).await?, Some(&library));
        report.pair(&format!("{name}, 8 people at once"), &load::run(&server, 8, asked(total)).await?, None);
    }
    Ok(())
}

fn path(owner: Uuid, status: &str, fields: &str, total: &str) -> String {
    let filter: String = held(owner, status).to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/api/v1/records/lead?filter={filter}&sort=-created_at&fields={fields}&limit=50&total={total}")
}

async fn library(
    raw: &mut Raw,
    busy: &[(Uuid, String)],
    requests: usize,
    counted: bool,
) -> anyhow::Result<Times> {
    let mut watch = Stopwatch::start()?;
    for at in 0..requests {
        let (owner, status) = &busy[at % busy.len()];
        let began = Instant::now();
        std::hint::black_box(raw.list(*owner, status).await?);
        if counted {
            std::hint::black_box(raw.capped(*owner, status).await?);
        }
        watch.lap(began);
    }
    watch.stop()
}
