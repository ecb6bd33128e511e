//! A covered value: enough of it to recognise it by, not enough to use it.

use shuke_base::Value;
use shuke_meta::{FieldDef, FieldKind};

/// What stands for a value of which nothing may be told.
const COVERED: &str = "****";

/// The value as those see it from whom the field is masked: a text with most signs covered, whatever the kind, or
/// nothing where there is nothing. Lengths are covered, too, but where the kind itself tells them.
#[must_use]
pub fn cover(field: &FieldDef, value: &Value) -> Value {
    let text = match value {
        Value::Null => return Value::Null,
        // What is computed may be put together from anything.
        Value::Text(text) if field.computed.is_none() => match field.kind {
            FieldKind::Phone => phone(text),
            FieldKind::Email => email(text),
            FieldKind::IdCard => middle(text, 3, 4, text.chars().count().saturating_sub(7)),
            FieldKind::CreditCode => middle(text, 2, 4, 4),
            FieldKind::Text => plain(text),
            _ => COVERED.to_owned(),
        },
        _ => COVERED.to_owned(),
    };
    Value::Text(text)
}

/// `138****5678`: without the country where it is ours.
fn phone(text: &str) -> String {
    let (sign, digits) = match (text.strip_prefix("+86"), text.strip_prefix('+')) {
        (Some(ours), _) => ("", ours),
        (None, Some(other)) => ("+", other),
        (None, None) => ("", text),
    };
    match digits.chars().count() {
        11.. => format!("{sign}{}", middle(digits, 3, 4, 4)),
        8..=10 => format!("{sign}{}", middle(digits, 2, 2, 4)),
        _ => COVERED.to_owned(),
    }
}

/// `a***@x.cn`: the house may be known, not who lives there.
fn email(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((name, house)) => format!("{}***@{house}", name.chars().next().unwrap_or('*')),
        None => COVERED.to_owned(),
    }
}

/// `王**`, and `6222 **** 1234` for the number of a card.
fn plain(text: &str) -> String {
    let digits: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    if digits.len() >= 12 && digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return format!("{} **** {}", &digits[..4], &digits[digits.len() - 4..]);
    }
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (Some(first), Some(_)) => format!("{first}**"),
        _ => COVERED.to_owned(),
    }
}

/// The first and the last signs, and stars between; nothing of a text that would show half of itself.
fn middle(text: &str, first: usize, last: usize, stars: usize) -> String {
    let signs: Vec<char> = text.chars().collect();
    if signs.len() < first + last + 2 {
        return COVERED.to_owned();
    }
    let part = |signs: &[char]| signs.iter().collect::<String>();
    format!("{}{}{}", part(&signs[..first]), "*".repeat(stars), part(&signs[signs.len() - last..]))
}

#[cfg(test)]
mod tests {
    use shuke_base::{Decimal, Money, Text, Uuid};
    use shuke_meta::Computed;

    use super::*;

    fn shown(kind: FieldKind, text: &str) -> String {
        let field = FieldDef::new("f", Text::default(), kind);
        let covered = cover(&field, &Value::Text(text.to_owned()));
        covered.as_text().expect("a text").to_owned()
    }

    #[test]
    fn texts_are_covered_by_their_kind() {
        for (kind, text, expected) in [
            (FieldKind::Phone, "+8613812345678", "138****5678"),
            (FieldKind::Phone, "13812345678", "138****5678"),
            (FieldKind::Phone, "+861062345678", "10****78"),
            (FieldKind::Phone, "+442071234567", "+442****4567"),
            (FieldKind::Phone, "95588", "****"),
            (FieldKind::Email, "anna@x.cn", "a***@x.cn"),
            (FieldKind::Email, "a@x.cn", "a***@x.cn"),
            (FieldKind::IdCard, "11010519491231002X", "110***********002X"),
            (FieldKind::IdCard, "1101", "****"),
            (FieldKind::CreditCode, "91350211M000100Y43", "91****0Y43"),
            (FieldKind::Text, "王小明", "王**"),
            (FieldKind::Text, "王明", "王**"),
            (FieldKind::Text, "王", "****"),
            (FieldKind::Text, "6222 0212 3456 7890", "6222 **** 7890"),
            (FieldKind::Text, "6222021234567890123", "6222 **** 0123"),
            (FieldKind::LongText, "全文", "****"),
            (FieldKind::Choice, "won", "****"),
            (FieldKind::Region, "330106", "****"),
        ] {
            assert_eq!(shown(kind, text), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn nothing_else_is_told() {
        let covered = Value::Text(COVERED.to_owned());
        let money = Money { amount: Decimal::new(1, 2), currency: "CNY".to_owned() };
        for (kind, value) in [
            (FieldKind::Money, Value::Money(money)),
            (FieldKind::Integer, Value::Int(7)),
            (FieldKind::Bool, Value::Bool(true)),
            (FieldKind::Reference, Value::Id(Uuid::nil())),
            (FieldKind::Tags, Value::List(vec!["甲".to_owned()])),
        ] {
            let field = FieldDef::new("f", Text::default(), kind);
            assert_eq!(cover(&field, &value), covered);
            assert_eq!(cover(&field, &Value::Null), Value::Null);
        }
        let mut field = FieldDef::new("f", Text::default(), FieldKind::Text);
        field.computed = Some(Computed::Lookup { path: "account.mobile".to_owned() });
        assert_eq!(cover(&field, &Value::Text("+8613812345678".to_owned())), covered);
    }
}
