//! The second factor: one-time passwords from an app, and recovery codes for when the app is gone.

use futures::FutureExt;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use shuke_base::{Code, Fault, FieldFault, Ids, Moment, Uuid};
use shuke_store::Tx;
use shuke_store::system::{SecondFactor, Session};

use super::lock_out::{self, locked_out};
use super::policy::Must;
use super::secret::digest;
use super::sessions::sign_out;
use super::{entry, totp};
use crate::App;
use crate::backup::key::hex;
use crate::context::Ctx;

/// Recovery codes that are made at a time.
const RECOVERY: usize = 10;

/// Where a person's second factor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecondFactorView {
    /// Whether it is asked for at sign-in.
    pub enabled: bool,
    /// Since when.
    pub since: Option<Moment>,
    /// Recovery codes that are left.
    pub recovery_left: usize,
    /// Whether the company's rules ask for one.
    pub required: bool,
}

/// A second factor that waits for its first one-time password.
#[derive(Clone, Serialize)]
pub struct NewFactor {
    /// The secret in base 32, to be typed into an app.
    pub secret: String,
    /// The same as an address that apps understand.
    pub uri: String,
    /// The address as a picture (SVG) to be scanned.
    pub qr: String,
}

/// Recovery codes, shown this once.
#[derive(Clone, Serialize)]
pub struct RecoveryCodes {
    /// The codes; each is good for one sign-in.
    pub codes: Vec<String>,
}

/// What became of a second step.
pub(super) enum Step {
    /// There is no second factor, or it fits.
    Passed,
    /// It is refused; the refusal is kept on record.
    Refused(Fault),
}

/// A code as people type it: without spaces and dashes, in lower case.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// New recovery codes and what is kept of them. Nearly fifty random bits each, and few tries: nobody guesses one.
fn recovery(ids: &Ids) -> (Vec<String>, Vec<String>) {
    /// Without those that are easily taken for each other.
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let codes: Vec<String> = (0..RECOVERY)
        .map(|_| {
            let mut bytes = [0; 10];
            ids.secret(&mut bytes);
            let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
            let code: String = bytes.iter().map(letter).collect();
            format!("{}-{}", &code[..5], &code[5..])
        })
        .collect();
    let kept = codes.iter().map(|code| hex(&digest(&plain(code)))).collect();
    (codes, kept)
}

/// Tries a code on a factor: a one-time password, or a recovery code, which is then used up. Answers whether it was
/// one of recovery.
fn try_code(factor: &mut SecondFactor, code: &str, now: Moment) -> Option<bool> {
    let code = plain(code);
    if let Some(step) = totp::fits(&factor.secret, &code, now, factor.last_step) {
        factor.last_step = step;
        return Some(false);
    }
    let hash = hex(&digest(&code));
    let at = factor.recovery.iter().position(|kept| *kept == hash)?;
    factor.confirmed_at?;
    factor.recovery.remove(at);
    Some(true)
}

/// The second step of a sign-in, inside its transaction. A wrong code counts like a wrong password.
pub(super) async fn step(tx: &mut Tx, session: &Session, code: Option<&str>) -> Result<Step, Fault> {
    let (user, now, agent) = (session.user_id, session.created_at, session.agent.as_str());
    let factor = tx.second_factor(user).await?.filter(|factor| factor.confirmed_at.is_some());
    let Some(before) = factor else { return Ok(Step::Passed) };
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
        return Ok(Step::Refused(Fault::new(Code::SecondFactorNeeded)));
    };
    let mut factor = before.clone();
    if let Some(recovery) = try_code(&mut factor, code, now)
        && tx.use_second_factor(&before, &factor).await?
    {
        if recovery {
            tx.audit(entry(now, Some(user), "second_factor.recovery_used", Some(user), agent));
        }
        return Ok(Step::Passed);
    }
    let tries = lock_out::of_login(now);
    let failed = tx.sign_in_failed(user, tries).await?;
    tx.audit(entry(now, None, "sign_in.second_factor_failed", Some(user), agent));
    lock_out::address_failed(tx, session.place.as_deref(), now).await?;
    if failed < tries.most {
        return Ok(Step::Refused(Fault::new(Code::SecondFactorWrong)));
    }
    tx.audit(entry(now, None, "sign_in.locked_out", Some(user), agent));
    Ok(Step::Refused(locked_out(now, tries.until)))
}

fn picture(uri: &str) -> Result<String, Fault> {
    let code = QrCode::new(uri.as_bytes()).map_err(|_| Fault::new(Code::Internal))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build())
}

/// A text inside an address.
fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn wrong_code() -> Fault {
    Fault::invalid(vec![FieldFault::property("code", Code::SecondFactorWrong)])
}

impl App {
    fn person(ctx: &Ctx) -> Result<Uuid, Fault> {
        ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))
    }

    fn factor_required(&self, user: Uuid) -> bool {
        let company = self.company();
        let own = company.user_roles.get(&user).map_or(&[][..], Vec::as_slice);
        company.settings.policy.asks_second_factor(own)
    }

    /// The caller's second factor.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn second_factor(&self, ctx: &Ctx) -> Result<SecondFactorView, Fault> {
        let user = Self::person(ctx)?;
        let factor = self.store.read().await?.second_factor(user).await?;
        let factor = factor.filter(|factor| factor.confirmed_at.is_some());
        Ok(SecondFactorView {
            enabled: factor.is_some(),
            since: factor.as_ref().and_then(|factor| factor.confirmed_at),
            recovery_left: factor.map_or(0, |factor| factor.recovery.len()),
            required: self.factor_required(user),
        })
    }

    /// Makes a secret for an app; nothing is asked for at sign-in before [`App::confirm_second_factor`].
    ///
    /// # Errors
    /// [`Code::SecondFactorExists`] when there is one already.
    pub async fn begin_second_factor(&self, ctx: &Ctx) -> Result<NewFactor, Fault> {
        let (user, now) = (Self::person(ctx)?, ctx.now);
        let mut secret = vec![0; totp::SECRET];
        self.ids.secret(&mut secret);
        let text = totp::base32(&secret);
        let factor = SecondFactor {
            user_id: user,
            secret,
            created_at: now,
            confirmed_at: None,
            last_step: 0,
            recovery: Vec::new(),
        };
        let login = self
            .store
            .write(move |tx| {
                async move {
                    if tx.second_factor(user).await?.is_some_and(|factor| factor.confirmed_at.is_some()) {
                        return Err(Fault::new(Code::SecondFactorExists));
                    }
                    tx.put_second_factor(&factor).await?;
                    Ok::<String, Fault>(
                        tx.credential(user).await?.map(|credential| credential.login).unwrap_or_default(),
                    )
                }
                .boxed()
            })
            .await?;
        let issuer = escaped(&self.company().settings.name);
        let uri = format!("otpauth://totp/{issuer}:{}?secret={text}&issuer={issuer}", escaped(&login));
        Ok(NewFactor { secret: text, qr: picture(&uri)?, uri })
    }

    /// Takes the first one-time password: from now on one is asked for at sign-in. Answers the recovery codes.
    ///
    /// # Errors
    /// A wrong code, told at the property `code`; [`Code::SecondFactorMissing`] when nothing was begun;
    /// [`Code::LockedOut`] after too many wrong ones.
    pub async fn confirm_second_factor(&self, ctx: &Ctx, code: &str) -> Result<RecoveryCodes, Fault> {
        let (codes, kept) = recovery(&self.ids);
        self.with_code(ctx, code, false, move |factor, now| {
            factor.confirmed_at = Some(now);
            factor.recovery = kept;
            Some("second_factor.enabled")
        })
        .await?;
        self.trust_changed().await?;
        Ok(RecoveryCodes { codes })
    }

    /// Makes new recovery codes; the old ones are no longer good.
    ///
    /// # Errors
    /// As [`App::confirm_second_factor`].
    pub async fn renew_recovery_codes(&self, ctx: &Ctx, code: &str) -> Result<RecoveryCodes, Fault> {
        let (codes, kept) = recovery(&self.ids);
        self.with_code(ctx, code, true, move |factor, _| {
            factor.recovery = kept;
            Some("second_factor.recovery_renewed")
        })
        .await?;
        Ok(RecoveryCodes { codes })
    }

    /// Switches the second factor off.
    ///
    /// # Errors
    /// As [`App::confirm_second_factor`]; [`Code::SecondFactorRequired`] when the company's rules ask for one.
    pub async fn disable_second_factor(&self, ctx: &Ctx, code: &str) -> Result<SecondFactorView, Fault> {
        let user = Self::person(ctx)?;
        if self.factor_required(user) {
            return Err(Fault::new(Code::SecondFactorRequired));
        }
        self.with_code(ctx, code, true, |_, _| None).await?;
        self.trust_changed().await?;
        self.second_factor(ctx).await
    }

    /// Does something with the caller's factor once the code was right; `act` answers the audit entry's name, or
    /// nothing when the factor goes. A wrong code counts like a failed sign-in.
    async fn with_code(
        &self,
        ctx: &Ctx,
        code: &str,
        confirmed: bool,
        act: impl FnOnce(&mut SecondFactor, Moment) -> Option<&'static str> + Send + 'static,
    ) -> Result<(), Fault> {
        let (user, now, code) = (Self::person(ctx)?, ctx.now, code.to_owned());
        let right = self
            .store
            .write(move |tx| {
                async move {
                    let locked = tx.credential(user).await?.and_then(|credential| credential.locked_until);
                    if let Some(until) = lock_out::holding(locked, now) {
                        return Err(locked_out(now, until));
                    }
                    let factor = tx.second_factor(user).await?;
                    let factor = factor.filter(|factor| factor.confirmed_at.is_some() == confirmed);
                    let mut factor = factor.ok_or_else(|| Fault::new(Code::SecondFactorMissing))?;
                    if try_code(&mut factor, &code, now).is_none() {
                        return Ok(false);
                    }
                    let action = match act(&mut factor, now) {
                        Some(action) => {
                            tx.put_second_factor(&factor).await?;
                            action
                        }
                        None => {
                            tx.drop_second_factor(user).await?;
                            "second_factor.disabled"
                        }
                    };
                    tx.bump_rights().await?;
                    tx.audit(entry(now, Some(user), action, Some(user), ""));
                    Ok::<bool, Fault>(true)
                }
                .boxed()
            })
            .await?;
        if right {
            return Ok(());
        }
        let refusal = self.turn_away(user, "", None).await?;
        Err(if refusal.code == Code::LockedOut { refusal } else { wrong_code() })
    }

    /// Takes a person's second factor away: for somebody who has lost app and recovery codes. Their sessions end.
    ///
    /// # Errors
    /// [`Code::AdminOnly`]; [`Code::NotFound`] when the person has none.
    pub async fn reset_second_factor(&self, ctx: &Ctx, user: Uuid) -> Result<(), Fault> {
        ctx.admin()?;
        let ctx = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    if !tx.drop_second_factor(user).await? {
                        return Err(Fault::new(Code::NotFound));
                    }
                    sign_out(tx, &ctx, user, None).await?;
                    tx.bump_rights().await?;
                    tx.audit(entry(ctx.now, ctx.user, "second_factor.reset", Some(user), ""));
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.trust_changed().await
    }

    /// What a person has to do before anything else.
    #[must_use]
    pub fn must(&self, user: Uuid) -> Option<Must> {
        self.company().musts.get(&user).copied()
    }

    /// What was believed of sessions and people is looked up anew.
    async fn trust_changed(&self) -> Result<(), Fault> {
        self.gate.known.forget_all();
        self.refresh().await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shuke_base::ids::SeededEntropy;

    use super::*;

    #[test]
    fn recovery_codes_differ_and_are_typed_as_people_type() {
        let (codes, kept) = recovery(&Ids::new(Arc::new(SeededEntropy::new(5))));
        assert_eq!((codes.len(), kept.len()), (RECOVERY, RECOVERY));
        let mut sorted = codes.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), RECOVERY);
        let typed = format!(" {} ", codes[0].to_uppercase().replace('-', " "));
        assert_eq!(hex(&digest(&plain(&typed))), kept[0]);
    }

    #[test]
    fn a_picture_is_drawn_for_any_name() {
        let uri = format!("otpauth://totp/{}:li?secret=ABC", escaped("橘灯科技（示例）"));
        assert!(uri.is_ascii() && picture(&uri).expect("a picture").contains("<svg"));
    }
}
