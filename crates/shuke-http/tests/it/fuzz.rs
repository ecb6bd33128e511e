//! Nonsense in every place that the document names, and in every filter: never an answer of 5xx.

use axum::http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

/// Texts that nobody should send.
#[rustfmt::skip]
const TEXTS: [&str; 40] = [
    "", " ", "x", "\u{0}", "a\u{0}b", "'; DROP TABLE t_lead; --", "\u{202e}👩‍👩‍👧\u{feff}", "%", "_", "\\", "\"",
    "@me", "@nobody", "2026-13-45", "2026-02-29", "9999-12-31", "0000-01-01", "+12026-01-01", "2026-01-31T25:00:00Z",
    "9999-12-31T23:59:60Z", "1e400", "-0", "NaN", "0x10", "99999999999999999999999999999999",
    "1.00000000000000000000000000001", "00000000-0000-7000-8000-000000000000", "not-a-uuid", "110000", "999999",
    "138 0000 1234", "+86", "a@b", "javascript:alert(1)", "x_y", "deleted_at", "id", "this_month", "last_days", "own",
];

/// What nobody should send.
fn nonsense() -> Vec<Json> {
    let mut all: Vec<Json> = TEXTS.map(Json::from).to_vec();
    all.push(json!("长".repeat(1_500)));
    all.extend([
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
    ]);
    all.extend([json!(0.1), json!(1e308), json!([]), json!([null]), json!([["x"]]), json!({})]);
    all.push(json!({"amount": "1", "currency": "€"}));
    all.push(json!({"amount": "99999999999999999999999999", "currency": "CNY"}));
    all.push(json!({"object": "unicorn", "id": "00000000-0000-7000-8000-000000000000"}));
    all.push(json!({"object": "lead", "id": "00000000-0000-7000-8000-000000000000"}));
    all.push(json!({"zh-CN": "\u{0}", "en": 7}));
    all.push(json!({"last_days": -1}));
    all.push(json!({"last_days": i64::MAX}));
    all.push(json!(vec!["x"; 600]));
    all.push(json!([{"op": "create", "values": {"name": "\u{0}"}}, {"fn": "sum", "field": "id"}]));
    all
}

async fn survives(who: &Actor, method: Method, path: &str, body: Option<&Json>) {
    let call = who.call(method.clone(), path);
    let call = if let Some(body) = body { call.json(body) } else { call };
    let answer = call.send().await;
    let short: String = body.map(Json::to_string).unwrap_or_default().chars().take(300).collect();
    assert!(
        answer.status.as_u16() < 500,
        "{method} {path} {short}: {}",
        String::from_utf8_lossy(&answer.body)
    );
}

/// The schema behind a reference.
fn resolved<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    match schema["$ref"].as_str() {
        Some(name) => &document["components"]["schemas"][name.rsplit('/').next().unwrap_or_default()],
        None => schema,
    }
}

/// Bodies with one property of nonsense each, the required ones filled in as well as they can be.
fn bodies(document: &Json, operation: &Json) -> Vec<Json> {
    let schema = resolved(document, &operation["requestBody"]["content"]["application/json"]["schema"]);
    let mut bodies = nonsense();
    for (place, name) in schema["properties"].as_object().into_iter().flat_map(Map::keys).enumerate() {
        // A third for each property: there are many of each kind, and between them they get it all.
        for value in nonsense().into_iter().skip(place % 3).step_by(3) {
            let mut body =
                json!({"name": "x", "login": "x", "kind": "text", "labels": {"zh-CN": "甲", "en": "A"}});
            body.as_object_mut()
                .expect("an object")
                .retain(|name, _| schema["properties"].get(name).is_some());
            body[name] = value;
            bodies.push(body);
        }
    }
    bodies
}

/// Whether nonsense there would only end the test early.
fn left_out(path: &str) -> bool {
    path.ends_with("/session") || path.ends_with("/events") || path.ends_with("/me")
}

#[db_test]
async fn nonsense_in_bodies_and_parameters_is_refused(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let lead = admin.create("lead", json!({"name": "王芳"})).await.to_string();
    let document = admin.get("/openapi.json").await.expect(200);
    for (path, item) in
        document["paths"].as_object().expect("paths").iter().filter(|(path, _)| !left_out(path))
    {
        // Of the objects' own paths, one stands for all.
        let own = path.contains("/records/") && !path.contains("{object}");
        if own && !path.contains("/lead") && !path.contains("/activity") {
            continue;
        }
        let called = path.replace("{object}", "lead").replace("{field}", "name").replace("{id}", &lead);
        for (method, operation) in item.as_object().expect("operations") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            if method == Method::POST || method == Method::PATCH {
                for body in bodies(&document, operation) {
                    survives(&admin, method.clone(), &called, Some(&body)).await;
                }
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap_or_default();
                for value in nonsense() {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let text: String = text.chars().take(2_000).collect();
                    if parameter["in"] == "query" {
                        let query = utf8_percent_encode(&text, NON_ALPHANUMERIC);
                        survives(&admin, method.clone(), &format!("{called}?{name}={query}"), None).await;
                    }
                }
            }
        }
    }
}

#[db_test]
async fn nonsense_in_filters_groups_and_sorts_is_refused(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    li.create("lead", json!({"name": "王芳"})).await;
    let operators = [
        "eq",
        "ne",
        "in",
        "not_in",
        "lt",
        "lte",
        "gt",
        "gte",
        "between",
        "contains",
        "not_contains",
        "starts_with",
        "ends_with",
        "empty",
        "not_empty",
        "within",
        "under",
        "unicorn",
    ];
    let objects = li.get("/objects").await.expect(200);
    for name in ["lead", "activity"] {
        let object =
            objects["objects"].as_array().into_iter().flatten().find(|object| object["name"] == name);
        let mut seen = std::collections::BTreeSet::new();
        for field in object.expect("a known object")["fields"].as_array().into_iter().flatten() {
            // One field of each kind is enough.
            if !seen.insert(field["kind"].to_string()) {
                continue;
            }
            let path = format!("/records/{name}/query");
            for operator in operators {
                for value in nonsense() {
                    let filter = json!({"field": field["name"], "op": operator, "value": value});
                    survives(&li, Method::POST, &path, Some(&json!({"filter": filter, "limit": 1}))).await;
                }
            }
            for direction in ["", "-"] {
                let sort = format!("{direction}{}", field["name"].as_str().unwrap_or_default());
                survives(&li, Method::POST, &path, Some(&json!({"sort": [sort, "name", sort]}))).await;
            }
            for function in ["count", "sum", "avg", "min", "max", "median"] {
                let body = json!({"group_by": [field["name"]], "measures": [{"fn": function, "field": field["name"]}]});
                survives(&li, Method::POST, &path, Some(&body)).await;
            }
            for grain in nonsense().into_iter().chain(["day", "week", "quarter"].map(Json::from)) {
                let name = field["name"].as_str().unwrap_or_default();
                let body = json!({"group_by": [name], "grains": {name: grain}});
                survives(&li, Method::POST, &path, Some(&body)).await;
            }
        }
    }
}
