//! Rows become records: new ones many at a time, changes one by one.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use shuke_base::{Code, Fault, FieldFault, Kind, Text, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::{Record, link};
use shuke_store::system::{ImportEffect, RowKind};

use crate::computed::own;
use crate::duplicates;
use crate::import::batch::{Work, effect, version, whole};
use crate::import::doc::Mode;
use crate::import::rows::Candidate;
use crate::records::draft::Values;
use crate::records::{change, check, create, draft};
use crate::rules;

/// What a batch has done so far.
#[derive(Debug, Default)]
pub struct Tally {
    /// New records of the main object.
    pub inserted: u64,
    /// Changed ones.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Of each link: new, found, changed.
    pub links: HashMap<String, [u64; 3]>,
    /// What it did to records.
    pub effects: Vec<ImportEffect>,
    /// Lines whose records are new; a dry run has no ids.
    pub made: HashMap<u32, Option<Uuid>>,
    /// Which linked records the prints have led to; none for one that a dry run has made.
    pub met: Vec<(i64, Option<Uuid>)>,
}

/// A new record as it is given.
#[derive(Debug)]
pub struct Given {
    /// Its values.
    pub values: Values,
    /// References to what the row has beside it: known to be there.
    pub beside: Vec<usize>,
}

impl Given {
    /// The values of a row and what it has beside it.
    #[must_use]
    pub fn of(values: &Values, beside: &[(usize, Value)]) -> Self {
        let mut all = values.clone();
        all.retain(|(at, _)| !beside.iter().any(|(other, _)| other == at));
        all.extend(beside.iter().cloned());
        Self { values: all, beside: beside.iter().map(|(at, _)| *at).collect() }
    }
}

/// What became of a new record: the record, nothing in a dry run, or what is wrong with it.
pub type Made = Result<Option<Record>, Vec<FieldFault>>;

fn print(at: usize, value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    at.hash(&mut hasher);
    format!("{value:?}").hash(&mut hasher);
    hasher.finish()
}

/// A unique value that stands in the file twice is told with the row where it stood first.
pub fn twice(work: &mut Work, candidates: &mut [Candidate]) {
    let object = Arc::clone(&work.object);
    for row in candidates.iter_mut().filter(|row| !row.left_out && !row.merges()) {
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

/// Checks new records and, if `really`, writes the good ones.
///
/// # Errors
/// The store's trouble.
pub async fn create_new(
    tx: &mut Tx,
    work: &Work,
    object: &Arc<ObjectDef>,
    given: Vec<Given>,
    really: bool,
) -> Result<Vec<Made>, Fault> {
    let mut made: Vec<Made> = Vec::with_capacity(given.len());
    let (mut places, mut rows, mut beside) = (Vec::new(), Vec::new(), Vec::new());
    for (at, one) in given.into_iter().enumerate() {
        made.push(match draft::row(&work.ctx, object, one.values) {
            Ok(row) => {
                places.push(at);
                rows.push(row);
                beside.push(one.beside);
                Ok(None)
            }
            Err(fault) => Err(whole(fault)),
        });
    }
    own::fill_defaults(tx, &work.ctx, object, &mut rows).await?;
    let asked: Vec<check::Row<'_>> = rows
        .iter()
        .zip(&beside)
        .map(|(row, beside)| {
            let asked = row.iter().enumerate().filter(|(at, value)| !to_come(value) && !beside.contains(at));
            check::Row { id: None, values: asked.collect() }
        })
        .collect();
    let mut faults = check::rows(tx, &work.ctx, object, &asked).await?;
    drop(asked);
    let against = rules::of_new(tx, &work.ctx, object, &rows.iter().collect::<Vec<_>>()).await?;
    let mut good = Vec::new();
    let mut taken = HashSet::new();
    for (((mut faults, against), row), place) in faults.drain(..).zip(against).zip(rows).zip(&places) {
        faults.extend(draft::required_by_formula(object, |at| &row[at]));
        faults.extend(against);
        for (at, field) in
            object.fields.iter().enumerate().filter(|(at, field)| field.unique && !row[*at].is_null())
        {
            if !taken.insert((at, format!("{:?}", row[at]))) {
                faults.push(check::duplicate(field, &row[at]));
            }
        }
        if faults.is_empty() {
            good.push((*place, row));
        } else {
            made[*place] = Err(faults);
        }
    }
    if really && !good.is_empty() {
        let (places, rows): (Vec<usize>, Vec<create::Row>) = good.into_iter().unzip();
        let new = create::insert(tx, &work.app, &work.ctx, object, rows, Some(work.import.id)).await?;
        duplicates::note_new(tx, &work.app, &work.ctx, object, &new).await?;
        for (place, record) in places.into_iter().zip(new) {
            made[place] = Ok(Some(record));
        }
    }
    Ok(made)
}

/// Writes the rows of the main object; `extra` are the references to what each row has beside it.
///
/// # Errors
/// The store's trouble.
pub async fn main(
    tx: &mut Tx,
    work: &mut Work,
    rows: &mut [Candidate],
    extra: &[Values],
    really: bool,
) -> Result<(), Fault> {
    let beside = |at: usize| extra.get(at).map_or(&[][..], Vec::as_slice);
    let (mut fresh, mut later) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter_mut().enumerate() {
        match (work.doc.mode, row.target) {
            _ if !row.goes() => {}
            (_, Some(id)) => update(tx, work, row, beside(index), id, really).await?,
            (Mode::Update, None) => row.faults.push(FieldFault::property("", Code::NoMatch)),
            _ if row.same_as.is_some() => later.push(index),
            _ => fresh.push(index),
        }
    }
    let given = fresh.iter().map(|at| Given::of(&rows[*at].values, beside(*at))).collect();
    let object = Arc::clone(&work.object);
    for (index, made) in fresh.into_iter().zip(create_new(tx, work, &object, given, really).await?) {
        let line = rows[index].line;
        match made {
            Ok(record) => {
                work.tally.inserted += 1;
                work.tally.made.insert(line, record.as_ref().map(|record| record.id));
                let done =
                    record.map(|record| effect(line, &object, &record, RowKind::Inserted, Uuid::nil()));
                work.tally.effects.extend(done);
            }
            Err(faults) => rows[index].faults = faults,
        }
    }
    let top = rows.first().map_or(0, |row| row.line);
    for index in later {
        let row = &mut rows[index];
        let line = row.same_as.unwrap_or(0);
        match work.tally.made.get(&line).copied() {
            Some(Some(id)) => update(tx, work, row, beside(index), id, really).await?,
            // A dry run: the record is to come.
            Some(None) => work.tally.updated += 1,
            None if line < top && work.doc.dry_run => work.tally.updated += 1,
            None => {
                let told = Text::new(format!("文件第 {line} 行"), format!("row {line} of the file"));
                row.faults.push(FieldFault::property("", Code::ImportDuplicate).label_arg("match", told));
            }
        }
    }
    Ok(())
}

async fn update(
    tx: &mut Tx,
    work: &mut Work,
    row: &mut Candidate,
    beside: &[(usize, Value)],
    id: Uuid,
    really: bool,
) -> Result<(), Fault> {
    let object = Arc::clone(&work.object);
    let values = Given::of(&row.values, beside).values;
    match change_one(tx, work, &object, id, (row.line, values, row.fills), really).await? {
        Ok(true) => work.tally.updated += 1,
        Ok(false) => work.tally.skipped += 1,
        Err(faults) => row.faults = faults,
    }
    Ok(())
}

/// Changes a record, behind a savepoint of its own: a refusal is the row's fault only. Answers whether anything
/// changed.
///
/// # Errors
/// The store's trouble.
pub async fn change_one(
    tx: &mut Tx,
    work: &mut Work,
    object: &Arc<ObjectDef>,
    id: Uuid,
    (line, mut values, fills): (u32, Values, bool),
    really: bool,
) -> Result<Result<bool, Vec<FieldFault>>, Fault> {
    let place = tx.savepoint().await?;
    let import = Some(work.import.id);
    let changed = match change::locked(tx, object, id).await {
        Ok(record) => {
            values.retain(|(at, _)| !fills || record.values[*at].is_null());
            let before = version(object, &record);
            change::change_in(tx, &work.app, &work.ctx, object, id, values.into(), None, import)
                .await
                .map(|record| (before, record))
        }
        Err(fault) => Err(fault),
    };
    match changed {
        Err(fault) if matches!(fault.code.kind(), Kind::Unavailable | Kind::Internal) => Err(fault),
        Err(fault) => {
            tx.undo(place).await?;
            Ok(Err(whole(fault)))
        }
        Ok((before, record)) if version(object, &record) == before => {
            tx.keep(place).await?;
            Ok(Ok(false))
        }
        Ok(_) if !really => {
            tx.undo(place).await?;
            Ok(Ok(true))
        }
        Ok((_, record)) => {
            let change = tx.waiting_changes(id).last().map(|change| change.id).unwrap_or_default();
            work.tally.effects.push(effect(line, object, &record, RowKind::Updated, change));
            tx.keep(place).await?;
            Ok(Ok(true))
        }
    }
}
