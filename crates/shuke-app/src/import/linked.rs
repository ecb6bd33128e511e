//! Rows that hold several linked records: a row is written as a whole or not at all. Each pass writes the batch level by
//! level, what others refer to first; a pass that finds bad rows is taken back and repeated without them.

use std::collections::HashSet;

use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Tx;
use shuke_store::system::RowKind;

use crate::context::Ctx;
use crate::import::batch::{Work, effect};
use crate::import::groups::{self, Plan};
use crate::import::link::{Link, LinkAction, Side, fault_of};
use crate::import::rows::Candidate;
use crate::import::write::{self, Given};
use crate::records::all_fields;
use crate::records::draft::Values;

/// A record that a row has beside others: of which object, by which name, and its id.
#[derive(Debug, Clone)]
struct Beside {
    object: String,
    name: String,
    id: Uuid,
}

/// Writes a batch of rows with linked records; a dry run takes all of it back.
///
/// # Errors
/// The store's trouble.
pub async fn write(tx: &mut Tx, work: &mut Work, rows: &mut [Candidate]) -> Result<(), Fault> {
    let mut plans = Vec::with_capacity(work.links.len());
    for (index, link) in work.links.clone().into_iter().enumerate() {
        plans.push(groups::plan(tx, work, link, index, rows).await?);
    }
    let bad = |rows: &[Candidate]| rows.iter().filter(|row| !row.goes()).count();
    loop {
        let before = bad(rows);
        let place = tx.savepoint().await?;
        pass(tx, work, rows, &plans).await?;
        if bad(rows) > before {
            tx.undo(place).await?;
            work.tally = write::Tally::default();
            continue;
        }
        if work.doc.dry_run {
            tx.undo(place).await?;
        } else {
            tx.keep(place).await?;
        }
        break;
    }
    let met = std::mem::take(&mut work.tally.met);
    if work.doc.dry_run {
        work.met.extend(met);
    } else {
        let known: Vec<(i64, Uuid)> = met.into_iter().filter_map(|(print, id)| Some((print, id?))).collect();
        tx.add_import_links(work.import.id, &known).await?;
    }
    Ok(())
}

async fn pass(tx: &mut Tx, work: &mut Work, rows: &mut [Candidate], plans: &[Plan]) -> Result<(), Fault> {
    let object = work.object.clone();
    let mut beside: Vec<Vec<Beside>> = rows.iter().map(|row| named(&object, &row.values)).collect();
    let mut extra: Vec<Values> = vec![Values::new(); rows.len()];
    for (index, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.link.side == Side::Parent) {
        for (at, id) in level(tx, work, rows, (index, plan), &beside, &[]).await?.into_iter().enumerate() {
            if let Some(id) = id {
                extra[at].push((plan.link.at, Value::Id(id)));
                add(&mut beside[at], &plan.link, id);
            }
        }
    }
    write::main(tx, work, rows, &extra, true).await?;
    if plans.iter().all(|plan| plan.link.side == Side::Parent) {
        return Ok(());
    }
    let main = mains(tx, work, rows, &mut beside).await?;
    for (index, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.link.side == Side::Child) {
        for (at, id) in level(tx, work, rows, (index, plan), &beside, &main).await?.into_iter().enumerate() {
            if let Some(id) = id {
                add(&mut beside[at], &plan.link, id);
            }
        }
    }
    Ok(())
}

/// The records that some values name.
fn named(object: &ObjectDef, values: &[(usize, Value)]) -> Vec<Beside> {
    let all = values.iter().filter_map(|(at, value)| {
        let field = &object.fields[*at];
        let target = field.target_object().filter(|_| field.kind == FieldKind::Reference)?;
        let id = value.as_id().filter(|id| !id.is_nil())?;
        Some(Beside { object: target.to_owned(), name: field.name.clone(), id })
    });
    all.collect()
}

fn add(beside: &mut Vec<Beside>, link: &Link, id: Uuid) {
    beside.retain(|one| one.name != link.name);
    beside.push(Beside { object: link.object.name.clone(), name: link.name.clone(), id });
}

/// The main record of each row. What those that were there before refer to is beside the row, too.
async fn mains(
    tx: &mut Tx,
    work: &Work,
    rows: &[Candidate],
    beside: &mut [Vec<Beside>],
) -> Result<Vec<Option<Uuid>>, Fault> {
    let made = |line: u32| work.tally.made.get(&line).copied().flatten();
    let ids: Vec<Option<Uuid>> =
        rows.iter().map(|row| row.target.or_else(|| made(row.same_as.unwrap_or(row.line)))).collect();
    let there: Vec<Uuid> = rows.iter().filter_map(|row| row.target).collect();
    let records = tx.fetch(&work.object, &there, &all_fields(&work.object), false).await?;
    for (row, beside) in rows.iter().zip(beside) {
        let Some(record) = records.iter().find(|record| Some(record.id) == row.target) else { continue };
        let values: Values = record.values.iter().cloned().enumerate().collect();
        for one in named(&work.object, &values) {
            if !beside.iter().any(|known| known.name == one.name) {
                beside.push(one);
            }
        }
    }
    Ok(ids)
}

/// What a new linked record refers to: to the main record of its row, and to what stands beside it where no column says
/// otherwise.
fn joined(ctx: &Ctx, link: &Link, part: &Candidate, beside: &[Beside], main: Option<Uuid>) -> Values {
    let mask = ctx.viewer.field_mask(&link.object);
    let mut values = Values::new();
    if let Some(id) = main.filter(|_| link.side == Side::Child) {
        values.push((link.at, Value::Id(id)));
    }
    for (at, field) in link.object.fields.iter().enumerate() {
        let own = link.side == Side::Child && at == link.at;
        let open = field.kind == FieldKind::Reference
            && !field.system
            && !field.read_only
            && field.computed.is_none();
        if own || !open || !mask.writable(field) || part.values.iter().any(|(set, _)| *set == at) {
            continue;
        }
        let fits: Vec<&Beside> = beside
            .iter()
            .filter(|one| {
                Some(one.object.as_str()) == field.target_object() && one.object != link.object.name
            })
            .collect();
        let one = match fits.as_slice() {
            [only] => Some(*only),
            several => several.iter().find(|one| one.name == field.name).copied(),
        };
        values.extend(one.map(|one| (at, Value::Id(one.id))));
    }
    values
}

/// Finds, creates and changes the records of one link; answers that of each row.
async fn level(
    tx: &mut Tx,
    work: &mut Work,
    rows: &mut [Candidate],
    (index, plan): (usize, &Plan),
    beside: &[Vec<Beside>],
    main: &[Option<Uuid>],
) -> Result<Vec<Option<Uuid>>, Fault> {
    let link = &plan.link;
    let mut ids: Vec<Option<Uuid>> = plan.groups.iter().map(|group| group.target).collect();
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    // Where the first row of a group says it badly, the next that says otherwise is asked: no row that goes on is
    // without its record.
    loop {
        let mut seen = HashSet::new();
        let mut open = speaking(rows, plan, main);
        open.retain(|(group, _)| ids[*group].is_none() && seen.insert(*group));
        if open.is_empty() {
            break;
        }
        if !plan.action.creates() {
            for one in open {
                spoil(rows, index, plan, one, &[plan.missing()]);
            }
            continue;
        }
        let mut given: Vec<Given> = Vec::with_capacity(open.len());
        for (_, at) in &open {
            let (part, main) = (&rows[*at].parts[index], main.get(*at).copied().flatten());
            given.push(Given::of(&part.values, &joined(&work.ctx, link, part, &beside[*at], main)));
        }
        let made = write::create_new(tx, work, &link.object, given, true).await?;
        for ((group, at), made) in open.into_iter().zip(made) {
            match made {
                Ok(record) => {
                    let record = record.ok_or_else(|| Fault::new(Code::Internal))?;
                    let done = effect(rows[at].line, &link.object, &record, RowKind::Inserted, Uuid::nil());
                    work.tally.effects.push(done);
                    ids[group] = Some(record.id);
                    firsts.push((group, at));
                }
                Err(faults) => spoil(rows, index, plan, (group, at), &faults),
            }
        }
    }
    let used: HashSet<usize> = speaking(rows, plan, main).into_iter().map(|(group, _)| group).collect();
    count(work, plan, &used, &ids);
    if plan.action == LinkAction::Upsert {
        change(tx, work, rows, (index, plan), &firsts, &ids).await?;
    }
    Ok(plan.of_row.iter().enumerate().map(|(at, group)| ids[group.filter(|_| rows[at].goes())?]).collect())
}

/// The rows that go on and speak of a record of the link, each behind its group.
fn speaking(rows: &[Candidate], plan: &Plan, main: &[Option<Uuid>]) -> Vec<(usize, usize)> {
    let goes = |at: usize| {
        // What a dry run will merge into a row of an earlier batch has no record here.
        let joined = plan.link.side == Side::Parent || main.get(at).copied().flatten().is_some();
        joined && rows[at].goes()
    };
    let all = plan.of_row.iter().enumerate();
    all.filter_map(|(at, group)| Some((group.filter(|_| goes(at))?, at))).collect()
}

/// The rows of a group that say the same as one of them share its faults; others may say it better.
fn spoil(
    rows: &mut [Candidate],
    index: usize,
    plan: &Plan,
    (group, at): (usize, usize),
    faults: &[FieldFault],
) {
    let said = rows[at].parts[index].values.clone();
    for (row, of) in rows.iter_mut().zip(&plan.of_row) {
        if *of == Some(group) && row.goes() && row.parts[index].values == said {
            row.faults.extend(faults.iter().map(|fault| fault_of(&plan.link, fault.clone())));
        }
    }
}

fn count(work: &mut Work, plan: &Plan, used: &HashSet<usize>, ids: &[Option<Uuid>]) {
    for at in used {
        let group = &plan.groups[*at];
        let Some(id) = ids[*at] else { continue };
        if !group.known {
            let counts = work.tally.links.entry(plan.link.name.clone()).or_default();
            counts[usize::from(group.target.is_some())] += 1;
        }
        let lasting = if work.doc.dry_run { group.target } else { Some(id) };
        work.tally.met.extend(group.prints.iter().map(|print| (*print, lasting)));
    }
}

/// Changes records that were there, or that rows above have made, row by row; the same is not said twice.
async fn change(
    tx: &mut Tx,
    work: &mut Work,
    rows: &mut [Candidate],
    (index, plan): (usize, &Plan),
    firsts: &[(usize, usize)],
    ids: &[Option<Uuid>],
) -> Result<(), Fault> {
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(group) = plan.of_row[at].filter(|_| row.goes()) else { continue };
        let Some(id) = ids[group] else { continue };
        let values = row.parts[index].values.clone();
        let first = firsts.contains(&(group, at));
        if !said.insert((group, format!("{values:?}"))) || first {
            continue;
        }
        let line = row.line;
        match write::change_one(tx, work, &plan.link.object, id, (line, values, false), true).await? {
            Ok(true) => work.tally.links.entry(plan.link.name.clone()).or_default()[2] += 1,
            Ok(false) => {}
            Err(faults) => {
                row.faults.extend(faults.into_iter().map(|fault| fault_of(&plan.link, fault)));
            }
        }
    }
    Ok(())
}
