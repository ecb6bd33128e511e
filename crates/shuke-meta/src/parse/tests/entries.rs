//! Entries of lists.

use serde_json::json;
use shuke_base::Value;

use super::{code, field, shown};
use crate::field::FieldKind;

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
