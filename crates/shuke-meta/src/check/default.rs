//! A default: whether the field could hold it.

use serde_json::Value as Json;
use shuke_base::FieldFault;

use super::field::foreign;
use super::property::Property;
use crate::field::{FieldDef, FieldKind};
use crate::parse;

pub(super) fn check(faults: &mut Vec<FieldFault>, field: &FieldDef) {
    let Some(default) = &field.default else { return };
    let property = Property::new("default", "默认值", "Default");
    if matches!(field.kind, FieldKind::AutoNumber | FieldKind::Record | FieldKind::Lines)
        || field.kind.is_file()
    {
        return faults.push(foreign(&property, field));
    }
    if field.default_formula().is_some() {
        // Whether the formula holds together is judged where formulas are known.
        if field.unique {
            faults.push(
                property
                    .invalid("唯一字段不能用公式作默认值", "a unique field can't have a formula as default"),
            );
        }
        return;
    }
    if let Json::String(word) = default
        && word.starts_with('@')
    {
        let fits = match word.as_str() {
            "@me" => field.kind == FieldKind::User,
            "@now" => field.kind == FieldKind::DateTime,
            "@today" => field.kind == FieldKind::Date,
            // Any other word is a text like others.
            _ => matches!(field.kind, FieldKind::Text | FieldKind::LongText),
        };
        if !fits {
            faults.push(property.invalid(
                "@me 用于人员，@now 用于时间，@today 用于日期",
                "@me goes with a user, @now with a date-time, @today with a date",
            ));
        }
        return;
    }
    if field.unique {
        faults.push(
            property.invalid("唯一字段不能有固定默认值", "a unique field can't have a constant default"),
        );
    }
    if let Err(fault) = parse::value(field, default) {
        let mut own = property.fault(fault.code);
        own.args = fault.args;
        faults.push(own);
    }
}
