//! Objects whose fields a file may fill beside those of its main object: those that the main object refers to, and
//! those that refer to it. A column feeds `account.phone` through the field `account` of the main object, and
//! `opportunity:contact.name` of the opportunity that refers to the main object by its field `contact`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Text};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};

use crate::context::Ctx;
use crate::import::columns::importable;

/// Linked objects of one file, at most.
pub const MOST: usize = 8;

/// Which of the two refers to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The main object refers to the linked one.
    Parent,
    /// The linked object refers to the main one.
    Child,
}

/// A linked object.
#[derive(Debug, Clone)]
pub struct Link {
    /// How columns name it: `account`, or `opportunity:contact`.
    pub name: String,
    /// Which refers to which.
    pub side: Side,
    /// Position of the reference, in the object that has it.
    pub at: usize,
    /// The linked object.
    pub object: Arc<ObjectDef>,
    /// What people call it.
    pub label: Text,
}

/// What becomes of a linked record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkAction {
    /// One that is there is used as it is, one that is not is created.
    #[default]
    FindOrCreate,
    /// One that is not there is the row's fault.
    Find,
    /// It is created; rows with the same key share one.
    Insert,
    /// One that is there is changed, one that is not is created.
    Upsert,
}

impl LinkAction {
    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FindOrCreate => "find_or_create",
            Self::Find => "find",
            Self::Insert => "insert",
            Self::Upsert => "upsert",
        }
    }

    /// Whether it creates records.
    #[must_use]
    pub fn creates(self) -> bool {
        self != Self::Find
    }

    /// Whether it looks for records that are there.
    #[must_use]
    pub fn looks(self) -> bool {
        self != Self::Insert
    }
}

/// A linked object of an import, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkDoc {
    /// What becomes of its records.
    pub action: LinkAction,
    /// Fields that find a record; none means those of the object's duplicate check.
    pub key: Vec<String>,
    /// New records.
    #[serde(default)]
    pub inserted: u64,
    /// Records that were there.
    #[serde(default)]
    pub found: u64,
    /// Records that were there and changed.
    #[serde(default)]
    pub updated: u64,
}

/// A column's target: the link, and the field.
#[must_use]
pub fn split(path: &str) -> (Option<&str>, &str) {
    path.rsplit_once('.').map_or((None, path), |(link, field)| (Some(link), field))
}

fn joins(field: &FieldDef) -> bool {
    field.kind == FieldKind::Reference && !field.system && !field.read_only && field.computed.is_none()
}

fn linkable(name: &str) -> bool {
    !matches!(name, "user" | "department" | "role")
}

/// The objects that may be linked to the main one, as far as the caller sees them and may write the reference.
#[must_use]
pub fn all(ctx: &Ctx, main: &ObjectDef) -> Vec<Link> {
    let mut links = Vec::new();
    let mask = ctx.viewer.field_mask(main);
    for (at, field) in
        main.fields.iter().enumerate().filter(|(_, field)| joins(field) && mask.writable(field))
    {
        let target = field.target_object().filter(|name| *name != main.name && linkable(name));
        if let Some(object) = target.and_then(|name| ctx.object(name).ok()) {
            let label = field.label.clone();
            links.push(Link { name: field.name.clone(), side: Side::Parent, at, object, label });
        }
    }
    for other in ctx.company.schema.objects().filter(|it| it.name != main.name && linkable(&it.name)) {
        let Ok(object) = ctx.object(&other.name) else { continue };
        let mask = ctx.viewer.field_mask(&object);
        for (at, field) in object.fields.iter().enumerate() {
            if joins(field) && mask.writable(field) && field.target_object() == Some(&main.name) {
                let name = format!("{}:{}", object.name, field.name);
                let label = object.label.clone();
                links.push(Link { name, side: Side::Child, at, object: Arc::clone(&object), label });
            }
        }
    }
    links
}

/// The path of a field in full: `opportunity.name` stands for the one way in which an opportunity refers to the main
/// object.
#[must_use]
pub fn full(links: &[Link], path: &str) -> String {
    let (Some(given), field) = split(path) else { return path.to_owned() };
    format!("{}.{field}", full_name(links, given))
}

/// The name of a link in full.
#[must_use]
pub fn full_name(links: &[Link], given: &str) -> String {
    let mut ways = links.iter().filter(|link| link.side == Side::Child && link.object.name == given);
    match (links.iter().any(|link| link.name == given), ways.next(), ways.next()) {
        (false, Some(only), None) => only.name.clone(),
        _ => given.to_owned(),
    }
}

/// How records of a link are found, when nobody has said: by the duplicate check when one of its fields is filled,
/// else by a field whose values differ, else by the name.
#[must_use]
pub fn usual(link: &Link, fed: &[&str]) -> LinkDoc {
    let object = &link.object;
    let checked =
        object.duplicates.iter().flat_map(|it| &it.keys).any(|key| fed.contains(&key.field.as_str()));
    let unique = object.fields.iter().find(|field| field.unique && fed.contains(&field.name.as_str()));
    let key = match unique {
        _ if checked => Vec::new(),
        Some(field) => vec![field.name.clone()],
        None => vec![object.name_field.clone()],
    };
    let action = if link.side == Side::Child { LinkAction::Insert } else { LinkAction::FindOrCreate };
    LinkDoc { action, key, ..LinkDoc::default() }
}

/// A fault of a linked record, told as one of its column.
#[must_use]
pub fn fault_of(link: &Link, mut fault: FieldFault) -> FieldFault {
    let whole = fault.field.is_empty();
    fault.field = if whole { link.name.clone() } else { format!("{}.{}", link.name, fault.field) };
    fault.label = if whole { link.label.clone() } else { label(link, &fault.label) };
    fault
}

fn label(link: &Link, field: &Text) -> Text {
    Text::new(format!("{}·{}", link.label.zh, field.zh), format!("{} · {}", link.label.en, field.en))
}

/// What is wrong with the columns and the settings of the links.
#[must_use]
pub fn check(ctx: &Ctx, links: &[Link], docs: &BTreeMap<String, LinkDoc>, fed: &[&str]) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if docs.len() > MOST {
        faults.push(FieldFault::property("links", Code::BatchTooLarge).with("max", MOST));
    }
    for (name, doc) in docs {
        let property = format!("links.{name}");
        let Some(link) = links.iter().find(|link| link.name == *name) else {
            faults.push(FieldFault::property(&property, Code::UnknownField).with("name", name));
            continue;
        };
        let given: Vec<&str> =
            fed.iter().filter_map(|path| path.strip_prefix(name.as_str())?.strip_prefix('.')).collect();
        for key in doc.key.iter().filter(|key| !given.contains(&key.as_str())) {
            let known = link.object.field(key).map(|field| label(link, &field.label));
            let missing = FieldFault::property(&property, Code::MappingMissing);
            faults.push(missing.label_arg("name", known.unwrap_or_else(|| Text::new(key, key))));
        }
        let keyless = doc.key.is_empty() && doc.action.looks();
        let checked = link.object.duplicates.iter().flat_map(|it| &it.keys);
        if keyless && !checked.clone().any(|key| given.contains(&key.field.as_str())) {
            let what = label(link, &Text::new("关键字段", "Key"));
            faults.push(FieldFault::new(&property, &what, Code::Required));
        }
        if doc.action == LinkAction::Find && link.side == Side::Child {
            faults.push(
                FieldFault::property(&property, Code::WrongType)
                    .with("expected", "insert | find_or_create | upsert"),
            );
        }
        if doc.action.creates() {
            faults.extend(required(ctx, link, &given));
        }
    }
    faults
}

/// Required fields of a linked object that nothing fills. A reference may be filled by what the row has beside it,
/// which is seen row by row.
fn required(ctx: &Ctx, link: &Link, given: &[&str]) -> Vec<FieldFault> {
    let mask = ctx.viewer.field_mask(&link.object);
    let open = link.object.fields.iter().filter(|field| {
        let own = field.read_only || field.name == "owner" || field.kind == FieldKind::Reference;
        field.required && field.default.is_none() && !own && mask.writable(field)
    });
    open.filter(|field| !given.contains(&field.name.as_str()))
        .map(|field| {
            FieldFault::property("mapping", Code::MappingMissing).label_arg("name", label(link, &field.label))
        })
        .collect()
}

/// The rights that a link needs.
///
/// # Errors
/// [`Code::LinkRight`] with object and right.
pub fn permit(ctx: &Ctx, link: &Link, action: LinkAction) -> Result<(), Fault> {
    crate::records::people::writable(ctx, &link.object)?;
    let needed: &[Action] = match action {
        LinkAction::Find => &[],
        LinkAction::FindOrCreate | LinkAction::Insert => &[Action::Import, Action::Create],
        LinkAction::Upsert => &[Action::Import, Action::Create, Action::Edit],
    };
    match needed.iter().find(|action| !ctx.viewer.may(&link.object, **action)) {
        Some(action) => Err(Fault::new(Code::LinkRight)
            .label("object", link.object.label.clone())
            .label("right", action.label())),
        None => Ok(()),
    }
}

/// A field of a link that columns may feed.
#[must_use]
pub fn field<'a>(ctx: &Ctx, link: &'a Link, name: &str) -> Option<&'a FieldDef> {
    let mask = ctx.viewer.field_mask(&link.object);
    let joint =
        |field: &&FieldDef| link.side == Side::Child && link.object.position(&field.name) == Some(link.at);
    link.object.field(name).filter(|field| importable(field) && mask.readable(field) && !joint(field))
}
