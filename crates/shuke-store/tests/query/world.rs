//! Objects that have a field of every kind and point to each other in every way.

use std::sync::{Arc, LazyLock};

use serde_json::json;
use shuke_base::Text;
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

use crate::values::NODES;

pub(crate) fn field(name: &str, kind: FieldKind) -> FieldDef {
    FieldDef::new(name, Text::new(name, name), kind)
}

pub(crate) fn reference(name: &str, target: &str) -> FieldDef {
    FieldDef { target: Some(target.to_owned()), ..field(name, FieldKind::Reference) }
}

pub(crate) fn choice(name: &str, kind: FieldKind, options: &[&str]) -> FieldDef {
    let option = |name: &&str| {
        serde_json::from_value(json!({"name": name, "label": {"zh": name, "en": name}})).expect("an option")
    };
    FieldDef { options: options.iter().map(option).collect(), ..field(name, kind) }
}

pub(crate) fn object(name: &str, owned: bool, fields: Vec<FieldDef>) -> ObjectDef {
    let label = json!({"zh": name, "en": name});
    let json = json!({"name": name, "label": label, "owned": owned, "name_field": "name"});
    let mut object: ObjectDef = serde_json::from_value(json).expect("an object");
    object.fields = vec![field("name", FieldKind::Text)];
    object.fields.extend(fields);
    object
}

/// `thing` has a field `f_KIND` of every kind, some of them with an index; `place` and `note` hang together with it.
fn make() -> Schema {
    let mut fields = Vec::new();
    for kind in FieldKind::ALL.into_iter().filter(|kind| *kind != FieldKind::Id) {
        let name = format!("f_{}", kind.name());
        let mut made = match kind {
            FieldKind::Choice | FieldKind::MultiChoice => choice(&name, kind, &["new", "won", "lost"]),
            FieldKind::Cascade => choice(&name, kind, &NODES),
            FieldKind::Reference | FieldKind::MultiReference => {
                FieldDef { kind, ..reference(&name, "place") }
            }
            FieldKind::Lines => {
                let cells = vec![
                    reference("place", "place"),
                    field("quantity", FieldKind::Decimal),
                    field("price", FieldKind::Money),
                    field("note", FieldKind::Text),
                ];
                FieldDef { cells, ..field(&name, kind) }
            }
            _ => field(&name, kind),
        };
        made.indexed = matches!(
            kind,
            FieldKind::Text
                | FieldKind::Integer
                | FieldKind::Money
                | FieldKind::Date
                | FieldKind::Bool
                | FieldKind::Rating
                | FieldKind::Cascade
                | FieldKind::Address
        );
        if kind == FieldKind::Decimal {
            made.scale = Some(4);
        }
        fields.push(made);
    }
    fields.push(reference("parent", "thing"));
    let mut thing = object("thing", true, fields);
    // Numbers that repeat make better equal keys than ones that are given once.
    thing.indexes =
        [&["owner", "f_datetime"], &["f_choice", "created_at"], &["owner_department", "f_datetime"]]
            .map(|names| names.map(str::to_owned).to_vec())
            .to_vec();
    let place = vec![
        reference("up", "place"),
        reference("thing", "thing"),
        field("region", FieldKind::Region),
        field("worth", FieldKind::Money),
        field("keeper", FieldKind::User),
    ];
    let note = vec![
        field("about", FieldKind::Record),
        reference("thing", "thing"),
        field("score", FieldKind::Integer),
    ];
    Schema::new(
        1,
        [
            thing,
            object("place", true, place),
            object("note", false, note),
            object("user", false, vec![field("department", FieldKind::Department)]),
            object("department", false, vec![reference("parent", "department")]),
        ],
    )
}

pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(make);
    &SCHEMA
}

pub(crate) fn object_of(name: &str) -> &'static Arc<ObjectDef> {
    schema().object(name).expect("an object of the world")
}
