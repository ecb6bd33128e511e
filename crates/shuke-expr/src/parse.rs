//! Reads a filter from JSON.
//!
//! The tree is walked only as deep as a filter may be, whatever the JSON holds. Every bad test is named, not just
//! the first; a broken structure is told at once.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Text, limits};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

use crate::build::build;
use crate::cond::Cond;
use crate::env::Env;
use crate::operand::Place;
use crate::operator::Operator;
use crate::path::field_path;

/// The condition on records of `object` that `json` means. An empty JSON object is no condition: it holds for all.
///
/// A field that `readable` refuses is answered exactly like one that doesn't exist, and an object none of whose
/// fields are readable like an object that doesn't.
///
/// # Errors
/// [`Code::InvalidInput`] with every bad test as a field fault, named by its path as typed; [`Code::InvalidFilter`]
/// for a broken structure; [`Code::FilterTooDeep`] beyond the limits.
pub fn parse(
    json: &Json,
    object: &Arc<ObjectDef>,
    schema: &Schema,
    readable: &dyn Fn(&ObjectDef, &FieldDef) -> bool,
    env: &Env,
) -> Result<Cond, Fault> {
    if json.as_object().is_some_and(Map::is_empty) {
        return Ok(Cond::always());
    }
    let mut reader = Reader { schema, readable, env, left: limits::FILTER_TESTS, faults: Vec::new() };
    let cond = reader.node(json, object, 1)?;
    if reader.faults.is_empty() { Ok(cond) } else { Err(Fault::invalid(reader.faults)) }
}

struct Reader<'a> {
    schema: &'a Schema,
    readable: &'a dyn Fn(&ObjectDef, &FieldDef) -> bool,
    env: &'a Env,
    /// Tests that may still come.
    left: usize,
    faults: Vec<FieldFault>,
}

fn reason(zh: &str, en: &str) -> Fault {
    let text = Text::new(zh, en);
    let field = FieldFault::property("filter", Code::InvalidFilter).label_arg("reason", text.clone());
    Fault::new(Code::InvalidFilter).label("reason", text).field(field)
}

fn too_deep() -> Fault {
    let (depth, tests) = (limits::FILTER_DEPTH, limits::FILTER_TESTS);
    let field = FieldFault::property("filter", Code::FilterTooDeep).with("depth", depth).with("tests", tests);
    Fault::new(Code::FilterTooDeep).with("depth", depth).with("tests", tests).field(field)
}

/// Refuses a key that means nothing: a misspelt one must not silently widen a filter.
fn only(map: &Map<String, Json>, known: &[&str]) -> Result<(), Fault> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            let key: String = key.chars().take(40).collect();
            Err(reason(&format!("不认识“{key}”"), &format!("“{key}” means nothing here")))
        }
        None => Ok(()),
    }
}

fn text<'m>(map: &'m Map<String, Json>, key: &str) -> Result<&'m str, Fault> {
    map.get(key)
        .and_then(Json::as_str)
        .ok_or_else(|| reason(&format!("“{key}”应为文本"), &format!("“{key}” should be a text")))
}

impl Reader<'_> {
    fn node(&mut self, json: &Json, object: &Arc<ObjectDef>, depth: usize) -> Result<Cond, Fault> {
        if depth > limits::FILTER_DEPTH {
            return Err(too_deep());
        }
        let Some(map) = json.as_object() else {
            return Err(reason("每个条件应为一个对象", "each condition should be an object"));
        };
        if let Some(parts) = map.get("and") {
            only(map, &["and"])?;
            Ok(Cond::All(self.parts(parts, object, depth)?))
        } else if let Some(parts) = map.get("or") {
            only(map, &["or"])?;
            Ok(Cond::Any(self.parts(parts, object, depth)?))
        } else if let Some(inner) = map.get("not") {
            only(map, &["not"])?;
            Ok(!self.node(inner, object, depth + 1)?)
        } else if map.contains_key("related") {
            self.count()?;
            self.related(map, object, depth)
        } else {
            self.count()?;
            self.test(map, object)
        }
    }

    fn parts(&mut self, json: &Json, object: &Arc<ObjectDef>, depth: usize) -> Result<Vec<Cond>, Fault> {
        let Some(parts) = json.as_array() else {
            return Err(reason("and 和 or 需要一个数组", "and and or take an array"));
        };
        if parts.is_empty() {
            self.count()?;
        }
        parts.iter().map(|part| self.node(part, object, depth + 1)).collect()
    }

    fn count(&mut self) -> Result<(), Fault> {
        self.left = self.left.checked_sub(1).ok_or_else(too_deep)?;
        Ok(())
    }

    /// Notes a bad test and goes on, so that the next bad one is found, too.
    fn note(&mut self, fault: FieldFault) -> Cond {
        self.faults.push(fault);
        Cond::never()
    }

    fn test(&mut self, map: &Map<String, Json>, object: &Arc<ObjectDef>) -> Result<Cond, Fault> {
        only(map, &["field", "op", "value"])?;
        let typed = text(map, "field")?;
        let name = text(map, "op")?;
        let path = match field_path(typed, object, self.schema, self.readable) {
            Ok(path) => path,
            Err(fault) => return Ok(self.note(fault)),
        };
        let place = Place { typed, path: &path, env: self.env };
        let built = match Operator::from_name(name) {
            Some(operator) => build(&place, operator, map.get("value")),
            None => Err(place.fault(Code::InvalidOperator).with("op", name)),
        };
        Ok(built.unwrap_or_else(|fault| self.note(fault)))
    }

    fn related(
        &mut self,
        map: &Map<String, Json>,
        object: &Arc<ObjectDef>,
        depth: usize,
    ) -> Result<Cond, Fault> {
        only(map, &["related", "via", "some", "none"])?;
        let name = text(map, "related")?;
        let via = map.get("via").map(|_| text(map, "via")).transpose()?;
        let (inner, some) = match (map.get("some"), map.get("none")) {
            (Some(inner), None) => (inner, true),
            (None, Some(inner)) => (inner, false),
            _ => return Err(reason("related 需要 some 或 none 之一", "related takes either some or none")),
        };
        let Some(other) = self.schema.object(name).filter(|other| self.visible(other)) else {
            let unknown = FieldFault::property(name, Code::UnknownObject).with("name", name);
            return Ok(self.note(unknown));
        };
        let field = match self.link(other, object, via) {
            Ok(field) => field,
            Err(fault) => return Ok(self.note(fault)),
        };
        let cond = if inner.as_object().is_some_and(Map::is_empty) {
            Cond::always()
        } else {
            self.node(inner, &Arc::clone(other), depth + 1)?
        };
        let related = Cond::Related { object: Arc::clone(other), field, cond: Box::new(cond) };
        Ok(if some { related } else { !related })
    }

    fn visible(&self, object: &ObjectDef) -> bool {
        object.fields.iter().any(|field| (self.readable)(object, field))
    }

    /// The field of `other` that points to `object`: the one named, or the only one there is. A field for a record
    /// of any object counts only when no other points here.
    fn link(&self, other: &ObjectDef, object: &ObjectDef, via: Option<&str>) -> Result<usize, FieldFault> {
        let direct = |field: &FieldDef| field.points_to() == Some(object.name.as_str());
        let readable = |field: &FieldDef| (self.readable)(other, field);
        if let Some(via) = via {
            let fits =
                |field: &FieldDef| readable(field) && (direct(field) || field.kind == FieldKind::Record);
            return other
                .position(via)
                .filter(|at| fits(&other.fields[*at]))
                .ok_or_else(|| FieldFault::property(via, Code::UnknownField).with("name", via));
        }
        let named = |wanted: &dyn Fn(&FieldDef) -> bool| -> Vec<usize> {
            let found = other.fields.iter().enumerate().filter(|(_, field)| readable(field) && wanted(field));
            found.map(|(at, _)| at).collect()
        };
        let mut found = named(&|field| !field.system && direct(field));
        if found.is_empty() {
            found = named(&|field| field.kind == FieldKind::Record);
        }
        if let [only] = found[..] {
            return Ok(only);
        }
        let reason = Text::new("请用 via 指明经过哪个字段", "say in via through which field");
        Err(FieldFault::new(other.name.as_str(), &other.label, Code::InvalidFilter)
            .label_arg("reason", reason))
    }
}
