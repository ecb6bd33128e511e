//! Keys: a new one seals at once, what was sealed follows page by page, and a field is sealed and opened the same way.

use futures::FutureExt;
use serde_json::{Value as Json, json};
use shuke_app::App;
use shuke_base::{Fault, Uuid};
use shuke_store::StoreError;
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field, read};
use crate::office::{Office, map, told};

const CARD: &str = "11010519491231002X";
const OTHER: &str = "440524188001010014";

async fn office(db: TestDb, more: Json) -> Office {
    let office = Office::open(db).await;
    let mut given = field("card", "id_card");
    given.extend(map(more));
    office.app.define_field(&office.boss(), "lead", &given).await.expect("a field");
    office
}

async fn switch(office: &Office, on: bool) -> Result<(), Fault> {
    let given = map(json!({"sensitive": on}));
    office.app.change_field(&office.boss(), "lead", "x_card", &given).await.map(drop)
}

async fn lead(app: &App, office: &Office, name: &str, card: &str) -> Uuid {
    create(app, &office.boss(), "lead", json!({"name": name, "x_card": card})).await
}

async fn count(office: &Office, card: &str) -> usize {
    let filter = json!({"field": "x_card", "op": "eq", "value": card});
    let ctx = office.boss();
    let object = ctx.object("lead").expect("leads");
    let cond = shuke_app::records::list::condition(&ctx, &object, [&filter], None).expect("a condition");
    let viewer = &ctx.viewer;
    let query = shuke_store::compile::ListQuery {
        object: &object,
        viewer,
        action: shuke_access::Action::Read,
        fields: &[],
        cond: cond.as_ref(),
        sort: &[],
        limit: 100,
        cursor: None,
        deleted: false,
    };
    office.db.store.read().await.unwrap().list(&query).await.unwrap().records.len()
}

/// How many sealed texts a key has, as they lie.
fn sealed(dump: &str, key: u32) -> usize {
    dump.matches(&format!("\"\\u0001{key}:")).count() + dump.matches(&format!("\\\\u0001{key}:")).count()
}

/// The rows of the tables, without what the engine's file also holds.
async fn rows(db: &TestDb) -> String {
    let dump = db.dump().await;
    dump.split("SQLite format 3").next().unwrap_or_default().to_owned()
}

#[db_test]
async fn a_rotation_goes_on_after_a_restart_and_retires_the_old_key(db: TestDb) {
    let office = office(db, json!({"sensitive": true})).await;
    for at in 0..650 {
        lead(&office.app, &office, &format!("人{at}"), CARD).await;
    }
    let one = lead(&office.app, &office, "一", CARD).await;
    office.app.change(&office.boss(), "lead", one, &map(json!({"x_card": OTHER})), None).await.unwrap();
    // Another process, which was there before.
    let branch = office.branch().await;
    assert_eq!(read(&branch, &office.boss(), "lead", one).await["x_card"], OTHER);

    assert_eq!(office.app.rotate_keys(&office.boss()).await.unwrap(), 2);
    let new = lead(&branch, &office, "新", CARD).await;
    let dump = rows(&office.db).await;
    assert!(sealed(&dump, 2) >= 1, "the other process seals with it at once");
    assert!(sealed(&dump, 1) > 600);
    // A page, and the process is gone.
    let schema = office.app.company();
    let part = office.app.keys().await.unwrap().parts;
    let part =
        part.into_iter().find(|part| part.part == "records:lead").expect("leads are to be gone through");
    let step = office.db.store.write(move |tx| async move { tx.reseal(&schema.schema, &part).await }.boxed());
    let more: Result<bool, StoreError> = step.await;
    assert!(more.unwrap(), "there is more");
    let keys = office.app.keys().await.unwrap();
    assert_eq!(keys.parts.iter().find(|part| part.part == "records:lead").map(|part| part.done), Some(300));
    let after = office.branch().await;
    after.reseal().await.unwrap();
    let keys = after.keys().await.unwrap();
    assert!(keys.parts.is_empty());
    let retired: Vec<bool> = keys.keys.iter().map(|key| key.retired_at.is_some()).collect();
    assert_eq!(retired, [false, true, false]);
    assert!(keys.keys[1].wrapped.is_none(), "nobody has it any more");
    let dump = rows(&office.db).await;
    assert_eq!(sealed(&dump, 1), 0);
    for (id, card) in [(one, OTHER), (new, CARD)] {
        assert_eq!(read(&after, &office.boss(), "lead", id).await["x_card"], card);
    }
    assert_eq!(count(&office, OTHER).await, 1, "digests stay as they are");
    let history = after.history(&office.boss(), "lead", one, None, None).await.unwrap();
    assert!(serde_json::to_string(&history).unwrap().contains(CARD), "what was is read, too");
    assert!(office.audit().await.contains("keys.rotated {\"key\":2}"));
}

#[db_test]
async fn a_field_becomes_sensitive_while_people_work(db: TestDb) {
    let office = office(db, json!({"unique": true})).await;
    let one = lead(&office.app, &office, "一", CARD).await;
    office.app.change(&office.boss(), "lead", one, &map(json!({"x_card": OTHER})), None).await.unwrap();
    switch(&office, true).await.unwrap();
    let two = lead(&office.app, &office, "二", CARD).await;
    let twice = office.app.create(&office.boss(), "lead", &map(json!({"name": "三", "x_card": OTHER}))).await;
    assert_eq!(told(twice), "duplicate: x_card duplicate", "also while the old value lies in the clear");
    assert_eq!((count(&office, CARD).await, count(&office, OTHER).await), (1, 1));
    let busy =
        office.app.change_field(&office.boss(), "lead", "x_card", &map(json!({"unique": false}))).await;
    assert!(busy.is_ok(), "{}", told(busy));
    let busy = office.app.change_field(&office.boss(), "lead", "x_card", &map(json!({"unique": true}))).await;
    assert!(told(busy).contains("unique"), "not before everything is sealed");
    office.app.reseal().await.unwrap();
    let object = office.app.company().schema.object("lead").unwrap().clone();
    assert!(!object.field("x_card").unwrap().sealing);
    let dump = rows(&office.db).await;
    let told_before: String = dump
        .split("\nsys_audit\n")
        .map(|part| {
            // What the chain told before stays told: it can't be changed.
            part.split_once("\nsys_").map_or(part, |(_, rest)| rest)
        })
        .collect();
    assert!(!told_before.contains(OTHER) && !told_before.contains(CARD), "rows and history are sealed");
    for (id, card) in [(one, OTHER), (two, CARD)] {
        assert_eq!(read(&office.app, &office.boss(), "lead", id).await["x_card"], card);
    }
    assert_eq!((count(&office, CARD).await, count(&office, OTHER).await), (1, 1));

    switch(&office, false).await.unwrap();
    assert_eq!((count(&office, CARD).await, count(&office, OTHER).await), (1, 1), "in between");
    office.app.reseal().await.unwrap();
    assert_eq!((count(&office, CARD).await, count(&office, OTHER).await), (1, 1));
    assert!(rows(&office.db).await.contains(CARD));
    switch(&office, true).await.unwrap();
    office.app.reseal().await.unwrap();
    assert_eq!((count(&office, CARD).await, count(&office, OTHER).await), (1, 1), "and once more");
}

#[db_test]
async fn what_a_formula_reads_does_not_become_sensitive(db: TestDb) {
    let office = Office::open(db).await;
    let mut note = field("note", "text");
    note.extend(map(json!({})));
    office.app.define_field(&office.boss(), "lead", &note).await.unwrap();
    let mut copy = field("copy", "formula");
    copy.extend(map(json!({"formula": "x_note"})));
    office.app.define_field(&office.boss(), "lead", &copy).await.unwrap();
    let given = map(json!({"sensitive": true}));
    let refused = office.app.change_field(&office.boss(), "lead", "x_note", &given).await;
    assert!(told(refused).contains("field_in_use"));
}
