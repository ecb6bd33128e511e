//! Signing in with login and password.

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_base::{Code, Fault, Moment, Uuid, Value, limits};
use shuke_store::Tx;
use shuke_store::system::{Credential, Session};
use shuke_text::{Clean, clean_line};

use super::lock_out::{self, locked_out};
use super::second_factor::{self, Step};
use super::{active, digest, entry, fresh, shortened};
use crate::App;
use crate::context::Via;
use crate::records::change;

/// A browser that has just been signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The session's secret, for the cookie.
    pub token: String,
    /// Who.
    pub user: Uuid,
    /// When the session ends unless it is used.
    pub expires_at: Moment,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("user", &self.user).field("expires_at", &self.expires_at).finish()
    }
}

/// What a person gives to be let in.
#[derive(Clone, Copy, Default)]
pub struct SignIn<'a> {
    /// Login.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// One-time password or recovery code, for those who have a second factor.
    pub code: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// The network address that the call comes from.
    pub place: Option<&'a str>,
}

impl App {
    /// Signs a browser in that has nothing but a password. `agent` is what the browser calls itself.
    ///
    /// # Errors
    /// As [`App::sign_in_with`].
    pub async fn sign_in(&self, login: &str, password: &str, agent: &str) -> Result<SignedIn, Fault> {
        self.sign_in_with(SignIn { login, password, agent, ..SignIn::default() }).await
    }

    /// Signs a browser in.
    ///
    /// # Errors
    /// [`Code::BadCredentials`], the same for a login that nobody has; [`Code::LockedOut`] after too many of them, and
    /// [`Code::AddressLockedOut`] after many more from one network address;
    /// [`Code::AccountInactive`] to those who know the password; [`Code::SecondFactorNeeded`] and
    /// [`Code::SecondFactorWrong`] to those who have a second factor.
    pub async fn sign_in_with(&self, given: SignIn<'_>) -> Result<SignedIn, Fault> {
        let SignIn { login, password, agent, .. } = given;
        let Clean::Text(login) = clean_line(login) else { return Err(Fault::new(Code::BadCredentials)) };
        let login = login.to_lowercase();
        // The look at the lock-out belongs to the turn: who waited for it sees what those before have done.
        let turn = self.gate.passwords.turn().await?;
        let now = self.now();
        let mut conn = self.store.read().await?;
        if let Some(key) = lock_out::address(given.place)
            && let Some(until) = lock_out::holding(conn.key_locked_until(&key).await?, now)
        {
            return Err(lock_out::address_locked_out(now, until));
        }
        let credential = conn.credential_by_login(&login).await?;
        let locked = match &credential {
            Some(credential) => credential.locked_until,
            None => conn.key_locked_until(&lock_out::stranger(&login)).await?,
        };
        drop(conn);
        if let Some(until) = lock_out::holding(locked, now) {
            return Err(locked_out(now, until));
        }
        let hash = credential.as_ref().map(|credential| credential.hash.as_str());
        let fits = self.gate.passwords.matches(turn, password, hash).await?;
        match credential {
            Some(credential) if fits => self.admit(credential, given).await,
            Some(credential) => Err(self.turn_away(credential.user_id, agent, given.place).await?),
            None => Err(self.turn_away_stranger(&login, given).await?),
        }
    }

    /// The password was right: starts a session, unless something has happened meanwhile.
    async fn admit(&self, credential: Credential, given: SignIn<'_>) -> Result<SignedIn, Fault> {
        let (now, agent) = (self.now(), given.agent);
        let token = fresh(&self.ids);
        let session = Session {
            viewing: None,
            token_hash: digest(&token).to_vec(),
            user_id: credential.user_id,
            created_at: now,
            seen_at: now,
            expires_at: now + TimeDelta::days(limits::SESSION_DAYS),
            agent: shortened(agent),
            place: given.place.map(shortened),
        };
        let signed_in = SignedIn { token, user: session.user_id, expires_at: session.expires_at };
        let (app, code) = (self.clone(), given.code.map(str::to_owned));
        let refusal = self
            .store
            .write(move |tx| {
                async move { enter(tx, &app, &credential, &session, code.as_deref()).await }.boxed()
            })
            .await?;
        refusal.map_or(Ok(signed_in), Err)
    }

    /// The password was wrong: counts the failure. Answers the refusal.
    pub(crate) async fn turn_away(
        &self,
        user: Uuid,
        agent: &str,
        place: Option<&str>,
    ) -> Result<Fault, Fault> {
        let (now, agent, place) = (self.now(), agent.to_owned(), place.map(str::to_owned));
        self.store
            .write(move |tx| {
                async move {
                    let locked = tx.credential(user).await?.and_then(|credential| credential.locked_until);
                    if let Some(locked) = lock_out::holding(locked, now) {
                        return Ok(locked_out(now, locked));
                    }
                    let tries = lock_out::of_login(now);
                    let failed = tx.sign_in_failed(user, tries).await?;
                    tx.audit(entry(now, None, "sign_in.failed", Some(user), &agent));
                    lock_out::address_failed(tx, place.as_deref(), now).await?;
                    if failed < tries.most {
                        return Ok(Fault::new(Code::BadCredentials));
                    }
                    tx.audit(entry(now, None, "sign_in.locked_out", Some(user), &agent));
                    Ok(locked_out(now, tries.until))
                }
                .boxed()
            })
            .await
    }

    /// Nobody has this login: the same answers after the same work. The audit entry doesn't hold what was typed,
    /// which may well be a password in the wrong place.
    async fn turn_away_stranger(&self, login: &str, given: SignIn<'_>) -> Result<Fault, Fault> {
        let (now, key) = (self.now(), lock_out::stranger(login));
        let (agent, place) = (given.agent.to_owned(), given.place.map(str::to_owned));
        self.store
            .write(move |tx| {
                async move {
                    // Whoever waited for the same login sees what those before have done.
                    let locked = tx.key_locked_until(&key).await?;
                    if let Some(until) = lock_out::holding(locked, now) {
                        return Ok(locked_out(now, until));
                    }
                    tx.audit(entry(now, None, "sign_in.failed", None, &agent));
                    lock_out::address_failed(tx, place.as_deref(), now).await?;
                    lock_out::stranger_failed(tx, &key, now).await
                }
                .boxed()
            })
            .await
    }
}

/// Starts the session inside a transaction; answers a refusal that is to be kept on record.
async fn enter(
    tx: &mut Tx,
    app: &App,
    seen: &Credential,
    session: &Session,
    code: Option<&str>,
) -> Result<Option<Fault>, Fault> {
    let (user, now, agent) = (session.user_id, session.created_at, session.agent.as_str());
    let Some(credential) = tx.credential(user).await? else {
        return Ok(Some(Fault::new(Code::BadCredentials)));
    };
    if let Some(until) = lock_out::holding(credential.locked_until, now) {
        return Ok(Some(locked_out(now, until)));
    }
    if credential.hash != seen.hash {
        return Ok(Some(Fault::new(Code::BadCredentials)));
    }
    let company = app.company();
    if !active(tx, &company, user).await? {
        tx.audit(entry(now, None, "sign_in.inactive", Some(user), agent));
        return Ok(Some(Fault::new(Code::AccountInactive)));
    }
    if let Step::Refused(refusal) = second_factor::step(tx, session, code).await? {
        return Ok(Some(refusal));
    }
    tx.clear_failures(user).await?;
    tx.prune_sessions(now).await?;
    tx.add_session(session).await?;
    tx.audit(entry(now, Some(user), "sign_in.succeeded", Some(user), agent));
    if let Some(object) = company.schema.object("user")
        && let Some(at) = object.position("last_sign_in_at")
    {
        let ctx = app.ctx(user, company.settings.locale, Via::Page);
        let record = change::locked(tx, object, user).await?;
        change::write(tx, app, &ctx, object, record, vec![(at, Value::Time(now))], None).await?;
    }
    Ok(None)
}
