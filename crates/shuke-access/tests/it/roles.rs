//! Roles as they are written.

use serde::Deserialize;
use serde_json::json;
use shuke_access::{Action, DataScope, FieldRight, OTHERS, Role};
use shuke_base::Code;

use crate::fixture::{id, schema};

#[derive(Deserialize)]
struct Pack {
    roles: Vec<Role>,
}

#[test]
fn the_standard_roles_can_be_read() {
    let text = include_str!("../../../../packs/standard/roles.toml");
    let pack: Pack = toml::from_str(text).expect("roles");
    let role = |name: &str| pack.roles.iter().find(|role| role.name == name).expect("a role");
    assert!(role("administrator").admin);
    assert_eq!(role("sales").reach("lead", Action::Read), &DataScope::Own);
    assert_eq!(role("sales_manager").reach("lead", Action::Export), &DataScope::DepartmentAndBelow);
    assert_eq!(role("sales").field_right("product", "cost"), FieldRight::Hidden);
    assert_eq!(role("viewer").reach("lead", Action::Edit), &DataScope::None);
    assert_eq!(pack.roles.iter().filter(|role| role.admin).count(), 1);
}

#[test]
fn a_role_is_written_as_it_was_read() {
    let json = json!({
        "id": id(1), "name": "sales", "label": {"zh": "销售", "en": "Sales"}, "admin": false, "system": true,
        "grants": {
            "*": {"create": "own", "read": "own"},
            "lead": {"read": "department_and_below", "edit": {"departments": [id(2)]}, "bulk_edit": "none"},
        },
        "fields": {"lead": {"budget": "hidden"}},
    });
    let role: Role = serde_json::from_value(json.clone()).expect("a role");
    assert_eq!(role.reach("lead", Action::Edit), &DataScope::Custom(vec![id(2)]));
    assert_eq!(role.reach("account", Action::Create), &DataScope::Own);
    assert_eq!(role.grants_on("account"), role.grants.get(OTHERS));
    assert_eq!(serde_json::to_value(&role).expect("JSON"), json);
}

#[test]
fn what_is_misspelt_is_refused() {
    for bad in [
        json!({"name": "x", "grants": {"lead": {"look": "all"}}}),
        json!({"name": "x", "grants": {"lead": {"read": "everything"}}}),
        json!({"name": "x", "grants": {"lead": {"read": {"departments": ["x"]}}}}),
        json!({"name": "x", "fields": {"lead": {"budget": "covered"}}}),
        json!({"name": "x", "grant": {}}),
        json!({}),
    ] {
        assert!(serde_json::from_value::<Role>(bad.clone()).is_err(), "{bad}");
    }
    let role: Role = serde_json::from_value(json!({
        "name": "x",
        "grants": {"*": {}, "lead": {}, "nowhere": {}},
        "fields": {"lead": {"budget": "read", "nothing": "read"}, "never": {"x": "read"}},
    }))
    .expect("a role");
    let fault = role.check(schema()).expect_err("unknown names");
    let told: Vec<_> = fault.fields.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    let expect = [
        ("grants.nowhere", Code::UnknownObject),
        ("fields.lead.nothing", Code::UnknownField),
        ("fields.never", Code::UnknownObject),
    ];
    assert_eq!(told, expect);
}

#[test]
fn actions_are_known_by_name() {
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.name()), Some(*action));
        assert_eq!(serde_json::to_value(action).expect("JSON"), json!(action.name()));
        assert!(!action.label().zh.is_empty() && !action.label().en.is_empty());
    }
    assert_eq!(Action::from_name("share"), None);
}
