//! JSON → value: strict, because the other side is a program.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Number, Value as Json};
use shuke_base::Decimal;
use shuke_base::{Code, FieldFault, Uuid, Value};

use super::{DEFAULT_CURRENCY, fit, special};
use crate::field::{FieldDef, FieldKind};

/// Significant digits that a binary float surely keeps; a JSON number with more may have been rounded on its way.
const FLOAT_DIGITS: usize = 15;

pub(super) fn value(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    match field.kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::RichText
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Time
        | FieldKind::AutoNumber => fit::text(field, string(field, json)?),
        FieldKind::Integer => match number(field, json)? {
            Some(number) => fit::integer(field, number),
            None => Ok(Value::Null),
        },
        FieldKind::Rating => match number(field, json)? {
            Some(number) => special::rating(field, number),
            None => Ok(Value::Null),
        },
        FieldKind::Decimal | FieldKind::Percent => match number(field, json)? {
            Some(number) => fit::decimal(field, number).map(Value::Decimal),
            None => Ok(Value::Null),
        },
        FieldKind::Money => money(field, json),
        FieldKind::Bool => json
            .as_bool()
            .map(Value::Bool)
            .ok_or_else(|| fit::wrong_type(field, "是或否（true 或 false）", "true or false")),
        FieldKind::Date => or_null(field, json, |text| match date(text) {
            Some(day) => fit::in_span(field, Value::Date(day)),
            None => Err(fit::fault(field, Code::InvalidDate)),
        }),
        FieldKind::DateTime => or_null(field, json, |text| match time(text) {
            Some(moment) => fit::in_span(field, Value::Time(moment)),
            None => Err(fit::fault(field, Code::InvalidTime)),
        }),
        FieldKind::Choice | FieldKind::Cascade => {
            or_null(field, json, |text| fit::option(field, text).map(Value::Text))
        }
        FieldKind::MultiChoice => {
            let options = strings(field, json)?.into_iter().filter(|name| !name.is_empty());
            let names: Vec<String> =
                options.map(|name| fit::option(field, name)).collect::<Result<_, _>>()?;
            fit::list(field, names)
        }
        FieldKind::Tags => {
            let tags = strings(field, json)?.into_iter();
            fit::list(field, tags.map(|tag| fit::cleaned(field, tag)).collect::<Result<_, _>>()?)
        }
        FieldKind::Region => or_null(field, json, |code| fit::region(field, code)),
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature => files(field, json),
        FieldKind::MultiReference => records(field, json),
        FieldKind::Address => special::address(field, json),
        FieldKind::Location => special::location(field, json),
        FieldKind::Id | FieldKind::Reference | FieldKind::User | FieldKind::Department => {
            reference(field, json)
        }
        FieldKind::Record => record(field, json),
        FieldKind::Lines => super::lines::lines(field, json).map_err(|mut faults| faults.remove(0)),
    }
}

fn string<'a>(field: &FieldDef, json: &'a Json) -> Result<&'a str, FieldFault> {
    json.as_str().ok_or_else(|| fit::wrong_type(field, "文本", "a text"))
}

pub(super) fn strings<'a>(field: &FieldDef, json: &'a Json) -> Result<Vec<&'a str>, FieldFault> {
    let wrong = || fit::wrong_type(field, "文本列表", "a list of texts");
    let items = json.as_array().ok_or_else(wrong)?;
    items.iter().map(|item| item.as_str().ok_or_else(wrong)).collect()
}

/// A text that is nothing when empty, and otherwise read by `parse`.
fn or_null(
    field: &FieldDef,
    json: &Json,
    parse: impl FnOnce(&str) -> Result<Value, FieldFault>,
) -> Result<Value, FieldFault> {
    match string(field, json)?.trim() {
        "" => Ok(Value::Null),
        text => parse(text),
    }
}

/// A number written as a JSON number or as a text; nothing for an empty text.
pub(super) fn number(field: &FieldDef, json: &Json) -> Result<Option<Decimal>, FieldFault> {
    match json {
        Json::Number(number) => exact(field, number).map(Some),
        Json::String(text) if text.trim().is_empty() => Ok(None),
        Json::String(text) => {
            plain_number(text.trim()).map(Some).ok_or_else(|| fit::fault(field, Code::InvalidNumber))
        }
        _ => Err(fit::wrong_type(field, "数字", "a number")),
    }
}

/// Digits with at most one point and a minus sign: no exponent, no separators, nothing that would be rounded.
pub(crate) fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

/// A JSON number as the decimal that was written. A fraction with more digits than a binary float keeps can't be
/// told from a rounded one and is refused; a text carries it exactly.
fn exact(field: &FieldDef, number: &Number) -> Result<Decimal, FieldFault> {
    if let Some(whole) = number.as_i64() {
        return Ok(Decimal::from(whole));
    }
    if let Some(whole) = number.as_u64() {
        return Ok(Decimal::from(whole));
    }
    let text = number.to_string();
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').trim_end_matches('0');
    if digits.len() > FLOAT_DIGITS {
        return Err(fit::wrong_type(
            field,
            "用文本书写的数字（如 \"1234.50\"），数位太多时才不会失真",
            "a number written as text, such as \"1234.50\": it has too many digits for a JSON number",
        ));
    }
    let parsed = if text.contains(['e', 'E']) {
        Decimal::from_scientific(&text).ok()
    } else {
        Decimal::from_str_exact(&text).ok()
    };
    parsed.ok_or_else(|| fit::fault(field, Code::InvalidNumber))
}

fn money(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    let wrong = || {
        let zh = "金额，例如 {\"amount\":\"12.50\",\"currency\":\"CNY\"}";
        let en = "an amount such as {\"amount\":\"12.50\",\"currency\":\"CNY\"}";
        fit::wrong_type(field, zh, en)
    };
    let (amount, currency) = match json {
        Json::Object(parts) => {
            if parts.keys().any(|key| key != "amount" && key != "currency") {
                return Err(wrong());
            }
            let currency = match parts.get("currency") {
                None | Some(Json::Null) => DEFAULT_CURRENCY,
                Some(Json::String(currency)) => currency.as_str(),
                Some(_) => return Err(fit::fault(field, Code::InvalidCurrency)),
            };
            (parts.get("amount").ok_or_else(wrong)?, currency)
        }
        Json::String(_) | Json::Number(_) => (json, DEFAULT_CURRENCY),
        _ => return Err(wrong()),
    };
    if amount.is_null() {
        return Ok(Value::Null);
    }
    match number(field, amount)? {
        Some(amount) => fit::money(field, amount, currency),
        None => Ok(Value::Null),
    }
}

/// `2026-01-31` and nothing else.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let part = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    fit::day(i32::try_from(part(0..4)?).ok()?, part(5..7)?, part(8..10)?)
}

/// RFC 3339 with an offset; kept in UTC.
pub(super) fn time(text: &str) -> Option<DateTime<Utc>> {
    fit::moment(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc))
}

/// The id in a reference: the id itself, or a `{"id", "object", "name"}` as it was read.
fn reference(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    match json {
        Json::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Json::String(text) => uuid(field, text).map(Value::Id),
        Json::Object(parts) => id_of_target(field, parts).map(Value::Id),
        _ => Err(not_an_id(field)),
    }
}

/// The id in a reference as it was read, which has to be one of the field's target.
fn id_of_target(field: &FieldDef, parts: &Map<String, Json>) -> Result<Uuid, FieldFault> {
    if let (Some(Json::String(object)), Some(target)) = (parts.get("object"), field.points_to())
        && object != target
    {
        let zh = format!("对象 {target} 的记录");
        return Err(fit::wrong_type(field, &zh, &format!("a record of {target}")));
    }
    id_of(field, parts)
}

/// Records by their ids; each may also come as it was read.
fn records(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    let items = match json {
        Json::Array(items) => items.as_slice(),
        Json::String(text) if text.trim().is_empty() => &[],
        _ => return Err(fit::wrong_type(field, "记录 id 的列表", "a list of ids of records")),
    };
    let id = |item: &Json| match item {
        Json::String(text) => uuid(field, text),
        Json::Object(parts) => id_of_target(field, parts),
        _ => Err(not_an_id(field)),
    };
    fit::records(field, items.iter().map(id).collect::<Result<_, _>>()?)
}

fn record(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    let wrong = || {
        let zh = "一条记录，例如 {\"object\":\"lead\",\"id\":\"…\"}";
        fit::wrong_type(field, zh, "a record such as {\"object\":\"lead\",\"id\":\"…\"}")
    };
    let parts = json.as_object().ok_or_else(wrong)?;
    match parts.get("object") {
        Some(Json::String(object)) if !object.is_empty() => {
            Ok(Value::Record(object.clone(), id_of(field, parts)?))
        }
        _ => Err(wrong()),
    }
}

/// Files by their ids; each may also come as it was read.
fn files(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    let items = match json {
        Json::Array(items) => items.as_slice(),
        Json::String(text) if text.trim().is_empty() => &[],
        _ => return Err(fit::wrong_type(field, "文件 id 的列表", "a list of ids of files")),
    };
    if items.len() > field.files() {
        return Err(fit::fault(field, Code::TooManyFiles).with("max", field.files()));
    }
    let id = |item: &Json| match item {
        Json::String(text) => uuid(field, text),
        Json::Object(parts) => id_of(field, parts),
        _ => Err(not_an_id(field)),
    };
    let ids = items.iter().map(|item| id(item).map(|id| id.to_string())).collect::<Result<_, _>>()?;
    fit::list(field, ids)
}

fn id_of(field: &FieldDef, parts: &Map<String, Json>) -> Result<Uuid, FieldFault> {
    match parts.get("id") {
        Some(Json::String(text)) => uuid(field, text),
        _ => Err(not_an_id(field)),
    }
}

/// A UUID in its hyphenated form.
pub(super) fn uuid(field: &FieldDef, text: &str) -> Result<Uuid, FieldFault> {
    let text = text.trim();
    if text.len() != 36 {
        return Err(not_an_id(field));
    }
    Uuid::try_parse(text).map_err(|_| not_an_id(field))
}

fn not_an_id(field: &FieldDef) -> FieldFault {
    fit::wrong_type(field, "记录的 id", "the id of a record")
}
