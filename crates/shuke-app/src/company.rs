//! What nearly every call needs: objects, people, roles and settings, as one unchanging snapshot that is replaced as
//! a whole when something of it changes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};

use chrono_tz::Tz;
use serde_json::{Value as Json, json};
use shuke_access::{Conditions, OrgChart, Role, SharingRule, Viewer};
use shuke_base::{Locale, Uuid};
use shuke_meta::Schema;
use shuke_store::system::Versions;

use crate::arrangement::Arrangements;
use crate::auth::policy::{Must, Policy};
use crate::computed::Plan;
use crate::files::policy::FilePolicy;
use crate::look::Look;
use crate::rules::Rules;
use crate::work_calendar::Working;

/// The company's own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the company is called.
    pub name: String,
    /// Language of people who chose none.
    pub locale: Locale,
    /// The zone that days are counted in.
    pub zone: Tz,
    /// ISO 4217 code of amounts without one.
    pub currency: String,
    /// Exported files say in their first row who exported them.
    pub export_watermark: bool,
    /// Days after which deleted records are removed for good; none: never.
    pub bin_days: Option<i64>,
    /// What is asked of sign-in.
    pub policy: Policy,
    /// Whoever would make a duplicate is told of records out of sight whose they are and how fresh.
    pub duplicates_told: bool,
    /// The days that are worked.
    pub working: Working,
    /// Whom push services may turn to, `mailto:` or `https:`; without one nothing is pushed.
    pub push_contact: Option<String>,
    /// Which files are taken.
    pub files: FilePolicy,
    /// How the program looks.
    pub look: Look,
    /// What it arranges for its people.
    pub arrangements: Arrangements,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "熟客".to_owned(),
            locale: Locale::ZhCn,
            zone: chrono_tz::Asia::Shanghai,
            currency: shuke_meta::parse::DEFAULT_CURRENCY.to_owned(),
            export_watermark: false,
            bin_days: None,
            policy: Policy::default(),
            duplicates_told: true,
            working: Working::default(),
            push_contact: None,
            files: FilePolicy::default(),
            look: Look::default(),
            arrangements: Arrangements::default(),
        }
    }
}

/// The snapshot.
#[derive(Debug)]
pub struct Company {
    /// The objects.
    pub schema: Schema,
    /// Who stands where.
    pub org: OrgChart,
    /// The roles, by id.
    pub roles: HashMap<Uuid, Arc<Role>>,
    /// The sharing rules, switched on or off.
    pub sharing: Vec<Arc<SharingRule>>,
    /// What those of them ask that have a condition.
    pub conditions: Conditions,
    /// Which roles each person has.
    pub user_roles: HashMap<Uuid, Vec<Uuid>>,
    /// The names of people and departments, which nearly every row shows.
    pub names: HashMap<Uuid, Arc<str>>,
    /// The languages of people who chose one.
    pub locales: HashMap<Uuid, Locale>,
    /// The settings.
    pub settings: Settings,
    /// What people have to do before anything else.
    pub musts: HashMap<Uuid, Must>,
    /// The people who have a second factor.
    pub second_factors: HashSet<Uuid>,
    /// What the database said when the snapshot was read.
    pub versions: Versions,
    pub(crate) viewers: Mutex<HashMap<Uuid, Viewer>>,
    pub(crate) plan: OnceLock<Arc<Plan>>,
    pub(crate) rules: OnceLock<Arc<Rules>>,
}

impl Company {
    /// The same, with nothing worked out yet: for what is to be.
    pub(crate) fn copy(&self) -> Self {
        Self {
            schema: self.schema.clone(),
            org: self.org.clone(),
            roles: self.roles.clone(),
            sharing: self.sharing.clone(),
            conditions: self.conditions.clone(),
            user_roles: self.user_roles.clone(),
            names: self.names.clone(),
            locales: self.locales.clone(),
            settings: self.settings.clone(),
            musts: self.musts.clone(),
            second_factors: self.second_factors.clone(),
            versions: self.versions,
            viewers: Mutex::default(),
            plan: OnceLock::new(),
            rules: OnceLock::new(),
        }
    }

    /// A reference to a person as callers see it; nothing for the program itself.
    #[must_use]
    pub fn person(&self, id: Option<Uuid>) -> Json {
        let name = |id: &Uuid| self.names.get(id).map_or("", AsRef::as_ref);
        id.map_or(Json::Null, |id| json!({"id": id, "object": "user", "name": name(&id)}))
    }

    /// What is computed from what; worked out once for each snapshot.
    #[must_use]
    pub fn plan(&self) -> Arc<Plan> {
        Arc::clone(self.plan.get_or_init(|| Arc::new(Plan::new(&self.schema))))
    }

    /// The rules of forms; worked out once for each snapshot.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(self.rules.get_or_init(|| Arc::new(Rules::new(&self.schema))))
    }

    /// The people who have a role.
    fn holders(&self, role: Uuid) -> Vec<Uuid> {
        let has = |(_, roles): &(&Uuid, &Vec<Uuid>)| roles.contains(&role);
        self.user_roles.iter().filter(has).map(|(user, _)| *user).collect()
    }

    /// What a person may do; computed once for each snapshot.
    #[must_use]
    pub fn viewer(&self, user: Uuid) -> Viewer {
        let mut viewers = self.viewers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let made = viewers.entry(user).or_insert_with(|| {
            let ids = self.user_roles.get(&user).map_or(&[][..], Vec::as_slice);
            let roles: Vec<Arc<Role>> = ids.iter().filter_map(|id| self.roles.get(id).cloned()).collect();
            Viewer::new(user, roles, &self.org)
                .with_sharing(&self.sharing, &self.conditions, &|role| self.holders(role))
                .with_sources(self.plan().sources())
        });
        made.clone()
    }
}
