//! A goal of the sample company: what its salespeople are to sign in each month of the year.

use chrono::Datelike;
use serde_json::json;
use shuke_base::{Decimal, Fault, Moment, Uuid};
use shuke_store::Tx;
use shuke_store::system::Goal;

use super::{COMPANY, Cycle, Measure, OWNER, Rule};
use crate::App;
use crate::context::Ctx;

/// What a salesperson, and who leads some, is to sign in a month.
const EACH: [(&str, i64); 2] = [("sales", 300_000), ("sales_manager", 200_000)];

/// What each who sells is to reach, with the departments above and the company.
fn amounts(ctx: &Ctx) -> Vec<(Uuid, Decimal)> {
    let (company, mut all) = (&ctx.company, std::collections::BTreeMap::<Uuid, i64>::new());
    for person in company.org.people().filter(|person| person.active) {
        let roles = company.user_roles.get(&person.id).into_iter().flatten();
        let named = |(role, _): &&(&str, i64)| {
            roles.clone().any(|id| company.roles.get(id).is_some_and(|known| known.name == *role))
        };
        let Some((_, amount)) = EACH.iter().find(named) else { continue };
        let own = person.department.into_iter();
        let above = person.department.into_iter().flat_map(|id| company.org.departments_above(id));
        for party in own.chain(above).chain([person.id, COMPANY]) {
            *all.entry(party).or_default() += amount;
        }
    }
    all.into_iter().map(|(party, amount)| (party, Decimal::from(amount))).collect()
}

/// Makes the goal at the beginning of the sample, with the same amounts for every month until the end of this year.
pub(crate) async fn signed(tx: &mut Tx, app: &App, ctx: &Ctx, this_year: i32) -> Result<(), Fault> {
    let Some(object) = ctx.company.schema.object("opportunity").filter(|object| object.has(OWNER)) else {
        return Ok(());
    };
    let rule = Rule {
        measure: Measure::Sum,
        field: Some("amount".to_owned()),
        date: "closed_on".to_owned(),
        filter: Some(json!({"field": "stage", "op": "eq", "value": "won"})),
    };
    let admin = |id: &&Uuid| ctx.company.viewer(**id).is_admin();
    let Some(author) = ctx.company.user_roles.keys().find(admin).copied() else { return Ok(()) };
    if !rule.faults(object).is_empty() {
        return Ok(());
    }
    let goal = Goal {
        id: app.ids.new_id(ctx.now),
        name: "签约额".to_owned(),
        object: object.name.clone(),
        cycle: Cycle::Month.name().to_owned(),
        rule: serde_json::to_string(&rule).unwrap_or_default(),
        ended_on: None,
        version: 1,
        created_by: author,
        created_at: ctx.now,
        updated_at: ctx.now,
        deleted_at: None,
    };
    let amounts = amounts(ctx);
    let began = ctx.today();
    let months = (began.year()..=this_year).flat_map(|year| Cycle::Month.of_year(year));
    let all: Vec<_> = months
        .filter(|month| *month >= Cycle::Month.first(began))
        .flat_map(|month| amounts.iter().map(move |(party, amount)| (month, *party, Some(*amount))))
        .collect();
    tx.put_goal(&goal).await?;
    tx.put_goal_targets(goal.id, &all).await?;
    tx.audit(ctx.entry(
        "goal.created",
        None,
        Some(goal.id),
        &json!({"name": goal.name, "object": goal.object}),
    ));
    Ok(())
}

/// Deletes what was there when the company was founded; what people made themselves stays.
pub(crate) async fn forget(tx: &mut Tx, founded: Moment, now: Moment) -> Result<(), Fault> {
    for goal in tx.all_goals().await?.into_iter().filter(|goal| goal.created_at <= founded) {
        tx.put_goal(&Goal { deleted_at: Some(now), version: goal.version + 1, ..goal }).await?;
    }
    Ok(())
}
