//! New leads, each durable before it is answered.

use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::fixture::Fixture;
use crate::load::{self, Times};
use crate::raw::{NewLead, Raw};
use crate::report::Report;
use crate::scenario::{Stopwatch, me, mobile, new_lead};
use crate::server::Server;
use crate::wire::send;

/// People who write at once.
const PEOPLE: usize = 16;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let owner = me(&server, &fixture.token).await?;
    let asked = || -> Vec<Vec<u8>> {
        (0..requests)
            .map(|number| send("POST", "/api/v1/records/lead", &fixture.token, &new_lead(number)))
            .collect()
    };
    load::run(&server, PEOPLE, asked()).await?;
    let alone = load::run(&server, 1, asked()).await?;
    let together = load::run(&server, PEOPLE, asked()).await?;
    drop(server);
    let mut raw = Raw::open(fixture).await?;
    let first = raw.next_audit().await?;
    library(&mut raw, owner, requests, 1).await?;
    let each = library(&mut raw, owner, requests, 1).await?;
    let grouped = library(&mut raw, owner, requests, PEOPLE).await?;
    raw.clean(first).await?;
    report.pair("create, one after another", &alone, Some(&each));
    report.pair(&format!("create, {PEOPLE} people at once"), &together, None);
    let ratio = |times: &Times| {
        format!("{:.0} a second, {:.1} ×", times.per_second(), times.per_second() / together.per_second())
    };
    report.fact(
        &format!("creates of {PEOPLE} people"),
        format!("{:.0} a second", together.per_second()),
        "500 a second",
    );
    report.fact("library, a transaction each", ratio(&each), "2 ×");
    report.fact(&format!("library, {PEOPLE} to a transaction"), ratio(&grouped), "");
    Ok(())
}

/// The same rows written by the library, so many to a transaction.
async fn library(raw: &mut Raw, owner: Uuid, leads: usize, together: usize) -> anyhow::Result<Times> {
    let first = raw.next_audit().await?;
    let at = chrono::DateTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let mut made = 0;
    let mut watch = Stopwatch::start()?;
    while made < leads {
        let began = Instant::now();
        let batch: Vec<NewLead> = (made..leads.min(made + together))
            .map(|number| NewLead {
                // In the order of time, as the server's are.
                id: Uuid::from_u128((u128::from(u64::MAX >> 1) << 64) + (first as u128 + number as u128)),
                name: format!("测量 {number}"),
                company: format!("杭州测量科技有限公司 {number}"),
                mobile: mobile(number),
                at,
            })
            .collect();
        raw.create(&batch, owner, first + made as i64).await?;
        made += batch.len();
        for _ in &batch {
            watch.lap(began);
        }
    }
    watch.stop()
}
