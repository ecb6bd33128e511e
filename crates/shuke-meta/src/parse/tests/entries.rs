//! Lists: several records, and entries that go in or out.

use serde_json::json;
use shuke_base::Value;

use super::super::{cell, value};
use super::{ID, check, check_cell, code, field, shown};
use crate::field::{FieldDef, FieldKind};

#[test]
fn several_records_come_as_ids_or_by_name() {
    let kind = FieldKind::MultiReference;
    let other = "01931b7e-5f2a-7c3d-8e4f-0123456789ac";
    check(kind, json!([ID, {"id": other, "object": "account", "name": "甲"}, ID]), &format!("{ID}|{other}"));
    check(kind, json!([{"id": ID, "object": "lead"}]), "! wrong_type");
    check(kind, json!([]), "null");
    check(kind, json!(["甲公司"]), "! wrong_type");
    check(kind, json!(ID), "! wrong_type");
    check_cell(kind, " 甲公司；乙、丙 ; 乙", "? 甲公司|乙|丙");
    check_cell(kind, "A, Inc.", "? A, Inc.");
    check_cell(kind, "；", "null");
    let few = FieldDef { max: Some("1".into()), ..field(kind) };
    assert_eq!(code(&value(&few, &json!([ID, other])).expect_err("too many")), "! too_many_records");
    assert_eq!(code(&cell(&few, "甲；乙", chrono_tz::UTC).expect_err("too many")), "! too_many_records");
}

#[test]
fn entries_go_into_lists_and_out_of_them() {
    let tags = field(FieldKind::Tags);
    let names = |json: serde_json::Value| super::super::entries(&tags, &json, false).expect("entries");
    let laid = |there: &[&str], out: serde_json::Value, add: serde_json::Value| {
        let there = Value::List(there.iter().map(|one| (*one).to_owned()).collect());
        let of = |json: serde_json::Value| if json == json!([]) { Vec::new() } else { names(json) };
        shown(super::super::laid(&tags, &there, &of(out), &of(add)).expect("it fits"))
    };
    assert_eq!(laid(&["甲", "乙"], json!([]), json!(["乙", " 丙 "])), "甲|乙|丙");
    assert_eq!(laid(&["甲", "乙"], json!(["甲", "丁"]), json!([])), "乙");
    assert_eq!(laid(&["甲", "乙"], json!(["甲"]), json!(["甲"])), "乙|甲", "out comes first");
    assert_eq!(laid(&["甲"], json!(["甲"]), json!([])), "null");
    for (kind, json, fault) in [
        (FieldKind::Text, json!(["甲"]), "! not_a_list"),
        (FieldKind::Tags, json!([" "]), "! required"),
        (FieldKind::Tags, json!("甲"), "! wrong_type"),
        (FieldKind::MultiChoice, json!(["zz"]), "! unknown_option"),
    ] {
        for out in [false, true] {
            assert_eq!(
                code(&super::super::entries(&field(kind), &json, out).expect_err("wrong")),
                fault,
                "{kind:?}"
            );
        }
    }
}
