//! What people arrange for themselves: a document for each person and name, which the store doesn't read.

use std::collections::BTreeMap;

use shuke_base::Uuid;

use crate::{Bind, Conn, StoreError, Tx};

impl Conn {
    /// Everything that a person has arranged, by name.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn preferences(&mut self, user: Uuid) -> Result<BTreeMap<String, String>, StoreError> {
        let sql = "SELECT key, doc FROM sys_preference WHERE user_id = $1";
        let rows = self.rows(sql, &[Bind::Id(user)]).await?;
        rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
    }
}

impl Tx {
    /// Keeps what a person has arranged under a name; without a document, it is as usual again.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_preference(
        &mut self,
        user: Uuid,
        key: &str,
        doc: Option<&str>,
    ) -> Result<(), StoreError> {
        let place = [Bind::Id(user), Bind::from(key)];
        match doc {
            Some(doc) => {
                let sql = "INSERT INTO sys_preference (user_id, key, doc) VALUES ($1, $2, $3) \
                           ON CONFLICT (user_id, key) DO UPDATE SET doc = excluded.doc";
                let [user, key] = place;
                self.run(sql, &[user, key, Bind::from(doc)]).await?;
            }
            None => {
                self.run("DELETE FROM sys_preference WHERE user_id = $1 AND key = $2", &place).await?;
            }
        }
        Ok(())
    }
}
