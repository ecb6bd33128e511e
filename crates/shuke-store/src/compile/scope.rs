//! What the viewer may see, as SQL.

use shuke_access::{Scope, ScopeCond};
use shuke_base::Uuid;
use shuke_meta::ColumnType;

use crate::Bind;
use crate::compile::statement::{ALWAYS, NEVER, Statement};

/// The test that a row under `alias` is inside the scope.
pub(super) fn scope(st: &mut Statement, alias: &str, scope: &Scope) -> String {
    match scope.cond() {
        ScopeCond::All => ALWAYS.to_owned(),
        ScopeCond::Nothing => NEVER.to_owned(),
        ScopeCond::Owned { owners, departments } => {
            let mut tests = Vec::new();
            for (column, ids) in [("owner", owners), ("owner_department", departments)] {
                if !ids.is_empty() {
                    tests.push(among(st, alias, column, ids));
                }
            }
            match tests.len() {
                0 => NEVER.to_owned(),
                1 => tests.remove(0),
                _ => format!("({})", tests.join(" OR ")),
            }
        }
    }
}

/// The test that a column of ids is one of these.
pub(super) fn among(st: &mut Statement, alias: &str, column: &str, ids: &[Uuid]) -> String {
    st.one_of(&format!("{alias}.{column}"), ColumnType::Id, ids.iter().copied().map(Bind::Id).collect())
}
