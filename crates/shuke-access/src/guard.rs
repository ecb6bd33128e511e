//! Keeps a condition from telling about records that the viewer may not see.
//!
//! A filter can ask for more than the records it lists: for a field of the account behind a lead, or whether some
//! order points here. Unguarded, the length of the answer would tell what such a record holds. `shuke-store` guards
//! what it compiles by the same rule; this is the rule for conditions that are evaluated in memory.

use std::sync::Arc;

use shuke_base::{Uuid, Value};
use shuke_expr::{Cond, Hop, Op, Path, Test};
use shuke_meta::ObjectDef;

use crate::role::Action;
use crate::scope::ScopeCond;
use crate::viewer::Viewer;

impl Viewer {
    /// The condition, blind to what this viewer may not see: a reference to a record outside the scope counts as
    /// empty for whatever lies behind it, and related records outside the scope don't count.
    #[must_use]
    pub fn guard(&self, cond: Cond) -> Cond {
        match cond {
            _ if self.is_admin() => cond,
            Cond::All(parts) => Cond::All(parts.into_iter().map(|part| self.guard(part)).collect()),
            Cond::Any(parts) => Cond::Any(parts.into_iter().map(|part| self.guard(part)).collect()),
            Cond::Not(inner) => !self.guard(*inner),
            Cond::Test(test) => self.guard_test(test),
            Cond::Related { object, field, cond } => {
                let inside = self.inside(&[], &object).map(Cond::Any);
                let cond = self.guard(*cond);
                let cond = Box::new(match inside {
                    Some(inside) => Cond::All(vec![inside, cond]),
                    None => cond,
                });
                Cond::Related { object, field, cond }
            }
        }
    }

    fn guard_test(&self, test: Test) -> Cond {
        let hops = &test.path.hops;
        let reached = |at: usize| hops.get(at + 1).unwrap_or(&test.path.end);
        let seen: Vec<Cond> = (0..hops.len())
            .filter_map(|at| self.inside(&hops[..=at], &reached(at).object).map(Cond::Any))
            .collect();
        match test.op {
            _ if seen.is_empty() => Cond::Test(test),
            // True of what is empty.
            Op::Ne(_) | Op::NotIn(_) | Op::NotContains(_) | Op::Empty => {
                (!Cond::All(seen)).or(Cond::Test(test))
            }
            Op::Eq(_)
            | Op::In(_)
            | Op::Lt(_)
            | Op::Lte(_)
            | Op::Gt(_)
            | Op::Gte(_)
            | Op::Between(..)
            | Op::Within(..)
            | Op::Contains(_)
            | Op::StartsWith(_)
            | Op::EndsWith(_)
            | Op::NotEmpty
            | Op::Never => Cond::All(seen).and(Cond::Test(test)),
        }
    }

    /// The tests of which one has to hold for a record of `object`, reached through `hops`, to be seen; `None` when
    /// all are.
    fn inside(&self, hops: &[Hop], object: &Arc<ObjectDef>) -> Option<Vec<Cond>> {
        let scope = self.scope(object, Action::Read);
        let (owners, departments, ways) = match scope.cond() {
            ScopeCond::All => return None,
            ScopeCond::Nothing => return Some(Vec::new()),
            // Memory knows of no teams: what only they show counts as not seen.
            ScopeCond::Owned { owners, departments, ways, .. } => (owners, departments, ways),
        };
        let test = |name: &str, ids: &[Uuid]| {
            let field = object.position(name).filter(|_| !ids.is_empty())?;
            let end = Hop { object: Arc::clone(object), field };
            let op = Op::In(ids.iter().copied().map(Value::Id).collect());
            Some(Cond::Test(Test { path: Path { hops: hops.to_vec(), end }, op }))
        };
        let own = test("owner", owners).into_iter().chain(test("owner_department", departments));
        Some(own.chain(ways.iter().map(|way| behind(hops, way))).collect())
    }
}

/// A condition on fields of a record itself, asked of the record that these references lead to.
fn behind(hops: &[Hop], cond: &Cond) -> Cond {
    let each = |parts: &[Cond]| parts.iter().map(|part| behind(hops, part)).collect();
    match cond {
        Cond::All(parts) => Cond::All(each(parts)),
        Cond::Any(parts) => Cond::Any(each(parts)),
        Cond::Not(inner) => !behind(hops, inner),
        Cond::Test(test) => {
            let path = Path { hops: hops.to_vec(), end: test.path.end.clone() };
            Cond::Test(Test { path, op: test.op.clone() })
        }
        Cond::Related { .. } => Cond::never(),
    }
}
