//! Records: the one path that every write takes, and the reads beside it.
//!
//! A write goes through [`draft`] (values typed, rights on fields, required), then inside the transaction through
//! [`check`] (references, unique values), the row itself, and [`ledger`] (history, audit, outbox).

pub mod aggregate;
pub mod as_of;
pub mod batch;
pub mod change;
pub mod check;
pub mod create;
pub mod draft;
pub mod follow_up;
pub mod history;
pub mod ledger;
pub mod list;
pub mod people;
pub mod read;
pub mod remove;
pub mod timeline;

use shuke_access::Action;
use shuke_base::{Code, Fault, Value};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;

use crate::context::Ctx;

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

/// Whether the record, read with [`all_fields`], is within what the caller may do `action` to.
#[must_use]
pub fn within(ctx: &Ctx, object: &ObjectDef, record: &Record, action: Action) -> bool {
    let owner = value_of(object, record, "owner").as_id();
    let department = value_of(object, record, "owner_department").as_id();
    ctx.viewer.scope(object, action).admits(owner, department)
}

/// The refusal for a right that is missing on a record that is seen.
#[must_use]
pub fn missing(action: Action) -> Fault {
    Fault::new(Code::MissingRight).label("right", action.label())
}

/// Refuses what the caller may not do: with 404 what may not be seen, with 403 what may only be seen.
///
/// # Errors
/// [`Code::NotFound`] or [`Code::MissingRight`].
pub fn permit(ctx: &Ctx, object: &ObjectDef, record: &Record, action: Action) -> Result<(), Fault> {
    if !within(ctx, object, record, Action::Read) {
        return Err(Fault::new(Code::NotFound));
    }
    if within(ctx, object, record, action) { Ok(()) } else { Err(missing(action)) }
}
