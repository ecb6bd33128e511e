//! What only the database knows: whether a reference points somewhere, whether a value is taken. Asked for many rows
//! at once, so that an import of a thousand costs a few queries.

use std::collections::{HashMap, HashSet};

use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, parse};
use shuke_store::Conn;
use shuke_store::records::link;

use crate::codec::to_json;
use crate::context::Ctx;
use crate::files::hold;
use crate::records::sight::Sight;
use crate::records::{all_fields, lines, value_of};

/// One row to be checked: its id when it exists already, and the values that are new.
#[derive(Debug)]
pub struct Row<'a> {
    /// The record that the values are for; none when it is being created.
    pub id: Option<Uuid>,
    /// The new values.
    pub values: Vec<(usize, &'a Value)>,
}

/// The faults of each row, in the order of the rows.
///
/// # Errors
/// When the database is away.
pub async fn rows(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &[Row<'_>],
) -> Result<Vec<Vec<FieldFault>>, Fault> {
    let mut faults: Vec<Vec<FieldFault>> = rows.iter().map(|_| Vec::new()).collect();
    references(conn, ctx, object, rows, &mut faults).await?;
    unique(conn, object, rows, &mut faults).await?;
    hold::check(conn, ctx, object, rows, &mut faults).await?;
    Ok(faults)
}

async fn references(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &[Row<'_>],
    faults: &mut [Vec<FieldFault>],
) -> Result<(), Fault> {
    let mut wanted: HashMap<&str, HashSet<Uuid>> = HashMap::new();
    for (position, value) in rows.iter().flat_map(|row| &row.values) {
        for (target, id) in targets(object, *position, value) {
            wanted.entry(target).or_default().insert(id);
        }
    }
    let mut seen: HashSet<(&str, Uuid)> = HashSet::new();
    for (name, ids) in &wanted {
        let Some(target) = ctx.company.schema.object(name) else { continue };
        let org = &ctx.company.org;
        let known: Option<&dyn Fn(Uuid) -> bool> = match *name {
            "user" => Some(&|id| org.person(id).is_some()),
            "department" => Some(&|id| org.department(id).is_some()),
            _ => None,
        };
        if let Some(known) = known {
            seen.extend(ids.iter().filter(|id| known(**id)).map(|id| (*name, *id)));
            continue;
        }
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        let records = conn.fetch(target, &ids, &all_fields(target), false).await?;
        let sight = Sight::of(conn, ctx, target, &records).await?;
        let live = |record: &&shuke_store::records::Record| value_of(target, record, "deleted_at").is_null();
        let found = records.iter().filter(live).filter(|record| sight.may(record, Action::Read));
        seen.extend(found.map(|record| (*name, record.id)));
    }
    for (row, faults) in rows.iter().zip(faults) {
        for (position, value) in &row.values {
            let field = &object.fields[*position];
            for (line, column, target, id) in lines::targets(field, value) {
                if !seen.contains(&(target, id)) {
                    let (path, label) = parse::cell_place(field, line, column);
                    faults.push(FieldFault::new(path, &label, Code::UnknownReference));
                }
            }
            if field.kind == FieldKind::Lines {
                continue;
            }
            let named = targets(object, *position, value);
            if named.iter().any(|(target, id)| Some(*id) == row.id && *target == object.name) {
                faults.push(FieldFault::new(&field.name, &field.label, Code::CircularParent));
            } else if named.iter().any(|found| !seen.contains(found)) {
                faults.push(FieldFault::new(&field.name, &field.label, Code::UnknownReference));
            }
        }
    }
    Ok(())
}

/// What a value points to: objects and records.
#[must_use]
pub fn targets<'a>(object: &'a ObjectDef, position: usize, value: &'a Value) -> Vec<(&'a str, Uuid)> {
    let field = &object.fields[position];
    let Some(target) = field.points_to() else {
        return match value {
            Value::Lines(_) => {
                lines::targets(field, value).into_iter().map(|(_, _, target, id)| (target, id)).collect()
            }
            Value::Record(target, id) => vec![(target, *id)],
            _ => Vec::new(),
        };
    };
    match value {
        Value::Id(id) => vec![(target, *id)],
        Value::List(_) => link::targets(value).into_iter().map(|id| (target, id)).collect(),
        _ => Vec::new(),
    }
}

/// What is new in a value: of several references those that were not there before, so that one that has gone out of
/// sight meanwhile may stay.
#[must_use]
pub fn added(field: &FieldDef, old: &Value, new: &Value) -> Value {
    match (old, new) {
        (Value::List(old), Value::List(new)) if field.kind == FieldKind::MultiReference => {
            Value::List(new.iter().filter(|id| !old.contains(id)).cloned().collect())
        }
        (Value::Lines(old), Value::Lines(new)) => lines::added(old, new),
        _ => new.clone(),
    }
}

async fn unique(
    conn: &mut Conn,
    object: &ObjectDef,
    rows: &[Row<'_>],
    faults: &mut [Vec<FieldFault>],
) -> Result<(), Fault> {
    for (position, field) in object.fields.iter().enumerate().filter(|(_, field)| field.unique) {
        let mine = |row: &Row<'_>| -> Option<Value> {
            let found = row.values.iter().find(|(at, value)| *at == position && !value.is_null());
            found.map(|(_, value)| (*value).clone())
        };
        let wanted: Vec<Value> = rows.iter().filter_map(mine).collect();
        if wanted.is_empty() {
            continue;
        }
        let taken = conn.with_values(object, position, &wanted).await?;
        for (row, faults) in rows.iter().zip(faults.iter_mut()) {
            let Some(value) = mine(row) else { continue };
            if taken.iter().any(|(known, id)| *known == value && Some(*id) != row.id) {
                faults.push(duplicate(field, &value));
            }
        }
    }
    Ok(())
}

/// The fault of a value that another record has.
#[must_use]
pub fn duplicate(field: &shuke_meta::FieldDef, value: &Value) -> FieldFault {
    let text = match to_json(value) {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    FieldFault::new(&field.name, &field.label, Code::Duplicate).with("value", text)
}

/// One fault for the whole record: a single clash stays a clash, anything else is bad input.
///
/// # Errors
/// When there are faults.
pub fn refuse(mut faults: Vec<FieldFault>) -> Result<(), Fault> {
    match faults.len() {
        0 => Ok(()),
        1 => Err(Fault::from(faults.remove(0))),
        _ => Err(Fault::invalid(faults)),
    }
}
