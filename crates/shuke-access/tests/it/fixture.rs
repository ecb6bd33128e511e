//! A small company, and short ways to write roles and show scopes.
//!
//! People: 1 leads 2, who leads 3; 4 stands alone; 8 and 9 are each other's superior. Departments: 10 holds 11, which
//! holds 12; 20 stands alone. 1 is in 10, 2 in 11, 3 in 20, 4 in none, 8 and 9 in 12.

use std::sync::{Arc, LazyLock};

use serde_json::{Value as Json, json};
use shuke_access::{Action, Department, OrgChart, Person, Role, Scope, ScopeCond, Viewer};
use shuke_base::{Text, Uuid};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn person(number: u128, superior: u128, department: u128) -> Person {
    let some = |number: u128| (number > 0).then(|| id(number));
    Person { id: id(number), superior: some(superior), department: some(department), active: true }
}

pub(crate) fn department(number: u128, parent: u128) -> Department {
    Department { id: id(number), parent: (parent > 0).then(|| id(parent)), head: None }
}

pub(crate) fn chart() -> OrgChart {
    let left = Person { active: false, ..person(3, 2, 20) };
    let people =
        [person(1, 0, 10), person(2, 1, 11), left, person(4, 0, 0), person(8, 9, 12), person(9, 8, 12)];
    OrgChart::new(people, [department(10, 0), department(11, 10), department(12, 11), department(20, 0)])
}

fn object(name: &str, owned: bool, fields: &[(&str, FieldKind, &str)]) -> ObjectDef {
    let label = json!({"zh": name, "en": name});
    let json = json!({"name": name, "label": label, "owned": owned, "name_field": "name"});
    let mut object: ObjectDef = serde_json::from_value(json).expect("an object");
    for (name, kind, target) in [("name", FieldKind::Text, "")].iter().chain(fields) {
        let mut field = FieldDef::new(name, Text::new(*name, *name), *kind);
        field.target = (!target.is_empty()).then(|| (*target).to_owned());
        field.read_only = *kind == FieldKind::AutoNumber;
        object.fields.push(field);
    }
    object
}

pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
        let account = ("account", FieldKind::Reference, "account");
        let money = |name| (name, FieldKind::Money, "");
        Schema::new(
            1,
            [
                object("lead", true, &[("number", FieldKind::AutoNumber, ""), money("budget"), account]),
                object("account", true, &[money("credit"), ("parent", FieldKind::Reference, "account")]),
                object("order", true, &[money("amount"), account]),
                object("product", false, &[money("cost")]),
                object("x_project", true, &[money("x_size")]),
                object("user", false, &[("department", FieldKind::Department, "")]),
                object("department", false, &[("parent", FieldKind::Reference, "department")]),
                object("role", false, &[]),
            ],
        )
    });
    &SCHEMA
}

pub(crate) fn object_of(name: &str) -> &'static Arc<ObjectDef> {
    schema().object(name).expect("an object")
}

/// A role from JSON, its id and name being `number`.
pub(crate) fn role(number: u128, json: &Json) -> Arc<Role> {
    let mut json = json.clone();
    json["id"] = json!(id(number));
    json["name"] = json!(format!("role{number}"));
    Arc::new(serde_json::from_value(json).expect("a role"))
}

/// The person with roles from JSON, numbered from one.
pub(crate) fn viewer(person: u128, roles: &[Json]) -> Viewer {
    let roles = (1..).zip(roles).map(|(number, json)| role(number, json)).collect();
    Viewer::new(id(person), roles, &chart())
}

/// A role that grants reading leads with this scope.
pub(crate) fn reads(scope: &Json) -> Json {
    json!({"grants": {"lead": {"read": scope}}})
}

/// A scope in one line.
pub(crate) fn show(scope: &Scope) -> String {
    let list = |ids: &[Uuid]| ids.iter().map(|id| format!("{}", id.as_u128())).collect::<Vec<_>>().join(" ");
    match scope.cond() {
        ScopeCond::All => "all".to_owned(),
        ScopeCond::Nothing => "nothing".to_owned(),
        ScopeCond::Owned { owners, departments, .. } => {
            format!("owners {} departments {}", list(owners), list(departments))
        }
    }
}

pub(crate) fn scope_of(viewer: &Viewer, object: &str, action: Action) -> String {
    show(&viewer.scope(object_of(object), action))
}
