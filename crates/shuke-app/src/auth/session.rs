//! Who a request comes from: the session of a browser, or the token of a program.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_access::TokenScopes;
use shuke_base::{Code, Fault, Moment, Uuid, limits};

use super::known::{Bearer, Viewing};
use super::secret::Hash;
use super::{active, digest, entry, view_as};
use crate::App;

/// How often the last use of a session or token is written down.
const NOTED: TimeDelta = TimeDelta::minutes(10);

impl App {
    /// The person that a session belongs to. A session in use is prolonged.
    ///
    /// # Errors
    /// [`Code::SessionExpired`] when it has ended or never was, [`Code::AccountInactive`] when the person is switched
    /// off.
    pub async fn session_user(&self, token: &str) -> Result<Uuid, Fault> {
        Ok(self.session_bearer(token).await?.user)
    }

    /// The person that a session belongs to, and through whose eyes they look. A session in use is prolonged; a look
    /// that has lasted long enough, or that the person may not have any more, is over.
    ///
    /// # Errors
    /// As [`App::session_user`].
    pub async fn session_bearer(&self, token: &str) -> Result<Bearer, Fault> {
        let bearer = self.session_holder(token).await?;
        match bearer.viewing {
            Some(viewing) if self.may_view_as(bearer.user, viewing.user).is_err() => {
                self.end_viewing(&digest(token), "rights").await?;
                Ok(bearer.user.into())
            }
            _ => Ok(bearer),
        }
    }

    async fn session_holder(&self, token: &str) -> Result<Bearer, Fault> {
        let (hash, now) = (digest(token), self.now());
        if let Some(bearer) = self.gate.known.find(&hash, now) {
            return Ok(bearer);
        }
        let turn = self.gate.known.turn();
        let mut conn = self.store.read().await?;
        let session = conn.session(&hash).await?.filter(|session| session.expires_at > now);
        let session = session.ok_or_else(|| Fault::new(Code::SessionExpired))?;
        if !active(&mut conn, &self.company(), session.user_id).await? {
            return Err(Fault::new(Code::AccountInactive));
        }
        drop(conn);
        let mut ends = session.expires_at;
        if now - session.seen_at >= NOTED {
            ends = now + TimeDelta::days(limits::SESSION_DAYS);
            self.note_session(hash, now, ends).await;
        }
        let viewing = session.viewing.map(|(user, until)| Viewing { user, until });
        let open = viewing.filter(|viewing| viewing.until > now);
        if viewing.is_some() && open.is_none() {
            self.end_viewing(&hash, "time").await?;
            return Ok(session.user_id.into());
        }
        let bearer = Bearer { viewing: open, ..session.user_id.into() };
        let believed = open.map_or(ends, |viewing| viewing.until.min(ends));
        self.gate.known.keep(turn, hash, bearer.clone(), Some(believed), now);
        Ok(bearer)
    }

    /// The person that a token of a program acts for.
    ///
    /// # Errors
    /// [`Code::BadToken`] when it has ended or never was, [`Code::AccountInactive`] when the person is switched off.
    pub async fn token_user(&self, token: &str) -> Result<Uuid, Fault> {
        Ok(self.token_bearer(token).await?.user)
    }

    /// The person that a token of a program acts for, and what it allows.
    ///
    /// # Errors
    /// As [`App::token_user`].
    pub async fn token_bearer(&self, token: &str) -> Result<Bearer, Fault> {
        let (hash, now) = (digest(token), self.now());
        if let Some(bearer) = self.gate.known.find(&hash, now) {
            return Ok(bearer);
        }
        let turn = self.gate.known.turn();
        let mut conn = self.store.read().await?;
        let token = conn.token_by_hash(&hash).await?;
        let token = token.filter(|token| token.expires_at.is_none_or(|ends| ends > now));
        let token = token.ok_or_else(|| Fault::new(Code::BadToken))?;
        if !active(&mut conn, &self.company(), token.user_id).await? {
            return Err(Fault::new(Code::AccountInactive));
        }
        drop(conn);
        if token.last_used_at.is_none_or(|used| now - used >= NOTED) {
            self.note_token(token.id, now).await;
        }
        let scopes = match &token.scopes {
            // Words that this program doesn't know stand for nothing: less than was meant, never more.
            Some(words) => TokenScopes::parse(words.split(',')).unwrap_or_else(|_| TokenScopes::nothing()),
            None => None,
        };
        let bearer = Bearer { user: token.user_id, scopes: scopes.map(Arc::new), viewing: None };
        self.gate.known.keep(turn, hash, bearer.clone(), token.expires_at, now);
        Ok(bearer)
    }

    /// Ends a session. One that has ended already is no failure.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn sign_out(&self, token: &str) -> Result<(), Fault> {
        let (hash, now, app) = (digest(token), self.now(), self.clone());
        self.store
            .write(move |tx| {
                async move {
                    if let Some(session) = tx.session(&hash).await? {
                        tx.drop_session(&hash).await?;
                        let user = session.user_id;
                        view_as::over(tx, &app.company(), &session, "sign_out", now);
                        tx.audit(entry(now, Some(user), "sign_in.ended", Some(user), &session.agent));
                    }
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget(&hash);
        Ok(())
    }

    /// A use that can't be written down is no reason to refuse it: reading goes on while the database is read-only.
    async fn note_session(&self, hash: Hash, now: Moment, ends: Moment) {
        let write = self.store.write(move |tx| {
            async move { tx.touch_session(&hash, now, ends).await.map_err(Fault::from) }.boxed()
        });
        if let Err(error) = write.await {
            tracing::warn!(%error, "the use of a session was not written down");
        }
    }

    async fn note_token(&self, id: Uuid, now: Moment) {
        let write = self
            .store
            .write(move |tx| async move { tx.touch_token(id, now).await.map_err(Fault::from) }.boxed());
        if let Err(error) = write.await {
            tracing::warn!(%error, "the use of a token was not written down");
        }
    }
}
