//! Names in cells become ids; those that don't exist are created when that was asked for.

use std::sync::Arc;

use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::system::RowKind;

use crate::import::batch::{Work, effect};
use crate::import::link::fault_of;
use crate::import::rows::{self, Candidate};
use crate::records::{create, draft, missing, people};

/// Resolves the names of a batch, those of linked objects, too.
///
/// # Errors
/// The store's trouble.
pub async fn resolve(tx: &mut Tx, work: &mut Work, candidates: &mut [Candidate]) -> Result<(), Fault> {
    let object = Arc::clone(&work.object);
    of_object(tx, work, &object, candidates).await?;
    for (index, link) in work.links.clone().iter().enumerate() {
        let mut parts: Vec<Candidate> =
            candidates.iter_mut().map(|row| std::mem::take(&mut row.parts[index])).collect();
        of_object(tx, work, &link.object, &mut parts).await?;
        for (row, mut part) in candidates.iter_mut().zip(parts) {
            row.faults.extend(part.faults.drain(..).map(|fault| fault_of(link, fault)));
            row.parts[index] = part;
        }
    }
    Ok(())
}

async fn of_object(
    tx: &mut Tx,
    work: &mut Work,
    object: &Arc<ObjectDef>,
    candidates: &mut [Candidate],
) -> Result<(), Fault> {
    let create = work.doc.create_references;
    let missing_names = rows::resolve(tx, &work.ctx, object, candidates, create).await?;
    for (at, name) in missing_names {
        let Some(target) = object.fields[at].points_to() else { continue };
        let waits = |row: &Candidate| {
            row.lookups.iter().any(|(a, n)| *a == at && *n == name)
                || row.lists.iter().any(|(a, names)| *a == at && names.iter().any(|it| it.0 == name))
        };
        let line = candidates.iter().find(|row| waits(row)).map_or(0, |row| row.line);
        let made = match work.ctx.object(target) {
            Ok(target) => reference(tx, work, &target, &name, line).await?,
            Err(fault) => Err(fault),
        };
        for row in candidates.iter_mut().filter(|row| row.lookups.iter().any(|(a, n)| *a == at && *n == name))
        {
            row.lookups.retain(|(a, n)| !(*a == at && *n == name));
            let field = &object.fields[at];
            match &made {
                Ok(id) => row.values.push((at, Value::Id(*id))),
                Err(_) => row.faults.push(FieldFault::new(&field.name, &field.label, Code::UnknownReference)),
            }
        }
        for row in candidates.iter_mut() {
            let Some(list) =
                row.lists.iter().position(|(a, names)| *a == at && names.iter().any(|it| it.0 == name))
            else {
                continue;
            };
            let field = &object.fields[at];
            match &made {
                Ok(id) => {
                    let named = row.lists[list].1.iter_mut().filter(|it| it.0 == name);
                    named.for_each(|it| it.1 = Some(*id));
                    row.settle();
                }
                Err(_) => {
                    row.lists.remove(list);
                    row.faults.push(FieldFault::new(&field.name, &field.label, Code::UnknownReference));
                }
            }
        }
    }
    Ok(())
}

/// Creates a record that has nothing but a name. In a dry run only looks whether it could be.
async fn reference(
    tx: &mut Tx,
    work: &mut Work,
    target: &Arc<ObjectDef>,
    name: &str,
    line: u32,
) -> Result<Result<Uuid, Fault>, Fault> {
    if !work.ctx.viewer.may(target, Action::Create) {
        return Ok(Err(missing(Action::Create)));
    }
    if let Err(fault) = people::writable(&work.ctx, target) {
        return Ok(Err(fault));
    }
    let Some(at) = target.position(&target.name_field) else { return Ok(Err(Fault::new(Code::Internal))) };
    let row = match draft::row(&work.ctx, target, vec![(at, Value::Text(name.to_owned()))]) {
        Ok(row) => row,
        Err(fault) => return Ok(Err(fault)),
    };
    if work.doc.dry_run {
        return Ok(Ok(Uuid::nil()));
    }
    let made = create::insert(tx, &work.app, &work.ctx, target, vec![row], Some(work.import.id)).await?;
    work.effects.push(effect(line, target, &made[0], RowKind::Inserted, Uuid::nil()));
    Ok(Ok(made[0].id))
}
