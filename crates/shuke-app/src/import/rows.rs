//! Rows of a file become values of records: cell by cell, then the references by name, then the records that keys find.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Text, Uuid, Value};
use shuke_meta::parse::Cell;
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Conn;
use shuke_store::records::Record;

use crate::context::Ctx;
use crate::import::doc::{ColumnDoc, ImportDoc};
use crate::import::link::{self, Link, fault_of};
use crate::import::read::{RawCell, Row};
use crate::records::draft::Values;
use crate::records::sight::Sight;
use crate::records::{all_fields, value_of};

/// A record by the name in a cell, and its id once it is found.
pub type Named = (String, Option<Uuid>);

/// A row on its way to a record.
#[derive(Debug, Default)]
pub struct Candidate {
    /// The row's number in the file.
    pub line: u32,
    /// Its cells, for telling what stood there.
    pub cells: Vec<RawCell>,
    /// Typed values.
    pub values: Values,
    /// References that are still names: position of the field and name.
    pub lookups: Vec<(usize, String)>,
    /// Several references that are still names: position of the field, and each name with the id once it is known.
    pub lists: Vec<(usize, Vec<Named>)>,
    /// What is wrong.
    pub faults: Vec<FieldFault>,
    /// The record that the key found, or that it is a duplicate of.
    pub target: Option<Uuid>,
    /// The target is what it is a duplicate of.
    pub merged: bool,
    /// The row above that it is a duplicate of, into whose record it goes.
    pub same_as: Option<u32>,
    /// Only what is empty in the target is filled.
    pub fills: bool,
    /// Left out as a duplicate: not written, and no fault either.
    pub left_out: bool,
    /// The parts that belong to linked objects, in the order of the links.
    pub parts: Vec<Candidate>,
}

impl Candidate {
    /// Whether nothing is against writing it.
    #[must_use]
    pub fn goes(&self) -> bool {
        self.faults.is_empty() && !self.left_out
    }

    /// Whether it goes into a record that it is a duplicate of.
    #[must_use]
    pub fn merges(&self) -> bool {
        self.merged || self.same_as.is_some()
    }

    /// Whether the row says anything of this part.
    #[must_use]
    pub fn says(&self) -> bool {
        !(self.values.is_empty() && self.lookups.is_empty() && self.lists.is_empty())
    }

    /// Lists whose names have all come to ids become values, each record once: its name and its number may both
    /// stand in a cell.
    pub fn settle(&mut self) {
        for (at, names) in std::mem::take(&mut self.lists) {
            let ids: Option<Vec<String>> = names.iter().map(|(_, id)| id.map(|id| id.to_string())).collect();
            match ids {
                Some(mut ids) => {
                    let mut seen = HashSet::new();
                    ids.retain(|id| seen.insert(id.clone()));
                    self.values.push((at, Value::List(ids)));
                }
                None => self.lists.push((at, names)),
            }
        }
    }
}

/// Types the cells of a row, for the main object and for the linked ones.
#[must_use]
pub fn candidate(ctx: &Ctx, object: &ObjectDef, links: &[Link], doc: &ImportDoc, row: Row) -> Candidate {
    let mut made = Candidate { line: row.number, cells: row.cells, ..Candidate::default() };
    if let Some(actual) = row.ragged {
        let label = Text::new("整行", "The row");
        let fault = FieldFault::new("", &label, Code::RaggedRow).with("actual", actual);
        made.faults.push(fault.with("expected", doc.columns.len()));
        made.parts.resize_with(links.len(), Candidate::default);
        return made;
    }
    let cells = std::mem::take(&mut made.cells);
    let own: Vec<(&str, usize)> = fed(doc, None);
    typed(ctx, object, &own, &doc.key, &cells, &mut made);
    for link in links {
        let mut part = Candidate { line: made.line, ..Candidate::default() };
        let key: &[String] = doc.links.get(&link.name).map_or(&[], |it| &it.key);
        typed(ctx, &link.object, &fed(doc, Some(&link.name)), key, &cells, &mut part);
        made.faults.extend(part.faults.drain(..).map(|fault| fault_of(link, fault)));
        made.parts.push(part);
    }
    made.cells = cells;
    made
}

/// The columns of the main object or of a link: field and position.
fn fed<'a>(doc: &'a ImportDoc, link: Option<&str>) -> Vec<(&'a str, usize)> {
    let of = |column: &'a ColumnDoc| {
        let (through, field) = link::split(column.field.as_deref()?);
        (through == link).then_some((field, column.index))
    };
    doc.columns.iter().filter_map(of).collect()
}

fn typed(
    ctx: &Ctx,
    object: &ObjectDef,
    columns: &[(&str, usize)],
    key: &[String],
    cells: &[RawCell],
    made: &mut Candidate,
) {
    let mask = ctx.viewer.field_mask(object);
    for (name, column) in columns {
        let Some(at) = object.position(name) else { continue };
        let field = &object.fields[at];
        let Some(cell) = cells.get(*column).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        let finds = key.contains(&field.name);
        if !finds && field.read_only {
            continue;
        }
        if !finds && !mask.writable(field) {
            made.faults.push(FieldFault::new(&field.name, &field.label, Code::FieldNotWritable));
            continue;
        }
        match cell.value(field, ctx.zone()) {
            Ok(Cell::Value(Value::Null)) => {}
            Ok(Cell::Value(value)) => made.values.push((at, value)),
            Ok(Cell::Lookup(name)) => made.lookups.push((at, name)),
            Ok(Cell::Lookups(names)) => {
                made.lists.push((at, names.into_iter().map(|name| (name, None)).collect()));
            }
            Err(fault) => made.faults.push(fault),
        }
    }
}

/// Names that were looked for and what they came to.
pub(crate) type Found = HashMap<(usize, String), Vec<Uuid>>;

/// Puts ids in the place of names: by the record's name, and for people by login or e-mail, for others by number.
/// Answers the names that don't exist, for those who want them created.
///
/// # Errors
/// When the database is away.
pub async fn resolve(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &mut [Candidate],
    create: bool,
) -> Result<Vec<(usize, String)>, Fault> {
    let mut wanted: HashMap<usize, Vec<String>> = HashMap::new();
    for row in rows.iter() {
        let several = row.lists.iter().flat_map(|(at, names)| names.iter().map(move |(name, _)| (at, name)));
        for (at, name) in row.lookups.iter().map(|(at, name)| (at, name)).chain(several) {
            wanted.entry(*at).or_default().push(name.clone());
        }
    }
    let mut found = Found::new();
    for (at, mut names) in wanted {
        names.sort();
        names.dedup();
        if let Some(target) = object.fields[at].points_to().and_then(|name| ctx.company.schema.object(name)) {
            look(conn, ctx, target, at, &names, &mut found).await?;
        }
    }
    let mut missing = Vec::new();
    for row in rows {
        several(object, row, &found, create, &mut missing);
        for (at, name) in std::mem::take(&mut row.lookups) {
            let field = &object.fields[at];
            match found.get(&(at, name.clone())).map_or(&[][..], Vec::as_slice) {
                [id] => row.values.push((at, Value::Id(*id))),
                [] if create && field.kind == FieldKind::Reference => {
                    if !missing.contains(&(at, name.clone())) {
                        missing.push((at, name.clone()));
                    }
                    row.lookups.push((at, name));
                }
                [] => row.faults.push(FieldFault::new(&field.name, &field.label, Code::UnknownReference)),
                _ => row.faults.push(
                    FieldFault::new(&field.name, &field.label, Code::AmbiguousReference).with("value", name),
                ),
            }
        }
    }
    Ok(missing)
}

/// The same for the fields with several references. A name that can't be told spoils its field.
fn several(
    object: &ObjectDef,
    row: &mut Candidate,
    found: &Found,
    create: bool,
    missing: &mut Vec<(usize, String)>,
) {
    let Candidate { lists, faults, .. } = row;
    lists.retain_mut(|(at, names)| {
        let field = &object.fields[*at];
        for (name, id) in names {
            let fault = |code| FieldFault::new(&field.name, &field.label, code).with("value", &*name);
            match found.get(&(*at, name.clone())).map_or(&[][..], Vec::as_slice) {
                [one] => *id = Some(*one),
                [] if name.len() == 36 && Uuid::try_parse(name).is_ok() => *id = Uuid::try_parse(name).ok(),
                [] if create && !matches!(field.points_to(), Some("user" | "department")) => {
                    if !missing.contains(&(*at, name.clone())) {
                        missing.push((*at, name.clone()));
                    }
                }
                [] => {
                    faults.push(fault(Code::UnknownReference));
                    return false;
                }
                _ => {
                    faults.push(fault(Code::AmbiguousReference));
                    return false;
                }
            }
        }
        true
    });
    row.settle();
}

/// Looks for records by what people call them, among those that the caller may read; adds them under the field's place.
///
/// # Errors
/// When the database is away.
pub(crate) async fn look(
    conn: &mut Conn,
    ctx: &Ctx,
    target: &Arc<ObjectDef>,
    at: usize,
    names: &[String],
    found: &mut Found,
) -> Result<(), Fault> {
    let mask = ctx.viewer.field_mask(target);
    let by: Vec<usize> = target
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| {
            field.name == target.name_field
                || field.kind == FieldKind::AutoNumber
                || (target.name == "user" && matches!(field.name.as_str(), "login" | "email"))
        })
        // What is hidden or masked finds nothing, or the answer would tell it.
        .filter(|(_, field)| mask.readable(field))
        .map(|(position, _)| position)
        .collect();
    for position in by {
        let open: Vec<&String> =
            names.iter().filter(|name| !found.contains_key(&(at, (*name).clone()))).collect();
        let values: Vec<Value> = open.iter().map(|name| Value::Text((*name).clone())).collect();
        let hits = conn.with_values(target, position, &values).await?;
        let ids: Vec<Uuid> = hits.iter().map(|(_, id)| *id).collect();
        let records = conn.fetch(target, &ids, &all_fields(target), false).await?;
        let sight = Sight::of(conn, ctx, target, &records).await?;
        for (value, id) in hits {
            let seen = records.iter().any(|record| record.id == id && sight.may(record, Action::Read));
            if let (Value::Text(name), true) = (value, seen) {
                found.entry((at, name)).or_default().push(id);
            }
        }
    }
    Ok(())
}

/// The value of a field in a row.
pub fn value_at(row: &Candidate, at: usize) -> Option<&Value> {
    row.values.iter().find(|(position, _)| *position == at).map(|(_, value)| value)
}

/// The records that have the same values in the key fields, for each of the wanted, as far as the caller sees them.
///
/// # Errors
/// When the database is away.
pub async fn by_key(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    keys: &[usize],
    wanted: &[Vec<Value>],
) -> Result<Vec<Vec<Uuid>>, Fault> {
    let Some(first) = keys.first().copied() else { return Ok(vec![Vec::new(); wanted.len()]) };
    let firsts: Vec<Value> = wanted.iter().map(|values| values[0].clone()).collect();
    let ids: Vec<Uuid> = if object.fields[first].kind == FieldKind::Id {
        firsts.iter().filter_map(Value::as_id).collect()
    } else {
        conn.with_values(object, first, &firsts).await?.into_iter().map(|(_, id)| id).collect()
    };
    let records = conn.fetch(object, &ids, &all_fields(object), false).await?;
    let sight = Sight::of(conn, ctx, object, &records).await?;
    let mut by_first: HashMap<String, Vec<&Record>> = HashMap::new();
    for record in &records {
        if value_of(object, record, "deleted_at").is_null() && sight.may(record, Action::Read) {
            by_first.entry(format!("{:?}", record.values[first])).or_default().push(record);
        }
    }
    let found = wanted.iter().map(|values| {
        let near = by_first.get(&format!("{:?}", values[0])).map_or(&[][..], Vec::as_slice);
        let mut ids: Vec<Uuid> = near
            .iter()
            .filter(|record| keys.iter().zip(values).all(|(at, value)| record.values[*at] == *value))
            .map(|record| record.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    });
    Ok(found.collect())
}

/// The values of a row's key; a fault for the first that is missing.
///
/// # Errors
/// [`Code::KeyMissing`].
pub fn key_of(object: &ObjectDef, keys: &[usize], row: &Candidate) -> Result<Vec<Value>, FieldFault> {
    let value = |at: &usize| {
        let field = &object.fields[*at];
        let missing = || FieldFault::new(&field.name, &field.label, Code::KeyMissing);
        value_at(row, *at).cloned().ok_or_else(missing)
    };
    keys.iter().map(value).collect()
}

/// The positions of the key fields.
#[must_use]
pub fn positions(object: &ObjectDef, key: &[String]) -> Vec<usize> {
    key.iter().filter_map(|name| object.position(name)).collect()
}

/// Finds the record of each row by the key fields.
///
/// # Errors
/// When the database is away.
pub async fn find_targets(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    doc: &ImportDoc,
    rows: &mut [Candidate],
) -> Result<(), Fault> {
    let keys = positions(object, &doc.key);
    let Some(first) = keys.first().copied() else { return Ok(()) };
    let (mut asking, mut wanted) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.faults.is_empty()) {
        match key_of(object, &keys, row) {
            Ok(values) => {
                asking.push(index);
                wanted.push(values);
            }
            Err(fault) => row.faults.push(fault),
        }
    }
    let found = by_key(conn, ctx, object, &keys, &wanted).await?;
    for (index, hits) in asking.into_iter().zip(found) {
        let row = &mut rows[index];
        let field = &object.fields[first];
        match hits.as_slice() {
            [] => {}
            [id] => row.target = Some(*id),
            many => row.faults.push(
                FieldFault::new(&field.name, &field.label, Code::SeveralMatches).with("count", many.len()),
            ),
        }
        // What only finds the record is not written to it.
        row.values.retain(|(at, _)| !object.fields[*at].read_only);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_stands_in_a_cell_twice_is_kept_once() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let named = |name: &str, id: Option<Uuid>| (name.to_owned(), id);
        let twice = vec![named("甲", Some(one)), named("乙", Some(other)), named("A-1", Some(one))];
        let mut row = Candidate {
            line: 2,
            lists: vec![(0, twice), (1, vec![named("丙", None)])],
            ..Candidate::default()
        };
        row.settle();
        assert_eq!(row.values, [(0, Value::List(vec![one.to_string(), other.to_string()]))]);
        assert_eq!(row.lists.len(), 1, "a name without an id waits");
    }
}
