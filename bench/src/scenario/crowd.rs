//! Sixty-four people who read and eight who write, all at once: each ten times a second at most, and without any pause.

use std::time::Duration;

use serde_json::json;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::{Report, mb};
use crate::scenario::{busy, held, leads, new_lead};
use crate::server::Server;
use crate::wire::{get, send};

const READERS: usize = 64;
const WRITERS: usize = 8;
/// Reads for each write, so that both end at about the same time.
const SHARE: usize = 8;
/// What a person takes between an answer and the next question.
const BREATH: Duration = Duration::from_millis(100);

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let busy = busy(&server, &fixture.token).await?;
    let ids = leads(&mut Raw::open(fixture).await?, requests).await?;
    let token = &fixture.token;
    let reads: Vec<Vec<u8>> = (0..requests)
        .map(|at| {
            let id = ids[at % ids.len()];
            let (owner, status) = &busy[at % busy.len()];
            match at % 10 {
                0..=2 => get(&format!("/api/v1/records/lead/{id}"), token),
                3 | 4 => get(&format!("/api/v1/records/lead/{id}/timeline"), token),
                _ => {
                    let body = json!({"filter": held(*owner, status), "limit": 50});
                    send("POST", "/api/v1/records/lead/query", token, &body)
                }
            }
        })
        .collect();
    let writes: Vec<Vec<u8>> = (0..requests / SHARE)
        .map(|at| match at % 3 {
            0 => send("POST", "/api/v1/records/lead", token, &new_lead(at)),
            _ => {
                let change = json!({"score": at % 100, "source_detail": format!("crowd {at}")});
                send("PATCH", &format!("/api/v1/records/lead/{}", ids[at % ids.len()]), token, &change)
            }
        })
        .collect();
    for (how, pause) in [("", BREATH), (", no pause", Duration::ZERO)] {
        let (reads, writes) = tokio::try_join!(
            load::run_with_pauses(&server, READERS, pause, reads.clone()),
            load::run_with_pauses(&server, WRITERS, pause, writes.clone())
        )?;
        report.pair(&format!("{READERS} people reading, {WRITERS} writing{how}: reads"), &reads, None);
        report.pair(&format!("{READERS} people reading, {WRITERS} writing{how}: writes"), &writes, None);
    }
    report.fact("memory at its most with 72 people", mb(server.memory()?.most), "150 MB");
    Ok(())
}
