//! Conditions of form rules: the cases that the page's tests read, too, and what rules can't ask for.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_base::{Text, Value};
use shuke_expr::rule;
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, ObjectDef, Outcome, Schema, parse};

fn schema() -> Schema {
    let fields = [
        ("title", FieldKind::Text),
        ("stage", FieldKind::Choice),
        ("lines", FieldKind::MultiChoice),
        ("quantity", FieldKind::Integer),
        ("price", FieldKind::Decimal),
        ("amount", FieldKind::Money),
        ("signed", FieldKind::Date),
        ("seen_at", FieldKind::DateTime),
        ("vip", FieldKind::Bool),
        ("account", FieldKind::Reference),
        ("partners", FieldKind::MultiReference),
    ];
    let mut object = ObjectDef::default();
    object.name = "deal".to_owned();
    object.name_field = "title".to_owned();
    for (name, kind) in fields {
        let mut field = FieldDef::new(name, Text::new(name, name), kind);
        field.target =
            matches!(kind, FieldKind::Reference | FieldKind::MultiReference).then(|| "deal".to_owned());
        let options: &[&str] = match kind {
            FieldKind::Choice => &["won", "lost"],
            FieldKind::MultiChoice => &["a", "b", "c"],
            _ => &[],
        };
        let option = |name: &&str| ChoiceOption {
            name: (*name).to_owned(),
            label: Text::new(*name, *name),
            color: None,
            active: true,
            outcome: Outcome::Open,
            limit_days: None,
        };
        field.options = options.iter().map(option).collect();
        object.fields.push(field);
    }
    Schema::new(1, [object])
}

#[test]
fn the_cases_that_the_page_shares() {
    let schema = schema();
    let object = schema.object("deal").expect("the object");
    let cases: Vec<Json> = serde_json::from_str(include_str!("../rules.json")).expect("the cases");
    assert!(cases.len() > 40);
    for case in cases {
        let row: Vec<Value> = object
            .fields
            .iter()
            .map(|field| match case["record"].get(&field.name) {
                Some(json) => parse::value(field, json).unwrap_or_else(|fault| panic!("{case}: {fault:?}")),
                None => Value::Null,
            })
            .collect();
        let cond =
            rule(&case["rule"], object, &schema).unwrap_or_else(|reason| panic!("{case}: {}", reason.en));
        assert_eq!(Json::Bool(cond.holds(&row)), case["holds"], "{case}");
    }
}

#[test]
fn what_the_page_could_not_evaluate_is_refused() {
    let schema = schema();
    let object: &Arc<ObjectDef> = schema.object("deal").expect("the object");
    for (given, begins) in [
        (json!({"field": "signed", "op": "within", "value": "today"}), "“signed” can't be compared"),
        (json!({"field": "seen_at", "op": "gt", "value": "2026-01-01"}), "“seen_at” can't be compared"),
        (json!({"field": "account.title", "op": "empty"}), "there is no field named “account.title”"),
        (json!({"field": "account", "op": "eq", "value": "@me"}), "a rule can't ask"),
        (json!({"and": [{"not": {"related": {"object": "deal"}, "some": {}}}]}), "a rule asks for fields"),
        (json!({"field": "quantity", "op": "gt", "value": "much"}), "quantity is not a valid number"),
        (json!({"field": "quantity", "op": "gtt", "value": 1}), ""),
    ] {
        let reason = rule(&given, object, &schema).expect_err(&given.to_string());
        assert!(reason.en.starts_with(begins), "{given}: {}", reason.en);
    }
}

#[test]
fn fields_that_a_rule_asks_for_are_known() {
    let schema = schema();
    let object = schema.object("deal").expect("the object");
    let given = json!({"or": [{"field": "vip", "op": "eq", "value": true}, {"not": {"field": "stage", "op": "empty"}},
        {"field": "vip", "op": "empty"}]});
    let cond = rule(&given, object, &schema).expect("a rule");
    let names: Vec<&str> = cond.fields.iter().map(|at| object.fields[*at].name.as_str()).collect();
    assert_eq!(names, ["vip", "stage"]);
}
