//! Holds a value against a schema of the document: types, required and unknown properties, enums. Small on purpose:
//! what the document uses and no more.

use serde_json::Value as Json;

/// Everything that doesn't fit, by its place.
pub(crate) fn faults(document: &Json, schema: &Json, value: &Json) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "$", &mut found);
    found
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

fn check(document: &Json, schema: &Json, value: &Json, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = &document["components"]["schemas"][name.rsplit('/').next().unwrap_or_default()];
        return check(document, target, value, at, found);
    }
    for word in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[word].as_array() {
            let fits = choices.iter().filter(|choice| faults(document, choice, value).is_empty()).count();
            if fits == 0 {
                found.push(format!("{at}: {value} fits none of {schema}"));
            }
            return;
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Json::String(one) => vec![one.as_str()],
        Json::Array(some) => some.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.contains(&kind(value)) {
        found.push(format!("{at}: {} instead of {kinds:?}", kind(value)));
        return;
    }
    if let Some(known) = schema["enum"].as_array().filter(|known| !known.contains(value)) {
        found.push(format!("{at}: {value} is none of {known:?}"));
    }
    match value {
        Json::Object(fields) => object(document, schema, fields, at, found),
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate().take(50) {
                check(document, &schema["items"], item, &format!("{at}[{index}]"), found);
            }
        }
        _ => {}
    }
}

fn object(
    document: &Json,
    schema: &Json,
    fields: &serde_json::Map<String, Json>,
    at: &str,
    found: &mut Vec<String>,
) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{at}.{name} is missing"));
        }
    }
    let Some(known) = schema["properties"].as_object() else { return };
    for (name, value) in fields {
        match known.get(name) {
            Some(schema) => check(document, schema, value, &format!("{at}.{name}"), found),
            None if schema["additionalProperties"] == Json::Bool(true) => {}
            None => found.push(format!("{at}.{name} is not described")),
        }
    }
}
