//! What becomes of rows that would make duplicates: of records that are there, and of rows above them.

use std::collections::HashMap;

use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Text, Uuid};
use shuke_meta::{ImportPolicy, ObjectDef};
use shuke_store::Tx;
use shuke_store::records::Record;

use crate::context::Ctx;
use crate::duplicates::{self, Told};
use crate::import::batch::Work;
use crate::import::doc::Mode;
use crate::import::rows::Candidate;
use crate::records::sight::Sight;
use crate::records::value_of;

/// Records of one value that are compared.
const EACH: usize = 20;

/// Decides of each row that would be a new record whether it is one.
///
/// # Errors
/// The store's trouble.
pub async fn apply(tx: &mut Tx, work: &mut Work, rows: &mut [Candidate]) -> Result<(), Fault> {
    let policy = work.doc.duplicates;
    let keys = work.object.duplicates.as_ref().map_or(0, |it| it.keys.len());
    if policy == ImportPolicy::Allow || work.doc.mode == Mode::Update || keys == 0 {
        return Ok(());
    }
    let new: Vec<usize> =
        (0..rows.len()).filter(|at| rows[*at].goes() && rows[*at].target.is_none()).collect();
    let asked: Vec<Vec<Told>> = new
        .iter()
        .map(|at| {
            duplicates::readable(
                &work.ctx,
                &work.object,
                duplicates::told_of(&work.object, &rows[*at].values),
            )
        })
        .collect();
    let found = duplicates::alike(tx, &work.object, &asked, EACH, true).await?;
    let all: Vec<Record> = found.records.values().cloned().collect();
    let ctx = work.ctx.clone();
    let object = work.object.clone();
    let sight = Sight::of(tx, &ctx, &object, &all).await?;
    let matches = Matches { ctx: &ctx, object: &object, sight, records: &found.records };
    if !work.doc.dry_run {
        // What an earlier batch has written is found as what it is.
        work.near.clear();
    }
    for ((at, asked), alike) in new.into_iter().zip(&asked).zip(&found.of) {
        let row = &mut rows[at];
        let there = matches.of(asked, alike);
        let prints: Vec<(usize, i64)> = asked.iter().map(|it| (it.at, it.print(&object.name))).collect();
        let above = prints.iter().find_map(|(at, print)| Some((*at, *work.near.get(print)?)));
        match (there.first(), above) {
            (Some(first), _) if policy == ImportPolicy::Update => {
                matches.goes_into(row, &there, first, work.doc.overwrite)
            }
            (Some(first), _) => refuse(row, policy, &object, first.field, first.told.clone()),
            (None, Some((_, line))) if policy == ImportPolicy::Update => {
                row.same_as = Some(line);
                row.fills = !work.doc.overwrite;
            }
            (None, Some((field, line))) => {
                let told = Text::new(format!("文件第 {line} 行"), format!("row {line} of the file"));
                refuse(row, policy, &object, field, told);
            }
            (None, None) => {
                work.near.extend(prints.into_iter().map(|(_, print)| (print, row.line)));
            }
        }
    }
    Ok(())
}

fn refuse(row: &mut Candidate, policy: ImportPolicy, object: &ObjectDef, field: usize, told: Text) {
    row.left_out = policy == ImportPolicy::Skip;
    let code = if row.left_out { Code::ImportSkipped } else { Code::ImportDuplicate };
    let field = &object.fields[field];
    row.faults.push(FieldFault::new(&field.name, &field.label, code).label_arg("match", told));
}

/// A record that a row is a duplicate of, as the caller may know of it.
struct Match {
    id: Uuid,
    /// Fields that agree.
    agreeing: usize,
    /// The first of them.
    field: usize,
    writable: bool,
    /// What the caller is told.
    told: Text,
}

struct Matches<'a> {
    ctx: &'a Ctx,
    object: &'a ObjectDef,
    sight: Sight<'a>,
    records: &'a HashMap<Uuid, Record>,
}

impl Matches<'_> {
    /// The records that the caller may know of, those that agree most first.
    fn of(&self, asked: &[Told], alike: &[Uuid]) -> Vec<Match> {
        let mut all: Vec<Match> = alike
            .iter()
            .filter_map(|id| self.records.get(id))
            .filter_map(|record| {
                let other = duplicates::told(self.object, &record.values);
                let agreeing = Told::exactly(asked, &duplicates::readable(self.ctx, self.object, other));
                let visible = self.sight.may(record, Action::Read);
                if !visible && !self.ctx.company.settings.duplicates_told {
                    return None;
                }
                Some(Match {
                    id: record.id,
                    agreeing: agreeing.len(),
                    field: *agreeing.first()?,
                    writable: visible && self.sight.may(record, Action::Edit),
                    told: self.told(record, visible),
                })
            })
            .collect();
        all.sort_by_key(|one| (std::cmp::Reverse((one.writable, one.agreeing)), one.id));
        all
    }

    /// Of a record in sight its name, of others whose it is and how fresh.
    fn told(&self, record: &Record, visible: bool) -> Text {
        if visible {
            let name = duplicates::name_shown(self.ctx, self.object, record);
            return Text::new(format!("已有的“{name}”"), format!("“{name}”"));
        }
        let owner = self.ctx.company.person(value_of(self.object, record, "owner").as_id());
        let owner = owner["name"].as_str().unwrap_or("—");
        let last = duplicates::value_shown(self.ctx, self.object, record, "last_follow_up_at").as_time();
        let day =
            last.map_or("—".to_owned(), |at| at.with_timezone(&self.ctx.zone()).date_naive().to_string());
        Text::new(
            format!("{owner}负责的记录（最近跟进 {day}）"),
            format!("a record of {owner} (last follow-up {day})"),
        )
    }

    /// The row goes into the record that it is a duplicate of.
    fn goes_into(&self, row: &mut Candidate, all: &[Match], first: &Match, overwrite: bool) {
        let field = &self.object.fields[first.field];
        let fault = |code| FieldFault::new(&field.name, &field.label, code);
        let same = |one: &&Match| (one.writable, one.agreeing) == (first.writable, first.agreeing);
        let rivals = all.iter().filter(same).count();
        if !first.writable {
            row.faults.push(fault(Code::ImportForeign).label_arg("match", first.told.clone()));
        } else if rivals > 1 {
            row.faults.push(fault(Code::SeveralMatches).with("count", rivals));
        } else {
            row.target = Some(first.id);
            row.merged = true;
            row.fills = !overwrite;
        }
    }
}
