//! What makes duplicates of an object's records, as it is defined and shown.

use serde_json::{Map, Value as Json, json};
use shuke_access::FieldMask;
use shuke_base::Code;
use shuke_meta::{DuplicateKey, Duplicates, ImportPolicy, MatchBy, ObjectDef, Policy};

use crate::input::Input;

fn policy<T: Default>(input: &mut Input<'_>, name: &str, from_name: fn(&str) -> Option<T>) -> T {
    match input.raw(name).flatten() {
        None => T::default(),
        Some(word) => from_name(word).unwrap_or_else(|| {
            input.refuse(input.fault(name, Code::UnknownOption).with("value", word));
            T::default()
        }),
    }
}

/// What is given; a door that is not named lets everything through.
pub(super) fn read(input: &mut Input<'_>, given: &Map<String, Json>) -> Duplicates {
    let mut outer = Input::at("duplicates.", given, &["keys", "page", "api", "import"]);
    let list = outer.list("keys").flatten().unwrap_or_default();
    let keys = outer.each(
        "keys",
        list,
        ("一个查重字段", "a field that is compared"),
        &["field", "by"],
        |parts| {
            let field = parts.text("field").flatten().unwrap_or_default();
            let word = parts.raw("by").flatten();
            let by = word.and_then(MatchBy::from_name);
            match (by, word) {
                (Some(_), _) => {}
                (None, Some(word)) => {
                    parts.refuse(parts.fault("by", Code::UnknownOption).with("value", word))
                }
                (None, None) => parts.refuse(parts.fault("by", Code::Required)),
            }
            by.map(|by| DuplicateKey { field, by })
        },
    );
    let duplicates = Duplicates {
        keys: keys.into_iter().flatten().collect(),
        page: policy(&mut outer, "page", Policy::from_name),
        api: policy(&mut outer, "api", Policy::from_name),
        import: policy(&mut outer, "import", ImportPolicy::from_name),
    };
    input.absorb(outer);
    duplicates
}

/// What a caller may know of it.
pub(super) fn view(object: &ObjectDef, mask: &FieldMask) -> Option<Json> {
    let duplicates = object.duplicates.as_ref()?;
    let known = |key: &&DuplicateKey| object.field(&key.field).is_some_and(|field| mask.readable(field));
    let keys = duplicates.keys.iter().filter(known);
    Some(json!({
        "keys": keys.map(|key| json!({"field": key.field, "by": key.by.name()})).collect::<Vec<_>>(),
        "page": duplicates.page.name(),
        "api": duplicates.api.name(),
        "import": duplicates.import.name(),
    }))
}
