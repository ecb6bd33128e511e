//! Computes a checked formula. Never fails: what can't be computed is nothing.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;
use shuke_base::{Decimal, Moment, Money, Value, WorkCalendar};
use shuke_meta::{FieldDef, FieldKind};

use super::calendar::{self, Unit};
use super::check::{Program, Term};
use super::functions::Function;
use super::number::{Number, round, round_to, whole};
use super::rmb::capitals;
use super::tree::Binary;
use super::words;
use crate::cond::Path;
use crate::within::today;

/// When and where it is computed.
#[derive(Debug, Clone, Copy)]
pub struct Moments<'a> {
    /// Now.
    pub now: Moment,
    /// The zone that days are counted in.
    pub zone: Tz,
    /// The days that are worked.
    pub calendar: &'a WorkCalendar,
}

impl Program {
    /// The value for a record, whose fields `value` answers.
    #[must_use]
    pub fn compute(&self, value: &dyn Fn(&Path) -> Value, moments: Moments<'_>) -> Value {
        let fields: Vec<Value> = self.paths.iter().map(|path| seen(value(path), path.def())).collect();
        Run { fields: &fields, moments }.term(&self.term)
    }
}

/// A field's value as formulas see it: a percentage as its fraction, an empty text as nothing.
fn seen(value: Value, field: &FieldDef) -> Value {
    match value {
        Value::Decimal(number) if field.kind == FieldKind::Percent => {
            number.checked_div(Decimal::ONE_HUNDRED).map_or(Value::Null, Value::Decimal)
        }
        Value::Int(number) => Value::Decimal(Decimal::from(number)),
        Value::Text(text) if text.is_empty() => Value::Null,
        Value::List(list) if list.is_empty() => Value::Null,
        value => value,
    }
}

/// A computed value as the field keeps it: rounded to its places (halves away from zero), cut to its length, with
/// `currency` where an amount has none. What the field can't hold is nothing.
#[must_use]
pub(crate) fn fit(value: Value, field: &FieldDef, currency: &str) -> Value {
    let scaled = |number: Decimal, places: u32| -> Option<Decimal> {
        let mut rounded = round(number, places);
        rounded.rescale(places);
        let most = Decimal::from(10_u64.checked_pow(18_u32.checked_sub(places)?)?);
        (rounded.abs() < most && rounded.scale() == places).then_some(rounded)
    };
    let kept = match (field.kind, value) {
        (FieldKind::Integer, value) => {
            Number::of(&value).and_then(|it| round(it.amount, 0).to_i64()).map(Value::Int)
        }
        (FieldKind::Percent, value) => Number::of(&value)
            .and_then(|it| it.amount.checked_mul(Decimal::ONE_HUNDRED))
            .and_then(|it| scaled(it, field.places()))
            .map(Value::Decimal),
        (FieldKind::Decimal, value) => {
            Number::of(&value).and_then(|it| scaled(it.amount, field.places())).map(Value::Decimal)
        }
        (FieldKind::Money, value) => Number::of(&value).and_then(|it| {
            let currency = it.currency.unwrap_or_else(|| currency.to_owned());
            Some(Value::Money(Money { amount: scaled(it.amount, field.places())?, currency }))
        }),
        (FieldKind::Text, Value::Text(text)) => {
            let text: String = text.chars().filter(|c| !c.is_control()).take(field.characters()).collect();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(Value::Text)
        }
        (FieldKind::LongText, Value::Text(text)) => {
            Some(Value::Text(text.chars().take(field.characters()).collect()))
        }
        (FieldKind::Choice, Value::Text(text)) if field.option(&text).is_some() => Some(Value::Text(text)),
        (FieldKind::Bool, value @ Value::Bool(_))
        | (FieldKind::Date, value @ Value::Date(_))
        | (FieldKind::DateTime, value @ Value::Time(_)) => Some(value),
        _ => None,
    };
    kept.unwrap_or_default()
}

impl Program {
    /// The value for a record as `field` keeps it; an amount without a currency gets `currency`.
    #[must_use]
    pub fn value_for(
        &self,
        field: &FieldDef,
        value: &dyn Fn(&Path) -> Value,
        moments: Moments<'_>,
        currency: &str,
    ) -> Value {
        fit(self.compute(value, moments), field, currency)
    }
}

struct Run<'a> {
    fields: &'a [Value],
    moments: Moments<'a>,
}

fn decimal(number: i64) -> Value {
    Value::Decimal(Decimal::from(number))
}

fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true))
}

impl Run<'_> {
    fn term(&self, term: &Term) -> Value {
        match term {
            Term::Value(Value::Text(text)) if text.is_empty() => Value::Null,
            Term::Value(value) => value.clone(),
            Term::Field(at) => self.fields[*at].clone(),
            Term::Negative(inner) => Number::of(&self.term(inner))
                .map_or(Value::Null, |it| Number { amount: -it.amount, ..it }.value()),
            Term::Binary(operator, left, right) => {
                self.binary(*operator, &self.term(left), &self.term(right))
            }
            Term::Call(function, arguments) => self.call(*function, arguments).unwrap_or_default(),
        }
    }

    fn binary(&self, operator: Binary, a: &Value, b: &Value) -> Value {
        match operator {
            Binary::Join => words::kept(self.text(a) + &self.text(b)).map_or(Value::Null, Value::Text),
            Binary::Equal => Value::Bool(self.same(a, b)),
            Binary::Unequal => Value::Bool(!self.same(a, b)),
            Binary::Less => Value::Bool(self.order(a, b).is_some_and(Ordering::is_lt)),
            Binary::AtMost => Value::Bool(self.order(a, b).is_some_and(Ordering::is_le)),
            Binary::Greater => Value::Bool(self.order(a, b).is_some_and(Ordering::is_gt)),
            Binary::AtLeast => Value::Bool(self.order(a, b).is_some_and(Ordering::is_ge)),
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide => {
                let both = Number::of(a).zip(Number::of(b));
                both.and_then(|(a, b)| a.apply(operator, &b)).map_or(Value::Null, Number::value)
            }
        }
    }

    fn same(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Id(a), Value::Id(b)) => a == b,
            (Value::Record(..), Value::Record(..)) | (Value::List(_), Value::List(_)) => a == b,
            _ => self.order(a, b) == Some(Ordering::Equal),
        }
    }

    /// How two values stand to each other; a moment beside a day counts as its day.
    fn order(&self, a: &Value, b: &Value) -> Option<Ordering> {
        match (a, b) {
            (Value::Text(a), Value::Text(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Date(_) | Value::Time(_), Value::Date(_) | Value::Time(_)) => {
                Some(calendar::day(a, self.moments.zone)?.cmp(&calendar::day(b, self.moments.zone)?))
            }
            _ => Number::of(a)?.compare(&Number::of(b)?),
        }
    }

    /// A value as `&` puts it into a text.
    fn text(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            Value::Decimal(number) => number.normalize().to_string(),
            Value::Money(money) => money.amount.to_string(),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
            Value::Date(day) => day.to_string(),
            Value::Time(moment) => {
                calendar::format(moment.with_timezone(&self.moments.zone).naive_local(), "yyyy-MM-dd HH:mm")
            }
            Value::Null
            | Value::Id(_)
            | Value::Record(..)
            | Value::List(_)
            | Value::Address(_)
            | Value::Location(_)
            | Value::Lines(_) => String::new(),
        }
    }

    fn call(&self, function: Function, arguments: &[Term]) -> Option<Value> {
        match function.group() {
            super::Group::Logic => self.logic(function, arguments),
            super::Group::Number => self.number(function, arguments),
            super::Group::Text => self.words(function, arguments),
            super::Group::Time => self.time(function, arguments),
        }
    }

    /// Computes only what is asked for.
    fn logic(&self, function: Function, arguments: &[Term]) -> Option<Value> {
        let mut values = arguments.iter().map(|term| self.term(term));
        match function {
            Function::If => {
                let place = if is_true(&self.term(arguments.first()?)) { 1 } else { 2 };
                arguments.get(place).map(|term| self.term(term))
            }
            Function::Switch => {
                let value = self.term(arguments.first()?);
                let mut cases = arguments[1..].chunks(2);
                let hit = cases.find(|case| case.len() == 1 || self.same(&value, &self.term(&case[0])))?;
                hit.last().map(|term| self.term(term))
            }
            Function::And => Some(Value::Bool(values.all(|value| is_true(&value)))),
            Function::Or => Some(Value::Bool(values.any(|value| is_true(&value)))),
            Function::Not => values.next().map(|value| Value::Bool(!is_true(&value))),
            Function::IsBlank => values.next().map(|value| Value::Bool(value.is_null())),
            Function::Coalesce => values.find(|value| !value.is_null()),
            _ => None,
        }
    }

    fn number(&self, function: Function, arguments: &[Term]) -> Option<Value> {
        let values: Vec<Value> = arguments.iter().map(|term| self.term(term)).collect();
        let first = || values.first().and_then(Number::of);
        match function {
            Function::Round => {
                let places = values.get(1).map_or(Some(0), whole)?;
                let number = first()?;
                let rounded = round_to(number.amount, places)?;
                Some(number.with(rounded).value())
            }
            Function::Abs => first().map(|it| Number { amount: it.amount.abs(), ..it }.value()),
            Function::Ceil => first().map(|it| Number { amount: it.amount.ceil(), ..it }.value()),
            Function::Floor => first().map(|it| Number { amount: it.amount.floor(), ..it }.value()),
            Function::Mod => first()?.remainder(&Number::of(&values[1])?).map(Number::value),
            Function::Sum => {
                let mut numbers = values.iter().filter_map(Number::of);
                let start = numbers.next()?;
                numbers.try_fold(start, |sum, next| sum.apply(Binary::Add, &next)).map(Number::value)
            }
            Function::Min | Function::Max => {
                let wanted = if function == Function::Min { Ordering::Less } else { Ordering::Greater };
                let mut there = values.into_iter().filter(|value| !value.is_null());
                let start = there.next()?;
                there.try_fold(start, |best, next| {
                    Some(if self.order(&next, &best)? == wanted { next } else { best })
                })
            }
            Function::Value => {
                let Value::Text(text) = values.first()? else { return None };
                let plain: String = text.trim().chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
                plain.parse::<Decimal>().ok().filter(|_| plain.len() <= 28).map(Value::Decimal)
            }
            _ => None,
        }
    }

    fn words(&self, function: Function, arguments: &[Term]) -> Option<Value> {
        let values: Vec<Value> = arguments.iter().map(|term| self.term(term)).collect();
        let text = |at: usize| values.get(at).and_then(Value::as_text).unwrap_or_default();
        let count = |at: usize| whole(&values[at]).and_then(|count| usize::try_from(count.max(0)).ok());
        let made = match function {
            Function::Len => return Some(decimal(i64::try_from(text(0).chars().count()).ok()?)),
            Function::Left => words::cut(text(0), 0, count(1)?),
            Function::Right => {
                let length = text(0).chars().count();
                words::cut(text(0), length.saturating_sub(count(1)?), length)
            }
            Function::Mid => words::cut(text(0), count(1)?.checked_sub(1)?, count(2)?),
            Function::Upper => text(0).to_uppercase(),
            Function::Lower => text(0).to_lowercase(),
            Function::Trim => text(0).trim().to_owned(),
            Function::Concat => {
                let all: String = values.iter().map(|value| self.text(value)).collect();
                words::kept(all)?
            }
            Function::Replace => words::replace(text(0), text(1), text(2))?,
            Function::Contains => {
                let part = text(1);
                return Some(Value::Bool(match values.first()? {
                    Value::List(entries) => entries.iter().any(|entry| entry == part),
                    Value::Text(whole) => whole.to_lowercase().contains(&part.to_lowercase()),
                    _ => false,
                }));
            }
            Function::Text => self.formatted(values.first()?, values.get(1).and_then(Value::as_text))?,
            Function::RmbUpper => capitals(Number::of(values.first()?)?.amount)?,
            _ => return None,
        };
        Some(if made.is_empty() { Value::Null } else { Value::Text(made) })
    }

    fn formatted(&self, value: &Value, pattern: Option<&str>) -> Option<String> {
        let Some(pattern) = pattern else { return Some(self.text(value)) };
        match value {
            Value::Date(day) => Some(calendar::format(day.and_time(NaiveTime::MIN), pattern)),
            Value::Time(moment) => {
                Some(calendar::format(moment.with_timezone(&self.moments.zone).naive_local(), pattern))
            }
            _ => match Number::of(value) {
                Some(number) => words::number(number.amount, pattern),
                None => Some(self.text(value)),
            },
        }
    }

    fn time(&self, function: Function, arguments: &[Term]) -> Option<Value> {
        let values: Vec<Value> = arguments.iter().map(|term| self.term(term)).collect();
        let zone = self.moments.zone;
        let day = || calendar::day(values.first()?, zone);
        match function {
            Function::Today => Some(Value::Date(today(self.moments.now, zone))),
            Function::Now => Some(Value::Time(self.moments.now)),
            Function::Year => Some(decimal(i64::from(day()?.year()))),
            Function::Month => Some(decimal(i64::from(day()?.month()))),
            Function::Day => Some(decimal(i64::from(day()?.day()))),
            Function::Weekday => Some(decimal(i64::from(day()?.weekday().number_from_monday()))),
            Function::Date if values.len() == 1 => day().map(Value::Date),
            Function::Date => {
                let part = |at: usize| values.get(at).and_then(whole);
                let year = i32::try_from(part(0)?).ok().filter(|year| (1..=9999).contains(year))?;
                let (month, day) = (u32::try_from(part(1)?).ok()?, u32::try_from(part(2)?).ok()?);
                NaiveDate::from_ymd_opt(year, month, day).map(Value::Date)
            }
            Function::DateAdd => calendar::add(
                values.first()?,
                whole(&values[1])?,
                Unit::from_name(values[2].as_text()?)?,
                zone,
            ),
            Function::DateDiff => {
                let unit = Unit::from_name(values[2].as_text()?)?;
                calendar::between(values.first()?, &values[1], unit, zone).map(decimal)
            }
            Function::NetWorkdays => {
                let until = calendar::day(values.get(1)?, zone)?;
                Some(decimal(self.moments.calendar.between(day()?, until)))
            }
            Function::Workday => {
                let found = self.moments.calendar.after(day()?, whole(values.get(1)?)?);
                found.and_then(calendar::kept).map(Value::Date)
            }
            _ => None,
        }
    }
}
