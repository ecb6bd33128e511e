//! What the audit chain doesn't tell: values of sensitive fields. Its entries can't be sealed anew, so they hold none.

use serde_json::{Map, Value as Json, json};
use shuke_base::Value;
use shuke_meta::{FieldDef, ObjectDef, Schema};

use crate::codec::to_json;

/// What stands for a value that isn't told.
const KEPT_BACK: &str = "****";

/// A value as the chain tells it.
pub(crate) fn value(field: &FieldDef, value: &Value) -> Json {
    if field.sensitive && !value.is_null() { json!(KEPT_BACK) } else { to_json(value) }
}

/// Values by the names of an object's fields.
pub(crate) fn values<'a>(
    object: &ObjectDef,
    values: impl IntoIterator<Item = (&'a String, &'a Json)>,
) -> Map<String, Json> {
    let sensitive = |name: &str| object.field(name).is_some_and(|field| field.sensitive);
    let told = |(name, value): (&'a String, &'a Json)| {
        (name.clone(), if sensitive(name) { json!(KEPT_BACK) } else { value.clone() })
    };
    values.into_iter().map(told).collect()
}

/// A filter. A name is taken for that of a sensitive field when any object has one of this name: filters go through
/// references, and too little told is better than too much.
pub(crate) fn filter(schema: &Schema, tree: &Json) -> Json {
    let sensitive = |path: &str| {
        let name = path.rsplit('.').next().unwrap_or(path);
        schema.objects().any(|object| object.field(name).is_some_and(|field| field.sensitive))
    };
    match tree {
        Json::Array(list) => list.iter().map(|part| filter(schema, part)).collect(),
        Json::Object(map) => {
            let hidden = map.get("field").and_then(Json::as_str).is_some_and(sensitive);
            let told = map.iter().map(|(key, part)| {
                let part = if hidden && key == "value" { json!(KEPT_BACK) } else { filter(schema, part) };
                (key.clone(), part)
            });
            Json::Object(told.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;
    use shuke_meta::FieldKind;

    use super::*;

    #[test]
    fn values_of_sensitive_fields_are_not_told() {
        let mut object = ObjectDef::default();
        object.name = "lead".to_owned();
        let mut card = FieldDef::new("x_card", Text::default(), FieldKind::IdCard);
        card.sensitive = true;
        object.fields = vec![card, FieldDef::new("name", Text::default(), FieldKind::Text)];
        let schema = Schema::new(1, [object]);
        let told = filter(
            &schema,
            &json!({"and": [{"field": "x_card", "op": "in", "value": ["1", "2"]},
                {"not": {"field": "lead.x_card", "op": "eq", "value": "1"}},
                {"field": "x_card", "op": "empty"}, {"field": "name", "op": "eq", "value": "甲"}]}),
        );
        let expected = json!({"and": [{"field": "x_card", "op": "in", "value": "****"},
            {"not": {"field": "lead.x_card", "op": "eq", "value": "****"}},
            {"field": "x_card", "op": "empty"}, {"field": "name", "op": "eq", "value": "甲"}]});
        assert_eq!(told, expected);
        let object = schema.object("lead").expect("leads");
        let given = json!({"x_card": "1", "name": "甲"});
        let told = values(object, given.as_object().expect("values"));
        assert_eq!(Json::Object(told), json!({"x_card": "****", "name": "甲"}));
    }
}
