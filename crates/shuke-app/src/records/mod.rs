//! Records: the one path that every write takes, and the reads beside it.
//!
//! A write goes through [`draft`] (values typed, rights on fields, required), then inside the transaction through
//! [`check`] (references, unique values), the row itself, and [`ledger`] (history, audit, outbox).

pub mod access;
pub mod aggregate;
pub mod as_of;
pub mod batch;
pub mod board;
pub(crate) mod branches;
pub mod change;
pub mod check;
pub mod create;
pub mod draft;
pub mod entries;
pub mod follow_up;
pub mod history;
pub mod ledger;
pub mod lines;
pub mod list;
pub(crate) mod names;
pub mod people;
pub mod read;
pub mod remove;
pub mod reveal;
pub mod sight;
pub mod stage;
pub mod team;
pub mod timeline;
pub mod transfer;

use shuke_access::Action;
use shuke_base::{Code, Fault, Value};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;

/// Position of every field, in order.
#[must_use]
pub fn all_fields(object: &ObjectDef) -> Vec<usize> {
    (0..object.fields.len()).collect()
}

/// The value of a field of a record that was read with [`all_fields`].
#[must_use]
pub fn value_of<'a>(object: &ObjectDef, record: &'a Record, name: &str) -> &'a Value {
    object.position(name).map_or(&Value::Null, |at| &record.values[at])
}

/// The refusal for a right that is missing on a record that is seen.
#[must_use]
pub fn missing(action: Action) -> Fault {
    Fault::new(Code::MissingRight).label("right", action.label())
}
