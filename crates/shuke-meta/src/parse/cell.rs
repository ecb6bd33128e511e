//! Cell text → value: lenient about how people write, never about what it means.

use std::borrow::Cow;

use chrono_tz::Tz;
use shuke_base::{Code, FieldFault, Uuid, Value};

use super::number::{self, Written};
use super::{Cell, DEFAULT_CURRENCY, fit, moment, special};
use crate::field::{ChoiceOption, FieldDef, FieldKind};
use crate::region;

pub(super) fn cell(field: &FieldDef, text: &str, zone: Tz) -> Result<Cell, FieldFault> {
    let value = match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::AutoNumber => fit::text(field, text)?,
        _ if blank(text) => Value::Null,
        FieldKind::Phone | FieldKind::Email | FieldKind::Url | FieldKind::IdCard | FieldKind::CreditCode => {
            fit::text(field, text)?
        }
        FieldKind::Time => fit::text(field, &special::clock_cell(text))?,
        FieldKind::Rating => special::rating_cell(field, text)?,
        FieldKind::Cascade => Value::Text(special::cascade_cell(field, &fit::cleaned(field, text)?)?),
        FieldKind::Address => special::address_cell(field, text)?,
        FieldKind::Location => special::location_cell(field, text)?,
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Money => {
            let written = number::written(text).ok_or_else(|| fit::fault(field, Code::InvalidNumber))?;
            numeric(field, written)?
        }
        FieldKind::Bool => {
            yes_or_no(text).map(Value::Bool).ok_or_else(|| fit::wrong_type(field, "是或否", "yes or no"))?
        }
        FieldKind::Date => {
            let day = moment::written(text).ok_or_else(|| fit::fault(field, Code::InvalidDate))?.day;
            fit::in_span(field, Value::Date(day))?
        }
        FieldKind::DateTime => {
            let moment = moment::written(text).and_then(|written| fit::moment(written.at(zone)));
            fit::in_span(field, Value::Time(moment.ok_or_else(|| fit::fault(field, Code::InvalidTime))?))?
        }
        FieldKind::Choice => Value::Text(choice(field, &fit::cleaned(field, text)?)?),
        FieldKind::MultiChoice => choices(field, &fit::cleaned(field, text)?)?,
        FieldKind::Tags => {
            let tags = split(text).map(|tag| fit::cleaned(field, tag));
            fit::list(field, tags.collect::<Result<_, _>>()?)?
        }
        FieldKind::Region => {
            let code = region::find(&fit::cleaned(field, text)?);
            Value::Text(code.ok_or_else(|| fit::fault(field, Code::InvalidRegion))?.to_owned())
        }
        FieldKind::RichText => fit::text(field, &shuke_text::rich::from_plain(text))?,
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature => {
            return Err(fit::wrong_type(field, "文件，不能从表格导入", "a file, which no table can bring"));
        }
        FieldKind::Lines => {
            return Err(fit::wrong_type(
                field,
                "子表，不能从表格导入",
                "a sub-table, which no table can bring",
            ));
        }
        FieldKind::Id => match Uuid::try_parse(text.trim()) {
            Ok(id) => Value::Id(id),
            Err(_) => return Err(fit::wrong_type(field, "记录的 id", "the id of a record")),
        },
        FieldKind::Reference | FieldKind::User | FieldKind::Department => return reference(field, text),
        FieldKind::MultiReference => return references(field, text),
        FieldKind::Record => return Ok(Cell::Lookup(fit::cleaned(field, text)?)),
    };
    Ok(Cell::Value(value))
}

/// What people put into a cell that is to be empty: nothing, or only strokes.
fn blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–' | '/' | '\\' | '\u{200B}' | '\u{FEFF}')
    })
}

fn numeric(field: &FieldDef, written: Written) -> Result<Value, FieldFault> {
    let Written { number, currency, percent } = written;
    let foreign = match field.kind {
        FieldKind::Money => percent,
        FieldKind::Percent => currency.is_some(),
        _ => percent || currency.is_some(),
    };
    if foreign {
        return Err(fit::fault(field, Code::InvalidNumber));
    }
    match field.kind {
        FieldKind::Integer => fit::integer(field, number),
        FieldKind::Money => fit::money(field, number, currency.as_deref().unwrap_or(DEFAULT_CURRENCY)),
        _ => fit::decimal(field, number).map(Value::Decimal),
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_ref() {
        "是" | "true" | "yes" | "y" | "t" | "1" | "对" | "有" | "√" | "✓" | "✔" | "on" => Some(true),
        "否" | "false" | "no" | "n" | "f" | "0" | "不" | "不是" | "错" | "无" | "没有" | "×" | "✗" | "✘"
        | "off" => Some(false),
        _ => None,
    }
}

/// The form in which two labels are the same when people would say so: width, case and spaces don't count.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Cow::Borrowed(text);
    }
    let folded = text.chars().filter(|c| !c.is_whitespace()).map(number::narrow).flat_map(char::to_lowercase);
    Cow::Owned(folded.collect())
}

/// The api name of the option that the text means: by api name, or by its label in either language.
pub(super) fn choice(field: &FieldDef, text: &str) -> Result<String, FieldFault> {
    let active = || field.options.iter().filter(|option| option.active);
    let exact =
        |option: &&ChoiceOption| option.name == text || option.label.zh == text || option.label.en == text;
    if let Some(option) = active().find(exact) {
        return Ok(option.name.clone());
    }
    let wanted = fold(text);
    active()
        .find(|option| {
            fold(&option.name) == wanted
                || fold(&option.label.zh) == wanted
                || fold(&option.label.en) == wanted
        })
        .map(|option| option.name.clone())
        .ok_or_else(|| fit::unknown_option(field, text))
}

/// Several options; a text that is as a whole the label of one option is not taken apart.
fn choices(field: &FieldDef, text: &str) -> Result<Value, FieldFault> {
    let names = match choice(field, text) {
        Ok(name) => vec![name],
        Err(_) => {
            let parts = split(text).map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| choice(field, part)).collect::<Result<_, _>>()?
        }
    };
    fit::list(field, names)
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', ',', '，', '|', '\n'])
}

fn reference(field: &FieldDef, text: &str) -> Result<Cell, FieldFault> {
    let name = fit::cleaned(field, text)?;
    Ok(match Uuid::try_parse(&name) {
        Ok(id) if name.len() == 36 => Cell::Value(Value::Id(id)),
        _ => Cell::Lookup(name),
    })
}

/// Several names. A comma can belong to the name of a company, so it does not part them.
fn references(field: &FieldDef, text: &str) -> Result<Cell, FieldFault> {
    let names = text.split([';', '；', '、', '|', '\n']).map(|name| fit::cleaned(field, name));
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let name = name?;
        if !name.is_empty() && !kept.contains(&name) {
            kept.push(name);
        }
    }
    if kept.len() > field.records() {
        return Err(fit::fault(field, Code::TooManyRecords).with("max", field.records()));
    }
    Ok(if kept.is_empty() { Cell::Value(Value::Null) } else { Cell::Lookups(kept) })
}
