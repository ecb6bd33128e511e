//! Roles: what they grant on which objects, and what they hide of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault, FieldFault, Text, Uuid};
use shuke_meta::{ObjectDef, Schema};

/// Stands in [`Grants`] for every object that the role doesn't name, so that a new object works at once.
pub const OTHERS: &str = "*";

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $zh:literal, $en:literal;)+) => {
        /// What can be done to the records of an object.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[$doc])* $variant,)+ }

        impl Action {
            /// Every action, in the order designers show them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name that programs read, such as `bulk_edit`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The action of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// What people read.
            #[must_use]
            pub fn label(self) -> Text {
                match self { $(Self::$variant => Text::new($zh, $en),)+ }
            }
        }
    };
}

actions! {
    /// Make new ones.
    Create = "create", "新建", "Create";
    /// See them.
    Read = "read", "查看", "View";
    /// Change them.
    Edit = "edit", "编辑", "Edit";
    /// Move them to the recycle bin and back.
    Delete = "delete", "删除", "Delete";
    /// Give them to another owner.
    Transfer = "transfer", "转移", "Transfer";
    /// Bring them in from a file.
    Import = "import", "导入", "Import";
    /// Take them out into a file.
    Export = "export", "导出", "Export";
    /// Change many at once.
    BulkEdit = "bulk_edit", "批量编辑", "Edit in bulk";
    /// See a masked value as it is, one at a time; each look is kept in the audit log.
    Reveal = "reveal", "查看原文", "Reveal";
    /// Make one of two that are the same.
    Merge = "merge", "合并", "Merge";
    /// Change the object itself: its fields, layout, checks and shared views. Of all records or of none.
    Define = "define", "设计", "Design";
}

impl Action {
    /// Whether it puts values into records.
    #[must_use]
    pub fn writes(self) -> bool {
        match self {
            Self::Create | Self::Edit | Self::Import | Self::BulkEdit | Self::Merge => true,
            Self::Read | Self::Delete | Self::Transfer | Self::Export | Self::Reveal | Self::Define => false,
        }
    }
}

/// Which records a grant reaches, seen from the person who has it. In JSON a word such as `"own"`, or
/// `{"departments":[id]}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub enum DataScope {
    /// None.
    #[default]
    None,
    /// 本人: the person's own.
    Own,
    /// 本人及下属: own and those of all subordinates, along the chain of direct superiors.
    OwnAndBelow,
    /// 本部门: own and those of the person's department.
    Department,
    /// 本部门及下级部门: own and those of the person's department and of all below it.
    DepartmentAndBelow,
    /// 自定义: own and those of the departments named.
    Custom(Vec<Uuid>),
    /// 全部: all.
    All,
}

/// How a scope is written: a word, or a table with the departments.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Word(Word),
    Custom(Departments),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    None,
    Own,
    OwnAndBelow,
    Department,
    DepartmentAndBelow,
    All,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Departments {
    departments: Vec<Uuid>,
}

impl From<Written> for DataScope {
    fn from(written: Written) -> Self {
        match written {
            Written::Word(Word::None) => Self::None,
            Written::Word(Word::Own) => Self::Own,
            Written::Word(Word::OwnAndBelow) => Self::OwnAndBelow,
            Written::Word(Word::Department) => Self::Department,
            Written::Word(Word::DepartmentAndBelow) => Self::DepartmentAndBelow,
            Written::Word(Word::All) => Self::All,
            Written::Custom(custom) => Self::Custom(custom.departments),
        }
    }
}

impl From<DataScope> for Written {
    fn from(scope: DataScope) -> Self {
        match scope {
            DataScope::None => Self::Word(Word::None),
            DataScope::Own => Self::Word(Word::Own),
            DataScope::OwnAndBelow => Self::Word(Word::OwnAndBelow),
            DataScope::Department => Self::Word(Word::Department),
            DataScope::DepartmentAndBelow => Self::Word(Word::DepartmentAndBelow),
            DataScope::All => Self::Word(Word::All),
            DataScope::Custom(departments) => Self::Custom(Departments { departments }),
        }
    }
}

/// What may be done with a field; the later in this order, the wider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRight {
    /// As if it weren't there.
    Hidden,
    /// Seen covered, as in `138****5678`; not changed, and not asked for by filters.
    Masked,
    /// Seen, not changed.
    Read,
    /// Seen and, where the action is granted, changed.
    Write,
}

/// Per object (or [`OTHERS`]) and action, which records it may be done to. What isn't named is not granted.
pub type Grants = BTreeMap<String, BTreeMap<Action, DataScope>>;

/// Per object and field, what may be done with it. A field that isn't named may be written, a sensitive one is masked.
pub type FieldRights = BTreeMap<String, BTreeMap<String, FieldRight>>;

/// A set of rights that people are given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Id; absent in a pack.
    #[serde(default)]
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What people read, where it isn't the name.
    #[serde(default, alias = "labels")]
    pub label: Text,
    /// Grants everything.
    #[serde(default)]
    pub admin: bool,
    /// Lets look at the program as somebody else who may see no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub view_as: bool,
    /// Came with the program.
    #[serde(default)]
    pub system: bool,
    /// What it grants on objects.
    #[serde(default)]
    pub grants: Grants,
    /// What it keeps back of fields.
    #[serde(default)]
    pub fields: FieldRights,
}

impl Role {
    /// What it grants on an object: what it says of the object, or else of all others.
    #[must_use]
    pub fn grants_on(&self, object: &str) -> Option<&BTreeMap<Action, DataScope>> {
        self.grants.get(object).or_else(|| self.grants.get(OTHERS))
    }

    /// Which records of an object the action may be done to.
    #[must_use]
    pub fn reach(&self, object: &str, action: Action) -> &DataScope {
        self.grants_on(object).and_then(|grants| grants.get(&action)).unwrap_or(&DataScope::None)
    }

    /// What may be done with a field of an object whose records the role may read.
    #[must_use]
    pub fn field_right(&self, object: &str, field: &str) -> FieldRight {
        let listed = self.fields.get(object).and_then(|fields| fields.get(field)).copied();
        listed.unwrap_or(FieldRight::Write)
    }

    /// Whether it lets records of an object be seen.
    pub(crate) fn reads(&self, object: &str) -> bool {
        *self.reach(object, Action::Read) != DataScope::None
    }

    /// The widest right on a field that it can give: rights on a field never come without rights on the record.
    pub(crate) fn most(&self, object: &str) -> FieldRight {
        let writes = |action: &Action| action.writes() && *self.reach(object, *action) != DataScope::None;
        if Action::ALL.iter().any(writes) { FieldRight::Write } else { FieldRight::Read }
    }

    /// Whether every object and field that it names exists.
    ///
    /// # Errors
    /// Every name that doesn't, by its path such as `fields.lead.budget`.
    pub fn check(&self, schema: &Schema) -> Result<(), Fault> {
        let mut faults = Vec::new();
        for name in self.grants.keys().filter(|name| *name != OTHERS && schema.object(name).is_none()) {
            faults.push(
                FieldFault::property(&format!("grants.{name}"), Code::UnknownObject).with("name", name),
            );
        }
        for (name, fields) in &self.fields {
            let object = schema.object(name);
            if object.is_none() {
                faults.push(
                    FieldFault::property(&format!("fields.{name}"), Code::UnknownObject).with("name", name),
                );
            }
            let missing = |object: &ObjectDef, field: &String| !object.has(field);
            for field in fields.keys().filter(|field| object.is_some_and(|object| missing(object, field))) {
                let path = format!("fields.{name}.{field}");
                faults.push(FieldFault::property(&path, Code::UnknownField).with("name", field));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Fault::invalid(faults)) }
    }
}
