//! Sharing rules.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// Some people, by name.
#[derive(Debug, ToSchema)]
pub struct Party {
    /// People.
    pub users: Vec<Ref>,
    /// Departments, each with all below it.
    pub departments: Vec<Ref>,
    /// Whoever has one of these roles.
    pub roles: Vec<Ref>,
}

/// Some people, by id; at least one of the lists names somebody.
#[derive(Debug, ToSchema)]
pub struct PartyWrite {
    /// People.
    pub users: Option<Vec<Uuid>>,
    /// Departments, each with all below it.
    pub departments: Option<Vec<Uuid>>,
    /// Whoever has one of these roles.
    pub roles: Option<Vec<Uuid>>,
}

/// A rule: records of some people, or records that meet a condition, are shared with others.
#[derive(Debug, ToSchema)]
pub struct SharingRule {
    /// Id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Api name of an object whose records have owners.
    pub object: String,
    /// Whose records; nobody's where there is a condition.
    pub from: Party,
    /// Which records, whoever owns them, as a filter tree.
    #[schema(required, value_type = Option<Object>)]
    pub condition: Option<serde_json::Value>,
    /// Who gets them, as far as their roles let them see or change records of the object at all.
    pub to: Party,
    /// `read` or `write`.
    pub level: String,
    /// Switched on.
    pub active: bool,
    /// When it was last changed.
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// All rules.
#[derive(Debug, ToSchema)]
pub struct SharingRules {
    /// In the order in which they were made.
    pub items: Vec<SharingRule>,
}

/// A new rule.
#[derive(Debug, ToSchema)]
pub struct SharingRuleWrite {
    /// Its name.
    pub name: String,
    /// Api name of an object whose records have owners.
    pub object: String,
    /// Whose records; needed when there is no condition.
    pub from: Option<PartyWrite>,
    /// Which records, whoever owns them: a filter tree over stored fields of the record itself, the same for everybody
    /// at any time. Each of its alternatives has to name a value or a range; the fields get an index by this.
    #[schema(value_type = Option<Object>)]
    pub condition: Option<serde_json::Value>,
    /// Who gets them.
    pub to: PartyWrite,
    /// `read` (when absent) or `write`.
    pub level: Option<String>,
    /// Switched on; so when absent.
    pub active: Option<bool>,
}

/// What changes of a rule.
#[derive(Debug, ToSchema)]
pub struct SharingRuleChange {
    /// Its name.
    pub name: Option<String>,
    /// Api name of an object whose records have owners.
    pub object: Option<String>,
    /// Whose records; takes the place of a condition.
    pub from: Option<PartyWrite>,
    /// Which records, whoever owns them; takes the place of `from`.
    #[schema(value_type = Option<Object>)]
    pub condition: Option<serde_json::Value>,
    /// Who gets them.
    pub to: Option<PartyWrite>,
    /// `read` or `write`.
    pub level: Option<String>,
    /// Switched on.
    pub active: Option<bool>,
}
