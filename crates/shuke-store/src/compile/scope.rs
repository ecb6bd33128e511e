//! What the viewer may see, as SQL.

use shuke_access::{Scope, ScopeCond, Team};
use shuke_base::Uuid;
use shuke_meta::ColumnType;

use crate::Bind;
use crate::compile::statement::{ALWAYS, NEVER, Statement};

/// The test that a row under `alias` is inside the scope.
pub(super) fn scope(st: &mut Statement, alias: &str, scope: &Scope) -> String {
    match scope.cond() {
        ScopeCond::All => ALWAYS.to_owned(),
        ScopeCond::Nothing => NEVER.to_owned(),
        ScopeCond::Owned { owners, departments, team } => {
            let mut tests = owned(st, alias, owners, departments);
            if let Some(team) = team {
                tests.push(format!("{alias}.id IN ({})", memberships(st, &team)));
            }
            either(tests)
        }
    }
}

/// The tests of which one holds for a row under `alias` of these owners and departments.
pub(super) fn owned(st: &mut Statement, alias: &str, owners: &[Uuid], departments: &[Uuid]) -> Vec<String> {
    let lists = [("owner", owners), ("owner_department", departments)];
    let some = lists.into_iter().filter(|(_, ids)| !ids.is_empty());
    some.map(|(column, ids)| among(st, alias, column, ids)).collect()
}

/// The test that one of these holds.
pub(super) fn either(mut tests: Vec<String>) -> String {
    match tests.len() {
        0 => NEVER.to_owned(),
        1 => tests.remove(0),
        _ => format!("({})", tests.join(" OR ")),
    }
}

/// What a membership under `m` has to meet to count for this member.
fn membership(st: &mut Statement, team: &Team) -> String {
    let (user, now) = (st.place(team.user), st.place(Bind::Moment(team.now)));
    let level = if team.write { " AND m.level = 'write'" } else { "" };
    format!("m.user_id = {user} AND (m.until IS NULL OR m.until > {now}){level}")
}

/// The ids of the records whose team has this member.
fn memberships(st: &mut Statement, team: &Team) -> String {
    format!("SELECT m.record_id FROM sys_member m WHERE {}", membership(st, team))
}

/// What stands before the rows of a table, so that they are found from the memberships and not the other way round.
pub(super) const FROM_TEAMS: &str = "sys_member m CROSS JOIN ";

/// The test that a row under `r`, found behind [`FROM_TEAMS`], reaches the viewer by its team alone, not by owner or
/// department: what a merge of rows by owner and department still lacks.
pub(super) fn by_team_alone(
    st: &mut Statement,
    team: &Team,
    (owners, departments): (&[Uuid], &[Uuid]),
) -> String {
    let other = owned(st, "r", owners, departments);
    let other = either(other);
    format!("r.id = m.record_id AND {} AND ({other}) IS NOT TRUE", membership(st, team))
}

/// The test that a column of ids is one of these.
pub(super) fn among(st: &mut Statement, alias: &str, column: &str, ids: &[Uuid]) -> String {
    st.one_of(&format!("{alias}.{column}"), ColumnType::Id, ids.iter().copied().map(Bind::Id).collect())
}
