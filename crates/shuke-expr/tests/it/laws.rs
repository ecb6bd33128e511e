//! Laws that hold for any value, operator and filter.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shuke_base::{Money, Value};
use shuke_expr::{Cond, Op, Path, Source, eval};
use shuke_meta::ObjectDef;
use std::sync::Arc;

use crate::fixture::{id, object_of, read, show};

/// A record all of whose fields have one value.
struct Only(Value);

impl Source for Only {
    fn value(&self, _: &Path) -> Value {
        self.0.clone()
    }

    fn related(&self, _: &Arc<ObjectDef>, _: usize) -> Vec<Box<dyn Source + '_>> {
        Vec::new()
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let number = (-20_i64..20).prop_map(|n| shuke_base::Decimal::new(n, 1));
    prop_oneof![
        Just(Value::Null),
        "[a-cA-C张]{0,3}".prop_map(Value::Text),
        (-3_i64..3).prop_map(Value::Int),
        number.clone().prop_map(Value::Decimal),
        number.prop_map(|amount| Value::Money(Money { amount, currency: "CNY".to_owned() })),
        any::<bool>().prop_map(Value::Bool),
        (0_u128..4).prop_map(|n| Value::Id(id(n))),
        (0_i64..4).prop_map(|s| Value::Time(shuke_base::DateTime::from_timestamp(s, 0).expect("a moment"))),
        prop::collection::vec("[a-c]", 0..3).prop_map(Value::List),
    ]
}

fn holds(value: &Value, op: Op) -> bool {
    eval(&Cond::test(&object_of("thing"), "f_text", op), &Only(value.clone()))
}

/// JSON made of the words of the language, in any arrangement.
fn any_filter() -> impl Strategy<Value = Json> {
    let word = prop::sample::select(vec![
        "f_text",
        "f_date",
        "f_phone",
        "f_region",
        "f_user",
        "f_decimal",
        "f_datetime",
        "f_tags",
        "account.region",
        "secret",
        "eq",
        "ne",
        "in",
        "not_in",
        "between",
        "within",
        "under",
        "contains",
        "starts_with",
        "empty",
        "@me",
        "@my_team",
        "@today",
        "@my_department",
        "330000",
        "2026-01-31",
        "0571",
        "order",
        "note",
        "about",
        "",
    ]);
    let key = prop::sample::select(vec![
        "and",
        "or",
        "not",
        "field",
        "op",
        "value",
        "related",
        "via",
        "some",
        "none",
        "last_days",
        "id",
        "object",
    ]);
    let leaf = prop_oneof![
        word.prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        Just(Json::Null),
    ];
    let tree = leaf.clone().prop_recursive(12, 60, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((key.clone(), inner), 0..4).prop_map(|entries| {
                Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    });
    let field =
        prop::sample::select(object_of("thing").fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>());
    let op = prop::sample::select(shuke_expr::Operator::ALL.iter().map(|op| op.name()).collect::<Vec<_>>());
    let test = (field, op, tree.clone())
        .prop_map(|(field, op, value)| json!({"field": field, "op": op, "value": value}));
    prop_oneof![tree, test.clone(), prop::collection::vec(test, 0..5).prop_map(|tests| json!({"or": tests}))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn opposites_are_opposite(value in any_value(), other in any_value(), part in "[a-cA-C]{1,2}") {
        prop_assert_ne!(holds(&value, Op::Eq(other.clone())), holds(&value, Op::Ne(other.clone())));
        prop_assert_ne!(holds(&value, Op::In(vec![other.clone()])), holds(&value, Op::NotIn(vec![other])));
        prop_assert_ne!(holds(&value, Op::Contains(part.clone())), holds(&value, Op::NotContains(part)));
        prop_assert_ne!(holds(&value, Op::Empty), holds(&value, Op::NotEmpty));
    }

    #[test]
    fn an_empty_value_meets_only_what_says_so(other in any_value(), part in "[a-c]{1,2}") {
        for empty in [Value::Null, Value::Text(String::new()), Value::List(Vec::new())] {
            for op in [
                Op::Eq(other.clone()),
                Op::In(vec![other.clone()]),
                Op::Lt(other.clone()),
                Op::Lte(other.clone()),
                Op::Gt(other.clone()),
                Op::Gte(other.clone()),
                Op::Between(other.clone(), other.clone()),
                Op::Within(other.clone(), other.clone()),
                Op::Contains(part.clone()),
                Op::StartsWith(part.clone()),
                Op::EndsWith(part.clone()),
                Op::NotEmpty,
                Op::Never,
            ] {
                prop_assert!(!holds(&empty, op));
            }
        }
    }

    #[test]
    fn order_is_one_order(value in any_value(), from in any_value(), to in any_value()) {
        let [lt, eq, gt] = [Op::Lt(from.clone()), Op::Eq(from.clone()), Op::Gt(from.clone())].map(|op| holds(&value, op));
        prop_assert!(u8::from(lt) + u8::from(eq) + u8::from(gt) <= 1);
        let lte = holds(&value, Op::Lte(from.clone()));
        let gte = holds(&value, Op::Gte(from.clone()));
        prop_assert_eq!(lte && gte, eq && (lte || gte));
        let between = holds(&value, Op::Between(from.clone(), to.clone()));
        prop_assert_eq!(between, gte && holds(&value, Op::Lte(to.clone())));
        let within = holds(&value, Op::Within(from, to.clone()));
        prop_assert_eq!(within, gte && holds(&value, Op::Lt(to)));
    }

    #[test]
    fn any_json_is_read_or_refused_and_never_worse(filter in any_filter(), value in any_value()) {
        match read("thing", &filter) {
            Ok(cond) => {
                let met = eval(&cond, &Only(value.clone()));
                prop_assert_eq!(eval(&!cond.clone(), &Only(value)), !met);
                prop_assert!(!show(&cond).contains("secret"));
            }
            Err(fault) => prop_assert!(!fault.fields.is_empty(), "a fault names what it is about: {}", fault),
        }
    }
}
