//! The browsers that are signed in, and ending them from elsewhere.

use futures::FutureExt;
use serde::Serialize;
use serde_json::json;
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_store::Tx;
use shuke_store::system::{AuditEntry, Session};

use super::{digest, view_as};
use crate::App;
use crate::context::Ctx;

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Its id; opens nothing.
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    /// The network address that it signed in from.
    pub place: Option<String>,
    /// When the person signed in.
    pub created_at: Moment,
    /// When it was last used, to within minutes.
    pub seen_at: Moment,
    /// The one that this call came by.
    pub current: bool,
}

/// The browsers of a person.
#[derive(Debug, Clone, Serialize)]
pub struct SessionsView {
    /// Last used first.
    pub items: Vec<SessionView>,
}

/// A name for a session: the first half of its token's hash, from which nobody finds the token.
fn id_of(session: &Session) -> Uuid {
    let mut bytes = [0; 16];
    let length = session.token_hash.len().min(16);
    bytes[..length].copy_from_slice(&session.token_hash[..length]);
    Uuid::from_bytes(bytes)
}

fn ended(ctx: &Ctx, user: Uuid, count: u64) -> AuditEntry {
    ctx.entry("session.ended", Some("user"), Some(user), &json!({"count": count}))
}

/// Ends all sessions of a person but the one of `except`, and puts the ends of their looks on record; answers how many.
pub(crate) async fn sign_out(
    tx: &mut Tx,
    ctx: &Ctx,
    user: Uuid,
    except: Option<&[u8]>,
) -> Result<u64, Fault> {
    for session in tx.sessions_of(user).await? {
        if except != Some(session.token_hash.as_slice()) {
            view_as::over(tx, &ctx.company, &session, "sign_out", ctx.now);
        }
    }
    Ok(tx.drop_sessions_of(user, except).await?)
}

impl App {
    /// The caller's browsers. `current` is the secret of the session that the call came by.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn sessions(&self, ctx: &Ctx, current: Option<&str>) -> Result<SessionsView, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let current = current.map(digest);
        let found = self.store.read().await?.sessions_of(user).await?;
        let alive = found.into_iter().filter(|session| session.expires_at > ctx.now);
        let items = alive.map(|session| SessionView {
            id: id_of(&session),
            current: current.is_some_and(|hash| hash.as_slice() == session.token_hash),
            agent: session.agent,
            place: session.place,
            created_at: session.created_at,
            seen_at: session.seen_at,
        });
        Ok(SessionsView { items: items.collect() })
    }

    /// Ends one of the caller's browsers.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such one.
    pub async fn end_session(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let ctx = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let all = tx.sessions_of(user).await?;
                    let found = all.iter().find(|session| id_of(session) == id);
                    let found = found.ok_or_else(|| Fault::new(Code::NotFound))?;
                    tx.drop_session(&found.token_hash).await?;
                    view_as::over(tx, &ctx.company, found, "sign_out", ctx.now);
                    tx.audit(ended(&ctx, user, 1));
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget_all();
        Ok(())
    }

    /// Ends all of the caller's browsers but the one whose secret this is; answers how many.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn end_other_sessions(&self, ctx: &Ctx, current: Option<&str>) -> Result<u64, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        self.end_all(ctx, user, current).await
    }

    /// Ends all browsers of a person; answers how many.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn end_sessions_of(&self, ctx: &Ctx, user: Uuid) -> Result<u64, Fault> {
        ctx.admin()?;
        self.end_all(ctx, user, None).await
    }

    async fn end_all(&self, ctx: &Ctx, user: Uuid, except: Option<&str>) -> Result<u64, Fault> {
        let (except, ctx) = (except.map(digest), ctx.clone());
        let count = self
            .store
            .write(move |tx| {
                async move {
                    let except = except.as_ref().map(<[u8; 32]>::as_slice);
                    let count = sign_out(tx, &ctx, user, except).await?;
                    if count > 0 {
                        tx.audit(ended(&ctx, user, count));
                    }
                    Ok::<u64, Fault>(count)
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget_all();
        Ok(count)
    }
}
