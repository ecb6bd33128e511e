//! Conditions of sharing rules: which records they share, whoever owns them.
//!
//! Such a condition stands in every query of whoever it reaches. So it asks for stored fields of the record itself and
//! means the same for everybody at any time, and each of its alternatives names a value that an index leads to.

use std::sync::Arc;

use serde_json::Value as Json;
use shuke_base::{Code, Fault, FieldFault, Text, Value};
use shuke_expr::{Cond, Env, Op, Test};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

/// Alternatives of one condition, at most.
const WAYS: usize = 16;
/// Values of one test that become alternatives of their own, so that each is found in the order of a list.
const APART: usize = 8;

/// Alternatives, of which one has to hold. Two are equal when they are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Ways(pub(crate) Arc<[Arc<Cond>]>);

impl PartialEq for Ways {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(other.0.iter()).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl Eq for Ways {}

impl std::ops::Deref for Ways {
    type Target = [Arc<Cond>];

    fn deref(&self) -> &[Arc<Cond>] {
        &self.0
    }
}

impl Ways {
    /// Whether a record with these values, one for each field of its object, meets one of them.
    #[must_use]
    pub fn hold(&self, row: &[Value]) -> bool {
        self.iter().any(|way| shuke_expr::holds(way, row))
    }

    pub(crate) fn and(&self, more: &Self) -> Self {
        Self(self.iter().chain(more.iter()).cloned().collect())
    }
}

/// A condition of a sharing rule, understood.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its alternatives.
    pub ways: Ways,
    /// Positions of the fields that an index leads to its records by, each once.
    pub leads: Vec<usize>,
}

fn refused(zh: impl Into<String>, en: impl Into<String>) -> Fault {
    let reason = Text::new(zh, en);
    Fault::invalid(vec![FieldFault::property("condition", Code::InvalidFilter).label_arg("reason", reason)])
}

/// Understands a condition on records of `object`; `env` tells of departments and the company's zone.
///
/// # Errors
/// Everything that a filter is refused for, and what such a condition may not ask for.
pub fn condition(
    json: &Json,
    object: &Arc<ObjectDef>,
    schema: &Schema,
    env: &Env,
) -> Result<Condition, Fault> {
    plain(json, object)?;
    let cond = shuke_expr::parse(json, object, schema, &|_, _| true, env)?;
    let too_many = || {
        refused(
            format!("展开后最多 {WAYS} 种“或”的情形，请分成几条规则"),
            format!("it may come to {WAYS} alternatives; make several rules of it"),
        )
    };
    let mut ways = Vec::new();
    let mut leads = Vec::new();
    for mut way in ways_of(&cond).filter(|ways| ways.len() <= WAYS).ok_or_else(too_many)? {
        let found: Vec<usize> = way.iter().filter_map(lead).collect();
        if found.is_empty() {
            return Err(refused(
                "每种“或”的情形都要有一项是“等于”“属于”“下级”或范围，才能用索引找到记录",
                "each alternative has to name a value or a range that an index leads to (eq, in, under, between)",
            ));
        }
        leads.extend(found);
        match several(&way) {
            Some(at) => {
                for test in apart(&way[at]) {
                    way[at] = test;
                    ways.push(Arc::new(Cond::All(way.clone())));
                }
            }
            None => ways.push(Arc::new(Cond::All(way))),
        }
    }
    leads.sort_unstable();
    leads.dedup();
    Ok(Condition { ways: Ways(ways.into()), leads })
}

/// Refuses what changes with the reader or the clock, what belongs to other records, and what is no stored value.
fn plain(json: &Json, object: &ObjectDef) -> Result<(), Fault> {
    if let Some(list) = json.as_array() {
        return list.iter().try_for_each(|part| plain(part, object));
    }
    let Some(map) = json.as_object() else { return Ok(()) };
    for key in ["and", "or", "not"] {
        map.get(key).map_or(Ok(()), |part| plain(part, object))?;
    }
    let name = map.get("field").and_then(Json::as_str);
    if map.contains_key("related") || name.is_some_and(|name| name.contains('.')) {
        return Err(refused("只能用记录本身的字段", "it may ask for fields of the record itself only"));
    }
    let word = |value: &Json| value.as_str().is_some_and(|text| text.starts_with('@'));
    let value = map.get("value");
    if map.get("op").and_then(Json::as_str) == Some("within")
        || value.is_some_and(|value| word(value) || value.as_array().is_some_and(|all| all.iter().any(word)))
    {
        return Err(refused(
            "不能用“我”“今天”或“最近几天”：规则对每个人、任何时候都一样",
            "it can't ask for “me”, “today” or the last days: a rule is the same for everybody at any time",
        ));
    }
    match name.and_then(|name| object.field(name)) {
        Some(field) if !fits(field) => Err(refused(
            format!("“{}”不能用于共享条件：只能用存储的、可建索引的、不敏感的字段", field.label.zh),
            format!(
                "“{}” can't be asked for: only stored fields that can have an index and are not sensitive",
                field.label.en
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether a rule may ask for the field: its values stand in the rule, in the clear.
fn fits(field: &FieldDef) -> bool {
    let known = !field.system || matches!(field.name.as_str(), "owner" | "owner_department" | "created_at");
    known
        && field.computed.is_none()
        && !field.sealed()
        && matches!(
            field.kind,
            FieldKind::Text
                | FieldKind::Integer
                | FieldKind::Decimal
                | FieldKind::Money
                | FieldKind::Percent
                | FieldKind::Bool
                | FieldKind::Date
                | FieldKind::DateTime
                | FieldKind::Rating
                | FieldKind::Choice
                | FieldKind::Cascade
                | FieldKind::Region
                | FieldKind::Reference
                | FieldKind::User
                | FieldKind::Department
                | FieldKind::AutoNumber
        )
}

/// The condition as alternatives of tests that all have to hold; nothing when there are far too many.
fn ways_of(cond: &Cond) -> Option<Vec<Vec<Cond>>> {
    match cond {
        Cond::Any(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(ways_of(part)?);
            }
            Some(all)
        }
        Cond::All(parts) => {
            let mut all: Vec<Vec<Cond>> = vec![Vec::new()];
            for part in parts {
                let more = ways_of(part)?;
                if all.len() * more.len() > WAYS {
                    return None;
                }
                let joined = |way: &Vec<Cond>| {
                    let way = way.clone();
                    more.iter().map(move |more| [way.as_slice(), more].concat()).collect::<Vec<_>>()
                };
                all = all.iter().flat_map(joined).collect();
            }
            Some(all)
        }
        Cond::Not(_) | Cond::Test(_) | Cond::Related { .. } => Some(vec![vec![cond.clone()]]),
    }
}

/// The field by whose index records that meet the test are found.
fn lead(cond: &Cond) -> Option<usize> {
    let Cond::Test(test) = cond else { return None };
    match test.op {
        Op::Eq(_)
        | Op::In(_)
        | Op::Lt(_)
        | Op::Lte(_)
        | Op::Gt(_)
        | Op::Gte(_)
        | Op::Between(..)
        | Op::Within(..)
        | Op::StartsWith(_) => Some(test.path.end.field),
        Op::Ne(_)
        | Op::NotIn(_)
        | Op::Contains(_)
        | Op::NotContains(_)
        | Op::EndsWith(_)
        | Op::Empty
        | Op::NotEmpty
        | Op::Never => None,
    }
}

/// The test of few values that is taken apart, where no other names a single one.
fn several(way: &[Cond]) -> Option<usize> {
    let op = |cond: &Cond| match cond {
        Cond::Test(test) => Some(test.op.clone()),
        _ => None,
    };
    if way.iter().any(|cond| matches!(op(cond), Some(Op::Eq(_)))) {
        return None;
    }
    way.iter().position(|cond| matches!(op(cond), Some(Op::In(values)) if values.len() <= APART))
}

/// One test for each value.
fn apart(cond: &Cond) -> Vec<Cond> {
    let Cond::Test(Test { path, op: Op::In(values) }) = cond else { return vec![cond.clone()] };
    let one = |value: &Value| Cond::Test(Test { path: path.clone(), op: Op::Eq(value.clone()) });
    values.iter().map(one).collect()
}
