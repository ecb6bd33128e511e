//! Whether a filter asks for a field: of the record itself, through references, or of records that point to it.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use shuke_expr::{Hop, field_path};
use shuke_meta::{ObjectDef, Schema};

/// A field that filters are searched for, or one of its options.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// The object that has the field.
    pub object: &'a str,
    /// The field.
    pub field: &'a str,
    /// The option; none for the field as a whole.
    pub option: Option<&'a str>,
}

impl Wanted<'_> {
    fn is(&self, object: &str, field: &str) -> bool {
        self.object == object && self.field == field
    }

    /// Whether a stored filter on records of `object` asks for the field, or for it by the option.
    pub(crate) fn asked(&self, filter: &Json, object: &Arc<ObjectDef>, schema: &Schema) -> bool {
        let Some(map) = filter.as_object() else { return false };
        if let Some(Json::Array(parts)) = map.get("and").or_else(|| map.get("or")) {
            return parts.iter().any(|part| self.asked(part, object, schema));
        }
        match (map.get("not"), map.get("related").and_then(Json::as_str)) {
            (Some(inner), _) => self.asked(inner, object, schema),
            (None, Some(name)) => {
                schema.object(name).is_some_and(|other| self.related(map, other, object, schema))
            }
            (None, None) => self.tested(map, object, schema),
        }
    }

    /// By records of `other` that point to one of `object`.
    fn related(
        &self,
        map: &Map<String, Json>,
        other: &Arc<ObjectDef>,
        object: &Arc<ObjectDef>,
        schema: &Schema,
    ) -> bool {
        let points = |name: &str| match map.get("via").and_then(Json::as_str) {
            Some(via) => via == name,
            None => other.field(name).is_some_and(|field| field.points_to() == Some(object.name.as_str())),
        };
        let by = self.option.is_none() && self.object == other.name && points(self.field);
        let inner = map.get("some").or_else(|| map.get("none"));
        by || inner.is_some_and(|inner| self.asked(inner, other, schema))
    }

    fn tested(&self, test: &Map<String, Json>, object: &Arc<ObjectDef>, schema: &Schema) -> bool {
        let typed = test.get("field").and_then(Json::as_str);
        let found = typed.and_then(|typed| field_path(typed, object, schema, &|_, _| true).ok());
        let Some(path) = found else { return false };
        let is = |hop: &Hop| self.is(&hop.object.name, &hop.def().name);
        match self.option {
            None => path.hops.iter().chain([&path.end]).any(is),
            Some(option) => is(&path.end) && named(test.get("value"), option),
        }
    }
}

/// Whether a value is the option, or has it among others.
pub(crate) fn named(value: Option<&Json>, option: &str) -> bool {
    match value {
        Some(Json::Array(values)) => values.iter().any(|one| one == option),
        one => one.is_some_and(|one| one == option),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shuke_base::Text;
    use shuke_meta::{FieldDef, FieldKind};

    use super::*;

    fn schema() -> Schema {
        let field = |name: &str, kind| FieldDef::new(name, Text::default(), kind);
        let object = |name: &str, fields: Vec<FieldDef>| {
            let mut object = ObjectDef::default();
            object.name = name.to_owned();
            object.fields = fields;
            object.finish()
        };
        let to = |name: &str, target: &str| FieldDef {
            target: Some(target.to_owned()),
            ..field(name, FieldKind::Reference)
        };
        let account =
            object("account", vec![field("name", FieldKind::Text), field("level", FieldKind::Choice)]);
        let deal = object("deal", vec![field("name", FieldKind::Text), to("account", "account")]);
        Schema::new(1, vec![account, deal])
    }

    #[track_caller]
    fn check(filter: &Json, of: &str, (object, field, option): (&str, &str, Option<&str>), expected: bool) {
        let schema = schema();
        let wanted = Wanted { object, field, option };
        let of = schema.object(of).expect("an object");
        assert_eq!(wanted.asked(filter, of, &schema), expected, "{filter}");
    }

    #[test]
    fn a_field_is_found_wherever_a_filter_asks_for_it() {
        let level = ("account", "level", None);
        let own = json!({"field": "level", "op": "in", "value": ["key", "small"]});
        check(&own, "account", level, true);
        check(&own, "account", ("account", "name", None), false);
        check(&own, "account", ("account", "level", Some("small")), true);
        check(&own, "account", ("account", "level", Some("big")), false);
        let through = json!({"and": [{"not": {"field": "account.level", "op": "eq", "value": "key"}}]});
        check(&through, "deal", level, true);
        check(&through, "deal", ("deal", "account", None), true);
        check(&through, "deal", ("account", "level", Some("key")), true);
        check(&through, "deal", ("deal", "name", None), false);
        let pointing = json!({"or": [{"related": "deal", "some": {"field": "name", "op": "not_empty"}}]});
        check(&pointing, "account", ("deal", "name", None), true);
        check(&pointing, "account", ("deal", "account", None), true);
        check(&pointing, "account", ("account", "name", None), false);
        for broken in [json!(null), json!({"field": "gone.level", "op": "empty"}), json!({"related": "gone"})]
        {
            check(&broken, "account", level, false);
        }
    }
}
