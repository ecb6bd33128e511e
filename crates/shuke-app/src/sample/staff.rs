//! Who does the work in the sample: the company's own people, by the teams that sell in a city.

use std::collections::HashMap;

use shuke_base::Uuid;
use shuke_meta::pack;

use super::dice::Dice;
use crate::company::Company;

/// One who may own records, and how many that will be.
type Worker = (Uuid, u32);

/// The people by what they do.
#[derive(Debug, Default)]
pub(super) struct Staff {
    teams: HashMap<String, Vec<Worker>>,
    sellers: Vec<Worker>,
    marketers: Vec<Uuid>,
    service: Vec<Uuid>,
}

impl Staff {
    /// The active people of a company. Departments that are called as in the sample company are teams; where nobody
    /// sells, everybody does.
    pub(super) fn new(company: &Company) -> Self {
        let teams: HashMap<String, String> = pack::load("standard")
            .map(|pack| pack.sample.departments.into_iter().map(|it| (it.name, it.key)).collect())
            .unwrap_or_default();
        let mut staff = Self::default();
        let mut people: Vec<Uuid> = company
            .user_roles
            .keys()
            .copied()
            .filter(|id| company.org.person(*id).is_some_and(|person| person.active))
            .collect();
        people.sort();
        for person in &people {
            let names = company.user_roles[person].iter().filter_map(|id| company.roles.get(id));
            let names: Vec<&str> = names.map(|role| role.name.as_str()).collect();
            if names.contains(&"marketer") {
                staff.marketers.push(*person);
            }
            if names.contains(&"service") {
                staff.service.push(*person);
            }
            let share = if names.contains(&"sales") { 5 } else { 2 };
            if !names.iter().any(|name| matches!(*name, "sales" | "sales_manager")) {
                continue;
            }
            let department = company.org.department_of(*person).and_then(|id| company.names.get(&id));
            if let Some(team) = department.and_then(|name| teams.get(&**name)) {
                staff.teams.entry(team.clone()).or_default().push((*person, share));
            }
            staff.sellers.push((*person, share));
        }
        if staff.sellers.is_empty() {
            staff.sellers = people.iter().map(|person| (*person, 1)).collect();
        }
        staff
    }

    /// Who gets a customer of this team's cities; now and then it is somebody of another team.
    pub(super) fn seller(&self, dice: &mut Dice, team: &str) -> Option<Uuid> {
        let own = self.teams.get(team).filter(|own| !own.is_empty() && dice.chance(94));
        let from = own.unwrap_or(&self.sellers);
        (!from.is_empty()).then(|| dice.weighted(from, |(_, share)| *share).0)
    }

    /// Who runs campaigns and enters what they bring.
    pub(super) fn marketer(&self, dice: &mut Dice) -> Option<Uuid> {
        (!self.marketers.is_empty()).then(|| *dice.pick(&self.marketers))
    }

    /// Who answers customers.
    pub(super) fn service(&self, dice: &mut Dice) -> Option<Uuid> {
        (!self.service.is_empty()).then(|| *dice.pick(&self.service))
    }
}
