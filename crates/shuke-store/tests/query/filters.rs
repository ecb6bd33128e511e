//! Random filters, as callers write them, with every operator that the fields on their way take.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::Viewer;
use shuke_base::Moment;
use shuke_expr::{Cond, Operator, parse};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};

use crate::dice::Dice;
use crate::values::{Ids, line, operand};
use crate::world::{object_of, schema};

/// Reads a filter as a viewer who may see every field.
pub(crate) fn read(object: &Arc<ObjectDef>, filter: &Json, viewer: &Viewer, now: Moment) -> Cond {
    let all = |_: &ObjectDef, _: &FieldDef| true;
    let env = viewer.env(now, chrono_tz::Asia::Shanghai);
    parse(filter, object, schema(), &all, &env).unwrap_or_else(|fault| panic!("{filter}: {fault:?}"))
}

/// A tree of tests, `depth` levels deep at most.
pub(crate) fn filter(object: &str, depth: usize, ids: &Ids, dice: &Dice) -> Json {
    let parts = |least: usize| -> Vec<Json> {
        (0..least + dice.below(3)).map(|_| filter(object, depth - 1, ids, dice)).collect()
    };
    match dice.below(10) {
        0 | 1 if depth > 1 => json!({"and": parts(0)}),
        2 | 3 if depth > 1 => json!({"or": parts(1)}),
        4 if depth > 1 => json!({"not": filter(object, depth - 1, ids, dice)}),
        5 | 6 if depth > 1 => related(object, depth, ids, dice),
        _ => test(object, ids, dice),
    }
}

/// Records that point here: through a reference, or through a field that may point to any object.
fn related(object: &str, depth: usize, ids: &Ids, dice: &Dice) -> Json {
    let ways: &[(&str, &str)] = match object {
        "thing" => &[
            ("thing", "parent"),
            ("place", "thing"),
            ("note", "thing"),
            ("note", "about"),
            ("thing", "f_record"),
        ],
        "place" => &[
            ("thing", "f_reference"),
            ("thing", "f_multi_reference"),
            ("place", "up"),
            ("note", "about"),
            ("thing", "f_record"),
        ],
        "note" => &[("thing", "f_record"), ("note", "about")],
        _ => &[("place", "keeper"), ("thing", "f_user"), ("thing", "owner")],
    };
    let (other, via) = dice.pick(ways);
    let inner = if dice.percent(20) { json!({}) } else { filter(other, depth - 1, ids, dice) };
    let word = dice.pick(&["some", "none"]);
    json!({"related": other, "via": via, word: inner})
}

/// A field of the object or of one behind up to three references.
fn path(object: &str, dice: &Dice) -> (String, &'static Arc<ObjectDef>, &'static FieldDef) {
    let mut at = object_of(object);
    let mut typed = String::new();
    for _ in 0..3 {
        if dice.percent(65) {
            break;
        }
        let ways: Vec<&FieldDef> = at.fields.iter().filter(|field| field.target_object().is_some()).collect();
        let field = dice.pick(&ways);
        typed.push_str(&field.name);
        typed.push('.');
        at = object_of(field.target_object().expect("a target"));
    }
    let field = &at.fields[dice.below(at.fields.len())];
    typed.push_str(&field.name);
    (typed, at, field)
}

fn test(object: &str, ids: &Ids, dice: &Dice) -> Json {
    let (typed, end, field) = path(object, dice);
    let operator = dice.pick(&Operator::of(field));
    let one = || operand(&end.name, field, ids, dice);
    let scalar = || if field.kind == FieldKind::User { json!(dice.pick(&ids.of("user"))) } else { one() };
    let mut test = json!({"field": typed, "op": operator.name()});
    match operator {
        Operator::Empty | Operator::NotEmpty => return test,
        Operator::Eq | Operator::Ne => {
            test["value"] = if dice.percent(10) { Json::Null } else { one() };
        }
        Operator::In | Operator::NotIn => {
            let many = if dice.percent(10) { 20 + dice.below(60) } else { dice.below(5) };
            let mut list: Vec<Json> = (0..many).map(|_| one()).collect();
            if dice.percent(15) && !matches!(field.kind, FieldKind::MultiChoice | FieldKind::Tags) {
                list.push(Json::Null);
            }
            test["value"] = Json::from(list);
        }
        Operator::Between => {
            let mut ends = vec![one(), one()];
            if dice.percent(20) {
                ends[dice.below(2)] = Json::Null;
            }
            test["value"] = Json::from(ends);
        }
        Operator::Contains | Operator::NotContains | Operator::StartsWith | Operator::EndsWith => {
            test["value"] = match field.kind {
                FieldKind::Address | FieldKind::RichText => line(dice),
                kind => part(&one(), kind, dice),
            };
        }
        Operator::Within => {
            test["value"] = dice.pick(&[
                json!("today"),
                json!("this_month"),
                json!("last_week"),
                json!("this_year"),
                json!({"last_days": 7}),
                json!({"next_days": 3}),
                json!({"older_than_days": 1}),
            ]);
        }
        Operator::Under => test["value"] = scalar(),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => test["value"] = one(),
    }
    test
}

/// Some characters of a text, in other capitals now and then.
fn part(whole: &Json, kind: FieldKind, dice: &Dice) -> Json {
    let whole = whole.as_str().expect("a text");
    if matches!(kind, FieldKind::MultiChoice | FieldKind::Tags | FieldKind::MultiReference) {
        return json!(whole);
    }
    let chars: Vec<char> = whole.chars().collect();
    let from = dice.below(chars.len());
    let to = from + 1 + dice.below(chars.len() - from);
    let part: String = chars[from..to].iter().collect();
    // A plus alone is no part of a phone number.
    let part = if part == "+" { "138".to_owned() } else { part };
    match (dice.below(4), kind) {
        (_, FieldKind::Phone) => json!(part),
        (0, _) => json!(part.to_uppercase()),
        (1, _) => json!(part.to_lowercase()),
        _ => json!(part),
    }
}
