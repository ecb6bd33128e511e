//! Sign-in, the caller, refusals.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::{Arrangement, Look};

/// A text in both languages.
#[derive(Debug, ToSchema)]
pub struct Labels {
    /// Chinese.
    #[schema(rename = "zh-CN")]
    pub zh: String,
    /// English.
    pub en: String,
}

/// A record, a person or a department that something points to.
#[derive(Debug, ToSchema)]
pub struct Ref {
    /// Its id.
    pub id: Uuid,
    /// Its object.
    pub object: String,
    /// Its name; empty when it is out of the caller's sight.
    pub name: String,
}

/// What is wrong with one field.
#[derive(Debug, ToSchema)]
pub struct FieldProblem {
    /// Api name, or the path of a property such as `operations[3].id`.
    pub field: String,
    /// Code of the closed table.
    pub code: String,
    /// What people read.
    pub message: String,
    /// In a conflict: what the caller sent.
    #[schema(value_type = Option<Object>, required = false)]
    pub yours: Json,
    /// In a conflict: what is stored.
    #[schema(value_type = Option<Object>, required = false)]
    pub theirs: Json,
}

/// A refusal (RFC 9457).
#[derive(Debug, ToSchema)]
pub struct Problem {
    /// `urn:shuke:error:` and the code.
    pub r#type: String,
    /// The sort of trouble, for people.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Code of the closed table.
    pub code: String,
    /// What people read.
    pub detail: String,
    /// Number of the request, also in the head `x-request-id`.
    pub request_id: Uuid,
    /// The fields concerned.
    pub errors: Vec<FieldProblem>,
    /// For `possible_duplicate` and `duplicate_record`: the records.
    pub duplicates: Option<Vec<super::DuplicateItem>>,
    /// For `merged`: where the record went.
    pub merged_into: Option<Ref>,
}

/// What everybody may know.
#[derive(Debug, ToSchema)]
pub struct Info {
    /// Name of the program.
    pub product: String,
    /// Its version.
    pub version: String,
    /// Name of the company.
    pub company: String,
    /// Language of people who chose none.
    pub locale: String,
    /// How the program looks.
    pub look: Look,
}

/// A sign-in.
#[derive(Debug, ToSchema)]
pub struct SignIn {
    /// Login.
    pub login: String,
    /// Password.
    #[schema(format = "password")]
    pub password: String,
    /// One-time password or recovery code, when the answer without one was `second_factor_needed`.
    pub code: Option<String>,
}

/// Who has signed in.
#[derive(Debug, ToSchema)]
pub struct SignedIn {
    /// The person.
    pub user: Me,
}

/// A role by name.
#[derive(Debug, ToSchema)]
pub struct RoleName {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
}

/// The company, as far as everybody in it needs it.
#[derive(Debug, ToSchema)]
pub struct CompanyInfo {
    /// Name.
    pub name: String,
    /// ISO 4217 code of amounts without one.
    pub currency: String,
    /// IANA name of the zone that days are counted in.
    pub zone: String,
    /// How the program looks.
    pub look: Look,
}

/// The caller.
#[derive(Debug, ToSchema)]
pub struct Me {
    /// Id.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// `zh-CN` or `en`.
    pub locale: String,
    /// IANA name of the zone.
    pub zone: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// Department.
    #[schema(required)]
    pub department: Option<Ref>,
    /// Roles.
    pub roles: Vec<RoleName>,
    /// Whether one of them grants everything.
    pub admin: bool,
    /// Whether somebody reports to the caller.
    pub superior: bool,
    /// Whether the caller may look at the program as somebody else.
    pub view_as: bool,
    /// Set while somebody else looks through this person's eyes.
    #[schema(required)]
    pub viewing: Option<Viewing>,
    /// What is to be done before anything else: `change_password` or `set_up_second_factor`.
    #[schema(required)]
    pub must: Option<String>,
    /// The company.
    pub company: CompanyInfo,
    /// What the company has arranged for this person, as far as they may see it.
    pub arrangement: Arrangement,
}

/// A look through somebody's eyes.
#[derive(Debug, ToSchema)]
pub struct Viewing {
    /// Who looks.
    pub by: Ref,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    pub until: String,
}

/// Through whose eyes the caller wants to look.
#[derive(Debug, ToSchema)]
pub struct ViewAs {
    /// The person.
    pub user: Uuid,
}

/// An old and a new password.
#[derive(Debug, ToSchema)]
pub struct PasswordChange {
    /// The one in force.
    pub old: String,
    /// The one to come.
    pub new: String,
}

/// What people change of themselves; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct MeChange {
    /// `zh-CN` or `en`.
    pub locale: Option<String>,
    /// IANA name of a zone.
    pub zone: Option<String>,
    /// `auto`, `light` or `dark`.
    pub theme: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Password.
    pub password: Option<PasswordChange>,
}

/// All administrative divisions, by code.
#[derive(Debug, ToSchema)]
pub struct Regions {
    /// Grows with the table.
    pub version: String,
    /// Code of six digits, and name. `XX0000` is a province, `XXYY00` a prefecture.
    pub items: Vec<Vec<String>>,
}

/// Anything by name.
pub type Anything = BTreeMap<String, Json>;
