//! The program is killed at random moments while several people write in every way. Whatever was answered is there
//! afterwards, whatever wasn't is there whole or not at all, and history, events, sums, search and audit chain agree.
//!
//! `SHUKE_KILLS` makes it longer, `SHUKE_SEED` makes it another.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{TestDb, db_test};

use crate::kill::setting;
use crate::server::{PASSWORD, Server, init, run};

/// People who write at once.
const WRITERS: usize = 4;
/// Milliseconds from the first request to the end, at most.
const LIFE: u64 = 700;

/// Deals of one account, about. Beyond 2 000 its sums are carried on by a job, and no longer with the deal itself.
const DEALS: u64 = 1_500;

/// Knuth's MMIX generator: the same moments for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A lead that one writer alone changes.
struct Lead {
    id: String,
    name: String,
    version: i64,
    deleted: bool,
}

/// What was asked for when the program ended.
enum Asked {
    /// A new lead of this name, or two of one batch.
    Leads(Vec<String>),
    /// Another name for a lead.
    Rename(usize, String),
    /// A lead into the bin.
    Delete(usize),
    /// A deal of the common account.
    Deal,
}

struct Writer {
    name: String,
    count: u64,
    chance: Chance,
    leads: Vec<Lead>,
    deals: u64,
    asked: Option<Asked>,
    /// Leads of this life.
    from: usize,
}

impl Writer {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("{}n{}", self.name, self.count)
    }

    /// A lead that isn't deleted, of this life or an earlier one.
    fn some(&mut self) -> Option<usize> {
        let live: Vec<usize> = (0..self.leads.len()).filter(|at| !self.leads[*at].deleted).collect();
        let at = self.chance.below(live.len().max(1) as u64);
        live.get(usize::try_from(at).unwrap_or(0)).copied()
    }

    /// Writes until the program is gone.
    async fn write(&mut self, server: &Server, account: &str) {
        while self.step(server, account).await {}
    }

    async fn step(&mut self, server: &Server, account: &str) -> bool {
        match (self.chance.below(10), self.some()) {
            (0, _) => {
                let names = vec![self.word(), self.word()];
                let rows: Vec<Json> =
                    names.iter().map(|name| json!({"op": "create", "values": {"name": name}})).collect();
                self.asked = Some(Asked::Leads(names.clone()));
                let body = json!({"operations": rows, "atomic": true});
                let Some(told) = server.attempt(Method::POST, "/api/v1/records/lead/batch", &body).await
                else {
                    return false;
                };
                for (nth, name) in names.into_iter().enumerate() {
                    self.know(&told["results"][nth]["id"], name);
                }
            }
            (1, Some(at)) => {
                self.asked = Some(Asked::Delete(at));
                let path = format!("/api/v1/records/lead/{}", self.leads[at].id);
                if server.attempt(Method::DELETE, &path, &Json::Null).await.is_none() {
                    return false;
                }
                self.leads[at].deleted = true;
                self.leads[at].version += 1;
            }
            (2 | 3, _) => {
                self.asked = Some(Asked::Deal);
                let body = json!({"name": "d", "account": account, "amount": {"amount": "10.01", "currency": "CNY"}});
                if server.attempt(Method::POST, "/api/v1/records/opportunity", &body).await.is_none() {
                    return false;
                }
                self.deals += 1;
            }
            (4..=6, Some(at)) => {
                let name = self.word();
                self.asked = Some(Asked::Rename(at, name.clone()));
                let path = format!("/api/v1/records/lead/{}", self.leads[at].id);
                if server.attempt(Method::PATCH, &path, &json!({"name": name})).await.is_none() {
                    return false;
                }
                self.leads[at].version += 1;
                self.leads[at].name = name;
            }
            _ => {
                let name = self.word();
                self.asked = Some(Asked::Leads(vec![name.clone()]));
                let Some(told) =
                    server.attempt(Method::POST, "/api/v1/records/lead", &json!({"name": name})).await
                else {
                    return false;
                };
                self.know(&told["id"], name);
            }
        }
        self.asked = None;
        true
    }

    fn know(&mut self, id: &Json, name: String) {
        let id = id.as_str().expect("the id of a new lead").to_owned();
        self.leads.push(Lead { id, name, version: 1, deleted: false });
    }

    /// What was under way is there whole or not at all; answers whether a deal may have come.
    async fn settle(&mut self, server: &Server) -> bool {
        match self.asked.take() {
            None => {}
            Some(Asked::Deal) => return true,
            Some(Asked::Leads(names)) => {
                let filter = json!({"field": "name", "op": "in", "value": names}).to_string();
                let page = server.get_query("/api/v1/records/lead", &[("filter", &filter)]).await;
                let found = page["items"].as_array().expect("items");
                assert!(found.is_empty() || found.len() == names.len(), "half of a batch: {page:#}");
                for lead in found {
                    self.know(&lead["id"], lead["name"].as_str().expect("a name").to_owned());
                }
            }
            Some(Asked::Rename(at, name)) => {
                let lead = &mut self.leads[at];
                let now = server.get(&format!("/api/v1/records/lead/{}", lead.id)).await;
                if now["name"] == name.as_str() {
                    lead.version += 1;
                    lead.name = name;
                }
            }
            Some(Asked::Delete(at)) => {
                let lead = &mut self.leads[at];
                let now = server.get(&format!("/api/v1/records/lead/{}", lead.id)).await;
                lead.deleted = !now["deleted_at"].is_null();
                lead.version += i64::from(lead.deleted);
            }
        }
        false
    }

    /// All leads of this life, and one of an earlier one, are as they were answered.
    async fn check(&mut self, server: &Server) {
        let earlier = (self.from > 0).then(|| self.chance.below(self.from as u64));
        let earlier = earlier.and_then(|at| usize::try_from(at).ok());
        for at in earlier.into_iter().chain(self.from..self.leads.len()) {
            let Lead { id, name, version, deleted } = &self.leads[at];
            let now = server.get(&format!("/api/v1/records/lead/{id}")).await;
            assert_eq!((&now["name"], !now["deleted_at"].is_null()), (&json!(name), *deleted), "{now:#}");
            let history = server.get(&format!("/api/v1/records/lead/{id}/history")).await;
            let entries = history["items"].as_array().map_or(0, Vec::len);
            assert_eq!(entries as i64, *version, "{id}: {history:#}");
            if !deleted {
                assert_eq!(now["version"], *version, "{now:#}");
                let found = server.get(&format!("/api/v1/search?q={name}")).await;
                assert!(found.to_string().contains(id.as_str()), "{name} isn't found: {found:#}");
            }
        }
        self.from = self.leads.len();
    }
}

/// Sums agree with the records that they are of; as many deals as were answered, and no more than were asked for.
pub(crate) async fn sums(server: &Server, account: &str, sure: u64, perhaps: u64) -> u64 {
    let now = server.get(&format!("/api/v1/records/account/{account}")).await;
    let count = now["x_deals"].as_u64().expect("a count");
    assert!((sure..=sure + perhaps).contains(&count), "{sure} and perhaps {perhaps}: {now:#}");
    let cents = count * 1001;
    assert_eq!(now["x_sum"]["amount"], format!("{}.{:02}", cents / 100, cents % 100), "{now:#}");
    let filter = json!({"field": "account", "op": "eq", "value": account}).to_string();
    let page = server
        .get_query("/api/v1/records/opportunity", &[("filter", &filter), ("limit", "1"), ("total", "exact")])
        .await;
    assert_eq!(page["total"]["value"], count, "the sum is of other deals");
    count
}

/// An account that has no deals yet.
async fn new_account(server: &Server) -> String {
    let account = server.post("/api/v1/records/account", &json!({"name": "甲"})).await;
    account["id"].as_str().expect("an id").to_owned()
}

pub(crate) async fn company(db: &TestDb) -> (Server, String) {
    init(db);
    let server = Server::start(db).await;
    server.sign_in("admin", PASSWORD).await;
    let account = new_account(&server).await;
    for (name, measure, field) in [("deals", "count", Json::Null), ("sum", "sum", json!("amount"))] {
        let rollup = json!({"object": "opportunity", "via": "account", "fn": measure, "field": field});
        let field =
            json!({"name": name, "kind": "rollup", "labels": {"zh-CN": name, "en": name}, "rollup": rollup});
        server.post("/api/v1/objects/account/fields", &field).await;
    }
    (server, account)
}

#[db_test]
async fn writes_of_every_kind_survive_kill_9(db: TestDb) {
    let (kills, seed) = (setting("SHUKE_KILLS", 4), setting("SHUKE_SEED", 1));
    let (mut server, mut account) = company(&db).await;
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|nth| {
            let (name, chance) = (format!("w{nth}"), Chance((seed * 97 + nth) as u64));
            Writer { name, count: 0, chance, leads: Vec::new(), deals: 0, asked: None, from: 0 }
        })
        .collect();
    let (mut chance, mut strangers) = (Chance(seed as u64), 0);
    for _ in 0..kills {
        let life = Duration::from_millis(chance.below(LIFE));
        let end = async {
            tokio::time::sleep(life).await;
            server.kill();
        };
        let work =
            futures::future::join_all(writers.iter_mut().map(|writer| writer.write(&server, &account)));
        futures::future::join(work, end).await;
        server = server.kill_and_restart(&db).await;
        server.sign_in("admin", PASSWORD).await;
        let mut perhaps = 0;
        for writer in &mut writers {
            perhaps += u64::from(writer.settle(&server).await);
            writer.check(&server).await;
        }
        let sure = strangers + writers.iter().map(|writer| writer.deals).sum::<u64>();
        let count = sums(&server, &account, sure, perhaps).await;
        strangers += count - sure;
        if count > DEALS {
            account = new_account(&server).await;
            strangers = 0;
            writers.iter_mut().for_each(|writer| writer.deals = 0);
        }
    }
    assert!(writers.iter().map(|writer| writer.leads.len()).sum::<usize>() > kills, "they did write");
    events(&db, &writers).await;
    for command in [&["audit", "verify"][..], &["doctor"]] {
        run(&db, command);
    }
}

/// Each change of a lead has one event, in order, and no other does.
async fn events(db: &TestDb, writers: &[Writer]) {
    let store = db.again().await;
    let mut conn = store.read().await.expect("a connection");
    let (mut last, mut told) = (0, std::collections::HashMap::<String, i64>::new());
    loop {
        let page = conn.events_after(last, 1_000).await.expect("events");
        let Some(end) = page.last() else { break };
        last = end.seq;
        for event in page.iter().filter(|event| event.object == "lead") {
            let payload: Json = serde_json::from_str(&event.payload).expect("JSON");
            for record in payload["records"].as_array().expect("records") {
                *told.entry(record["id"].as_str().expect("an id").to_owned()).or_default() += 1;
            }
        }
    }
    let leads: Vec<&Lead> = writers.iter().flat_map(|writer| &writer.leads).collect();
    for lead in &leads {
        assert_eq!(told.get(&lead.id), Some(&lead.version), "{}", lead.name);
    }
    assert_eq!(told.len(), leads.len(), "events of leads that nobody made");
}
