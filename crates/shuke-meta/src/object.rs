//! An object: its fields, its look, and the system fields that every object has.

mod fixed;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use shuke_base::Text;

use crate::duplicates::Duplicates;
use crate::field::{FieldDef, FieldKind};
use crate::layout::{Layout, Section, Tab};
use crate::rule::Check;

/// The system field that says since when a record is in its stage: of every object that has, or had, a stage field.
pub const STAGE_ENTERED_AT: &str = "stage_entered_at";

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
    /// Groups of fields, for all who get none of the other layouts.
    #[serde(default)]
    pub layout: Vec<Section>,
    /// Tabs below them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout_tabs: Vec<Tab>,
    /// As [`Layout::related`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_related: Option<Vec<String>>,
    /// As [`Layout::related_tabs`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_related_tabs: Option<Vec<String>>,
    /// As [`Layout::highlights`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_highlights: Option<Vec<String>>,
    /// The choice that tells types of records apart, such as company and person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_field: Option<String>,
    /// Layouts for some roles or types of records; the first that fits is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layouts: Vec<Layout>,
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
    /// It stands for the lines of a sub-table: it has no table, no records of its own and no system fields.
    #[serde(skip)]
    pub of_lines: bool,
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

    /// The columns of a sub-table as an object of which formulas can be computed. No schema holds it.
    #[must_use]
    pub fn of_lines(owner: &str, field: &FieldDef) -> Self {
        let object = Self {
            name: format!("{owner}.{}", field.name),
            label: field.label.clone(),
            fields: field.cells.clone(),
            of_lines: true,
            ..Self::default()
        };
        object.finish()
    }

    /// Gives physical names, adds the system fields, and prepares the look-up by name. Safe to repeat.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let known = self.fields.iter().any(|field| field.name == STAGE_ENTERED_AT);
        if self.stage_field.is_some() && !self.of_lines && !known {
            // Where it stands among the columns doesn't depend on when it came.
            let at = self.fields.iter().position(|field| field.system && field.name == "created_at");
            self.fields.insert(at.unwrap_or(self.fields.len()), stage_entered_at());
        }
        self.prepared()
    }

    /// As [`ObjectDef::finish`], for a definition that is stored: its table may be from before a field that came later.
    #[must_use]
    pub(crate) fn prepared(mut self) -> Self {
        if self.table.is_empty() {
            self.table = format!("t_{}", self.name);
        }
        if self.plural.is_empty() {
            self.plural = self.label.clone();
        }
        let system = if self.of_lines { Vec::new() } else { system_fields(self.owned) };
        for system in system {
            if !self.fields.iter().any(|field| field.name == system.name) {
                self.fields.push(system);
            }
        }
        for field in &mut self.fields {
            field.digests |= field.sensitive;
            if field.column.is_empty() {
                field.column = if field.system { field.name.clone() } else { format!("c_{}", field.name) };
            }
        }
        self.places = self.fields.iter().enumerate().map(|(at, field)| (field.name.clone(), at)).collect();
        self
    }
}

fn make(name: &str, zh: &str, en: &str, kind: FieldKind) -> FieldDef {
    let mut field = FieldDef::new(name, Text::new(zh, en), kind);
    field.system = true;
    field.read_only = true;
    field
}

fn stage_entered_at() -> FieldDef {
    make(STAGE_ENTERED_AT, "进入阶段时间", "In stage since", FieldKind::DateTime)
}

/// The fields that every object has; `owner` and `owner_department` only where records are owned.
fn system_fields(owned: bool) -> Vec<FieldDef> {
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
