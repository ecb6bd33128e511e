//! What is refused, and how it is told.

use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, limits};

use crate::fixture::{read, show};

fn refused(object: &str, filter: &Json) -> Fault {
    match read(object, filter) {
        Ok(cond) => panic!("{filter} was read as {}", show(&cond)),
        Err(fault) => fault,
    }
}

/// The one fault of a filter on `thing`: its field and its code.
fn check(filter: &Json, field: &str, code: Code) {
    let fault = refused("thing", filter);
    let told: Vec<_> = fault.fields.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    assert_eq!(told, [(field, code)], "{filter}");
    for locale in [shuke_base::Locale::ZhCn, shuke_base::Locale::En] {
        for text in [fault.message(locale), fault.fields[0].message(locale)] {
            assert!(!text.contains('{') || text.contains("{\"object\""), "an unfilled place in {text:?}");
        }
    }
}

fn test(field: &str, op: &str, value: Json, code: Code) {
    check(&json!({"field": field, "op": op, "value": value}), field, code);
}

#[test]
fn broken_structures() {
    let good = json!({"field": "f_text", "op": "empty"});
    for bad in [
        json!(null),
        json!([]),
        json!("x"),
        json!({"and": good}),
        json!({"or": {}}),
        json!({"not": []}),
        json!({"and": [good], "or": [good]}),
        json!({"and": [{}]}),
        json!({"field": "f_text"}),
        json!({"op": "empty"}),
        json!({"field": 1, "op": "empty"}),
        json!({"field": "f_text", "op": "empty", "vlaue": 1}),
        json!({"related": "order"}),
        json!({"related": "note", "some": {}, "none": {}}),
        json!({"related": "note", "via": 1, "some": {}}),
    ] {
        check(&bad, "filter", Code::InvalidFilter);
        assert_eq!(refused("thing", &bad).code, Code::InvalidFilter);
    }
}

#[test]
fn values_that_do_not_fit() {
    test("f_text", "eq", json!(1), Code::WrongType);
    test("f_text", "eq", json!("a\u{0}b"), Code::InvalidText);
    test("f_text", "contains", json!(""), Code::InvalidFilter);
    test("f_text", "contains", json!(null), Code::InvalidFilter);
    test("f_text", "in", json!({"a": 1}), Code::InvalidFilter);
    test("f_text", "empty", json!(false), Code::InvalidFilter);
    test("f_integer", "eq", json!("x"), Code::InvalidNumber);
    test("f_integer", "eq", json!(1.5), Code::InvalidNumber);
    test("f_integer", "eq", json!(u64::MAX), Code::InvalidNumber);
    test("f_integer", "between", json!([1]), Code::InvalidFilter);
    test("f_integer", "between", json!([null, null]), Code::InvalidFilter);
    test("f_integer", "between", json!(1), Code::InvalidFilter);
    test("f_decimal", "eq", json!("1,000"), Code::InvalidNumber);
    test("f_decimal", "eq", json!("1e3"), Code::InvalidNumber);
    test("f_decimal", "eq", json!(""), Code::InvalidNumber);
    test("f_decimal", "eq", json!("."), Code::InvalidNumber);
    test("f_decimal", "eq", json!("0.005"), Code::TooPrecise);
    test("f_decimal", "eq", json!("10000000000000000"), Code::TooBig);
    test("f_decimal", "eq", json!("-10000000000000000"), Code::TooSmall);
    test("f_decimal", "eq", json!(1e300), Code::InvalidNumber);
    test("f_money", "eq", json!({"amount": "1", "currency": "CNY"}), Code::WrongType);
    test("f_bool", "eq", json!("true"), Code::WrongType);
    test("f_date", "eq", json!("2026-02-30"), Code::InvalidDate);
    test("f_date", "eq", json!("2026-2-3"), Code::InvalidDate);
    test("f_date", "eq", json!("0000-01-01"), Code::InvalidDate);
    test("f_date", "eq", json!("２０２６-01"), Code::InvalidDate);
    test("f_date", "eq", json!("2026-01-31T00:00:00Z"), Code::InvalidDate);
    test("f_date", "eq", json!(20_260_131), Code::WrongType);
    test("f_date", "within", json!("someday"), Code::InvalidFilter);
    test("f_datetime", "eq", json!("2026-01-31 09:30"), Code::InvalidTime);
    test("f_datetime", "eq", json!("@tomorrow"), Code::InvalidTime);
    test("f_choice", "eq", json!("nope"), Code::UnknownOption);
    test("f_choice", "in", json!(["won", "nope"]), Code::UnknownOption);
    test("f_multi_choice", "contains", json!("nope"), Code::UnknownOption);
    test("f_phone", "eq", json!("abc"), Code::InvalidPhone);
    test("f_phone", "contains", json!("abc"), Code::InvalidPhone);
    test("f_email", "eq", json!("abc"), Code::InvalidEmail);
    test("f_url", "eq", json!("abc"), Code::InvalidUrl);
    test("f_region", "eq", json!("33"), Code::InvalidRegion);
    test("f_region", "under", json!("000000"), Code::InvalidRegion);
    test("f_reference", "eq", json!("x"), Code::WrongType);
    test("f_reference", "eq", json!("@me"), Code::WrongType);
    test("f_user", "eq", json!("@my_department"), Code::WrongType);
    let contact = json!({"id": "00000000-0000-0000-0000-000000000001", "object": "contact"});
    test("f_reference", "eq", contact, Code::WrongType);
    test("f_record", "eq", json!("00000000-0000-0000-0000-000000000001"), Code::WrongType);
    test("f_text", "like", json!("x"), Code::InvalidOperator);
    test("f_text", "within", json!("today"), Code::InvalidOperator);
    check(&json!({"field": "f_text", "op": "eq"}), "f_text", Code::InvalidFilter);
}

#[test]
fn what_may_not_be_seen_is_what_does_not_exist() {
    for (seen, unseen) in [
        ("nowhere", "secret"),
        ("account.nowhere", "account.secret"),
        ("account.nowhere.name", "account.secret.name"),
        ("vault.nowhere", "vault.name"),
        ("name.name", "secret.name"),
    ] {
        let told = |typed: &str| {
            let fault = refused("thing", &json!({"field": typed, "op": "eq", "value": "x"}));
            assert_eq!((fault.fields.len(), fault.fields[0].field.as_str()), (1, typed));
            format!("{fault:?}").replace(typed, "PATH")
        };
        assert_eq!(told(seen), told(unseen));
        assert!(told(seen).contains("UnknownField"), "{seen}");
    }
    let related = |name: &str| {
        let fault = refused("account", &json!({"related": name, "some": {"field": "name", "op": "empty"}}));
        format!("{fault:?}").replace(name, "NAME")
    };
    assert_eq!(related("nowhere"), related("vault"));
    check(&json!({"field": "", "op": "empty"}), "", Code::UnknownField);
    check(&json!({"field": "account.", "op": "empty"}), "account.", Code::UnknownField);
    check(&json!({"field": "f_record.name", "op": "empty"}), "f_record.name", Code::UnknownField);
}

#[test]
fn relations_have_to_be_clear() {
    let via =
        |via: &str| refused("account", &json!({"related": "link", "via": via, "some": {}})).fields[0].clone();
    assert_eq!((via("name").field.as_str(), via("name").code), ("name", Code::UnknownField));
    assert_eq!(via("nowhere").code, Code::UnknownField);
    let open = refused("account", &json!({"related": "link", "some": {}})).fields[0].clone();
    assert_eq!((open.field.as_str(), open.code), ("link", Code::InvalidFilter));
    check(&json!({"related": "order", "some": {}}), "order", Code::InvalidFilter);
}

#[test]
fn every_bad_test_is_named() {
    let filter = json!({"and": [
        {"field": "nowhere", "op": "empty"},
        {"field": "f_text", "op": "empty"},
        {"not": {"field": "f_date", "op": "eq", "value": "x"}},
    ]});
    let fault = refused("thing", &filter);
    assert_eq!(fault.code, Code::InvalidInput);
    assert_eq!(
        fault.fields.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(),
        ["nowhere", "f_date"]
    );
}

#[test]
fn limits_hold_at_their_edges() {
    let test = json!({"field": "f_integer", "op": "eq", "value": 1});
    let nested = |levels: usize| (1..levels).fold(test.clone(), |inner, _| json!({"and": [inner]}));
    assert!(read("thing", &nested(limits::FILTER_DEPTH)).is_ok());
    assert_eq!(refused("thing", &nested(limits::FILTER_DEPTH + 1)).code, Code::FilterTooDeep);
    let wide = |tests: usize| json!({"and": vec![test.clone(); tests]});
    assert!(read("thing", &wide(limits::FILTER_TESTS)).is_ok());
    assert_eq!(refused("thing", &wide(limits::FILTER_TESTS + 1)).code, Code::FilterTooDeep);
    let many = |values: usize| json!({"field": "f_integer", "op": "in", "value": vec![1; values]});
    assert!(read("thing", &many(limits::FILTER_VALUES)).is_ok());
    check(&many(limits::FILTER_VALUES + 1), "f_integer", Code::InvalidFilter);
    let empty_groups = json!({"or": vec![json!({"and": []}); limits::FILTER_TESTS + 1]});
    assert_eq!(refused("thing", &empty_groups).code, Code::FilterTooDeep);
    let far = ["account", "parent", "parent", "parent", "region"].join(".");
    check(&json!({"field": far, "op": "empty"}), &far, Code::InvalidFilter);
}

#[test]
fn ten_thousand_levels_are_refused_and_not_walked() {
    let around = |key: &str, inner: Json| Json::Object([(key.to_owned(), inner)].into_iter().collect());
    for key in ["not", "or", "some"] {
        // Built by moving: copying it would walk it.
        let mut filter = json!({});
        for _ in 0..10_000 {
            filter = match key {
                "or" => around(key, Json::Array(vec![filter])),
                "some" => {
                    let mut map = serde_json::Map::from_iter([("related".to_owned(), json!("account"))]);
                    map.extend([("via".to_owned(), json!("parent")), (key.to_owned(), filter)]);
                    Json::Object(map)
                }
                _ => around(key, filter),
            };
        }
        // Not by `refused`, which would write the whole filter out.
        let fault = read("account", &filter).map(|_| ()).expect_err("too deep");
        assert_eq!(fault.code, Code::FilterTooDeep, "{key}");
        take_apart(filter);
    }
}

/// Drops a deep value level by level.
fn take_apart(json: Json) {
    let mut open = vec![json];
    while let Some(json) = open.pop() {
        match json {
            Json::Object(map) => open.extend(map.into_iter().map(|(_, inner)| inner)),
            Json::Array(list) => open.extend(list),
            _ => {}
        }
    }
}
