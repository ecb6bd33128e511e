//! What sharing rules add to a scope, and what they leave as it is.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::{Action, Conditions, SharingRule, Viewer};
use shuke_base::Uuid;

use crate::fixture::{id, object_of, scope_of, viewer};

/// A rule over leads; people, departments and roles by number.
fn rule(from: Json, to: Json, write: bool) -> Arc<SharingRule> {
    let party = |given: Json| {
        let ids = |key: &str| -> Vec<Uuid> {
            let all = given[key].as_array().cloned().unwrap_or_default();
            all.iter().map(|number| id(u128::from(number.as_u64().expect("a number")))).collect()
        };
        json!({"users": ids("users"), "departments": ids("departments"), "roles": ids("roles")})
    };
    let json = json!({"name": "r", "object": "lead", "from": party(from), "to": party(to), "write": write, "active": true});
    Arc::new(serde_json::from_value(json).expect("a rule"))
}

/// Person 2, of department 11, superior 1, with the role 1 that grants own leads.
fn with(role: Json, rules: &[Arc<SharingRule>]) -> Viewer {
    let holders = |role: Uuid| if role == id(7) { vec![id(8), id(9)] } else { Vec::new() };
    viewer(2, &[role]).with_sharing(rules, &Conditions::new(), &holders)
}

fn own() -> Json {
    let own = json!({"read": "own", "edit": "own", "delete": "own", "export": "own"});
    json!({"grants": {"lead": own.clone(), "order": own}})
}

#[test]
fn a_rule_adds_records_to_whom_it_reaches() {
    let to_two = json!({"users": [2]});
    let reads = |rule: Arc<SharingRule>| scope_of(&with(own(), &[rule]), "lead", Action::Read);
    for (from, to, expected) in [
        (json!({"users": [4]}), to_two.clone(), "owners 2 4 departments "),
        (json!({"departments": [11]}), to_two.clone(), "owners 2 departments 11 12"),
        (json!({"roles": [7]}), to_two.clone(), "owners 2 8 9 departments "),
        (json!({"users": [2, 4], "departments": [20]}), to_two, "owners 2 4 departments 20"),
        (json!({"users": [4]}), json!({"departments": [11]}), "owners 2 4 departments "),
        (json!({"users": [4]}), json!({"departments": [10]}), "owners 2 4 departments "),
        (json!({"users": [4]}), json!({"roles": [1]}), "owners 2 4 departments "),
        (
            json!({"users": [4]}),
            json!({"departments": [12, 20], "roles": [7], "users": [1, 3]}),
            "owners 2 departments ",
        ),
    ] {
        assert_eq!(reads(rule(from.clone(), to.clone(), false)), expected, "{from} {to}");
    }
    let two = [
        rule(json!({"users": [4]}), json!({"users": [2]}), false),
        rule(json!({"departments": [20]}), json!({"users": [2]}), false),
    ];
    assert_eq!(scope_of(&with(own(), &two), "lead", Action::Read), "owners 2 4 departments 20");
    let off = Arc::new(SharingRule { active: false, ..(*two[0]).clone() });
    assert_eq!(scope_of(&with(own(), &[off]), "lead", Action::Read), "owners 2 departments ");
}

#[test]
fn a_rule_opens_reading_and_at_most_changing() {
    let made = |write| with(own(), &[rule(json!({"users": [4]}), json!({"users": [2]}), write)]);
    let (reads, writes) = (made(false), made(true));
    for (action, by_read, by_write) in [
        (Action::Read, "owners 2 4 departments ", "owners 2 4 departments "),
        (Action::Edit, "owners 2 departments ", "owners 2 4 departments "),
        (Action::Delete, "owners 2 departments ", "owners 2 departments "),
        (Action::Export, "owners 2 departments ", "owners 2 departments "),
        (Action::Transfer, "nothing", "nothing"),
    ] {
        assert_eq!(scope_of(&reads, "lead", action), by_read, "{action:?}");
        assert_eq!(scope_of(&writes, "lead", action), by_write, "{action:?}");
    }
    assert_eq!(scope_of(&writes, "order", Action::Read), "owners 2 departments ", "another object");
}

#[test]
fn a_rule_gives_nothing_to_whom_the_object_is_closed_and_takes_nothing_from_others() {
    let rules = [rule(json!({"users": [4]}), json!({"users": [2]}), true)];
    let closed = json!({"grants": {"order": {"read": "all"}}});
    assert_eq!(scope_of(&with(closed, &rules), "lead", Action::Read), "nothing");
    let reader = json!({"grants": {"lead": {"read": "own"}}});
    assert_eq!(scope_of(&with(reader, &rules), "lead", Action::Edit), "nothing");
    let all = json!({"grants": {"*": {"read": "all", "edit": "own"}}});
    let viewer = with(all, &rules);
    assert_eq!(scope_of(&viewer, "lead", Action::Read), "all");
    assert_eq!(scope_of(&viewer, "lead", Action::Edit), "owners 2 4 departments ");
    assert_eq!(
        scope_of(&viewer, "account", Action::Edit),
        "owners 2 departments ",
        "others are as they were"
    );
    assert_eq!(scope_of(&with(json!({"admin": true}), &rules), "lead", Action::Edit), "all");
}

#[test]
fn a_rule_is_named_as_the_reason() {
    let viewer = with(own(), &[rule(json!({"users": [4]}), json!({"users": [2]}), true)]);
    let told = |action, owner| -> Vec<Option<String>> {
        let reasons = viewer.explain(object_of("lead"), action, (Some(id(owner)), None), &[]);
        reasons.into_iter().map(|reason| reason.rule.map(|rule| rule.name.clone())).collect()
    };
    assert_eq!(told(Action::Read, 4), [Some("r".to_owned())]);
    assert_eq!(told(Action::Edit, 4), [Some("r".to_owned())]);
    assert_eq!(told(Action::Delete, 4), []);
    assert_eq!(told(Action::Read, 2), [None]);
    assert_eq!(told(Action::Read, 8), []);
}
