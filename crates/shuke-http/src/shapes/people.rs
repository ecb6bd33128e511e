//! People, roles, tokens.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::{Labels, Ref, RoleName};

/// A person who signs in.
#[derive(Debug, ToSchema)]
pub struct User {
    /// Id.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// Mobile number.
    #[schema(required)]
    pub mobile: Option<String>,
    /// Whether the person can sign in.
    pub active: bool,
    /// Department.
    #[schema(required)]
    pub department: Option<Ref>,
    /// What the person does in the company.
    #[schema(required)]
    pub post: Option<String>,
    /// Direct superior.
    #[schema(required)]
    pub superior: Option<Ref>,
    /// Roles.
    pub roles: Vec<RoleName>,
    /// Last sign-in.
    #[schema(required, format = DateTime)]
    pub last_sign_in_at: Option<String>,
    /// Whether wrong passwords have locked the sign-in.
    pub locked: bool,
    /// Whether a second factor is asked for at sign-in.
    pub second_factor: bool,
    /// Whether the password has to be changed before anything else.
    pub must_change_password: bool,
}

/// All people.
#[derive(Debug, ToSchema)]
pub struct Users {
    /// The people.
    pub items: Vec<User>,
}

/// A new person, or changes of one; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct UserWrite {
    /// Login.
    pub login: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Password.
    pub password: Option<String>,
    /// Whether the password has to be changed before anything else.
    pub must_change_password: Option<bool>,
    /// E-mail address.
    pub email: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Department.
    pub department: Option<Uuid>,
    /// What the person does in the company.
    pub post: Option<String>,
    /// Direct superior.
    pub superior: Option<Uuid>,
    /// Roles.
    pub roles: Option<Vec<Uuid>>,
    /// Whether the person can sign in.
    pub active: Option<bool>,
}

/// A set of rights.
#[derive(Debug, ToSchema)]
pub struct Role {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Name in both languages.
    pub labels: Option<Labels>,
    /// Grants everything.
    pub admin: bool,
    /// Lets look at the program as somebody else who may see no more.
    pub view_as: bool,
    /// Came with the program.
    pub system: bool,
    /// Per object and action: `none`, `own`, `own_and_below`, `department`, `department_and_below`, `all`, or
    /// `{"departments":[id]}`.
    #[schema(value_type = Object)]
    pub grants: BTreeMap<String, Json>,
    /// Per object and field: `hidden`, `masked`, `read` or `write`.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Json>,
}

/// All roles.
#[derive(Debug, ToSchema)]
pub struct Roles {
    /// The roles.
    pub items: Vec<Role>,
}

/// A new role, or changes of one; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct RoleWrite {
    /// Name.
    pub name: Option<String>,
    /// Name in both languages.
    pub labels: Option<Labels>,
    /// Grants everything.
    pub admin: Option<bool>,
    /// Lets look at the program as somebody else who may see no more.
    pub view_as: Option<bool>,
    /// As in a role.
    #[schema(value_type = Option<Object>)]
    pub grants: BTreeMap<String, Json>,
    /// As in a role.
    #[schema(value_type = Option<Object>)]
    pub fields: BTreeMap<String, Json>,
}

/// A program's token, without its secret.
#[derive(Debug, ToSchema)]
pub struct Token {
    /// Id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was last used.
    #[schema(required, format = DateTime)]
    pub last_used_at: Option<String>,
    /// When it ends.
    #[schema(required, format = DateTime)]
    pub expires_at: Option<String>,
    /// What it may do of what its person may: `all`, `read`, `write`, `lead:read`, `lead:write`.
    pub scopes: Vec<String>,
    /// The secret, in the answer to its making alone.
    #[schema(required = false)]
    pub token: Option<String>,
}

/// The caller's tokens.
#[derive(Debug, ToSchema)]
pub struct Tokens {
    /// The tokens.
    pub items: Vec<Token>,
}

/// A new token.
#[derive(Debug, ToSchema)]
pub struct TokenWrite {
    /// What it is for.
    pub name: String,
    /// When it ends; never when absent.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// What it may do of what its person may: `all`, `read`, `write`, `lead:read`, `lead:write`; `all` when absent.
    pub scopes: Option<Vec<String>>,
}
