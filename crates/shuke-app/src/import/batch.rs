//! One batch of an import: from rows of the file to records, in one transaction.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use futures::FutureExt;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::{Record, link};
use shuke_store::system::{Import, ImportRow, RowKind};

use crate::computed::own;
use crate::context::Ctx;
use crate::import::doc::{ImportDoc, Mode, RowFault, StoredFault};
use crate::import::read::Row;
use crate::import::rows::{self, Candidate};
use crate::records::{change, check, create, draft, missing, people, value_of};
use crate::{App, rules};

/// An import under way.
pub struct Work {
    /// The program.
    pub app: App,
    /// The starter.
    pub ctx: Ctx,
    /// The object.
    pub object: Arc<ObjectDef>,
    /// The import as stored.
    pub import: Import,
    /// Its document.
    pub doc: ImportDoc,
    /// Unique values and keys of rows before: a hash of field and value, and the row's number.
    pub seen: HashMap<u64, u32>,
}

impl Work {
    /// Forgets what a dry run before has found.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn restart(&mut self) -> Result<(), Fault> {
        self.doc.reset();
        self.import.rows_done = 0;
        self.import.doc = self.doc.text();
        let import = self.import.clone();
        self.app
            .store()
            .write(move |tx| {
                async move {
                    tx.drop_import_faults(import.id).await?;
                    tx.save_import(&import).await
                }
                .boxed()
            })
            .await?;
        Ok(())
    }
}

/// Carries out a batch; gives the work back, and whether the import was stopped meanwhile.
///
/// # Errors
/// What concerns the import as a whole; the batch is then undone.
pub async fn carry_out(work: Work, batch: Vec<Row>) -> Result<(Work, bool), Fault> {
    let app = work.app.clone();
    app.store().write(move |tx| async move { inside(tx, work, batch).await }.boxed()).await
}

async fn inside(tx: &mut Tx, mut work: Work, batch: Vec<Row>) -> Result<(Work, bool), Fault> {
    let current = tx.import(work.import.id).await?.ok_or_else(|| Fault::new(Code::NotFound))?;
    if current.state == "stopping" {
        work.import.state = "stopped".to_owned();
        work.import.doc = work.doc.text();
        work.import.finished_at = Some(work.app.now());
        tx.save_import(&work.import).await?;
        return Ok((work, true));
    }
    if current.state != "running" && current.state != "checking" {
        return Ok((work, true));
    }
    if current.rows_done != work.import.rows_done {
        // Another worker took the job over, believing this one dead: this one steps back, and the job is looked at
        // again.
        return Err(Fault::new(Code::WorkerReplaced));
    }
    work.ctx.now = work.app.now();
    let count = batch.len();
    let candidates = batch.into_iter().map(|row| rows::candidate(&work.ctx, &work.object, &work.doc, row));
    let mut candidates: Vec<Candidate> = candidates.collect();
    references(tx, &mut work, &mut candidates).await?;
    if work.doc.mode != Mode::Insert {
        rows::find_targets(tx, &work.ctx, &work.object, &work.doc, &mut candidates).await?;
    }
    twice(&mut work, &mut candidates);
    write(tx, &mut work, &mut candidates).await?;
    keep_faults(tx, &mut work, &candidates).await?;
    work.import.rows_done += i64::try_from(count).unwrap_or(0);
    work.import.state.clone_from(&current.state);
    work.import.doc = work.doc.text();
    tx.save_import(&work.import).await?;
    Ok((work, false))
}

/// Names become ids; those that don't exist are created when that was asked for.
async fn references(tx: &mut Tx, work: &mut Work, candidates: &mut [Candidate]) -> Result<(), Fault> {
    let create = work.doc.create_references;
    let missing_names = rows::resolve(tx, &work.ctx, &work.object, candidates, create).await?;
    for (at, name) in missing_names {
        let Some(target) = work.object.fields[at].points_to() else { continue };
        let made = match work.ctx.object(target) {
            Ok(target) => reference(tx, work, &target, &name).await?,
            Err(fault) => Err(fault),
        };
        for row in candidates.iter_mut().filter(|row| row.lookups.iter().any(|(a, n)| *a == at && *n == name))
        {
            row.lookups.retain(|(a, n)| !(*a == at && *n == name));
            let field = &work.object.fields[at];
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
            let field = &work.object.fields[at];
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
    let id = made[0].id;
    work.doc.created_references.push((target.name.clone(), id));
    Ok(Ok(id))
}

fn print(at: usize, value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    at.hash(&mut hasher);
    format!("{value:?}").hash(&mut hasher);
    hasher.finish()
}

/// A unique value that stands in the file twice is told with the row where it stood first.
fn twice(work: &mut Work, candidates: &mut [Candidate]) {
    let object = Arc::clone(&work.object);
    for row in candidates {
        let mut new = Vec::new();
        for (at, value) in &row.values {
            let field = &object.fields[*at];
            if !field.unique {
                continue;
            }
            let print = print(*at, value);
            match work.seen.get(&print) {
                Some(before) => {
                    let mut fault = check::duplicate(field, value).with("row", before);
                    fault.code = Code::DuplicateInFile;
                    row.faults.push(fault);
                }
                None => new.push(print),
            }
        }
        if row.faults.is_empty() {
            work.seen.extend(new.into_iter().map(|print| (print, row.line)));
        }
    }
}

/// Whether a value names a record that a dry run would have created: it is not there to be found.
fn to_come(value: &Value) -> bool {
    value.as_id() == Some(Uuid::nil()) || link::targets(value).contains(&Uuid::nil())
}

async fn write(tx: &mut Tx, work: &mut Work, candidates: &mut [Candidate]) -> Result<(), Fault> {
    let mut fresh: Vec<(usize, create::Row)> = Vec::new();
    for (index, row) in candidates.iter_mut().enumerate().filter(|(_, row)| row.faults.is_empty()) {
        match (work.doc.mode, row.target) {
            (Mode::Insert, _) | (Mode::Upsert, None) => {
                match draft::row(&work.ctx, &work.object, row.values.clone()) {
                    Ok(values) => fresh.push((index, values)),
                    Err(fault) => row.faults = whole(fault),
                }
            }
            (Mode::Update, None) => row.faults.push(FieldFault::property("", Code::NoMatch)),
            (_, Some(id)) => update(tx, work, row, id).await?,
        }
    }
    let (indexes, mut rows): (Vec<usize>, Vec<create::Row>) = fresh.into_iter().unzip();
    own::fill_defaults(tx, &work.ctx, &work.object, &mut rows).await?;
    let fresh: Vec<(usize, create::Row)> = indexes.into_iter().zip(rows).collect();
    let asked: Vec<check::Row<'_>> = fresh
        .iter()
        .map(|(_, values)| check::Row {
            id: None,
            values: values.iter().enumerate().filter(|(_, value)| !to_come(value)).collect(),
        })
        .collect();
    let mut faults = check::rows(tx, &work.ctx, &work.object, &asked).await?;
    drop(asked);
    let rows: Vec<&create::Row> = fresh.iter().map(|(_, values)| values).collect();
    let against = rules::of_new(tx, &work.ctx, &work.object, &rows).await?;
    for ((faults, against), row) in faults.iter_mut().zip(against).zip(&rows) {
        faults.extend(draft::required_by_formula(&work.object, |at| &row[at]));
        faults.extend(against);
    }
    let mut good = Vec::with_capacity(fresh.len());
    for ((index, values), faults) in fresh.into_iter().zip(faults) {
        if faults.is_empty() {
            good.push((candidates[index].line, values));
        } else {
            candidates[index].faults = faults;
        }
    }
    work.doc.inserted += good.len() as u64;
    if work.doc.dry_run || good.is_empty() {
        return Ok(());
    }
    let (lines, values): (Vec<u32>, Vec<create::Row>) = good.into_iter().unzip();
    let import = work.import.id;
    let made = create::insert(tx, &work.app, &work.ctx, &work.object, values, Some(import)).await?;
    let effects: Vec<ImportRow> = lines
        .into_iter()
        .zip(&made)
        .map(|(line, record)| ImportRow {
            line: i64::from(line),
            record_id: record.id,
            kind: RowKind::Inserted,
            version: 1,
            change_id: Uuid::nil(),
        })
        .collect();
    Ok(tx.add_import_rows(import, &effects).await?)
}

/// Changes the record that the key found, behind a savepoint of its own: a refusal is the row's fault only.
async fn update(tx: &mut Tx, work: &mut Work, row: &mut Candidate, id: Uuid) -> Result<(), Fault> {
    let place = tx.savepoint().await?;
    let before = version(&work.object, &change::locked(tx, &work.object, id).await?);
    let values = row.values.clone();
    let import = work.import.id;
    let changed =
        change::change_in(tx, &work.app, &work.ctx, &work.object, id, values, None, Some(import)).await;
    match changed {
        Err(fault)
            if matches!(fault.code.kind(), shuke_base::Kind::Unavailable | shuke_base::Kind::Internal) =>
        {
            Err(fault)
        }
        Err(fault) => {
            tx.undo(place).await?;
            row.faults = whole(fault);
            Ok(())
        }
        Ok(record) if version(&work.object, &record) == before => {
            tx.keep(place).await?;
            work.doc.skipped += 1;
            Ok(())
        }
        Ok(_) if work.doc.dry_run => {
            tx.undo(place).await?;
            work.doc.updated += 1;
            Ok(())
        }
        Ok(record) => {
            let change_id = tx.waiting_changes(id).last().map(|change| change.id).unwrap_or_default();
            let effect = ImportRow {
                line: i64::from(row.line),
                record_id: id,
                kind: RowKind::Updated,
                version: version(&work.object, &record),
                change_id,
            };
            tx.keep(place).await?;
            tx.add_import_rows(import, &[effect]).await?;
            work.doc.updated += 1;
            Ok(())
        }
    }
}

/// The version of a record that was read with all its fields.
#[must_use]
pub fn version(object: &ObjectDef, record: &Record) -> i64 {
    match value_of(object, record, "version") {
        Value::Int(version) => *version,
        _ => 0,
    }
}

/// A refusal of the whole row, when it names no field.
fn whole(fault: Fault) -> Vec<FieldFault> {
    if fault.fields.is_empty() {
        let mut told = FieldFault::property("", fault.code);
        told.args = fault.args;
        return vec![told];
    }
    fault.fields
}

async fn keep_faults(tx: &mut Tx, work: &mut Work, candidates: &[Candidate]) -> Result<(), Fault> {
    let mut kept = Vec::new();
    for row in candidates.iter().filter(|row| !row.faults.is_empty()) {
        work.doc.failed += 1;
        for fault in &row.faults {
            let column = work.doc.columns.iter().find(|column| column.field.as_deref() == Some(&fault.field));
            let value = column
                .and_then(|column| row.cells.get(column.index))
                .map(|cell| cell.text().chars().take(200).collect())
                .unwrap_or_default();
            let told = RowFault {
                column: column.map(|column| column.header.clone()),
                field: Some(fault.field.clone()).filter(|field| !field.is_empty()),
                value,
                fault: StoredFault::of_field(fault),
            };
            kept.push((i64::from(row.line), serde_json::to_string(&told).unwrap_or_default()));
        }
    }
    Ok(tx.add_import_faults(work.import.id, kept).await?)
}
