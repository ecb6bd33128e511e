//! Sharing rules: which records reach whom beyond owner, roles and teams. Administrators make them.

mod condition;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::{Party, SharingRule};
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid};
use shuke_store::Tx;
use shuke_store::system::{Lock, StoredRule};

use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;
use crate::roles::title;

use condition::led;
pub(crate) use condition::{asks, broken, conditions, hidden_by, names};

/// Rules of a company, at most: each is looked at for every person.
const RULES: usize = 200;
/// Names in one group, at most.
const NAMES: usize = 200;
/// Signs of a rule's name, at most.
const LENGTH: usize = 100;

/// Some people, by name.
#[derive(Debug, Clone, Serialize)]
pub struct PartyView {
    /// People.
    pub users: Vec<Json>,
    /// Departments, each with all below it.
    pub departments: Vec<Json>,
    /// Roles.
    pub roles: Vec<Json>,
}

/// A rule as administrators see it.
#[derive(Debug, Clone, Serialize)]
pub struct SharingRuleView {
    /// Id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Api name of the object.
    pub object: String,
    /// Whose records; nobody's where there is a condition.
    pub from: PartyView,
    /// Which records, whoever owns them, as a filter tree.
    pub condition: Option<Json>,
    /// Who gets them.
    pub to: PartyView,
    /// `read` or `write`.
    pub level: &'static str,
    /// Switched on.
    pub active: bool,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// All rules.
#[derive(Debug, Clone, Serialize)]
pub struct SharingRules {
    /// In the order in which they were made.
    pub items: Vec<SharingRuleView>,
}

/// These people, by name.
pub(crate) fn party(ctx: &Ctx, party: &Party) -> PartyView {
    let named = |object: &str, ids: &[Uuid]| -> Vec<Json> {
        let name = |id: &Uuid| {
            ctx.company.names.get(id).map(|name| json!({"id": id, "object": object, "name": &**name}))
        };
        ids.iter().filter_map(name).collect()
    };
    let role = |id: &Uuid| {
        let role = ctx.company.roles.get(id)?;
        Some(json!({"id": id, "object": "role", "name": title(role, ctx.locale)}))
    };
    PartyView {
        users: named("user", &party.users),
        departments: named("department", &party.departments),
        roles: party.roles.iter().filter_map(role).collect(),
    }
}

fn view(ctx: &Ctx, rule: &SharingRule, updated_at: Moment) -> SharingRuleView {
    SharingRuleView {
        id: rule.id,
        name: rule.name.clone(),
        object: rule.object.clone(),
        from: party(ctx, &rule.from),
        condition: rule.condition.clone(),
        to: party(ctx, &rule.to),
        level: if rule.write { "write" } else { "read" },
        active: rule.active,
        updated_at,
    }
}

/// A stored rule.
pub(crate) fn parse(stored: &StoredRule) -> Option<SharingRule> {
    match serde_json::from_str::<SharingRule>(&stored.doc) {
        Ok(rule) => Some(SharingRule { id: stored.id, ..rule }),
        Err(error) => {
            tracing::error!(id = %stored.id, %error, "a sharing rule can't be read; it shares nothing");
            None
        }
    }
}

/// The people that are named, all of whom have to exist.
pub(crate) fn people(ctx: &Ctx, input: &mut Input<'_>, name: &str, given: &Map<String, Json>) -> Party {
    let path = format!("{name}.");
    let mut part = Input::at(&path, given, &["users", "departments", "roles"]);
    let mut ids = |key: &str| {
        let mut ids = part.ids(key).flatten().unwrap_or_default();
        ids.sort_unstable();
        ids.dedup();
        let known = |id: &Uuid| match key {
            "users" => ctx.company.org.person(*id).is_some(),
            "departments" => ctx.company.org.department(*id).is_some(),
            _ => ctx.company.roles.contains_key(id),
        };
        if ids.len() > NAMES {
            part.refuse(part.fault(key, Code::BatchTooLarge).with("max", NAMES));
        } else if !ids.iter().all(known) {
            part.refuse(part.fault(key, Code::UnknownReference));
        }
        ids
    };
    let party = Party { users: ids("users"), departments: ids("departments"), roles: ids("roles") };
    input.absorb(part);
    if party.is_empty() {
        input.refuse(input.fault(name, Code::Required));
    }
    party
}

/// Whose records, or which: one of the two is given.
fn which(ctx: &Ctx, input: &mut Input<'_>, rule: &mut SharingRule) {
    match input.json("condition") {
        Some(Json::Null) => rule.condition = None,
        Some(Json::Object(map)) if map.is_empty() => {
            input.refuse(input.fault("condition", Code::Required));
        }
        Some(json @ Json::Object(_)) => {
            rule.condition = Some(json.clone());
            rule.from = Party::default();
        }
        Some(_) => input.wrong("condition", "一个筛选条件", "a filter"),
        None => {}
    }
    let asked = rule.condition.is_some() && input.has("condition");
    let named = |ids: &Json| ids.as_array().is_some_and(|ids| !ids.is_empty());
    match input.map("from").flatten() {
        Some(from) if asked && from.values().any(named) => {
            input.wrong("from", "空，因为已有条件", "empty where there is a condition");
        }
        Some(_) if asked => {}
        Some(from) => {
            rule.condition = None;
            rule.from = people(ctx, input, "from", from);
        }
        None if rule.condition.is_none() && (rule.from.is_empty() || input.has("from")) => {
            input.refuse(input.fault("from", Code::Required));
        }
        None => {}
    }
}

/// What is given, laid over a rule; every fault is told at once.
fn read(ctx: &Ctx, given: &Map<String, Json>, mut rule: SharingRule) -> Result<SharingRule, Fault> {
    let mut input = Input::new(given, &["name", "object", "from", "condition", "to", "level", "active"]);
    let new = rule.id.is_nil();
    let (name, object) = (input.text("name"), input.text("object"));
    for (key, empty) in [
        ("name", name == Some(None)),
        ("object", object == Some(None)),
        ("to", input.json("to").is_some_and(Json::is_null)),
    ] {
        if empty || (new && !input.has(key)) {
            input.refuse(input.fault(key, Code::Required));
        }
    }
    if let Some(Some(name)) = name {
        let length = name.chars().count();
        if length > LENGTH {
            input.refuse(input.fault("name", Code::TooLong).with("max", LENGTH).with("actual", length));
        }
        rule.name = name;
    }
    if let Some(Some(object)) = object {
        let shared = ctx.company.schema.object(&object).is_some_and(|it| it.owned);
        if !shared {
            input.refuse(input.fault("object", Code::UnknownObject).with("name", &object));
        }
        rule.object = object;
    }
    which(ctx, &mut input, &mut rule);
    if let Some(Some(to)) = input.map("to") {
        rule.to = people(ctx, &mut input, "to", to);
    }
    match input.raw("level").flatten() {
        None => {}
        Some("read") => rule.write = false,
        Some("write") => rule.write = true,
        Some(_) => input.wrong("level", "read 或 write", "read or write"),
    }
    rule.active = input.flag("active").flatten().unwrap_or(rule.active);
    check::refuse(input.finish())?;
    Ok(rule)
}

/// What is wrong with a rule that is given as a whole.
pub(crate) fn faults(company: &Company, rule: &SharingRule) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let length = rule.name.chars().count();
    if length > LENGTH {
        faults.push(FieldFault::property("name", Code::TooLong).with("max", LENGTH).with("actual", length));
    }
    if !company.schema.object(&rule.object).is_some_and(|object| object.owned) {
        faults.push(FieldFault::property("object", Code::UnknownObject).with("name", &rule.object));
    }
    for (name, party) in [("from", &rule.from), ("to", &rule.to)] {
        if party.is_empty() && (name == "to" || rule.condition.is_none()) {
            faults.push(FieldFault::property(name, Code::Required));
        }
        if [&party.users, &party.departments, &party.roles].iter().any(|ids| ids.len() > NAMES) {
            faults.push(FieldFault::property(name, Code::BatchTooLarge).with("max", NAMES));
        }
    }
    faults.extend(condition::faults(company, rule));
    faults
}

/// Adds a rule unless there are too many.
pub(crate) async fn add(tx: &mut Tx, ctx: &Ctx, rule: &SharingRule) -> Result<(), Fault> {
    if tx.sharing_rules().await?.len() >= RULES {
        return Err(Fault::new(Code::BatchTooLarge).with("max", RULES));
    }
    led(tx, ctx, rule).await?;
    put(tx, ctx, rule, "sharing_rule.created").await
}

/// Changes a rule.
pub(crate) async fn change(tx: &mut Tx, ctx: &Ctx, rule: &SharingRule) -> Result<(), Fault> {
    led(tx, ctx, rule).await?;
    put(tx, ctx, rule, "sharing_rule.changed").await
}

/// Removes a rule.
pub(crate) async fn remove(tx: &mut Tx, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
    let stored = tx.sharing_rules().await?.into_iter().find(|it| it.id == id);
    let rule = stored.ok_or_else(|| Fault::new(Code::NotFound))?;
    let object = parse(&rule).map(|rule| rule.object);
    tx.drop_sharing_rule(id).await?;
    let doc: Json = serde_json::from_str(&rule.doc).unwrap_or_default();
    let entry = ctx.entry("sharing_rule.deleted", object.as_deref(), Some(id), &json!({"rule": doc}));
    tx.audit(entry);
    Ok(())
}

async fn put(tx: &mut Tx, ctx: &Ctx, rule: &SharingRule, action: &str) -> Result<(), Fault> {
    let doc = serde_json::to_value(rule).map_err(|error| {
        tracing::error!(%error, "a sharing rule can't be written");
        Fault::new(Code::Internal)
    })?;
    tx.put_sharing_rule(&StoredRule { id: rule.id, doc: doc.to_string(), updated_at: ctx.now }).await?;
    tx.audit(ctx.entry(action, Some(&rule.object), Some(rule.id), &json!({"rule": doc})));
    Ok(())
}

impl App {
    /// All sharing rules.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn sharing_rules(&self, ctx: &Ctx) -> Result<SharingRules, Fault> {
        ctx.admin()?;
        let stored = self.store.read().await?.sharing_rules().await?;
        let shown = |it: &StoredRule| parse(it).map(|rule| view(ctx, &rule, it.updated_at));
        Ok(SharingRules { items: stored.iter().filter_map(shown).collect() })
    }

    /// Adds a rule; it holds at once.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn create_sharing_rule(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<SharingRuleView, Fault> {
        ctx.admin()?;
        let rule = read(ctx, given, SharingRule { active: true, ..SharingRule::default() })?;
        let rule = SharingRule { id: self.ids.new_id(ctx.now), ..rule };
        let (ctx_, rule_) = (ctx.clone(), rule.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    add(tx, &ctx_, &rule_).await
                }
                .boxed()
            })
            .await?;
        self.defined(ctx).await?;
        Ok(view(ctx, &rule, ctx.now))
    }

    /// Changes a rule; what is not given stays as it is.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], or everything that is wrong with the values.
    pub async fn change_sharing_rule(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<SharingRuleView, Fault> {
        ctx.admin()?;
        let (ctx_, given_) = (ctx.clone(), given.clone());
        let rule = self
            .store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    let stored = tx.sharing_rules().await?.into_iter().find(|it| it.id == id);
                    let before = stored.as_ref().and_then(parse).ok_or_else(|| Fault::new(Code::NotFound))?;
                    let rule = read(&ctx_, &given_, before)?;
                    change(tx, &ctx_, &rule).await?;
                    Ok::<_, Fault>(rule)
                }
                .boxed()
            })
            .await?;
        self.defined(ctx).await?;
        Ok(view(ctx, &rule, ctx.now))
    }

    /// Removes a rule; what it shared is out of sight at once.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or [`Code::NotFound`].
    pub async fn delete_sharing_rule(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        ctx.admin()?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    remove(tx, &ctx_, id).await
                }
                .boxed()
            })
            .await?;
        self.refresh().await
    }
}
