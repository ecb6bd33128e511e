//! Everything at once: lists, reads, counts and writes by many people, and the memory that it takes.

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::{Report, mb};
use crate::scenario::{busy, held, leads, new_lead};
use crate::server::Server;
use crate::wire::{get, send};
use serde_json::json;

/// People who work at once.
const PEOPLE: usize = 32;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let busy = busy(&server, &fixture.token).await?;
    let ids = leads(&mut Raw::open(fixture).await?, requests).await?;
    let token = &fixture.token;
    let mixed: Vec<Vec<u8>> = (0..requests)
        .map(|at| {
            let id = ids[at % ids.len()];
            let (owner, status) = &busy[at % busy.len()];
            match at % 10 {
                0 => send("POST", "/api/v1/records/lead", token, &new_lead(at)),
                1 => send("PATCH", &format!("/api/v1/records/lead/{id}"), token, &json!({"score": at % 100})),
                2 => get(&format!("/api/v1/records/lead/{id}/timeline"), token),
                3 | 4 => get(&format!("/api/v1/records/lead/{id}"), token),
                5 => get("/api/v1/records/lead?sort=-updated_at&limit=200", token),
                _ => {
                    let body = json!({"filter": held(*owner, status), "limit": 50});
                    send("POST", "/api/v1/records/lead/query", token, &body)
                }
            }
        })
        .collect();
    let times = load::run(&server, PEOPLE, mixed).await?;
    report.pair(&format!("mixed work of {PEOPLE} people at once"), &times, None);
    report.fact("memory at its most under mixed work", mb(server.memory()?.most), "150 MB");
    Ok(())
}
