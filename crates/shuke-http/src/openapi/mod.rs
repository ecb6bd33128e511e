//! The OpenAPI document: the fixed endpoints as their handlers describe them, and a schema for every object and field
//! that the reader may see. The same objects give the same bytes.

mod object;

use std::sync::LazyLock;

use serde_json::{Map, Value as Json, json};
use shuke_access::Viewer;
use shuke_meta::Schema;

use crate::api;

const ABOUT: &str = "Sign in with `POST /api/v1/session` (browsers) or send `Authorization: Bearer TOKEN` (programs). \
     Refusals are `application/problem+json` with a `code` of a closed table; texts follow `Accept-Language` (`zh-CN`, \
     `en`). Decimals and amounts are strings, days `2026-01-31`, moments RFC 3339 in UTC; in a change, absent, null and \
     a value are three things.";

/// The fixed part, put together once.
static FIXED: LazyLock<Json> = LazyLock::new(|| {
    let (_, described) = api::routes().split_for_parts();
    let mut document = serde_json::to_value(&described).unwrap_or_default();
    document["info"] = json!({
        "title": "熟客 Shuke",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    document["security"] = json!([{"token": []}, {"session": []}]);
    document["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": crate::caller::COOKIE},
    });
    // A record has whatever fields its object has.
    document["components"]["schemas"]["Record"]["additionalProperties"] = json!(true);
    complete(&mut document);
    document
});

/// The document with every object and field there is: for the command line.
#[must_use]
pub fn openapi(schema: &Schema) -> Json {
    document(schema, &Viewer::system())
}

/// The document as a viewer may see it.
pub(crate) fn document(schema: &Schema, viewer: &Viewer) -> Json {
    let mut document = FIXED.clone();
    for object in schema.objects().filter(|object| !viewer.actions(object).is_empty()) {
        if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
            schemas.extend(object::schemas(object, viewer));
        }
        if let Some(paths) = document["paths"].as_object_mut() {
            paths.extend(object::paths(object, viewer));
        }
    }
    document
}

/// Whether a name belongs to a shape that is the same for every company.
fn is_fixed(name: &str) -> bool {
    FIXED["components"]["schemas"].get(name).is_some()
}

/// The parameters of a list, as the general path has them.
fn list_parameters() -> Json {
    let parameters = &FIXED["paths"][format!("{}/records/{{object}}", api::BASE)]["get"]["parameters"];
    let all = parameters.as_array().map(Vec::as_slice).unwrap_or_default();
    Json::Array(all.iter().filter(|parameter| parameter["in"] != "path").cloned().collect())
}

/// Adds what all operations have in common: places of the path, and refusals.
fn complete(document: &mut Json) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, item) in paths {
        let Some(operations) = item.as_object_mut() else { continue };
        let places = places(path);
        for operation in operations.values_mut() {
            let Some(operation) = operation.as_object_mut() else { continue };
            refusals(operation);
            let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
            if let Some(parameters) = parameters.as_array_mut() {
                parameters.splice(0..0, places.iter().cloned());
            }
        }
    }
}

/// The parameters that stand in a path.
fn places(path: &str) -> Vec<Json> {
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let place = |name: &str| {
        let schema = if name == "id" {
            json!({"type": "string", "format": "uuid"})
        } else {
            json!({"type": "string"})
        };
        json!({"name": name, "in": "path", "required": true, "schema": schema})
    };
    names.map(place).collect()
}

/// A refusal for each status that the operation may have beside its own.
fn refusals(operation: &mut Map<String, Json>) {
    let public =
        operation.get("security").and_then(Json::as_array).is_some_and(|all| all.contains(&json!({})));
    let Some(responses) = operation.get_mut("responses").and_then(Json::as_object_mut) else { return };
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        })
    };
    for response in responses.values_mut().filter(|response| !response["description"].is_string()) {
        response["description"] = json!("Done.");
    }
    if !public {
        responses.insert("401".to_owned(), problem("Nobody is signed in."));
    }
    responses.insert("default".to_owned(), problem("A refusal; `code` says which."));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_part_is_whole() {
        let document = &*FIXED;
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
        assert!(document["components"]["schemas"]["Problem"].is_object());
        let read = &document["paths"]["/api/v1/records/{object}/{id}"]["get"];
        assert_eq!(read["parameters"][1]["schema"]["format"], "uuid");
        assert!(read["responses"]["401"].is_object());
        assert!(document["paths"]["/api/v1/info"]["get"]["responses"]["401"].is_null());
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
        let pack = shuke_meta::pack::load("standard").expect("a compiled-in pack");
        let document = openapi(&Schema::new(0, pack.objects));
        let text = document.to_string();
        for part in text.split(r##""$ref":"#/components/schemas/"##).skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
        let mut names = std::collections::BTreeSet::new();
        for item in document["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                assert!(names.insert(operation["operationId"].as_str().unwrap()), "{operation}");
                assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{operation}");
            }
        }
    }
}
