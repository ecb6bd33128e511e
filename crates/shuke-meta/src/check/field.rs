//! A field: each property belongs to its kind, has a sensible value, and doesn't contradict another.

use std::collections::HashSet;

use shuke_base::{Code, Decimal, FieldFault, Value, limits};

use super::names;
use super::property::Property;
use super::sensitive;
use crate::field::{FieldDef, FieldKind};
use crate::object::ObjectDef;
use crate::schema::Schema;
use crate::{number, parse};

/// Characters of a help text, at most.
const HELP_CHARS: usize = 500;
/// Characters of what people read when a text has not the form, at most.
const FORMAT_MESSAGE_CHARS: usize = 200;
/// Other headings that an import recognises, at most.
const ALIASES: usize = 50;
/// Characters of one of them, at most.
const ALIAS_CHARS: usize = 60;

pub(super) fn check(field: &FieldDef, object: &ObjectDef, schema: &Schema) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    faults.extend(names::field_name(field, object));
    if !object.of_lines && field.total {
        faults.push(foreign(&Property::new("total", "合计", "Total"), field));
    }
    names::labels(&mut faults, &Property::new("label", "名称", "Label"), &field.label, true);
    if field.kind == FieldKind::Id {
        let kind = Property::new("kind", "类型", "Kind");
        faults.push(kind.invalid("只有系统字段可以是 id", "only a system field can be an id"));
    }
    wording(&mut faults, field);
    length(&mut faults, field);
    scale(&mut faults, field);
    range(&mut faults, field);
    format(&mut faults, field);
    options(&mut faults, field);
    super::stage::check(&mut faults, field, object.of_lines);
    target(&mut faults, field, object, schema);
    pattern(&mut faults, field);
    flags(&mut faults, field);
    sensitive::check(&mut faults, field, object);
    computed(&mut faults, field);
    super::lines::check(&mut faults, field, object, schema);
    // A default is only judged against a field that holds together.
    if faults.is_empty() {
        super::default::check(&mut faults, field);
    }
    faults
}

pub(super) fn foreign(property: &Property, field: &FieldDef) -> FieldFault {
    let kind = field.kind.name();
    property.invalid(&format!("不适用于类型 {kind}"), &format!("does not belong to the kind {kind}"))
}

fn wording(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    if let Some(help) = &field.help {
        let property = Property::new("help", "说明", "Help");
        names::text_of(faults, &property, &help.zh, HELP_CHARS);
        names::text_of(faults, &property, &help.en, HELP_CHARS);
    }
    let aliases = Property::new("aliases", "别名", "Aliases");
    if field.aliases.len() > ALIASES {
        faults.push(aliases.invalid("最多 50 个", "it takes at most 50"));
    }
    for alias in &field.aliases {
        names::text_of(faults, &aliases, alias, ALIAS_CHARS);
    }
}

fn length(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let Some(max_length) = field.max_length else { return };
    let property = Property::new("max_length", "最大长度", "Maximum length");
    let most = match field.kind {
        FieldKind::Text | FieldKind::Email | FieldKind::Url | FieldKind::Tags => limits::TEXT_CHARS_MAX,
        FieldKind::LongText | FieldKind::RichText => limits::LONG_TEXT_CHARS,
        FieldKind::Address => limits::ADDRESS_CHARS,
        FieldKind::Id
        | FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Bool
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Time
        | FieldKind::Rating
        | FieldKind::Choice
        | FieldKind::MultiChoice
        | FieldKind::Cascade
        | FieldKind::Phone
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Region
        | FieldKind::Location
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature
        | FieldKind::Reference
        | FieldKind::MultiReference
        | FieldKind::User
        | FieldKind::Department
        | FieldKind::AutoNumber
        | FieldKind::Record
        | FieldKind::Lines => return faults.push(foreign(&property, field)),
    };
    if max_length == 0 {
        faults.push(property.fault(Code::TooSmall).with("min", 1));
    } else if max_length > most {
        faults.push(property.fault(Code::TooBig).with("max", most));
    }
}

fn scale(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let Some(scale) = field.scale else { return };
    let property = Property::new("scale", "小数位数", "Decimal places");
    let most = match field.kind {
        FieldKind::Decimal => 6,
        FieldKind::Money | FieldKind::Percent => 4,
        _ => return faults.push(foreign(&property, field)),
    };
    if scale > most {
        faults.push(property.fault(Code::TooBig).with("max", most));
    }
}

fn range(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    match field.kind {
        FieldKind::Date | FieldKind::DateTime | FieldKind::Time => return span(faults, field),
        FieldKind::Rating => return stars(faults, field),
        FieldKind::Attachment | FieldKind::Image => {
            let property = Property::new("max", "文件数", "Files");
            return at_most(faults, field, &property, limits::FIELD_FILES);
        }
        FieldKind::MultiReference => {
            let property = Property::new("max", "记录数", "Records");
            return at_most(faults, field, &property, limits::FIELD_RECORDS);
        }
        FieldKind::Lines => {
            let property = Property::new("max", "行数", "Lines");
            return at_most(faults, field, &property, limits::LINES);
        }
        _ => {}
    }
    let places = match field.kind {
        FieldKind::Integer => Some(0),
        FieldKind::Decimal | FieldKind::Money | FieldKind::Percent => Some(field.places()),
        _ => None,
    };
    let mut bound = |name: &str, zh: &str, en: &str, text: &Option<String>| -> Option<Decimal> {
        let property = Property::new(name, zh, en);
        let text = text.as_deref()?;
        let Some(places) = places else {
            faults.push(foreign(&property, field));
            return None;
        };
        let Some(number) = parse::plain_number(text) else {
            faults.push(property.fault(Code::InvalidNumber));
            return None;
        };
        if number.normalize().scale() > places {
            faults.push(property.fault(Code::TooPrecise).with("scale", places));
        }
        Some(number)
    };
    let min = bound("min", "最小值", "Minimum", &field.min);
    let max = bound("max", "最大值", "Maximum", &field.max);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        faults.push(Property::new("max", "最大值", "Maximum").fault(Code::TooSmall).with("min", min));
    }
}

/// The bounds of days, moments and times of day.
fn span(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let code = match field.kind {
        FieldKind::Date => Code::InvalidDate,
        FieldKind::Time => Code::InvalidClock,
        _ => Code::InvalidTime,
    };
    let mut bound = |name: &str, zh: &str, en: &str, text: &Option<String>| -> Option<Value> {
        let end = parse::span_end(field.kind, text.as_deref()?);
        if end.is_none() {
            faults.push(Property::new(name, zh, en).fault(code));
        }
        end
    };
    let min = bound("min", "最早", "Earliest", &field.min);
    let max = bound("max", "最晚", "Latest", &field.max);
    let apart = match (&min, &max) {
        (Some(Value::Date(min)), Some(Value::Date(max))) => min <= max,
        (Some(Value::Time(min)), Some(Value::Time(max))) => min <= max,
        (Some(Value::Text(min)), Some(Value::Text(max))) => min <= max,
        _ => true,
    };
    if !apart {
        let min = field.min.clone().unwrap_or_default();
        faults.push(Property::new("max", "最晚", "Latest").fault(Code::TooEarly).with("min", min));
    }
}

/// A rating goes from one to its stars.
fn stars(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    if field.min.is_some() {
        faults.push(foreign(&Property::new("min", "最小值", "Minimum"), field));
    }
    let Some(max) = &field.max else { return };
    let property = Property::new("max", "星数", "Stars");
    match max.parse::<i64>() {
        Err(_) => faults.push(property.fault(Code::InvalidNumber)),
        Ok(stars) if stars < 2 => faults.push(property.fault(Code::TooSmall).with("min", 2)),
        Ok(stars) if stars > limits::STARS => {
            faults.push(property.fault(Code::TooBig).with("max", limits::STARS))
        }
        Ok(_) => {}
    }
}

/// How many files or records there may be.
fn at_most(faults: &mut Vec<FieldFault>, field: &FieldDef, property: &Property, most: usize) {
    if field.min.is_some() {
        faults.push(foreign(&Property::new("min", "最小值", "Minimum"), field));
    }
    let Some(max) = &field.max else { return };
    match max.parse::<usize>() {
        Err(_) => faults.push(property.fault(Code::InvalidNumber)),
        Ok(0) => faults.push(property.fault(Code::TooSmall).with("min", 1)),
        Ok(count) if count > most => {
            faults.push(property.fault(Code::TooBig).with("max", most));
        }
        Ok(_) => {}
    }
}

fn format(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let Some(format) = &field.format else { return };
    let property = Property::new("format.pattern", "格式", "Format");
    if !matches!(field.kind, FieldKind::Text | FieldKind::LongText | FieldKind::Email | FieldKind::Url) {
        return faults.push(foreign(&Property::new("format", "格式", "Format"), field));
    }
    if let Err(reason) = format.check() {
        faults.push(property.because(reason));
    }
    let message = Property::new("format.message", "格式提示", "Format message");
    names::text_of(faults, &message, &format.message.zh, FORMAT_MESSAGE_CHARS);
    names::text_of(faults, &message, &format.message.en, FORMAT_MESSAGE_CHARS);
}

fn options(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let all = Property::new("options", "选项", "Options");
    if !field.kind.has_options() {
        if !field.options.is_empty() {
            faults.push(foreign(&all, field));
        }
        return;
    }
    if !field.options.iter().any(|option| option.active) {
        faults.push(all.invalid("至少要有一个启用的选项", "it takes at least one active option"));
    }
    if field.options.len() > limits::OPTIONS {
        faults.push(all.fault(Code::BatchTooLarge).with("max", limits::OPTIONS));
        return;
    }
    let (mut seen, mut zh, mut en) = (HashSet::new(), HashSet::new(), HashSet::new());
    for (at, option) in field.options.iter().enumerate() {
        let shown = at + 1;
        let name = Property::new(
            format!("options[{at}].name"),
            format!("选项 {shown} 的 API 名称"),
            format!("API name of option {shown}"),
        );
        let (above, own) = match field.kind {
            FieldKind::Cascade => option.name.rsplit_once('/').unwrap_or(("", &option.name)),
            _ => ("", option.name.as_str()),
        };
        if !names::is_option_name(own) {
            faults.push(name.fault(Code::InvalidName));
        } else if !above.is_empty() && !seen.contains(above) {
            faults.push(name.invalid(
                &format!("上级“{above}”须排在它前面"),
                &format!("the option above it, “{above}”, has to stand before it"),
            ));
        } else if above.split('/').count() >= limits::CASCADE_LEVELS {
            let most = limits::CASCADE_LEVELS;
            faults.push(name.invalid(&format!("最多 {most} 级"), &format!("it takes at most {most} levels")));
        } else if !seen.insert(option.name.as_str()) {
            faults.push(name.twice(&option.name));
        }
        let label = Property::new(
            format!("options[{at}].label"),
            format!("选项 {shown} 的名称"),
            format!("Label of option {shown}"),
        );
        names::labels(faults, &label, &option.label, true);
        // In an imported file a label has to mean one option; in a tree, one below the same other.
        for (text, seen) in [(&option.label.zh, &mut zh), (&option.label.en, &mut en)] {
            if option.active && !text.is_empty() && !seen.insert((above, text)) {
                faults.push(label.twice(text));
            }
        }
        let color = Property::new(
            format!("options[{at}].color"),
            format!("选项 {shown} 的颜色"),
            format!("Colour of option {shown}"),
        );
        names::color(faults, &color, option.color.as_deref());
    }
}

fn target(faults: &mut Vec<FieldFault>, field: &FieldDef, object: &ObjectDef, schema: &Schema) {
    let property = Property::new("target", "关联对象", "Target object");
    match (field.kind, &field.target) {
        (FieldKind::Reference | FieldKind::MultiReference, None) => {
            faults.push(property.fault(Code::Required))
        }
        (FieldKind::Reference | FieldKind::MultiReference, Some(target)) => {
            if *target != object.name && schema.object(target).is_none() {
                faults.push(property.fault(Code::UnknownObject).with("name", target));
            }
        }
        (_, Some(_)) => faults.push(foreign(&property, field)),
        (_, None) => {}
    }
}

fn pattern(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let property = Property::new("pattern", "编号规则", "Number pattern");
    match (field.kind, &field.pattern) {
        (FieldKind::AutoNumber, None) => faults.push(property.fault(Code::Required)),
        (FieldKind::AutoNumber, Some(pattern)) => {
            if let Err(error) = number::parse(pattern) {
                faults.push(property.because(error.reason()));
            }
        }
        (_, Some(_)) => faults.push(foreign(&property, field)),
        (_, None) => {}
    }
}

/// Whether a database index over such a field is of use and fits: not over long texts and lists.
pub(super) fn can_be_indexed(kind: FieldKind) -> bool {
    let listed = matches!(
        kind,
        FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::MultiChoice
            | FieldKind::Tags
            | FieldKind::MultiReference
            | FieldKind::Lines
    );
    !listed && !kind.is_file()
}

fn can_be_unique(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Text
        | FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Choice
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Reference
        | FieldKind::User
        | FieldKind::Department
        | FieldKind::AutoNumber
        | FieldKind::Id => true,
        FieldKind::LongText
        | FieldKind::RichText
        | FieldKind::Signature
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Bool
        | FieldKind::Time
        | FieldKind::Rating
        | FieldKind::MultiChoice
        | FieldKind::MultiReference
        | FieldKind::Cascade
        | FieldKind::Region
        | FieldKind::Address
        | FieldKind::Location
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Tags
        | FieldKind::Record
        | FieldKind::Lines => false,
    }
}

fn can_be_searched(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::IdCard
            | FieldKind::CreditCode
            | FieldKind::AutoNumber
    )
}

fn flags(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let unique = Property::new("unique", "唯一", "Unique");
    if field.unique && !can_be_unique(field.kind) {
        faults.push(foreign(&unique, field));
    }
    if field.indexed && !can_be_indexed(field.kind) {
        faults.push(foreign(&Property::new("indexed", "索引", "Indexed"), field));
    }
    if field.search && !can_be_searched(field.kind) {
        faults.push(foreign(&Property::new("search", "快速搜索", "Quick search"), field));
    }
    if field.required && field.read_only && field.default.is_none() {
        let required = Property::new("required", "必填", "Required");
        faults.push(required.invalid(
            "没有默认值的只读字段不能必填，否则无法保存",
            "a read-only field without a default can't be required: nothing could be saved",
        ));
    }
    if field.required && field.kind == FieldKind::AutoNumber {
        let required = Property::new("required", "必填", "Required");
        faults.push(
            required.invalid("编号由系统给出，不能必填", "a number given by the system can't be required"),
        );
    }
}

/// What the program computes, nobody sets: no default, not unique, and, being read-only, not required. Whether the formula holds together is
/// judged where formulas are known.
fn computed(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    if field.computed.is_none() {
        return;
    }
    for (set, name, zh, en) in [
        (field.unique, "unique", "唯一", "Unique"),
        (field.default.is_some(), "default", "默认值", "Default"),
        (!field.read_only, "read_only", "只读", "Read only"),
    ] {
        if set {
            faults.push(
                Property::new(name, zh, en)
                    .invalid("不适用于自动计算的字段", "does not belong to a field that is computed"),
            );
        }
    }
}
