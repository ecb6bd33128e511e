//! Settings of the company: a name and a JSON document each.

use std::collections::BTreeMap;

use crate::{Bind, Conn, StoreError, Tx};

impl Conn {
    /// One setting.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row = self.row("SELECT value FROM sys_setting WHERE key = $1", &[Bind::from(key)]).await?;
        row.map(|row| row.string(0)).transpose()
    }

    /// All settings.
    ///
    /// # Errors
    /// As [`Conn::setting`].
    pub async fn settings(&mut self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows = self.rows("SELECT key, value FROM sys_setting", &[]).await?;
        rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
    }
}

impl Tx {
    /// Sets or replaces a setting.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_setting (key, value) VALUES ($1, $2) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.run(sql, &[Bind::from(key), Bind::from(value)]).await?;
        Ok(())
    }

    /// Removes a setting; whether it was there.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_setting(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM sys_setting WHERE key = $1", &[Bind::from(key)]).await? > 0)
    }
}
