//! Conditions of sharing rules: what becomes of them, what they open, and what can't be one.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::{Action, Condition, Conditions, SharingRule, Viewer, condition};
use shuke_base::{Fault, Moment, Value};
use shuke_expr::Env;

use crate::fixture::{chart, id, object_of, schema, scope_of, viewer};

fn read(json: &Json) -> Result<Condition, Fault> {
    let env = Env { parents: chart().parents(), ..Env::nobody(Moment::UNIX_EPOCH) };
    condition(json, object_of("lead"), schema(), &env)
}

fn test(field: &str, op: &str, value: Json) -> Json {
    json!({"field": field, "op": op, "value": value})
}

/// Person 2 with this role, reached by a rule that shares what meets the condition.
fn with(role: Json, json: &Json, write: bool) -> Viewer {
    let rule = json!({"id": id(1), "name": "r", "object": "lead", "from": {}, "condition": json,
        "to": {"users": [id(2)]}, "write": write, "active": true});
    let rule: SharingRule = serde_json::from_value(rule).expect("a rule");
    let conditions = Conditions::from([(id(1), read(json).expect("a condition").ways)]);
    viewer(2, &[role]).with_sharing(&[Arc::new(rule)], &conditions, &|_| Vec::new())
}

fn lead(name: &str, budget: i64) -> Vec<Value> {
    let object = object_of("lead");
    let mut row = vec![Value::Null; object.fields.len()];
    row[object.position("name").unwrap()] = name.into();
    row[object.position("budget").unwrap()] =
        Value::Money(shuke_base::Money { amount: budget.into(), currency: "CNY".to_owned() });
    row
}

#[test]
fn a_condition_is_cut_into_alternatives_that_an_index_leads_to() {
    let (name, budget) = (test("name", "eq", json!("a")), test("budget", "gte", json!("5")));
    for (json, ways, leads) in [
        (name.clone(), 1, 1),
        (json!({"and": [name, budget]}), 1, 2),
        (json!({"or": [name, budget]}), 2, 2),
        (json!({"and": [{"or": [name, budget]}, {"or": [budget, name]}]}), 4, 2),
        (json!({"and": [name, test("number", "ne", json!("x"))]}), 1, 1),
        (test("name", "in", json!(["a", "b", "c"])), 3, 1),
        (json!({"and": [name, test("number", "in", json!(["a", "b"]))]}), 1, 2),
        (json!({"and": [budget, {"not": name}]}), 1, 1),
        (test("name", "in", json!((0..20).map(|n| n.to_string()).collect::<Vec<_>>())), 1, 1),
    ] {
        let read = read(&json).expect("a condition");
        assert_eq!((read.ways.len(), read.leads.len()), (ways, leads), "{json}");
    }
}

#[test]
fn what_changes_or_has_no_index_is_no_condition() {
    let eq = |field: &str| test(field, "eq", json!("a"));
    for json in [
        json!({}),
        eq("nothing"),
        eq("account.name"),
        json!({"related": "order", "some": {}}),
        test("account", "eq", json!("@me")),
        test("created_at", "within", json!("this_year")),
        test("updated_at", "gt", json!("2026-01-01")),
        test("name", "contains", json!("a")),
        test("name", "ne", json!("a")),
        json!({"or": [eq("name"), test("number", "empty", json!(true))]}),
        json!({"not": eq("name")}),
        json!({"and": (0..5).map(|_| json!({"or": [eq("name"), eq("number")]})).collect::<Vec<_>>()}),
    ] {
        assert!(read(&json).is_err(), "{json}");
    }
}

#[test]
fn a_condition_opens_what_meets_it_to_whom_the_object_is_open_in_part() {
    let rich = test("budget", "gte", json!("100"));
    let own = json!({"grants": {"lead": {"read": "own", "edit": "own", "delete": "own", "export": "own"}}});
    for (write, edit) in [(false, false), (true, true)] {
        let viewer = with(own.clone(), &rich, write);
        let admits = |action, budget| {
            viewer.scope(object_of("lead"), action).admits_row(Some(id(4)), None, &lead("x", budget))
        };
        assert!(admits(Action::Read, 100) && !admits(Action::Read, 99));
        assert_eq!(admits(Action::Edit, 100), edit);
        for action in [Action::Delete, Action::Export, Action::Transfer, Action::Define] {
            assert!(!admits(action, 100), "{action:?}");
        }
        assert_eq!(scope_of(&viewer, "lead", Action::Read), "owners 2 departments ", "nobody's records");
        let told = viewer.explain(object_of("lead"), Action::Read, (Some(id(4)), None), &lead("x", 100));
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].rule.as_ref().and_then(|rule| rule.condition.as_ref()), Some(&rich));
        assert!(
            viewer.explain(object_of("lead"), Action::Read, (Some(id(4)), None), &lead("x", 1)).is_empty()
        );
    }
    let closed = with(json!({"grants": {"order": {"read": "all"}}}), &rich, true);
    assert!(!closed.scope(object_of("lead"), Action::Read).admits_row(None, None, &lead("x", 100)));
    let all = with(json!({"grants": {"lead": {"read": "all"}}}), &rich, true);
    assert_eq!(scope_of(&all, "lead", Action::Read), "all");
    assert!(!all.scope(object_of("lead"), Action::Edit).admits_row(None, None, &lead("x", 100)));
}

#[test]
fn who_sees_no_less_covers_another() {
    let sees = |role: Json| viewer(2, &[role]);
    let objects = || schema().objects().map(|object| &**object);
    let all = || json!({"grants": {"*": {"read": "all"}}});
    let part = |more: Json| json!({"grants": {"lead": {"read": "own"}}, "fields": more});
    for (mine, theirs, expected) in [
        (json!({"admin": true}), json!({"admin": true}), true),
        (json!({"admin": true}), all(), true),
        (all(), json!({"admin": true}), false),
        (all(), part(json!({})), true),
        (part(json!({})), part(json!({})), false),
        (part(json!({})), json!({}), true),
        (
            json!({"grants": {"*": {"read": "all"}}, "fields": {"lead": {"budget": "masked"}}}),
            part(json!({})),
            false,
        ),
        (
            json!({"grants": {"*": {"read": "all"}}, "fields": {"lead": {"budget": "masked"}}}),
            part(json!({"lead": {"budget": "hidden"}})),
            true,
        ),
        (all(), json!({"grants": {"lead": {"read": "own", "define": "all"}}}), false),
    ] {
        assert_eq!(
            sees(mine.clone()).covers(&sees(theirs.clone()), objects()),
            expected,
            "{mine} over {theirs}"
        );
    }
}
