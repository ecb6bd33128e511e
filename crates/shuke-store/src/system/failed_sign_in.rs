//! Failed sign-ins that are counted by something else than a person: a network address, or a login that nobody has.
//! Kept under a hash, so that what was typed is found nowhere.

use shuke_base::Moment;

use crate::{Bind, Conn, StoreError, Tx};

/// How failures are counted.
#[derive(Debug, Clone, Copy)]
pub struct Tries {
    /// Failures that lock out.
    pub most: i64,
    /// The moment of this one.
    pub now: Moment,
    /// Failures count together whose first one came after this moment.
    pub from: Moment,
    /// Until when a lock-out lasts.
    pub until: Moment,
}

impl Conn {
    /// Until when a key is locked out, be it past.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn key_locked_until(&mut self, key: &[u8]) -> Result<Option<Moment>, StoreError> {
        let sql = "SELECT locked_until FROM sys_failed_sign_in WHERE key = $1";
        let row = self.row(sql, &[Bind::Bytes(key.to_vec())]).await?;
        row.map_or(Ok(None), |row| row.moment(0))
    }
}

impl Tx {
    /// Counts a failure of a key; answers how many there have been. At the last one allowed, the key is locked out and
    /// the count starts anew. A first failure that lies ahead was written by a clock that has gone back; it doesn't
    /// count.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn key_failed(&mut self, key: &[u8], tries: Tries) -> Result<i64, StoreError> {
        let over = "sys_failed_sign_in.since <= $3 OR sys_failed_sign_in.since > $2";
        let sql = format!(
            "INSERT INTO sys_failed_sign_in (key, failed, since) VALUES ($1, 1, $2) \
             ON CONFLICT (key) DO UPDATE SET \
             failed = CASE WHEN {over} THEN 1 ELSE sys_failed_sign_in.failed + 1 END, \
             since = CASE WHEN {over} THEN $2 ELSE sys_failed_sign_in.since END RETURNING failed"
        );
        let key = Bind::Bytes(key.to_vec());
        let binds = [key.clone(), Bind::Moment(tries.now), Bind::Moment(tries.from)];
        let Some(row) = self.row(&sql, &binds).await? else { return Ok(0) };
        let failed = row.number(0)?;
        if failed >= tries.most {
            let sql = "UPDATE sys_failed_sign_in SET failed = 0, locked_until = $2 WHERE key = $1";
            self.run(sql, &[key, Bind::Moment(tries.until)]).await?;
        }
        Ok(failed)
    }

    /// Forgets keys whose first failure is this old; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_failed_keys(&mut self, before: Moment) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_failed_sign_in WHERE since <= $1", &[Bind::Moment(before)]).await
    }

    /// Forgets all keys and lock-outs of them; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn forget_failed_keys(&mut self) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_failed_sign_in", &[]).await
    }
}
