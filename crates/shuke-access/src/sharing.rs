//! Sharing rules: records of some people, seen or changed by others, without a change of roles or owners.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shuke_base::Uuid;

use crate::chart::OrgChart;
use crate::condition::Ways;
use crate::role::Action;
use crate::scope::Union;

/// Some people: named, by department with all below it, or by role.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// People.
    #[serde(default)]
    pub users: Vec<Uuid>,
    /// Departments, each with all below it.
    #[serde(default)]
    pub departments: Vec<Uuid>,
    /// Whoever has one of these roles.
    #[serde(default)]
    pub roles: Vec<Uuid>,
}

impl Party {
    /// Whether it names nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.departments.is_empty() && self.roles.is_empty()
    }

    /// Whether a person is one of them who has these roles, in these departments: the own one and those above it.
    #[must_use]
    pub fn has(&self, user: Uuid, roles: &[Uuid], departments: &[Uuid]) -> bool {
        self.users.contains(&user)
            || self.roles.iter().any(|role| roles.contains(role))
            || self.departments.iter().any(|top| departments.contains(top))
    }
}

/// A rule: the records of an object that belong to `from`, or that meet its condition, are shared with `to`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingRule {
    /// Id.
    #[serde(default)]
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Api name of the object.
    pub object: String,
    /// Whose records; nobody's where there is a condition.
    pub from: Party,
    /// Which records, whoever owns them, as a filter tree; `from` counts when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<serde_json::Value>,
    /// Who gets them.
    pub to: Party,
    /// Changed, too; else only seen.
    #[serde(default)]
    pub write: bool,
    /// Switched on.
    pub active: bool,
}

/// A rule that reaches one viewer, with the owners and departments that it comes to.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) rule: Arc<SharingRule>,
    pub(crate) union: Union,
    pub(crate) ways: Ways,
}

/// The conditions of rules, understood, by the rule's id. A rule whose condition is not here shares nothing.
pub type Conditions = HashMap<Uuid, Ways>;

impl Shared {
    /// Whether it opens records of this object to this action.
    pub(crate) fn gives(&self, object: &str, action: Action) -> bool {
        let opens = match action {
            Action::Read => true,
            Action::Edit => self.rule.write,
            _ => false,
        };
        opens && self.rule.object == object
    }
}

/// The rules that share something with this person, worked out. `holders` answers who has a role.
pub(crate) fn shared(
    (rules, conditions): (&[Arc<SharingRule>], &Conditions),
    user: Uuid,
    roles: &[Uuid],
    department: Option<Uuid>,
    chart: &OrgChart,
    holders: &dyn Fn(Uuid) -> Vec<Uuid>,
) -> Vec<Shared> {
    let mut departments: Vec<Uuid> = department.into_iter().collect();
    departments.extend(department.into_iter().flat_map(|own| chart.departments_above(own)));
    let reaches = |rule: &&Arc<SharingRule>| rule.active && rule.to.has(user, roles, &departments);
    let worked_out = |rule: &Arc<SharingRule>| {
        let mut union = Union::default();
        if rule.condition.is_some() {
            let ways = conditions.get(&rule.id).cloned().unwrap_or_default();
            return Shared { rule: Arc::clone(rule), union, ways };
        }
        union.people(rule.from.users.iter().copied());
        union.people(rule.from.roles.iter().flat_map(|role| holders(*role)));
        union.departments(rule.from.departments.iter().flat_map(|top| chart.departments_below(*top)));
        Shared { rule: Arc::clone(rule), union, ways: Ways::default() }
    };
    rules.iter().filter(reaches).map(worked_out).collect()
}
