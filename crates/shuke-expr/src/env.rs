//! What `@me`, "this month" and "under" mean for one caller at one moment.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;
use shuke_base::{Moment, Uuid};

/// The surroundings that a condition is read in.
#[derive(Debug, Clone)]
pub struct Env {
    /// The caller's person; `@me`.
    pub me: Option<Uuid>,
    /// The caller's department; `@my_department`.
    pub department: Option<Uuid>,
    /// The caller and all subordinates; `@my_team`.
    pub team: Vec<Uuid>,
    /// Now.
    pub now: Moment,
    /// The zone that days are counted in.
    pub zone: Tz,
    /// Parent of each department.
    pub parents: HashMap<Uuid, Uuid>,
}

impl Env {
    /// Surroundings with nobody in them.
    #[must_use]
    pub fn nobody(now: Moment) -> Self {
        Self {
            me: None,
            department: None,
            team: Vec::new(),
            now,
            zone: chrono_tz::Asia::Shanghai,
            parents: HashMap::new(),
        }
    }

    /// The department and all below it, in no particular order.
    #[must_use]
    pub fn departments_under(&self, top: Uuid) -> HashSet<Uuid> {
        let mut found = HashSet::from([top]);
        loop {
            let before = found.len();
            found.extend(
                self.parents
                    .iter()
                    .filter(|(_, parent)| found.contains(parent))
                    .map(|(id, _)| *id)
                    .collect::<Vec<_>>(),
            );
            if found.len() == before {
                return found;
            }
        }
    }
}
