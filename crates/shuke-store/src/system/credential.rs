//! Logins and the hashes of passwords, with the count of failures that leads to a lock-out.

use shuke_base::{Moment, Uuid};

use super::Tries;
use crate::{Bind, Conn, Row, StoreError, Tx};

/// How a person signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Who.
    pub user_id: Uuid,
    /// The login in lower case.
    pub login: String,
    /// The password's hash in PHC form.
    pub hash: String,
    /// Failures that count, since the last success.
    pub failed: i64,
    /// No sign-in before this moment.
    pub locked_until: Option<Moment>,
    /// When the password was set.
    pub changed_at: Moment,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("user_id", &self.user_id).field("login", &self.login).finish()
    }
}

const SELECT: &str = "SELECT user_id, login, hash, failed, locked_until, changed_at FROM sys_credential";

fn read(row: &Row) -> Result<Credential, StoreError> {
    Ok(Credential {
        user_id: row.id(0)?,
        login: row.string(1)?,
        hash: row.string(2)?,
        failed: row.number(3)?,
        locked_until: row.moment(4)?,
        changed_at: row.time(5)?,
    })
}

impl Conn {
    /// The credential of a login, which is read without regard to case.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn credential_by_login(&mut self, login: &str) -> Result<Option<Credential>, StoreError> {
        let sql = format!("{SELECT} WHERE login = $1");
        self.row(&sql, &[Bind::Text(login.to_lowercase())]).await?.as_ref().map(read).transpose()
    }

    /// The credential of a person.
    ///
    /// # Errors
    /// As [`Conn::credential_by_login`].
    pub async fn credential(&mut self, user: Uuid) -> Result<Option<Credential>, StoreError> {
        let sql = format!("{SELECT} WHERE user_id = $1");
        self.row(&sql, &[Bind::Id(user)]).await?.as_ref().map(read).transpose()
    }

    /// The people who are locked out at this moment.
    ///
    /// # Errors
    /// As [`Conn::credential_by_login`].
    pub async fn locked_out(&mut self, now: Moment) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT user_id FROM sys_credential WHERE locked_until > $1 ORDER BY user_id";
        self.rows(sql, &[Bind::Moment(now)]).await?.iter().map(|row| row.id(0)).collect()
    }
}

impl Tx {
    /// Sets login and password of a person and forgets failures.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when the login is somebody else's.
    pub async fn put_credential(
        &mut self,
        user: Uuid,
        login: &str,
        hash: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_credential (user_id, login, hash, failed, changed_at) VALUES ($1, $2, $3, 0, $4) \
                   ON CONFLICT (user_id) DO UPDATE SET login = excluded.login, hash = excluded.hash, failed = 0, \
                   locked_until = NULL, must_change = NULL, changed_at = excluded.changed_at";
        let binds = [Bind::Id(user), Bind::Text(login.to_lowercase()), Bind::from(hash), Bind::Moment(now)];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Gives a person another login.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when it is somebody else's.
    pub async fn rename_login(&mut self, user: Uuid, login: &str) -> Result<(), StoreError> {
        let sql = "UPDATE sys_credential SET login = $2 WHERE user_id = $1";
        self.run(sql, &[Bind::Id(user), Bind::Text(login.to_lowercase())]).await?;
        Ok(())
    }

    /// Counts a failure, in the same way as [`Tx::key_failed`]; answers how many there have been.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn sign_in_failed(&mut self, user: Uuid, tries: Tries) -> Result<i64, StoreError> {
        let over = "failed_since IS NULL OR failed_since <= $3 OR failed_since > $2";
        let sql = format!(
            "UPDATE sys_credential SET failed = CASE WHEN {over} THEN 1 ELSE failed + 1 END, \
             failed_since = CASE WHEN {over} THEN $2 ELSE failed_since END WHERE user_id = $1 RETURNING failed"
        );
        let binds = [Bind::Id(user), Bind::Moment(tries.now), Bind::Moment(tries.from)];
        let Some(row) = self.row(&sql, &binds).await? else { return Ok(0) };
        let failed = row.number(0)?;
        if failed >= tries.most {
            let sql = "UPDATE sys_credential SET failed = 0, locked_until = $2 WHERE user_id = $1";
            self.run(sql, &[Bind::Id(user), Bind::Moment(tries.until)]).await?;
        }
        Ok(failed)
    }

    /// Forgets failures and a lock-out, after a success or by an administrator. Touches nothing when there are none.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn clear_failures(&mut self, user: Uuid) -> Result<(), StoreError> {
        let sql = "UPDATE sys_credential SET failed = 0, locked_until = NULL \
                   WHERE user_id = $1 AND (failed > 0 OR locked_until IS NOT NULL)";
        self.run(sql, &[Bind::Id(user)]).await?;
        Ok(())
    }
}
