//! The last steps of every value, whichever door it came through: cleaning, length, precision, range, options.

use chrono::{Datelike, NaiveDate, SubsecRound, Timelike};
use shuke_base::Decimal;
use shuke_base::{Code, FieldFault, Moment, Money, Text, Uuid, Value, limits};
use shuke_text::{Clean, clean_block, clean_line, rich};

use super::{json, special};
use crate::field::{FieldDef, FieldKind};
use crate::region;

/// Digits of a number, decimal places included: what a 64-bit integer holds when it is scaled by the field's places.
const DIGITS: u32 = 18;

/// Something wrong with the field's value.
pub(super) fn fault(field: &FieldDef, code: Code) -> FieldFault {
    FieldFault::new(&field.name, &field.label, code)
}

/// A value of another type than the field's.
pub(super) fn wrong_type(field: &FieldDef, zh: &str, en: &str) -> FieldFault {
    fault(field, Code::WrongType).label_arg("expected", Text::new(zh, en))
}

/// The text without what can't be seen; empty when nothing is left.
pub(super) fn cleaned(field: &FieldDef, text: &str) -> Result<String, FieldFault> {
    let clean = match field.kind {
        FieldKind::LongText | FieldKind::RichText => clean_block(text),
        _ => clean_line(text),
    };
    match clean {
        Clean::Text(text) => Ok(text),
        Clean::Control => Err(fault(field, Code::InvalidText)),
    }
}

pub(super) fn short_enough(field: &FieldDef, text: &str) -> Result<(), FieldFault> {
    at_most(field, text, field.characters())
}

fn at_most(field: &FieldDef, text: &str, max: usize) -> Result<(), FieldFault> {
    // A text has at most as many characters as bytes, so most texts need no counting.
    if text.len() <= max {
        return Ok(());
    }
    let actual = text.chars().count();
    if actual <= max {
        return Ok(());
    }
    Err(fault(field, Code::TooLong).with("max", max).with("actual", actual))
}

/// A value of one of the kinds that hold text.
pub(super) fn text(field: &FieldDef, typed: &str) -> Result<Value, FieldFault> {
    let text = cleaned(field, typed)?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let text = match field.kind {
        FieldKind::Phone => shuke_text::phone(&text).ok_or_else(|| fault(field, Code::InvalidPhone))?,
        FieldKind::Email => shuke_text::email(&text).ok_or_else(|| fault(field, Code::InvalidEmail))?,
        FieldKind::Url => shuke_text::url(&text).ok_or_else(|| fault(field, Code::InvalidUrl))?,
        FieldKind::IdCard => special::id_card(field, &text)?,
        FieldKind::CreditCode => special::credit_code(field, &text)?,
        FieldKind::RichText => return rich(field, &text),
        FieldKind::Time => special::clock(&text).ok_or_else(|| fault(field, Code::InvalidClock))?,
        _ => text,
    };
    short_enough(field, &text)?;
    if let Some(format) = &field.format
        && !format.fits(&text)
    {
        return Err(fault(field, Code::WrongFormat).label_arg("reason", format.reason()));
    }
    if field.kind == FieldKind::Time { in_span(field, Value::Text(text)) } else { Ok(Value::Text(text)) }
}

/// HTML of which what does harm is gone; the field's length is that of the text in it.
fn rich(field: &FieldDef, html: &str) -> Result<Value, FieldFault> {
    at_most(field, html, limits::RICH_TEXT_CHARS)?;
    let html = rich::rich(html);
    at_most(field, &html, limits::RICH_TEXT_CHARS)?;
    let text = rich::plain(&html);
    short_enough(field, &text)?;
    Ok(if text.is_empty() { Value::Null } else { Value::Text(html) })
}

/// An integer within the field's range.
pub(super) fn integer(field: &FieldDef, number: Decimal) -> Result<Value, FieldFault> {
    if !number.fract().is_zero() {
        return Err(fault(field, Code::TooPrecise).with("scale", 0));
    }
    in_range(field, number)?;
    let whole = number.trunc();
    match i64::try_from(whole) {
        Ok(whole) => Ok(Value::Int(whole)),
        Err(_) if whole.is_sign_negative() => Err(fault(field, Code::TooSmall).with("min", i64::MIN)),
        Err(_) => Err(fault(field, Code::TooBig).with("max", i64::MAX)),
    }
}

/// A decimal with no more places than the field has, within its range and within what both databases keep exactly.
pub(super) fn decimal(field: &FieldDef, number: Decimal) -> Result<Decimal, FieldFault> {
    let places = field.places();
    let mut number = number.normalize();
    if number.scale() > places {
        return Err(fault(field, Code::TooPrecise).with("scale", places));
    }
    in_range(field, number)?;
    let bound = Decimal::from(10_i64.pow(DIGITS.saturating_sub(places)));
    if number >= bound {
        return Err(fault(field, Code::TooBig).with("max", bound - Decimal::ONE));
    }
    if number <= -bound {
        return Err(fault(field, Code::TooSmall).with("min", Decimal::ONE - bound));
    }
    number.rescale(places);
    Ok(number)
}

fn in_range(field: &FieldDef, number: Decimal) -> Result<(), FieldFault> {
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| Decimal::from_str_exact(text).ok());
    if let Some(min) = bound(&field.min)
        && number < min
    {
        return Err(fault(field, Code::TooSmall).with("min", min));
    }
    if let Some(max) = bound(&field.max)
        && number > max
    {
        return Err(fault(field, Code::TooBig).with("max", max));
    }
    Ok(())
}

/// A day, moment or time of day within the field's bounds.
pub(super) fn in_span(field: &FieldDef, value: Value) -> Result<Value, FieldFault> {
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| span_end(field.kind, text));
    let order = |other: &Value| match (&value, other) {
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Time(one), Value::Time(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => std::cmp::Ordering::Equal,
    };
    if let (Some(end), Some(min)) = (bound(&field.min), &field.min)
        && order(&end).is_lt()
    {
        return Err(fault(field, Code::TooEarly).with("min", min));
    }
    if let (Some(end), Some(max)) = (bound(&field.max), &field.max)
        && order(&end).is_gt()
    {
        return Err(fault(field, Code::TooLate).with("max", max));
    }
    Ok(value)
}

/// A bound of a kind that holds days, moments or times of day.
pub(crate) fn span_end(kind: FieldKind, text: &str) -> Option<Value> {
    match kind {
        FieldKind::Date => json::date(text).map(Value::Date),
        FieldKind::DateTime => json::time(text).map(Value::Time),
        FieldKind::Time => special::clock(text).map(Value::Text),
        _ => None,
    }
}

/// An amount in a currency of three capital letters.
pub(super) fn money(field: &FieldDef, amount: Decimal, currency: &str) -> Result<Value, FieldFault> {
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(fault(field, Code::InvalidCurrency));
    }
    Ok(Value::Money(Money { amount: decimal(field, amount)?, currency: currency.to_owned() }))
}

/// A day of the years 1 to 9999, which both databases and every program that reads them can write.
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A moment of the years 1 to 9999 in UTC, cut to the microsecond; no leap second.
pub(super) fn moment(moment: Moment) -> Option<Moment> {
    if !(1..=9999).contains(&moment.year()) || moment.nanosecond() >= 1_000_000_000 {
        return None;
    }
    Some(moment.trunc_subsecs(6))
}

/// The six-digit code of a current region.
pub(super) fn region(field: &FieldDef, code: &str) -> Result<Value, FieldFault> {
    match region::name(code) {
        Some(_) => Ok(Value::Text(code.to_owned())),
        None => Err(fault(field, Code::InvalidRegion)),
    }
}

/// That there is no such option (any more).
pub(super) fn unknown_option(field: &FieldDef, value: &str) -> FieldFault {
    let shown: String = value.chars().take(60).collect();
    fault(field, Code::UnknownOption).with("value", shown)
}

/// The api name of an option that can still be chosen.
pub(super) fn option(field: &FieldDef, name: &str) -> Result<String, FieldFault> {
    match field.option(name) {
        Some(option) if option.active => Ok(option.name.clone()),
        _ => Err(unknown_option(field, name)),
    }
}

/// Records in the order given, each once, and no more than the field holds.
pub(super) fn records(field: &FieldDef, ids: Vec<Uuid>) -> Result<Value, FieldFault> {
    let mut kept: Vec<String> = Vec::with_capacity(ids.len().min(limits::FIELD_RECORDS));
    for id in ids {
        let id = id.to_string();
        if kept.contains(&id) {
            continue;
        }
        if kept.len() == field.records() {
            return Err(fault(field, Code::TooManyRecords).with("max", field.records()));
        }
        kept.push(id);
    }
    Ok(if kept.is_empty() { Value::Null } else { Value::List(kept) })
}

/// More entries than a list holds.
pub(super) fn too_many(field: &FieldDef) -> FieldFault {
    let max = limits::LIST_VALUES;
    wrong_type(field, &format!("最多 {max} 项的列表"), &format!("a list of at most {max} items"))
}

/// A list without doubles and empty texts; nothing when nothing is left.
pub(super) fn list(field: &FieldDef, items: Vec<String>) -> Result<Value, FieldFault> {
    let mut kept: Vec<String> = Vec::with_capacity(items.len().min(limits::LIST_VALUES));
    for item in items {
        if item.is_empty() || kept.contains(&item) {
            continue;
        }
        short_enough(field, &item)?;
        if kept.len() == limits::LIST_VALUES {
            return Err(too_many(field));
        }
        kept.push(item);
    }
    Ok(if kept.is_empty() { Value::Null } else { Value::List(kept) })
}
