//! Schemas and paths of one object.

use serde_json::{Map, Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{Locale, limits};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};

use crate::api::BASE;

/// The schema's name: `lead` → `Lead`, `x_site_visit` → `XSiteVisit`.
fn name(object: &ObjectDef) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    object.name.split('_').map(capital).collect()
}

/// The names of what is read, of what is written into a new record, and of what a change may hold. A fixed shape such
/// as `User` keeps its name.
struct Names {
    read: String,
    new: String,
    change: String,
}

impl Names {
    fn of(object: &ObjectDef) -> Self {
        let name = name(object);
        let read = if super::is_fixed(&name) { format!("{name}Record") } else { name };
        Self { new: format!("{read}Write"), change: format!("{read}Change"), read }
    }
}

fn reference(name: &str) -> Json {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn described(object: &ObjectDef) -> String {
    format!("{} · {}", object.label.get(Locale::ZhCn), object.label.get(Locale::En))
}

/// What the field holds when a record is read.
fn read(field: &FieldDef) -> Json {
    match field.kind {
        FieldKind::Id => json!({"type": "string", "format": "uuid"}),
        FieldKind::Text | FieldKind::LongText | FieldKind::Phone | FieldKind::AutoNumber => {
            json!({"type": ["string", "null"]})
        }
        FieldKind::RichText => json!({"type": ["string", "null"], "contentMediaType": "text/html"}),
        FieldKind::Email => json!({"type": ["string", "null"], "format": "email"}),
        FieldKind::Url => json!({"type": ["string", "null"], "format": "uri"}),
        FieldKind::IdCard => json!({"type": ["string", "null"], "pattern": "^[0-9]{17}[0-9X]$"}),
        FieldKind::CreditCode => json!({"type": ["string", "null"], "pattern": "^[0-9A-Z]{18}$"}),
        FieldKind::Time => json!({"type": ["string", "null"], "pattern": CLOCK}),
        FieldKind::Rating => json!({"type": ["integer", "null"], "minimum": 1, "maximum": field.stars()}),
        FieldKind::Address => json!({
            "type": ["object", "null"],
            "properties": {
                "region": {"type": ["string", "null"], "pattern": "^[0-9]{6}$"},
                "detail": {"type": ["string", "null"], "maxLength": field.characters()},
            },
        }),
        FieldKind::Location => json!({
            "type": ["object", "null"],
            "required": ["longitude", "latitude"],
            "properties": {
                "longitude": {"type": "string", "pattern": DECIMAL},
                "latitude": {"type": "string", "pattern": DECIMAL},
                "accuracy": {"type": ["integer", "null"], "minimum": 0},
            },
        }),
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature => {
            json!({"type": ["array", "null"], "items": reference("File")})
        }
        FieldKind::Integer => json!({"type": ["integer", "null"], "format": "int64"}),
        FieldKind::Decimal | FieldKind::Percent => json!({"type": ["string", "null"], "pattern": DECIMAL}),
        FieldKind::Money => json!({
            "type": ["object", "null"],
            "required": ["amount", "currency"],
            "properties": {
                "amount": {"type": "string", "pattern": DECIMAL},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
            },
        }),
        FieldKind::Bool => json!({"type": ["boolean", "null"]}),
        FieldKind::Date => json!({"type": ["string", "null"], "format": "date"}),
        FieldKind::DateTime => json!({"type": ["string", "null"], "format": "date-time"}),
        FieldKind::Choice | FieldKind::Cascade => {
            // Retired options are still read.
            let mut names: Vec<Json> = field.options.iter().map(|option| json!(option.name)).collect();
            names.push(Json::Null);
            json!({"type": ["string", "null"], "enum": names})
        }
        FieldKind::MultiChoice => {
            let names: Vec<Json> = field.options.iter().map(|option| json!(option.name)).collect();
            json!({"type": ["array", "null"], "items": {"type": "string", "enum": names}})
        }
        FieldKind::Tags => json!({"type": ["array", "null"], "items": {"type": "string"}}),
        FieldKind::Region => json!({"type": ["string", "null"], "pattern": "^[0-9]{6}$"}),
        FieldKind::Reference | FieldKind::User | FieldKind::Department | FieldKind::Record => {
            json!({"oneOf": [reference("Ref"), {"type": "null"}]})
        }
        FieldKind::MultiReference => json!({"type": ["array", "null"], "items": reference("Ref")}),
        // A record tells the lines, a list how many there are.
        FieldKind::Lines => json!({"oneOf": [
            {"type": "array", "items": line(field, read, &["id"])},
            {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer", "minimum": 1}}},
            {"type": "null"},
        ]}),
    }
}

/// A line of a sub-table.
fn line(field: &FieldDef, cell: fn(&FieldDef) -> Json, required: &[&str]) -> Json {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({"type": "string", "format": "uuid"}));
    for column in &field.cells {
        let mut schema = cell(column);
        title(&mut schema, column);
        properties.insert(column.name.clone(), schema);
    }
    json!({"type": "object", "required": required, "properties": properties})
}

const CLOCK: &str = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
const DECIMAL: &str = r"^-?[0-9]+(\.[0-9]+)?$";

/// A list of so many ids.
fn ids(most: usize) -> Json {
    json!({"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}, "maxItems": most})
}

/// What may be written into the field; where that isn't what is read.
fn write(field: &FieldDef) -> Json {
    let mut schema = match field.kind {
        FieldKind::Reference | FieldKind::User | FieldKind::Department => {
            json!({"type": ["string", "null"], "format": "uuid"})
        }
        FieldKind::Record => json!({
            "type": ["object", "null"],
            "required": ["object", "id"],
            "properties": {"object": {"type": "string"}, "id": {"type": "string", "format": "uuid"}},
        }),
        FieldKind::Choice | FieldKind::Cascade => {
            let active = field.options.iter().filter(|option| option.active);
            let mut names: Vec<Json> = active.map(|option| json!(option.name)).collect();
            names.push(Json::Null);
            json!({"type": ["string", "null"], "enum": names})
        }
        FieldKind::MultiChoice | FieldKind::Tags => {
            let mut schema = read(field);
            schema["maxItems"] = json!(limits::LIST_VALUES);
            schema
        }
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature => ids(field.files()),
        FieldKind::MultiReference => ids(field.records()),
        FieldKind::Lines => {
            json!({"type": ["array", "null"], "items": line(field, write, &[]), "maxItems": field.lines()})
        }
        FieldKind::Text | FieldKind::LongText => {
            let mut schema = read(field);
            schema["maxLength"] = json!(field.characters());
            if let Some(format) = &field.format {
                schema["pattern"] = json!(format!("^(?:{})$", format.pattern));
            }
            schema
        }
        FieldKind::RichText => {
            let mut schema = read(field);
            schema["maxLength"] = json!(limits::RICH_TEXT_CHARS);
            schema
        }
        FieldKind::Integer => {
            let mut schema = read(field);
            for (word, bound) in [("minimum", &field.min), ("maximum", &field.max)] {
                if let Some(bound) = bound.as_deref().and_then(|bound| bound.parse::<i64>().ok()) {
                    schema[word] = json!(bound);
                }
            }
            schema
        }
        FieldKind::Id
        | FieldKind::Decimal
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Bool
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Time
        | FieldKind::Rating
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Address
        | FieldKind::Location
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::Region
        | FieldKind::AutoNumber => read(field),
    };
    title(&mut schema, field);
    schema
}

/// The field's label, and for a reference what it points to.
fn title(schema: &mut Json, field: &FieldDef) {
    schema["title"] = json!(format!("{} · {}", field.label.get(Locale::ZhCn), field.label.get(Locale::En)));
    if let Some(target) = field.points_to() {
        schema["x-object"] = json!(target);
    }
}

/// The object's record as it is read, and as it is written.
pub(super) fn schemas(object: &ObjectDef, viewer: &Viewer) -> Vec<(String, Json)> {
    let mask = viewer.field_mask(object);
    let names = Names::of(object);
    let mut properties = Map::new();
    properties.insert("object".to_owned(), json!({"const": object.name}));
    for field in mask.shown_fields(object) {
        let mut schema = if mask.masked(field) { json!({"type": ["string", "null"]}) } else { read(field) };
        title(&mut schema, field);
        properties.insert(field.name.clone(), schema);
    }
    let can: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    properties.insert("can".to_owned(), json!({"type": "array", "items": {"type": "string", "enum": can}}));
    let read = json!({
        "type": "object",
        "title": described(object),
        "required": ["id", "object"],
        "properties": properties,
    });
    let writable: Vec<&FieldDef> = mask.shown_fields(object).filter(|field| mask.writable(field)).collect();
    let required: Vec<&str> = writable
        .iter()
        .filter(|field| field.required && field.default.is_none() && field.rules.visible_when.is_none())
        .map(|field| field.name.as_str())
        .collect();
    let fields: Map<String, Json> = writable.iter().map(|field| (field.name.clone(), write(field))).collect();
    let change = json!({
        "type": "object",
        "title": described(object),
        "properties": fields,
        "additionalProperties": false,
    });
    let mut new = change.clone();
    new["required"] = json!(required);
    vec![(names.read, read), (names.new, new), (names.change, change)]
}

fn operation(object: &ObjectDef, verb: &str, zh: &str, en: &str, security: &Json) -> Json {
    let (label_zh, label_en) = (object.label.get(Locale::ZhCn), object.label.get(Locale::En));
    json!({
        "tags": [object.name],
        "operationId": format!("{verb}_{}_record", object.name),
        "summary": format!("{en}: {label_en} · {zh}{label_zh}"),
        "security": security,
    })
}

fn answer(status: &str, schema: Json) -> Json {
    let problem = json!({
        "description": "A refusal; `code` says which.",
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    });
    json!({
        status: {"description": "Done.", "content": {"application/json": {"schema": schema}}},
        "401": problem,
        "default": problem,
    })
}

fn body(schema: &str) -> Json {
    json!({"required": true, "content": {"application/json": {"schema": reference(schema)}}})
}

/// The typed paths of an object: what the general paths do, with the object's own fields.
pub(super) fn paths(object: &ObjectDef, viewer: &Viewer) -> Vec<(String, Json)> {
    let security = json!([{"token": []}, {"session": []}]);
    let names = Names::of(object);
    let id =
        json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}});
    let accept =
        json!({"name": "duplicates", "in": "query", "schema": {"type": "string", "enum": ["ask", "accept"]}});
    let (mut many, mut one) = (Map::new(), Map::new());
    if viewer.may(object, Action::Read) {
        let page = json!({
            "type": "object",
            "required": ["items", "next_cursor", "total"],
            "properties": {
                "items": {"type": "array", "items": reference(&names.read)},
                "next_cursor": {"type": ["string", "null"]},
                "total": {"oneOf": [reference("Total"), {"type": "null"}]},
            },
        });
        let mut list = operation(object, "list", "列出", "List", &security);
        list["responses"] = answer("200", page);
        list["parameters"] = super::list_parameters();
        many.insert("get".to_owned(), list);
        let mut read = operation(object, "read", "读取", "Read", &security);
        read["parameters"] = json!([id]);
        read["responses"] = answer("200", reference(&names.read));
        one.insert("get".to_owned(), read);
    }
    if viewer.may(object, Action::Create) {
        let mut create = operation(object, "create", "新建", "Create", &security);
        create["parameters"] = json!([accept]);
        create["requestBody"] = body(&names.new);
        create["responses"] = answer("201", reference(&names.read));
        many.insert("post".to_owned(), create);
    }
    if viewer.may(object, Action::Edit) {
        let mut change = operation(object, "change", "修改", "Change", &security);
        change["parameters"] = json!([id, accept]);
        change["requestBody"] = body(&names.change);
        change["responses"] = answer("200", reference(&names.read));
        one.insert("patch".to_owned(), change);
    }
    let base = format!("{BASE}/records/{}", object.name);
    let both = [(base.clone(), many), (format!("{base}/{{id}}"), one)];
    both.into_iter()
        .filter(|(_, item)| !item.is_empty())
        .map(|(path, item)| (path, Json::Object(item)))
        .collect()
}
