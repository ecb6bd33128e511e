//! Packs: the objects, roles and sample company that a company starts with, as readable files compiled in.
//!
//! A pack is a folder: `pack.toml` (name, version, label), `objects/*.toml` (one object each, in the shape of
//! [`ObjectDef`]), `views/*.toml` (an object's views), `roles.toml`, `holidays.toml` and `sample.toml`. Everything is
//! checked when it is read; what scopes and actions there are is the business of the access engine.

mod view;

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use shuke_base::{Locale, NaiveDate, Text};

use crate::check;
use crate::object::ObjectDef;
use crate::schema::Schema;

pub use view::{ViewDef, ViewKind};

/// Every compiled-in file: path below `packs/` and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// What a company starts with.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Api name.
    pub name: String,
    /// Version of the pack.
    pub version: String,
    /// What people read.
    pub label: Text,
    /// Objects, ordered by name; not finished: [`Schema::new`] does that.
    pub objects: Vec<ObjectDef>,
    /// Roles, in the file's order.
    pub roles: Vec<RoleDef>,
    /// Views that everybody finds, object by object in the files' order.
    pub views: Vec<(String, Vec<ViewDef>)>,
    /// Public holidays, year by year.
    pub holidays: Vec<HolidayYear>,
    /// People and departments of the sample company.
    pub sample: Sample,
}

/// Public holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// The year.
    pub year: i32,
    /// Its holidays, in order.
    pub days: Vec<Holiday>,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What people call it.
    pub name: Text,
    /// Days that are off.
    pub off: Vec<NaiveDate>,
    /// Days that are worked to make up for them.
    #[serde(default)]
    pub on: Vec<NaiveDate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holidays {
    years: Vec<HolidayYear>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    version: String,
    label: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    #[serde(default)]
    roles: Vec<RoleDef>,
}

/// A role as it stands in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleDef {
    /// Api name.
    pub name: String,
    /// What people read.
    pub label: Text,
    /// May do everything.
    #[serde(default)]
    pub admin: bool,
    /// Object → action → scope.
    #[serde(default)]
    pub grants: BTreeMap<String, BTreeMap<String, String>>,
    /// Object → field → right; a field that isn't named can be written.
    #[serde(default)]
    pub fields: BTreeMap<String, BTreeMap<String, String>>,
}

/// The people of the sample company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Departments; a parent stands before its children.
    #[serde(default)]
    pub departments: Vec<SampleDepartment>,
    /// People; a superior stands before those below.
    #[serde(default)]
    pub users: Vec<SampleUser>,
}

/// A department of the sample company.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleDepartment {
    /// What the file calls it.
    pub key: String,
    /// What people read.
    pub name: String,
    /// Key of the department above.
    #[serde(default)]
    pub parent: Option<String>,
    /// Login of the head.
    #[serde(default)]
    pub head: Option<String>,
}

/// A person of the sample company.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleUser {
    /// Signs in with it.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Key of the department.
    #[serde(default)]
    pub department: Option<String>,
    /// What the person does in the company.
    #[serde(default)]
    pub post: Option<String>,
    /// Login of the superior.
    #[serde(default)]
    pub superior: Option<String>,
    /// Names of roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Mobile number.
    #[serde(default)]
    pub mobile: Option<String>,
}

/// Why a pack can't be read: the file, and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// Path below `packs/`.
    pub file: String,
    /// What is wrong and where.
    pub reason: String,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for PackError {}

fn error(file: &str, reason: impl Into<String>) -> PackError {
    PackError { file: file.to_owned(), reason: reason.into() }
}

/// The names of the compiled-in packs.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(path, _)| path.strip_suffix("/pack.toml"))
}

/// Reads a compiled-in pack.
///
/// # Errors
/// When there is none of that name; a compiled-in pack itself is right, which a test holds.
pub fn load(name: &str) -> Result<Pack, PackError> {
    read(name, FILES)
}

/// Reads the pack `name` from files given as path and text.
///
/// # Errors
/// The first thing that is wrong, with its file and place.
pub fn read(name: &str, files: &[(&str, &str)]) -> Result<Pack, PackError> {
    let path = |file: &str| format!("{name}/{file}");
    let find = |file: &str| files.iter().find(|(known, _)| *known == path(file)).map(|(_, text)| *text);
    let Some(head) = find("pack.toml") else {
        return Err(error(&path("pack.toml"), "there is no such pack"));
    };
    let head: Head = parse(&path("pack.toml"), head)?;
    if head.name != name {
        return Err(error(&path("pack.toml"), format!("name is “{}”, the folder is “{name}”", head.name)));
    }
    let mut objects: Vec<(&str, ObjectDef)> = Vec::new();
    for (file, text) in files {
        if let Some(own) = file.strip_prefix(&path("objects/")) {
            let object: ObjectDef = parse(file, text)?;
            if own.strip_suffix(".toml") != Some(object.name.as_str()) {
                return Err(error(file, format!("name is “{}”, unlike the file's", object.name)));
            }
            objects.push((file, object));
        }
    }
    objects.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    let schema = Schema::new(0, objects.iter().map(|(_, object)| object.clone()));
    for (file, object) in &objects {
        check_object(file, object, &schema)?;
    }
    let views = view::read_views(&path("views/"), files, &schema)?;
    let roles: Roles =
        find("roles.toml").map_or(Ok(Roles::default()), |text| parse(&path("roles.toml"), text))?;
    check_roles(&path("roles.toml"), &roles.roles, &schema)?;
    let holidays: Holidays =
        find("holidays.toml").map_or(Ok(Holidays::default()), |text| parse(&path("holidays.toml"), text))?;
    for (file, object) in &objects {
        let named = object.layouts.iter().flat_map(|layout| &layout.roles);
        if let Some(role) =
            named.into_iter().find(|role| !roles.roles.iter().any(|known| known.name == **role))
        {
            return Err(error(file, format!("layouts: there is no role “{role}”")));
        }
    }
    let sample: Sample =
        find("sample.toml").map_or(Ok(Sample::default()), |text| parse(&path("sample.toml"), text))?;
    check_sample(&path("sample.toml"), &sample, &roles.roles)?;
    Ok(Pack {
        name: head.name,
        version: head.version,
        label: head.label,
        objects: objects.into_iter().map(|(_, object)| object).collect(),
        roles: roles.roles,
        views,
        holidays: holidays.years,
        sample,
    })
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|cause| error(file, cause.to_string()))
}

fn check_object(file: &str, object: &ObjectDef, schema: &Schema) -> Result<(), PackError> {
    check::object(object, schema).map_err(|faults| {
        let lines: Vec<String> =
            faults.iter().map(|fault| format!("{}: {}", fault.field, fault.message(Locale::En))).collect();
        error(file, lines.join("; "))
    })
}

fn check_roles(file: &str, roles: &[RoleDef], schema: &Schema) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    for role in roles {
        if !seen.insert(&role.name) {
            return Err(error(file, format!("the role “{}” stands twice", role.name)));
        }
        for name in role.grants.keys().chain(role.fields.keys()) {
            // `*` stands for every object that the role does not name.
            if name != "*" && schema.object(name).is_none() {
                return Err(error(file, format!("role “{}”: there is no object “{name}”", role.name)));
            }
        }
        for (name, fields) in &role.fields {
            let object = schema.object(name);
            if let Some(field) = fields.keys().find(|field| object.is_none_or(|object| !object.has(field))) {
                return Err(error(file, format!("role “{}”: “{name}” has no field “{field}”", role.name)));
            }
        }
    }
    Ok(())
}

fn check_sample(file: &str, sample: &Sample, roles: &[RoleDef]) -> Result<(), PackError> {
    let logins: HashSet<&str> = sample.users.iter().map(|user| user.login.as_str()).collect();
    let mut keys = HashSet::new();
    for department in &sample.departments {
        let known = |key: &String| keys.contains(key.as_str());
        if !department.parent.as_ref().is_none_or(known) {
            return Err(error(
                file,
                format!("department “{}”: its parent does not stand before it", department.key),
            ));
        }
        if !department.head.as_ref().is_none_or(|head| logins.contains(head.as_str())) {
            return Err(error(
                file,
                format!("department “{}”: its head is none of the users", department.key),
            ));
        }
        if !keys.insert(department.key.as_str()) {
            return Err(error(file, format!("the department “{}” stands twice", department.key)));
        }
    }
    let mut before: HashSet<&str> = HashSet::new();
    for user in &sample.users {
        let wrong = |what: &str| Err(error(file, format!("user “{}”: {what}", user.login)));
        if !user.department.as_ref().is_none_or(|key| keys.contains(key.as_str())) {
            return wrong("the department is none of the departments");
        }
        if !user.superior.as_ref().is_none_or(|superior| before.contains(superior.as_str())) {
            return wrong("the superior does not stand before");
        }
        if let Some(role) = user.roles.iter().find(|role| !roles.iter().any(|known| known.name == **role)) {
            return wrong(&format!("there is no role “{role}”"));
        }
        if !before.insert(user.login.as_str()) {
            return wrong("stands twice");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_packs_hold_together() {
        let names: Vec<&str> = names().collect();
        assert!(names.contains(&"standard"), "{names:?}");
        for name in names {
            let pack = load(name).unwrap_or_else(|error| panic!("{error}"));
            assert!(!pack.label.zh.is_empty() && !pack.label.en.is_empty());
        }
    }

    #[test]
    fn the_standard_pack_has_what_the_program_counts_on() {
        let pack = load("standard").unwrap_or_else(|error| panic!("{error}"));
        let names: Vec<&str> = pack.objects.iter().map(|object| object.name.as_str()).collect();
        for name in [
            "account",
            "activity",
            "campaign",
            "contact",
            "department",
            "lead",
            "opportunity",
            "product",
            "role",
            "task",
            "user",
        ] {
            assert!(names.contains(&name), "{name} is missing");
        }
        for object in &pack.objects {
            for field in &object.fields {
                let both = !field.label.zh.is_empty() && !field.label.en.is_empty();
                assert!(both, "{}.{} lacks a language", object.name, field.name);
            }
        }
        let schema = Schema::new(1, pack.objects.clone());
        let lead = schema.object("lead").expect("the lead");
        assert_eq!(lead.stage_field.as_deref(), Some("status"));
        assert!(pack.roles.iter().any(|role| role.admin), "somebody has to be the administrator");
        let scopes = ["none", "own", "own_and_below", "department", "department_and_below", "all"];
        for role in &pack.roles {
            for scope in role.grants.values().flat_map(BTreeMap::values) {
                assert!(scopes.contains(&scope.as_str()), "{}: {scope}", role.name);
            }
        }
    }

    fn check(object: &str, roles: &str, sample: &str, expect: &str) {
        let head = "name = \"p\"\nversion = \"1\"\nlabel = { zh = \"包\" }\n";
        let files = [
            ("p/objects/a.toml", object),
            ("p/pack.toml", head),
            ("p/roles.toml", roles),
            ("p/sample.toml", sample),
        ];
        let got = read("p", &files).map_or_else(|error| error.to_string(), |_| "fine".to_owned());
        assert!(got.contains(expect), "{got}");
    }

    const OBJECT: &str = "name = \"a\"\nlabel = { zh = \"甲\" }\nname_field = \"name\"\n\
        [[fields]]\nname = \"name\"\nlabel = { zh = \"名\" }\nkind = \"text\"\n";

    #[test]
    fn an_error_names_the_file_and_the_place() {
        check(OBJECT, "", "", "fine");
        check(&format!("{OBJECT}lenght = 3\n"), "", "", "p/objects/a.toml: TOML parse error at line 8");
        check(&OBJECT.replace("\"text\"", "\"texts\""), "", "", "unknown variant `texts`");
        check(&OBJECT.replace("name = \"a\"", "name = \"b\""), "", "", "unlike the file's");
        let bad_length = format!("{OBJECT}max_length = 0\n");
        check(&bad_length, "", "", "p/objects/a.toml: fields.name.max_length");
        let role = "[[roles]]\nname = \"r\"\nlabel = { zh = \"角\" }\n";
        check(
            OBJECT,
            &format!("{role}grants.b = {{ read = \"all\" }}\n"),
            "",
            "p/roles.toml: role “r”: there is no object “b”",
        );
        check(OBJECT, &format!("{role}fields.a = {{ x = \"read\" }}\n"), "", "“a” has no field “x”");
        check(OBJECT, &format!("{role}{role}"), "", "stands twice");
        let layout = "[[layouts]]\nname = \"l\"\nlabel = { zh = \"布\" }\nroles = [\"r\"]\n";
        check(&format!("{OBJECT}{layout}"), role, "", "fine");
        check(&format!("{OBJECT}{layout}"), "", "", "p/objects/a.toml: layouts: there is no role “r”");
        let user = "[[users]]\nlogin = \"u\"\nname = \"人\"\nroles = [\"boss\"]\n";
        check(OBJECT, role, user, "p/sample.toml: user “u”: there is no role “boss”");
        assert_eq!(
            read("q", &[]).map(|_| ()).expect_err("no pack").to_string(),
            "q/pack.toml: there is no such pack"
        );
    }
}
