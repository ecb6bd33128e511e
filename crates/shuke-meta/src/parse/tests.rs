//! What JSON and cells become, as tables.

use proptest::prelude::*;
use serde_json::json;
use shuke_base::{Locale, Text};

use super::*;
use crate::field::{ChoiceOption, FieldKind, Outcome};

mod entries;

fn option(name: &str, zh: &str, en: &str, active: bool) -> ChoiceOption {
    ChoiceOption {
        name: name.to_owned(),
        label: Text::new(zh, en),
        color: None,
        active,
        outcome: Outcome::Open,
        limit_days: None,
    }
}

/// A field of the kind, small enough that every limit can be met.
fn field(kind: FieldKind) -> FieldDef {
    let mut field = FieldDef::new("f", Text::new("字段", "Field"), kind);
    match kind {
        FieldKind::Text | FieldKind::Tags => field.max_length = Some(5),
        FieldKind::Integer => (field.min, field.max) = (Some("0".into()), Some("100".into())),
        FieldKind::Money | FieldKind::Decimal => field.min = Some("-1000000000".into()),
        FieldKind::Choice | FieldKind::MultiChoice => {
            field.options = vec![
                option("new", "新线索", "New", true),
                option("a", "A 级", "Grade A", true),
                option("food", "食品、饮料", "Food, drink", true),
                option("old", "旧", "Old", false),
            ];
        }
        FieldKind::Cascade => {
            field.options = vec![
                option("east", "华东", "East", true),
                option("east/sh", "上海", "Shanghai", true),
                option("east/sh/pudong", "浦东", "Pudong", true),
                option("east/other", "其他", "Other", true),
                option("west", "西部", "West", true),
                option("west/other", "其他", "Other", true),
                option("west/old", "旧区", "Old", false),
            ];
        }
        FieldKind::Date => (field.min, field.max) = (Some("1900-01-01".into()), Some("2199-12-31".into())),
        FieldKind::Reference | FieldKind::MultiReference => field.target = Some("account".into()),
        _ => {}
    }
    field
}

fn shown(value: Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Text(text) => text,
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money(money) => format!("{} {}", money.amount, money.currency),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(moment) => moment.format("%FT%T%.fZ").to_string(),
        Value::Id(id) => id.to_string(),
        Value::Record(object, id) => format!("{object}:{id}"),
        Value::List(items) => items.join("|"),
        Value::Lines(lines) => lines.len().to_string(),
        Value::Address(address) => format!("{}:{}", address.region, address.detail),
        Value::Location(place) => {
            let accuracy = place.accuracy.map_or(String::new(), |metres| format!(" ±{metres}"));
            format!("{},{}{accuracy}", place.longitude, place.latitude)
        }
    }
}

fn code(fault: &FieldFault) -> String {
    assert_eq!(fault.field, "f");
    for locale in [Locale::ZhCn, Locale::En] {
        assert!(!fault.message(locale).contains('{') || fault.message(locale).contains("{\""), "{fault:?}");
    }
    format!("! {}", fault.code.name())
}

fn check(kind: FieldKind, json: Json, expect: &str) {
    let got = value(&field(kind), &json).map_or_else(|fault| code(&fault), shown);
    assert_eq!(got, expect, "{} {json}", kind.name());
}

fn check_cell(kind: FieldKind, text: &str, expect: &str) {
    let got = match cell(&field(kind), text, chrono_tz::Asia::Shanghai) {
        Ok(Cell::Value(value)) => shown(value),
        Ok(Cell::Lookup(name)) => format!("? {name}"),
        Ok(Cell::Lookups(names)) => format!("? {}", names.join("|")),
        Err(fault) => code(&fault),
    };
    assert_eq!(got, expect, "{} {text:?}", kind.name());
}

const ID: &str = "01931b7e-5f2a-7c3d-8e4f-0123456789ab";

#[test]
fn null_and_empty_are_nothing_for_every_kind() {
    for kind in FieldKind::ALL {
        check(kind, Json::Null, "null");
        if kind != FieldKind::Record
            && kind != FieldKind::Bool
            && kind != FieldKind::MultiChoice
            && kind != FieldKind::Tags
        {
            check(kind, json!(" "), "null");
        }
        check_cell(kind, " \u{200B} ", "null");
    }
    check(FieldKind::Tags, json!([" "]), "null");
    check(FieldKind::MultiChoice, json!([]), "null");
    check(FieldKind::Money, json!({"amount": null, "currency": "CNY"}), "null");
    check_cell(FieldKind::Integer, "—", "null");
    check_cell(FieldKind::Text, "—", "—");
}

#[test]
fn texts_are_cleaned_and_measured_in_characters() {
    check(FieldKind::Text, json!(" 张\u{200B}伟 "), "张伟");
    check(FieldKind::Text, json!("一二三四五"), "一二三四五");
    check(FieldKind::Text, json!("一二三四五六"), "! too_long");
    check(FieldKind::Text, json!("a\u{0}b"), "! invalid_text");
    check(FieldKind::Text, json!(12), "! wrong_type");
    check(FieldKind::LongText, json!("甲\r\n乙"), "甲\n乙");
    check(FieldKind::Phone, json!("138 0000 1234"), "+8613800001234");
    check(FieldKind::Phone, json!("abc"), "! invalid_phone");
    check(FieldKind::Email, json!("A@Example.com"), "a@example.com");
    check(FieldKind::Email, json!("a"), "! invalid_email");
    check(FieldKind::Url, json!("www.example.com"), "https://www.example.com");
    check(FieldKind::Url, json!("javascript:alert(1)"), "! invalid_url");
}

#[test]
fn times_of_day_have_one_form() {
    check(FieldKind::Time, json!("9:30"), "09:30");
    check(FieldKind::Time, json!("09:30:00"), "09:30");
    check(FieldKind::Time, json!("23:59:59"), "23:59:59");
    for bad in ["24:00", "9", "9:60", "9:30:60", "9:30:1:1", "9:3a", "-1:00", "9: 30"] {
        check(FieldKind::Time, json!(bad), "! invalid_clock");
    }
    check(FieldKind::Time, json!(930), "! wrong_type");
    for (cell, expect) in [
        ("下午2:30", "14:30"),
        ("2:30 PM", "14:30"),
        ("12:05 am", "00:05"),
        ("上午 9点半", "09:30"),
        ("14点", "14:00"),
        ("8点5分", "08:05"),
        ("０９：３０", "09:30"),
        ("0.395833333333333", "09:30"),
        ("1899-12-31 09:30:15", "09:30:15"),
        ("1900-01-00", "00:00"),
        ("午后", "! invalid_clock"),
    ] {
        check_cell(FieldKind::Time, cell, expect);
    }
    let bounds = FieldDef { min: Some("09:00".into()), max: Some("18:00".into()), ..field(FieldKind::Time) };
    assert_eq!(value(&bounds, &json!("18:00")), Ok(Value::from("18:00")));
    assert_eq!(code(&value(&bounds, &json!("8:59:59")).expect_err("early")), "! too_early");
    assert_eq!(code(&value(&bounds, &json!("18:00:01")).expect_err("late")), "! too_late");
}

#[test]
fn days_and_moments_keep_within_their_bounds() {
    check(FieldKind::Date, json!("1899-12-31"), "! too_early");
    check_cell(FieldKind::Date, "2200/1/1", "! too_late");
    let since = FieldDef { min: Some("2026-01-01T00:00:00Z".into()), ..field(FieldKind::DateTime) };
    assert_eq!(code(&value(&since, &json!("2026-01-01T07:59:59+08:00")).expect_err("early")), "! too_early");
    assert!(value(&since, &json!("2026-01-01T08:00:00+08:00")).is_ok());
}

#[test]
fn stars_are_counted() {
    check(FieldKind::Rating, json!(4), "4");
    check(FieldKind::Rating, json!("5"), "5");
    check(FieldKind::Rating, json!(0), "! too_small");
    check(FieldKind::Rating, json!(6), "! too_big");
    check(FieldKind::Rating, json!(2.5), "! too_precise");
    for (cell, expect) in [
        ("4星", "4"),
        ("★★★☆☆", "3"),
        ("３", "3"),
        ("5 stars", "5"),
        ("☆", "! too_small"),
        ("好", "! invalid_number"),
    ] {
        check_cell(FieldKind::Rating, cell, expect);
    }
}

#[test]
fn numbers_with_a_check_character_are_checked() {
    check(FieldKind::IdCard, json!("11010519491231002x"), "11010519491231002X");
    check(FieldKind::IdCard, json!("110105491231002"), "! invalid_id_card");
    check_cell(FieldKind::IdCard, "110105194912310021", "! invalid_id_card");
    let old = value(&field(FieldKind::IdCard), &json!("110105491231002")).expect_err("old");
    assert!(old.message(Locale::ZhCn).contains("18 位"), "{old:?}");
    check(FieldKind::CreditCode, json!("91350100m000100y43"), "91350100M000100Y43");
    check(FieldKind::CreditCode, json!("91350100M000100Y44"), "! invalid_credit_code");
}

#[test]
fn a_node_of_a_tree_is_found_by_name_and_by_the_way_to_it() {
    check(FieldKind::Cascade, json!("east/sh"), "east/sh");
    check(FieldKind::Cascade, json!("sh"), "! unknown_option");
    check(FieldKind::Cascade, json!("west/old"), "! unknown_option");
    for (cell, expect) in [
        ("east/sh/pudong", "east/sh/pudong"),
        ("华东 / 上海 / 浦东", "east/sh/pudong"),
        ("华东>上海", "east/sh"),
        ("浦东", "east/sh/pudong"),
        ("other", "! unknown_option"),
        ("West / Other", "west/other"),
        ("华东/浦东", "! unknown_option"),
        ("旧区", "! unknown_option"),
    ] {
        check_cell(FieldKind::Cascade, cell, expect);
    }
}

#[test]
fn an_address_has_a_region_and_a_line() {
    check(FieldKind::Address, json!({"region": "330106", "detail": " 文三路 1 号 "}), "330106:文三路 1 号");
    check(FieldKind::Address, json!({"region": null, "detail": "文三路"}), ":文三路");
    check(FieldKind::Address, json!({"region": "330106"}), "330106:");
    check(FieldKind::Address, json!({"region": "", "detail": ""}), "null");
    check(FieldKind::Address, json!({"region": "999999"}), "! invalid_region");
    check(FieldKind::Address, json!({"detail": 5}), "! wrong_type");
    check(FieldKind::Address, json!({"street": "x"}), "! wrong_type");
    check(FieldKind::Address, json!({"detail": "路".repeat(201)}), "! too_long");
    for (cell, expect) in [
        ("浙江省杭州市西湖区文三路 1 号", "330106:文三路 1 号"),
        ("上海市浦东新区世纪大道1号", "310115:世纪大道1号"),
        ("杭州市", "330100:"),
        ("北京路 100 号", ":北京路 100 号"),
        ("浙江 杭州 西湖 文三路", "330106:文三路"),
        ("某某大厦", ":某某大厦"),
    ] {
        check_cell(FieldKind::Address, cell, expect);
    }
}

#[test]
fn a_place_lies_on_the_earth() {
    let at = |longitude: &str, latitude: &str| json!({"longitude": longitude, "latitude": latitude});
    check(FieldKind::Location, at("120.13", "30.27"), "120.130000,30.270000");
    check(FieldKind::Location, at("180", "-90"), "180.000000,-90.000000");
    check(FieldKind::Location, at("180.0000001", "0"), "! invalid_location");
    check(FieldKind::Location, at("0", "90.5"), "! invalid_location");
    check(FieldKind::Location, at("x", "0"), "! invalid_number");
    check(FieldKind::Location, json!({"longitude": 1}), "! wrong_type");
    let measured = json!({"longitude": 120.131_234_567_891_2, "latitude": 30.27, "accuracy": 34.7});
    check(FieldKind::Location, measured, "120.131235,30.270000 ±35");
    let far = json!({"longitude": 1, "latitude": 1, "accuracy": -1});
    check(FieldKind::Location, far, "! invalid_location");
    check_cell(FieldKind::Location, "120.13，30.27", "120.130000,30.270000");
    check_cell(FieldKind::Location, "120.13, 30.27 ±30m", "120.130000,30.270000 ±30");
    check_cell(FieldKind::Location, "杭州", "! invalid_location");
}

#[test]
fn files_come_as_ids_and_not_too_many() {
    let other = "01931b7e-5f2a-7c3d-8e4f-0123456789ac";
    check(FieldKind::Attachment, json!([ID, {"id": other, "name": "a.pdf"}, ID]), &format!("{ID}|{other}"));
    check(FieldKind::Attachment, json!([]), "null");
    check(FieldKind::Attachment, json!(["x"]), "! wrong_type");
    check(FieldKind::Image, json!({"id": ID}), "! wrong_type");
    check_cell(FieldKind::Image, "a.png", "! wrong_type");
    let few = FieldDef { max: Some("1".into()), ..field(FieldKind::Attachment) };
    assert_eq!(code(&value(&few, &json!([ID, other])).expect_err("too many")), "! too_many_files");
}

#[test]
fn rich_text_is_cleaned_and_measured_without_its_tags() {
    let kind = FieldKind::RichText;
    check(kind, json!("<p onclick=x>甲<script>y</script></p>"), "<p>甲</p>");
    check(kind, json!("<p> </p><p></p>"), "null");
    check(kind, json!("1 < 2"), "1 &lt; 2");
    check(kind, json!("<p>甲\u{200b}\r\n乙</p>"), "<p>甲\n乙</p>");
    check(kind, json!("<p>\u{0007}</p>"), "! invalid_text");
    check(kind, json!(7), "! wrong_type");
    check_cell(kind, "第一行\n<第二行>", "<p>第一行</p><p>&lt;第二行&gt;</p>");
    let short = FieldDef { max_length: Some(3), ..field(kind) };
    assert_eq!(
        value(&short, &json!("<p><strong>一二三</strong></p>")).map(shown).expect("it fits"),
        "<p><strong>一二三</strong></p>"
    );
    assert_eq!(code(&value(&short, &json!("<p>一二三四</p>")).expect_err("too long")), "! too_long");
    let long = format!("<p>{}</p>", "<b></b>".repeat(40_000));
    assert_eq!(code(&value(&field(kind), &json!(long)).expect_err("too long")), "! too_long");
}

#[test]
fn a_text_has_the_form_that_is_asked_for() {
    let message = Text::new("应为两位字母加四位数字", "Two letters and four digits");
    let format = crate::Format { pattern: "[A-Z]{2}[0-9]{4}".into(), message };
    let field = FieldDef { format: Some(format), ..field(FieldKind::LongText) };
    assert_eq!(value(&field, &json!(" AB1234 ")), Ok(Value::from("AB1234")));
    let fault = value(&field, &json!("AB123")).expect_err("no form");
    assert_eq!(code(&fault), "! wrong_format");
    assert!(fault.message(Locale::ZhCn).contains("两位字母"));
    assert_eq!(value(&field, &json!("")), Ok(Value::Null), "nothing has no form");
    let typed = cell(&field, "ab1234", chrono_tz::Asia::Shanghai);
    assert_eq!(code(&typed.expect_err("no form")), "! wrong_format");
}

#[test]
fn numbers_are_exact_or_refused() {
    check(FieldKind::Integer, json!(7), "7");
    check(FieldKind::Integer, json!("7"), "7");
    check(FieldKind::Integer, json!(7.0), "7");
    check(FieldKind::Integer, json!(7.5), "! too_precise");
    check(FieldKind::Integer, json!(-1), "! too_small");
    check(FieldKind::Integer, json!(101), "! too_big");
    check(FieldKind::Integer, json!(true), "! wrong_type");
    check(FieldKind::Integer, json!("seven"), "! invalid_number");
    check(FieldKind::Decimal, json!(0.1), "0.10");
    check(FieldKind::Decimal, json!("1234.500"), "1234.50");
    check(FieldKind::Decimal, json!("1234.505"), "! too_precise");
    check(FieldKind::Decimal, json!("1e3"), "! invalid_number");
    check(FieldKind::Decimal, json!("1,000"), "! invalid_number");
    check(FieldKind::Decimal, json!(1e3), "1000.00");
    check(FieldKind::Decimal, json!(12_345_678_901_234_567.5), "! wrong_type");
    check(FieldKind::Decimal, json!(-1e12), "! too_small");
    check(FieldKind::Decimal, json!("9999999999999999.99"), "9999999999999999.99");
    check(FieldKind::Decimal, json!("10000000000000000"), "! too_big");
    check(FieldKind::Percent, json!("12.5"), "12.50");
    check(FieldKind::Bool, json!(true), "true");
    check(FieldKind::Bool, json!("true"), "! wrong_type");
}

#[test]
fn money_is_an_amount_in_a_currency() {
    check(FieldKind::Money, json!({"amount": "12.5", "currency": "USD"}), "12.50 USD");
    check(FieldKind::Money, json!({"amount": 12.5}), "12.50 CNY");
    check(FieldKind::Money, json!("12.5"), "12.50 CNY");
    check(FieldKind::Money, json!({"amount": "12.5", "currency": "usd"}), "! invalid_currency");
    check(FieldKind::Money, json!({"amount": "12.5", "unit": "CNY"}), "! wrong_type");
    check(FieldKind::Money, json!({"currency": "CNY"}), "! wrong_type");
    check(FieldKind::Money, json!([1]), "! wrong_type");
}

#[test]
fn days_and_times_are_strict() {
    check(FieldKind::Date, json!("2026-01-31"), "2026-01-31");
    for bad in ["2026-1-31", "2026-02-30", "0000-01-01", "2026-01-31T00:00:00Z", "20260131", "+026-01-31"] {
        check(FieldKind::Date, json!(bad), "! invalid_date");
    }
    check(FieldKind::DateTime, json!("2026-01-31T09:30:00+08:00"), "2026-01-31T01:30:00Z");
    check(FieldKind::DateTime, json!("2026-01-31T09:30:00.1234567Z"), "2026-01-31T09:30:00.123456Z");
    for bad in
        ["2026-01-31", "2026-01-31T09:30:00", "2026-06-30T23:59:60Z", "0001-01-01T00:00:00+08:00", "now"]
    {
        check(FieldKind::DateTime, json!(bad), "! invalid_time");
    }
}

#[test]
fn choices_go_by_api_name_and_must_be_active() {
    check(FieldKind::Choice, json!("new"), "new");
    check(FieldKind::Choice, json!("新线索"), "! unknown_option");
    check(FieldKind::Choice, json!("old"), "! unknown_option");
    check(FieldKind::MultiChoice, json!(["a", "new", "a"]), "a|new");
    check(FieldKind::MultiChoice, json!(["a", "b"]), "! unknown_option");
    check(FieldKind::MultiChoice, json!("a"), "! wrong_type");
    check(FieldKind::Tags, json!(["重点 ", "", "重点", "展会"]), "重点|展会");
    check(FieldKind::Tags, json!(["一二三四五六"]), "! too_long");
    let many: Vec<String> = (0..101).map(|at| at.to_string()).collect();
    check(FieldKind::Tags, json!(many), "! wrong_type");
    check(FieldKind::Region, json!("330106"), "330106");
    check(FieldKind::Region, json!("杭州"), "! invalid_region");
}

#[test]
fn references_are_ids_or_what_was_read() {
    check(FieldKind::Reference, json!(ID), ID);
    check(FieldKind::Reference, json!({"id": ID, "object": "account", "name": "甲"}), ID);
    check(FieldKind::Reference, json!({"id": ID, "object": "lead", "name": "甲"}), "! wrong_type");
    check(FieldKind::Reference, json!("甲公司"), "! wrong_type");
    check(FieldKind::User, json!(format!("{{{ID}}}")), "! wrong_type");
    check(FieldKind::Department, json!(1), "! wrong_type");
    check(FieldKind::Record, json!({"id": ID, "object": "lead", "name": "甲"}), &format!("lead:{ID}"));
    check(FieldKind::Record, json!({"id": ID}), "! wrong_type");
    check(FieldKind::Record, json!(ID), "! wrong_type");
}

#[test]
fn cells_are_read_as_people_write() {
    check_cell(FieldKind::Phone, "１３８-００００-１２３４", "+8613800001234");
    check_cell(FieldKind::Integer, "1,0", "! invalid_number");
    check_cell(FieldKind::Integer, "85%", "! invalid_number");
    check_cell(FieldKind::Integer, "８５", "85");
    check_cell(FieldKind::Percent, "12.5％", "12.50");
    check_cell(FieldKind::Money, "¥3.5万", "35000.00 CNY");
    check_cell(FieldKind::Money, "USD 1,200", "1200.00 USD");
    check_cell(FieldKind::Money, "面议", "! invalid_number");
    check_cell(FieldKind::Decimal, "¥3", "! invalid_number");
    for (text, yes) in [
        ("是", "true"),
        ("Ｙ", "true"),
        ("TRUE", "true"),
        ("否", "false"),
        ("0", "false"),
        ("也许", "! wrong_type"),
    ] {
        check_cell(FieldKind::Bool, text, yes);
    }
    check_cell(FieldKind::Date, "2026年1月5日", "2026-01-05");
    check_cell(FieldKind::Date, "2026/1/5 00:00:00", "2026-01-05");
    check_cell(FieldKind::Date, "昨天", "! invalid_date");
    check_cell(FieldKind::DateTime, "2026-1-5 14:30", "2026-01-05T06:30:00Z");
    check_cell(FieldKind::DateTime, "14:30", "! invalid_time");
    for text in ["新线索", "NEW", "new", " New "] {
        check_cell(FieldKind::Choice, text, "new");
    }
    check_cell(FieldKind::Choice, "Ａ级", "a");
    check_cell(FieldKind::Choice, "旧", "! unknown_option");
    check_cell(FieldKind::MultiChoice, "食品、饮料", "food");
    check_cell(FieldKind::MultiChoice, "新线索；A级, 新线索", "new|a");
    check_cell(FieldKind::MultiChoice, "新线索；B级", "! unknown_option");
    check_cell(FieldKind::Tags, "重点、展会;  重点，VIP", "重点|展会|VIP");
    check_cell(FieldKind::Region, "浙江 杭州 西湖区", "330106");
    check_cell(FieldKind::Region, "330106", "330106");
    check_cell(FieldKind::Region, "西湖区", "! invalid_region");
    check_cell(FieldKind::Reference, " 甲公司 ", "? 甲公司");
    check_cell(FieldKind::Reference, ID, ID);
    check_cell(FieldKind::User, "zhang.wei", "? zhang.wei");
    check_cell(FieldKind::Text, "a\u{1}", "! invalid_text");
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,20}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::hash_map("amount|currency|id|object|x", inner, 0..4)
                .prop_map(|parts| Json::Object(parts.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_input_makes_it_panic(json in any_json(), text in "\\PC{0,20}") {
        for kind in FieldKind::ALL {
            let field = field(kind);
            let _ = value(&field, &json);
            let _ = cell(&field, &text, chrono_tz::Asia::Shanghai);
        }
    }

    #[test]
    fn a_decimal_in_its_text_comes_back_exactly(mantissa in -99_999_999_999_i64..=99_999_999_999) {
        let number = shuke_base::Decimal::new(mantissa, 2);
        let read = value(&field(FieldKind::Decimal), &json!(number.to_string())).expect("fits");
        prop_assert_eq!(read, Value::Decimal(number));
    }

    /// What comes out of a cell is accepted by the strict door and stays what it is.
    #[test]
    fn a_cells_value_passes_as_json(text in "[0-9a-z¥万,.%-]{1,10}") {
        for kind in [FieldKind::Text, FieldKind::Integer, FieldKind::Decimal, FieldKind::Phone] {
            let field = field(kind);
            if let Ok(Cell::Value(read)) = cell(&field, &text, chrono_tz::UTC) {
                let again = match &read {
                    Value::Null => Json::Null,
                    other => Json::from(shown(other.clone())),
                };
                prop_assert_eq!(value(&field, &again).expect("fits"), read);
            }
        }
    }
}
