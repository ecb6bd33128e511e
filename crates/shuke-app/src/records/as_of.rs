//! A record as it was at an earlier moment, put together from its history, under the rights of whoever looks now.

use std::sync::Arc;

use shuke_base::{Code, Fault, Moment, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::records::Record;
use shuke_store::system::{Change, ChangeKind};

use crate::App;
use crate::codec::from_json;
use crate::context::Ctx;
use crate::records::{ledger, read, stage};
use crate::view::RecordView;

/// Entries read at a time.
const CHUNK: usize = 200;

fn set(object: &ObjectDef, record: &mut Record, name: &str, value: Value) {
    if let Some(at) = object.position(name) {
        record.values[at] = value;
    }
}

/// Takes one change back. Fields that are gone since have no place any more.
fn take_back(object: &ObjectDef, record: &mut Record, change: &Change) {
    match change.kind {
        ChangeKind::Changed => {
            for (name, pair) in ledger::diff(change) {
                let Some(at) = object.position(&name) else { continue };
                record.values[at] = from_json(&object.fields[at], &pair[0]).unwrap_or_default();
            }
        }
        ChangeKind::Deleted => {
            set(object, record, "deleted_at", Value::Null);
            set(object, record, "deleted_by", Value::Null);
        }
        // Until the entry of its deletion tells more.
        ChangeKind::Restored => set(object, record, "deleted_at", Value::Time(change.at)),
        ChangeKind::Created | ChangeKind::Purged => {}
    }
}

/// The record, which is as it is now, as it was at that moment.
///
/// # Errors
/// [`Code::NotYet`] when it came to be later.
pub async fn rewind(
    conn: &mut Conn,
    object: &ObjectDef,
    mut record: Record,
    at: Moment,
) -> Result<Record, Fault> {
    let (mut before, mut moved, mut there) = (None, false, false);
    loop {
        let changes = conn.changes(record.id, before, CHUNK).await?;
        let more = changes.len() == CHUNK;
        before = changes.last().map(|change| change.id);
        for change in &changes {
            if !there && change.at <= at {
                set(object, &mut record, "version", Value::Int(change.version));
                set(object, &mut record, "updated_at", Value::Time(change.at));
                set(object, &mut record, "updated_by", change.by.map_or(Value::Null, Value::Id));
                there = true;
            }
            if there {
                // A stage that was taken back began with the entry before that told of it.
                if !moved {
                    return Ok(record);
                }
                if change.kind == ChangeKind::Created || stage::tells(object, change) {
                    stage::began(object, &mut record.values, change.at);
                    return Ok(record);
                }
                continue;
            }
            if change.kind == ChangeKind::Created {
                return Err(Fault::new(Code::NotYet));
            }
            moved |= stage::tells(object, change);
            take_back(object, &mut record, change);
        }
        if !more && there {
            return Ok(record);
        }
        if !more {
            // Nothing is told of its beginning: it was made before histories were kept, or is being looked at before.
            return Err(Fault::new(Code::NotYet));
        }
    }
}

impl App {
    /// A record as it was at an earlier moment. Whether and how much the caller sees is decided by the record and the
    /// rights of now.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::NotYet`], or an unknown field.
    pub async fn read_as_of(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        fields: Option<&[String]>,
        at: Moment,
    ) -> Result<RecordView, Fault> {
        let object: Arc<ObjectDef> = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let record = rewind(&mut conn, &object, record, at).await?;
        let mut view = read::view(&mut conn, ctx, &object, record, fields).await?;
        // The past can't be changed.
        view.can.clear();
        Ok(view)
    }
}
