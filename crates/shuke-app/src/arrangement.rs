//! How the company arranges the navigation and the workbench for its people: for everyone, and for some roles in another way.
//! What a person has arranged alone goes before it, see [`crate::preferences`]. It gives no sight: a caller is told of objects
//! that they may read, and of views that are shared with them.

mod cards;
mod navigation;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};
use shuke_meta::Schema;
use shuke_store::system::Lock;
use shuke_store::{Conn, Tx};

use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::events::Told;
use crate::input::Input;
use crate::preferences::{Card, Navigation, cards as cards_of};
use crate::roles::{RoleRef, title};

/// The setting that holds it.
const SETTING: &str = "company.arrangement";

/// What is arranged for some people, part by part; none of it is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// Groups and objects of the navigation, in order.
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order.
    pub workbench: Option<Vec<Card>>,
}

/// What is to be set of it; what is absent stays.
#[derive(Debug, Clone, Default)]
struct Change {
    navigation: Option<Option<Navigation>>,
    workbench: Option<Option<Vec<Card>>>,
}

/// The parts by their names.
const PARTS: [&str; 2] = ["navigation", "workbench"];

impl Change {
    fn read(input: &mut Input<'_>) -> Self {
        Self { navigation: navigation::given(input), workbench: cards_of(input) }
    }

    /// What it comes to over what there was.
    fn over(self, old: Arrangement) -> Arrangement {
        Arrangement {
            navigation: self.navigation.unwrap_or(old.navigation),
            workbench: self.workbench.unwrap_or(old.workbench),
        }
    }

    /// What it comes to where there was nothing.
    fn alone(self) -> Arrangement {
        self.over(Arrangement::default())
    }
}

impl Arrangement {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What it names that a company doesn't have.
    fn strangers(&self, schema: &Schema, path: &str) -> Vec<FieldFault> {
        let of_navigation = |it| navigation::strangers(it, schema, &format!("{path}navigation."));
        let of_cards = |it: &Vec<Card>| cards::strangers(it, schema, &format!("{path}workbench"));
        let mut faults = self.navigation.as_ref().map(of_navigation).unwrap_or_default();
        faults.extend(self.workbench.as_ref().map(of_cards).unwrap_or_default());
        faults
    }
}

/// What is arranged for a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ForRole {
    pub(crate) role: Uuid,
    #[serde(flatten)]
    pub(crate) arrangement: Arrangement,
}

/// All that is arranged. Of several roles of a person the first holds that says something, for each part.
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
        let detail =
            json!([[SETTING, {"role": role, "navigation": now.navigation, "workbench": now.workbench}]]);
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
                let mut part = Input::at("everyone.", map, &PARTS);
                new.everyone = Change::read(&mut part).alone();
                input.absorb(part);
            }
            Some(None) => new.everyone = Arrangement::default(),
            None => {}
        }
        if let Some(list) = input.list("roles") {
            let one = |part: &mut Input<'_>| {
                let arrangement = Change::read(part).alone();
                Some(ForRole { role: role_of(part)?, arrangement })
            };
            let entry = ("一组属性", "an object");
            let known = [&["role"], PARTS.as_slice()].concat();
            let all = input.each("roles", list.unwrap_or_default(), entry, &known, one);
            new.roles = all.into_iter().flatten().collect();
        }
        let faults = input.finish();
        if faults.is_empty() { Ok(new) } else { Err(Fault::invalid(faults)) }
    }

    /// What is wrong with it for a company.
    pub(crate) fn faults(&self, company: &Company) -> Vec<FieldFault> {
        let mut faults = self.everyone.strangers(&company.schema, "everyone.");
        for (at, ForRole { role, arrangement }) in self.roles.iter().enumerate() {
            let path = format!("roles[{at}].");
            if !company.roles.contains_key(role) {
                faults.push(FieldFault::property(&format!("{path}role"), Code::UnknownReference));
            }
            faults.extend(arrangement.strangers(&company.schema, &path));
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

/// Whether there is such an object, and the caller may read it.
fn sees(ctx: &Ctx, company: &Company, name: &str) -> bool {
    company.schema.object(name).is_some_and(|object| ctx.viewer.may(object, Action::Read))
}

/// What the company has arranged for the caller, as far as they may see it. For each part the first of their roles that says
/// something of it holds, else what is said for everyone.
pub(crate) async fn of_caller(conn: &mut Conn, ctx: &Ctx, company: &Company) -> Result<Arrangement, Fault> {
    let all = &company.settings.arrangements;
    let has = |known: &&ForRole| ctx.viewer.roles().iter().any(|role| role.id == known.role);
    let said: Vec<&Arrangement> =
        all.roles.iter().filter(has).map(|known| &known.arrangement).chain([&all.everyone]).collect();
    let seen = |name: &String| sees(ctx, company, name);
    let navigation = said.iter().find_map(|it| it.navigation.clone()).map(|mut navigation| {
        navigation.groups.iter_mut().for_each(|group| group.objects.retain(seen));
        navigation.hidden.retain(seen);
        navigation
    });
    let workbench = match said.iter().find_map(|it| it.workbench.as_ref()) {
        Some(cards) => Some(cards::seen(conn, ctx, company, cards).await?),
        None => None,
    };
    Ok(Arrangement { navigation, workbench })
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
fn read(ctx: &Ctx, given: &Map<String, Json>) -> Result<(Option<Uuid>, Change), Fault> {
    let mut input = Input::new(given, &[&["role"], PARTS.as_slice()].concat());
    let role = if matches!(given.get("role"), None | Some(Json::Null)) { None } else { role_of(&mut input) };
    if role.is_some_and(|role| !ctx.company.roles.contains_key(&role)) {
        input.refuse(input.fault("role", Code::UnknownReference));
    }
    let change = Change::read(&mut input);
    let mut faults = input.finish();
    faults.extend(change.clone().alone().strangers(&ctx.company.schema, ""));
    if faults.is_empty() { Ok((role, change)) } else { Err(Fault::invalid(faults)) }
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

    /// Arranges the navigation or the workbench for a role, or for everyone; what is absent stays, `null` is as usual.
    /// Open pages are told.
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
                    let old = stored.of(role);
                    if let Some(Some(cards)) = &change.workbench {
                        let before = old.workbench.as_deref().unwrap_or_default();
                        let faults = cards::unshared(tx, cards, before, "workbench").await?;
                        if !faults.is_empty() {
                            return Err(Fault::invalid(faults));
                        }
                    }
                    let now = change.over(old);
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
