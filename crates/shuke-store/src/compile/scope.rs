//! What the viewer may see, as SQL.

use std::sync::Arc;

use shuke_access::{Scope, ScopeCond, Team, Viewer};
use shuke_base::Uuid;
use shuke_expr::Cond;
use shuke_meta::{ColumnType, ObjectDef};

use crate::compile::cond::cond;
use crate::compile::statement::{ALWAYS, NEVER, Statement};
use crate::dialect::words::SEARCH_PLACES;
use crate::dialect::{Dialect, quote};
use crate::{Bind, StoreError};

/// The test that a row of `object` under `alias` is inside the scope.
///
/// # Errors
/// When a value's type is not its field's.
pub(super) fn scope(
    st: &mut Statement,
    alias: &str,
    object: &ObjectDef,
    scope: &Scope,
) -> Result<String, StoreError> {
    Ok(match scope.cond() {
        ScopeCond::All => ALWAYS.to_owned(),
        ScopeCond::Nothing => NEVER.to_owned(),
        ScopeCond::Owned { owners, departments, team, ways } => {
            let mut tests = owned(st, alias, object, (owners, departments, ways))?;
            if let Some(team) = team {
                tests.push(format!("{alias}.id IN ({})", memberships(st, &team)));
            }
            either(tests)
        }
    })
}

/// Owners, departments, and what sharing rules ask of records.
pub(super) type Held<'s> = (&'s [Uuid], &'s [Uuid], &'s [Arc<Cond>]);

/// The tests of which one holds for a row under `alias` that is held so.
pub(super) fn owned(
    st: &mut Statement,
    alias: &str,
    object: &ObjectDef,
    (owners, departments, ways): Held<'_>,
) -> Result<Vec<String>, StoreError> {
    let lists = [("owner", owners), ("owner_department", departments)];
    let some = lists.into_iter().filter(|(_, ids)| !ids.is_empty());
    let mut tests: Vec<String> = some.map(|(column, ids)| among(st, alias, column, ids)).collect();
    for shared in ways {
        tests.push(way(st, alias, object, shared)?);
    }
    Ok(tests)
}

/// The test that a row under `alias` meets what a sharing rule asks of it.
pub(super) fn way(
    st: &mut Statement,
    alias: &str,
    object: &ObjectDef,
    way: &Cond,
) -> Result<String, StoreError> {
    // It asks for fields of the row alone, so there is nothing that a viewer could be kept from.
    Ok(format!("({})", cond(st, alias, object, way, &Viewer::system())?))
}

/// Which of these records meet what sharing rules ask of the records of a scope.
///
/// # Errors
/// When a value's type is not its field's.
pub(crate) fn shared(
    dialect: Dialect,
    object: &ObjectDef,
    scope: &Scope,
    records: &[Uuid],
) -> Result<Statement, StoreError> {
    let mut st = Statement::new(dialect);
    let these = among(&mut st, "r", "id", records);
    let meets = either(owned(&mut st, "r", object, (&[], &[], scope.ways()))?);
    st.sql = format!("SELECT r.id FROM {} r WHERE {these} AND {meets}", quote(&object.table));
    Ok(st)
}

/// The newest documents of the index of words whose records of `object` meet what sharing rules ask, as
/// [`Dialect::search`] finds them for the places `$1` to `$3`; the values of later places are the statement's.
///
/// # Errors
/// When a value's type is not its field's.
pub(crate) fn shared_documents(
    dialect: Dialect,
    object: &ObjectDef,
    scope: &Scope,
) -> Result<Statement, StoreError> {
    let mut st = Statement::new(dialect);
    st.binds = vec![Bind::Int(0); SEARCH_PLACES];
    let meets = either(owned(&mut st, "r", object, (&[], &[], scope.ways()))?);
    st.sql = dialect.search_where(&quote(&object.table), &meets);
    st.binds.drain(..SEARCH_PLACES);
    Ok(st)
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

/// The test that a row under `r`, found behind [`FROM_TEAMS`], reaches the viewer by its team alone, and not because it
/// meets the test `other`: what a merge of the rows that do still lacks.
pub(super) fn by_team_alone(st: &mut Statement, team: &Team, other: &str) -> String {
    format!("r.id = m.record_id AND {} AND ({other}) IS NOT TRUE", membership(st, team))
}

/// The test that a column of ids is one of these.
pub(super) fn among(st: &mut Statement, alias: &str, column: &str, ids: &[Uuid]) -> String {
    st.one_of(&format!("{alias}.{column}"), ColumnType::Id, ids.iter().copied().map(Bind::Id).collect())
}
