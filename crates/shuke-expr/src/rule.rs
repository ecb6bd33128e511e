//! Conditions of form rules: few enough operators that the page can evaluate the same tree while a form is filled in,
//! and the same for everybody at any time. What both sides have to agree on is in `tests/rules.json`.

use std::sync::Arc;

use serde_json::Value as Json;
use shuke_base::{Moment, Text, Value};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

use crate::cond::{Cond, Path};
use crate::env::Env;
use crate::eval::{Source, eval};
use crate::operator::Operator;

/// A condition of a rule, understood.
#[derive(Debug, Clone)]
pub struct RuleCond {
    cond: Cond,
    /// Positions of the fields that it asks for, each once.
    pub fields: Vec<usize>,
}

/// A row of values looked at as a record.
struct Row<'a>(&'a [Value]);

impl Source for Row<'_> {
    fn value(&self, path: &Path) -> Value {
        self.0[path.end.field].clone()
    }

    fn related(&self, _: &Arc<ObjectDef>, _: usize) -> Vec<Box<dyn Source + '_>> {
        Vec::new()
    }
}

impl RuleCond {
    /// Whether it holds for a row with a value for every field of the object.
    #[must_use]
    pub fn holds(&self, row: &[Value]) -> bool {
        holds(&self.cond, row)
    }
}

/// Whether a condition that asks for fields of the record itself holds for a row with a value for every field of the
/// object.
#[must_use]
pub fn holds(cond: &Cond, row: &[Value]) -> bool {
    eval(cond, &Row(row))
}

const SAME: &[Operator] = &[Operator::Eq, Operator::Ne, Operator::In, Operator::NotIn];
const ORDER: &[Operator] = &[Operator::Lt, Operator::Lte, Operator::Gt, Operator::Gte, Operator::Between];
const PART: &[Operator] =
    &[Operator::Contains, Operator::NotContains, Operator::StartsWith, Operator::EndsWith];
const ENTRY: &[Operator] = &[Operator::Contains, Operator::NotContains, Operator::In, Operator::NotIn];
const FILLED: &[Operator] = &[Operator::Empty, Operator::NotEmpty];

/// The operators that a rule may use on a field.
#[must_use]
pub fn operators(field: &FieldDef) -> Vec<Operator> {
    if field.sealed() {
        return FILLED.to_vec();
    }
    let groups: &[&[Operator]] = match field.kind {
        FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Rating
        | FieldKind::Date => &[SAME, ORDER, FILLED],
        FieldKind::Text | FieldKind::LongText => &[SAME, PART, FILLED],
        FieldKind::Bool
        | FieldKind::Choice
        | FieldKind::Cascade
        | FieldKind::Reference
        | FieldKind::User
        | FieldKind::Department => &[SAME, FILLED],
        FieldKind::MultiChoice | FieldKind::Tags | FieldKind::MultiReference => &[ENTRY, FILLED],
        FieldKind::Id
        | FieldKind::DateTime
        | FieldKind::Time
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Address
        | FieldKind::Location
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::Region
        | FieldKind::AutoNumber
        | FieldKind::Record
        | FieldKind::RichText
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature
        | FieldKind::Lines => &[FILLED],
    };
    groups.concat()
}

/// Understands the condition of a rule of `object`.
///
/// # Errors
/// What is wrong, in both languages.
pub fn rule(json: &Json, object: &Arc<ObjectDef>, schema: &Schema) -> Result<RuleCond, Text> {
    plain(json, object)?;
    let env = Env::nobody(Moment::UNIX_EPOCH);
    let cond = crate::parse(json, object, schema, &|_, _| true, &env).map_err(|fault| {
        let told =
            |locale| fault.fields.first().map_or_else(|| fault.message(locale), |it| it.message(locale));
        Text::new(told(shuke_base::Locale::ZhCn), told(shuke_base::Locale::En))
    })?;
    let mut fields = Vec::new();
    collect(&cond, &mut fields);
    Ok(RuleCond { cond, fields })
}

fn collect(cond: &Cond, fields: &mut Vec<usize>) {
    match cond {
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| collect(part, fields)),
        Cond::Not(part) => collect(part, fields),
        Cond::Test(test) if !fields.contains(&test.path.end.field) => fields.push(test.path.end.field),
        Cond::Test(_) | Cond::Related { .. } => {}
    }
}

/// Refuses what the page couldn't evaluate in just the same way. Depth and size are judged with the rest.
fn plain(json: &Json, object: &ObjectDef) -> Result<(), Text> {
    let Some(map) = json.as_object() else {
        return json.as_array().map_or(Ok(()), |list| list.iter().try_for_each(|part| plain(part, object)));
    };
    if map.contains_key("related") {
        return Err(Text::new("条件只能用本记录的字段", "a rule asks for fields of the record itself"));
    }
    for key in ["and", "or", "not"] {
        map.get(key).map_or(Ok(()), |part| plain(part, object))?;
    }
    let Some(name) = map.get("field").and_then(Json::as_str) else { return Ok(()) };
    let Some(field) = object.field(name).filter(|field| field.kind != FieldKind::Id) else {
        return Err(Text::new(
            format!("没有名为“{name}”的字段；条件只能用本记录的字段"),
            format!("there is no field named “{name}”; a rule asks for fields of the record itself"),
        ));
    };
    let op = map.get("op").and_then(Json::as_str).and_then(Operator::from_name);
    if op.is_some_and(|op| !operators(field).contains(&op)) {
        return Err(Text::new(
            format!("“{}”在规则里不能用这种比较", field.label.zh),
            format!("“{}” can't be compared like this in a rule", field.label.en),
        ));
    }
    let word = |value: &Json| value.as_str().is_some_and(|text| text.starts_with('@'));
    let words = map
        .get("value")
        .is_some_and(|value| word(value) || value.as_array().is_some_and(|list| list.iter().any(word)));
    if words {
        return Err(Text::new("规则里不能用“我”“今天”", "a rule can't ask for “me” or “today”"));
    }
    Ok(())
}
