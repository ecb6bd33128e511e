//! Rules of forms while they are defined and shown.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::FieldMask;
use shuke_base::{Code, FieldFault, Text, limits};
use shuke_expr::rule;
use shuke_meta::{Check, FieldDef, ObjectDef, Schema};

use crate::context::Ctx;
use crate::input::Input;
use crate::roles::Labels;

/// Characters of a check's message, at most.
const MESSAGE_CHARS: usize = 300;

fn label(name: &str) -> Text {
    match name {
        "visible_when" => Text::new("显示条件", "Shown when"),
        "required_when" => Text::new("必填条件", "Required when"),
        "read_only_when" => Text::new("锁定条件", "Locked when"),
        _ => Text::new("校验", "Check"),
    }
}

fn refusal(property: &str, name: &str, reason: Text) -> FieldFault {
    FieldFault::new(property, &label(name), Code::InvalidDefinition).label_arg("reason", reason)
}

/// What is wrong with the rules of a field, which the object has.
pub(crate) fn field_faults(field: &FieldDef, object: &Arc<ObjectDef>, schema: &Schema) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (name, condition) in field.rules.conditions() {
        if field.computed.is_some() && name != "visible_when" || field.system {
            let reason = Text::new(
                "不适用于由系统维护的字段",
                "does not belong to a field that is kept by the system",
            );
            faults.push(refusal(name, name, reason));
            continue;
        }
        match rule(condition, object, schema) {
            Err(reason) => faults.push(refusal(name, name, reason)),
            Ok(cond) => {
                let own = cond.fields.iter().any(|at| object.fields[*at].name == field.name);
                if own && name == "visible_when" {
                    let reason = Text::new(
                        "不能由字段自己决定是否显示",
                        "a field can't decide by itself whether it is shown",
                    );
                    faults.push(refusal(name, name, reason));
                }
            }
        }
    }
    if field.name == object.name_field && field.rules.visible_when.is_some() {
        let reason = Text::new("名称字段总是显示", "the name field is always shown");
        faults.push(refusal("visible_when", "visible_when", reason));
    }
    faults
}

/// The checks that are given, in order.
pub(super) fn checks(input: &mut Input<'_>) -> Option<Vec<Check>> {
    let given = input.list("checks")?.unwrap_or_default();
    // `message` comes along when a check is sent back as it was read.
    let known = ["holds", "messages", "message", "fields", "active"];
    Some(input.each("checks", given, ("一条校验", "a check"), &known, |parts| Check {
        holds: parts.map("holds").flatten().map_or(Json::Null, |map| Json::Object(map.clone())),
        message: parts.labels("messages").flatten().unwrap_or_default(),
        fields: parts.words("fields").flatten().unwrap_or_default(),
        active: parts.flag("active").flatten().unwrap_or(true),
    }))
}

/// What is wrong with the checks of an object.
pub(super) fn check_faults(object: &Arc<ObjectDef>, schema: &Schema) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if object.checks.len() > limits::CHECKS {
        faults.push(
            FieldFault::new("checks", &label("checks"), Code::BatchTooLarge).with("max", limits::CHECKS),
        );
    }
    for (at, check) in object.checks.iter().enumerate() {
        let place = |name: &str| format!("checks[{at}].{name}");
        let empty = check.holds.as_object().is_none_or(serde_json::Map::is_empty);
        if empty {
            faults.push(FieldFault::new(place("holds"), &Text::new("条件", "Condition"), Code::Required));
        } else if let Err(reason) = rule(&check.holds, object, schema) {
            faults.push(refusal(&place("holds"), "checks", reason));
        }
        let words = Text::new("提示", "Message");
        let longest = check.message.zh.chars().count().max(check.message.en.chars().count());
        if check.message.is_empty() {
            faults.push(FieldFault::new(place("messages"), &words, Code::Required));
        } else if longest > MESSAGE_CHARS {
            let long = FieldFault::new(place("messages"), &words, Code::TooLong);
            faults.push(long.with("max", MESSAGE_CHARS).with("actual", longest));
        }
        for name in check.fields.iter().filter(|name| !object.has(name)) {
            faults.push(FieldFault::property(&place("fields"), Code::UnknownField).with("name", name));
        }
    }
    faults
}

/// Whether the caller may know the condition: only when every field that it asks for may be read.
fn known(ctx: &Ctx, condition: &Json, object: &Arc<ObjectDef>, mask: &FieldMask) -> bool {
    let found = rule(condition, object, &ctx.company.schema);
    found.is_ok_and(|cond| cond.fields.iter().all(|at| mask.readable(&object.fields[*at])))
}

/// The rules of a field as the page applies them; those that ask for hidden fields are the server's alone.
pub(super) fn field_view(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    field: &FieldDef,
    mask: &FieldMask,
) -> Option<Json> {
    let told = field.rules.conditions().filter(|(_, condition)| known(ctx, condition, object, mask));
    let told: serde_json::Map<String, Json> =
        told.map(|(name, condition)| (name.to_owned(), condition.clone())).collect();
    (!told.is_empty()).then_some(Json::Object(told))
}

/// The checks of an object as the page applies them.
pub(super) fn checks_view(ctx: &Ctx, object: &Arc<ObjectDef>, mask: &FieldMask) -> Vec<Json> {
    let told = object.checks.iter().filter(|check| known(ctx, &check.holds, object, mask));
    told.map(|check| {
        json!({
            "holds": check.holds,
            "message": check.message.get(ctx.locale),
            "messages": Labels::from(&check.message),
            "fields": check.fields,
            "active": check.active,
        })
    })
    .collect()
}
