//! Sharing rules, as JSON. Every change of them changes the number that other processes watch.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, StoreError, Tx};

/// A sharing rule as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRule {
    /// Id.
    pub id: Uuid,
    /// The rule as JSON.
    pub doc: String,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl Conn {
    /// Every sharing rule, in the order in which they were made.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn sharing_rules(&mut self) -> Result<Vec<StoredRule>, StoreError> {
        let sql = "SELECT id, doc, updated_at FROM sys_sharing_rule ORDER BY id";
        let rows = self.rows(sql, &[]).await?;
        rows.iter()
            .map(|row| Ok(StoredRule { id: row.id(0)?, doc: row.string(1)?, updated_at: row.time(2)? }))
            .collect()
    }
}

impl Tx {
    /// Adds a rule, or sets it anew.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_sharing_rule(&mut self, rule: &StoredRule) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_sharing_rule (id, doc, updated_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, updated_at = excluded.updated_at";
        let binds = [Bind::Id(rule.id), Bind::from(rule.doc.as_str()), Bind::Moment(rule.updated_at)];
        self.run(sql, &binds).await?;
        self.bump_rights().await
    }

    /// Removes a rule; whether there was one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_sharing_rule(&mut self, id: Uuid) -> Result<bool, StoreError> {
        let gone = self.run("DELETE FROM sys_sharing_rule WHERE id = $1", &[Bind::Id(id)]).await? > 0;
        self.bump_rights().await?;
        Ok(gone)
    }
}
