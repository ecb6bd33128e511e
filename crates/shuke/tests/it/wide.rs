//! Sums of more records than a save adds up itself come right after the program was killed, however often.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{TestDb, db_test};

use crate::kill::setting;
use crate::mixed::{company, sums};
use crate::server::{PASSWORD, Server};

/// Deals of the account at the beginning; its sums are a job's work from 2 000 on.
const DEALS: u64 = 2_200;
/// Deals made by one request at the beginning.
const BATCH: u64 = 200;
/// People who add deals at once.
const WRITERS: usize = 4;

fn deal(account: &str) -> Json {
    json!({"name": "d", "account": account, "amount": {"amount": "10.01", "currency": "CNY"}})
}

/// Adds deals until the program is gone; at the end one may have been under way.
async fn add(server: &Server, account: &str, added: &AtomicU64) {
    let deal = deal(account);
    while server.attempt(Method::POST, "/api/v1/records/opportunity", &deal).await.is_some() {
        added.fetch_add(1, Ordering::Relaxed);
    }
}

/// Waits until no job has sums to bring up to date.
async fn settled(server: &Server) {
    for _ in 0..1_200 {
        let waiting = server.get("/api/v1/objects/account/recalculations").await;
        if waiting["items"].as_array().is_some_and(Vec::is_empty) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the sums are not brought up to date");
}

#[db_test]
async fn wide_sums_survive_kill_9(db: TestDb) {
    let kills = setting("SHUKE_KILLS", 1);
    let (mut server, account) = company(&db).await;
    let rows: Vec<Json> = (0..BATCH).map(|_| json!({"op": "create", "values": deal(&account)})).collect();
    let body = json!({"operations": rows, "atomic": true});
    for _ in 0..DEALS / BATCH {
        server.post("/api/v1/records/opportunity/batch", &body).await;
    }
    let mut sure = DEALS;
    for kill in 1..=kills {
        let added = AtomicU64::new(0);
        let work = futures::future::join_all((0..WRITERS).map(|_| add(&server, &account, &added)));
        let end = async {
            // Another moment each time.
            tokio::time::sleep(Duration::from_millis((kill as u64 * 173) % 700)).await;
            server.kill();
        };
        futures::future::join(work, end).await;
        server = server.kill_and_restart(&db).await;
        server.sign_in("admin", PASSWORD).await;
        settled(&server).await;
        sure = sums(&server, &account, sure + added.into_inner(), WRITERS as u64).await;
    }
    assert!(sure > DEALS, "deals were added");
}
