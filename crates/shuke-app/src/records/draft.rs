//! What a caller wants to write, typed and allowed, before the database is asked anything.

use serde_json::{Map, Value as Json};
use shuke_access::{Action, FieldMask};
use shuke_base::{Code, Fault, FieldFault, Value};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, parse};

use crate::context::Ctx;
use crate::records::people;

/// Values for fields, by position, in the order of the object's fields.
pub type Values = Vec<(usize, Value)>;

fn unknown(name: &str) -> FieldFault {
    FieldFault::property(name, Code::UnknownField).with("name", name)
}

/// A field that the caller may set, with its position.
///
/// # Errors
/// A field that doesn't exist, is hidden, is kept by the system, or isn't the caller's to change.
pub(super) fn settable<'a>(
    object: &'a ObjectDef,
    mask: &FieldMask,
    name: &str,
) -> Result<(usize, &'a FieldDef), FieldFault> {
    let found = object.position(name).map(|at| (at, &object.fields[at]));
    let (at, field) = found.filter(|(_, field)| mask.shown(field)).ok_or_else(|| unknown(name))?;
    if field.read_only {
        return Err(FieldFault::new(name, &field.label, Code::ReadOnly));
    }
    if !mask.writable(field) {
        return Err(FieldFault::new(name, &field.label, Code::FieldNotWritable));
    }
    Ok((at, field))
}

/// Types the values and refuses fields that don't exist, are hidden, or can't be set; every fault is told at once.
///
/// # Errors
/// [`Code::InvalidInput`] with the fields.
pub fn values(ctx: &Ctx, object: &ObjectDef, json: &Map<String, Json>) -> Result<Values, Fault> {
    let mask = ctx.viewer.field_mask(object);
    let mut faults = Vec::new();
    let mut values = Values::new();
    for (name, given) in json {
        let typed =
            settable(object, &mask, name).map_err(|fault| vec![fault]).and_then(|(position, field)| {
                let value = match field.kind {
                    FieldKind::Lines => parse::lines(field, given)?,
                    _ => parse::value(field, given).map_err(|fault| vec![fault])?,
                };
                Ok((position, value))
            });
        match typed {
            Ok(value) => values.push(value),
            Err(found) => faults.extend(found),
        }
    }
    values.sort_by_key(|(position, _)| *position);
    people::settle(object, values.iter_mut().map(|(at, value)| (*at, value)));
    if faults.is_empty() { Ok(values) } else { Err(Fault::invalid(faults)) }
}

/// A field's default for a new record of this caller.
pub(super) fn default(ctx: &Ctx, field: &FieldDef) -> Value {
    let Some(given) = &field.default else { return Value::Null };
    match (given.as_str(), field.kind) {
        (Some("@me"), FieldKind::User) => ctx.user.map_or(Value::Null, Value::Id),
        (Some("@now"), FieldKind::DateTime) => Value::Time(ctx.now),
        (Some("@today"), FieldKind::Date) => Value::Date(ctx.now.with_timezone(&ctx.zone()).date_naive()),
        _ => parse::value(field, given).unwrap_or_default(),
    }
}

/// A whole new row: the given values, defaults for the rest, and the owner.
///
/// # Errors
/// [`Code::InvalidInput`] naming each required field without a value, or an owner that the caller can't appoint.
pub fn row(ctx: &Ctx, object: &ObjectDef, given: Values) -> Result<Vec<Value>, Fault> {
    let mut row: Vec<Value> = object.fields.iter().map(|field| default(ctx, field)).collect();
    let set: Vec<usize> = given.iter().map(|(position, _)| *position).collect();
    for (position, value) in given {
        row[position] = value;
    }
    if let Some(at) = object.position("owner") {
        if row[at].is_null() && !set.contains(&at) {
            row[at] = ctx.user.map_or(Value::Null, Value::Id);
        }
        owner_allowed(ctx, object, &row[at])?;
    }
    settle_owner(ctx, object, &mut row);
    fill_name(object, &mut row);
    people::settle(object, row.iter_mut().enumerate());
    let faults = required(object, |at| &row[at]);
    if faults.is_empty() { Ok(row) } else { Err(Fault::invalid(faults)) }
}

/// A record is given to somebody else only by those who may transfer.
fn owner_allowed(ctx: &Ctx, object: &ObjectDef, owner: &Value) -> Result<(), Fault> {
    let own = owner.is_null() || owner.as_id() == ctx.user;
    if own || ctx.viewer.may(object, Action::Transfer) {
        return Ok(());
    }
    Err(super::missing(Action::Transfer))
}

/// The owner's department follows the owner.
pub fn settle_owner(ctx: &Ctx, object: &ObjectDef, row: &mut [Value]) {
    if let (Some(owner), Some(department)) = (object.position("owner"), object.position("owner_department")) {
        let person = row[owner].as_id();
        let found = person.and_then(|person| ctx.company.org.department_of(person));
        row[department] = found.map_or(Value::Null, Value::Id);
    }
}

/// A record whose name may be left empty, and is, is named by the first line of its first long text: so for follow-ups.
fn fill_name(object: &ObjectDef, row: &mut [Value]) {
    let Some(name) = object.position(&object.name_field) else { return };
    let field = &object.fields[name];
    if field.required || !row[name].is_null() || field.kind != FieldKind::Text {
        return;
    }
    let first = object
        .fields
        .iter()
        .zip(row.iter())
        .filter(|(field, _)| field.kind == FieldKind::LongText)
        .find_map(|(_, value)| value.as_text().and_then(|text| text.lines().next()));
    if let Some(line) = first {
        let longest = field.characters().min(60);
        row[name] = Value::Text(line.chars().take(longest).collect());
    }
}

/// The required fields without a value that a formula gives one in new records.
pub fn required_by_formula<'a>(object: &ObjectDef, value: impl Fn(usize) -> &'a Value) -> Vec<FieldFault> {
    let fields = object.fields.iter().enumerate();
    fields
        .filter(|(at, field)| field.required && field.default_formula().is_some() && value(*at).is_null())
        .filter(|(_, field)| field.rules.visible_when.is_none())
        .map(|(_, field)| FieldFault::new(&field.name, &field.label, Code::Required))
        .collect()
}

/// The required fields that have no value. Auto numbers are given later; what is shown only at times is asked for by the
/// rules, which know the computed fields, too.
pub fn required<'a>(object: &ObjectDef, value: impl Fn(usize) -> &'a Value) -> Vec<FieldFault> {
    object
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.required && field.kind != FieldKind::AutoNumber)
        .filter(|(at, field)| {
            field.rules.visible_when.is_none() && field.default_formula().is_none() && value(*at).is_null()
        })
        .map(|(_, field)| FieldFault::new(&field.name, &field.label, Code::Required))
        .collect()
}
