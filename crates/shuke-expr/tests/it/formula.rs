//! Formulas from outside: what they give, what is refused where, and laws over any text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use shuke_base::{Decimal, Money, Text, Value, WorkCalendar};
use shuke_expr::formula::{self, Binary, Expr, Function, Moments, Node, Span};
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, ObjectDef, Outcome, Schema};

fn schema() -> Schema {
    let field = |name: &str, zh: &str, kind| FieldDef::new(name, Text::new(zh, name.replace('_', " ")), kind);
    let option = |name: &str, zh: &str| ChoiceOption {
        name: name.to_owned(),
        label: Text::new(zh, name),
        color: None,
        active: true,
        outcome: Outcome::Open,
        limit_days: None,
    };
    let object = |name: &str, zh: &str, fields: Vec<FieldDef>| {
        let mut object = ObjectDef::default();
        object.name = name.to_owned();
        object.label = Text::new(zh, name);
        object.name_field = "name".to_owned();
        object.fields = fields;
        object
    };
    let mut stage = field("stage", "阶段", FieldKind::Choice);
    stage.options = vec![option("won", "赢单"), option("lost", "输单")];
    let mut account = field("account", "客户", FieldKind::Reference);
    account.target = Some("account".to_owned());
    let mut deal = vec![field("name", "名称", FieldKind::Text), stage, account];
    for (name, zh, kind) in [
        ("quantity", "数量", FieldKind::Integer),
        ("unit_price", "单价（元）", FieldKind::Decimal),
        ("amount", "金额", FieldKind::Money),
        ("cost", "成本", FieldKind::Money),
        ("discount", "折扣", FieldKind::Percent),
        ("signed", "签约日", FieldKind::Date),
        ("seen_at", "拜访时间", FieldKind::DateTime),
        ("vip", "重点", FieldKind::Bool),
        ("tags", "标签", FieldKind::Tags),
        ("note", "备注", FieldKind::LongText),
    ] {
        deal.push(field(name, zh, kind));
    }
    let account = vec![field("name", "名称", FieldKind::Text), field("level", "等级", FieldKind::Text)];
    Schema::new(1, [object("deal", "商机", deal), object("account", "客户", account)])
}

fn money(amount: &str, currency: &str) -> Value {
    Value::Money(Money { amount: amount.parse().expect("a number"), currency: currency.to_owned() })
}

fn values() -> BTreeMap<&'static str, Value> {
    let decimal = |text: &str| Value::Decimal(text.parse().expect("a number"));
    BTreeMap::from([
        ("name", Value::from("年度 服务")),
        ("stage", Value::from("won")),
        ("quantity", Value::Int(3)),
        ("unit_price", decimal("19.90")),
        ("amount", money("1000.00", "CNY")),
        ("cost", money("250.50", "USD")),
        ("discount", decimal("12.5")),
        ("signed", Value::Date("2026-01-31".parse().expect("a day"))),
        ("seen_at", Value::Time("2026-02-28T16:30:00Z".parse().expect("a moment"))),
        ("vip", Value::Bool(true)),
        ("tags", Value::List(vec!["老客户".to_owned()])),
        ("account.level", Value::from("A")),
    ])
}

/// The last Saturday of February is worked, the Monday after it is off.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| {
    let days = [("2026-02-28", true), ("2026-03-02", false)];
    let week = [true, true, true, true, true, false, false];
    WorkCalendar::new(week, days.map(|(day, works)| (day.parse().expect("a day"), works)))
});

fn moments() -> Moments<'static> {
    let now = "2026-02-28T16:30:00Z".parse().expect("a moment");
    Moments { now, zone: chrono_tz::Asia::Shanghai, calendar: &CALENDAR }
}

fn show(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Money(money) => format!("{} {}", money.amount.normalize(), money.currency),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(moment) => moment.to_string(),
        other => format!("{other:?}"),
    }
}

fn compile(text: &str) -> Result<formula::Program, formula::FormulaFault> {
    let schema = schema();
    let deal = schema.object("deal").expect("the deal");
    formula::program(&formula::read(text)?, deal, &schema)
}

fn compute(text: &str) -> String {
    let program = compile(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    let values = values();
    let value = program.compute(
        &|path| {
            let names: Vec<&str> =
                path.hops.iter().chain([&path.end]).map(|hop| hop.def().name.as_str()).collect();
            values.get(names.join(".").as_str()).cloned().unwrap_or_default()
        },
        moments(),
    );
    show(&value)
}

#[test]
fn formulas_give_exact_values() {
    for (text, expect) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 3 - 2", "5"),
        ("-quantity + 5", "2"),
        ("0.1 + 0.2", "0.3"),
        ("quantity * unit_price", "59.7"),
        ("数量 × {单价（元）}", "59.7"),
        ("amount * (1 - discount)", "875 CNY"),
        ("amount * 10%", "100 CNY"),
        ("amount / amount", "1"),
        ("amount - 1", "999 CNY"),
        ("amount + cost", "-"),
        ("1 / 0", "-"),
        ("10 / 3", "3.3333333333333333"),
        (
            "ROUND(2.5) & \"|\" & ROUND(-2.5) & \"|\" & ROUND(1.005, 2) & \"|\" & ROUND(1250, -2)",
            "3|-3|1.01|1300",
        ),
        ("CEIL(1.2) + FLOOR(-1.2)", "0"),
        ("MOD(7, 3) & MOD(-7, 3) & MOD(7, -3)", "12-2"),
        ("SUM(1, BLANK(), 2)", "3"),
        ("MIN(3, 1, BLANK()) + MAX(3, 1)", "4"),
        ("MAX(signed, DATE(2026, 2, 1))", "2026-02-01"),
        ("ABS(-3)", "3"),
        ("1 + BLANK()", "-"),
        ("BLANK() = BLANK()", "true"),
        ("BLANK() < 1", "false"),
        ("IF(BLANK(), 1, 2)", "2"),
        ("IF(stage = \"won\", amount, 0)", "1000 CNY"),
        ("IF(阶段 = “赢单”，“成”，“败”)", "成"),
        ("IF(stage = \"lost\", 1)", "-"),
        ("SWITCH(stage, \"lost\", 0, \"won\", 100%, 0.5)", "1"),
        ("AND(vip, quantity > 2) = NOT(OR(vip = FALSE, quantity <= 2))", "true"),
        ("ISBLANK(note)", "true"),
        ("COALESCE(note, account.level, \"C\")", "A"),
        ("客户.等级 & 1", "A1"),
        ("LEN(name)", "5"),
        ("LEFT(name, 2) & RIGHT(name, 2) & MID(name, 3, 1) & \"!\"", "年度服务 !"),
        ("UPPER(\"ab\") & LOWER(\"CD\") & TRIM(\" x \")", "ABcdx"),
        ("CONCAT(\"a\", 1.50, TRUE)", "a1.5TRUE"),
        ("CONTAINS(name, \"服务\")", "true"),
        ("CONTAINS(tags, \"老客户\")", "true"),
        ("REPLACE(name, \" \", \"\")", "年度服务"),
        ("TEXT(1234567.891, \"#,##0.00\")", "1,234,567.89"),
        ("TEXT(0.256, \"0.#%\")", "25.6%"),
        ("TEXT(signed, \"yyyy年M月d日\")", "2026年1月31日"),
        ("VALUE(\"1,234.5\") + 1", "1235.5"),
        ("VALUE(\"abc\")", "-"),
        ("RMBUPPER(amount)", "壹仟元整"),
        ("人民币大写(1.05)", "壹元零伍分"),
        ("TODAY()", "2026-03-01"),
        ("YEAR(signed) * 100 + MONTH(signed)", "202601"),
        ("DAY(seen_at)", "1"),
        ("WEEKDAY(DATE(2026, 3, 1))", "7"),
        ("DATE(2026, 2, 30)", "-"),
        ("DATE(seen_at) = DATE(2026, 3, 1)", "true"),
        ("DATEADD(signed, 1, \"month\")", "2026-02-28"),
        ("DATEADD(signed, -1, \"quarter\")", "2025-10-31"),
        ("DATEADD(seen_at, 30, \"minute\")", "2026-02-28 17:00:00 UTC"),
        ("DATEADD(seen_at, 1, \"day\")", "2026-03-01 16:30:00 UTC"),
        ("DATEDIFF(signed, DATE(2026, 3, 1), \"day\")", "29"),
        ("DATEDIFF(signed, DATE(2026, 2, 28), \"month\")", "1"),
        ("DATEDIFF(DATE(2026, 3, 30), signed, \"month\")", "-1"),
        ("DATEDIFF(DATE(2024, 2, 29), DATE(2026, 2, 28), \"年\")", "2"),
    ] {
        assert_eq!(compute(text), expect, "{text}");
    }
}

#[test]
fn working_days_are_those_of_the_calendar() {
    for (text, expect) in [
        ("NETWORKDAYS(DATE(2026, 2, 23), DATE(2026, 3, 3))", "7"),
        ("工作日数(seen_at, DATE(2026, 2, 27))", "-2"),
        ("WORKDAY(DATE(2026, 2, 27), 2)", "2026-03-03"),
        ("WORKDAY(seen_at, -1)", "2026-02-28"),
        ("WORKDAY(signed, 20000)", "-"),
    ] {
        assert_eq!(compute(text), expect, "{text}");
    }
}

/// The place (counted from 1) and the English reason begin like this.
#[track_caller]
fn refused(text: &str, place: usize, begins: &str) {
    let fault = compile(text).expect_err(text);
    assert_eq!(fault.at.start + 1, place, "{text}: {}", fault.reason.en);
    assert!(fault.reason.en.starts_with(begins), "{text}: {}", fault.reason.en);
    assert!(!fault.reason.zh.is_empty());
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_a_mend() {
    refused("", 1, "write a formula");
    refused("1 +", 4, "the formula breaks off");
    refused("(1 + 2", 1, "this bracket is not closed");
    refused("1 2", 3, "an operator such as");
    refused("1)", 2, "there is a closing bracket too many");
    refused("\"abc", 1, "the text has no closing");
    refused("quantty * 2", 1, "“deal” has no field “quantty”");
    refused("2 * name", 5, "this should be a number; it is a text");
    refused("name + \"x\"", 1, "use & to put texts together");
    refused("stage = \"wonn\"", 9, "“阶段” has no option".replace("阶段", "stage").as_str());
    refused("RUND(1)", 1, "there is no function “RUND”");
    refused("ROUND()", 1, "ROUND takes 1–2 arguments");
    refused("IF(1, 2, 3)", 4, "this should be yes or no");
    refused("IF(vip, 2, \"x\")", 12, "this should be a number; it is a text");
    refused("name.level", 1, "“name” is no reference");
    refused("amount * cost", 1, "two amounts can't be put together");
    refused("signed + 1", 1, "use DATEADD");
    refused("seen_at - signed", 1, "use DATEDIFF");
    refused("DATEADD(signed, 1, \"days ago\")", 20, "the unit is one of");
    refused("account < account", 1, "a reference and a reference can't be compared");
    refused("amount # 2", 8, "“#” means nothing here");
    refused(&"(".repeat(100), 34, "a formula nests 32 levels");
    refused(&"1+".repeat(3_000), 1, "a formula takes 4000 characters");
}

#[test]
fn the_kept_text_has_api_names_and_reads_back_with_labels() {
    let program = compile("IF(阶段=“赢单”, 数量*{单价（元）}, 客户.等级 & \"\" = \"\" )");
    assert!(program.is_err(), "a number and yes or no");
    let program = compile("IF(阶段=“赢单”, 数量*{单价（元）}, 0)").expect("a formula");
    assert_eq!(program.text, "IF(stage = \"won\", quantity * unit_price, 0)");
    assert_eq!(program.readable.0, "IF(阶段 = \"won\", 数量 * {单价（元）}, 0)");
    assert_eq!(program.paths.len(), 3);
    let again = compile(&program.readable.0).expect("what is shown can be written");
    assert_eq!(again.text, program.text);
}

#[test]
fn results_are_kept_as_their_field_holds_them() {
    let keep = |text: &str, kind: FieldKind| {
        let field = FieldDef::new("f", Text::default(), kind);
        show(&compile(text).expect(text).value_for(&field, &|_| Value::Null, moments(), "CNY"))
    };
    assert_eq!(keep("1.005", FieldKind::Decimal), "1.01");
    assert_eq!(keep("0 - 1.005", FieldKind::Decimal), "-1.01");
    assert_eq!(keep("12", FieldKind::Money), "12 CNY");
    assert_eq!(keep("0.125", FieldKind::Percent), "12.5");
    assert_eq!(keep("99999999999999999999", FieldKind::Integer), "-");
    assert_eq!(keep("12345678901234567", FieldKind::Decimal), "-", "more digits than a column holds");
    assert_eq!(keep("\"  a  \"", FieldKind::Text), "a");
}

fn any_node() -> impl Strategy<Value = Node> {
    let at = Span::default();
    let leaf = prop_oneof![
        (0_i64..1_000, 0_u32..3).prop_map(|(n, s)| Expr::Number(Decimal::new(n, s))),
        "[a-z\"张 ]{0,4}".prop_map(Expr::Text),
        any::<bool>().prop_map(Expr::Bool),
        Just(Expr::Blank),
        prop::collection::vec("x_[a-z]{1,4}", 1..3).prop_map(Expr::Field),
    ]
    .prop_map(move |expr| Node { expr, at });
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            inner.clone().prop_map(move |node| Node { expr: Expr::Negative(Box::new(node)), at }),
            (0..Binary::ALL.len(), inner.clone(), inner.clone()).prop_map(move |(which, a, b)| Node {
                expr: Expr::Binary(Binary::ALL[which], Box::new(a), Box::new(b)),
                at
            }),
            (0..Function::ALL.len(), prop::collection::vec(inner, 0..4))
                .prop_map(move |(which, list)| Node { expr: Expr::Call(Function::ALL[which], list), at }),
        ]
    })
}

proptest! {
    #[test]
    fn a_printed_formula_reads_as_itself(node in any_node()) {
        let text = node.to_string();
        prop_assert_eq!(formula::read(&text).expect("readable"), node, "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}") {
        let _ = compile(&text);
    }

    #[test]
    fn no_likely_text_makes_it_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "(", ")", ",", "+", "-", "*", "/", "&", "=", "<", ".", "%", "{", "}", "\"", "1", "0.5", "99999999999999999999", "name", "amount",
        "signed", "seen_at", "account", "IF", "ROUND(", "DATEADD(", "\"day\"", "TEXT(", "RMBUPPER(", "SWITCH(", "MID(", "DATE(", "MOD(",
        "quantity", "TRUE", "BLANK()", "REPLACE(",
    ]), 0..24)) {
        let text = parts.concat();
        if compile(&text).is_ok() {
            let _ = compute(&text);
        }
    }
}

#[test]
fn functions_have_names_of_their_own_and_words_in_both_languages() {
    let mut names = std::collections::HashSet::new();
    for function in Function::ALL {
        assert!(names.insert(function.name()) && names.insert(function.alias()), "{}", function.name());
        assert_eq!(Function::from_name(&function.name().to_lowercase()), Some(*function));
        assert_eq!(Function::from_name(function.alias()), Some(*function));
        assert!(function.usage().starts_with(function.name()));
        let text = function.text();
        assert!(!text.zh.is_empty() && !text.en.is_empty());
    }
}
