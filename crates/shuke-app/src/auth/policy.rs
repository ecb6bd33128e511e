//! What the company asks of sign-in: how long passwords are, which roles need a second factor, and which networks
//! people are let in from. And what a person has to do before anything else.

use std::collections::HashMap;
use std::net::IpAddr;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_store::{Conn, Tx};

use crate::App;
use crate::auth::Network;
use crate::context::{Ctx, Via};
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
    /// Networks that people and programs are let in from; none: all.
    pub networks: Vec<Network>,
}

impl Default for Policy {
    fn default() -> Self {
        Self { password_min: limits::PASSWORD_CHARS, second_factor_roles: Vec::new(), networks: Vec::new() }
    }
}

impl Policy {
    /// Whether somebody is let in who comes from there. An unknown place is outside every network.
    #[must_use]
    pub fn lets_in(&self, place: Option<IpAddr>) -> bool {
        let inside = |ip| self.networks.iter().any(|network| network.contains(ip));
        self.networks.is_empty() || place.is_some_and(inside)
    }

    /// Whether people with these roles need a second factor.
    #[must_use]
    pub fn asks_second_factor(&self, roles: &[Uuid]) -> bool {
        roles.iter().any(|role| self.second_factor_roles.contains(role))
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
            if policy.asks_second_factor(own) && !has.contains(user) {
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
    /// Networks that people and programs are let in from; none: all.
    pub networks: Vec<Network>,
    /// Where the caller comes from.
    pub own_address: Option<IpAddr>,
}

fn told(place: Option<IpAddr>) -> String {
    place.map_or_else(|| "?".to_owned(), |ip| ip.to_string())
}

/// Types the networks that are given; each bad one is named.
fn networks(input: &mut Input<'_>) -> Option<Vec<Network>> {
    let given = input.words("networks")?.unwrap_or_default();
    if given.len() > limits::NETWORKS {
        input.refuse(FieldFault::property("networks", Code::BatchTooLarge).with("max", limits::NETWORKS));
        return None;
    }
    let mut networks = Vec::new();
    for text in given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        match text.parse::<Network>() {
            Ok(network) if networks.contains(&network) => {}
            Ok(network) => networks.push(network),
            Err(_) => {
                let value: String = text.chars().take(60).collect();
                input.refuse(FieldFault::property("networks", Code::InvalidNetwork).with("value", value));
            }
        }
    }
    Some(networks)
}

/// The rules after the change.
///
/// # Errors
/// Everything that is wrong with what is given.
pub(crate) fn changed(
    ctx: &Ctx,
    before: &Policy,
    given: &Map<String, Json>,
    place: Option<IpAddr>,
) -> Result<Policy, Fault> {
    let mut after = before.clone();
    let mut input = Input::new(given, &["password_min", "second_factor_roles", "networks"]);
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
        if roles.iter().any(|role| !ctx.company.roles.contains_key(role)) {
            input.refuse(FieldFault::property("second_factor_roles", Code::UnknownReference));
        }
        after.second_factor_roles = roles;
    }
    if let Some(networks) = networks(&mut input) {
        after.networks = networks;
        // Whoever is at the machine's command line isn't kept out by any network.
        if ctx.via != Via::Command && !after.lets_in(place) {
            let fault = FieldFault::property("networks", Code::OwnAddressOutside);
            input.refuse(fault.with("address", told(place)));
        }
    }
    let faults = input.finish();
    if faults.is_empty() { Ok(after) } else { Err(Fault::invalid(faults)) }
}

/// Keeps the rules.
pub(crate) async fn write(tx: &mut Tx, ctx: &Ctx, before: &Policy, after: &Policy) -> Result<(), Fault> {
    let text = serde_json::to_string(after).map_err(|_| Fault::new(Code::Internal))?;
    tx.put_setting(SETTING, &text).await?;
    tx.bump_rights().await?;
    tx.audit(ctx.entry("security.changed", None, None, &json!({"before": before, "after": after})));
    Ok(())
}

impl App {
    /// Lets in who comes from where the company allows it.
    ///
    /// # Errors
    /// [`Code::AddressNotAllowed`].
    pub fn let_in(&self, place: Option<IpAddr>) -> Result<(), Fault> {
        if self.company().settings.policy.lets_in(place) {
            return Ok(());
        }
        Err(Fault::new(Code::AddressNotAllowed).with("address", told(place)))
    }

    /// The company's rules of sign-in; `place` is where the caller comes from.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn security(&self, ctx: &Ctx, place: Option<IpAddr>) -> Result<PolicyView, Fault> {
        ctx.admin()?;
        let company = self.company();
        let policy = &company.settings.policy;
        let roles = policy.second_factor_roles.iter().filter_map(|id| company.roles.get(id));
        let people = company.user_roles.iter().filter(|(_, own)| policy.asks_second_factor(own));
        let missing = people.filter(|(user, _)| !company.second_factors.contains(user)).count();
        Ok(PolicyView {
            password_min: policy.password_min,
            second_factor_roles: roles
                .map(|role| RoleRef { id: role.id, name: title(role, ctx.locale) })
                .collect(),
            second_factor_people: self.store.read().await?.second_factors().await?.len(),
            second_factor_missing: missing,
            networks: policy.networks.clone(),
            own_address: place,
        })
    }

    /// Changes the company's rules of sign-in; `place` is where the caller comes from.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the values, among it networks that would keep the caller out;
    /// [`Code::OwnFactorFirst`] when the caller would have to set up a second factor before going on.
    pub async fn change_security(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
        place: Option<IpAddr>,
    ) -> Result<PolicyView, Fault> {
        ctx.admin()?;
        let before = self.company().settings.policy.clone();
        let after = changed(ctx, &before, given, place)?;
        self.not_oneself(ctx, &after).await?;
        let ctx_ = ctx.clone();
        self.store.write(move |tx| async move { write(tx, &ctx_, &before, &after).await }.boxed()).await?;
        self.refresh().await?;
        self.security(ctx, place).await
    }

    /// Lets everybody in from everywhere again: no networks, and no address locked out. For whoever is at the machine.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or the store's trouble.
    pub async fn open_doors(&self, ctx: &Ctx) -> Result<(), Fault> {
        ctx.admin()?;
        self.store
            .write(|tx| {
                async move {
                    tx.forget_failed_keys().await?;
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.change_security(ctx, &Map::from_iter([("networks".to_owned(), json!([]))]), None).await.map(drop)
    }

    /// Whoever asks others for a second factor has one first, and so is never locked out by the own rule.
    pub(crate) async fn not_oneself(&self, ctx: &Ctx, policy: &Policy) -> Result<(), Fault> {
        let Some(user) = ctx.user else { return Ok(()) };
        let roles = ctx.company.user_roles.get(&user).map_or(&[][..], Vec::as_slice);
        if !policy.asks_second_factor(roles) {
            return Ok(());
        }
        let factor = self.store.read().await?.second_factor(user).await?;
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Ok(());
        }
        Err(Fault::new(Code::OwnFactorFirst))
    }
}
