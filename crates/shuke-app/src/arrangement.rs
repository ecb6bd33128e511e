//! How the company arranges the navigation for its people: for everyone, and for some roles in another way. What a person has
//! arranged alone goes before it, see [`crate::preferences`]. It gives no sight: a caller is told of objects that they may read.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};
use shuke_meta::Schema;
use shuke_meta::check::NAV_GROUPS;
use shuke_store::Tx;
use shuke_store::system::Lock;

use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::events::Told;
use crate::input::Input;
use crate::preferences::{Navigation, navigation};
use crate::roles::{RoleRef, title};

/// The setting that holds it.
const SETTING: &str = "company.arrangement";

/// What is arranged for some people; none of it is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// Groups and objects of the navigation, in order.
    pub navigation: Option<Navigation>,
}

impl Arrangement {
    fn is_usual(&self) -> bool {
        self.navigation.is_none()
    }
}

/// What is arranged for a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ForRole {
    pub(crate) role: Uuid,
    #[serde(flatten)]
    pub(crate) arrangement: Arrangement,
}

/// All that is arranged. Of several roles of a person the first holds that says something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangements {
    pub(crate) everyone: Arrangement,
    pub(crate) roles: Vec<ForRole>,
}

/// What is arranged for a role, as administrators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ForRoleView {
    /// The role.
    pub role: RoleRef,
    /// What is arranged for it.
    #[serde(flatten)]
    pub arrangement: Arrangement,
}

/// All that is arranged, as administrators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ArrangementsView {
    /// For whoever has no role of those below.
    pub everyone: Arrangement,
    /// The roles that have something of their own; of several roles of a person the first holds.
    pub roles: Vec<ForRoleView>,
}

/// Names that are none of an object or a group.
fn strangers(navigation: &Navigation, schema: &Schema, path: &str) -> Vec<FieldFault> {
    let known = |name: &String| schema.object(name).is_some();
    let wrong = |at: String, name: &String| {
        FieldFault::property(&format!("{path}{at}"), Code::UnknownOption).with("value", name)
    };
    let mut faults = Vec::new();
    for (at, group) in navigation.groups.iter().enumerate() {
        if !NAV_GROUPS.contains(&group.group.as_str()) {
            faults.push(wrong(format!("groups[{at}].group"), &group.group));
        }
        let unknown = group.objects.iter().find(|name| !known(name));
        faults.extend(unknown.map(|name| wrong(format!("groups[{at}].objects"), name)));
    }
    faults.extend(
        navigation.hidden.iter().find(|name| !known(name)).map(|name| wrong("hidden".to_owned(), name)),
    );
    faults
}

/// Each group and each object once, where it stands first.
fn once(navigation: Navigation) -> Navigation {
    let mut seen = std::collections::HashSet::new();
    let Navigation { mut groups, mut hidden } = navigation;
    for group in &mut groups {
        group.objects.retain(|name| seen.insert(name.clone()));
    }
    hidden.sort();
    hidden.dedup();
    Navigation { groups, hidden }
}

impl Arrangements {
    /// As it is stored; the usual one when it can't be read.
    pub(crate) fn stored(settings: &std::collections::BTreeMap<String, String>) -> Self {
        settings.get(SETTING).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Keeps it.
    pub(crate) async fn write(&self, tx: &mut Tx) -> Result<(), Fault> {
        tx.put_setting(SETTING, &json!(self).to_string()).await?;
        // Settings are a part of the snapshot, which every process reads anew.
        Ok(tx.bump_rights().await?)
    }

    /// Tells the audit log what is arranged for whom.
    pub(crate) fn audit(tx: &mut Tx, ctx: &Ctx, role: Option<Uuid>, now: &Arrangement) {
        let detail = json!([[SETTING, {"role": role, "navigation": now.navigation}]]);
        tx.audit(ctx.entry("company.changed", None, None, &detail));
    }

    /// What is said for a role, or for everyone.
    pub(crate) fn of(&self, role: Option<Uuid>) -> Arrangement {
        let Some(role) = role else { return self.everyone.clone() };
        let found = self.roles.iter().find(|known| known.role == role);
        found.map(|known| known.arrangement.clone()).unwrap_or_default()
    }

    /// With another one for a role, or for everyone.
    pub(crate) fn with(mut self, role: Option<Uuid>, arrangement: Arrangement) -> Self {
        let Some(role) = role else { return Self { everyone: arrangement, ..self } };
        match self.roles.iter().position(|known| known.role == role) {
            Some(at) if arrangement.is_usual() => drop(self.roles.remove(at)),
            Some(at) => self.roles[at].arrangement = arrangement,
            None if arrangement.is_usual() => {}
            None => self.roles.push(ForRole { role, arrangement }),
        }
        self
    }

    /// With what a folder says of it.
    pub(crate) fn changed(&self, given: &Map<String, Json>) -> Result<Self, Fault> {
        let mut input = Input::new(given, &["everyone", "roles"]);
        let mut new = self.clone();
        match input.map("everyone") {
            Some(Some(map)) => {
                let mut part = Input::at("everyone.", map, &["navigation"]);
                new.everyone = Arrangement { navigation: navigation_of(&mut part).flatten() };
                input.absorb(part);
            }
            Some(None) => new.everyone = Arrangement::default(),
            None => {}
        }
        if let Some(list) = input.list("roles") {
            let one = |part: &mut Input<'_>| {
                let arrangement = Arrangement { navigation: navigation_of(part).flatten() };
                Some(ForRole { role: role_of(part)?, arrangement })
            };
            let entry = ("一组属性", "an object");
            let all = input.each("roles", list.unwrap_or_default(), entry, &["role", "navigation"], one);
            new.roles = all.into_iter().flatten().collect();
        }
        let faults = input.finish();
        if faults.is_empty() { Ok(new) } else { Err(Fault::invalid(faults)) }
    }

    /// What is wrong with it for a company.
    pub(crate) fn faults(&self, company: &Company) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let named = |what: &Arrangement, path: &str| {
            let path = format!("{path}navigation.");
            what.navigation.as_ref().map(|it| strangers(it, &company.schema, &path)).unwrap_or_default()
        };
        faults.extend(named(&self.everyone, "everyone."));
        for (at, ForRole { role, arrangement }) in self.roles.iter().enumerate() {
            let path = format!("roles[{at}].");
            if !company.roles.contains_key(role) {
                faults.push(FieldFault::property(&format!("{path}role"), Code::UnknownReference));
            }
            faults.extend(named(arrangement, &path));
        }
        faults
    }

    fn view(&self, company: &Company, locale: Locale) -> ArrangementsView {
        let shown = |ForRole { role, arrangement }: &ForRole| {
            let role = company.roles.get(role)?;
            let role = RoleRef { id: role.id, name: title(role, locale) };
            Some(ForRoleView { role, arrangement: arrangement.clone() })
        };
        ArrangementsView {
            everyone: self.everyone.clone(),
            roles: self.roles.iter().filter_map(shown).collect(),
        }
    }
}

/// What the company has arranged for the caller, as far as they may see it.
pub(crate) fn of_caller(ctx: &Ctx, company: &Company) -> Arrangement {
    let all = &company.settings.arrangements;
    let has = |known: &&ForRole| ctx.viewer.roles().iter().any(|role| role.id == known.role);
    let first = all.roles.iter().filter(has).find_map(|known| known.arrangement.navigation.clone());
    let sees = |name: &String| company.schema.object(name).is_some_and(|it| ctx.viewer.may(it, Action::Read));
    let navigation = first.or_else(|| all.everyone.navigation.clone()).map(|mut navigation| {
        navigation.groups.iter_mut().for_each(|group| group.objects.retain(sees));
        navigation.hidden.retain(sees);
        navigation
    });
    Arrangement { navigation }
}

/// The navigation that is given.
fn navigation_of<'a>(input: &mut Input<'a>) -> Option<Option<Navigation>> {
    input.map("navigation").map(|map| map.map(|map| once(navigation(input, map))))
}

/// The role that is given; it has to be one.
fn role_of(input: &mut Input<'_>) -> Option<Uuid> {
    let role = input.raw("role").flatten()?.parse().ok();
    if role.is_none() {
        input.refuse(input.fault("role", Code::UnknownReference));
    }
    role
}

/// A role, or everyone, and what is to be changed for them.
fn read(ctx: &Ctx, given: &Map<String, Json>) -> Result<(Option<Uuid>, Option<Option<Navigation>>), Fault> {
    let mut input = Input::new(given, &["role", "navigation"]);
    let role = if matches!(given.get("role"), None | Some(Json::Null)) { None } else { role_of(&mut input) };
    if role.is_some_and(|role| !ctx.company.roles.contains_key(&role)) {
        input.refuse(input.fault("role", Code::UnknownReference));
    }
    let navigation = navigation_of(&mut input);
    let mut faults = input.finish();
    if let Some(Some(navigation)) = &navigation {
        faults.extend(strangers(navigation, &ctx.company.schema, "navigation."));
    }
    if faults.is_empty() { Ok((role, navigation)) } else { Err(Fault::invalid(faults)) }
}

impl App {
    /// All that the company has arranged.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub fn arrangements(&self, ctx: &Ctx) -> Result<ArrangementsView, Fault> {
        ctx.admin()?;
        Ok(ctx.company.settings.arrangements.view(&ctx.company, ctx.locale))
    }

    /// Arranges the navigation for a role, or for everyone; `null` is as usual. Open pages are told.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_arrangement(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<ArrangementsView, Fault> {
        ctx.admin()?;
        let (role, change) = read(ctx, given)?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    // What is stored at this moment: another administrator may have arranged for another role.
                    let stored = Arrangements::stored(&tx.settings().await?);
                    let mut now = stored.of(role);
                    if let Some(navigation) = change {
                        now.navigation = navigation;
                    }
                    Arrangements::audit(tx, &ctx_, role, &now);
                    stored.with(role, now).write(tx).await
                }
                .boxed()
            })
            .await?;
        self.refresh().await?;
        let company = self.company();
        self.tell(Told::Meta(company.schema.version));
        Ok(company.settings.arrangements.view(&company, ctx.locale))
    }
}
