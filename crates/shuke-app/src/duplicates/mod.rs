//! Possible duplicates: records of one object that agree in a field which tells whose they are. Each record has keys,
//! written in its own transaction, that find those which may agree; whether they do is decided from their values.

mod batch;
mod build;
mod find;
mod merge;
mod queue;
mod unmerge;

use shuke_base::Value;
use shuke_meta::{MatchBy, ObjectDef};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::RecordKeys;
use shuke_text::duplicate::{Trait, is_same, keys, trait_of};

use crate::context::Ctx;
use crate::records::value_of;

pub(crate) use batch::{alike, note_new};
pub use build::DUPLICATES;
pub(crate) use build::{handle, prepare, search_from};
pub use find::{CheckAnswer, DuplicateView, ReasonView};
pub(crate) use find::{at_save, look, note};
pub use merge::MergedView;
pub use queue::{PairView, QueueAnswer, Searching};
pub(crate) use unmerge::went;
pub use unmerge::{MergeView, MergesAnswer, UnmergedView};

/// Another number when keys are made in another way: all are then made anew.
const CUT: u32 = 1;

/// What one field of a record tells, in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// The field.
    pub(crate) at: usize,
    kind: Trait,
    text: String,
}

impl Told {
    /// Whether another record says the same, and whether only nearly.
    fn agrees(&self, other: &Self) -> Option<bool> {
        let same = self.kind == other.kind && is_same(self.kind, &self.text, &other.text);
        same.then_some(self.text != other.text)
    }
}

fn kind(by: MatchBy) -> Trait {
    match by {
        MatchBy::Phone => Trait::Phone,
        MatchBy::Email => Trait::Email,
        MatchBy::Domain => Trait::Domain,
        MatchBy::Code => Trait::Code,
        MatchBy::Company => Trait::Company,
        MatchBy::Text => Trait::Text,
    }
}

/// What the values of a record tell.
pub(crate) fn told(object: &ObjectDef, values: &[Value]) -> Vec<Told> {
    told_by(object, |at| values.get(at))
}

/// What some values tell, named by position.
pub(crate) fn told_of(object: &ObjectDef, sets: &[(usize, Value)]) -> Vec<Told> {
    told_by(object, |at| sets.iter().find(|(set, _)| *set == at).map(|(_, value)| value))
}

fn told_by<'a>(object: &ObjectDef, value: impl Fn(usize) -> Option<&'a Value>) -> Vec<Told> {
    let Some(duplicates) = &object.duplicates else { return Vec::new() };
    let keys = duplicates.keys.iter();
    keys.filter_map(|key| {
        let at = object.position(&key.field)?;
        let Value::Text(text) = value(at)? else { return None };
        let kind = kind(key.by);
        Some(Told { at, kind, text: trait_of(kind, text)? })
    })
    .collect()
}

/// What the caller sees of it: only that may be matched for somebody, so that a covered value can't be guessed at.
pub(crate) fn readable(ctx: &Ctx, object: &ObjectDef, mut told: Vec<Told>) -> Vec<Told> {
    let mask = ctx.viewer.field_mask(object);
    told.retain(|it| mask.readable(&object.fields[it.at]));
    told
}

/// A value of a record that was read with all its fields, as the caller sees it.
pub(crate) fn value_shown(ctx: &Ctx, object: &ObjectDef, record: &Record, name: &str) -> Value {
    object.field(name).map_or(Value::Null, |field| {
        ctx.viewer.field_mask(object).show(field, value_of(object, record, name).clone())
    })
}

/// The name of a record that was read with all its fields, as the caller sees it.
pub(crate) fn name_shown(ctx: &Ctx, object: &ObjectDef, record: &Record) -> String {
    value_shown(ctx, object, record, &object.name_field).as_text().unwrap_or_default().to_owned()
}

fn keys_of(object: &ObjectDef, told: &[Told]) -> Vec<i64> {
    let mut found: Vec<i64> = told.iter().flat_map(|it| keys(&object.name, it.kind, &it.text)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What the keys of an object are made from and how.
fn print(object: &ObjectDef) -> String {
    let Some(duplicates) = &object.duplicates else { return String::new() };
    let named: Vec<String> =
        duplicates.keys.iter().map(|key| format!("{}:{}", key.field, key.by.name())).collect();
    if named.is_empty() { String::new() } else { format!("{CUT} {}", named.join(",")) }
}

fn follow(tx: &mut Tx, object: &ObjectDef, record: &Record, fresh: bool) {
    let live = value_of(object, record, "deleted_at").is_null();
    let keys = if live { keys_of(object, &told(object, &record.values)) } else { Vec::new() };
    if !fresh || !keys.is_empty() {
        tx.set_keys(RecordKeys { record: record.id, keys, fresh });
    }
}

fn is_checked(object: &ObjectDef) -> bool {
    object.duplicates.as_ref().is_some_and(|duplicates| !duplicates.keys.is_empty())
}

/// The keys follow new records.
pub(crate) fn created(tx: &mut Tx, object: &ObjectDef, records: &[Record]) {
    if is_checked(object) {
        for record in records {
            follow(tx, object, record, true);
        }
    }
}

/// The keys follow a record whose fields changed, when they are made from one of them.
pub(crate) fn changed(
    tx: &mut Tx,
    object: &ObjectDef,
    record: &Record,
    mut fields: impl Iterator<Item = usize>,
) {
    let Some(duplicates) = &object.duplicates else { return };
    if fields.any(|at| duplicates.keys.iter().any(|key| key.field == object.fields[at].name)) {
        follow(tx, object, record, false);
    }
}

/// The keys follow a record into the recycle bin and out of it.
pub(crate) fn marked(tx: &mut Tx, object: &ObjectDef, record: &Record) {
    if is_checked(object) {
        follow(tx, object, record, false);
    }
}

/// The keys of records that are gone for good go along.
pub(crate) fn purged(tx: &mut Tx, object: &ObjectDef, records: &[Record]) {
    if is_checked(object) {
        for record in records {
            tx.set_keys(RecordKeys { record: record.id, keys: Vec::new(), fresh: false });
        }
    }
}
