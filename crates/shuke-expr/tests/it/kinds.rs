//! Every operator on every kind of field either has a meaning or is refused by name.

use serde_json::{Value as Json, json};
use shuke_base::Code;
use shuke_expr::Operator;
use shuke_meta::FieldKind;

use crate::fixture::{object_of, read};

/// A value that suits the kind.
fn value(kind: FieldKind) -> Json {
    let id = "00000000-0000-0000-0000-000000000001";
    match kind {
        FieldKind::Id
        | FieldKind::Reference
        | FieldKind::MultiReference
        | FieldKind::User
        | FieldKind::Department => json!(id),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::RichText
        | FieldKind::Tags
        | FieldKind::AutoNumber => json!("x"),
        FieldKind::Integer | FieldKind::Rating => json!(3),
        FieldKind::Time => json!("09:30"),
        FieldKind::IdCard => json!("11010519491231002X"),
        FieldKind::CreditCode => json!("91350100M000100Y43"),
        FieldKind::Decimal | FieldKind::Money | FieldKind::Percent => json!("1.5"),
        FieldKind::Bool => json!(true),
        FieldKind::Date => json!("2026-01-31"),
        FieldKind::DateTime => json!("2026-01-31T09:30:00Z"),
        FieldKind::Choice | FieldKind::MultiChoice | FieldKind::Cascade => json!("won"),
        FieldKind::Phone => json!("13800001234"),
        FieldKind::Email => json!("wei@example.com"),
        FieldKind::Url => json!("https://example.com"),
        FieldKind::Region
        | FieldKind::Address
        | FieldKind::Location
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature
        | FieldKind::Lines => json!("330100"),
        FieldKind::Record => json!({"object": "account", "id": id}),
    }
}

fn operand(operator: Operator, kind: FieldKind) -> Json {
    let one = value(kind);
    match operator {
        Operator::In | Operator::NotIn => json!([one]),
        Operator::Between => json!([one, one]),
        Operator::Within => json!("today"),
        Operator::Empty | Operator::NotEmpty => json!(null),
        _ => one,
    }
}

#[test]
fn every_operator_on_every_kind() {
    let thing = object_of("thing");
    let mut read_ones = 0;
    for field in &thing.fields {
        let allowed = Operator::of(field);
        assert!(allowed.contains(&Operator::Empty), "{} can be asked whether it is empty", field.name);
        for operator in Operator::ALL {
            let filter =
                json!({"field": field.name, "op": operator.name(), "value": operand(*operator, field.kind)});
            let name = operator.name();
            match read("thing", &filter) {
                Ok(_) => {
                    assert!(allowed.contains(operator), "{} took {name}", field.name);
                    read_ones += 1;
                }
                Err(_) if field.name == "secret" || field.name == "vault" => {}
                Err(fault) => {
                    assert!(!allowed.contains(operator), "{} refused {name}: {fault}", field.name);
                    assert_eq!(fault.fields[0].code, Code::InvalidOperator, "{} {name}", field.name);
                }
            }
        }
    }
    assert!(read_ones > 150, "only {read_ones} pairs were read");
}

#[test]
fn operators_are_known_by_name() {
    for operator in Operator::ALL {
        assert_eq!(Operator::from_name(operator.name()), Some(*operator));
    }
    assert_eq!(Operator::from_name("like"), None);
}
