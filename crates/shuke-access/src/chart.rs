//! The organisation chart: people with their superiors, departments with their parents.
//!
//! The data may be wrong, two people each other's superior: every walk ends nevertheless.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use shuke_base::Uuid;

/// A person of the company, as far as rights are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Id of the user.
    pub id: Uuid,
    /// Direct superior.
    pub superior: Option<Uuid>,
    /// Department.
    pub department: Option<Uuid>,
    /// Whether the person can sign in. The records of one who can't stay with the superiors.
    pub active: bool,
}

/// A department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Department {
    /// Id.
    pub id: Uuid,
    /// The department above.
    pub parent: Option<Uuid>,
    /// Who heads it. Heading a department gives no rights by itself.
    pub head: Option<Uuid>,
}

/// All people and departments at one moment; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct OrgChart(Arc<Tables>);

#[derive(Debug, Default)]
struct Tables {
    people: HashMap<Uuid, Person>,
    departments: HashMap<Uuid, Department>,
    /// People by superior.
    reports: HashMap<Uuid, Vec<Uuid>>,
    /// Departments by parent.
    children: HashMap<Uuid, Vec<Uuid>>,
}

impl OrgChart {
    /// The chart of these people and departments.
    #[must_use]
    pub fn new(
        people: impl IntoIterator<Item = Person>,
        departments: impl IntoIterator<Item = Department>,
    ) -> Self {
        let mut tables = Tables::default();
        for person in people {
            if let Some(superior) = person.superior {
                tables.reports.entry(superior).or_default().push(person.id);
            }
            tables.people.insert(person.id, person);
        }
        for department in departments {
            if let Some(parent) = department.parent {
                tables.children.entry(parent).or_default().push(department.id);
            }
            tables.departments.insert(department.id, department);
        }
        Self(Arc::new(tables))
    }

    /// All people, in no order.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.0.people.values()
    }

    /// A person.
    #[must_use]
    pub fn person(&self, id: Uuid) -> Option<&Person> {
        self.0.people.get(&id)
    }

    /// All departments.
    pub fn departments(&self) -> impl Iterator<Item = &Department> {
        self.0.departments.values()
    }

    /// A department.
    #[must_use]
    pub fn department(&self, id: Uuid) -> Option<&Department> {
        self.0.departments.get(&id)
    }

    /// The department that a person belongs to.
    #[must_use]
    pub fn department_of(&self, person: Uuid) -> Option<Uuid> {
        self.person(person).and_then(|person| person.department)
    }

    /// Everybody below a person along the chain of direct superiors, without the person.
    #[must_use]
    pub fn subordinates(&self, person: Uuid) -> BTreeSet<Uuid> {
        let mut found = below(&self.0.reports, person);
        found.remove(&person);
        found
    }

    /// A department and all below it.
    #[must_use]
    pub fn departments_below(&self, department: Uuid) -> BTreeSet<Uuid> {
        below(&self.0.children, department)
    }

    /// The superiors of a person, the direct one first. Ends where the chain comes round.
    #[must_use]
    pub fn superiors(&self, person: Uuid) -> Vec<Uuid> {
        above(person, |id| self.person(id).and_then(|person| person.superior))
    }

    /// The departments above a department, the nearest first. Ends where the chain comes round.
    #[must_use]
    pub fn departments_above(&self, department: Uuid) -> Vec<Uuid> {
        above(department, |id| self.department(id).and_then(|department| department.parent))
    }

    /// Whether `person` can't get this superior because the chain would lead back to `person`.
    #[must_use]
    pub fn superior_leads_back(&self, person: Uuid, superior: Uuid) -> bool {
        person == superior || self.superiors(superior).contains(&person)
    }

    /// Whether `department` can't get this parent because the chain would lead back to `department`.
    #[must_use]
    pub fn parent_leads_back(&self, department: Uuid, parent: Uuid) -> bool {
        department == parent || self.departments_above(parent).contains(&department)
    }

    /// The parent of each department that has one.
    #[must_use]
    pub fn parents(&self) -> HashMap<Uuid, Uuid> {
        let departments = self.0.departments.values();
        departments.filter_map(|department| Some((department.id, department.parent?))).collect()
    }
}

/// `top` and all that the tree holds below it.
fn below(tree: &HashMap<Uuid, Vec<Uuid>>, top: Uuid) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::from([top]);
    let mut open = vec![top];
    while let Some(at) = open.pop() {
        for next in tree.get(&at).into_iter().flatten() {
            if found.insert(*next) {
                open.push(*next);
            }
        }
    }
    found
}

/// What lies above `from`, nearest first, each once and never `from` itself.
fn above(from: Uuid, up: impl Fn(Uuid) -> Option<Uuid>) -> Vec<Uuid> {
    let mut chain = Vec::new();
    let mut seen = BTreeSet::from([from]);
    let mut at = from;
    while let Some(next) = up(at).filter(|next| seen.insert(*next)) {
        chain.push(next);
        at = next;
    }
    chain
}
