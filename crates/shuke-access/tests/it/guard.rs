//! Conditions don't tell about records that the viewer may not see.

use std::collections::HashMap;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{Uuid, Value};
use shuke_expr::{Path, Source, eval, parse};
use shuke_meta::ObjectDef;

use crate::fixture::{id, object_of, schema, viewer};

type Values = HashMap<&'static str, Value>;

/// Leads 1 (account 1), 2 (account 2) and 3 (no account). Account 1 belongs to person 1 and lies below account 2; that
/// and account 3 belong to person 4, with the same hidden credit. Each account has one order, of its owner.
struct Company {
    credit_of_two: i64,
}

impl Company {
    fn values(&self, object: &str, number: u128) -> Values {
        let text = |text: &str| Value::Text(text.to_owned());
        let id = |number: u128| Value::Id(id(number));
        let number_value = |number: i64| Value::Decimal(number.into());
        let all = match (object, number) {
            ("lead", 3) => vec![("name", text("L")), ("owner", id(1))],
            ("lead", n) => vec![("name", text("L")), ("owner", id(1)), ("account", id(n))],
            ("account", 1) => vec![("owner", id(1)), ("credit", number_value(5)), ("parent", id(2))],
            ("account", _) => vec![("owner", id(4)), ("credit", number_value(self.credit_of_two))],
            ("order", n) => {
                let owner = if n == 1 { 1 } else { 4 };
                let amount = if n == 1 { 5 } else { self.credit_of_two };
                vec![("owner", id(owner)), ("account", id(n)), ("amount", number_value(amount))]
            }
            _ => Vec::new(),
        };
        all.into_iter().collect()
    }
}

struct Record<'a>(&'a Company, String, u128);

impl Source for Record<'_> {
    fn value(&self, path: &Path) -> Value {
        let (mut object, mut number) = (self.1.clone(), self.2);
        for hop in &path.hops {
            let values = self.0.values(&object, number);
            let Some(next) = values.get(hop.def().name.as_str()).and_then(Value::as_id) else {
                return Value::Null;
            };
            object = hop.def().target_object().expect("a reference").to_owned();
            number = next.as_u128();
        }
        self.0.values(&object, number).get(path.def().name.as_str()).cloned().unwrap_or_default()
    }

    fn related(&self, object: &Arc<ObjectDef>, field: usize) -> Vec<Box<dyn Source + '_>> {
        let name = object.fields[field].name.as_str();
        let here = Value::Id(Uuid::from_u128(self.2));
        let found = (1..=3).filter(|number| self.0.values(&object.name, *number).get(name) == Some(&here));
        found.map(|number| Box::new(Record(self.0, object.name.clone(), number)) as Box<dyn Source>).collect()
    }
}

fn seller() -> Viewer {
    let own = json!({"read": "own"});
    viewer(1, &[json!({"grants": {"lead": {"read": "all"}, "account": own, "order": own}})])
}

/// Which of the records 1 to 3 the viewer finds with the filter.
fn found(viewer: &Viewer, company: &Company, object: &str, filter: &Json) -> Vec<u128> {
    let env = viewer.env("2026-03-01T00:00:00Z".parse().expect("a moment"), chrono_tz::Asia::Shanghai);
    let readable = |object: &_, field: &_| viewer.readable(object, field);
    let cond = parse(filter, object_of(object), schema(), &readable, &env).expect("a filter");
    let cond = viewer.guard(cond);
    (1..=3).filter(|number| eval(&cond, &Record(company, object.to_owned(), *number))).collect()
}

fn check(object: &str, filter: &Json, seller_finds: &[u128], admin_finds: &[u128]) {
    let company = Company { credit_of_two: 5 };
    assert_eq!(found(&seller(), &company, object, filter), seller_finds, "{filter}");
    let admin = viewer(1, &[json!({"admin": true})]);
    assert_eq!(found(&admin, &company, object, filter), admin_finds, "{filter} for an administrator");
}

#[test]
fn behind_a_reference_to_what_is_not_seen_all_is_empty() {
    check("lead", &json!({"field": "account.credit", "op": "eq", "value": 5}), &[1], &[1, 2]);
    check("lead", &json!({"field": "account.credit", "op": "ne", "value": 7}), &[1, 2, 3], &[1, 2, 3]);
    check("lead", &json!({"field": "account.credit", "op": "empty"}), &[2, 3], &[3]);
    check("lead", &json!({"field": "account.credit", "op": "ne", "value": 5}), &[2, 3], &[3]);
    check("lead", &json!({"field": "account.credit", "op": "not_empty"}), &[1], &[1, 2]);
    check("lead", &json!({"field": "account.parent.credit", "op": "eq", "value": 5}), &[], &[1]);
    check("lead", &json!({"field": "account", "op": "not_empty"}), &[1, 2], &[1, 2]);
    check("lead", &json!({"field": "owner.name", "op": "empty"}), &[1, 2, 3], &[1, 2, 3]);
}

#[test]
fn related_records_that_are_not_seen_do_not_count() {
    check("account", &json!({"related": "order", "some": {}}), &[1], &[1, 2, 3]);
    check("account", &json!({"related": "order", "none": {}}), &[2, 3], &[]);
    let priced = json!({"related": "order", "some": {"field": "account.credit", "op": "eq", "value": 5}});
    check("account", &priced, &[1], &[1, 2, 3]);
}

#[test]
fn the_program_is_not_guarded() {
    let company = Company { credit_of_two: 5 };
    let filter = json!({"field": "account.credit", "op": "eq", "value": 5});
    assert_eq!(found(&Viewer::system(), &company, "lead", &filter), [1, 2]);
}

#[test]
fn an_object_without_any_right_can_not_be_asked_about() {
    let viewer = viewer(1, &[json!({"grants": {"lead": {"read": "all"}}})]);
    assert!(!viewer.may(object_of("account"), Action::Read));
    let env = viewer.env("2026-03-01T00:00:00Z".parse().expect("a moment"), chrono_tz::Asia::Shanghai);
    let readable = |object: &_, field: &_| viewer.readable(object, field);
    let filter = json!({"field": "account.credit", "op": "empty"});
    assert!(parse(&filter, object_of("lead"), schema(), &readable, &env).is_err());
}

fn any_filter() -> impl Strategy<Value = Json> {
    let op = prop::sample::select(vec!["eq", "ne", "lt", "gte", "empty", "not_empty"]);
    let field = prop::sample::select(vec!["account.credit", "account.parent.credit", "account.name"]);
    let test = (field, op, 3_i64..8).prop_map(|(field, op, value)| match (field, op) {
        (field, "empty" | "not_empty") => json!({"field": field, "op": op}),
        ("account.name", op) => json!({"field": "account.name", "op": op, "value": value.to_string()}),
        (field, op) => json!({"field": field, "op": op, "value": value}),
    });
    test.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| json!({"not": inner})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|parts| json!({"and": parts})),
            prop::collection::vec(inner, 1..3).prop_map(|parts| json!({"or": parts})),
        ]
    })
}

proptest! {
    /// Whatever is asked, the answer is the same whatever the hidden account holds.
    #[test]
    fn no_filter_tells_what_a_hidden_record_holds(filter in any_filter(), one in 3_i64..8, other in 3_i64..8) {
        let answer = |credit: i64| found(&seller(), &Company { credit_of_two: credit }, "lead", &filter);
        prop_assert_eq!(answer(one), answer(other));
    }
}
