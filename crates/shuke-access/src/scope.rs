//! A scope: which records of an object an action may be done to.

use std::collections::BTreeSet;
use std::sync::Arc;

use shuke_base::{Moment, Uuid, Value};

use crate::condition::Ways;

/// Which records of an object a viewer may do an action to. Only [`crate::Viewer`] gives one out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    reach: Reach,
    team: Option<Team>,
    ways: Ways,
}

/// Records that reach a person as a member of their team, whoever owns them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    /// The member.
    pub user: Uuid,
    /// Only memberships that may write.
    pub write: bool,
    /// Memberships that ended before or at this moment don't count.
    pub now: Moment,
}

/// What a scope comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    All,
    Nothing,
    Owned { owners: Arc<[Uuid]>, departments: Arc<[Uuid]> },
}

/// A scope as a query needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeCond<'a> {
    /// All records.
    All,
    /// No record.
    Nothing,
    /// Records whose owner is one of `owners`, or whose owner's department is one of `departments`, or that have the
    /// viewer in their team, or that meet one of `ways`. Both lists are sorted, without doubles; either may be empty,
    /// never both.
    Owned {
        /// People.
        owners: &'a [Uuid],
        /// Departments.
        departments: &'a [Uuid],
        /// The viewer as a member of teams; none where that gives nothing.
        team: Option<Team>,
        /// What sharing rules ask of records, whoever owns them: fields of the record itself and nothing else.
        ways: &'a Ways,
    },
}

impl Reach {
    /// This, and what these people and departments own besides; nothing stays nothing.
    pub(crate) fn plus(&self, more: &Union) -> Self {
        match self {
            Self::All | Self::Nothing => self.clone(),
            Self::Owned { owners, departments } => {
                let mut union = more.clone();
                union.people(owners.iter().copied());
                union.departments(departments.iter().copied());
                union.reach()
            }
        }
    }
}

impl Scope {
    pub(crate) fn new(reach: Reach) -> Self {
        Self { reach, team: None, ways: Ways::default() }
    }

    /// Also what teams give, where the scope holds some records and not all.
    pub(crate) fn with_team(mut self, team: Option<Team>) -> Self {
        self.team = team.filter(|_| matches!(self.reach, Reach::Owned { .. }));
        self
    }

    /// Also records that meet one of these, where the scope holds some records and not all.
    pub(crate) fn with_ways(mut self, ways: Option<&Ways>) -> Self {
        if let (Some(ways), Reach::Owned { .. }) = (ways, &self.reach) {
            self.ways = ways.clone();
        }
        self
    }

    /// What sharing rules ask of records beyond owners and departments.
    #[must_use]
    pub fn ways(&self) -> &Ways {
        &self.ways
    }

    /// What teams give beyond owners and departments.
    #[must_use]
    pub fn team(&self) -> Option<Team> {
        self.team
    }

    /// What a query has to add.
    #[must_use]
    pub fn cond(&self) -> ScopeCond<'_> {
        match &self.reach {
            Reach::All => ScopeCond::All,
            Reach::Nothing => ScopeCond::Nothing,
            Reach::Owned { owners, departments } => {
                ScopeCond::Owned { owners, departments, team: self.team, ways: &self.ways }
            }
        }
    }

    /// Whether it holds no record at all: the right is missing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.reach == Reach::Nothing
    }

    /// Whether a record with these values, one for each field of its object, is inside by owner, department or a rule's
    /// condition, whatever its team.
    #[must_use]
    pub fn admits_row(&self, owner: Option<Uuid>, owner_department: Option<Uuid>, row: &[Value]) -> bool {
        self.admits(owner, owner_department) || self.ways.hold(row)
    }

    /// Whether a record with this owner and owner's department is inside, whatever its team and its fields.
    #[must_use]
    pub fn admits(&self, owner: Option<Uuid>, owner_department: Option<Uuid>) -> bool {
        match &self.reach {
            Reach::All => true,
            Reach::Nothing => false,
            Reach::Owned { owners, departments } => {
                owner.is_some_and(|owner| owners.binary_search(&owner).is_ok())
                    || owner_department
                        .is_some_and(|department| departments.binary_search(&department).is_ok())
            }
        }
    }
}

/// Collects the reach of several grants into one that holds whatever any of them holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Union {
    all: bool,
    owners: BTreeSet<Uuid>,
    departments: BTreeSet<Uuid>,
}

impl Union {
    pub(crate) fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.all |= other.all;
        self.owners.extend(&other.owners);
        self.departments.extend(&other.departments);
    }

    pub(crate) fn people(&mut self, people: impl IntoIterator<Item = Uuid>) {
        self.owners.extend(people);
    }

    pub(crate) fn departments(&mut self, departments: impl IntoIterator<Item = Uuid>) {
        self.departments.extend(departments);
    }

    pub(crate) fn reach(self) -> Reach {
        if self.all {
            Reach::All
        } else if self.owners.is_empty() && self.departments.is_empty() {
            Reach::Nothing
        } else {
            Reach::Owned {
                owners: self.owners.into_iter().collect(),
                departments: self.departments.into_iter().collect(),
            }
        }
    }
}
