//! Which fields a viewer may see and set.

use serde_json::{Value as Json, json};
use shuke_access::Viewer;

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
        admin.field_mask(object_of("role")).readable_fields(object_of("role")).count(),
        object_of("role").fields.len()
    );
}
