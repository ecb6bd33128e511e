//! Goals: what is to be reached, and the amounts by period for the company, departments and people.

use shuke_meta::ColumnType::{Date, Decimal, Id, Int, Moment, Text};

use crate::ddl::table::{Alter, table};
use crate::system::goal_target::PLACES;

/// The tables of this step.
pub(super) fn steps() -> Vec<Alter> {
    let goals = table("sys_goal", &["id"])
        .has(Id, &["id"])
        .has(Text, &["name", "object", "cycle", "rule"])
        .may(Date, &["ended_on"])
        .has(Int, &["version"])
        .has(Id, &["created_by"])
        .has(Moment, &["created_at", "updated_at"])
        .may(Moment, &["deleted_at"]);
    let targets = table("sys_goal_target", &["goal_id", "starts_on", "party_id"])
        .has(Id, &["goal_id"])
        .has(Date, &["starts_on"])
        .has(Id, &["party_id"])
        .has(Decimal(PLACES), &["amount"])
        .small()
        .index(&["party_id", "goal_id"], None);
    [goals, targets].into_iter().flat_map(|it| it.steps()).collect()
}
