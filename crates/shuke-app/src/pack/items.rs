//! A pack, or what a company has of it, as one flat table: what there is, and what it says. So the two, and what the
//! pack gave the last time, are compared line by line.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::Role;
use shuke_base::{Fault, Text};
use shuke_meta::pack::Pack;
use shuke_meta::{ObjectDef, Schema};

use crate::setup;
use crate::views::ViewDoc;

/// What one line is about. Those that lie inside something name it with dots: `field:lead.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An object, and what it is called.
    Object,
    /// A field, and what it is called.
    Field,
    /// An option of a choice, and what it is called.
    Choice,
    /// Whether a record that has the option is over, where it is.
    Outcome,
    /// The form rules of a field, where it has any.
    Rules,
    /// What makes duplicates of an object.
    Duplicates,
    /// A shared view, by its name.
    View,
    /// A role.
    Role,
    /// What a role grants on an object, where it said nothing of it.
    Grants,
    /// One action of that.
    Grant,
    /// What a role keeps back of a field.
    Right,
}

const KINDS: [(Kind, &str); 11] = [
    (Kind::Object, "object"),
    (Kind::Field, "field"),
    (Kind::Choice, "option"),
    (Kind::Outcome, "outcome"),
    (Kind::Rules, "rules"),
    (Kind::Duplicates, "duplicates"),
    (Kind::View, "view"),
    (Kind::Role, "role"),
    (Kind::Grants, "grants"),
    (Kind::Grant, "grant"),
    (Kind::Right, "right"),
];

impl Kind {
    pub(super) fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Whether it is part of an object's definition.
    pub(super) fn is_definition(self) -> bool {
        match self {
            Self::Object | Self::Field | Self::Choice | Self::Outcome | Self::Rules | Self::Duplicates => {
                true
            }
            Self::View | Self::Role | Self::Grants | Self::Grant | Self::Right => false,
        }
    }
}

/// Lines by their keys.
pub(super) type Items = BTreeMap<String, Json>;

pub(super) fn key(kind: Kind, parts: &[&str]) -> String {
    format!("{}:{}", kind.name(), parts.join("."))
}

/// Kind and parts of a key; the last part may hold dots itself.
pub(super) fn parts(key: &str) -> Option<(Kind, Vec<&str>)> {
    let (name, rest) = key.split_once(':')?;
    let kind = KINDS.iter().find(|(_, known)| *known == name)?.0;
    let count = match kind {
        Kind::Object | Kind::Duplicates | Kind::Role => 1,
        Kind::Field | Kind::Rules | Kind::View | Kind::Grants => 2,
        Kind::Choice | Kind::Outcome | Kind::Grant | Kind::Right => 3,
    };
    let parts: Vec<&str> = rest.splitn(count, '.').collect();
    (parts.len() == count).then_some((kind, parts))
}

/// What a line lies inside: without that, it is no line of its own.
pub(super) fn around(key: &str) -> Option<String> {
    let (kind, parts) = parts(key)?;
    match (kind, parts.as_slice()) {
        (Kind::Field | Kind::Duplicates, [object, ..]) => Some(self::key(Kind::Object, &[object])),
        (Kind::Rules, [object, field]) | (Kind::Choice, [object, field, _]) => {
            Some(self::key(Kind::Field, &[object, field]))
        }
        (Kind::Outcome, [object, field, option]) => Some(self::key(Kind::Choice, &[object, field, option])),
        (Kind::Grants | Kind::Right, [role, ..]) => Some(self::key(Kind::Role, &[role])),
        (Kind::Grant, [role, object, _]) => Some(self::key(Kind::Grants, &[role, object])),
        _ => None,
    }
}

fn text(text: &Text) -> Json {
    json!([text.zh, text.en])
}

fn objects<'a>(items: &mut Items, objects: impl Iterator<Item = &'a Arc<ObjectDef>>) {
    for object in objects {
        items.insert(key(Kind::Object, &[&object.name]), text(&object.label));
        if let Some(duplicates) = &object.duplicates {
            items.insert(key(Kind::Duplicates, &[&object.name]), json!(duplicates));
        }
        for field in object.fields.iter().filter(|field| !field.system) {
            items.insert(key(Kind::Field, &[&object.name, &field.name]), text(&field.label));
            for option in &field.options {
                let at = [object.name.as_str(), &field.name, &option.name];
                items.insert(key(Kind::Choice, &at), text(&option.label));
                if !option.outcome.is_open() {
                    items.insert(key(Kind::Outcome, &at), json!(option.outcome));
                }
            }
            if !field.rules.is_empty() {
                items.insert(key(Kind::Rules, &[&object.name, &field.name]), json!(field.rules));
            }
        }
    }
}

fn role(items: &mut Items, name: &str, role: &Role) {
    items.insert(key(Kind::Role, &[name]), json!(true));
    for (object, row) in &role.grants {
        items.insert(key(Kind::Grants, &[name, object]), json!(true));
        for (action, scope) in row {
            items.insert(key(Kind::Grant, &[name, object, action.name()]), json!(scope));
        }
    }
    for (object, row) in &role.fields {
        for (field, right) in row {
            items.insert(key(Kind::Right, &[name, object, field]), json!(right));
        }
    }
}

/// What a pack gives.
pub(super) fn of_pack(pack: &Pack) -> Result<Items, Fault> {
    let mut items = Items::new();
    let schema = Schema::new(0, pack.objects.iter().cloned());
    objects(&mut items, schema.objects());
    for (object, views) in &pack.views {
        for view in views {
            items.insert(key(Kind::View, &[object, &view.label.zh]), json!(true));
        }
    }
    for def in &pack.roles {
        role(&mut items, &def.name, &setup::role(def)?);
    }
    Ok(items)
}

/// What a company has: its objects, its roles under the names that the pack has for them, its shared views.
pub(super) fn of_company<'a>(
    schema: &Schema,
    roles: impl Iterator<Item = (&'a str, &'a Role)>,
    views: &[(String, ViewDoc)],
) -> Items {
    let mut items = Items::new();
    objects(&mut items, schema.objects());
    for (object, view) in views {
        items.insert(key(Kind::View, &[object, &view.label.zh]), json!(true));
    }
    for (name, known) in roles {
        role(&mut items, name, known);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_apart_again() {
        for key in
            ["object:lead", "field:lead.status", "option:lead.region.east/sh", "view:lead.1. 我的.线索"]
        {
            let (kind, found) = parts(key).expect(key);
            assert_eq!(self::key(kind, &found), key);
        }
        assert_eq!(parts("view:lead.1. 我的.线索").unwrap().1, ["lead", "1. 我的.线索"]);
        for wrong in ["", "lead", "thing:lead", "field:lead", "grant:sales.lead"] {
            assert!(parts(wrong).is_none(), "{wrong}");
        }
        assert_eq!(around("grant:sales.*.read").as_deref(), Some("grants:sales.*"));
        assert_eq!(around("option:lead.status.new").as_deref(), Some("field:lead.status"));
        assert_eq!(around("outcome:lead.status.won").as_deref(), Some("option:lead.status.won"));
        assert_eq!(around("rules:lead.status").as_deref(), Some("field:lead.status"));
        assert_eq!(around("object:lead"), None);
    }

    #[test]
    fn the_standard_pack_is_one_table() {
        let pack = shuke_meta::pack::load("standard").expect("the pack");
        let items = of_pack(&pack).expect("its items");
        for key in [
            "object:lead",
            "field:lead.status",
            "duplicates:lead",
            "grant:sales.lead.read",
            "rules:lead.invalid_reason",
        ] {
            assert!(items.contains_key(key), "{key}");
        }
        assert!(!items.contains_key("field:lead.created_at"), "what the program adds is no pack's");
        for key in items.keys() {
            assert!(around(key).is_none_or(|around| items.contains_key(&around)), "{key}");
        }
        let schema = Schema::new(0, pack.objects.iter().cloned());
        for object in schema.objects() {
            for field in &object.fields {
                let faults = crate::define::rule_faults(field, object, &schema);
                assert!(faults.is_empty(), "{} {}: {faults:?}", object.name, field.name);
            }
        }
    }
}
