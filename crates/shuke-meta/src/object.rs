//! An object: its fields, its look, and the system fields that every object has.

mod fixed;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use shuke_base::Text;

use crate::duplicates::Duplicates;
use crate::field::{FieldDef, FieldKind};
use crate::rule::Check;

/// A group of fields on forms and record pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading.
    pub label: Text,
    /// Api names, in order.
    pub fields: Vec<String>,
}

/// An object such as lead: a table of records with fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectDef {
    /// Api name.
    pub name: String,
    /// What people read, for one record.
    pub label: Text,
    /// What people read, for many.
    #[serde(default)]
    pub plural: Text,
    /// Icon name.
    #[serde(default)]
    pub icon: String,
    /// Colour token.
    #[serde(default)]
    pub color: String,
    /// Part of the navigation: sales, service, marketing, analytics, admin.
    #[serde(default)]
    pub group: String,
    /// Place in the navigation; absent = not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nav: Option<i64>,
    /// Records have an owner and the owner's department.
    #[serde(default)]
    pub owned: bool,
    /// Added by an administrator.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub custom: bool,
    /// The field that names a record.
    pub name_field: String,
    /// The choice that is shown as a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_field: Option<String>,
    /// Records have a timeline and take follow-ups.
    #[serde(default)]
    pub timeline: bool,
    /// Columns of the list, until a person chooses others.
    #[serde(default)]
    pub list_columns: Vec<String>,
    /// Composite indexes beyond the automatic ones: api names.
    #[serde(default)]
    pub indexes: Vec<Vec<String>>,
    /// The fields, system fields last.
    #[serde(default)]
    pub fields: Vec<FieldDef>,
    /// Groups of fields.
    #[serde(default)]
    pub layout: Vec<Section>,
    /// What has to hold between fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// What makes duplicates of its records; absent = nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Duplicates>,
    /// Physical table; given by the program.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// Grows with each change of the definition.
    #[serde(default)]
    pub version: i64,
    #[serde(skip)]
    places: HashMap<String, usize>,
}

impl ObjectDef {
    /// The position of a field in [`ObjectDef::fields`].
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// A field by its api name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.position(name).map(|at| &self.fields[at])
    }

    /// A field that the program itself put there.
    ///
    /// # Panics
    /// When the object was never finished, which [`crate::Schema`] makes impossible.
    #[must_use]
    pub fn system(&self, name: &str) -> &FieldDef {
        self.field(name).expect("system fields are on every finished object")
    }

    /// Whether the object has a field of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// The field that names a record.
    #[must_use]
    pub fn name_def(&self) -> &FieldDef {
        self.system(&self.name_field)
    }

    /// Gives physical names, adds the system fields, and prepares the look-up by name. Safe to repeat.
    #[must_use]
    pub fn finish(mut self) -> Self {
        if self.table.is_empty() {
            self.table = format!("t_{}", self.name);
        }
        if self.plural.is_empty() {
            self.plural = self.label.clone();
        }
        for system in system_fields(self.owned) {
            if !self.fields.iter().any(|field| field.name == system.name) {
                self.fields.push(system);
            }
        }
        for field in &mut self.fields {
            if field.column.is_empty() {
                field.column = if field.system { field.name.clone() } else { format!("c_{}", field.name) };
            }
        }
        self.places = self.fields.iter().enumerate().map(|(at, field)| (field.name.clone(), at)).collect();
        self
    }
}

/// The fields that every object has; `owner` and `owner_department` only where records are owned.
fn system_fields(owned: bool) -> Vec<FieldDef> {
    let make = |name: &str, zh: &str, en: &str, kind| {
        let mut field = FieldDef::new(name, Text::new(zh, en), kind);
        field.system = true;
        field.read_only = true;
        field
    };
    let mut fields = Vec::new();
    if owned {
        let mut owner = make("owner", "负责人", "Owner", FieldKind::User);
        owner.read_only = false;
        owner.aliases = ["所属人", "所有人", "销售", "跟进人"].map(str::to_owned).to_vec();
        fields.push(owner);
        fields.push(make("owner_department", "所属部门", "Owner's department", FieldKind::Department));
    }
    fields.extend([
        make("created_at", "创建时间", "Created", FieldKind::DateTime),
        make("created_by", "创建人", "Created by", FieldKind::User),
        make("updated_at", "更新时间", "Updated", FieldKind::DateTime),
        make("updated_by", "更新人", "Updated by", FieldKind::User),
        make("deleted_at", "删除时间", "Deleted", FieldKind::DateTime),
        make("deleted_by", "删除人", "Deleted by", FieldKind::User),
        make("version", "版本", "Version", FieldKind::Integer),
        make("id", "ID", "ID", FieldKind::Id),
    ]);
    fields
}
