//! A small company of objects, one of which has a field of every kind, and short ways to write and show conditions.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde_json::Value as Json;
use shuke_base::{Fault, Text, Uuid, Value};
use shuke_expr::{Cond, Env, Op, Path, parse};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

/// The id that ends in this number.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn field(name: &str, kind: FieldKind) -> FieldDef {
    FieldDef::new(name, Text::new(name, name), kind)
}

fn reference(name: &str, target: &str) -> FieldDef {
    FieldDef { target: Some(target.to_owned()), ..field(name, FieldKind::Reference) }
}

fn object(name: &str, owned: bool, fields: Vec<FieldDef>) -> ObjectDef {
    let mut all = vec![field("name", FieldKind::Text)];
    all.extend(fields);
    let label = serde_json::json!({"zh": name, "en": name});
    let json = serde_json::json!({"name": name, "label": label, "owned": owned, "name_field": "name"});
    let mut object: ObjectDef = serde_json::from_value(json).expect("an object");
    object.fields = all;
    object
}

fn choice(name: &str, kind: FieldKind) -> FieldDef {
    let options = ["new", "won", "lost"].map(|option| {
        let json = serde_json::json!({"name": option, "label": {"zh": option, "en": option}, "active": option != "lost"});
        serde_json::from_value(json).expect("an option")
    });
    FieldDef { options: options.to_vec(), ..field(name, kind) }
}

/// `thing` has a field `f_KIND` of every kind; the others hang together as in a real company. Fields named `secret`,
/// and all of `vault`, may not be read.
fn make_schema() -> Schema {
    let mut fields = Vec::new();
    for kind in FieldKind::ALL.into_iter().filter(|kind| *kind != FieldKind::Id) {
        let name = format!("f_{}", kind.name());
        fields.push(match kind {
            FieldKind::Choice | FieldKind::MultiChoice | FieldKind::Cascade => choice(&name, kind),
            FieldKind::Reference | FieldKind::MultiReference => {
                FieldDef { kind, ..reference(&name, "account") }
            }
            _ => field(&name, kind),
        });
    }
    fields.push(reference("account", "account"));
    fields.push(reference("unit", "department"));
    fields.push(reference("vault", "vault"));
    fields.push(field("secret", FieldKind::Text));
    let account = vec![
        field("region", FieldKind::Region),
        reference("parent", "account"),
        reference("secret", "account"),
    ];
    Schema::new(
        1,
        [
            object("thing", true, fields),
            object("account", true, account),
            object("order", true, vec![reference("account", "account"), field("amount", FieldKind::Money)]),
            object("link", false, vec![reference("from", "account"), reference("to", "account")]),
            object("note", true, vec![field("about", FieldKind::Record)]),
            object("vault", false, vec![reference("account", "account")]),
            object("user", false, vec![field("department", FieldKind::Department)]),
            object("department", false, vec![reference("parent", "department")]),
        ],
    )
}

fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(make_schema);
    &SCHEMA
}

/// Person 1 in department 10, which has 11 and, below that, 12; person 2 reports to 1. It is Sunday, the first of
/// March 2026, half past midnight in Shanghai, and still February in UTC.
pub(crate) fn env() -> Env {
    let mut env = Env::nobody("2026-02-28T16:30:00Z".parse().expect("a moment"));
    env.me = Some(id(1));
    env.department = Some(id(10));
    env.team = vec![id(1), id(2)];
    env.parents = HashMap::from([(id(11), id(10)), (id(12), id(11)), (id(21), id(20))]);
    env
}

fn readable(object: &ObjectDef, field: &FieldDef) -> bool {
    object.name != "vault" && field.name != "secret"
}

/// Reads a filter on `object` in the surroundings `env`.
pub(crate) fn read_in(object: &str, json: &Json, env: &Env) -> Result<Cond, Fault> {
    let schema = schema();
    parse(json, schema.object(object).expect("an object"), schema, &readable, env)
}

/// Reads a filter on `object`.
pub(crate) fn read(object: &str, json: &Json) -> Result<Cond, Fault> {
    read_in(object, json, &env())
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money(money) => format!("{} {}", money.amount, money.currency),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(moment) => moment.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string(),
        Value::Id(id) => format!("#{:x}", id.as_u128()),
        Value::Record(object, id) => format!("{object}#{:x}", id.as_u128()),
        Value::List(entries) => format!("{entries:?}"),
        Value::Address(address) => format!("{address:?}"),
        Value::Location(place) => format!("{place:?}"),
        Value::Lines(lines) => format!("{lines:?}"),
    }
}

fn values(list: &[Value]) -> String {
    format!("[{}]", list.iter().map(value).collect::<Vec<_>>().join(", "))
}

fn path(path: &Path) -> String {
    let hops = path.hops.iter().chain([&path.end]);
    hops.map(|hop| hop.def().name.as_str()).collect::<Vec<_>>().join(".")
}

/// A condition in one line.
pub(crate) fn show(cond: &Cond) -> String {
    let join =
        |parts: &[Cond], sign: &str| format!("({})", parts.iter().map(show).collect::<Vec<_>>().join(sign));
    match cond {
        Cond::All(parts) if parts.is_empty() => "always".to_owned(),
        Cond::Any(parts) if parts.is_empty() => "never".to_owned(),
        Cond::All(parts) => join(parts, " & "),
        Cond::Any(parts) => join(parts, " | "),
        Cond::Not(inner) => format!("!{}", show(inner)),
        Cond::Related { object, field, cond } => {
            format!("some {}.{}{{{}}}", object.name, object.fields[*field].name, show(cond))
        }
        Cond::Test(test) => {
            let rest = match &test.op {
                Op::Eq(v) => format!("= {}", value(v)),
                Op::Ne(v) => format!("≠ {}", value(v)),
                Op::In(list) => format!("in {}", values(list)),
                Op::NotIn(list) => format!("not in {}", values(list)),
                Op::Lt(v) => format!("< {}", value(v)),
                Op::Lte(v) => format!("≤ {}", value(v)),
                Op::Gt(v) => format!("> {}", value(v)),
                Op::Gte(v) => format!("≥ {}", value(v)),
                Op::Between(from, to) => format!("in [{}, {}]", value(from), value(to)),
                Op::Within(from, to) => format!("in [{}, {})", value(from), value(to)),
                Op::Contains(part) => format!("has {part:?}"),
                Op::NotContains(part) => format!("has not {part:?}"),
                Op::StartsWith(part) => format!("begins {part:?}"),
                Op::EndsWith(part) => format!("ends {part:?}"),
                Op::Empty => "empty".to_owned(),
                Op::NotEmpty => "filled".to_owned(),
                Op::Never => "never".to_owned(),
            };
            format!("{} {rest}", path(&test.path))
        }
    }
}

/// The object `name` of the fixture.
pub(crate) fn object_of(name: &str) -> Arc<ObjectDef> {
    Arc::clone(schema().object(name).expect("an object"))
}
