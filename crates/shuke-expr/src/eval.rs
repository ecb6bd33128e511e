//! Decides in memory whether a record meets a condition.
//!
//! This is the reference: whatever a database answers for the same condition has to agree with it.

use std::cmp::Ordering;
use std::sync::Arc;

use shuke_base::Value;
use shuke_meta::{FieldKind, ObjectDef};

use crate::cond::{Cond, Op, Path};

/// A record that can be looked at.
pub trait Source {
    /// The value at the end of the path; nothing when a reference on the way is empty.
    fn value(&self, path: &Path) -> Value;

    /// The live records of `object` that point here through its field at position `field`.
    fn related(&self, object: &Arc<ObjectDef>, field: usize) -> Vec<Box<dyn Source + '_>>;
}

/// Whether the record meets the condition.
#[must_use]
pub fn eval(cond: &Cond, source: &dyn Source) -> bool {
    match cond {
        Cond::All(parts) => parts.iter().all(|part| eval(part, source)),
        Cond::Any(parts) => parts.iter().any(|part| eval(part, source)),
        Cond::Not(inner) => !eval(inner, source),
        Cond::Test(test) => match (test.path.def().kind, source.value(&test.path)) {
            // A rich text is looked through as it is read, without its tags.
            (FieldKind::RichText, Value::Text(html)) => {
                meets(&Value::Text(shuke_text::rich::plain(&html)), &test.op)
            }
            (_, value) => meets(&value, &test.op),
        },
        Cond::Related { object, field, cond } => {
            source.related(object, *field).iter().any(|record| eval(cond, record.as_ref()))
        }
    }
}

/// Whether a value meets a test.
pub(crate) fn meets(value: &Value, op: &Op) -> bool {
    let order = |other: &Value| compare(value, other);
    match op {
        Op::Eq(other) => same(value, other),
        Op::Ne(other) => !same(value, other),
        Op::In(others) => shares(value, others),
        Op::NotIn(others) => !shares(value, others),
        Op::Lt(other) => order(other).is_some_and(Ordering::is_lt),
        Op::Lte(other) => order(other).is_some_and(Ordering::is_le),
        Op::Gt(other) => order(other).is_some_and(Ordering::is_gt),
        Op::Gte(other) => order(other).is_some_and(Ordering::is_ge),
        Op::Between(from, to) => {
            order(from).is_some_and(Ordering::is_ge) && order(to).is_some_and(Ordering::is_le)
        }
        Op::Within(from, to) => {
            order(from).is_some_and(Ordering::is_ge) && order(to).is_some_and(Ordering::is_lt)
        }
        Op::Contains(part) => contains(value, part),
        Op::NotContains(part) => !contains(value, part),
        Op::StartsWith(part) => first(value).is_some_and(|text| !text.is_empty() && text.starts_with(part)),
        Op::EndsWith(part) => value.as_text().is_some_and(|text| !text.is_empty() && text.ends_with(part)),
        Op::Empty => is_empty(value),
        Op::NotEmpty => !is_empty(value),
        Op::Never => false,
    }
}

/// Nothing at all, an empty text, or an empty list: a store keeps all three as nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(entries) => entries.is_empty(),
        Value::Lines(lines) => lines.is_empty(),
        Value::Int(_)
        | Value::Decimal(_)
        | Value::Money(_)
        | Value::Bool(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Id(_)
        | Value::Record(..)
        | Value::Address(_)
        | Value::Location(_) => false,
    }
}

/// How two values of one type stand to each other; `None` when one is empty or the types differ.
fn compare(value: &Value, other: &Value) -> Option<Ordering> {
    if is_empty(value) || is_empty(other) {
        return None;
    }
    match (value, other) {
        // An address is looked for by its region.
        (Value::Address(a), Value::Text(b)) => Some(a.region.as_bytes().cmp(b.as_bytes())),
        (Value::Text(a), Value::Text(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Money(a), Value::Decimal(b)) => Some(a.amount.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Id(a), Value::Id(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        _ => None,
    }
}

/// The text that a beginning is looked for in: of an address its region.
fn first(value: &Value) -> Option<&str> {
    match value {
        Value::Address(address) => Some(&address.region),
        value => value.as_text(),
    }
}

fn same(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Record(a_object, a), Value::Record(b_object, b)) => a_object == b_object && a == b,
        (Value::List(a), Value::List(b)) => !a.is_empty() && a == b,
        _ => compare(value, other) == Some(Ordering::Equal),
    }
}

fn shares(value: &Value, others: &[Value]) -> bool {
    match value {
        Value::List(entries) => {
            entries.iter().any(|entry| others.iter().any(|other| other.as_text() == Some(entry)))
        }
        _ => others.iter().any(|other| same(value, other)),
    }
}

fn contains(value: &Value, part: &str) -> bool {
    match value {
        Value::Text(text) if !text.is_empty() => {
            text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
        }
        Value::List(entries) => entries.iter().any(|entry| entry == part),
        Value::Address(address) => address.detail.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
        _ => false,
    }
}
