//! What conditions mean for records in memory.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_base::{Money, Uuid, Value};
use shuke_expr::{Path, Source, eval};
use shuke_meta::ObjectDef;

use crate::fixture::{id, read};

/// Records in memory, by object and id.
#[derive(Default)]
struct Memory(HashMap<(String, Uuid), HashMap<String, Value>>);

/// One of them.
struct Record<'a> {
    memory: &'a Memory,
    object: String,
    id: Uuid,
}

impl Memory {
    fn put(&mut self, object: &str, number: u128, values: &[(&str, Value)]) {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.0.insert((object.to_owned(), id(number)), values);
    }

    fn record(&self, object: &str, number: u128) -> Record<'_> {
        Record { memory: self, object: object.to_owned(), id: id(number) }
    }

    fn get(&self, object: &str, id: Uuid, field: &str) -> Value {
        let record = self.0.get(&(object.to_owned(), id));
        record.and_then(|values| values.get(field)).cloned().unwrap_or_default()
    }
}

impl Source for Record<'_> {
    fn value(&self, path: &Path) -> Value {
        let (mut object, mut at) = (self.object.clone(), self.id);
        for hop in &path.hops {
            let Some(next) = self.memory.get(&object, at, &hop.def().name).as_id() else {
                return Value::Null;
            };
            object = hop.def().target_object().expect("a reference").to_owned();
            at = next;
        }
        self.memory.get(&object, at, &path.def().name)
    }

    fn related(&self, object: &Arc<ObjectDef>, field: usize) -> Vec<Box<dyn Source + '_>> {
        let name = &object.fields[field].name;
        let here = |key: &&(String, Uuid)| {
            key.0 == object.name && self.memory.get(&key.0, key.1, name).as_id() == Some(self.id)
        };
        let found = self.memory.0.keys().filter(here);
        found
            .map(|(object, id)| {
                Box::new(Record { memory: self.memory, object: object.clone(), id: *id }) as Box<dyn Source>
            })
            .collect()
    }
}

fn company() -> Memory {
    let mut memory = Memory::default();
    memory.put(
        "account",
        1,
        &[("name", "杭州".into()), ("region", "330106".into()), ("parent", id(2).into())],
    );
    memory.put("account", 2, &[("name", "宁波".into()), ("region", "330200".into())]);
    let money =
        Value::Money(Money { amount: "12.50".parse().expect("a number"), currency: "CNY".to_owned() });
    memory.put("order", 1, &[("account", id(1).into()), ("amount", money.clone())]);
    memory.put("order", 2, &[("account", id(1).into())]);
    let full = [
        ("f_text", Value::from("Acme 有限公司")),
        ("f_integer", Value::Int(5)),
        ("f_money", money),
        ("f_bool", Value::Bool(false)),
        ("f_choice", "won".into()),
        ("f_multi_choice", Value::List(vec!["new".into(), "won".into()])),
        ("f_tags", Value::List(vec!["VIP".into()])),
        ("f_phone", "+8657188880000".into()),
        ("f_region", "330106".into()),
        ("f_record", Value::Record("account".into(), id(1))),
        ("f_datetime", Value::Time("2026-02-28T16:00:00Z".parse().expect("a moment"))),
        ("owner", id(1).into()),
        ("account", id(1).into()),
    ];
    memory.put("thing", 1, &full);
    memory.put("thing", 2, &[]);
    memory
}

/// Whether the full record and the empty one meet the filter.
fn check(filter: &Json, full: bool, empty: bool) {
    let memory = company();
    let cond = read("thing", filter).unwrap_or_else(|fault| panic!("{filter}: {fault}"));
    assert_eq!(eval(&cond, &memory.record("thing", 1)), full, "{filter} on the full record");
    assert_eq!(eval(&cond, &memory.record("thing", 2)), empty, "{filter} on the empty record");
    let not = read("thing", &json!({"not": filter})).expect("the opposite");
    assert_eq!(eval(&not, &memory.record("thing", 1)), !full, "not {filter} on the full record");
    assert_eq!(eval(&not, &memory.record("thing", 2)), !empty, "not {filter} on the empty record");
}

fn test(field: &str, op: &str, value: Json, full: bool, empty: bool) {
    check(&json!({"field": field, "op": op, "value": value}), full, empty);
}

#[test]
fn tests_on_filled_and_empty_fields() {
    test("f_integer", "eq", json!(5), true, false);
    test("f_integer", "ne", json!(5), false, true);
    test("f_integer", "ne", json!(6), true, true);
    test("f_integer", "in", json!([4, 5]), true, false);
    test("f_integer", "in", json!([4, null]), false, true);
    test("f_integer", "in", json!([]), false, false);
    test("f_integer", "not_in", json!([4]), true, true);
    test("f_integer", "not_in", json!([5]), false, true);
    test("f_integer", "not_in", json!([4, null]), true, false);
    test("f_integer", "not_in", json!([]), true, true);
    test("f_integer", "lt", json!(6), true, false);
    test("f_integer", "gte", json!(6), false, false);
    test("f_integer", "between", json!([5, 5]), true, false);
    test("f_integer", "between", json!([6, 4]), false, false);
    test("f_integer", "empty", json!(null), false, true);
    test("f_integer", "not_empty", json!(null), true, false);
    test("f_money", "eq", json!("12.5"), true, false);
    test("f_money", "gt", json!("12.49"), true, false);
    test("f_bool", "eq", json!(false), true, false);
    test("f_bool", "ne", json!(true), true, true);
}

#[test]
fn texts_and_lists() {
    test("f_text", "contains", json!("aCME"), true, false);
    test("f_text", "contains", json!("公司"), true, false);
    test("f_text", "not_contains", json!("acme"), false, true);
    test("f_text", "starts_with", json!("Acme"), true, false);
    test("f_text", "starts_with", json!("acme"), false, false);
    test("f_text", "ends_with", json!("公司"), true, false);
    test("f_text", "lt", json!("B"), true, false);
    test("f_phone", "contains", json!("0571"), true, false);
    test("f_phone", "not_contains", json!("0571"), false, true);
    test("f_phone", "starts_with", json!("0571-8888"), true, false);
    test("f_tags", "contains", json!("VIP"), true, false);
    test("f_tags", "contains", json!("VI"), false, false);
    test("f_tags", "in", json!(["x", "VIP"]), true, false);
    test("f_tags", "not_in", json!(["x"]), true, true);
    test("f_multi_choice", "not_contains", json!("won"), false, true);
}

#[test]
fn trees_places_people_and_time() {
    test("f_region", "under", json!("330000"), true, false);
    test("f_region", "under", json!("330200"), false, false);
    test("owner", "eq", json!("@me"), true, false);
    test("owner", "in", json!("@my_team"), true, false);
    test("owner", "ne", json!("@me"), false, true);
    test("f_record", "eq", json!({"object": "account", "id": id(1)}), true, false);
    test("f_record", "eq", json!({"object": "order", "id": id(1)}), false, false);
    test("f_datetime", "within", json!("today"), true, false);
    test("f_datetime", "within", json!("yesterday"), false, false);
    test("f_datetime", "eq", json!("2026-03-01"), true, false);
    test("f_datetime", "ne", json!("2026-03-01"), false, true);
    check(&json!({"and": []}), true, true);
    check(&json!({"or": []}), false, false);
}

#[test]
fn through_references() {
    test("account.region", "eq", json!("330106"), true, false);
    test("account.parent.region", "under", json!("330200"), true, false);
    test("account.parent.parent.region", "empty", json!(null), true, true);
    test("account.parent.parent.region", "ne", json!("330106"), true, true);
}

#[test]
fn related_records() {
    let memory = company();
    let holds = |number: u128, filter: &Json| {
        eval(&read("account", filter).expect("a filter"), &memory.record("account", number))
    };
    let dear = json!({"related": "order", "some": {"field": "amount", "op": "gte", "value": 10}});
    assert!(holds(1, &dear) && !holds(2, &dear));
    let unpriced = json!({"related": "order", "some": {"field": "amount", "op": "empty"}});
    assert!(holds(1, &unpriced) && !holds(2, &unpriced));
    let none = json!({"related": "order", "none": {}});
    assert!(!holds(1, &none) && holds(2, &none));
    let dear_child = json!({"related": "account", "via": "parent", "some": dear});
    assert!(!holds(1, &dear_child) && holds(2, &dear_child));
}
