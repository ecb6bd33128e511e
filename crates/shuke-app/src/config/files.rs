//! The files of a folder: which piece stands where, written and read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, FieldFault};

use super::FORMAT;
use super::items::{Group, Items, Key};
use super::text::{self, Doc};

/// Path below the folder → text.
pub type Files = BTreeMap<String, String>;

const CONFIG: &str = "config.toml";
const SETTINGS: &str = "settings.toml";
const DEPARTMENTS: &str = "departments.toml";
const ROLES: &str = "roles.toml";
pub(super) const SHARING: &str = "sharing.toml";

/// Whether a file of this path belongs to a folder.
#[must_use]
pub fn is_ours(path: &str) -> bool {
    let inside = |folder: &str| {
        let name = path.strip_prefix(folder).and_then(|rest| rest.strip_suffix(".toml"));
        name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
    };
    [CONFIG, SETTINGS, DEPARTMENTS, ROLES, SHARING].contains(&path) || inside("objects/") || inside("views/")
}

/// The pieces as files.
pub(super) fn write(items: &Items) -> Files {
    let mut files = Files::new();
    let mut add = |path: &str, head: &str, doc: Map<String, Json>| {
        files.insert(path.to_owned(), text::write(head, &doc));
    };
    let of = |group: Group| items.iter().filter(move |(key, _)| key.group == group);
    let maps = |group: Group, object: &str| -> Vec<Json> {
        let own = of(group).filter(|(key, _)| key.object == object && !key.name.is_empty());
        own.map(|(_, map)| Json::Object(map.clone())).collect()
    };
    let single = |name: &str, value: Json| Map::from_iter([(name.to_owned(), value)]);
    let head = json!({"format": FORMAT, "program": env!("CARGO_PKG_VERSION")});
    add(CONFIG, "熟客的配置 / configuration of Shuke", head.as_object().cloned().unwrap_or_default());
    let settings = of(Group::Setting).map(|(key, map)| (key.name.clone(), Json::Object(map.clone())));
    add(SETTINGS, "公司设置 / settings of the company", settings.collect());
    let paths: Vec<&String> = of(Group::Department).map(|(key, _)| &key.name).collect();
    add(DEPARTMENTS, "部门 / departments", single("departments", json!(paths)));
    let rules: Vec<Json> = of(Group::SharingRule).map(|(_, map)| Json::Object(map.clone())).collect();
    add(SHARING, "共享规则 / sharing rules", single("rules", json!(rules)));
    add(ROLES, "角色 / roles", single("roles", json!(maps(Group::Role, ""))));
    for (key, map) in of(Group::Object) {
        let mut doc = map.clone();
        let order = doc.remove("fields").unwrap_or_default();
        let field = |name: &Json| items.get(&Key::new(Group::Field, &key.name, name.as_str()?));
        let fields = order.as_array().into_iter().flatten().filter_map(field);
        doc.insert("fields".to_owned(), fields.map(|map| Json::Object(map.clone())).collect());
        add(&format!("objects/{}.toml", key.name), "对象 / object", doc);
        let mut views = items.get(&Key::new(Group::View, &key.name, "")).cloned().unwrap_or_default();
        views.insert("views".to_owned(), json!(maps(Group::View, &key.name)));
        add(&format!("views/{}.toml", key.name), "视图 / views", views);
    }
    files
}

/// A fault at its place in a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Misplaced {
    /// Path below the folder.
    pub file: String,
    /// Line, where it is known.
    pub line: Option<usize>,
    /// What is wrong; its `field` is the property.
    pub fault: FieldFault,
}

/// A piece as it was read, and where.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) map: Map<String, Json>,
    pub(super) file: String,
    pub(super) path: String,
}

/// A folder as it was read.
#[derive(Debug, Default)]
pub(super) struct Folder {
    docs: BTreeMap<String, Doc>,
    /// In the order of the files and of what stands in them.
    pub(super) items: Vec<(Key, Read)>,
    /// The lists that were given whole: what is not in them is only here.
    pub(super) whole: BTreeSet<(Group, String)>,
    pub(super) faults: Vec<Misplaced>,
}

impl Folder {
    pub(super) fn read(files: &Files) -> Self {
        let mut folder = Self::default();
        for (file, text) in files {
            if !is_ours(file) {
                folder.fault(
                    file,
                    None,
                    FieldFault::property(file, Code::ConfigUnknownFile).with("name", file),
                );
                continue;
            }
            match text::read(text) {
                Ok(doc) => drop(folder.docs.insert(file.clone(), doc)),
                Err((line, reason)) => {
                    let fault = FieldFault::property(file, Code::UnreadableFile).with("reason", reason);
                    folder.fault(file, Some(line), fault);
                }
            }
        }
        for (file, doc) in folder.docs.clone() {
            folder.doc(&file, doc.map);
        }
        folder.twice();
        folder
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Read> {
        self.items.iter().find(|(known, _)| known == key).map(|(_, read)| read)
    }

    fn fault(&mut self, file: &str, line: Option<usize>, fault: FieldFault) {
        self.faults.push(Misplaced { file: file.to_owned(), line, fault });
    }

    /// Adds what is wrong with a property of a file.
    pub(super) fn refuse(&mut self, file: &str, fault: FieldFault) {
        let line = self.docs.get(file).and_then(|doc| doc.line(&fault.field));
        self.fault(file, line, fault);
    }

    fn add(&mut self, key: Key, map: Map<String, Json>, file: &str, path: String) {
        self.items.push((key, Read { map, file: file.to_owned(), path }));
    }

    /// The entries of a list of tables.
    fn list(
        &mut self,
        file: &str,
        doc: &mut Map<String, Json>,
        name: &str,
    ) -> Vec<(String, Map<String, Json>)> {
        let mut found = Vec::new();
        match doc.remove(name) {
            None => {}
            Some(Json::Array(list)) => {
                for (at, entry) in list.into_iter().enumerate() {
                    let path = format!("{name}[{at}]");
                    match entry {
                        Json::Object(map) => found.push((path, map)),
                        _ => self.wrong(file, &path, "一个表", "a table"),
                    }
                }
            }
            Some(_) => self.wrong(file, name, "一组表", "a list of tables"),
        }
        found
    }

    fn wrong(&mut self, file: &str, path: &str, zh: &str, en: &str) {
        let fault = FieldFault::property(path, Code::WrongType);
        self.refuse(file, fault.label_arg("expected", shuke_base::Text::new(zh, en)));
    }

    fn rest(&mut self, file: &str, doc: &Map<String, Json>) {
        for name in doc.keys() {
            self.refuse(file, FieldFault::property(name, Code::ConfigUnknownProperty).with("name", name));
        }
    }

    /// The name of an entry.
    fn name(&mut self, file: &str, path: &str, map: &Map<String, Json>) -> String {
        match map.get("name").and_then(Json::as_str).filter(|name| !name.trim().is_empty()) {
            Some(name) => name.to_owned(),
            None => {
                self.refuse(file, FieldFault::property(&format!("{path}.name"), Code::Required));
                String::new()
            }
        }
    }

    fn doc(&mut self, file: &str, mut doc: Map<String, Json>) {
        match file {
            CONFIG => {
                let format = doc.remove("format");
                if format != Some(json!(FORMAT)) {
                    let told = format.unwrap_or_default();
                    let fault = FieldFault::property("format", Code::ConfigFormat);
                    self.refuse(file, fault.with("format", told).with("known", FORMAT));
                }
                doc.remove("program");
            }
            SETTINGS => {
                for name in ["company", "security", "workdays", "files", "look", "arrangement"] {
                    match doc.remove(name) {
                        None => {}
                        Some(Json::Object(map)) => {
                            self.add(Key::new(Group::Setting, "", name), map, file, name.to_owned());
                        }
                        Some(_) => self.wrong(file, name, "一个表", "a table"),
                    }
                }
            }
            DEPARTMENTS => self.departments(file, &mut doc),
            ROLES => self.named(file, &mut doc, "roles", Group::Role),
            SHARING => self.named(file, &mut doc, "rules", Group::SharingRule),
            _ => match file.strip_prefix("objects/") {
                Some(name) => return self.object(file, name.trim_end_matches(".toml"), doc),
                None => self.views(file, &mut doc),
            },
        }
        self.rest(file, &doc);
    }

    fn departments(&mut self, file: &str, doc: &mut Map<String, Json>) {
        match doc.remove("departments") {
            None => {}
            Some(Json::Array(list)) => {
                for (at, entry) in list.into_iter().enumerate() {
                    let path = format!("departments[{at}]");
                    match entry.as_str().filter(|name| !name.trim().is_empty()) {
                        Some(name) => self.add(Key::new(Group::Department, "", name), Map::new(), file, path),
                        None => self.wrong(file, &path, "部门路径", "the way to a department"),
                    }
                }
            }
            Some(_) => self.wrong(file, "departments", "文本列表", "a list of texts"),
        }
        self.whole.insert((Group::Department, String::new()));
    }

    fn named(&mut self, file: &str, doc: &mut Map<String, Json>, list: &str, group: Group) {
        if doc.contains_key(list) {
            self.whole.insert((group, String::new()));
        }
        for (path, map) in self.list(file, doc, list) {
            let name = self.name(file, &path, &map);
            let object = match group {
                Group::SharingRule => map.get("object").and_then(Json::as_str).unwrap_or_default().to_owned(),
                _ => String::new(),
            };
            self.add(Key { group, object, name }, map, file, path);
        }
    }

    fn views(&mut self, file: &str, doc: &mut Map<String, Json>) {
        let object = file.trim_start_matches("views/").trim_end_matches(".toml").to_owned();
        if doc.contains_key("views") {
            self.whole.insert((Group::View, object.clone()));
        }
        let order: Map<String, Json> = ["order", "default"]
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), doc.remove(*name)?)))
            .collect();
        if !order.is_empty() {
            self.add(Key::new(Group::View, &object, ""), order, file, String::new());
        }
        let mut names: Vec<String> = Vec::new();
        for (path, map) in self.list(file, doc, "views") {
            let said =
                |language: &str| map.get("label")?.get(language)?.as_str().filter(|it| !it.trim().is_empty());
            let Some(name) = said("zh").or_else(|| said("zh-CN")).or_else(|| said("en")) else {
                self.refuse(file, FieldFault::property(&format!("{path}.label"), Code::Required));
                continue;
            };
            let name = super::names::free(name, |name| names.iter().any(|known| known == name));
            names.push(name.clone());
            self.add(Key::new(Group::View, &object, &name), map, file, path);
        }
    }

    fn object(&mut self, file: &str, name: &str, mut doc: Map<String, Json>) {
        if doc.get("name") != Some(&json!(name)) {
            let told = doc.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
            let fault = FieldFault::property("name", Code::ConfigUnlikeFile);
            self.refuse(file, fault.with("name", told).with("expected", name));
        }
        if doc.contains_key("fields") {
            self.whole.insert((Group::Field, name.to_owned()));
        }
        let mut order = Vec::new();
        for (path, map) in self.list(file, &mut doc, "fields") {
            let field = self.name(file, &path, &map);
            order.push(json!(field));
            self.add(Key::new(Group::Field, name, &field), map, file, path);
        }
        doc.insert("fields".to_owned(), Json::Array(order));
        self.whole.insert((Group::Object, String::new()));
        self.add(Key::new(Group::Object, name, name), doc, file, String::new());
    }

    /// What stands twice is not what anybody meant.
    fn twice(&mut self) {
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for (key, read) in &self.items {
            if !seen.insert(key) && !key.name.is_empty() {
                let path = if read.path.is_empty() { "name".to_owned() } else { read.path.clone() };
                let fault = FieldFault::property(&path, Code::ConfigTwice).with("name", &key.name);
                faults.push((read.file.clone(), fault));
            }
        }
        for (file, fault) in faults {
            self.refuse(&file, fault);
        }
    }
}
