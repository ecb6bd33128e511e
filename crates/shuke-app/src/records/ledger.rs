//! The trail of a write: field history, audit entry, outbox event, the words of the search and the keys of duplicates,
//! in the transaction of the write itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use shuke_base::{Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::{Change, ChangeKind, NewEvent};

use crate::App;
use crate::audit::hush;
use crate::codec::to_json;
use crate::context::Ctx;
use crate::records::value_of;
use crate::talk::notify;
use crate::{duplicates, search};

/// Records named in one event, at most; an import's batch is told in several.
const EVENT_RECORDS: usize = 500;

fn version(object: &ObjectDef, record: &Record) -> i64 {
    match value_of(object, record, "version") {
        Value::Int(version) => *version,
        _ => 0,
    }
}

/// The fields whose values lie sealed in history, and are not told in the audit chain, which can't be sealed anew.
fn sensitive(object: &ObjectDef) -> Vec<String> {
    object.fields.iter().filter(|field| field.sensitive).map(|field| field.name.clone()).collect()
}

fn entry(
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    kind: ChangeKind,
    diff: String,
    import: Option<Uuid>,
) -> Change {
    Change {
        id: app.ids.new_id(ctx.now),
        object: object.name.clone(),
        record_id: record.id,
        at: ctx.now,
        by: ctx.user,
        via: ctx.via,
        kind,
        version: version(object, record),
        import_id: import,
        diff,
        sensitive: sensitive(object),
    }
}

fn audit(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, record: Option<Uuid>, kind: ChangeKind, detail: &Json) {
    tx.audit(ctx.entry(format!("record.{}", kind.name()), Some(&object.name), record, detail));
}

fn event(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, kind: ChangeKind, records: &[&Record], fields: &[&str]) {
    for chunk in records.chunks(EVENT_RECORDS) {
        let told: Vec<Json> = chunk
            .iter()
            .map(|record| {
                json!({
                    "id": record.id,
                    "version": version(object, record),
                    "owner": value_of(object, record, "owner").as_id(),
                    "owner_department": value_of(object, record, "owner_department").as_id(),
                })
            })
            .collect();
        tx.emit(NewEvent {
            at: ctx.now,
            object: object.name.clone(),
            kind: kind.name().to_owned(),
            payload: json!({"records": told, "by": ctx.user, "fields": fields}).to_string(),
        });
    }
}

/// The values of a row that say something, by api name, as `told` tells them.
fn content(object: &ObjectDef, record: &Record, told: impl Fn(&FieldDef, &Value) -> Json) -> Json {
    let values = object.fields.iter().zip(&record.values);
    let values = values.filter(|(field, value)| !value.is_null() && !field.system);
    Json::Object(values.map(|(field, value)| (field.name.clone(), told(field, value))).collect())
}

/// Records came to be.
pub fn created(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    records: &[Record],
    import: Option<Uuid>,
) {
    for record in records {
        tx.record_change(entry(app, ctx, object, record, ChangeKind::Created, "{}".to_owned(), import));
    }
    match (records, import) {
        ([record], None) => {
            let told = content(object, record, hush::value);
            audit(tx, ctx, object, Some(record.id), ChangeKind::Created, &told);
        }
        _ => bulk(tx, ctx, object, records, ChangeKind::Created, import),
    }
    for record in records {
        notify::assigned(tx, app, ctx, object, record);
    }
    event(tx, ctx, object, ChangeKind::Created, &records.iter().collect::<Vec<_>>(), &[]);
    search::created(tx, object, records);
    duplicates::created(tx, object, records);
}

/// One audit entry for many rows at once: which, and what they hold.
fn bulk(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    records: &[Record],
    kind: ChangeKind,
    import: Option<Uuid>,
) {
    let told: Map<String, Json> =
        records.iter().map(|record| (record.id.to_string(), content(object, record, hush::value))).collect();
    audit(tx, ctx, object, None, kind, &json!({"import": import, "records": told}));
}

/// Values of a record changed: position, before, after.
pub fn changed(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    diff: &[(usize, Value, Value)],
    import: Option<Uuid>,
) {
    let pairs = |told: &dyn Fn(&FieldDef, &Value) -> Json| -> Json {
        let pair = |(at, old, new): &(usize, Value, Value)| {
            let field = &object.fields[*at];
            (field.name.clone(), json!([told(field, old), told(field, new)]))
        };
        Json::Object(diff.iter().map(pair).collect())
    };
    let names: Vec<&str> = diff.iter().map(|(at, ..)| object.fields[*at].name.as_str()).collect();
    audit(tx, ctx, object, Some(record.id), ChangeKind::Changed, &pairs(&hush::value));
    let told = pairs(&|_, value| to_json(value));
    tx.record_change(entry(app, ctx, object, record, ChangeKind::Changed, told.to_string(), import));
    if names.contains(&"owner") {
        notify::assigned(tx, app, ctx, object, record);
    }
    event(tx, ctx, object, ChangeKind::Changed, &[record], &names);
    search::changed(tx, object, record, diff.iter().map(|(at, ..)| *at));
    duplicates::changed(tx, object, record, diff.iter().map(|(at, ..)| *at));
}

/// The team of a record changed: whoever shows it looks anew.
pub fn team_changed(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, record: &Record) {
    event(tx, ctx, object, ChangeKind::Changed, &[record], &["team"]);
}

/// Something was said about a record: whoever shows it looks anew.
pub fn talked(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, record: &Record) {
    event(tx, ctx, object, ChangeKind::Changed, &[record], &["comments"]);
}

/// A record went to the recycle bin or came back.
pub fn marked(tx: &mut Tx, app: &App, ctx: &Ctx, object: &ObjectDef, record: &Record, kind: ChangeKind) {
    audit(tx, ctx, object, Some(record.id), kind, &json!({"version": version(object, record)}));
    tx.record_change(entry(app, ctx, object, record, kind, "{}".to_owned(), None));
    event(tx, ctx, object, kind, &[record], &[]);
    search::marked(tx, object, record);
    duplicates::marked(tx, object, record);
}

/// Records are gone for good, by the undo of an import or because their time in the bin is over.
pub fn purged(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    records: &[Record],
    import: Option<Uuid>,
) {
    for record in records {
        let diff = content(object, record, |_, value| to_json(value)).to_string();
        tx.record_change(entry(app, ctx, object, record, ChangeKind::Purged, diff, import));
    }
    bulk(tx, ctx, object, records, ChangeKind::Purged, import);
    event(tx, ctx, object, ChangeKind::Purged, &records.iter().collect::<Vec<_>>(), &[]);
    search::purged(tx, object, records);
    duplicates::purged(tx, object, records);
}

/// The fields that a history entry tells of, with what was before and after.
#[must_use]
pub fn diff(change: &Change) -> Map<String, Json> {
    match (change.kind, serde_json::from_str(&change.diff)) {
        (ChangeKind::Changed, Ok(Json::Object(diff))) => diff,
        _ => Map::new(),
    }
}

/// The names of the fields that a history entry tells of.
#[must_use]
pub fn changed_fields(change: &Change) -> BTreeSet<String> {
    diff(change).into_iter().map(|(name, _)| name).collect()
}
