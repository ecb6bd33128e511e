//! What a folder comes to beside what is there: the company as it is to be, checked as a whole before anything is written.

mod shared;

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};
use shuke_access::{Department, OrgChart, Role, SharingRule};
use shuke_base::{Code, FieldFault, Text, Uuid};
use shuke_meta::{FieldDef, ObjectDef};

use super::NEVER;
use super::files::{Folder, Read, SHARING};
use super::items::{ARRANGEMENT, Group, Items, Key, State, View, rule_keys};
use super::names::parted;
use crate::App;
use crate::auth::policy;
use crate::company::Company;
use crate::context::Ctx;
use crate::define::whole;
use crate::settings::{self, Sets};
use crate::views::choice::Choice;
use crate::{roles, sharing};

/// A department that is to be made.
#[derive(Debug, Clone)]
pub(super) struct NewDepartment {
    /// Until its record is there.
    pub(super) id: Uuid,
    pub(super) parent: Option<Uuid>,
    pub(super) name: String,
}

/// What is to be done. New departments and roles have ids of the plan's until their records are there.
pub(super) struct Plan {
    pub(super) current: State,
    pub(super) target: State,
    pub(super) departments: Vec<NewDepartment>,
    pub(super) sets: Sets,
    pub(super) new_roles: Vec<Uuid>,
    pub(super) changed_roles: Vec<Uuid>,
    pub(super) put_rules: Vec<SharingRule>,
    pub(super) put_views: Vec<View>,
    pub(super) choices: Vec<(String, Choice)>,
    /// What is there already, as pieces.
    pub(super) before: Items,
}

/// Reads a piece by its own type; what it says of itself otherwise.
fn typed<T: DeserializeOwned>(map: Map<String, Json>, path: &str) -> Result<T, FieldFault> {
    serde_json::from_value(Json::Object(map)).map_err(|error| {
        let told = error.to_string();
        let named = || told.split('`').nth(1).unwrap_or_default().to_owned();
        let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if told.starts_with("unknown field") {
            FieldFault::property(&at(&named()), Code::ConfigUnknownProperty).with("name", named())
        } else if told.starts_with("missing field") {
            FieldFault::property(&at(&named()), Code::Required)
        } else if told.starts_with("unknown variant") {
            FieldFault::property(path, Code::UnknownOption).with("value", named())
        } else if let Some((_, expected)) = told.split_once(", expected ") {
            FieldFault::property(path, Code::WrongType).with("expected", expected)
        } else {
            FieldFault::property(path, Code::InvalidDefinition).with("reason", told)
        }
    })
}

/// The properties that are written even where they say nothing: absent, they stay as they are.
fn always<T: Serialize + Default>() -> Vec<String> {
    match json!(T::default()) {
        Json::Object(map) => map.into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    }
}

struct Planner<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    folder: &'a mut Folder,
    prune: bool,
    plan: Plan,
    /// The names of both sides.
    known: super::names::Names,
    /// What is arranged for people names views, which are read after the settings.
    arrangement: Option<Read>,
}

/// Plans; faults are added to those of the folder.
pub(super) fn plan(
    app: &App,
    ctx: &Ctx,
    current: State,
    folder: &mut Folder,
    prune: bool,
    place: Option<IpAddr>,
) -> Plan {
    let before = current.items().0;
    let plan = Plan {
        target: current.clone(),
        departments: Vec::new(),
        sets: Vec::new(),
        new_roles: Vec::new(),
        changed_roles: Vec::new(),
        put_rules: Vec::new(),
        put_views: Vec::new(),
        choices: Vec::new(),
        before,
        current,
    };
    let known = plan.current.names.clone();
    let mut planner = Planner { app, ctx, folder, prune, plan, known, arrangement: None };
    planner.departments();
    let roles = planner.roles();
    let schema = planner.objects();
    planner.company(schema, roles, place);
    planner.views();
    planner.choices();
    planner.arrangement();
    planner.plan
}

impl Planner<'_> {
    /// The pieces of a group that differ from what is there, with ids in the place of names.
    fn given(&mut self, group: Group) -> Vec<(Key, Read)> {
        let all: Vec<(Key, Read)> =
            self.folder.items.iter().filter(|(key, _)| key.group == group).cloned().collect();
        let mut given = Vec::new();
        for (key, mut read) in all {
            if self.plan.before.get(&key) == Some(&read.map) {
                continue;
            }
            if self.resolve(&mut read) {
                given.push((key, read));
            }
        }
        given
    }

    fn resolve(&mut self, read: &mut Read) -> bool {
        let mut faults = Vec::new();
        let mut json = Json::Object(std::mem::take(&mut read.map));
        self.known.take(&mut json, &read.path, &mut faults);
        if let Json::Object(map) = json {
            read.map = map;
        }
        let fine = faults.is_empty();
        for fault in faults {
            self.folder.refuse(&read.file, fault);
        }
        fine
    }

    fn refuse(&mut self, read: &Read, faults: Vec<FieldFault>) {
        for mut fault in faults {
            if !read.path.is_empty() {
                fault.field = format!("{}.{}", read.path, fault.field);
            }
            self.folder.refuse(&read.file, fault);
        }
    }

    fn typed<T: DeserializeOwned>(&mut self, read: &Read) -> Option<T> {
        typed(read.map.clone(), &read.path).map_err(|fault| self.folder.refuse(&read.file, fault)).ok()
    }

    fn departments(&mut self) {
        let mut given: Vec<(Key, Read)> = self.given(Group::Department);
        given.sort_by_key(|(key, _)| key.name.matches('/').count());
        for (key, read) in given {
            let (above, name) = parted(&key.name);
            let parent = above.map(|above| self.known.department(above));
            if parent == Some(None) {
                let fault = FieldFault::property(&read.path, Code::ConfigUnknownName);
                self.folder.refuse(&read.file, fault.with("name", above.unwrap_or_default()));
                continue;
            }
            let (id, parent) = (self.app.new_id(), parent.flatten());
            self.known.add_department(id, parent, &name);
            self.plan.departments.push(NewDepartment { id, parent, name });
        }
    }

    /// The roles that are given, by id. New ones are known by name before any of them is read.
    fn roles(&mut self) -> HashMap<Uuid, (Role, Read)> {
        let keys: Vec<String> = self
            .folder
            .items
            .iter()
            .filter(|(key, _)| key.group == Group::Role)
            .map(|(key, _)| key.name.clone())
            .collect();
        for name in keys {
            if self.known.role(&name).is_none() {
                let id = self.app.new_id();
                self.known.add_role(id, &name);
                self.plan.new_roles.push(id);
            }
        }
        let mut found = HashMap::new();
        for (key, mut read) in self.given(Group::Role) {
            let Some(id) = self.known.role(&key.name) else { continue };
            let description = read.map.remove("description");
            let words = description.as_ref().and_then(Json::as_str).map(str::to_owned);
            if description.is_some() && words.is_none() {
                let fault = FieldFault::property("description", Code::WrongType);
                self.refuse(&read, vec![fault.label_arg("expected", Text::new("文本", "a text"))]);
            }
            for own in ["id", "system"] {
                if read.map.contains_key(own) {
                    let fault = FieldFault::property(own, Code::ConfigUnknownProperty).with("name", own);
                    self.refuse(&read, vec![fault]);
                }
            }
            let Some(role) = self.typed::<Role>(&read) else { continue };
            let old = self.plan.current.company.roles.get(&id);
            let role = Role {
                id,
                system: old.is_some_and(|old| old.system),
                name: old.map_or_else(|| key.name.clone(), |old| old.name.clone()),
                ..role
            };
            match words.filter(|words| !words.is_empty()) {
                Some(words) => drop(self.plan.target.descriptions.insert(id, words)),
                None => drop(self.plan.target.descriptions.remove(&id)),
            }
            if old.is_some() {
                self.plan.changed_roles.push(id);
            }
            found.insert(id, (role, read));
        }
        found
    }

    /// The definitions as they are to be.
    fn objects(&mut self) -> shuke_meta::Schema {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut names: Vec<String> = Vec::new();
        for group in [Group::Object, Group::Field] {
            for (key, read) in &self.folder.items {
                let touched = key.group == group && self.plan.before.get(key) != Some(&read.map);
                if touched && !names.contains(&key.object) {
                    names.push(key.object.clone());
                }
                if key.group == group {
                    files.insert(key.object.clone(), read.file.clone());
                }
            }
        }
        names.retain(|name| !name.is_empty());
        let mut given = Vec::new();
        for name in names.into_iter().chain(self.pruned()).collect::<std::collections::BTreeSet<_>>() {
            given.extend(self.object(&name));
        }
        let target = whole::target(&self.plan.current.company.schema, given, self.prune);
        for (object, fault) in target.faults {
            let file = files.get(&object).cloned().unwrap_or_else(|| format!("objects/{object}.toml"));
            self.folder.refuse(&file, fault);
        }
        target.schema
    }

    /// Objects of which something goes.
    fn pruned(&self) -> Vec<String> {
        let here = self.plan.before.keys().filter(|key| key.group == Group::Field);
        let gone = here.filter(|key| {
            self.folder.whole.contains(&(Group::Field, key.object.clone())) && self.folder.get(key).is_none()
        });
        gone.filter(|_| self.prune).map(|key| key.object.clone()).collect()
    }

    fn object(&mut self, name: &str) -> Option<ObjectDef> {
        let mut read = self.folder.get(&Key::new(Group::Object, name, name)).cloned()?;
        let fine = self.resolve(&mut read);
        let order = read.map.remove("fields").unwrap_or_default();
        for own in ["table", "version"] {
            if read.map.remove(own).is_some() {
                let fault = FieldFault::property(own, Code::ConfigUnknownProperty).with("name", own);
                self.folder.refuse(&read.file, fault);
            }
        }
        if let Some(before) = self.plan.current.company.schema.object(name) {
            let Json::Object(before) = json!(**before) else { return None };
            for property in always::<ObjectDef>().into_iter().filter(|name| name != "fields") {
                if let Some(value) = before.get(&property) {
                    read.map.entry(property).or_insert_with(|| value.clone());
                }
            }
        }
        let object = self.typed::<ObjectDef>(&read);
        let mut fields = Vec::new();
        let mut complete = fine && object.is_some();
        for field in order.as_array().into_iter().flatten().filter_map(Json::as_str) {
            let Some(mut read) = self.folder.get(&Key::new(Group::Field, name, field)).cloned() else {
                continue;
            };
            let resolved = self.resolve(&mut read);
            if read.map.contains_key("column") {
                let fault =
                    FieldFault::property("column", Code::ConfigUnknownProperty).with("name", "column");
                self.refuse(&read, vec![fault]);
            }
            let field = self.typed::<FieldDef>(&read);
            complete &= resolved && field.is_some();
            fields.extend(field);
        }
        let mut object = object.filter(|_| complete)?;
        object.fields = fields;
        Some(object)
    }

    /// The company as it is to be, with settings and roles that are judged beside its definitions.
    fn company(
        &mut self,
        schema: shuke_meta::Schema,
        given: HashMap<Uuid, (Role, Read)>,
        place: Option<IpAddr>,
    ) {
        let old = Arc::clone(&self.plan.current.company);
        let mut all = old.roles.clone();
        all.extend(given.iter().map(|(id, (role, _))| (*id, Arc::new(role.clone()))));
        let departments = self.plan.departments.iter();
        let more = departments.clone().map(|new| Department { id: new.id, parent: new.parent, head: None });
        let org = OrgChart::new(old.org.people().copied(), old.org.departments().copied().chain(more));
        let mut names = old.names.clone();
        names.extend(departments.map(|new| (new.id, Arc::from(new.name.as_str()))));
        let mut target = Company { schema, org, roles: all, names, ..old.copy() };
        for (key, read) in self.given(Group::Setting) {
            if key.name == ARRANGEMENT {
                self.arrangement = Some(read);
                continue;
            }
            self.settings(&mut target, &key.name, read, place);
        }
        for (role, read) in given.values() {
            let before = old.roles.get(&role.id).map(AsRef::as_ref);
            let faults = roles::faults(&target, before, role, self.ctx.locale);
            self.refuse(read, faults);
        }
        self.rules(&mut target);
        self.plan.target.company = Arc::new(target);
        self.plan.target.names = self.known.clone();
    }

    fn settings(&mut self, target: &mut Company, name: &str, mut read: Read, place: Option<IpAddr>) {
        if name == "company" {
            if read.map.get("bin_days") == Some(&json!(NEVER)) {
                read.map.insert("bin_days".to_owned(), Json::Null);
            }
            if read.map.contains_key("name") {
                let fault = FieldFault::property("name", Code::ConfigUnknownProperty).with("name", "name");
                return self.refuse(&read, vec![fault]);
            }
            let (sets, faults) = settings::read(&read.map);
            self.refuse(&read, faults);
            target.settings = settings::with(&target.settings, &sets);
            self.plan.sets = sets;
            return;
        }
        if name == "workdays" {
            match target.settings.working.changed(&read.map) {
                Ok(working) => target.settings.working = working,
                Err(fault) => self.refuse(&read, fault.fields),
            }
            return;
        }
        if name == "look" {
            match target.settings.look.changed(&read.map) {
                Ok(look) => target.settings.look = look,
                Err(fault) => self.refuse(&read, fault.fields),
            }
            return;
        }
        if name == "files" {
            match target.settings.files.changed(&read.map) {
                Ok(files) => target.settings.files = files,
                Err(fault) => self.refuse(&read, fault.fields),
            }
            return;
        }
        let ctx = Ctx { company: Arc::new(target.copy()), ..self.ctx.clone() };
        match policy::changed(&ctx, &target.settings.policy, &read.map, place) {
            Ok(policy) => target.settings.policy = policy,
            Err(fault) => self.refuse(&read, fault.fields),
        }
    }

    /// Whether something that is here, and has a name elsewhere, goes because the folder tells of all others.
    fn goes(&self, key: &Key, list: &str) -> bool {
        let told = self.folder.whole.contains(&(key.group, list.to_owned()));
        self.prune && told && self.plan.before.contains_key(key) && self.folder.get(key).is_none()
    }

    fn rules(&mut self, target: &mut Company) {
        let known = rule_keys(&self.plan.current.company.sharing);
        for (key, mut read) in self.given(Group::SharingRule) {
            if read.map.contains_key("condition") {
                read.map.entry("from").or_insert_with(|| json!({}));
            }
            if read.map.contains_key("id") {
                let fault = FieldFault::property("id", Code::ConfigUnknownProperty).with("name", "id");
                self.refuse(&read, vec![fault]);
            }
            let Some(mut rule) = self.typed::<SharingRule>(&read) else { continue };
            let old = known.iter().find(|(known, _)| *known == key).map(|(_, rule)| rule);
            rule.id = old.map_or_else(|| self.app.new_id(), |old| old.id);
            if let Some(old) = old {
                rule.name.clone_from(&old.name);
                // People are not told of in a folder: those whom the rule names here stay.
                if rule.condition.is_none() {
                    rule.from.users.clone_from(&old.from.users);
                }
                rule.to.users.clone_from(&old.to.users);
            }
            let faults = sharing::faults(target, &rule);
            self.refuse(&read, faults);
            target.sharing.retain(|known| known.id != rule.id);
            target.sharing.push(Arc::new(rule.clone()));
            self.plan.put_rules.push(rule);
        }
        let gone: Vec<Uuid> =
            known.iter().filter(|(key, _)| self.goes(key, "")).map(|(_, rule)| rule.id).collect();
        target.sharing.retain(|rule| !gone.contains(&rule.id));
        self.broken_rules(target);
    }

    /// Rules that are not told of have to hold for what the rest comes to.
    fn broken_rules(&mut self, target: &Company) {
        let old = Arc::clone(&self.plan.current.company);
        for (rule, faults) in sharing::broken(&old, target) {
            let (Some(before), Some(condition)) = (old.schema.object(&rule.object), &rule.condition) else {
                continue;
            };
            let after = target.schema.object(&rule.object);
            let gone = |field: &&FieldDef| {
                after.is_none_or(|after| !after.has(&field.name)) && sharing::asks(condition, &field.name)
            };
            let fields: Vec<&FieldDef> = before.fields.iter().filter(gone).collect();
            for field in &fields {
                let fault = FieldFault::new(format!("fields.{}", field.name), &field.label, Code::FieldInUse);
                let file = format!("objects/{}.toml", rule.object);
                self.folder.refuse(&file, fault.with("users", &rule.name));
            }
            for fault in faults.into_iter().filter(|_| fields.is_empty()) {
                let field = format!("{}.{}", rule.name, fault.field);
                self.folder.refuse(SHARING, FieldFault { field, ..fault });
            }
        }
    }
}
