//! Signing in: passwords, sessions of browsers, tokens of programs.
//!
//! A secret is stored as its hash and nowhere else, and what is wrong with a sign-in is told without telling whether
//! the login exists.

mod known;
mod lock_out;
pub mod network;
mod password;
pub mod policy;
pub mod second_factor;
mod secret;
mod session;
pub mod sessions;
mod sign_in;
mod totp;
pub mod view_as;

use serde_json::json;
use shuke_base::{Fault, Moment, Uuid, Value};
use shuke_store::Conn;
use shuke_store::system::AuditEntry;

use crate::App;
use crate::company::Company;

pub use known::{Bearer, Viewing};
pub(crate) use lock_out::holding;
pub use network::Network;
pub(crate) use password::weak;
pub(crate) use secret::{digest, fresh};
pub use sign_in::{SignIn, SignedIn};

/// What signing in keeps in memory.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// Hashes passwords, few at a time.
    pub(crate) passwords: password::Passwords,
    /// Whom the secrets seen lately belong to.
    pub(crate) known: known::Known,
}

/// An audit entry about somebody's sign-in.
pub(crate) fn entry(
    now: Moment,
    actor: Option<Uuid>,
    action: &str,
    user: Option<Uuid>,
    agent: &str,
) -> AuditEntry {
    AuditEntry {
        at: now,
        actor,
        action: action.to_owned(),
        object: Some("user".to_owned()),
        record_id: user,
        detail: json!({"agent": shortened(agent)}).to_string(),
    }
}

/// What a browser calls itself, as far as it is worth keeping.
fn shortened(agent: &str) -> String {
    agent.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Whether the person is there and not switched off, as the database says at this moment.
pub(crate) async fn active(conn: &mut Conn, company: &Company, user: Uuid) -> Result<bool, Fault> {
    let Some(object) = company.schema.object("user") else { return Ok(false) };
    let fields: Vec<usize> =
        ["active", "deleted_at"].iter().filter_map(|name| object.position(name)).collect();
    let found = conn.fetch(object, &[user], &fields, false).await?.pop();
    Ok(found.is_some_and(|record| {
        record.values.iter().all(|value| matches!(value, Value::Bool(true) | Value::Null))
    }))
}

impl App {
    /// The hash of a new password, in PHC form.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, Fault> {
        self.gate.passwords.hash(password, &self.ids).await
    }
}
