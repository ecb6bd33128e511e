//! Which records a viewer may do what to.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shuke_access::{Action, DataScope, Viewer};
use shuke_base::Uuid;

use crate::fixture::{id, object_of, reads, scope_of, viewer};

/// What the person may read of leads with roles that grant these scopes.
fn check(person: u128, scopes: &[Json], expect: &str) {
    let roles: Vec<Json> = scopes.iter().map(reads).collect();
    assert_eq!(scope_of(&viewer(person, &roles), "lead", Action::Read), expect, "{person} with {scopes:?}");
}

#[test]
fn each_scope() {
    check(1, &[json!("none")], "nothing");
    check(1, &[json!("own")], "owners 1 departments ");
    check(1, &[json!("own_and_below")], "owners 1 2 3 departments ");
    check(2, &[json!("own_and_below")], "owners 2 3 departments ");
    check(1, &[json!("department")], "owners 1 departments 10");
    check(1, &[json!("department_and_below")], "owners 1 departments 10 11 12");
    check(2, &[json!("department_and_below")], "owners 2 departments 11 12");
    check(1, &[json!("all")], "all");
    check(1, &[json!({"departments": [id(20), id(11)]})], "owners 1 departments 11 20");
    check(4, &[json!("department")], "owners 4 departments ");
    check(4, &[json!("department_and_below")], "owners 4 departments ");
    check(7, &[json!("own_and_below")], "owners 7 departments ");
}

#[test]
fn several_roles_give_what_any_of_them_gives() {
    check(1, &[], "nothing");
    check(1, &[json!("none"), json!("own")], "owners 1 departments ");
    check(1, &[json!("own"), json!("all"), json!("none")], "all");
    check(2, &[json!("own_and_below"), json!("department")], "owners 2 3 departments 11");
    check(
        2,
        &[json!("department_and_below"), json!({"departments": [id(20)]})],
        "owners 2 departments 11 12 20",
    );
}

#[test]
fn superiors_in_a_circle_come_to_an_end() {
    check(8, &[json!("own_and_below")], "owners 8 9 departments ");
    check(9, &[json!("own_and_below")], "owners 8 9 departments ");
}

#[test]
fn each_action_has_its_own_scope() {
    let roles = [
        json!({"grants": {"lead": {"read": "all", "edit": "own"}}}),
        json!({"grants": {"lead": {"delete": "own"}}}),
    ];
    let viewer = viewer(1, &roles);
    for action in Action::ALL {
        let expect = match action {
            Action::Read => "all",
            Action::Edit | Action::Delete => "owners 1 departments ",
            _ => "nothing",
        };
        assert_eq!(scope_of(&viewer, "lead", *action), expect, "{action:?}");
    }
    assert_eq!(viewer.actions(object_of("lead")), [Action::Read, Action::Edit, Action::Delete]);
    assert_eq!(viewer.actions(object_of("account")), []);
}

#[test]
fn records_without_owners_are_all_inside_or_none() {
    let of = |scope: &str| {
        let viewer = viewer(1, &[json!({"grants": {"product": {"read": scope}}})]);
        scope_of(&viewer, "product", Action::Read)
    };
    assert_eq!(of("none"), "nothing");
    for scope in ["own", "own_and_below", "department", "department_and_below", "all"] {
        assert_eq!(of(scope), "all", "{scope}");
    }
}

#[test]
fn a_new_object_takes_the_rights_of_all_others() {
    let sales = json!({"grants": {"*": {"create": "own", "read": "own"}, "lead": {"read": "all"}}});
    let lone = viewer(1, std::slice::from_ref(&sales));
    assert_eq!(scope_of(&lone, "x_project", Action::Read), "owners 1 departments ");
    assert_eq!(scope_of(&lone, "x_project", Action::Edit), "nothing");
    assert_eq!(
        scope_of(&lone, "lead", Action::Create),
        "nothing",
        "what is named is not filled up from the others"
    );
    let both = viewer(1, &[sales, json!({"grants": {"x_project": {"edit": "all"}}})]);
    assert_eq!(
        scope_of(&both, "x_project", Action::Read),
        "owners 1 departments ",
        "each role speaks for itself"
    );
    assert_eq!(scope_of(&both, "x_project", Action::Edit), "all");
}

#[test]
fn people_departments_and_roles_are_settled() {
    let greedy = json!({"grants": {"*": {"read": "all", "edit": "all"}, "user": {"edit": "all"}, "role": {"read": "all"}}});
    let viewer = viewer(1, &[greedy]);
    for object in ["user", "department"] {
        assert_eq!(viewer.actions(object_of(object)), [Action::Read], "{object}");
        assert_eq!(scope_of(&viewer, object, Action::Read), "all");
    }
    assert_eq!(viewer.actions(object_of("role")), []);
}

#[test]
fn administrators_and_the_program_may_do_everything() {
    for viewer in [viewer(4, &[json!({"admin": true}), reads(&json!("own"))]), Viewer::system()] {
        assert!(viewer.is_admin());
        for object in ["lead", "product", "x_project", "user", "department", "role"] {
            assert_eq!(viewer.actions(object_of(object)), Action::ALL, "{object}");
            assert_eq!(scope_of(&viewer, object, Action::Delete), "all");
        }
    }
    assert_eq!(Viewer::system().user(), None);
    assert!(Viewer::system().is_system() && !viewer(4, &[]).is_system());
}

#[test]
fn a_scope_admits_by_owner_or_department() {
    let roles = [reads(&json!("own_and_below")), reads(&json!("department"))];
    let scope = viewer(2, &roles).scope(object_of("lead"), Action::Read);
    for (owner, department, inside) in [
        (Some(2), None, true),
        (Some(3), Some(20), true),
        (Some(1), Some(10), false),
        (Some(4), Some(11), true),
        (None, Some(11), true),
        (None, None, false),
    ] {
        assert_eq!(scope.admits(owner.map(id), department.map(id)), inside, "{owner:?} {department:?}");
    }
}

#[test]
fn reasons_name_every_grant_that_reaches_the_record() {
    let admin = json!({"admin": true, "label": {"zh": "管理员", "en": "Administrator"}});
    let roles = [reads(&json!("own")), reads(&json!("department_and_below")), reads(&json!("none")), admin];
    let told = |viewer: &Viewer,
                object: &str,
                owner: u128,
                department: u128|
     -> Vec<(Option<Uuid>, String, DataScope)> {
        let reasons =
            viewer.explain(object_of(object), Action::Read, (Some(id(owner)), Some(id(department))), &[]);
        reasons.into_iter().map(|reason| (reason.role, reason.role_name.zh, reason.scope)).collect()
    };
    let below = (Some(id(2)), "role2".to_owned(), DataScope::DepartmentAndBelow);
    let own = (Some(id(1)), "role1".to_owned(), DataScope::Own);
    let all = (Some(id(4)), "管理员".to_owned(), DataScope::All);
    let plain = viewer(1, &roles[..3]);
    assert_eq!(told(&plain, "lead", 1, 20), [own, below.clone()]);
    assert_eq!(told(&plain, "lead", 9, 12), std::slice::from_ref(&below));
    assert_eq!(told(&plain, "lead", 3, 20), []);
    assert_eq!(told(&plain, "account", 1, 10), []);
    assert_eq!(told(&plain, "user", 1, 10), [(None, "所有登录用户".to_owned(), DataScope::All)]);
    assert_eq!(told(&viewer(1, &roles), "lead", 9, 12), [below, all]);
}

fn any_scope() -> impl Strategy<Value = Json> {
    let departments = prop::collection::vec(prop::sample::select(vec![10_u128, 11, 12, 20]), 0..3);
    prop_oneof![
        prop::sample::select(vec![
            "none",
            "own",
            "own_and_below",
            "department",
            "department_and_below",
            "all"
        ])
        .prop_map(Json::from),
        departments.prop_map(|list| json!({"departments": list.into_iter().map(id).collect::<Vec<_>>()})),
    ]
}

proptest! {
    /// Roles only add: together they admit what one of them admits, and nothing else.
    #[test]
    fn roles_together_admit_what_one_of_them_admits(
        scopes in prop::collection::vec(any_scope(), 0..4),
        person in prop::sample::select(vec![1_u128, 2, 3, 4, 8, 9]),
        owner in prop::option::of(1_u128..10),
        department in prop::option::of(prop::sample::select(vec![10_u128, 11, 12, 20])),
    ) {
        let lead = object_of("lead");
        let (owner, department) = (owner.map(id), department.map(id));
        let roles: Vec<Json> = scopes.iter().map(reads).collect();
        let together = viewer(person, &roles);
        let inside = together.scope(lead, Action::Read).admits(owner, department);
        let one = roles.iter().any(|role| {
            viewer(person, std::slice::from_ref(role)).scope(lead, Action::Read).admits(owner, department)
        });
        prop_assert_eq!(inside, one);
        prop_assert_eq!(inside, !together.explain(lead, Action::Read, (owner, department), &[]).is_empty());
    }
}
