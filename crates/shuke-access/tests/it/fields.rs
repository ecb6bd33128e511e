//! Which fields a viewer may see and set.

use serde_json::{Value as Json, json};
use shuke_access::{Sources, Viewer};
use shuke_base::Value;

use crate::fixture::{object_of, viewer};

/// The fields of the object: `w` may be set, `r` only seen, `-` neither.
fn show(viewer: &Viewer, object: &str, fields: &[&str]) -> String {
    let object = object_of(object);
    let mask = viewer.field_mask(object);
    let each = fields.iter().map(|name| {
        let field = object.field(name).expect("a field");
        assert_eq!(mask.readable(field), viewer.readable(object, field));
        match (mask.readable(field), mask.writable(field)) {
            (true, true) => 'w',
            (true, false) => 'r',
            (false, false) => '-',
            (false, true) => panic!("{name} can be set but not seen"),
        }
    });
    each.collect()
}

/// Name, number, budget and owner of a lead.
fn check(roles: &[Json], expect: &str) {
    assert_eq!(show(&viewer(1, roles), "lead", &["name", "number", "budget", "owner"]), expect, "{roles:?}");
}

fn role(actions: &[&str], right: &str) -> Json {
    let grants: serde_json::Map<_, _> =
        actions.iter().map(|action| ((*action).to_owned(), json!("own"))).collect();
    json!({"grants": {"lead": grants}, "fields": {"lead": {"budget": right}}})
}

#[test]
fn rights_on_fields_follow_rights_on_records() {
    check(&[], "----");
    check(&[role(&["edit"], "write")], "----");
    check(&[role(&["read"], "write")], "rrrr");
    check(&[role(&["read", "transfer"], "write")], "rrrw");
    check(&[role(&["read", "edit"], "write")], "wrwr");
    check(&[role(&["read", "create"], "read")], "wrrr");
    check(&[role(&["read", "edit"], "hidden")], "wr-r");
    check(&[json!({"admin": true})], "wrww");
}

#[test]
fn the_widest_right_wins_among_roles_that_show_the_record() {
    check(&[role(&["read", "edit"], "hidden"), role(&["read", "edit"], "read")], "wrrr");
    check(&[role(&["read", "edit"], "hidden"), role(&["read", "edit"], "write")], "wrwr");
    let elsewhere = json!({"grants": {"account": {"read": "all", "edit": "all"}}});
    check(&[role(&["read", "edit"], "hidden"), elsewhere], "wr-r");
    let looks = json!({"grants": {"lead": {"read": "all"}}});
    check(&[role(&["read", "edit"], "hidden"), looks], "wrrr");
}

#[test]
fn the_name_goes_with_the_record() {
    let hides =
        json!({"grants": {"lead": {"read": "all", "edit": "all"}}, "fields": {"lead": {"name": "hidden"}}});
    check(&[hides], "rrwr");
}

#[test]
fn system_fields_are_seen_and_not_set() {
    let system = ["id", "created_at", "created_by", "updated_at", "version", "owner_department"];
    assert_eq!(show(&viewer(1, &[role(&["read", "edit"], "write")]), "lead", &system), "rrrrrr");
    assert_eq!(show(&viewer(1, &[json!({"admin": true})]), "lead", &system), "rrrrrr");
    assert_eq!(show(&viewer(1, &[]), "lead", &system), "------");
}

#[test]
fn people_are_seen_by_all_and_roles_by_administrators() {
    let hides = json!({"fields": {"user": {"department": "hidden"}}, "grants": {"user": {"edit": "all"}}});
    let plain = viewer(1, &[hides]);
    assert_eq!(show(&plain, "user", &["name", "department"]), "rr");
    assert_eq!(show(&plain, "department", &["name", "parent"]), "rr");
    assert_eq!(show(&plain, "role", &["name", "id"]), "--");
    let admin = viewer(1, &[json!({"admin": true})]);
    assert_eq!(show(&admin, "user", &["name", "department"]), "ww");
    assert_eq!(show(&admin, "role", &["name"]), "w");
    assert_eq!(
        admin.field_mask(object_of("role")).shown_fields(object_of("role")).count(),
        object_of("role").fields.len()
    );
}

#[test]
fn a_masked_field_is_seen_covered_and_neither_set_nor_asked_for() {
    let all = ["read", "create", "edit"];
    let (field, object) = (object_of("lead").field("budget").expect("a field"), object_of("lead"));
    for (roles, expected) in [
        (vec![role(&all, "masked")], (true, true)),
        (vec![role(&["read"], "masked")], (true, true)),
        (vec![role(&all, "hidden"), role(&all, "masked")], (true, true)),
        (vec![role(&all, "masked"), role(&all, "read")], (true, false)),
        (vec![role(&all, "masked"), role(&["read"], "write")], (true, false)),
        (vec![role(&all, "hidden")], (false, false)),
        (vec![role(&all, "masked"), json!({"admin": true})], (true, false)),
        (vec![role(&["edit"], "masked")], (false, false)),
    ] {
        let mask = viewer(1, &roles).field_mask(object);
        let (shown, masked) = (mask.shown(field), mask.masked(field));
        assert_eq!((shown, masked && shown), expected, "{roles:?}");
        assert_eq!(mask.readable(field), shown && !masked, "{roles:?}");
        if masked {
            assert!(!mask.writable(field), "{roles:?}");
        }
        let value = mask.show(field, Value::Int(7));
        let expect = match expected {
            (false, _) => Value::Null,
            (_, true) => Value::Text("****".to_owned()),
            (true, false) => Value::Int(7),
        };
        assert_eq!(value, expect, "{roles:?}");
    }
}

#[test]
fn a_name_may_be_masked_and_is_never_hidden() {
    let name = |right: &str| {
        let role = json!({"grants": {"lead": {"read": "all"}}, "fields": {"lead": {"name": right}}});
        let mask = viewer(1, &[role]).field_mask(object_of("lead"));
        mask.show(object_of("lead").field("name").expect("a field"), Value::Text("王小明".to_owned()))
    };
    assert_eq!(name("masked"), Value::Text("王**".to_owned()));
    assert_eq!(name("hidden"), Value::Text("王小明".to_owned()));
}

#[test]
fn what_is_computed_from_a_masked_field_is_masked() {
    let of = |object: &str, field: &str| (object.to_owned(), field.to_owned());
    let sources = Sources::from([
        (of("order", "amount"), [of("account", "credit")].into()),
        (of("lead", "budget"), [of("product", "cost")].into()),
    ]);
    let masks =
        json!({"grants": {"*": {"read": "all", "edit": "all"}}, "fields": {"account": {"credit": "masked"}}});
    let plain = viewer(1, std::slice::from_ref(&masks)).with_sources(&sources);
    let masked = |viewer: &Viewer, object: &str, field: &str| {
        let object = object_of(object);
        viewer.field_mask(object).masked(object.field(field).expect("a field"))
    };
    assert!(masked(&plain, "account", "credit") && masked(&plain, "order", "amount"));
    assert!(!masked(&plain, "lead", "budget") && !masked(&plain, "order", "name"));
    let order = object_of("order").field("account").expect("a field");
    assert!(plain.field_mask(object_of("order")).writable(order), "the rest of the object is as it was");
    let says = json!({"grants": {"*": {"read": "all"}}, "fields": {"account": {"credit": "masked"}, "order": {"amount": "read"}}});
    let told = viewer(1, &[says]).with_sources(&sources);
    assert!(
        masked(&told, "account", "credit") && !masked(&told, "order", "amount"),
        "said of the copy itself"
    );
    let admin = viewer(1, &[masks, json!({"admin": true})]).with_sources(&sources);
    assert!(!masked(&admin, "order", "amount"));
}
