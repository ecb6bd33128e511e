//! What options say of a record that has them: that it is over, or how long it should stay there.

use shuke_base::{Code, FieldFault, limits};

use super::property::Property;
use crate::field::{FieldDef, FieldKind};

/// Checks what options say of records.
pub(super) fn check(faults: &mut Vec<FieldFault>, field: &FieldDef, of_lines: bool) {
    outcomes(faults, field, of_lines);
    stays(faults, field, of_lines);
}

/// Only a single choice of the record itself says that the record is over.
fn outcomes(faults: &mut Vec<FieldFault>, field: &FieldDef, of_lines: bool) {
    if field.kind == FieldKind::Choice && !of_lines {
        return;
    }
    for (at, _) in field.options.iter().enumerate().filter(|(_, option)| !option.outcome.is_open()) {
        let shown = at + 1;
        let outcome = Property::new(
            format!("options[{at}].outcome"),
            format!("选项 {shown} 的结束方式"),
            format!("Outcome of option {shown}"),
        );
        faults.push(outcome.invalid(
            "只有记录自己的单选字段能说明记录已结束，其他字段请用 open",
            "only a single choice of the record itself tells that the record is over; elsewhere it is open",
        ));
    }
}

/// Only where something is still to be done a record can be there for too long; and only a single choice can be the stage.
fn stays(faults: &mut Vec<FieldFault>, field: &FieldDef, of_lines: bool) {
    let (least, most) = limits::STAGE_DAYS;
    for (at, option) in field.options.iter().enumerate() {
        let Some(days) = option.limit_days else { continue };
        let shown = at + 1;
        let limit = Property::new(
            format!("options[{at}].limit_days"),
            format!("选项 {shown} 的停留上限"),
            format!("Limit in days of option {shown}"),
        );
        if field.kind != FieldKind::Choice || of_lines {
            faults.push(limit.invalid(
                "只有记录自己的单选字段可以作为阶段",
                "only a single choice of the record itself can be its stage",
            ));
        } else if !option.outcome.is_open() {
            faults.push(limit.invalid(
                "已结束的选项没有停留上限，请留空",
                "an option that closes the record has none; leave it empty",
            ));
        } else if days < least {
            faults.push(limit.fault(Code::TooSmall).with("min", least));
        } else if days > most {
            faults.push(limit.fault(Code::TooBig).with("max", most));
        }
    }
}
