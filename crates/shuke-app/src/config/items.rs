//! What a folder tells of, piece by piece: each is a table with names instead of ids, made from the definitions as they are
//! stored. What is compared and written is always this form, of both sides.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::{Role, SharingRule};
use shuke_base::{Fault, Uuid};
use shuke_meta::{Computed, FieldDef, ObjectDef, STAGE_ENTERED_AT};
use shuke_store::Conn;
use shuke_store::system::SavedView;

use super::cards;
use super::names::{Names, free};
use crate::arrangement::Arrangements;
use crate::company::{Company, Settings};
use crate::load::everything;
use crate::look::Look;
use crate::views::choice::{self, Choice};
use crate::views::{Audience, ViewDoc};

/// The setting that says what is arranged for people.
pub(super) const ARRANGEMENT: &str = "arrangement";

/// What sort of piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Settings of the company: `company`, `security`, `workdays`, `files`, `look` and `arrangement`.
    Setting,
    /// A department, by the way to it.
    Department,
    /// An object without its fields.
    Object,
    /// A field.
    Field,
    /// A shared view; with no name the order of an object's views.
    View,
    /// A role.
    Role,
    /// A sharing rule.
    SharingRule,
}

/// What a piece is known by in every company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) group: Group,
    /// Api name of the object, where it belongs to one.
    pub(super) object: String,
    pub(super) name: String,
}

impl Key {
    pub(super) fn new(group: Group, object: &str, name: &str) -> Self {
        Self { group, object: object.to_owned(), name: name.to_owned() }
    }
}

/// The pieces.
pub(super) type Items = BTreeMap<Key, Map<String, Json>>;

/// A shared view and what it is known by.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) stored: SavedView,
    pub(super) doc: ViewDoc,
    pub(super) key: String,
}

/// A company, as far as a folder tells of it.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) company: Arc<Company>,
    pub(super) names: Names,
    /// Beside what the company's snapshot holds.
    pub(super) views: Vec<View>,
    pub(super) choices: BTreeMap<String, Choice>,
    pub(super) descriptions: HashMap<Uuid, String>,
}

/// What people call a view, in whichever language it has.
fn said(doc: &ViewDoc) -> &str {
    doc.label.get(shuke_base::Locale::ZhCn)
}

impl State {
    pub(super) async fn read(conn: &mut Conn, company: Arc<Company>) -> Result<Self, Fault> {
        let names = Names::of(&company);
        let (mut views, mut choices) = (Vec::<View>::new(), BTreeMap::new());
        for object in company.schema.objects() {
            for stored in conn.views(&object.name, Uuid::nil()).await? {
                let doc = ViewDoc::of(&stored)?;
                let taken =
                    |key: &str| views.iter().any(|it| it.stored.object == object.name && it.key == key);
                let key = free(said(&doc), taken);
                views.push(View { stored, doc, key });
            }
            choices.insert(object.name.clone(), choice::stored(conn, Uuid::nil(), &object.name).await?);
        }
        let mut descriptions = HashMap::new();
        for role in everything(conn, &company.schema, "role").await? {
            if let Some(words) = role.value("description").as_text() {
                descriptions.insert(role.record.id, words.to_owned());
            }
        }
        Ok(Self { company, names, views, choices, descriptions })
    }

    /// The pieces, and what was left out because it names people or records.
    pub(super) fn items(&self) -> (Items, Vec<String>) {
        let (mut items, mut left_out) = (Items::new(), Vec::new());
        for (key, mut map) in settings(&self.company.settings, &self.names) {
            if key == ARRANGEMENT {
                cards::name(&mut map, |object, id| self.told(object, id));
            }
            items.insert(Key::new(Group::Setting, "", key), map);
        }
        for path in self.names.departments.values() {
            items.insert(Key::new(Group::Department, "", path), Map::new());
        }
        for object in self.company.schema.objects() {
            self.object(object, &mut items);
        }
        for view in &self.views {
            let key = Key::new(Group::View, &view.stored.object, &view.key);
            match self.view(view) {
                Some(map) => drop(items.insert(key, map)),
                None => left_out.push(format!("{} · {}", view.stored.object, view.key)),
            }
        }
        for (id, name) in &self.names.roles {
            if let Some(role) = self.company.roles.get(id) {
                let map = role_map(role, name, self.descriptions.get(id), &self.names);
                items.insert(Key::new(Group::Role, "", name), map);
            }
        }
        for (key, rule) in rule_keys(&self.company.sharing) {
            match rule_map(&rule, &key.name, &self.names) {
                Some(map) => drop(items.insert(key, map)),
                None => left_out.push(format!("{} · {}", key.object, key.name)),
            }
        }
        items.values_mut().for_each(without_nulls);
        (items, left_out)
    }

    /// What a view is known by that a folder tells of.
    fn told(&self, object: &str, id: &str) -> Option<String> {
        let is = |view: &&View| view.stored.object == object && view.stored.id.to_string() == id;
        let view = self.views.iter().find(is).filter(|view| self.view(view).is_some())?;
        Some(view.key.clone())
    }

    fn object(&self, object: &ObjectDef, items: &mut Items) {
        let mut map = map_of(object);
        for given in ["table", "version", "fields"] {
            map.remove(given);
        }
        let mut usual = ObjectDef::default();
        usual.owned = object.owned;
        usual.stage_field = object.field(STAGE_ENTERED_AT).map(|field| field.name.clone());
        let usual = usual.finish();
        let told = |field: &&FieldDef| !field.system || usual.field(&field.name) != Some(*field);
        let mut order = Vec::new();
        for field in object.fields.iter().filter(told) {
            order.push(json!(field.name));
            items.insert(Key::new(Group::Field, &object.name, &field.name), self.field(field));
        }
        map.insert("fields".to_owned(), Json::Array(order));
        put(&self.names, &mut map);
        items.insert(Key::new(Group::Object, &object.name, &object.name), map);
        let names = |key: &String| {
            let view = self.views.iter().find(|view| view.stored.id.to_string() == *key);
            view.map_or_else(|| Some(key.clone()).filter(|key| key.len() < 36), |view| Some(view.key.clone()))
        };
        let choice = self.choices.get(&object.name).cloned().unwrap_or_default();
        let order: Vec<String> = choice.order.iter().filter_map(names).collect();
        let first = choice.first.as_ref().and_then(names);
        if !order.is_empty() || first.is_some() {
            let map =
                Map::from_iter([("order".to_owned(), json!(order)), ("default".to_owned(), json!(first))]);
            items.insert(Key::new(Group::View, &object.name, ""), full(map));
        }
    }

    fn field(&self, field: &FieldDef) -> Map<String, Json> {
        let mut map = map_of(field);
        for given in ["column", "sealing", "digests"] {
            map.remove(given);
        }
        if matches!(field.computed, Some(Computed::Lookup { .. })) {
            // Those of the field that is looked up.
            map.remove("options");
        }
        // A default that is somebody, or a record, has no name elsewhere.
        let named = |mut default: Json| (self.names.put(&mut default) == 0).then_some(default);
        let default = map.remove("default").and_then(named);
        put(&self.names, &mut map);
        map.extend(default.map(|default| ("default".to_owned(), default)));
        map
    }

    /// The view, unless its filter names people or records.
    fn view(&self, view: &View) -> Option<Map<String, Json>> {
        let mut json = json!(view.doc);
        for shared in ["roles", "departments"] {
            drop_unnamed(&self.names, &mut json[shared]);
        }
        let named = self.names.put(&mut json) == 0;
        let Json::Object(mut map) = json else { return None };
        map.insert("audience".to_owned(), json!(Audience::of(&view.stored).name()));
        named.then(|| full(map))
    }
}

fn map_of(value: &impl Serialize) -> Map<String, Json> {
    match serde_json::to_value(value) {
        Ok(Json::Object(map)) => map,
        _ => Map::new(),
    }
}

fn put(names: &Names, map: &mut Map<String, Json>) {
    let mut json = Json::Object(std::mem::take(map));
    names.put(&mut json);
    if let Json::Object(named) = json {
        *map = named;
    }
}

/// Takes out what is null, which a file can't say.
fn without_nulls(map: &mut Map<String, Json>) {
    fn inside(json: &mut Json) {
        match json {
            Json::Array(list) => {
                list.retain(|entry| !entry.is_null());
                list.iter_mut().for_each(inside);
            }
            Json::Object(map) => without_nulls(map),
            _ => {}
        }
    }
    map.retain(|_, value| !value.is_null());
    map.values_mut().for_each(inside);
}

/// Without what says nothing.
fn full(map: Map<String, Json>) -> Map<String, Json> {
    let says = |value: &Json| match value {
        Json::Null => false,
        Json::Array(list) => !list.is_empty(),
        Json::Object(map) => !map.is_empty(),
        _ => true,
    };
    map.into_iter().filter(|(_, value)| says(value)).collect()
}

/// Takes ids that have no name out of lists: of people, and of what was deleted.
fn drop_unnamed(names: &Names, json: &mut Json) {
    match json {
        Json::Array(list) => {
            list.retain(|entry| {
                let id = entry.as_str().and_then(|text| text.parse::<Uuid>().ok());
                id.is_none_or(|id| names.roles.contains_key(&id) || names.departments.contains_key(&id))
            });
            list.iter_mut().for_each(|entry| drop_unnamed(names, entry));
        }
        Json::Object(map) => map.values_mut().for_each(|value| drop_unnamed(names, value)),
        _ => {}
    }
}

/// The settings that a folder tells of. The company's name, and whom push
/// services turn to, are its own.
fn settings(settings: &Settings, names: &Names) -> [(&'static str, Map<String, Json>); 6] {
    let Settings {
        name: _,
        locale,
        zone,
        currency,
        export_watermark,
        bin_days,
        policy,
        duplicates_told,
        working,
        push_contact: _,
        files,
        look,
        arrangements,
    } = settings;
    let company = json!({
        "locale": locale.tag(), "zone": zone.name(), "currency": currency,
        "export_watermark": export_watermark, "duplicates_told": duplicates_told,
        "bin_days": bin_days.map_or_else(|| json!(super::NEVER), |days| json!(days)),
    });
    let mut security = json!(policy);
    drop_unnamed(names, &mut security["second_factor_roles"]);
    names.put(&mut security);
    let (company, security) = (map_of(&company), map_of(&security));
    [
        ("company", company),
        ("security", security),
        ("workdays", map_of(&working.doc)),
        ("files", map_of(files)),
        ("look", look_map(look)),
        (ARRANGEMENT, arrangement_map(arrangements, names)),
    ]
}

/// What is arranged, for roles that there still are.
fn arrangement_map(arrangements: &Arrangements, names: &Names) -> Map<String, Json> {
    let mut known = arrangements.clone();
    known.roles.retain(|it| names.roles.contains_key(&it.role));
    let mut map = map_of(&known);
    put(names, &mut map);
    map
}

/// The look with all that may be set; empty is as usual.
fn look_map(look: &Look) -> Map<String, Json> {
    let mut map = map_of(look);
    map.entry("logo").and_modify(|logo| {
        if logo.is_null() {
            *logo = json!("");
        }
    });
    map
}

fn role_map(role: &Role, name: &str, description: Option<&String>, names: &Names) -> Map<String, Json> {
    let mut json = json!(role);
    drop_unnamed(names, &mut json);
    names.put(&mut json);
    let mut map = map_of(&json);
    for own in ["id", "system"] {
        map.remove(own);
    }
    if role.label.is_empty() {
        map.remove("label");
    }
    map.insert("name".to_owned(), json!(name));
    if let Some(words) = description.filter(|words| !words.is_empty()) {
        map.insert("description".to_owned(), json!(words));
    }
    map
}

/// What each rule is known by: the second of a name in the order of their making is `name#2`.
pub(super) fn rule_keys(rules: &[Arc<SharingRule>]) -> Vec<(Key, Arc<SharingRule>)> {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.id);
    let mut keys: Vec<(Key, Arc<SharingRule>)> = Vec::new();
    for rule in rules {
        let taken = |name: &str| keys.iter().any(|(key, _)| key.object == rule.object && key.name == name);
        let name = free(&rule.name, taken);
        keys.push((Key::new(Group::SharingRule, &rule.object, &name), rule));
    }
    keys
}

/// The rule without the people that it names; nothing when nobody else is on one side, or when its condition names a person
/// or a record.
fn rule_map(rule: &SharingRule, name: &str, names: &Names) -> Option<Map<String, Json>> {
    let mut json = json!(rule);
    drop_unnamed(names, &mut json);
    names.put(&mut json);
    let mut map = map_of(&json);
    map.remove("id");
    map.insert("name".to_owned(), json!(name));
    if let Some(condition) = &rule.condition {
        let mut condition = condition.clone();
        if names.put(&mut condition) > 0 {
            return None;
        }
        map.insert("condition".to_owned(), condition);
        map.remove("from");
    }
    for side in ["from", "to"] {
        let whole = |given: &Json| given.as_object().is_none_or(|map| !full(map.clone()).is_empty());
        if map.get(side).is_some_and(|given| !whole(given)) {
            return None;
        }
        if let Some(Json::Object(party)) = map.get_mut(side) {
            *party = full(std::mem::take(party));
        }
    }
    Some(map)
}
