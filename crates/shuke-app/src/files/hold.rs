//! Records take files: each file belongs to one field of one record, for good.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef};
/// The ids in a value of a field that holds files.
pub use shuke_store::records::link::targets as ids;
use shuke_store::system::Attachment;
use shuke_store::{Conn, Tx};

use super::kind::PICTURES;
use crate::context::Ctx;
use crate::records::check::Row;

fn may_hold(file: &Attachment, ctx: &Ctx, object: &str, record: Option<Uuid>, field: &str) -> bool {
    match &file.held {
        None => ctx.user.is_none() || file.created_by == ctx.user,
        Some((its, of, at)) => its == object && Some(*of) == record && at == field,
    }
}

/// Adds to the faults of each row those of its files: gone, somebody else's, no picture where one should be.
///
/// # Errors
/// When the database is away.
pub async fn check(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &[Row<'_>],
    faults: &mut [Vec<FieldFault>],
) -> Result<(), Fault> {
    let held = |row: &Row<'_>| -> Vec<(usize, Vec<Uuid>)> {
        let files = row.values.iter().filter(|(at, _)| object.fields[*at].kind.is_file());
        files.map(|(at, value)| (*at, ids(value))).collect()
    };
    let wanted: Vec<Uuid> = rows.iter().flat_map(held).flat_map(|(_, ids)| ids).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let known: HashMap<Uuid, Attachment> =
        conn.attachments(&wanted).await?.into_iter().map(|file| (file.id, file)).collect();
    for (row, faults) in rows.iter().zip(faults) {
        for (at, ids) in held(row) {
            let field = &object.fields[at];
            let mut tell = |code| faults.push(FieldFault::new(&field.name, &field.label, code));
            let mine = |id: &Uuid| {
                known.get(id).filter(|file| may_hold(file, ctx, &object.name, row.id, &field.name))
            };
            if !ids.iter().all(|id| mine(id).is_some()) {
                tell(Code::UnknownFile);
            } else if field.kind == FieldKind::Signature
                && !ids.iter().filter_map(mine).all(|file| file.media == "image/png")
            {
                tell(Code::NotASignature);
            } else if field.kind == FieldKind::Image
                && !ids.iter().filter_map(mine).all(|file| PICTURES.contains(&file.media.as_str()))
            {
                tell(Code::NotAPicture);
            }
        }
    }
    Ok(())
}

/// Gives the loose files among the values to the record.
///
/// # Errors
/// [`Code::UnknownFile`] when somebody else was faster.
pub async fn take<'a>(
    tx: &mut Tx,
    object: &Arc<ObjectDef>,
    record: Uuid,
    values: impl Iterator<Item = (usize, &'a Value)>,
) -> Result<(), Fault> {
    for (at, value) in values.filter(|(at, _)| object.fields[*at].kind.is_file()) {
        let field = &object.fields[at];
        let ids = ids(value);
        let loose: Vec<Uuid> = tx
            .attachments(&ids)
            .await?
            .into_iter()
            .filter(|file| file.held.is_none())
            .map(|file| file.id)
            .collect();
        if loose.is_empty() {
            continue;
        }
        let taken = tx.hold_attachments(&loose, &object.name, record, &field.name).await?;
        if usize::try_from(taken).ok() != Some(loose.len()) {
            return Err(Fault::from(FieldFault::new(&field.name, &field.label, Code::UnknownFile)));
        }
    }
    Ok(())
}
