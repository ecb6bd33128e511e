//! What the viewer may see, as SQL.

use shuke_access::{Scope, ScopeCond};

use crate::compile::statement::Statement;

/// The test that a row under `alias` is inside the scope.
pub(super) fn scope(statement: &mut Statement, alias: &str, scope: &Scope) -> String {
    match scope.cond() {
        ScopeCond::All => "1 = 1".to_owned(),
        ScopeCond::Nothing => "1 = 0".to_owned(),
        ScopeCond::Owned { owners, departments } => {
            let mut tests = Vec::new();
            for (column, ids) in [("owner", owners), ("owner_department", departments)] {
                match ids {
                    [] => {}
                    [id] => tests.push(format!("{alias}.{column} = {}", statement.place(*id))),
                    ids => {
                        let places = statement.places(ids.iter().copied());
                        tests.push(format!("{alias}.{column} IN ({places})"));
                    }
                }
            }
            match tests.len() {
                0 => "1 = 0".to_owned(),
                1 => tests.remove(0),
                _ => format!("({})", tests.join(" OR ")),
            }
        }
    }
}
