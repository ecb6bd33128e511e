//! Who can have an amount: the company, its departments as they stand below each other, and behind each its people.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use shuke_base::Uuid;

use super::COMPANY;
use crate::company::Company;

/// What sort of thing has an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The whole company.
    Company,
    /// A department.
    Department,
    /// A person.
    Person,
}

/// One that can have an amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) party: Party,
    /// [`COMPANY`] for the company.
    pub(super) id: Uuid,
    /// The department above a department, or of a person.
    pub(super) department: Option<Uuid>,
    /// How far below the top, of those that are told.
    pub(super) depth: usize,
    /// Of a person, whether they can sign in.
    pub(super) active: bool,
}

/// By name, then by id; of a person, whether they can sign in.
type Named = (Option<Arc<str>>, Uuid, bool);

struct Walk<'a> {
    wanted: &'a dyn Fn(Uuid) -> bool,
    /// By the department above.
    departments: BTreeMap<Option<Uuid>, Vec<Named>>,
    people: BTreeMap<Option<Uuid>, Vec<Named>>,
    seen: HashSet<Uuid>,
    found: Vec<Place>,
}

impl Walk<'_> {
    /// What stands below a department, or at the top: departments, each followed by what stands below it, then people.
    fn below(&mut self, top: Option<Uuid>, depth: usize) {
        for (_, id, active) in self.departments.remove(&top).unwrap_or_default() {
            if !self.seen.insert(id) {
                continue;
            }
            let told = (self.wanted)(id);
            if told {
                self.found.push(Place { party: Party::Department, id, department: top, depth, active });
            }
            self.below(Some(id), depth + usize::from(told));
        }
        for (_, id, active) in self.people.remove(&top).unwrap_or_default() {
            if (self.wanted)(id) {
                self.found.push(Place { party: Party::Person, id, department: top, depth, active });
            }
        }
    }
}

/// Those of them who are wanted, in order.
pub(super) fn tree(company: &Company, wanted: impl Fn(Uuid) -> bool) -> Vec<Place> {
    let mut walk = Walk {
        wanted: &wanted,
        departments: BTreeMap::new(),
        people: BTreeMap::new(),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    let name = |id: &Uuid| company.names.get(id).cloned();
    let there = |id: &Uuid| company.org.department(*id).is_some();
    for one in company.org.departments() {
        walk.departments.entry(one.parent.filter(there)).or_default().push((name(&one.id), one.id, true));
    }
    for one in company.org.people() {
        let people = walk.people.entry(one.department.filter(there)).or_default();
        people.push((name(&one.id), one.id, one.active));
    }
    walk.departments.values_mut().for_each(|list| list.sort());
    walk.people.values_mut().for_each(|list| list.sort());
    let told = wanted(COMPANY);
    if told {
        let (party, department) = (Party::Company, None);
        walk.found.push(Place { party, id: COMPANY, department, depth: 0, active: true });
    }
    walk.below(None, usize::from(told));
    walk.found
}
