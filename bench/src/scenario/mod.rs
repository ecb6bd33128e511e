//! What is measured, one file for each.

mod create;
mod crowd;
mod duplicates;
mod export;
mod import;
mod list;
mod memory;
mod read;
mod rollup;
mod search;
mod start;
mod status;
mod update;

use std::time::{Duration, Instant};

use anyhow::Context;
use clap::ValueEnum;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::fixture::Fixture;
use crate::load::Times;
use crate::report::Report;
use crate::server::{self, Server};
use crate::wire::{Wire, send};

/// A piece of daily work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Start to first answer, and memory at rest
    Start,
    /// A page of fifty of one owner in one stage, newest first
    List,
    /// One record
    Read,
    /// Search over all objects
    Search,
    /// Duplicates of what is typed
    Duplicates,
    /// Count by stage
    Count,
    /// A new record
    Create,
    /// A change of two fields
    Update,
    /// Saves below a roll-up over all leads
    Rollup,
    /// All leads as a file
    Export,
    /// A file of 100 000 leads
    Import,
    /// Many who read and some who write
    Crowd,
    /// Everything at once for a while, and the memory that it takes
    Memory,
    /// All of them
    All,
}

impl Scenario {
    /// The scenarios that the word stands for.
    pub(crate) fn each(self) -> Vec<Self> {
        match self {
            Self::All => Self::value_variants().iter().copied().filter(|it| *it != Self::All).collect(),
            one => vec![one],
        }
    }

    /// Measures.
    pub(crate) async fn run(
        self,
        fixture: &Fixture,
        requests: Option<usize>,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        match self {
            Self::Start => start::run(fixture, report).await,
            Self::List => list::run(fixture, requests.unwrap_or(3_000), report).await,
            Self::Read => read::run(fixture, requests.unwrap_or(3_000), report).await,
            Self::Search => search::run(fixture, requests.unwrap_or(400), report).await,
            Self::Duplicates => duplicates::run(fixture, requests.unwrap_or(1_000), report).await,
            Self::Count => status::run(fixture, requests.unwrap_or(20), report).await,
            Self::Create => create::run(fixture, requests.unwrap_or(3_000), report).await,
            Self::Update => update::run(fixture, requests.unwrap_or(3_000), report).await,
            Self::Rollup => rollup::run(fixture, requests.unwrap_or(1_000), report).await,
            Self::Export => export::run(fixture, report).await,
            Self::Import => import::run(fixture, requests.unwrap_or(100_000), report).await,
            Self::Crowd => crowd::run(fixture, requests.unwrap_or(20_000), report).await,
            Self::Memory => memory::run(fixture, requests.unwrap_or(4_000), report).await,
            Self::All => Ok(()),
        }
    }
}

/// People and stages that have many leads, the fullest first.
async fn busy(server: &Server, token: &str) -> anyhow::Result<Vec<(Uuid, String)>> {
    let body = json!({"group_by": ["owner", "status"], "measures": [{"fn": "count"}]});
    let mut wire = Wire::open(&server.address).await?;
    let answer = wire.call(&send("POST", "/api/v1/records/lead/query", token, &body)).await?.json()?;
    let mut groups: Vec<(i64, Uuid, String)> = Vec::new();
    for group in answer["groups"].as_array().context("groups")? {
        let owner = group["key"]["owner"]["id"].as_str().and_then(|id| id.parse().ok());
        let status = group["key"]["status"].as_str();
        if let (Some(owner), Some(status)) = (owner, status) {
            groups.push((group["values"]["count"].as_i64().unwrap_or(0), owner, status.to_owned()));
        }
    }
    groups.sort_unstable_by(|a, b| b.cmp(a));
    groups.truncate(20);
    Ok(groups.into_iter().map(|(_, owner, status)| (owner, status)).collect())
}

/// The filter of the leads that this person has in this stage.
fn held(owner: Uuid, status: &str) -> Json {
    json!({"and": [
        {"field": "owner", "op": "eq", "value": owner},
        {"field": "status", "op": "eq", "value": status},
    ]})
}

/// Leads from all over the table.
async fn leads(raw: &mut crate::raw::Raw, many: usize) -> anyhow::Result<Vec<Uuid>> {
    let sql = format!("SELECT id FROM t_lead WHERE deleted_at IS NULL ORDER BY random() LIMIT {many}");
    let rows = raw.rows(&sql, Vec::new()).await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.push(row.id(0)?.context("an id")?);
    }
    Ok(ids)
}

/// The caller's own person.
async fn me(server: &Server, token: &str) -> anyhow::Result<Uuid> {
    let mut wire = Wire::open(&server.address).await?;
    let me = wire.call(&crate::wire::get("/api/v1/me", token)).await?.json()?;
    Ok(me["id"].as_str().context("an id")?.parse()?)
}

/// A lead that nobody has, as a caller writes it.
fn new_lead(number: usize) -> Json {
    json!({
        "name": format!("测量 {number}"),
        "company": format!("杭州测量科技有限公司 {number}"),
        "mobile": mobile(number),
        "email": format!("measure{number}@example.com"),
        "status": "new",
        "source": "website",
        "industry": "software",
        "region": "330106",
        "score": number % 100,
        "need": "希望在季度末之前完成选型，并安排一次现场演示。",
    })
}

fn mobile(number: usize) -> String {
    format!("139{:08}", number % 100_000_000)
}

/// Times of work that is done here, one piece after another; this process does nothing else meanwhile.
struct Stopwatch {
    wall: Vec<Duration>,
    began: Instant,
    cpu: Duration,
}

impl Stopwatch {
    fn start() -> anyhow::Result<Self> {
        Ok(Self { wall: Vec::new(), began: Instant::now(), cpu: server::cpu("self")? })
    }

    /// Notes a piece of work that began then.
    fn lap(&mut self, began: Instant) {
        self.wall.push(began.elapsed());
    }

    fn stop(self) -> anyhow::Result<Times> {
        let cpu = server::cpu("self")?.saturating_sub(self.cpu);
        Ok(Times::new(self.wall, self.began.elapsed(), cpu))
    }
}
