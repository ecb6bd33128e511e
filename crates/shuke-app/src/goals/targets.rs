//! The amounts of a goal as administrators enter them: a year's periods, for the company, its departments and its people.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Decimal, Fault, FieldFault, Uuid, limits};
use shuke_store::Conn;
use shuke_store::system::Goal;
use shuke_store::system::goal_target::PLACES;

use super::manage::{found, opened};
use super::tree::{Party, tree};
use super::{COMPANY, Cycle, GoalView, Measure, rule, view};
use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// Years that amounts can be entered for.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// An amount, at most.
const MOST: i64 = 9_999_999_999_999;

/// One who can have an amount.
#[derive(Debug, Clone, Serialize)]
pub struct TargetRow {
    /// The company, a department or a person.
    pub party: Party,
    /// The department or the person; none for the company.
    pub id: Option<Uuid>,
    /// What it is called; none for the company.
    pub name: Option<String>,
    /// The department above a department, or of a person.
    pub parent: Option<Uuid>,
    /// How far below the company.
    pub depth: usize,
    /// Of a person, whether they can sign in.
    pub active: bool,
}

/// An amount.
#[derive(Debug, Clone, Serialize)]
pub struct TargetView {
    /// The department or the person; none for the company.
    pub whose: Option<Uuid>,
    /// The first day of the period.
    pub starts_on: NaiveDate,
    /// How much.
    pub amount: Decimal,
}

/// The amounts of a goal in a year, and who can have one.
#[derive(Debug, Clone, Serialize)]
pub struct TargetsAnswer {
    /// The goal.
    pub goal: GoalView,
    /// The year.
    pub year: i32,
    /// The first days of its periods.
    pub periods: Vec<NaiveDate>,
    /// The company, then departments as they stand below each other, behind each its people; of people who can't sign in any
    /// more, those who have an amount in the year.
    pub rows: Vec<TargetRow>,
    /// The amounts that there are.
    pub targets: Vec<TargetView>,
}

/// What is to be set.
type Given = (NaiveDate, Uuid, Option<Decimal>);

fn whose(id: Uuid) -> Option<Uuid> {
    (id != COMPANY).then_some(id)
}

/// The year that is asked for.
fn year(ctx: &Ctx, given: Option<i32>) -> Result<i32, Fault> {
    let year = given.unwrap_or_else(|| ctx.today().year());
    if YEARS.contains(&year) { Ok(year) } else { Err(Fault::invalid(vec![outside("year")])) }
}

fn outside(name: &str) -> FieldFault {
    FieldFault::property(name, Code::InvalidDate)
}

/// An amount that is given; nothing and nought take it away.
fn amount(input: &mut Input<'_>, measure: Measure) -> Option<Decimal> {
    let number = match input.json("amount")? {
        Json::Null => return None,
        Json::String(text) if text.trim().is_empty() => return None,
        Json::String(text) => Decimal::from_str_exact(text.trim()).ok(),
        Json::Number(number) => Decimal::from_str_exact(&number.to_string()).ok(),
        _ => None,
    };
    let Some(number) = number.map(|number| number.normalize()) else {
        input.refuse(input.fault("amount", Code::InvalidNumber));
        return None;
    };
    let places = if measure == Measure::Count { 0 } else { PLACES };
    let fault = if number.is_sign_negative() && !number.is_zero() {
        input.fault("amount", Code::TooSmall).with("min", 0)
    } else if number > Decimal::from(MOST) {
        input.fault("amount", Code::TooBig).with("max", MOST)
    } else if number.scale() > places {
        input.fault("amount", Code::TooPrecise).with("scale", places)
    } else {
        return Some(number).filter(|number| !number.is_zero());
    };
    input.refuse(fault);
    None
}

/// Whose an amount is; `null` is the company's.
fn party(company: &Company, input: &mut Input<'_>) -> Option<Uuid> {
    let Some(text) = input.raw("whose")? else { return Some(COMPANY) };
    let known = |id: &Uuid| company.org.department(*id).is_some() || company.org.person(*id).is_some();
    let found = text.parse::<Uuid>().ok().filter(known);
    if found.is_none() {
        input.refuse(input.fault("whose", Code::UnknownReference));
    }
    found
}

/// The first day of a period.
fn starts_on(input: &mut Input<'_>, cycle: Cycle) -> Option<NaiveDate> {
    let day = input.raw("starts_on")?.and_then(|text| text.parse::<NaiveDate>().ok());
    let fault = match day {
        Some(day) if !YEARS.contains(&day.year()) => input.fault("starts_on", Code::InvalidDate),
        Some(day) if cycle.first(day) == day => return Some(day),
        Some(day) => input.fault("starts_on", Code::GoalPeriod).with("example", cycle.first(day)),
        None => input.fault("starts_on", Code::InvalidDate),
    };
    input.refuse(fault);
    None
}

/// The amounts that are given; every fault is told at once.
fn read(ctx: &Ctx, goal: &Goal, given: &Map<String, Json>) -> Result<Vec<Given>, Fault> {
    const NAMES: [(&str, &str, &str); 4] = [
        ("items", "目标值", "Targets"),
        ("whose", "归属", "Whose"),
        ("starts_on", "周期", "Period"),
        ("amount", "目标值", "Target"),
    ];
    let (measure, cycle) = (rule(goal).measure, Cycle::of(goal));
    let mut input = Input::new(given, &["items"]).called(&NAMES);
    let list = input.list("items");
    let missing = !input.has("items") || list == Some(None);
    if missing {
        input.refuse(input.fault("items", Code::Required));
    }
    let list = list.flatten().unwrap_or_default();
    if list.len() > limits::GOAL_TARGETS {
        let fault = input.fault("items", Code::BatchTooLarge).with("max", limits::GOAL_TARGETS);
        return Err(Fault::invalid(vec![fault]));
    }
    let one = |part: &mut Input<'_>| {
        for name in ["whose", "starts_on", "amount"] {
            if !part.has(name) {
                part.refuse(part.fault(name, Code::Required));
            }
        }
        let amount = amount(part, measure);
        Some((starts_on(part, cycle)?, party(&ctx.company, part)?, amount))
    };
    let entry = ("一组属性", "an object");
    let read = input.each("items", list, entry, &["whose", "starts_on", "amount"], one);
    check::refuse(input.finish())?;
    let mut seen = HashSet::new();
    // Of two for one place the last holds.
    let mut all: Vec<Given> = read.into_iter().flatten().rev().collect();
    all.retain(|(day, id, _)| seen.insert((*day, *id)));
    Ok(all)
}

/// The amounts of a goal in a year.
async fn answer(conn: &mut Conn, ctx: &Ctx, goal: Goal, year: i32) -> Result<TargetsAnswer, Fault> {
    let periods = Cycle::of(&goal).of_year(year);
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let stored = conn.goal_targets(&[goal.id], (day(year), day(year + 1)), None).await?;
    let have: HashSet<Uuid> = stored.iter().map(|target| target.party_id).collect();
    let row = |place: super::tree::Place| {
        let name = ctx.company.names.get(&place.id).map(ToString::to_string);
        let (party, parent, depth, active) = (place.party, place.department, place.depth, place.active);
        TargetRow { party, id: whose(place.id), name, parent, depth, active }
    };
    let there = |place: &super::tree::Place| place.active || have.contains(&place.id);
    let rows = tree(&ctx.company, |_| true).into_iter().filter(there).map(row).collect();
    let target = |it: shuke_store::system::GoalTarget| TargetView {
        whose: whose(it.party_id),
        starts_on: it.starts_on,
        amount: it.amount.normalize(),
    };
    let targets = stored.into_iter().map(target).collect();
    Ok(TargetsAnswer { goal: view(ctx, goal), year, periods, rows, targets })
}

impl App {
    /// The amounts of a goal in a year, this one unless another is given, and who can have one.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], or what is wrong with the request.
    pub async fn goal_targets(
        &self,
        ctx: &Ctx,
        id: Uuid,
        asked: Option<i32>,
    ) -> Result<TargetsAnswer, Fault> {
        ctx.admin()?;
        let year = year(ctx, asked)?;
        let mut conn = self.store.read().await?;
        let goal = found(&mut conn, id, false).await?;
        answer(&mut conn, ctx, goal, year).await
    }

    /// Sets amounts of a goal, all or none; those that are not given stay. With `based_on`, the version of the goal that the
    /// caller saw has to be the last.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::MetaChanged`], or everything that is wrong with the values.
    pub async fn set_goal_targets(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
        based_on: Option<i64>,
    ) -> Result<GoalView, Fault> {
        ctx.admin()?;
        let (ctx_, given) = (ctx.clone(), given.clone());
        let changed = self.store.write(move |tx| {
            async move {
                let old = opened(tx, id, based_on).await?;
                let set = read(&ctx_, &old, &given)?;
                tx.put_goal_targets(id, &set).await?;
                let new = Goal { updated_at: ctx_.now, version: old.version + 1, ..old };
                tx.put_goal(&new).await?;
                let name = |id: &Uuid| ctx_.company.names.get(id).map(ToString::to_string);
                let told: Vec<Json> = set
                    .iter()
                    .map(|(day, id, amount)| json!({"whose": name(id), "starts_on": day, "amount": amount}))
                    .collect();
                let detail = json!({"name": new.name, "targets": told});
                tx.audit(ctx_.entry("goal.targets", None, Some(id), &detail));
                Ok::<_, Fault>(new)
            }
            .boxed()
        });
        Ok(view(ctx, changed.await?))
    }
}
