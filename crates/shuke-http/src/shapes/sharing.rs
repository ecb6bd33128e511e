//! Teams, transfer, and why a record may be seen.

use std::collections::BTreeMap;

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// One person in a team.
#[derive(Debug, ToSchema)]
pub struct Member {
    /// The person.
    pub user: Ref,
    /// `read` or `write`.
    pub level: String,
    /// When the membership ends; never, when null.
    #[schema(required, format = DateTime)]
    pub until: Option<String>,
    /// Who brought the person in.
    #[schema(required)]
    pub added_by: Option<Ref>,
    /// When.
    #[schema(format = DateTime)]
    pub added_at: String,
}

/// The team of a record.
#[derive(Debug, ToSchema)]
pub struct Team {
    /// In the order of joining.
    pub items: Vec<Member>,
    /// Whether the caller may bring people in and out.
    pub can_change: bool,
}

/// The terms of a membership.
#[derive(Debug, ToSchema)]
pub struct MemberWrite {
    /// `read` or `write`.
    pub level: String,
    /// When it ends; never, when absent.
    #[schema(format = DateTime)]
    pub until: Option<String>,
}

/// To whom a record goes.
#[derive(Debug, ToSchema)]
pub struct Transfer {
    /// The new owner.
    pub owner: Uuid,
    /// What the old owner keeps: `none`, `read` or `write`.
    pub keep: Option<String>,
    /// Objects whose records of the old owner that belong to this one go along.
    pub along: Option<Vec<String>>,
}

/// What was transferred.
#[derive(Debug, ToSchema)]
pub struct Transferred {
    /// How many records, by object.
    pub transferred: BTreeMap<String, u64>,
}

/// One grant that reaches a record.
#[derive(Debug, ToSchema)]
pub struct AccessReason {
    /// `role`, `team`, `rule` or `everybody`.
    pub kind: String,
    /// The role's name.
    #[schema(required)]
    pub role: Option<String>,
    /// How far the role's grant reaches: own, own_and_below, department, department_and_below, custom, all.
    #[schema(required)]
    pub scope: Option<String>,
    /// The name of the sharing rule, where it is one.
    pub rule: Option<String>,
    /// What the rule asks of records, as a filter tree, where it goes by that.
    #[schema(value_type = Option<Object>)]
    pub condition: Option<serde_json::Value>,
    /// When the membership in the team ends.
    #[schema(required, format = DateTime)]
    pub until: Option<String>,
}

/// One action that is allowed.
#[derive(Debug, ToSchema)]
pub struct AccessAction {
    /// read, edit, delete or transfer.
    pub action: String,
    /// Why.
    pub reasons: Vec<AccessReason>,
}

/// One person's rights on a record.
#[derive(Debug, ToSchema)]
pub struct Access {
    /// The person.
    pub user: Ref,
    /// The actions that the person may take.
    pub actions: Vec<AccessAction>,
}

/// Who may see a record.
#[derive(Debug, ToSchema)]
pub struct AccessPeople {
    /// The people of the page, in the order of names.
    pub items: Vec<Access>,
    /// How many there are.
    pub total: u64,
}

/// Which masked value is to be shown.
#[derive(Debug, ToSchema)]
pub struct Reveal {
    /// Api name of the field.
    pub field: String,
}

/// A value as it is.
#[derive(Debug, ToSchema)]
pub struct Revealed {
    /// Api name of the field.
    pub field: String,
    /// Its value, in the form of the field's kind.
    #[schema(required)]
    pub value: serde_json::Value,
}
