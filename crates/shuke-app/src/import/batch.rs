//! One batch of an import: from rows of the file to records, in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::{Import, ImportEffect, RowKind};

use crate::App;
use crate::context::Ctx;
use crate::import::doc::{ColumnDoc, ImportDoc, Mode, RowFault, StoredFault};
use crate::import::link::{self, Link};
use crate::import::read::Row;
use crate::import::rows::{self, Candidate};
use crate::import::write::{self, Tally};
use crate::import::{linked, policy, references};
use crate::records::value_of;

/// An import under way.
pub struct Work {
    /// The program.
    pub app: App,
    /// The starter.
    pub ctx: Ctx,
    /// The object.
    pub object: Arc<ObjectDef>,
    /// The linked objects, in the order in which their records come to be.
    pub links: Vec<Link>,
    /// The import as stored.
    pub import: Import,
    /// Its document.
    pub doc: ImportDoc,
    /// Unique values and keys of rows before: a hash of field and value, and the row's number.
    pub seen: HashMap<u64, u32>,
    /// What rows before tell of whose they are, and the row's number.
    pub near: HashMap<i64, u32>,
    /// What prints have led to in a dry run, which keeps nothing; none for a record that is to come.
    pub met: HashMap<i64, Option<Uuid>>,
    /// What was done for rows whatever becomes of them.
    pub effects: Vec<ImportEffect>,
    /// What the batch has done.
    pub tally: Tally,
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
    let typed = |row| rows::candidate(&work.ctx, &work.object, &work.links, &work.doc, row);
    let mut candidates: Vec<Candidate> = batch.into_iter().map(typed).collect();
    references::resolve(tx, &mut work, &mut candidates).await?;
    if work.doc.mode != Mode::Insert {
        rows::find_targets(tx, &work.ctx, &work.object, &work.doc, &mut candidates).await?;
    }
    policy::apply(tx, &mut work, &mut candidates).await?;
    write::twice(&mut work, &mut candidates);
    if work.links.is_empty() {
        let really = !work.doc.dry_run;
        write::main(tx, &mut work, &mut candidates, &[], really).await?;
    } else {
        linked::write(tx, &mut work, &mut candidates).await?;
    }
    keep(tx, &mut work).await?;
    keep_faults(tx, &mut work, &candidates).await?;
    work.import.rows_done += i64::try_from(count).unwrap_or(0);
    work.import.state.clone_from(&current.state);
    work.import.doc = work.doc.text();
    tx.save_import(&work.import).await?;
    Ok((work, false))
}

/// An effect on a record as it is now; its place is given when it is kept.
#[must_use]
pub fn effect(
    line: u32,
    object: &ObjectDef,
    record: &Record,
    kind: RowKind,
    change_id: Uuid,
) -> ImportEffect {
    let (line, version) = (i64::from(line), version(object, record));
    ImportEffect { seq: 0, line, object: object.name.clone(), record_id: record.id, kind, version, change_id }
}

/// Counts what the batch has done, and keeps what an undo needs.
async fn keep(tx: &mut Tx, work: &mut Work) -> Result<(), Fault> {
    let Tally { inserted, updated, skipped, links, effects, .. } = std::mem::take(&mut work.tally);
    work.doc.inserted += inserted;
    work.doc.updated += updated;
    work.doc.skipped += skipped;
    for (name, [new, found, changed]) in links {
        if let Some(link) = work.doc.links.get_mut(&name) {
            link.inserted += new;
            link.found += found;
            link.updated += changed;
        }
    }
    let mut kept = std::mem::take(&mut work.effects);
    kept.extend(effects);
    if work.doc.dry_run {
        return Ok(());
    }
    for effect in &mut kept {
        work.doc.effects += 1;
        effect.seq = work.doc.effects;
    }
    Ok(tx.add_import_effects(work.import.id, &kept).await?)
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
#[must_use]
pub fn whole(fault: Fault) -> Vec<FieldFault> {
    if fault.fields.is_empty() {
        let mut told = FieldFault::property("", fault.code);
        told.args = fault.args;
        return vec![told];
    }
    fault.fields
}

/// The column that a fault stands at: that which feeds the field, else the first of the linked record.
fn column_of<'a>(doc: &'a ImportDoc, field: &str) -> Option<&'a ColumnDoc> {
    let through = link::split(field).0.unwrap_or(field);
    let fed = |column: &&ColumnDoc| column.field.as_deref() == Some(field);
    let beside = |column: &&ColumnDoc| {
        let path = column.field.as_deref().map(link::split);
        !through.is_empty() && path.is_some_and(|(link, _)| link == Some(through))
    };
    doc.columns.iter().find(fed).or_else(|| doc.columns.iter().find(beside))
}

async fn keep_faults(tx: &mut Tx, work: &mut Work, candidates: &[Candidate]) -> Result<(), Fault> {
    let mut kept = Vec::new();
    for row in candidates.iter().filter(|row| !row.faults.is_empty()) {
        if row.left_out {
            work.doc.left_out += 1;
        } else {
            work.doc.failed += 1;
        }
        for fault in &row.faults {
            let column = column_of(&work.doc, &fault.field);
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
