//! A company of eight people in five departments, and what random roles let them see.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::{Department, OrgChart, Person, Role, Viewer};
use shuke_base::Uuid;

use crate::dice::Dice;

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

/// The program itself, an administrator, or somebody with one or two random roles.
pub(crate) fn viewer(dice: &Dice) -> Viewer {
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
