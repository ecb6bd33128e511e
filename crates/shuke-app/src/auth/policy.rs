//! What the company asks of sign-in: how long passwords are, and which roles need a second factor. And what a person
//! has to do before anything else.

use std::collections::HashMap;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_store::Conn;
use shuke_store::system::AuditEntry;

use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::roles::{RoleRef, title};

/// The setting that holds it.
const SETTING: &str = "security.policy";
/// Characters of a password that may be asked for, at most.
const LONGEST: usize = 64;

/// The company's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Characters of a password, at least.
    pub password_min: usize,
    /// Roles whose people need a second factor.
    pub second_factor_roles: Vec<Uuid>,
}

impl Default for Policy {
    fn default() -> Self {
        Self { password_min: limits::PASSWORD_CHARS, second_factor_roles: Vec::new() }
    }
}

/// What a person has to do before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Must {
    /// Choose a password of their own.
    ChangePassword,
    /// Set up a second factor.
    SetUpSecondFactor,
}

impl Must {
    /// The refusal of everything else.
    #[must_use]
    pub fn refusal(self) -> Fault {
        Fault::new(match self {
            Self::ChangePassword => Code::MustChangePassword,
            Self::SetUpSecondFactor => Code::MustSetUpSecondFactor,
        })
    }
}

/// The rules as stored; the usual ones when they can't be read.
pub(crate) fn read(stored: Option<&String>) -> Policy {
    stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The setting's name, for whoever reads all settings.
pub(crate) fn setting() -> &'static str {
    SETTING
}

/// What people have to do, by person.
pub(crate) async fn musts(
    conn: &mut Conn,
    policy: &Policy,
    roles: &HashMap<Uuid, Vec<Uuid>>,
) -> Result<HashMap<Uuid, Must>, Fault> {
    let mut musts = HashMap::new();
    if !policy.second_factor_roles.is_empty() {
        let has = conn.second_factors().await?;
        for (user, own) in roles {
            let asked = own.iter().any(|role| policy.second_factor_roles.contains(role));
            if asked && !has.contains(user) {
                musts.insert(*user, Must::SetUpSecondFactor);
            }
        }
    }
    for user in conn.must_change_password().await? {
        musts.insert(user, Must::ChangePassword);
    }
    Ok(musts)
}

/// The rules, as callers see them.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyView {
    /// Characters of a password, at least.
    pub password_min: usize,
    /// Roles whose people need a second factor.
    pub second_factor_roles: Vec<RoleRef>,
    /// People who have one.
    pub second_factor_people: usize,
    /// People who still have to set one up.
    pub second_factor_missing: usize,
}

impl App {
    /// The company's rules of sign-in.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn security(&self, ctx: &Ctx) -> Result<PolicyView, Fault> {
        ctx.admin()?;
        let company = self.company();
        let policy = &company.settings.policy;
        let roles = policy.second_factor_roles.iter().filter_map(|id| company.roles.get(id));
        let asked = |own: &[Uuid]| own.iter().any(|role| policy.second_factor_roles.contains(role));
        let people = company.user_roles.iter().filter(|(_, own)| asked(own));
        let missing = people.filter(|(user, _)| !company.second_factors.contains(user)).count();
        Ok(PolicyView {
            password_min: policy.password_min,
            second_factor_roles: roles
                .map(|role| RoleRef { id: role.id, name: title(role, ctx.locale) })
                .collect(),
            second_factor_people: self.store.read().await?.second_factors().await?.len(),
            second_factor_missing: missing,
        })
    }

    /// Changes the company's rules of sign-in.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the values; [`Code::OwnFactorFirst`] when the caller would have to
    /// set up a second factor before going on.
    pub async fn change_security(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<PolicyView, Fault> {
        ctx.admin()?;
        let company = self.company();
        let before = company.settings.policy.clone();
        let mut after = before.clone();
        let mut input = Input::new(given, &["password_min", "second_factor_roles"]);
        if let Some(Some(number)) = input.whole("password_min") {
            match usize::try_from(number) {
                Ok(fine) if (limits::PASSWORD_CHARS..=LONGEST).contains(&fine) => after.password_min = fine,
                Ok(large) if large > LONGEST => {
                    input.refuse(FieldFault::property("password_min", Code::TooBig).with("max", LONGEST));
                }
                _ => {
                    let fault = FieldFault::property("password_min", Code::TooSmall);
                    input.refuse(fault.with("min", limits::PASSWORD_CHARS));
                }
            }
        }
        if let Some(roles) = input.ids("second_factor_roles") {
            let roles = roles.unwrap_or_default();
            if roles.iter().any(|role| !company.roles.contains_key(role)) {
                input.refuse(FieldFault::property("second_factor_roles", Code::UnknownReference));
            }
            after.second_factor_roles = roles;
        }
        let faults = input.finish();
        if !faults.is_empty() {
            return Err(Fault::invalid(faults));
        }
        self.not_oneself(ctx, &after).await?;
        let text = serde_json::to_string(&after).map_err(|_| Fault::new(Code::Internal))?;
        let entry = AuditEntry {
            at: ctx.now,
            actor: ctx.user,
            action: "security.changed".to_owned(),
            object: None,
            record_id: None,
            detail: json!({"before": before, "after": after}).to_string(),
        };
        self.store
            .write(move |tx| {
                async move {
                    tx.put_setting(SETTING, &text).await?;
                    tx.bump_rights().await?;
                    tx.audit(entry);
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.refresh().await?;
        self.security(ctx).await
    }

    /// Whoever asks others for a second factor has one first, and so is never locked out by the own rule.
    async fn not_oneself(&self, ctx: &Ctx, policy: &Policy) -> Result<(), Fault> {
        let Some(user) = ctx.user else { return Ok(()) };
        let roles = ctx.company.user_roles.get(&user).cloned().unwrap_or_default();
        if !roles.iter().any(|role| policy.second_factor_roles.contains(role)) {
            return Ok(());
        }
        let factor = self.store.read().await?.second_factor(user).await?;
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Ok(());
        }
        Err(Fault::new(Code::OwnFactorFirst))
    }
}
