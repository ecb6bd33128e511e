//! Saves of leads that all belong to one campaign, which adds their scores up: how long a save takes, and how soon the
//! sum is right.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::{Bind, Raw};
use crate::report::{Report, ms};
use crate::scenario::leads;
use crate::server::Server;
use crate::wire::{Wire, get, send};

/// People who save at once.
const PEOPLE: usize = 8;
const FIELD: &str = "/api/v1/objects/campaign/fields/x_measured";

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut wire = Wire::open(&server.address).await?;
    let token = &fixture.token;
    // Of a measurement that broke off.
    wire.call(&send("DELETE", FIELD, token, &json!({}))).await?;
    let new = send("POST", "/api/v1/records/campaign", token, &json!({"name": "测量", "kind": "online_ad"}));
    let answer = wire.call(&new).await?;
    ensure!(answer.status == 201, "{}", String::from_utf8_lossy(&answer.body));
    let campaign: Uuid = answer.json()?["id"].as_str().context("an id")?.parse()?;
    let mut raw = Raw::open(fixture).await?;
    raw.run("UPDATE t_lead SET c_campaign = $1", vec![Bind::Id(campaign)]).await?;
    let ids = leads(&mut raw, requests).await?;
    let saves = |score: usize| -> Vec<Vec<u8>> {
        let one = |(at, id): (usize, &Uuid)| {
            let change = json!({"score": (score + at) % 100});
            send("PATCH", &format!("/api/v1/records/lead/{id}"), token, &change)
        };
        ids.iter().enumerate().map(one).collect()
    };
    let before = load::run(&server, PEOPLE, saves(0)).await?;
    let rollup = json!({"object": "lead", "via": "campaign", "fn": "sum", "field": "score"});
    let field = json!({"name": "x_measured", "labels": {"zh": "评分合计", "en": "Scores"}, "kind": "rollup", "rollup": rollup});
    let answer = wire.call(&send("POST", "/api/v1/objects/campaign/fields", token, &field)).await?;
    ensure!((200..300).contains(&answer.status), "{}", String::from_utf8_lossy(&answer.body));
    until(&mut wire, &mut raw, token, campaign).await?;
    let with = load::run(&server, PEOPLE, saves(50)).await?;
    let began = Instant::now();
    until(&mut wire, &mut raw, token, campaign).await?;
    report.pair(&format!("save of {PEOPLE} people, no roll-up"), &before, None);
    report.pair("the same, its campaign adds up all leads", &with, None);
    report.fact("the sum over all leads is right after the last save", ms(began.elapsed()), "");
    wire.call(&send("DELETE", FIELD, token, &json!({}))).await?;
    Ok(())
}

/// Waits for the sum to be what the leads say.
async fn until(wire: &mut Wire, raw: &mut Raw, token: &str, campaign: Uuid) -> anyhow::Result<()> {
    let sql = "SELECT CAST(sum(c_score) AS BIGINT) FROM t_lead WHERE deleted_at IS NULL AND c_campaign = $1";
    let rows = raw.rows(sql, vec![Bind::Id(campaign)]).await?;
    let right = rows.first().context("a sum")?.int(0)?.unwrap_or_default();
    let began = Instant::now();
    loop {
        let record: Json =
            wire.call(&get(&format!("/api/v1/records/campaign/{campaign}"), token)).await?.json()?;
        if record["x_measured"].as_i64() == Some(right) {
            return Ok(());
        }
        if began.elapsed() > Duration::from_secs(60) {
            bail!("after a minute the sum is {} and not {right}", record["x_measured"]);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
