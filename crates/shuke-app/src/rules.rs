//! Rules of forms where they bind: on the server, in the one way that every write takes. The page shows the same rules
//! while a form is filled in; an import and the API meet them here.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_base::{Code, Fault, FieldFault, Text, Value};
use shuke_expr::{RuleCond, rule};
use shuke_meta::{ObjectDef, Schema};
use shuke_store::Conn;

use crate::computed::own;
use crate::context::Ctx;

/// A check between fields, understood.
#[derive(Debug)]
struct CheckRule {
    cond: RuleCond,
    message: Text,
    marks: Vec<usize>,
}

/// The rules of one object.
#[derive(Debug, Default)]
pub struct ObjectRules {
    visible: Vec<(usize, RuleCond)>,
    required: Vec<(usize, RuleCond)>,
    locked: Vec<(usize, RuleCond)>,
    checks: Vec<CheckRule>,
}

/// The rules of all objects that have any; worked out once for each version of the definitions.
#[derive(Debug, Default)]
pub struct Rules(HashMap<String, ObjectRules>);

impl Rules {
    /// The rules of these definitions. One that doesn't hold together any more binds nobody, and the log says so.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let rules = schema.objects().filter_map(|object| Some((object.name.clone(), of(object, schema)?)));
        Self(rules.collect())
    }

    /// The rules of an object; nothing for most.
    #[must_use]
    pub fn of(&self, object: &str) -> Option<&ObjectRules> {
        self.0.get(object)
    }
}

fn of(object: &Arc<ObjectDef>, schema: &Schema) -> Option<ObjectRules> {
    let mut found = ObjectRules::default();
    let read = |json: &serde_json::Value| match rule(json, object, schema) {
        Ok(cond) => Some(cond),
        Err(reason) => {
            tracing::error!(object = object.name, reason = reason.en, "a rule can't be read");
            None
        }
    };
    for (at, field) in object.fields.iter().enumerate() {
        let add = |to: &mut Vec<(usize, RuleCond)>, json: &Option<serde_json::Value>| {
            to.extend(json.as_ref().and_then(read).map(|cond| (at, cond)));
        };
        add(&mut found.visible, &field.rules.visible_when);
        add(&mut found.required, &field.rules.required_when);
        add(&mut found.locked, &field.rules.read_only_when);
    }
    for check in object.checks.iter().filter(|check| check.active) {
        let Some(cond) = read(&check.holds) else { continue };
        let mut marks: Vec<usize> = check.fields.iter().filter_map(|name| object.position(name)).collect();
        if marks.is_empty() {
            marks.extend(cond.fields.first());
        }
        found.checks.push(CheckRule { cond, message: check.message.clone(), marks });
    }
    let none = found.visible.is_empty() && found.required.is_empty() && found.locked.is_empty();
    (!none || !found.checks.is_empty()).then_some(found)
}

impl ObjectRules {
    /// What the rules say against a row with a value for every field. Of a record that exists, only rules that the
    /// change concerns are asked: what was wrong before doesn't keep people from changing something else.
    #[must_use]
    pub fn faults(&self, object: &ObjectDef, row: &[Value], old: Option<&[Value]>) -> Vec<FieldFault> {
        let touched = |at: &usize| old.is_none_or(|old| old[*at] != row[*at]);
        let concerned = |at: &usize, cond: &RuleCond| touched(at) || cond.fields.iter().any(touched);
        let hidden = |at: usize| self.visible.iter().any(|(field, cond)| *field == at && !cond.holds(row));
        let mut missing: Vec<usize> = Vec::new();
        let shown = self.visible.iter().filter(|(at, _)| object.fields[*at].required);
        for (at, cond) in shown.chain(&self.required) {
            let wanted = cond.holds(row) && !hidden(*at) && row[*at].is_null();
            if wanted && concerned(at, cond) && !missing.contains(at) {
                missing.push(*at);
            }
        }
        let mut faults: Vec<FieldFault> = missing
            .into_iter()
            .map(|at| FieldFault::new(&object.fields[at].name, &object.fields[at].label, Code::Required))
            .collect();
        for check in &self.checks {
            let concerned = check.cond.fields.iter().chain(&check.marks).any(touched);
            if concerned && !check.cond.holds(row) {
                faults.extend(check.marks.iter().map(|at| {
                    let field = &object.fields[*at];
                    FieldFault::new(&field.name, &field.label, Code::CheckFailed)
                        .label_arg("message", check.message.clone())
                }));
            }
        }
        faults
    }

    /// The fields among these that the record, as it stands, keeps from being changed.
    #[must_use]
    pub fn locked(&self, object: &ObjectDef, row: &[Value], sets: &[usize]) -> Vec<FieldFault> {
        let held = self.locked.iter().filter(|(at, cond)| sets.contains(at) && cond.holds(row));
        held.map(|(at, _)| FieldFault::new(&object.fields[*at].name, &object.fields[*at].label, Code::Locked))
            .collect()
    }
}

/// What the rules say against new rows, in the order of the rows. Computed fields count with their values.
///
/// # Errors
/// When the database is away.
pub async fn of_new(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &[&Vec<Value>],
) -> Result<Vec<Vec<FieldFault>>, Fault> {
    let rules = ctx.company.rules();
    let Some(rules) = rules.of(&object.name) else { return Ok(rows.iter().map(|_| Vec::new()).collect()) };
    let mut full: Vec<Vec<Value>> = rows.iter().map(|row| (*row).clone()).collect();
    own::fill_new(conn, ctx, object, &mut full).await?;
    Ok(full.iter().map(|row| rules.faults(object, row, None)).collect())
}

/// What the rules say against a change: `sets` of a record that stands as `old`.
///
/// # Errors
/// When the database is away.
pub async fn of_change(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    old: &[Value],
    sets: &[(usize, Value)],
) -> Result<Vec<FieldFault>, Fault> {
    let rules = ctx.company.rules();
    let Some(rules) = rules.of(&object.name) else { return Ok(Vec::new()) };
    let mut row = own::after(old, sets);
    for (at, value) in own::moved(conn, ctx, object, old, sets).await? {
        row[at] = value;
    }
    let fields: Vec<usize> = sets.iter().map(|(at, _)| *at).collect();
    let mut faults = rules.locked(object, old, &fields);
    faults.extend(rules.faults(object, &row, Some(old)));
    Ok(faults)
}
