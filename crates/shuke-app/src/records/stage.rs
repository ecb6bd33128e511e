//! Since when a record is in its stage: kept with whatever sets the stage, whoever sets it.

use shuke_base::{Moment, Value};
use shuke_meta::{ObjectDef, STAGE_ENTERED_AT};
use shuke_store::system::Change;

use crate::records::draft::Values;
use crate::records::ledger;

/// Positions of the stage and of the time in it, where the object has them.
fn places(object: &ObjectDef) -> Option<(usize, usize)> {
    Some((object.position(object.stage_field.as_deref()?)?, object.position(STAGE_ENTERED_AT)?))
}

/// Whether the position is that of the time in a stage, of which history tells nothing: it tells of the stage.
#[must_use]
pub fn is_time(object: &ObjectDef, at: usize) -> bool {
    object.fields[at].name == STAGE_ENTERED_AT
}

fn since(stage: &Value, now: Moment) -> Value {
    if stage.is_null() { Value::Null } else { Value::Time(now) }
}

/// New rows are in their stage from now on.
pub fn begin(object: &ObjectDef, rows: &mut [Vec<Value>], now: Moment) {
    rows.iter_mut().for_each(|row| began(object, row, now));
}

/// Where sets change the stage, they set the time, too; a stage that stays keeps its time.
pub fn follow(object: &ObjectDef, old: &[Value], sets: &mut Values, now: Moment) {
    let Some((stage, time)) = places(object) else { return };
    sets.retain(|(at, _)| *at != time);
    let new = sets.iter().find(|(at, value)| *at == stage && old[stage] != *value);
    if let Some(value) = new.map(|(_, value)| since(value, now)) {
        sets.push((time, value));
    }
}

/// Whether an entry of history tells of another stage.
#[must_use]
pub fn tells(object: &ObjectDef, change: &Change) -> bool {
    object.stage_field.as_deref().is_some_and(|stage| ledger::diff(change).contains_key(stage))
}

/// A row as it was has been in its stage since this moment.
pub fn began(object: &ObjectDef, row: &mut [Value], at: Moment) {
    if let Some((stage, time)) = places(object) {
        row[time] = since(&row[stage], at);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shuke_base::Text;
    use shuke_meta::{FieldDef, FieldKind};

    use super::*;

    #[test]
    fn the_time_follows_the_stage_alone() {
        let mut object = ObjectDef::default();
        for name in ["name", "stage"] {
            object.fields.push(FieldDef::new(name, Text::default(), FieldKind::Choice));
        }
        object.stage_field = Some("stage".to_owned());
        let object = object.finish();
        let (then, now) = (Moment::UNIX_EPOCH, Moment::UNIX_EPOCH + TimeDelta::days(3));
        let (stage, time) = places(&object).expect("both");
        let mut rows = [vec![Value::Null; object.fields.len()], vec![Value::Null; object.fields.len()]];
        rows[0][stage] = Value::from("a");
        begin(&object, &mut rows, then);
        assert_eq!((&rows[0][time], &rows[1][time]), (&Value::Time(then), &Value::Null));
        for (sets, expected) in [
            (vec![(0, Value::from("x"))], None),
            (vec![(stage, Value::from("a")), (time, Value::Null)], None),
            (vec![(stage, Value::from("b"))], Some(Value::Time(now))),
            (vec![(stage, Value::Null)], Some(Value::Null)),
        ] {
            let mut sets: Values = sets;
            follow(&object, &rows[0], &mut sets, now);
            let found = sets.into_iter().find(|(at, _)| *at == time).map(|(_, value)| value);
            assert_eq!(found, expected);
        }
    }
}
