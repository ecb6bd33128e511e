//! Typical lists of the standard objects, for looking at what becomes of them.

use std::sync::{Arc, LazyLock};

use serde_json::{Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{DateTime, Moment, Value};
use shuke_expr::{Cond, parse};
use shuke_meta::{FieldDef, ObjectDef, Schema, pack};
use shuke_store::compile::{Cursor, ListQuery, Sort};

use crate::viewers::{id, person, shared};

/// The objects of the standard pack.
pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::new(1, pack::load("standard").expect("the standard pack").objects));
    &SCHEMA
}

pub(crate) fn object_of(name: &str) -> &'static Arc<ObjectDef> {
    schema().object(name).expect("a standard object")
}

/// A list as a person asks for it.
pub(crate) struct Asked {
    pub(crate) object: &'static Arc<ObjectDef>,
    pub(crate) viewer: Viewer,
    pub(crate) fields: Vec<usize>,
    pub(crate) cond: Option<Cond>,
    pub(crate) sort: Vec<Sort>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) deleted: bool,
}

impl Asked {
    /// All live records, newest first, as an administrator sees them.
    pub(crate) fn of(object: &str) -> Self {
        let object = object_of(object);
        let name = object.position(&object.name_field).expect("a name");
        let asked = Self {
            object,
            viewer: person(1, &[json!({"admin": true})]),
            fields: vec![name],
            cond: None,
            sort: Vec::new(),
            cursor: None,
            deleted: false,
        };
        asked.by("-created_at")
    }

    pub(crate) fn filter(mut self, filter: &Json) -> Self {
        let all = |_: &ObjectDef, _: &FieldDef| true;
        let env = self.viewer.env(now(), chrono_tz::Asia::Shanghai);
        self.cond = Some(parse(filter, self.object, schema(), &all, &env).expect("a filter"));
        self
    }

    pub(crate) fn by(mut self, keys: &str) -> Self {
        let key = |key: &str| Sort {
            field: self.object.position(key.trim_start_matches('-')).expect("a field"),
            descending: key.starts_with('-'),
        };
        self.sort = keys.split(',').map(key).collect();
        self
    }

    /// As seen by person 2, who leads two others in a department of its own, with this scope on every object.
    pub(crate) fn scope(mut self, scope: &str) -> Self {
        self.viewer = person(2, &[json!({"grants": {"*": {"read": scope, "delete": scope}}})]);
        self
    }

    /// As seen by somebody with own records alone, with whom a rule shares the leads that meet a condition.
    pub(crate) fn shared(self, condition: &Json) -> Self {
        let own = self.scope("own");
        Self { viewer: shared(vec![("lead", condition.clone())], own.viewer), ..own }
    }

    /// Of a page further on, begun after a row with these values.
    pub(crate) fn after(mut self, keys: &[Value]) -> Self {
        self.cursor = Some(Cursor { keys: keys.to_vec(), id: id(7) });
        self
    }

    pub(crate) fn deleted(mut self) -> Self {
        self.deleted = true;
        self.by("-deleted_at")
    }

    pub(crate) fn query(&self) -> ListQuery<'_> {
        ListQuery {
            object: self.object,
            viewer: &self.viewer,
            action: if self.deleted { Action::Delete } else { Action::Read },
            fields: &self.fields,
            cond: self.cond.as_ref(),
            sort: &self.sort,
            limit: 51,
            cursor: self.cursor.as_ref(),
            deleted: self.deleted,
        }
    }
}

pub(crate) fn now() -> Moment {
    DateTime::parse_from_rfc3339("2026-03-01T08:00:00Z").expect("a moment").to_utc()
}
