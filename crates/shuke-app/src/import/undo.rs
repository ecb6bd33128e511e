//! The undo of an import: backwards over what it did, batch by batch, so that it, too, can go on after a crash.

use std::collections::HashSet;
use std::sync::Arc;

use futures::FutureExt;
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;
use shuke_store::system::{Import, ImportEffect, ImportRow, RowKind};
use shuke_store::{Conn, Tx};

use crate::App;
use crate::codec::from_json;
use crate::computed::{Touched, ripple};
use crate::context::Ctx;
use crate::duplicates;
use crate::import::batch::version;
use crate::import::doc::{ImportDoc, RowFault, StoredFault};
use crate::import::job::{Task, tell};
use crate::import::manage;
use crate::records::draft::Values;
use crate::records::{all_fields, change, ledger, people};

/// Effects taken back in one transaction.
const BATCH: usize = 250;

/// Takes back what an import did, unless the record was changed or used since.
///
/// # Errors
/// The store's trouble.
pub async fn run(task: Task) -> Result<(), Fault> {
    let Task { app, ctx, object, mut import, mut doc } = task;
    loop {
        let (app_, ctx_, object_) = (app.clone(), Ctx { now: app.now(), ..ctx.clone() }, Arc::clone(&object));
        let mut back = Back { app: app_, ctx: ctx_, object: object_, import, doc };
        let more;
        (import, doc, more) = app
            .store()
            .write(move |tx| {
                async move {
                    let more = back.step(tx).await?;
                    Ok::<_, Fault>((back.import, back.doc, more))
                }
                .boxed()
            })
            .await?;
        tell(&app, &import, &doc);
        if !more {
            return manage::save(&app, import, doc, "undone").await;
        }
    }
}

struct Back {
    app: App,
    ctx: Ctx,
    object: Arc<ObjectDef>,
    import: Import,
    doc: ImportDoc,
}

impl Back {
    /// Takes one batch back; answers whether there is more.
    async fn step(&mut self, tx: &mut Tx) -> Result<bool, Fault> {
        let effects = self.effects(tx).await?;
        let Some(last) = effects.last() else {
            let mut done = self.doc.undone.unwrap_or_default();
            done.removed += self.references(tx).await?;
            self.doc.undone = Some(done);
            return Ok(false);
        };
        let from = last.seq;
        let mut rest = effects.as_slice();
        while !rest.is_empty() {
            let (run, after) = rest.split_at(run_length(rest));
            self.back(tx, run).await?;
            rest = after;
        }
        tx.drop_import_effects_from(self.import.id, from).await?;
        if self.doc.effects == 0 {
            tx.drop_import_rows_from(self.import.id, from).await?;
        }
        self.import.doc = self.doc.text();
        tx.save_import(&self.import).await?;
        Ok(true)
    }

    /// The last effects, the newest first; those of an import from before an upgrade are kept elsewhere.
    async fn effects(&self, tx: &mut Tx) -> Result<Vec<ImportEffect>, Fault> {
        if self.doc.effects > 0 {
            return Ok(tx.import_effects_back(self.import.id, BATCH).await?);
        }
        let old = tx.import_rows_back(self.import.id, None, BATCH).await?;
        let effect = |row: ImportRow| ImportEffect {
            seq: row.line,
            line: row.line,
            object: self.object.name.clone(),
            record_id: row.record_id,
            kind: row.kind,
            version: row.version,
            change_id: row.change_id,
        };
        Ok(old.into_iter().map(effect).collect())
    }

    /// Takes effects on different records of one object back.
    async fn back(&mut self, tx: &mut Tx, run: &[ImportEffect]) -> Result<(), Fault> {
        let Some(object) = self.ctx.company.schema.object(&run[0].object).cloned() else { return Ok(()) };
        let ids: Vec<Uuid> = run.iter().map(|effect| effect.record_id).collect();
        let records = tx.fetch(&object, &ids, &all_fields(&object), true).await?;
        let used = used(tx, &self.ctx, &object, &ids).await?;
        let mut done = self.doc.undone.unwrap_or_default();
        let mut gone = Vec::new();
        let changed = self.changed(tx, &object, run, &records).await?;
        for effect in run {
            let record = records.iter().find(|record| record.id == effect.record_id);
            let untouched = record.filter(|record| !changed.contains(&record.id));
            match (effect.kind, untouched) {
                (RowKind::Inserted, Some(record)) if !used.contains(&record.id) => gone.push(record.clone()),
                (RowKind::Updated, Some(record)) => {
                    self.revert(tx, &object, effect, record.clone()).await?;
                    done.restored += 1;
                }
                (_, None) if record.is_none() => {}
                _ => {
                    self.kept(tx, &object, effect, record).await?;
                    done.kept += 1;
                }
            }
        }
        done.removed += gone.len() as u64;
        self.doc.undone = Some(done);
        self.purge(tx, &object, &gone).await
    }

    /// The records that somebody has changed since: what is computed, and what the import itself has done to them
    /// further down, does not count.
    async fn changed(
        &self,
        tx: &mut Tx,
        object: &ObjectDef,
        run: &[ImportEffect],
        records: &[Record],
    ) -> Result<HashSet<Uuid>, Fault> {
        let moved: Vec<(Uuid, i64)> = run
            .iter()
            .filter(|effect| {
                let record = records.iter().find(|record| record.id == effect.record_id);
                record.is_some_and(|record| version(object, record) != effect.version)
            })
            .map(|effect| (effect.record_id, effect.version))
            .collect();
        if moved.is_empty() {
            return Ok(HashSet::new());
        }
        Ok(tx.changed_since(self.import.id, &moved).await?)
    }

    async fn purge(&self, tx: &mut Tx, object: &Arc<ObjectDef>, gone: &[Record]) -> Result<(), Fault> {
        if gone.is_empty() {
            return Ok(());
        }
        tx.purge(object, &gone.iter().map(|record| record.id).collect::<Vec<_>>()).await?;
        ledger::purged(tx, &self.app, &self.ctx, object, gone, Some(self.import.id));
        people::written(tx, object, None).await?;
        self.carry_on(tx, object, gone).await
    }

    /// Gives a record the values back that it had before its row.
    async fn revert(
        &self,
        tx: &mut Tx,
        object: &Arc<ObjectDef>,
        effect: &ImportEffect,
        record: Record,
    ) -> Result<(), Fault> {
        let Some(change) = tx.change(record.id, effect.change_id).await? else { return Ok(()) };
        let mut sets = Values::new();
        for (name, pair) in ledger::diff(&change) {
            if let Some(at) = object.position(&name) {
                sets.push((at, from_json(&object.fields[at], &pair[0]).unwrap_or(Value::Null)));
            }
        }
        change::write(tx, &self.app, &self.ctx, object, record, sets, Some(self.import.id)).await?;
        Ok(())
    }

    /// What was computed from records that are gone follows.
    async fn carry_on(&self, tx: &mut Tx, object: &Arc<ObjectDef>, gone: &[Record]) -> Result<(), Fault> {
        let old = |record: &Record| Touched { id: record.id, old: Some(record.values.clone()), new: None };
        let touched: Vec<Touched> = gone.iter().map(old).collect();
        ripple(tx, &self.app, &self.ctx, object, &touched).await
    }

    /// Lists a record that stays.
    async fn kept(
        &self,
        tx: &mut Tx,
        object: &ObjectDef,
        effect: &ImportEffect,
        record: Option<&Record>,
    ) -> Result<(), Fault> {
        let fault = Fault::new(Code::ImportKept);
        let name = record.map(|record| duplicates::name_shown(&self.ctx, object, record)).unwrap_or_default();
        let told = RowFault {
            column: None,
            field: None,
            value: format!("{} {name}", object.label.get(self.doc.locale)).trim_end().to_owned(),
            fault: StoredFault::of(&fault),
        };
        let doc = serde_json::to_string(&told).unwrap_or_default();
        Ok(tx.add_import_faults(self.import.id, vec![(effect.line, doc)]).await?)
    }

    /// Takes back the records that were created because rows referred to them and that nobody uses.
    async fn references(&mut self, tx: &mut Tx) -> Result<u64, Fault> {
        let mut removed = 0;
        for (name, id) in std::mem::take(&mut self.doc.created_references) {
            let Some(object) = self.ctx.company.schema.object(&name).cloned() else { continue };
            let found = tx.fetch(&object, &[id], &all_fields(&object), true).await?;
            let Some(record) = found.into_iter().find(|record| version(&object, record) == 1) else {
                continue;
            };
            if used(tx, &self.ctx, &object, &[id]).await?.is_empty() {
                self.purge(tx, &object, &[record]).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// How many effects at the head concern different records of one object.
fn run_length(effects: &[ImportEffect]) -> usize {
    let mut seen = HashSet::new();
    let same = |effect: &&ImportEffect| effect.object == effects[0].object && seen.insert(effect.record_id);
    effects.iter().take_while(same).count()
}

/// Which of the records other records point to.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn used(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>, Fault> {
    let mut used = HashSet::new();
    for other in ctx.company.schema.objects() {
        for (at, field) in other.fields.iter().enumerate().filter(|(_, field)| !field.system) {
            if matches!(field.kind, shuke_meta::FieldKind::MultiReference | shuke_meta::FieldKind::Lines) {
                if field.names(&object.name) {
                    used.extend(conn.named(other, field, ids).await?);
                }
                continue;
            }
            let values: Vec<Value> = if field.kind == shuke_meta::FieldKind::Record {
                ids.iter().map(|id| Value::Record(object.name.clone(), *id)).collect()
            } else if field.target_object() == Some(&object.name) {
                ids.iter().map(|id| Value::Id(*id)).collect()
            } else {
                continue;
            };
            used.extend(
                conn.with_values(other, at, &values).await?.iter().filter_map(|(value, _)| value.as_id()),
            );
        }
    }
    Ok(used)
}
