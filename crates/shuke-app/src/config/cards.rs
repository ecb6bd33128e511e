//! Cards of a workbench in a folder: the view that one shows is told by what it is known by, not by its id.

use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, FieldFault};

/// The workbenches of what is arranged, for everyone and for each role, each with the way to it.
fn workbenches(arrangement: &mut Map<String, Json>) -> Vec<(String, &mut Vec<Json>)> {
    let mut found = Vec::new();
    for (part, value) in arrangement {
        match value {
            Json::Object(everyone) => {
                let cards = everyone.get_mut("workbench").and_then(Json::as_array_mut);
                found.extend(cards.map(|cards| (format!("{part}.workbench"), cards)));
            }
            Json::Array(roles) => {
                for (at, role) in roles.iter_mut().enumerate() {
                    let cards = role.get_mut("workbench").and_then(Json::as_array_mut);
                    found.extend(cards.map(|cards| (format!("{part}[{at}].workbench"), cards)));
                }
            }
            _ => {}
        }
    }
    found
}

fn word<'a>(card: &'a Json, name: &str) -> &'a str {
    card.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// Writes names in the place of ids. `name` knows them by object and id; cards of views that it doesn't know are left out.
pub(super) fn name(arrangement: &mut Map<String, Json>, name: impl Fn(&str, &str) -> Option<String>) {
    for (_, cards) in workbenches(arrangement) {
        cards.retain_mut(|card| {
            if word(card, "kind") != "view" {
                return true;
            }
            let known = name(word(card, "object"), word(card, "id"));
            if let (Some(known), Some(card)) = (&known, card.as_object_mut()) {
                card.remove("id");
                card.insert("view".to_owned(), json!(known));
            }
            known.is_some()
        });
    }
}

/// Writes ids in the place of names. `id` knows them by object and name.
pub(super) fn find(
    arrangement: &mut Map<String, Json>,
    id: impl Fn(&str, &str) -> Option<String>,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (path, cards) in workbenches(arrangement) {
        for (at, card) in cards.iter_mut().enumerate() {
            let fault = |name: &str, code: Code| FieldFault::property(&format!("{path}[{at}].{name}"), code);
            if card.get("id").is_some() {
                faults.push(fault("id", Code::ConfigUnknownProperty).with("name", "id"));
                continue;
            }
            if word(card, "kind") != "view" {
                continue;
            }
            let name = word(card, "view").to_owned();
            match id(word(card, "object"), &name) {
                _ if name.is_empty() => faults.push(fault("view", Code::Required)),
                None => faults.push(fault("view", Code::ConfigUnknownName).with("name", name)),
                Some(id) => {
                    if let Some(card) = card.as_object_mut() {
                        card.remove("view");
                        card.insert("id".to_owned(), json!(id));
                    }
                }
            }
        }
    }
    faults
}
