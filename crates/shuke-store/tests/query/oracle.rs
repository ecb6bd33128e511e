//! What the answer should be, found by looking at every record.

use std::cmp::Ordering;
use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_base::{Uuid, Value};
use shuke_expr::{Cond, Path, Source, eval};
use shuke_meta::ObjectDef;
use shuke_store::compile::Sort;

use crate::rows::{Row, Rows};

/// A record in memory.
struct At<'a> {
    rows: &'a Rows,
    object: Arc<ObjectDef>,
    row: &'a Row,
}

impl Source for At<'_> {
    fn value(&self, path: &Path) -> Value {
        let mut row = self.row;
        for (hop, next) in path.hops.iter().zip(path.hops.iter().skip(1).chain([&path.end])) {
            let found = row[hop.field].as_id().and_then(|id| self.rows.of[&next.object.name].get(&id));
            let Some(found) = found else { return Value::Null };
            row = found;
        }
        row[path.end.field].clone()
    }

    fn related(&self, object: &Arc<ObjectDef>, field: usize) -> Vec<Box<dyn Source + '_>> {
        let own = id_of(&self.object, self.row);
        let points_here = |value: &Value| match value {
            Value::Id(id) => *id == own,
            Value::Record(name, id) => *name == self.object.name && *id == own,
            Value::List(list) => list.contains(&own.to_string()),
            _ => false,
        };
        self.rows.of[&object.name]
            .values()
            .filter(|row| points_here(&row[field]) && !is_deleted(object, row))
            .map(|row| -> Box<dyn Source> {
                Box::new(At { rows: self.rows, object: Arc::clone(object), row })
            })
            .collect()
    }
}

pub(crate) fn id_of(object: &ObjectDef, row: &Row) -> Uuid {
    Rows::value(object, row, "id").as_id().expect("every record has an id")
}

fn is_deleted(object: &ObjectDef, row: &Row) -> bool {
    !Rows::value(object, row, "deleted_at").is_null()
}

/// The records that the viewer may see under `action` and that meet the condition, in no order.
pub(crate) fn found<'a>(
    rows: &'a Rows,
    object: &Arc<ObjectDef>,
    viewer: &Viewer,
    action: Action,
    cond: Option<&Cond>,
    deleted: bool,
) -> Vec<&'a Row> {
    let scope = viewer.scope(object, action);
    let guarded = cond.map(|cond| viewer.guard(cond.clone()));
    let admitted = |row: &Row| {
        let owner = Rows::value(object, row, "owner").as_id();
        scope.admits_row(owner, Rows::value(object, row, "owner_department").as_id(), row)
    };
    let meets = |row: &Row| {
        let source = At { rows, object: Arc::clone(object), row };
        guarded.as_ref().is_none_or(|cond| eval(cond, &source))
    };
    let all = rows.of[&object.name].values();
    all.filter(|row| is_deleted(object, row) == deleted && admitted(row) && meets(row)).collect()
}

/// Puts rows in the order of the keys; the id comes last, in the direction of the last key.
pub(crate) fn sort(object: &ObjectDef, rows: &mut [&Row], keys: &[Sort]) {
    let last = keys.last().is_some_and(|key| key.descending);
    let turned = |order: Ordering, descending: bool| if descending { order.reverse() } else { order };
    rows.sort_by(|a, b| {
        let by_keys = keys.iter().fold(Ordering::Equal, |order, key| {
            order.then_with(|| turned(compare(&a[key.field], &b[key.field]), key.descending))
        });
        by_keys.then_with(|| turned(id_of(object, a).cmp(&id_of(object, b)), last))
    });
}

/// The order of two values of one field; nothing is the smallest.
pub(crate) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Money(a), Value::Money(b)) => a.amount.cmp(&b.amount),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Id(a), Value::Id(b)) => a.as_bytes().cmp(b.as_bytes()),
        (a, b) => panic!("{a:?} and {b:?} have no order"),
    }
}
