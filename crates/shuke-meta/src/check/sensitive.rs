//! A sensitive field: what would need its values in the clear.

use shuke_base::FieldFault;

use super::field::foreign;
use super::property::Property;
use crate::field::FieldDef;
use crate::object::ObjectDef;

/// What is sealed can neither be shown wherever a record is named, nor looked into, nor be written in a definition.
pub(super) fn check(faults: &mut Vec<FieldFault>, field: &FieldDef, object: &ObjectDef) {
    if !field.sensitive {
        return;
    }
    let sensitive = Property::new("sensitive", "敏感字段", "Sensitive");
    if !field.kind.can_be_sensitive() {
        return faults.push(foreign(&sensitive, field));
    }
    let keyed = object.duplicates.iter().flat_map(|it| &it.keys).any(|key| key.field == field.name);
    let indexed = object.indexes.iter().flatten().any(|name| *name == field.name);
    for (holds, zh, en) in [
        (
            field.name == object.name_field,
            "记录的名称到处显示，不能加密",
            "the name of a record is shown everywhere and can't be sealed",
        ),
        (field.search, "快速搜索的字段不能加密", "a field that the quick search looks into can't be sealed"),
        (field.computed.is_some(), "自动计算的字段不能加密", "a field that is computed can't be sealed"),
        (
            field.default.is_some(),
            "默认值会以明文留在定义里，请先去掉默认值",
            "a default would lie in the definition in the clear; take it away first",
        ),
        (
            keyed,
            "查重用到了这个字段，请先从查重中移除",
            "duplicates are found by it; take it out of there first",
        ),
        (indexed, "组合索引用到了这个字段", "an index over several fields has it"),
    ] {
        if holds {
            faults.push(sensitive.invalid(zh, en));
        }
    }
}
