//! How far goals are on a day: what the caller is shown of them.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value as Json;
use shuke_base::code::Kind;
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_meta::FieldKind;
use shuke_store::Conn;
use shuke_store::system::{Goal, GoalTarget};

use super::period::Elapsed;
use super::reached::Reached;
use super::rows::{GoalRow, rows};
use super::sight::Sight;
use super::{Cycle, Measure, Rule, rule};
use crate::App;
use crate::context::Ctx;

/// How far one goal is in one period.
#[derive(Debug, Clone, Serialize)]
pub struct GoalProgress {
    /// The goal.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The object whose records are counted.
    pub object: String,
    /// What is counted.
    pub measure: Measure,
    /// The number or amount of a sum.
    pub field: Option<String>,
    /// The currency of amounts.
    pub currency: Option<String>,
    /// How long a period is.
    pub cycle: Cycle,
    /// The first day of the period.
    pub starts_on: NaiveDate,
    /// The last one.
    pub ends_on: NaiveDate,
    /// Its days.
    pub days: i64,
    /// Those that have begun: so much of the amount is expected by now.
    pub days_begun: i64,
    /// Why nothing can be counted: `unavailable`, where a field that it goes by is gone, or closed to the caller.
    pub problem: Option<&'static str>,
    /// The company, departments as they stand below each other, then people, who is farthest first.
    pub rows: Vec<GoalRow>,
    /// There are more people than are told.
    pub truncated: bool,
}

/// How far goals are on a day.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressAnswer {
    /// The day.
    pub date: NaiveDate,
    /// The day that it is.
    pub today: NaiveDate,
    /// The shortest period that the caller has an amount of: what one goes back and on by.
    pub step: Cycle,
    /// The goals that the caller has an amount of in their periods of that day.
    pub goals: Vec<GoalProgress>,
}

/// A goal with its period of the day, and the amounts in it that the caller is shown.
struct Asked {
    goal: Goal,
    rule: Rule,
    span: (NaiveDate, NaiveDate),
    targets: Vec<GoalTarget>,
}

/// Whether a goal holds in a period: one that was ended holds in those that were over by then.
fn holds(goal: &Goal, (_, last): (NaiveDate, NaiveDate)) -> bool {
    goal.ended_on.is_none_or(|ended| last < ended)
}

/// The goals that the caller has an amount of in whatever period.
async fn known(conn: &mut Conn, sight: &Sight) -> Result<Vec<Goal>, Fault> {
    let mut goals = conn.all_goals().await?;
    if let (Some(parties), false) = (sight.parties(), goals.is_empty()) {
        let own: HashSet<Uuid> = conn.goals_of(&parties).await?;
        goals.retain(|goal| own.contains(&goal.id));
    }
    Ok(goals)
}

/// What is asked of a day: at most one question for each length of periods.
async fn asked(
    conn: &mut Conn,
    sight: &Sight,
    goals: Vec<Goal>,
    date: NaiveDate,
) -> Result<Vec<Asked>, Fault> {
    let parties = sight.parties();
    let mut all: Vec<Asked> = Vec::new();
    for goal in goals {
        let (rule, span) = (rule(&goal), Cycle::of(&goal).span(date));
        if holds(&goal, span) {
            all.push(Asked { goal, rule, span, targets: Vec::new() });
        }
    }
    for cycle in Cycle::ALL {
        let mut these: Vec<&mut Asked> = all.iter_mut().filter(|it| Cycle::of(&it.goal) == cycle).collect();
        let ids: Vec<Uuid> = these.iter().map(|it| it.goal.id).collect();
        let first = cycle.first(date);
        for target in conn.goal_targets(&ids, (first, cycle.next(first)), parties.as_deref()).await? {
            let of = these.iter_mut().find(|it| it.goal.id == target.goal_id);
            of.into_iter().for_each(|it| it.targets.push(target));
        }
    }
    all.retain(|it| !it.targets.is_empty());
    Ok(all)
}

/// The currency that a goal is told in.
fn currency(ctx: &Ctx, goal: &Goal, rule: &Rule) -> Option<String> {
    let object = ctx.company.schema.object(&goal.object)?;
    let field = object.field(rule.field.as_deref()?)?;
    (field.kind == FieldKind::Money).then(|| ctx.company.settings.currency.clone())
}

/// What was reached; nothing where the caller may not count it.
async fn reached(conn: &mut Conn, ctx: &Ctx, it: &Asked, sight: &Sight) -> Result<Option<Reached>, Fault> {
    match Reached::of(conn, ctx, (&it.goal, &it.rule), it.span, sight).await {
        Ok(reached) => Ok(Some(reached)),
        Err(fault) if matches!(fault.code.kind(), Kind::Invalid | Kind::Forbidden | Kind::NotFound) => {
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

fn progress(ctx: &Ctx, sight: &Sight, it: &Asked, reached: Option<&Reached>) -> GoalProgress {
    let elapsed = Elapsed::of(it.span, ctx.today());
    let filter = |party: Option<Json>| it.rule.filter_of(it.span, party);
    let mut rows = rows(ctx, sight, &it.targets, reached, (elapsed, &filter));
    let before = rows.len();
    let people = |rows: &[GoalRow]| rows.iter().position(|row| row.is_person()).unwrap_or(rows.len());
    let most = people(&rows) + limits::GOAL_PEOPLE;
    let mut at = 0;
    rows.retain(|row| {
        at += 1;
        at <= most || row.own
    });
    GoalProgress {
        id: it.goal.id,
        name: it.goal.name.clone(),
        object: it.goal.object.clone(),
        measure: it.rule.measure,
        field: it.rule.field.clone(),
        currency: currency(ctx, &it.goal, &it.rule),
        cycle: Cycle::of(&it.goal),
        starts_on: it.span.0,
        ends_on: it.span.1,
        days: elapsed.all,
        days_begun: elapsed.begun,
        problem: reached.is_none().then_some("unavailable"),
        truncated: rows.len() < before,
        rows,
    }
}

impl App {
    /// How far the caller's goals are in their periods of a day, today unless one is given; for whoever heads a
    /// department, its own, those below it, and of their people; for administrators, all. One pass over the records for
    /// each goal.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::InvalidDate`], or the store's trouble.
    pub async fn goal_progress(&self, ctx: &Ctx, date: Option<&str>) -> Result<ProgressAnswer, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let bad = |_| Fault::invalid(vec![FieldFault::property("date", Code::InvalidDate)]);
        let today = ctx.today();
        let date = date.map(str::parse::<NaiveDate>).transpose().map_err(bad)?.unwrap_or(today);
        let sight = Sight::of(ctx, user);
        let mut conn = self.store.read().await?;
        let goals = known(&mut conn, &sight).await?;
        let step =
            goals.iter().filter(|goal| goal.ended_on.is_none()).map(Cycle::of).min().unwrap_or_default();
        let mut told = Vec::new();
        for it in asked(&mut conn, &sight, goals, date).await? {
            let reached = reached(&mut conn, ctx, &it, &sight).await?;
            told.push(progress(ctx, &sight, &it, reached.as_ref()));
        }
        Ok(ProgressAnswer { date, today, step, goals: told })
    }
}
