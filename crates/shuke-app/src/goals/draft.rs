//! A goal as it is given: everything that is wrong with it is told at once.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text, limits};
use shuke_meta::ObjectDef;
use shuke_store::system::Goal;

use super::{Cycle, Measure, OWNER, Rule, asks_for_reader, rule};
use crate::context::Ctx;
use crate::input::Input;
use crate::records::{check, list};

/// What may be given for a goal that there is.
const PARTS: [&str; 6] = ["name", "measure", "field", "date", "filter", "ended"];
/// What may be given for a new one alone: amounts by period hang on them.
const FIXED: [&str; 2] = ["object", "cycle"];
/// What people call these parts here.
const NAMES: [(&str, &str, &str); 8] = [
    ("name", "名称", "Name"),
    ("measure", "统计方式", "Measure"),
    ("field", "合计字段", "Field"),
    ("date", "时间字段", "Date"),
    ("filter", "筛选条件", "Filter"),
    ("ended", "结束", "Ended"),
    ("object", "对象", "Object"),
    ("cycle", "周期", "Period"),
];

/// A fault of a part.
pub(super) fn fault(name: &str, code: Code) -> FieldFault {
    let called = NAMES.iter().find(|(known, ..)| *known == name);
    let label = called.map_or_else(Text::default, |(_, zh, en)| Text::new(*zh, *en));
    FieldFault::new(name, &label, code)
}

/// A word that stands for one of several things; a new goal has to have it.
fn word<T>(input: &mut Input<'_>, name: &str, of: impl Fn(&str) -> Option<T>, new: bool) -> Option<T> {
    let given = input.text(name);
    if given == Some(None) || (new && !input.has(name)) {
        input.refuse(input.fault(name, Code::Required));
    }
    let word = given.flatten()?;
    let found = of(&word);
    if found.is_none() {
        input.refuse(input.fault(name, Code::UnknownOption).with("value", &word));
    }
    found
}

/// The object: one that the caller may see, whose records have owners.
fn object(ctx: &Ctx, input: &mut Input<'_>) -> Option<Arc<ObjectDef>> {
    let object = word(input, "object", |name| ctx.object(name).ok(), true)?;
    if object.owned && object.has(OWNER) {
        return Some(object);
    }
    input.refuse(input.fault("object", Code::GoalObject).label_arg("name", object.label.clone()));
    None
}

/// A filter that can be read, and that asks for nobody who looks.
fn filter(ctx: &Ctx, object: &Arc<ObjectDef>, given: &Json) -> Vec<FieldFault> {
    if asks_for_reader(given) {
        return vec![fault("filter", Code::GoalReader)];
    }
    match list::condition(ctx, object, Some(given), None) {
        Ok(_) => Vec::new(),
        Err(refused) if refused.fields.is_empty() => {
            let mut whole = fault("filter", refused.code);
            whole.args = refused.args;
            vec![whole]
        }
        Err(refused) => refused.fields,
    }
}

/// What is counted, as far as it is given.
fn measured(input: &mut Input<'_>, rule: &mut Rule, new: bool) {
    let of = |word: &str| serde_json::from_value(json!(word)).ok();
    if let Some(measure) = word::<Measure>(input, "measure", of, new) {
        rule.measure = measure;
    }
    if let Some(field) = input.text("field") {
        rule.field = field;
    }
    match rule.measure {
        Measure::Count => rule.field = None,
        Measure::Sum if rule.field.is_none() => input.refuse(input.fault("field", Code::Required)),
        Measure::Sum => {}
    }
    if let Some(date) = word(input, "date", |name| Some(name.to_owned()), new) {
        rule.date = date;
    }
}

/// What is given, laid over a goal; a new one has no name yet. One that is ended is so from `today` on.
pub(super) fn read(ctx: &Ctx, given: &Map<String, Json>, old: Goal, today: NaiveDate) -> Result<Goal, Fault> {
    let new = old.name.is_empty();
    let known = if new { [FIXED.as_slice(), &PARTS].concat() } else { PARTS.to_vec() };
    let mut input = Input::new(given, &known).called(&NAMES);
    let mut it = old;
    if let Some(name) = word(&mut input, "name", |name| Some(name.to_owned()), new) {
        let actual = name.chars().count();
        if actual > limits::GOAL_NAME_CHARS {
            let long = input.fault("name", Code::TooLong).with("max", limits::GOAL_NAME_CHARS);
            input.refuse(long.with("actual", actual));
        }
        it.name = name;
    }
    let object = if new { object(ctx, &mut input) } else { ctx.object(&it.object).ok() };
    if new && let Some(cycle) = word(&mut input, "cycle", Cycle::from_name, true) {
        it.cycle = cycle.name().to_owned();
    }
    let mut rule = if new { Rule::default() } else { rule(&it) };
    measured(&mut input, &mut rule, new);
    if let Some(ended) = input.flag("ended").flatten() {
        it.ended_on = ended.then(|| it.ended_on.unwrap_or(today));
    }
    let mut more = Vec::new();
    if let Some(object) = &object {
        it.object.clone_from(&object.name);
        more = rule.faults(object);
        if let Some(given) = input.json("filter") {
            rule.filter = Some(given.clone()).filter(|filter| !filter.is_null());
            more.extend(rule.filter.iter().flat_map(|given| filter(ctx, object, given)));
        }
    }
    let mut faults = input.finish();
    // What was refused as missing is not wrong as well.
    more.retain(|one| !faults.iter().any(|fault| fault.field == one.field));
    faults.extend(more);
    check::refuse(faults)?;
    it.rule = serde_json::to_string(&rule).unwrap_or_default();
    Ok(it)
}
