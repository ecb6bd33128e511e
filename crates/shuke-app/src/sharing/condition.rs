//! Conditions of sharing rules: understood for the objects of now, and led to by indexes.

use std::sync::Arc;

use chrono_tz::Tz;
use serde_json::{Map, Value as Json};
use shuke_access::{Condition, Conditions, FieldRight, FieldRights, OrgChart, Role, SharingRule};
use shuke_base::{Code, Fault, FieldFault, Moment, Text};
use shuke_expr::Env;
use shuke_meta::{ObjectDef, Schema};
use shuke_store::Tx;

use super::parse;
use crate::company::Company;
use crate::context::Ctx;
use crate::define;

/// Rules with a condition on one object, at most: each stands in every query of whom it reaches.
const CONDITIONS: usize = 20;

/// What a rule's condition means for the objects and departments of now; nothing for one without.
fn understood(
    rule: &SharingRule,
    object: &Arc<ObjectDef>,
    schema: &Schema,
    org: &OrgChart,
    zone: Tz,
) -> Option<Result<Condition, Fault>> {
    let json = rule.condition.as_ref()?;
    let env = Env { zone, parents: org.parents(), ..Env::nobody(Moment::UNIX_EPOCH) };
    Some(shuke_access::condition(json, object, schema, &env))
}

/// What is wrong with the condition of a rule that is given as a whole.
pub(super) fn faults(company: &Company, rule: &SharingRule) -> Vec<FieldFault> {
    let Some(object) = company.schema.object(&rule.object) else { return Vec::new() };
    match understood(rule, object, &company.schema, &company.org, company.settings.zone) {
        Some(Ok(_)) if !rule.from.is_empty() => {
            let reason = Text::new("已有条件时应为空", "empty where there is a condition");
            vec![FieldFault::property("from", Code::InvalidFilter).label_arg("reason", reason)]
        }
        Some(Ok(_)) => hidden(company, rule, object).into_iter().collect(),
        Some(Err(fault)) if fault.fields.is_empty() => vec![FieldFault::property("condition", fault.code)],
        Some(Err(fault)) => fault.fields,
        _ => Vec::new(),
    }
}

/// The conditions of the rules that have one.
pub(crate) fn conditions(
    rules: &[Arc<SharingRule>],
    schema: &Schema,
    org: &OrgChart,
    zone: Tz,
) -> Conditions {
    let mut conditions = Conditions::new();
    for rule in rules {
        let Some(object) = schema.object(&rule.object) else { continue };
        match understood(rule, object, schema, org, zone) {
            Some(Ok(condition)) => {
                conditions.insert(rule.id, condition.ways);
            }
            Some(Err(error)) => {
                tracing::error!(id = %rule.id, %error, "a sharing rule's condition can't be read; it shares nothing");
            }
            None => {}
        }
    }
    conditions
}

/// Whether some test of a condition is one that is looked for.
fn some(condition: &Json, test: &impl Fn(&Map<String, Json>) -> bool) -> bool {
    match condition {
        Json::Array(parts) => parts.iter().any(|part| some(part, test)),
        Json::Object(map) => test(map) || map.iter().any(|(key, part)| key != "value" && some(part, test)),
        _ => false,
    }
}

fn is_of(test: &Map<String, Json>, field: &str) -> bool {
    test.get("field").and_then(Json::as_str) == Some(field)
}

/// Whether a rule's condition asks for the field.
pub(crate) fn asks(condition: &Json, field: &str) -> bool {
    some(condition, &|test| is_of(test, field))
}

/// Whether a rule's condition asks for the field by this value.
pub(crate) fn names(condition: &Json, field: &str, value: &str) -> bool {
    some(condition, &|test| {
        is_of(test, field)
            && match test.get("value") {
                Some(Json::Array(values)) => values.iter().any(|one| one == value),
                one => one.is_some_and(|one| one == value),
            }
    })
}

/// A field that the rule asks for and that somebody doesn't see: that a record is shared tells what the rule asks for.
fn hidden(company: &Company, rule: &SharingRule, object: &ObjectDef) -> Option<FieldFault> {
    let condition = rule.condition.as_ref()?;
    let kept = |field: &str| {
        company.roles.values().any(|role| role.field_right(&rule.object, field) < FieldRight::Read)
    };
    let field = object.fields.iter().find(|field| asks(condition, &field.name) && kept(&field.name))?;
    let reason = Text::new(
        format!("“{}”对某些角色隐藏或脱敏，不能用于共享条件", field.label.zh),
        format!("“{}” is hidden or masked for some roles and can't be asked for", field.label.en),
    );
    Some(FieldFault::property("condition", Code::InvalidFilter).label_arg("reason", reason))
}

/// What a role newly keeps back although a rule asks for it; `before` is the role as it was, if it was.
pub(crate) fn hidden_by(company: &Company, before: Option<&Role>, after: &FieldRights) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for rule in &company.sharing {
        let (Some(object), Some(condition)) = (company.schema.object(&rule.object), &rule.condition) else {
            continue;
        };
        for (name, right) in after.get(&rule.object).into_iter().flatten() {
            let seen = before.is_none_or(|role| role.field_right(&rule.object, name) >= FieldRight::Read);
            if let Some(field) = object.field(name)
                && *right < FieldRight::Read
                && seen
                && asks(condition, name)
            {
                let fault =
                    FieldFault::new(format!("fields.{}.{name}", rule.object), &field.label, Code::FieldInUse);
                faults.push(fault.with("users", &rule.name));
            }
        }
    }
    faults
}

/// The rules that hold now and stay as they are although they can't hold in the company as it is to be, each with what it
/// lacks then.
pub(crate) fn broken<'a>(
    now: &Company,
    then: &'a Company,
) -> impl Iterator<Item = (&'a Arc<SharingRule>, Vec<FieldFault>)> {
    let same =
        then.sharing.iter().filter(move |rule| now.sharing.contains(*rule) && faults(now, rule).is_empty());
    same.map(move |rule| (rule, faults(then, rule))).filter(|(_, faults)| !faults.is_empty())
}

/// The fields by whose indexes the records of a rule are found; none for a rule without a condition.
fn leads(ctx: &Ctx, rule: &SharingRule) -> Result<Vec<String>, Fault> {
    let Some(object) = ctx.company.schema.object(&rule.object) else { return Ok(Vec::new()) };
    let company = &ctx.company;
    let Some(found) = understood(rule, object, &company.schema, &company.org, ctx.zone()) else {
        return Ok(Vec::new());
    };
    let leads = found?.leads;
    if let Some(fault) = hidden(company, rule, object) {
        return Err(Fault::invalid(vec![fault]));
    }
    Ok(leads.into_iter().map(|at| object.fields[at].name.clone()).collect())
}

/// Sees to the indexes that a rule's condition is found by, and that an object has not too many such rules.
pub(super) async fn led(tx: &mut Tx, ctx: &Ctx, rule: &SharingRule) -> Result<(), Fault> {
    if rule.condition.is_none() {
        return Ok(());
    }
    let leads = leads(ctx, rule)?;
    let stored = tx.sharing_rules().await?;
    let others = stored.iter().filter_map(parse).filter(|other| other.id != rule.id);
    let like = others.filter(|other| other.object == rule.object && other.condition.is_some());
    if like.count() >= CONDITIONS {
        let fault = FieldFault::property("condition", Code::BatchTooLarge).with("max", CONDITIONS);
        return Err(Fault::invalid(vec![fault]));
    }
    define::index_by(tx, ctx, &rule.object, &leads).await
}
