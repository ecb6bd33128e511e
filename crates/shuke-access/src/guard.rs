//! Keeps a condition from telling about records that the viewer may not see.
//!
//! A filter can ask for more than the records it lists: for a field of the account behind a lead, or whether some
//! order points here. Unguarded, the length of the answer would tell what such a record holds.

use std::sync::Arc;

use shuke_base::{Uuid, Value};
use shuke_expr::{Cond, Hop, Op, Path, Test};
use shuke_meta::ObjectDef;

use crate::role::Action;
use crate::scope::ScopeCond;
use crate::viewer::Viewer;

impl Viewer {
    /// The condition, blind to what this viewer may not see: related records outside the scope don't count, and a
    /// test through a reference to a record outside the scope does not hold. A reference that is empty is tested
    /// like any other value.
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
        let mut parts = Vec::new();
        let hops = &test.path.hops;
        for (at, hop) in hops.iter().enumerate() {
            let target = hops.get(at + 1).unwrap_or(&test.path.end);
            if let Some(mut inside) = self.inside(&hops[..=at], &target.object) {
                let reference = Path { hops: hops[..at].to_vec(), end: hop.clone() };
                inside.push(Cond::Test(Test { path: reference, op: Op::Empty }));
                parts.push(Cond::Any(inside));
            }
        }
        if parts.is_empty() {
            return Cond::Test(test);
        }
        parts.push(Cond::Test(test));
        Cond::All(parts)
    }

    /// The tests of which one has to hold for a record of `object`, reached through `hops`, to be seen; `None` when
    /// all are.
    fn inside(&self, hops: &[Hop], object: &Arc<ObjectDef>) -> Option<Vec<Cond>> {
        let scope = self.scope(object, Action::Read);
        let (owners, departments) = match scope.cond() {
            ScopeCond::All => return None,
            ScopeCond::Nothing => return Some(Vec::new()),
            ScopeCond::Owned { owners, departments } => (owners, departments),
        };
        let test = |name: &str, ids: &[Uuid]| {
            let field = object.position(name).filter(|_| !ids.is_empty())?;
            let end = Hop { object: Arc::clone(object), field };
            let op = Op::In(ids.iter().copied().map(Value::Id).collect());
            Some(Cond::Test(Test { path: Path { hops: hops.to_vec(), end }, op }))
        };
        Some(test("owner", owners).into_iter().chain(test("owner_department", departments)).collect())
    }
}
