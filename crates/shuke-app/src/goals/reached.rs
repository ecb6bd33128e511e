//! What is reached: one pass over the records of a period, by their owners.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde_json::json;
use shuke_base::{Decimal, Fault, Uuid, Value, limits};
use shuke_store::Conn;
use shuke_store::records::{Group, Measured};
use shuke_store::system::Goal;

use super::sight::Sight;
use super::{Measure, OWNER, Rule};
use crate::context::Ctx;
use crate::records::aggregate::apart;

/// What the records of each owner come to; nothing where amounts are in other currencies than the company's.
pub(super) struct Reached(HashMap<Option<Uuid>, Option<Decimal>>);

/// What a group comes to.
fn amount(ctx: &Ctx, group: &Group) -> Option<Decimal> {
    match group.measures.first() {
        Some(Measured::Value(Value::Int(number))) => Some(Decimal::from(*number)),
        Some(Measured::Value(Value::Decimal(number))) => Some(*number),
        Some(Measured::Value(Value::Money(money))) => {
            (money.currency == ctx.company.settings.currency).then_some(money.amount)
        }
        Some(Measured::MixedCurrencies) => None,
        _ => Some(Decimal::ZERO),
    }
}

impl Reached {
    /// Counts what the caller may see of the records of a period; of the owners whom they are shown alone, where those
    /// are few enough to be named.
    pub(super) async fn of(
        conn: &mut Conn,
        ctx: &Ctx,
        (goal, rule): (&Goal, &Rule),
        span: (NaiveDate, NaiveDate),
        sight: &Sight,
    ) -> Result<Self, Fault> {
        let few = !sight.all && sight.people.len() <= limits::FILTER_VALUES;
        let owners = few.then(|| json!({"field": OWNER, "op": "in", "value": sight.people}));
        let (object, cond) = rule.condition(ctx, &goal.object, span, owners)?;
        let measure = match rule.measure {
            Measure::Count => ("count", None),
            Measure::Sum => ("sum", rule.field.as_deref()),
        };
        // No more groups than owners, and what nobody owns.
        let by = (OWNER, ctx.company.org.people().count() + 1);
        let groups = apart(conn, ctx, (&object, cond.as_ref()), measure, by).await?;
        let one = |group: &Group| (group.key.first().and_then(Value::as_id), amount(ctx, group));
        Ok(Self(groups.iter().map(one).collect()))
    }

    /// What the records of a person come to.
    pub(super) fn by_person(&self, person: Uuid) -> Option<Decimal> {
        self.0.get(&Some(person)).copied().unwrap_or(Some(Decimal::ZERO))
    }

    /// What the records come to whose owners are in these departments.
    pub(super) fn by_departments(&self, ctx: &Ctx, departments: &BTreeSet<Uuid>) -> Option<Decimal> {
        let within = |owner: &Option<Uuid>| {
            owner
                .and_then(|owner| ctx.company.org.department_of(owner))
                .is_some_and(|it| departments.contains(&it))
        };
        self.0.iter().filter(|(owner, _)| within(owner)).map(|(_, amount)| *amount).sum()
    }

    /// What all records come to.
    pub(super) fn by_all(&self) -> Option<Decimal> {
        self.0.values().copied().sum()
    }
}
