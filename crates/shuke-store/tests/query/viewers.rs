//! A company of eight people in five departments, and what random roles let them see.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::{Conditions, Department, OrgChart, Person, Role, SharingRule, Viewer, condition};
use shuke_base::Uuid;
use shuke_expr::Env;

use crate::dice::Dice;
use crate::leads::{self, now};
use crate::values::NODES;
use crate::world::schema;

/// Person, superior, department; nought is none.
pub(crate) const PEOPLE: [(u128, u128, u128); 8] =
    [(1, 0, 10), (2, 1, 11), (3, 2, 12), (4, 2, 12), (5, 1, 13), (6, 0, 20), (7, 8, 0), (8, 7, 20)];
/// Department and the one above it.
pub(crate) const DEPARTMENTS: [(u128, u128); 5] = [(10, 0), (11, 10), (12, 11), (13, 10), (20, 0)];

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn some(number: u128) -> Option<Uuid> {
    (number > 0).then(|| id(number))
}

pub(crate) fn chart() -> OrgChart {
    let person = |(number, superior, department)| Person {
        id: id(number),
        superior: some(superior),
        department: some(department),
        active: true,
    };
    let department = |(number, parent)| Department { id: id(number), parent: some(parent), head: None };
    OrgChart::new(PEOPLE.map(person), DEPARTMENTS.map(department))
}

fn scope(dice: &Dice) -> Json {
    match dice.below(8) {
        0 => json!("none"),
        1 => json!("own"),
        2 => json!("own_and_below"),
        3 => json!("department"),
        4 => json!("department_and_below"),
        5 => json!({"departments": [id(dice.pick(&DEPARTMENTS).0), id(dice.pick(&DEPARTMENTS).0)]}),
        _ => json!("all"),
    }
}

/// A person with roles from JSON.
pub(crate) fn person(number: u128, roles: &[Json]) -> Viewer {
    let role = |(at, json): (usize, &Json)| -> Arc<Role> {
        let mut json = json.clone();
        json["name"] = json!(format!("role {at}"));
        Arc::new(serde_json::from_value(json).expect("a role"))
    };
    Viewer::new(id(number), roles.iter().enumerate().map(role).collect(), &chart())
}

/// As [`plain`], and sometimes reached by rules that share what meets a condition.
pub(crate) fn viewer(dice: &Dice) -> Viewer {
    let viewer = plain(dice);
    let rules = if dice.percent(40) { 1 + dice.below(3) } else { 0 };
    let asked = (0..rules).map(|_| asked(dice)).collect();
    shared(asked, viewer)
}

/// The program itself, an administrator, or somebody with one or two random roles.
pub(crate) fn plain(dice: &Dice) -> Viewer {
    let somebody = dice.pick(&PEOPLE).0;
    match dice.below(10) {
        0 | 1 => Viewer::system(),
        2 => person(somebody, &[json!({"admin": true})]),
        _ => {
            let role = |_| {
                let on = |dice: &Dice| json!({"read": scope(dice), "delete": scope(dice)});
                json!({"grants": {"thing": on(dice), "place": on(dice), "note": on(dice)}})
            };
            let roles: Vec<Json> = (0..=dice.below(2)).map(role).collect();
            person(somebody, &roles)
        }
    }
}

/// What a rule shares by: an object, and what it asks of its records.
fn asked(dice: &Dice) -> (&'static str, Json) {
    let test = |field: &str, op: &str, value: Json| json!({"field": field, "op": op, "value": value});
    if dice.percent(30) {
        return ("place", test("region", "under", json!(dice.pick(&["330000", "110000", "330106"]))));
    }
    let lead = |dice: &Dice| match dice.below(6) {
        0 => test("f_choice", "eq", json!(dice.pick(&["new", "won"]))),
        1 => test("f_choice", "in", json!(["new", "lost"])),
        2 => test("f_cascade", "under", json!(dice.pick(&NODES))),
        3 => test("f_department", "under", json!(id(dice.pick(&DEPARTMENTS).0))),
        4 => test("f_integer", "between", json!([null, 3])),
        _ => test("f_bool", "eq", json!(dice.percent(50))),
    };
    let one = lead(dice);
    let condition = match dice.below(4) {
        0 => one,
        1 => json!({"or": [one, lead(dice)]}),
        2 => json!({"and": [one, {"not": lead(dice)}]}),
        _ => json!({"and": [one, {"or": [lead(dice), test("f_text", "empty", json!(true))]}]}),
    };
    ("thing", condition)
}

/// The person, reached by rules that share what meets these conditions.
pub(crate) fn shared(asked: Vec<(&str, Json)>, viewer: Viewer) -> Viewer {
    let env = Env { parents: chart().parents(), ..Env::nobody(now()) };
    let (mut rules, mut conditions) = (Vec::new(), Conditions::new());
    for (at, (name, json)) in (900..).zip(asked) {
        let (object, schema) = match schema().object(name) {
            Some(object) => (object, schema()),
            None => (leads::object_of(name), leads::schema()),
        };
        let read = condition(&json, object, schema, &env).expect("a condition");
        let rule = json!({"id": id(at), "name": "r", "object": name, "from": {}, "condition": json,
            "to": {"users": [viewer.user()]}, "active": true});
        let rule: Option<SharingRule> = viewer.user().and_then(|_| serde_json::from_value(rule).ok());
        conditions.insert(id(at), read.ways);
        rules.extend(rule.map(Arc::new));
    }
    viewer.with_sharing(&rules, &conditions, &|_| Vec::new())
}
