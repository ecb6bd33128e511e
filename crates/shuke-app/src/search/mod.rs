//! Search over all objects: what the index is to know of a record, questions to it, and how it is built for records
//! that were there before it.
//!
//! The index knows which record has which words and who owns it, so that candidates are within the viewer's scope. It
//! doesn't know fields: whether a candidate matches is decided here, from the fields that the viewer may read and from
//! those alone.

mod ask;
mod build;
mod place;

use std::borrow::Cow;
use std::collections::BTreeSet;

use shuke_base::Value;
use shuke_meta::{FieldDef, FieldKind, ObjectDef, parse};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::Document;
use shuke_store::system::search::{department_word, owner_word};
use shuke_text::search::{Form, words};

use crate::records::value_of;

pub use ask::{SearchAnswer, SearchGroup, SearchRequest};
pub use build::{Building, SEARCH, Standing, behind};
pub(crate) use build::{handle, prepare};
pub use place::SearchItem;

/// Another number when words are cut in another way: every index is then built anew.
const CUT: u32 = 3;

/// How the field is looked into; none when search passes it by.
#[must_use]
pub(crate) fn form(object: &ObjectDef, field: &FieldDef) -> Option<Form> {
    if !field.search && field.name != object.name_field {
        return None;
    }
    match field.kind {
        FieldKind::Phone => Some(Form::Phone),
        FieldKind::LongText | FieldKind::RichText => Some(Form::Long),
        FieldKind::Text
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::AutoNumber => Some(Form::Text),
        _ => None,
    }
}

/// The fields that search looks into: position and how.
pub(crate) fn searched(object: &ObjectDef) -> Vec<(usize, Form)> {
    let fields = object.fields.iter().enumerate();
    fields.filter_map(|(at, field)| Some((at, form(object, field)?))).collect()
}

/// The text of a value as people read it; none when it is no text.
pub(crate) fn read<'a>(field: &FieldDef, value: &'a Value) -> Option<Cow<'a, str>> {
    let text = value.as_text()?;
    Some(match field.kind {
        FieldKind::RichText => Cow::Owned(parse::plain_text(text)),
        _ => Cow::Borrowed(text),
    })
}

/// Whether records of the object can be found at all. Roles are no records that anybody reads.
pub(crate) fn is_searched(object: &ObjectDef) -> bool {
    object.name != "role"
}

/// What the index of an object is made from and how.
fn print(object: &ObjectDef) -> String {
    let fields = searched(object).into_iter();
    let named: Vec<String> =
        fields.map(|(at, form)| format!("{}:{form:?}", object.fields[at].name)).collect();
    format!("{CUT} {}", named.join(","))
}

/// The words of a record that was read with all its fields; none when it is deleted.
fn words_of(object: &ObjectDef, record: &Record) -> Option<Vec<String>> {
    if !value_of(object, record, "deleted_at").is_null() {
        return None;
    }
    let mut found = BTreeSet::new();
    found.extend(value_of(object, record, "owner").as_id().map(owner_word));
    found.extend(value_of(object, record, "owner_department").as_id().map(department_word));
    for (at, form) in searched(object) {
        if let Some(text) = read(&object.fields[at], &record.values[at]) {
            words(form, &text, &mut found);
        }
    }
    Some(found.into_iter().collect())
}

fn index(tx: &mut Tx, object: &ObjectDef, record: &Record, fresh: bool) {
    if is_searched(object) {
        let words = words_of(object, record);
        tx.index(Document { object: object.name.clone(), record: record.id, words, fresh });
    }
}

/// The index follows new records.
pub(crate) fn created(tx: &mut Tx, object: &ObjectDef, records: &[Record]) {
    for record in records {
        index(tx, object, record, true);
    }
}

/// The index follows a record whose fields changed, when it looks at one of them.
pub(crate) fn changed(
    tx: &mut Tx,
    object: &ObjectDef,
    record: &Record,
    mut fields: impl Iterator<Item = usize>,
) {
    let concerns = |at: usize| {
        let field = &object.fields[at];
        matches!(field.name.as_str(), "owner" | "owner_department") || form(object, field).is_some()
    };
    if fields.any(concerns) {
        index(tx, object, record, false);
    }
}

/// The index follows a record into the recycle bin and out of it.
pub(crate) fn marked(tx: &mut Tx, object: &ObjectDef, record: &Record) {
    index(tx, object, record, false);
}

/// The index forgets records that are gone for good.
pub(crate) fn purged(tx: &mut Tx, object: &ObjectDef, records: &[Record]) {
    for record in records.iter().filter(|_| is_searched(object)) {
        tx.index(Document { object: object.name.clone(), record: record.id, words: None, fresh: false });
    }
}
