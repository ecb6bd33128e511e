//! Sensitive fields: found by their exact value, unique, masked, and nowhere in the database in the clear.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

const FIRST: &str = "11010519491231002X";
const SECOND: &str = "440524188001010014";
const THIRD: &str = "310101199003077771";
const ACCOUNT: &str = "6222021234567890123";

fn nowhere(dump: &str) {
    for secret in [FIRST, SECOND, THIRD, ACCOUNT] {
        let at = dump.find(secret).map(|at| dump[..at].rsplit('\n').find(|line| !line.starts_with('[')));
        assert_eq!(at, None, "{secret} lies in the clear");
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(!dump.contains(&hex), "{secret} lies in the clear, as bytes");
    }
}

/// A company whose leads have an ID card, which nobody else may have, and a bank account.
async fn company(db: TestDb) -> (TestApp, Actor) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let card = json!({"name": "card", "labels": {"zh": "身份证", "en": "ID card"}, "kind": "id_card",
        "sensitive": true, "unique": true});
    let made = admin.post("/objects/lead/fields", card).await.expect(201);
    assert_eq!((&made["sensitive"], &made["sortable"]), (&json!(true), &json!(false)), "{made}");
    let account = json!({"name": "account", "labels": {"zh": "账号"}, "kind": "text", "sensitive": true});
    admin.post("/objects/lead/fields", account).await.expect(201);
    (app, admin)
}

async fn found(who: &Actor, op: &str, value: Json) -> Vec<String> {
    let mut test = json!({"field": "x_card", "op": op});
    if !value.is_null() {
        test["value"] = value;
    }
    let page = who.post("/records/lead/query", json!({"filter": test, "sort": ["name"]})).await.expect(200);
    let names = page["items"].as_array().expect("records").iter();
    names.map(|record| record["name"].as_str().expect("a name").to_owned()).collect()
}

/// The code of what is wrong with the first field.
fn why(answer: &Answer, status: u16) -> String {
    let told = answer.expect(status);
    told["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
}

async fn settled(who: &Actor, path: &str) -> Json {
    for _ in 0..600 {
        let now = who.get(path).await.expect(200);
        if !matches!(now["state"].as_str(), Some("running" | "checking" | "undoing" | "waiting")) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} never ends");
}

#[db_test]
async fn nothing_of_a_sensitive_value_lies_in_the_clear(db: TestDb) {
    let (app, admin) = company(db).await;
    app.work();
    let keyed = admin.with("idempotency-key", "once");
    let values = json!({"name": "甲", "x_card": FIRST, "x_account": ACCOUNT});
    let lead = keyed.post("/records/lead", values.clone()).await.expect(201);
    assert_eq!(keyed.post("/records/lead", values).await.expect(201)["id"], lead["id"], "given again");
    assert_eq!((&lead["x_card"], &lead["x_account"]), (&json!(FIRST), &json!(ACCOUNT)));
    let at = format!("/records/lead/{}", lead["id"].as_str().unwrap());
    admin.patch(&at, json!({"x_card": SECOND})).await.expect(200);
    let history = admin.get(&format!("{at}/history")).await.expect(200);
    let change = &history["items"][0]["changes"][0];
    assert_eq!((&change["old"], &change["new"]), (&json!(FIRST), &json!(SECOND)), "{history}");
    let then = history["items"][1]["at"].as_str().unwrap().to_owned();
    let past = admin.get(&format!("{at}?as_of={then}")).await;
    assert_eq!(past.status.as_u16(), 200);
    let view = json!({"name": "查", "filter": {"field": "x_card", "op": "eq", "value": SECOND}, "columns": ["name"]});
    admin.post("/objects/lead/views", view).await.expect(201);
    let bulk = json!({"action": "change", "values": {"x_account": ACCOUNT},
        "filter": {"field": "x_card", "op": "eq", "value": SECOND}});
    let bulk = admin.post("/records/lead/bulk", bulk).await;
    assert!(bulk.status.is_success(), "{bulk:?}");
    admin.delete(&at).await.expect(204);
    let audit = admin.get("/audit?limit=50").await.expect(200).to_string();
    assert!(audit.contains("x_card") && audit.contains("****"), "{audit}");
    nowhere(&audit);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let dump = app.db.dump().await;
    assert!(dump.contains("\\u00011:"), "sealed with the first key");
    nowhere(&dump);
}

#[db_test]
async fn it_is_found_by_its_exact_value_alone(db: TestDb) {
    let (app, admin) = company(db).await;
    for (name, card) in [("甲", json!(FIRST)), ("乙", json!(SECOND)), ("丙", Json::Null)] {
        admin.create("lead", json!({"name": name, "x_card": card})).await;
    }
    assert_eq!(found(&admin, "eq", json!(FIRST)).await, ["甲"]);
    assert_eq!(found(&admin, "eq", json!("11010519491231002x")).await, ["甲"], "in its one form");
    assert_eq!(found(&admin, "ne", json!(FIRST)).await, ["丙", "乙"]);
    assert_eq!(found(&admin, "in", json!([FIRST, SECOND])).await, ["乙", "甲"]);
    assert_eq!(found(&admin, "not_in", json!([FIRST, THIRD])).await, ["丙", "乙"]);
    assert_eq!(found(&admin, "empty", Json::Null).await, ["丙"]);
    assert_eq!(found(&admin, "not_empty", Json::Null).await, ["乙", "甲"]);
    let refused = |body: Json| async { admin.post("/records/lead/query", body).await.refused(422) };
    for op in ["contains", "starts_with", "ends_with"] {
        let test = json!({"field": "x_card", "op": op, "value": "1101"});
        refused(json!({"filter": test})).await;
    }
    refused(json!({"sort": ["x_card"]})).await;
    let groups = json!({"group_by": ["x_account"], "measures": [{"fn": "count"}]});
    assert_eq!(admin.post("/records/lead/query", groups).await.status.as_u16(), 422);
    let formula = json!({"name": "copy", "labels": {"zh": "抄"}, "kind": "formula", "formula": "x_account"});
    assert_eq!(why(&admin.post("/objects/lead/fields", formula).await, 422), "invalid_formula");
    for bad in [
        json!({"name": "n", "labels": {"zh": "数"}, "kind": "integer", "sensitive": true}),
        json!({"name": "d", "labels": {"zh": "默认"}, "kind": "text", "sensitive": true, "default": "x"}),
    ] {
        assert_eq!(why(&admin.post("/objects/lead/fields", bad).await, 422), "invalid_definition");
    }
    assert_eq!(
        why(&admin.patch("/objects/lead/fields/name", json!({"sensitive": true})).await, 422),
        "invalid_definition",
        "names are shown everywhere"
    );
    let again = json!({"name": "丁", "x_card": FIRST});
    assert_eq!(why(&admin.post("/records/lead", again).await, 409), "duplicate");
    drop(app);
}

#[db_test]
async fn it_is_masked_unless_a_role_opens_it(db: TestDb) {
    let (app, admin) = company(db).await;
    let all = json!({"create": "all", "read": "all", "edit": "all", "export": "all"});
    let open = json!({"lead": {"x_card": "write"}});
    for (name, fields) in [("plain", json!({})), ("opened", open)] {
        let role = json!({"name": name, "grants": {"lead": all}, "fields": fields});
        admin.post("/roles", role).await.expect(201);
    }
    let lead = admin.create("lead", json!({"name": "甲", "x_card": FIRST})).await;
    let at = format!("/records/lead/{lead}");
    let plain = app.person("plain", &["plain"]).await;
    assert_eq!(plain.get(&at).await.expect(200)["x_card"], "110***********002X");
    assert_eq!(why(&plain.patch(&at, json!({"x_card": SECOND})).await, 422), "field_not_writable");
    let ask = json!({"filter": {"field": "x_card", "op": "eq", "value": FIRST}});
    assert_eq!(plain.post("/records/lead/query", ask).await.status.as_u16(), 422);
    let history = plain.get(&format!("{at}/history")).await.expect(200).to_string();
    assert!(!history.contains(FIRST), "{history}");
    let opened = app.person("opened", &["opened"]).await;
    assert_eq!(opened.get(&at).await.expect(200)["x_card"], FIRST);
    assert_eq!(found(&opened, "eq", json!(FIRST)).await, ["甲"]);
    opened.patch(&at, json!({"x_card": SECOND})).await.expect(200);
    let both = app.person("both", &["plain", "opened"]).await;
    assert_eq!(both.get(&at).await.expect(200)["x_card"], SECOND, "the widest wins");
}

#[db_test]
async fn an_import_finds_records_by_it_and_an_export_tells_it_to_who_may_read(db: TestDb) {
    let (app, admin) = company(db).await;
    app.work();
    admin.create("lead", json!({"name": "甲", "x_card": FIRST})).await;
    let file = format!("姓名,身份证\n甲改,{FIRST}\n乙,{SECOND}\n丙,{THIRD}\n丁,{THIRD}\n");
    let import = crate::upload::csv(&admin, &file).await.expect(201);
    let at = format!("/imports/{}", import["id"].as_str().unwrap());
    let mapping = json!({"姓名": "name", "身份证": "x_card"});
    let options = json!({"mode": "upsert", "key": ["x_card"], "mapping": mapping});
    admin.post(&format!("{at}/check"), options).await;
    settled(&admin, &at).await;
    admin.post(&format!("{at}/start"), json!({})).await;
    let done = settled(&admin, &at).await;
    assert_eq!(found(&admin, "eq", json!(FIRST)).await, ["甲改"], "{done}");
    assert_eq!(found(&admin, "eq", json!(SECOND)).await, ["乙"], "{done}");
    let body = json!({"object": "lead", "format": "csv", "columns": ["name", "x_card"]});
    let started = admin.post("/exports", body).await.expect(202);
    let path = format!("/exports/{}", started["id"].as_str().unwrap());
    let exported = settled(&admin, &path).await;
    assert_eq!(exported["state"], "done", "{exported}");
    let file = admin.get(&format!("{path}/file")).await;
    let text = String::from_utf8_lossy(&file.body).into_owned();
    assert!(text.contains(FIRST) && text.contains(SECOND), "{text}");
    nowhere(&app.db.dump().await);
}
