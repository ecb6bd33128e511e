//! Which rows of a batch speak of the same linked record, and which record that is.

use std::collections::{BTreeSet, HashMap};

use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_text::duplicate::{Trait, keys};

use crate::codec::to_json;
use crate::duplicates::{self, Told};
use crate::import::batch::Work;
use crate::import::link::{Link, LinkAction, fault_of};
use crate::import::rows::{self, Candidate};
use crate::records::sight::Sight;

/// Records of one value that are compared.
const EACH: usize = 20;

/// Rows that speak of one linked record.
#[derive(Debug, Default)]
pub struct Group {
    /// What stands for the key, or for each thing that tells whose it is.
    pub prints: Vec<i64>,
    /// The record, when it is there.
    pub target: Option<Uuid>,
    /// Rows of an earlier batch spoke of it, and it was counted then.
    pub known: bool,
    key: Vec<Value>,
    told: Vec<Told>,
}

/// What becomes of one link in a batch.
#[derive(Debug)]
pub struct Plan {
    /// The link.
    pub link: Link,
    /// What is done with its records.
    pub action: LinkAction,
    /// The records.
    pub groups: Vec<Group>,
    /// The group of each row.
    pub of_row: Vec<Option<usize>>,
    keys: Vec<usize>,
}

impl Plan {
    /// Nothing was found, and nothing is to be created.
    #[must_use]
    pub fn missing(&self) -> FieldFault {
        at_key(&self.link, &self.keys, Code::LinkMissing)
    }
}

/// Groups the rows of a batch and finds the records that are there.
///
/// # Errors
/// The store's trouble.
pub async fn plan(
    tx: &mut Tx,
    work: &Work,
    link: Link,
    index: usize,
    rows: &mut [Candidate],
) -> Result<Plan, Fault> {
    let doc = work.doc.links.get(&link.name).cloned().unwrap_or_default();
    let keys = rows::positions(&link.object, &doc.key);
    let mut plan = Plan { link, action: doc.action, groups: Vec::new(), of_row: Vec::new(), keys };
    let mut by_print: HashMap<i64, usize> = HashMap::new();
    for row in rows.iter_mut() {
        let group = group(work, &mut plan, &mut by_print, row, index);
        plan.of_row.push(match group {
            Ok(group) => group,
            Err(fault) => {
                row.faults.push(fault_of(&plan.link, fault));
                None
            }
        });
        // What only finds a record is not written to it.
        row.parts[index].values.retain(|(at, _)| !plan.link.object.fields[*at].read_only);
    }
    let mut several = remembered(tx, work, &mut plan).await?;
    if plan.action.looks() {
        several.extend(look(tx, work, &mut plan).await?);
    }
    for (row, group) in rows.iter_mut().zip(&mut plan.of_row) {
        if group.is_some_and(|group| several.contains(&group)) {
            row.faults.push(fault_of(&plan.link, ambiguous(&plan.link, &plan.keys, 2)));
            *group = None;
        }
    }
    Ok(plan)
}

/// A fault of the key; of the linked record as a whole where it is found by what the duplicate check compares.
fn at_key(link: &Link, keys: &[usize], code: Code) -> FieldFault {
    match keys.first().map(|at| &link.object.fields[*at]) {
        Some(field) => FieldFault::new(&field.name, &field.label, code),
        None => FieldFault::new("", &link.label, code),
    }
}

fn ambiguous(link: &Link, keys: &[usize], count: usize) -> FieldFault {
    at_key(link, keys, Code::SeveralMatches).with("count", count)
}

/// The group of a row; a new one when no row before speaks of the same.
fn group(
    work: &Work,
    plan: &mut Plan,
    by_print: &mut HashMap<i64, usize>,
    row: &Candidate,
    index: usize,
) -> Result<Option<usize>, FieldFault> {
    let part = &row.parts[index];
    if !row.goes() || !part.says() {
        return Ok(None);
    }
    let object = &plan.link.object;
    let within = format!("import.{}", plan.link.name);
    let mut new = Group::default();
    if plan.keys.is_empty() {
        let told = duplicates::told_of(object, &part.values);
        new.told = duplicates::readable(&work.ctx, object, told);
        new.prints = new.told.iter().map(|told| told.print(&within)).collect();
    } else {
        new.key = rows::key_of(object, &plan.keys, part)?;
        let text: Vec<String> = new.key.iter().map(|value| to_json(value).to_string()).collect();
        new.prints = vec![keys(&within, Trait::Text, &text.join("\u{1F}"))[0]];
    }
    if new.prints.is_empty() && plan.action == LinkAction::Find {
        return Err(plan.missing());
    }
    let hits: BTreeSet<usize> = new.prints.iter().filter_map(|print| by_print.get(print).copied()).collect();
    let at = match hits.iter().collect::<Vec<_>>().as_slice() {
        [] => {
            plan.groups.push(Group::default());
            plan.groups.len() - 1
        }
        [only] => **only,
        many => return Err(ambiguous(&plan.link, &plan.keys, many.len())),
    };
    by_print.extend(new.prints.iter().map(|print| (*print, at)));
    let group = &mut plan.groups[at];
    group.prints.extend(new.prints);
    group.told.extend(new.told);
    group.key = new.key;
    Ok(Some(at))
}

/// What rows of earlier batches have led to; answers the groups that speak of several records.
async fn remembered(tx: &mut Tx, work: &Work, plan: &mut Plan) -> Result<Vec<usize>, Fault> {
    let prints: Vec<i64> = plan.groups.iter().flat_map(|group| group.prints.iter().copied()).collect();
    let met: HashMap<i64, Option<Uuid>> = if work.doc.dry_run {
        prints.iter().filter_map(|print| Some((*print, *work.met.get(print)?))).collect()
    } else {
        let met = tx.import_links(work.import.id, &prints).await?;
        met.into_iter().map(|(print, id)| (print, Some(id))).collect()
    };
    let object = &plan.link.object;
    let ids: Vec<Uuid> = met.values().copied().flatten().collect();
    let deleted: Vec<usize> = object.position("deleted_at").into_iter().collect();
    let mut live = tx.fetch(object, &ids, &deleted, false).await?;
    live.retain(|record| record.values.iter().all(Value::is_null));
    let mut several = Vec::new();
    for (at, group) in plan.groups.iter_mut().enumerate() {
        let hits: Vec<Option<Uuid>> =
            group.prints.iter().filter_map(|print| met.get(print).copied()).collect();
        let there: BTreeSet<Uuid> =
            hits.iter().copied().flatten().filter(|id| live.iter().any(|record| record.id == *id)).collect();
        group.known = hits.contains(&None) || !there.is_empty();
        group.target = there.first().copied();
        if there.len() > 1 {
            several.push(at);
        }
    }
    Ok(several)
}

/// Looks for the records that nobody has met yet; answers the groups that several fit.
async fn look(tx: &mut Tx, work: &Work, plan: &mut Plan) -> Result<Vec<usize>, Fault> {
    let object = &plan.link.object;
    let open: Vec<usize> = (0..plan.groups.len()).filter(|at| !plan.groups[*at].known).collect();
    let found = if plan.keys.is_empty() {
        let asked: Vec<Vec<Told>> = open.iter().map(|at| plan.groups[*at].told.clone()).collect();
        let alike = duplicates::alike(tx, object, &asked, EACH, true).await?;
        let all: Vec<Record> = alike.records.values().cloned().collect();
        let sight = Sight::of(tx, &work.ctx, object, &all).await?;
        let fits = |told: &[Told], id: &Uuid| {
            let Some(record) = alike.records.get(id).filter(|it| sight.may(it, Action::Read)) else {
                return false;
            };
            let other = duplicates::told(object, &record.values);
            !Told::exactly(told, &duplicates::readable(&work.ctx, object, other)).is_empty()
        };
        let of = asked.iter().zip(alike.of);
        of.map(|(told, ids)| ids.into_iter().filter(|id| fits(told, id)).collect()).collect()
    } else {
        let wanted: Vec<Vec<Value>> = open.iter().map(|at| plan.groups[*at].key.clone()).collect();
        rows::by_key(tx, &work.ctx, object, &plan.keys, &wanted).await?
    };
    let mut several = Vec::new();
    for (at, ids) in open.into_iter().zip(found) {
        match ids.as_slice() {
            [] => {}
            [id] => plan.groups[at].target = Some(*id),
            _ => several.push(at),
        }
    }
    Ok(several)
}
