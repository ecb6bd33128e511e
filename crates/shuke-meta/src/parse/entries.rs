//! Entries that go into the list of a field, or out of it.

use serde_json::Value as Json;
use shuke_base::{Code, FieldFault, Value, limits};

use super::{fit, json};
use crate::field::{FieldDef, FieldKind};

/// The entries that `given` names. With `out`, an option that is no longer offered is named as well.
pub(super) fn entries(field: &FieldDef, given: &Json, out: bool) -> Result<Vec<String>, FieldFault> {
    if !field.kind.has_entries() {
        return Err(fit::fault(field, Code::NotAList));
    }
    let named = if out && field.kind == FieldKind::MultiChoice {
        let known = |name: &str| field.option(name).map(|option| option.name.clone());
        let names = json::strings(field, given)?.into_iter();
        let names = names.map(|name| known(name).ok_or_else(|| fit::unknown_option(field, name)));
        fit::list(field, names.collect::<Result<_, _>>()?)?
    } else {
        json::value(field, given)?
    };
    match named {
        Value::List(entries) => Ok(entries),
        _ => Err(fit::fault(field, Code::Required)),
    }
}

/// What is there without some entries, and with others behind it.
pub(super) fn laid(
    field: &FieldDef,
    there: &Value,
    out: &[String],
    add: &[String],
) -> Result<Value, FieldFault> {
    let there: &[String] = if let Value::List(there) = there { there } else { &[] };
    let mut kept: Vec<String> = there.iter().filter(|one| !out.contains(one)).cloned().collect();
    let before = kept.len();
    kept.extend(add.iter().filter(|one| !kept[..before].contains(one)).cloned().collect::<Vec<_>>());
    let grown = kept.len() > there.len();
    if grown && field.kind == FieldKind::MultiReference && kept.len() > field.records() {
        return Err(fit::fault(field, Code::TooManyRecords).with("max", field.records()));
    }
    if grown && kept.len() > limits::LIST_VALUES {
        return Err(fit::too_many(field));
    }
    Ok(if kept.is_empty() { Value::Null } else { Value::List(kept) })
}
