//! What a filter is read as.

use serde_json::{Value as Json, json};
use shuke_expr::Env;

use crate::fixture::{env, read_in, show};

fn check_in(object: &str, filter: &Json, env: &Env, expect: &str) {
    let cond = read_in(object, filter, env).unwrap_or_else(|fault| panic!("{filter}: {fault}"));
    assert_eq!(show(&cond), expect, "{filter}");
}

fn check(filter: &Json, expect: &str) {
    check_in("thing", filter, &env(), expect);
}

/// One test of one field; `$` in `expect` stands for the field.
fn test(field: &str, op: &str, value: Json, expect: &str) {
    check(&json!({"field": field, "op": op, "value": value}), &expect.replace('$', field));
}

#[test]
fn trees() {
    let a = json!({"field": "f_integer", "op": "eq", "value": 1});
    let b = json!({"field": "f_bool", "op": "ne", "value": true});
    check(&json!({}), "always");
    check(&json!({"and": []}), "always");
    check(&json!({"or": []}), "never");
    check(&json!({"and": [a, b]}), "(f_integer = 1 & f_bool ≠ true)");
    check(&json!({"or": [a, {"not": b}]}), "(f_integer = 1 | !f_bool ≠ true)");
}

#[test]
fn nothing_and_lists() {
    for field in
        ["f_text", "f_integer", "f_money", "f_date", "f_datetime", "f_user", "f_tags", "f_multi_choice"]
    {
        test(field, "eq", json!(null), "$ empty");
        test(field, "ne", json!(null), "$ filled");
        test(field, "in", json!([null]), "$ empty");
        test(field, "not_in", json!([null]), "$ filled");
        test(field, "in", json!([]), "$ never");
        test(field, "not_in", json!([]), "always");
        check(&json!({"field": field, "op": "empty"}), &format!("{field} empty"));
        check(&json!({"field": field, "op": "not_empty", "value": null}), &format!("{field} filled"));
    }
    test("f_text", "eq", json!(" "), "$ empty");
    test("f_integer", "in", json!([1, null, 2]), "($ in [1, 2] | $ empty)");
    test("f_integer", "not_in", json!([1, null]), "($ not in [1] & $ filled)");
    test("f_tags", "contains", json!("VIP"), r#"$ has "VIP""#);
    test("f_multi_choice", "not_contains", json!("won"), r#"$ has not "won""#);
    test("f_multi_choice", "in", json!(["won", "lost"]), r#"$ in ["won", "lost"]"#);
}

#[test]
fn several_references() {
    let one = "00000000-0000-0000-0000-000000000001";
    let has = format!("$ has {one:?}");
    test("f_multi_reference", "contains", json!(one), &has);
    test("f_multi_reference", "contains", json!({"id": one, "object": "account", "name": "甲"}), &has);
    test("f_multi_reference", "not_contains", json!(one), &format!("$ has not {one:?}"));
    test("f_multi_reference", "in", json!([one, null]), &format!("($ in [{one:?}] | $ empty)"));
    check(&json!({"field": "f_multi_reference", "op": "empty"}), "f_multi_reference empty");
    check_in(
        "account",
        &json!({"related": "thing", "via": "f_multi_reference", "some": {}}),
        &env(),
        "some thing.f_multi_reference{always}",
    );
}

#[test]
fn texts_and_contacts() {
    test("f_text", "eq", json!(" 张\u{200b}伟 "), r#"$ = "张伟""#);
    test("f_text", "eq", json!("@me"), r#"$ = "@me""#);
    test("f_text", "contains", json!("50%_\\"), r#"$ has "50%_\\""#);
    test("f_long_text", "eq", json!("甲\r\n乙"), r#"$ = "甲\n乙""#);
    test("f_choice", "ne", json!("lost"), r#"$ ≠ "lost""#);
    test("f_email", "eq", json!("Wei@Example.COM"), r#"$ = "wei@example.com""#);
    test("f_email", "ends_with", json!("@Example.com"), r#"$ ends "@example.com""#);
    test("f_url", "eq", json!("www.example.com"), r#"$ = "https://www.example.com""#);
    test("f_phone", "eq", json!("138 0000 1234"), r#"$ = "+8613800001234""#);
    test("f_phone", "contains", json!("0000-12"), r#"$ has "000012""#);
    test("f_phone", "contains", json!("13 8"), r#"$ has "138""#);
    test("f_phone", "not_contains", json!("138"), r#"$ has not "138""#);
    test("f_phone", "not_contains", json!("0571"), r#"!($ has "0571" | $ begins "+86571")"#);
    test("f_phone", "starts_with", json!("0571"), r#"($ begins "0571" | $ begins "+86571")"#);
    test("f_phone", "starts_with", json!("+86 138"), r#"$ begins "+86138""#);
    test("f_phone", "ends_with", json!("1234"), r#"$ ends "1234""#);
}

#[test]
fn numbers_stay_exact() {
    test("f_integer", "eq", json!("42"), "$ = 42");
    test("f_integer", "between", json!([1, null]), "$ ≥ 1");
    test("f_integer", "between", json!([null, 9]), "$ ≤ 9");
    test("f_decimal", "eq", json!(0.1), "$ = 0.1");
    test("f_decimal", "eq", json!("12.500"), "$ = 12.5");
    test("f_decimal", "lt", json!(1e15), "$ < 1000000000000000");
    test("f_money", "between", json!(["-1.50", 2]), "$ in [-1.5, 2]");
    test("f_percent", "gte", json!("12.5"), "$ ≥ 12.5");
    test("f_money", "in", json!(["1.00", 2.5]), "$ in [1, 2.5]");
}

#[test]
fn ids() {
    let one = "00000000-0000-0000-0000-000000000001";
    test("f_user", "eq", json!("@me"), "$ = #1");
    test("f_user", "ne", json!("@me"), "$ ≠ #1");
    test("f_user", "in", json!("@my_team"), "$ in [#1, #2]");
    test("owner", "in", json!(["@my_team", "00000000-0000-0000-0000-0000000000ff"]), "$ in [#1, #2, #ff]");
    test("f_department", "eq", json!("@my_department"), "$ = #a");
    test("f_reference", "eq", json!(one), "$ = #1");
    test("f_reference", "eq", json!({"id": one, "object": "account", "name": "x"}), "$ = #1");
    test("id", "in", json!([one]), "$ in [#1]");
    test("f_record", "eq", json!({"id": one, "object": "account"}), "$ = account#1");
    check_in("user", &json!({"field": "id", "op": "eq", "value": "@me"}), &env(), "id = #1");
}

#[test]
fn nobody_is_nobody() {
    let env = Env::nobody(env().now);
    let test = |op: &str, value: &str| json!({"field": "owner", "op": op, "value": value});
    check_in("thing", &test("eq", "@me"), &env, "owner never");
    check_in("thing", &test("ne", "@me"), &env, "always");
    check_in("thing", &test("in", "@my_team"), &env, "owner never");
    let under = json!({"field": "owner_department", "op": "under", "value": "@my_department"});
    check_in("thing", &under, &env, "owner_department never");
}

#[test]
fn days_and_moments() {
    test("f_date", "eq", json!("@today"), "$ = 2026-03-01");
    test("f_date", "between", json!(["2026-01-01", "2026-01-31"]), "$ in [2026-01-01, 2026-01-31]");
    let day = json!("2026-01-31");
    test("f_datetime", "eq", day.clone(), "$ in [2026-01-30T16:00:00Z, 2026-01-31T16:00:00Z)");
    test("f_datetime", "ne", day.clone(), "!$ in [2026-01-30T16:00:00Z, 2026-01-31T16:00:00Z)");
    test("f_datetime", "lt", day.clone(), "$ < 2026-01-30T16:00:00Z");
    test("f_datetime", "lte", day.clone(), "$ < 2026-01-31T16:00:00Z");
    test("f_datetime", "gt", day.clone(), "$ ≥ 2026-01-31T16:00:00Z");
    test("f_datetime", "gte", day.clone(), "$ ≥ 2026-01-30T16:00:00Z");
    test("f_datetime", "between", json!([day, day]), "$ in [2026-01-30T16:00:00Z, 2026-01-31T16:00:00Z)");
    let mixed = "($ ≥ 2026-01-30T16:00:00Z & $ ≤ 2026-01-31T09:30:00Z)";
    test("f_datetime", "between", json!([day, "2026-01-31T17:30:00+08:00"]), mixed);
    test("f_datetime", "in", json!([day]), "$ in [2026-01-30T16:00:00Z, 2026-01-31T16:00:00Z)");
    test("f_datetime", "eq", json!("2026-01-31T09:30:00.1234567Z"), "$ = 2026-01-31T09:30:00.123456Z");
    test("f_datetime", "gt", json!("@now"), "$ > 2026-02-28T16:30:00Z");
    test("f_datetime", "lte", json!("9999-12-31"), "$ < 9999-12-31T23:59:59.999999Z");
}

#[test]
fn spans_of_days() {
    test("f_date", "within", json!("this_month"), "$ in [2026-03-01, 2026-04-01)");
    test("f_datetime", "within", json!("today"), "$ in [2026-02-28T16:00:00Z, 2026-03-01T16:00:00Z)");
    test(
        "f_datetime",
        "within",
        json!({"last_days": 7}),
        "$ in [2026-02-22T16:00:00Z, 2026-03-01T16:00:00Z)",
    );
    test("f_date", "within", json!({"next_days": 2}), "$ in [2026-03-01, 2026-03-03)");
    test("f_datetime", "within", json!({"older_than_days": 1}), "$ < 2026-02-27T16:00:00Z");
    // In New York the clocks go forward on 8 March: that day has 23 hours.
    let mut env = env();
    env.zone = chrono_tz::America::New_York;
    env.now = "2026-03-08T12:00:00Z".parse().expect("a moment");
    let today = json!({"field": "f_datetime", "op": "within", "value": "today"});
    check_in("thing", &today, &env, "f_datetime in [2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z)");
}

#[test]
fn below_departments_and_regions() {
    let department = |number: u128| json!(uuid::Uuid::from_u128(number));
    test("f_department", "under", department(11), "$ in [#b, #c]");
    test("unit", "under", json!("@my_department"), "$ in [#a, #b, #c]");
    test("owner_department", "under", department(99), "$ = #63");
    test("owner.department", "under", department(20), "$ in [#14, #15]");
    test("f_region", "under", json!("330000"), r#"$ begins "33""#);
    test("f_region", "under", json!("330100"), r#"$ begins "3301""#);
    test("f_region", "under", json!("330106"), r#"$ = "330106""#);
    test("f_region", "in", json!(["330106"]), r#"$ in ["330106"]"#);
}

#[test]
fn ways_through_references() {
    test("account.region", "eq", json!("330106"), r#"$ = "330106""#);
    test("account.parent.parent.region", "empty", json!(null), "$ empty");
    let some =
        |related: &str| json!({"related": related, "some": {"field": "name", "op": "eq", "value": "x"}});
    check_in("account", &some("order"), &env(), r#"some order.account{name = "x"}"#);
    check_in("account", &some("note"), &env(), r#"some note.about{name = "x"}"#);
    let via = json!({"related": "link", "via": "to", "none": {}});
    check_in("account", &via, &env(), "!some link.to{always}");
    let owned =
        json!({"related": "thing", "via": "owner", "some": {"field": "f_bool", "op": "eq", "value": true}});
    check_in("user", &owned, &env(), "some thing.owner{f_bool = true}");
    let far = json!({"related": "order", "some": {"related": "note", "none": {}}});
    check_in("account", &far, &env(), "some order.account{!some note.about{always}}");
}
