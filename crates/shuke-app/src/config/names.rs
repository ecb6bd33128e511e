//! Names in the place of ids: a role by its name, a department by the names on the way to it. People and records have no name
//! that another company would know.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;
use shuke_base::{Code, FieldFault, Uuid};

use crate::company::Company;

const ROLE: &str = "@role:";
const DEPARTMENT: &str = "@department:";

/// Roles and departments by id and by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) roles: BTreeMap<Uuid, String>,
    pub(super) departments: BTreeMap<Uuid, String>,
    ids: HashMap<String, Uuid>,
}

/// A name that stands for one thing alone: the second of a name is `name#2`.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}#{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// A name on a way, in which `/` parts names.
fn step(name: &str) -> String {
    name.replace('\\', "\\\\").replace('/', "\\/")
}

/// The way to the department above, and the last name as it is.
pub(super) fn parted(path: &str) -> (Option<&str>, String) {
    let mut at = None;
    let mut escaped = false;
    for (byte, letter) in path.char_indices() {
        match letter {
            '\\' if !escaped => escaped = true,
            '/' if !escaped => at = Some(byte),
            _ => escaped = false,
        }
    }
    let last = at.map_or(path, |at| &path[at + 1..]);
    (at.map(|at| &path[..at]), last.replace("\\/", "/").replace("\\\\", "\\"))
}

impl Names {
    pub(super) fn of(company: &Company) -> Self {
        let mut names = Self::default();
        let mut roles: Vec<_> = company.roles.values().collect();
        roles.sort_by_key(|role| role.id);
        for role in roles {
            names.add_role(role.id, &role.name);
        }
        let parents = company.org.parents();
        let mut ids: Vec<Uuid> = company.org.departments().map(|department| department.id).collect();
        ids.sort();
        // From the top, as far as the tree goes: one that leads back to itself has no way.
        while !ids.is_empty() {
            let before = ids.len();
            ids.retain(|id| {
                let parent = parents.get(id).filter(|parent| company.org.department(**parent).is_some());
                if parent.is_some_and(|parent| !names.departments.contains_key(parent)) {
                    return true;
                }
                let name = company.names.get(id).map_or("", AsRef::as_ref);
                names.add_department(*id, parent.copied(), name);
                false
            });
            if ids.len() == before {
                break;
            }
        }
        names
    }

    /// Adds a role; answers what it is called here.
    pub(super) fn add_role(&mut self, id: Uuid, name: &str) -> String {
        let key = free(name, |name| self.ids.contains_key(&format!("{ROLE}{name}")));
        self.ids.insert(format!("{ROLE}{key}"), id);
        self.roles.insert(id, key.clone());
        key
    }

    pub(super) fn add_department(&mut self, id: Uuid, parent: Option<Uuid>, name: &str) {
        let above = parent.and_then(|parent| self.departments.get(&parent));
        let path = above.map_or_else(|| step(name), |above| format!("{above}/{}", step(name)));
        let path = free(&path, |path| self.ids.contains_key(&format!("{DEPARTMENT}{path}")));
        self.ids.insert(format!("{DEPARTMENT}{path}"), id);
        self.departments.insert(id, path);
    }

    pub(super) fn role(&self, name: &str) -> Option<Uuid> {
        self.ids.get(&format!("{ROLE}{name}")).copied()
    }

    pub(super) fn department(&self, path: &str) -> Option<Uuid> {
        self.ids.get(&format!("{DEPARTMENT}{path}")).copied()
    }

    fn named(&self, id: Uuid) -> Option<String> {
        let role = self.roles.get(&id).map(|name| format!("{ROLE}{name}"));
        role.or_else(|| self.departments.get(&id).map(|path| format!("{DEPARTMENT}{path}")))
    }

    /// Puts names in the place of ids; answers how many ids have none.
    pub(super) fn put(&self, json: &mut Json) -> usize {
        match json {
            Json::String(text) => match text.parse::<Uuid>().ok().filter(|_| text.len() == 36) {
                Some(id) => match self.named(id) {
                    Some(name) => {
                        *text = name;
                        0
                    }
                    None => 1,
                },
                None => {
                    if reserved(text) {
                        text.insert(0, '@');
                    }
                    0
                }
            },
            Json::Array(list) => list.iter_mut().map(|entry| self.put(entry)).sum(),
            Json::Object(map) => {
                let mut missed = 0;
                let old = std::mem::take(map);
                for (key, mut value) in old {
                    missed += self.put(&mut value);
                    let id = key.parse::<Uuid>().ok().filter(|_| key.len() == 36);
                    let named = id.and_then(|id| self.named(id));
                    missed += usize::from(id.is_some() && named.is_none());
                    map.insert(named.unwrap_or(key), value);
                }
                missed
            }
            _ => 0,
        }
    }

    /// Puts ids in the place of names; what there is not is a fault at its path.
    pub(super) fn take(&self, json: &mut Json, path: &str, faults: &mut Vec<FieldFault>) {
        match json {
            Json::String(text) => {
                if let Some(plain) = text.strip_prefix('@').filter(|plain| reserved(plain)) {
                    *text = plain.to_owned();
                } else if text.starts_with(ROLE) || text.starts_with(DEPARTMENT) {
                    *text = self.known(text, path, faults);
                }
            }
            Json::Array(list) => {
                for (at, entry) in list.iter_mut().enumerate() {
                    self.take(entry, &format!("{path}[{at}]"), faults);
                }
            }
            Json::Object(map) => {
                let old = std::mem::take(map);
                for (key, mut value) in old {
                    let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.take(&mut value, &inner, faults);
                    let named = key.starts_with(ROLE) || key.starts_with(DEPARTMENT);
                    let key = if named { self.known(&key, &inner, faults) } else { key };
                    map.insert(key, value);
                }
            }
            _ => {}
        }
    }

    fn known(&self, name: &str, path: &str, faults: &mut Vec<FieldFault>) -> String {
        match self.ids.get(name) {
            Some(id) => id.to_string(),
            None => {
                faults.push(FieldFault::property(path, Code::ConfigUnknownName).with("name", name));
                Uuid::nil().to_string()
            }
        }
    }
}

/// Whether a text would be taken for a name, with any number of `@` in front.
fn reserved(text: &str) -> bool {
    let plain = text.trim_start_matches('@');
    text.starts_with('@') && (plain.starts_with("role:") || plain.starts_with("department:"))
}

/// Puts other ids in the place of some.
pub(super) fn swap(json: &mut Json, ids: &HashMap<Uuid, Uuid>) {
    let other = |text: &str| ids.get(&text.parse::<Uuid>().ok()?).map(Uuid::to_string);
    match json {
        Json::String(text) => {
            if let Some(new) = other(text) {
                *text = new;
            }
        }
        Json::Array(list) => list.iter_mut().for_each(|entry| swap(entry, ids)),
        Json::Object(map) => {
            let old = std::mem::take(map);
            for (key, mut value) in old {
                swap(&mut value, ids);
                map.insert(other(&key).unwrap_or(key), value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_become_names_and_names_ids() {
        let id = |n: u128| Uuid::from_u128(n);
        let mut names = Names::default();
        assert_eq!(names.add_role(id(1), "sales"), "sales");
        assert_eq!(names.add_role(id(2), "sales"), "sales#2");
        names.add_department(id(3), None, "总/部");
        names.add_department(id(4), Some(id(3)), "一部");
        let mut json = json!({"roles": [id(1), id(2)], "to": {"in": id(4)}, "who": id(9), "said": "@role:x", "me": "@me"});
        let before = json.clone();
        assert_eq!(names.put(&mut json), 1, "a person has no name");
        assert_eq!(json["roles"], json!(["@role:sales", "@role:sales#2"]));
        assert_eq!(json["to"]["in"], "@department:总\\/部/一部");
        assert_eq!((&json["said"], &json["me"]), (&json!("@@role:x"), &json!("@me")));
        let mut faults = Vec::new();
        names.take(&mut json, "", &mut faults);
        assert_eq!((json, faults.len()), (before, 0));
        let mut other = json!({"roles": ["@role:gone"]});
        names.take(&mut other, "", &mut faults);
        assert_eq!(faults[0].field, "roles[0]");
        assert_eq!(parted("总\\/部/一部"), (Some("总\\/部"), "一部".to_owned()));
        assert_eq!(parted("总\\/部"), (None, "总/部".to_owned()));
    }
}
