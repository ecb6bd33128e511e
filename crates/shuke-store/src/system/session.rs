//! Sessions of browsers. Only the hash of a session's token is stored.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Who.
    pub user_id: Uuid,
    /// When the person signed in.
    pub created_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
    /// When it ends.
    pub expires_at: Moment,
    /// What the browser calls itself.
    pub agent: String,
    /// The network address that it signed in from.
    pub place: Option<String>,
    /// Through whose eyes it looks, and until when.
    pub viewing: Option<(Uuid, Moment)>,
}

const SELECT: &str = "SELECT token_hash, user_id, created_at, seen_at, expires_at, agent, place, viewing_as, \
                      viewing_until FROM sys_session";

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        token_hash: row.bytes(0)?.unwrap_or_default(),
        user_id: row.id(1)?,
        created_at: row.time(2)?,
        seen_at: row.time(3)?,
        expires_at: row.time(4)?,
        agent: row.string(5)?,
        place: row.text(6)?,
        viewing: row.uuid(7)?.zip(row.moment(8)?),
    })
}

impl Conn {
    /// The session of a token, expired or not.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>, StoreError> {
        let sql = format!("{SELECT} WHERE token_hash = $1");
        self.row(&sql, &[Bind::Bytes(token_hash.to_vec())]).await?.as_ref().map(read).transpose()
    }

    /// The sessions that look through somebody's eyes until a moment that has passed.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn viewings_over(&mut self, now: Moment) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SELECT} WHERE viewing_until <= $1");
        self.rows(&sql, &[Bind::Moment(now)]).await?.iter().map(read).collect()
    }

    /// The sessions of a person, last used first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn sessions_of(&mut self, user: Uuid) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SELECT} WHERE user_id = $1 ORDER BY seen_at DESC");
        self.rows(&sql, &[Bind::Id(user)]).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Starts a session.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_session (token_hash, user_id, created_at, seen_at, expires_at, agent, place) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let binds = [
            Bind::Bytes(session.token_hash.clone()),
            Bind::Id(session.user_id),
            Bind::Moment(session.created_at),
            Bind::Moment(session.seen_at),
            Bind::Moment(session.expires_at),
            Bind::from(session.agent.as_str()),
            Bind::text(session.place.as_deref()),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Notes that a session was used, and until when it now lives.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn touch_session(
        &mut self,
        hash: &[u8],
        seen: Moment,
        expires: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE sys_session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
        self.run(sql, &[Bind::Bytes(hash.to_vec()), Bind::Moment(seen), Bind::Moment(expires)]).await?;
        Ok(())
    }

    /// Lets a session look through somebody's eyes until a moment, or through its own person's again.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_viewing(
        &mut self,
        hash: &[u8],
        viewing: Option<(Uuid, Moment)>,
    ) -> Result<(), StoreError> {
        let (user, until) = viewing.unzip();
        let sql = "UPDATE sys_session SET viewing_as = $2, viewing_until = $3 WHERE token_hash = $1";
        self.run(sql, &[Bind::Bytes(hash.to_vec()), Bind::id(user), Bind::moment(until)]).await?;
        Ok(())
    }

    /// Ends a session, and what is pushed to its browser; whether there was one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_session(&mut self, token_hash: &[u8]) -> Result<bool, StoreError> {
        let sql = "DELETE FROM sys_session WHERE token_hash = $1";
        let gone = self.run(sql, &[Bind::Bytes(token_hash.to_vec())]).await? > 0;
        self.drop_devices_without_session().await?;
        Ok(gone)
    }

    /// Ends all sessions of a person but the one of `except`; answers how many ended.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_sessions_of(&mut self, user: Uuid, except: Option<&[u8]>) -> Result<u64, StoreError> {
        let binds = [Bind::Id(user), Bind::Bytes(except.unwrap_or_default().to_vec())];
        let gone =
            self.run("DELETE FROM sys_session WHERE user_id = $1 AND token_hash <> $2", &binds).await?;
        self.drop_devices_without_session().await?;
        Ok(gone)
    }

    /// Forgets sessions that have ended; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_sessions(&mut self, now: Moment) -> Result<u64, StoreError> {
        let gone = self.run("DELETE FROM sys_session WHERE expires_at <= $1", &[Bind::Moment(now)]).await?;
        self.drop_devices_without_session().await?;
        Ok(gone)
    }
}
