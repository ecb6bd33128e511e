//! The rows of a goal: whose amount it is, how much of it is reached, and how that compares with the days that have passed.

use std::cmp::Reverse;
use std::collections::HashMap;

use rust_decimal::RoundingStrategy;
use serde::Serialize;
use serde_json::{Value as Json, json};
use shuke_base::{Decimal, Uuid};
use shuke_store::system::GoalTarget;

use super::period::Elapsed;
use super::reached::Reached;
use super::sight::Sight;
use super::tree::{Party, tree};
use super::{COMPANY, OWNER};
use crate::context::Ctx;

/// How far one of those is who have an amount.
#[derive(Debug, Clone, Serialize)]
pub struct GoalRow {
    /// The company, a department or a person.
    pub party: Party,
    /// The department or the person; none for the company.
    pub id: Option<Uuid>,
    /// What it is called; none for the company.
    pub name: Option<String>,
    /// The caller's own.
    pub own: bool,
    /// How far below the top a department stands, of those that are told.
    pub depth: usize,
    /// The department of a person.
    pub department: Option<String>,
    /// How much there is to reach.
    pub target: Decimal,
    /// How much is; none where nothing can be counted, or amounts are in several currencies.
    pub reached: Option<Decimal>,
    /// The share, in hundredths.
    pub percent: Option<Decimal>,
    /// How much is missing.
    pub missing: Option<Decimal>,
    /// How much of that for each day that is left, today among them; none when none is left, or nothing is missing.
    pub per_day: Option<Decimal>,
    /// The place among the people; none where there is one alone.
    pub rank: Option<usize>,
    /// The records that count, as a list takes it; none where nothing can be counted.
    pub filter: Option<Json>,
}

impl GoalRow {
    pub(super) fn is_person(&self) -> bool {
        self.party == Party::Person
    }
}

fn round(number: Decimal, places: u32, how: RoundingStrategy) -> Decimal {
    number.round_dp_with_strategy(places, how).normalize()
}

/// The test that leaves the records of one party alone.
fn test(party: Party, id: Uuid) -> Option<Json> {
    match party {
        Party::Company => None,
        Party::Department => Some(json!({"field": "owner.department", "op": "under", "value": id})),
        Party::Person => Some(json!({"field": OWNER, "op": "in", "value": [id]})),
    }
}

/// What is reached, missing, and needed for each day that is left.
fn measured(row: &mut GoalRow, reached: Option<Decimal>, elapsed: Elapsed) {
    let Some(reached) = reached else { return };
    let missing = (row.target - reached).max(Decimal::ZERO);
    let half = RoundingStrategy::MidpointAwayFromZero;
    row.reached = Some(reached.normalize());
    row.percent = reached.checked_mul(Decimal::ONE_HUNDRED).map(|it| round(it / row.target, 1, half));
    row.missing = Some(missing.normalize());
    if missing > Decimal::ZERO && elapsed.left > 0 {
        let each = missing / Decimal::from(elapsed.left);
        row.per_day = Some(round(each, 2, RoundingStrategy::AwayFromZero));
    }
}

/// Who is farthest comes first; those who are as far share a place.
fn rank(people: &mut [GoalRow]) {
    people.sort_by_cached_key(|row| (Reverse(row.percent), Reverse(row.reached), row.name.clone(), row.id));
    if people.len() < 2 {
        return;
    }
    for at in 0..people.len() {
        let same = at.checked_sub(1).filter(|before| people[*before].percent == people[at].percent);
        let place = same.and_then(|before| people[before].rank).unwrap_or(at + 1);
        people[at].rank = people[at].percent.map(|_| place);
    }
}

/// The rows of what the caller is shown of a goal in a period.
pub(super) fn rows(
    ctx: &Ctx,
    sight: &Sight,
    targets: &[GoalTarget],
    reached: Option<&Reached>,
    (elapsed, filter): (Elapsed, &dyn Fn(Option<Json>) -> Json),
) -> Vec<GoalRow> {
    let targets: HashMap<Uuid, Decimal> = targets.iter().map(|it| (it.party_id, it.amount)).collect();
    let (mut rows, mut people) = (Vec::new(), Vec::new());
    for place in tree(&ctx.company, |id| targets.contains_key(&id)) {
        let Some(target) = targets.get(&place.id) else { continue };
        let amount = reached.and_then(|reached| match place.party {
            Party::Company => reached.by_all(),
            Party::Department => reached.by_departments(ctx, &ctx.company.org.departments_below(place.id)),
            Party::Person => reached.by_person(place.id),
        });
        let mut row = GoalRow {
            party: place.party,
            id: (place.id != COMPANY).then_some(place.id),
            name: ctx.company.names.get(&place.id).map(ToString::to_string),
            own: place.id == sight.own,
            depth: place.depth,
            department: place
                .department
                .filter(|_| place.party == Party::Person)
                .and_then(|id| ctx.company.names.get(&id))
                .map(ToString::to_string),
            target: target.normalize(),
            reached: None,
            percent: None,
            missing: None,
            per_day: None,
            rank: None,
            filter: reached.map(|_| filter(test(place.party, place.id))),
        };
        measured(&mut row, amount, elapsed);
        if row.is_person() { people.push(row) } else { rows.push(row) }
    }
    rank(&mut people);
    rows.extend(people);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, target: i64) -> GoalRow {
        GoalRow {
            party: Party::Person,
            id: Some(Uuid::nil()),
            name: Some(name.to_owned()),
            own: false,
            depth: 0,
            department: None,
            target: Decimal::from(target),
            reached: None,
            percent: None,
            missing: None,
            per_day: None,
            rank: None,
            filter: None,
        }
    }

    fn text(number: Option<Decimal>) -> String {
        number.map_or("-".to_owned(), |number| number.to_string())
    }

    #[test]
    fn what_is_missing_is_spread_over_the_days_that_are_left() {
        for (target, reached, left, expected) in [
            (300, Some(100), 7, ["100", "33.3", "200", "28.58"]),
            (300, Some(0), 0, ["0", "0", "300", "-"]),
            (300, Some(450), 7, ["450", "150", "0", "-"]),
            (300, None, 7, ["-", "-", "-", "-"]),
        ] {
            let mut row = row("a", target);
            measured(&mut row, reached.map(Decimal::from), Elapsed { all: 30, begun: 24, left });
            let told = [row.reached, row.percent, row.missing, row.per_day].map(text);
            assert_eq!(told, expected, "{target} {reached:?} {left}");
        }
    }

    #[test]
    fn those_who_are_as_far_share_a_place() {
        let elapsed = Elapsed { all: 30, begun: 1, left: 30 };
        let mut people: Vec<GoalRow> = [("a", Some(10)), ("b", Some(50)), ("c", Some(50)), ("d", None)]
            .map(|(name, reached)| {
                let mut row = row(name, 100);
                measured(&mut row, reached.map(Decimal::from), elapsed);
                row
            })
            .into();
        rank(&mut people);
        let places: Vec<_> = people.iter().map(|row| (row.name.as_deref().unwrap_or(""), row.rank)).collect();
        assert_eq!(places, [("b", Some(1)), ("c", Some(1)), ("a", Some(3)), ("d", None)]);
    }
}
