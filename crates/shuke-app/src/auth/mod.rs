//! Signing in: passwords, sessions of browsers, tokens of programs.
//!
//! A secret is stored as its hash and nowhere else, and what is wrong with a sign-in is told without telling whether
//! the login exists.

mod known;
mod password;
pub mod policy;
pub mod second_factor;
mod secret;
mod session;
pub mod sessions;
mod sign_in;
mod strangers;
mod totp;

use chrono::TimeDelta;
use serde_json::json;
use shuke_base::{Code, Fault, Moment, Uuid, Value};
use shuke_store::Conn;
use shuke_store::system::AuditEntry;

use crate::App;
use crate::company::Company;

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
    /// Failures of logins that nobody has.
    strangers: strangers::Strangers,
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

/// The refusal until the end of a lock-out.
fn locked_out(now: Moment, until: Moment) -> Fault {
    let seconds = (until - now).num_seconds().max(1);
    Fault::new(Code::LockedOut).with("minutes", (seconds + 59) / 60)
}

/// How long a lock-out lasts.
fn lock_out() -> TimeDelta {
    TimeDelta::minutes(shuke_base::limits::LOCK_OUT_MINUTES)
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
