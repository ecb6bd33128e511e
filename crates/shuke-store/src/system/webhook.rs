//! Webhooks: addresses of other programs that are told what happens.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// The person whose rights decide what it is told.
    pub owner: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What messages are signed with.
    pub secret: String,
    /// What they are signed with beside it, after a change.
    pub old_secret: Option<String>,
    /// Until when.
    pub old_until: Option<Moment>,
    /// `active`, `paused` by a person, `stopped` by the program.
    pub state: String,
    /// Why the program stopped it.
    pub reason: Option<String>,
    /// What it wants to be told, as JSON.
    pub doc: String,
    /// Since when nothing has arrived; absent while all is well.
    pub failing_since: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// When somebody last changed it.
    pub updated_at: Moment,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "id, owner, name, url, secret, old_secret, old_until, state, reason, doc, failing_since, \
                       created_at, updated_at";

/// Where the secrets lie.
const SECRET: &str = "sys_webhook.secret";
const OLD_SECRET: &str = "sys_webhook.old_secret";

fn read(row: &Row) -> Result<Webhook, StoreError> {
    Ok(Webhook {
        id: row.id(0)?,
        owner: row.id(1)?,
        name: row.string(2)?,
        url: row.string(3)?,
        secret: row.string(4)?,
        old_secret: row.text(5)?,
        old_until: row.moment(6)?,
        state: row.string(7)?,
        reason: row.text(8)?,
        doc: row.string(9)?,
        failing_since: row.moment(10)?,
        created_at: row.time(11)?,
        updated_at: row.time(12)?,
    })
}

impl Conn {
    /// All webhooks, oldest first; there are few.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn webhooks(&mut self) -> Result<Vec<Webhook>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_webhook ORDER BY id");
        let rows = self.rows(&sql, &[]).await?;
        self.opened_webhooks(rows).await
    }

    async fn opened_webhooks(&mut self, rows: Vec<Row>) -> Result<Vec<Webhook>, StoreError> {
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for webhook in &mut found {
            self.open_text(SECRET, webhook.id, &mut webhook.secret).await?;
            if let Some(old) = &mut webhook.old_secret {
                self.open_text(OLD_SECRET, webhook.id, old).await?;
            }
        }
        Ok(found)
    }

    /// One webhook.
    ///
    /// # Errors
    /// As [`Conn::webhooks`].
    pub async fn webhook(&mut self, id: Uuid) -> Result<Option<Webhook>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_webhook WHERE id = $1");
        let row = self.row(&sql, &[Bind::Id(id)]).await?;
        Ok(self.opened_webhooks(row.into_iter().collect()).await?.pop())
    }
}

impl Tx {
    /// Adds a webhook, or stores what became of one.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn put_webhook(&mut self, webhook: &Webhook) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sys_webhook ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, name = excluded.name, url = excluded.url, \
             secret = excluded.secret, old_secret = excluded.old_secret, old_until = excluded.old_until, \
             state = excluded.state, reason = excluded.reason, doc = excluded.doc, \
             failing_since = excluded.failing_since, updated_at = excluded.updated_at"
        );
        let old_secret = match &webhook.old_secret {
            Some(secret) => Bind::closed(OLD_SECRET, webhook.id, secret.as_str()),
            None => Bind::text(None::<String>),
        };
        let binds = [
            Bind::Id(webhook.id),
            Bind::Id(webhook.owner),
            Bind::from(webhook.name.as_str()),
            Bind::from(webhook.url.as_str()),
            Bind::closed(SECRET, webhook.id, webhook.secret.as_str()),
            old_secret,
            Bind::moment(webhook.old_until),
            Bind::from(webhook.state.as_str()),
            Bind::text(webhook.reason.as_deref()),
            Bind::from(webhook.doc.as_str()),
            Bind::moment(webhook.failing_since),
            Bind::Moment(webhook.created_at),
            Bind::Moment(webhook.updated_at),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Notes that nothing arrives since `since`, unless that is known already; or, with none, that all is well.
    ///
    /// # Errors
    /// As [`Tx::put_webhook`].
    pub async fn webhook_fails(&mut self, id: Uuid, since: Option<Moment>) -> Result<(), StoreError> {
        let sql = if since.is_some() {
            "UPDATE sys_webhook SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL"
        } else {
            "UPDATE sys_webhook SET failing_since = $2 WHERE id = $1 AND failing_since IS NOT NULL"
        };
        self.run(sql, &[Bind::Id(id), Bind::moment(since)]).await?;
        Ok(())
    }

    /// Stops an active webhook for a reason; whether it was active.
    ///
    /// # Errors
    /// As [`Tx::put_webhook`].
    pub async fn stop_webhook(&mut self, id: Uuid, reason: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_webhook SET state = 'stopped', reason = $2 WHERE id = $1 AND state = 'active'";
        Ok(self.run(sql, &[Bind::Id(id), Bind::from(reason)]).await? > 0)
    }

    /// Removes a webhook with its deliveries; whether there was one.
    ///
    /// # Errors
    /// As [`Tx::put_webhook`].
    pub async fn drop_webhook(&mut self, id: Uuid) -> Result<bool, StoreError> {
        self.run("DELETE FROM sys_delivery WHERE webhook_id = $1", &[Bind::Id(id)]).await?;
        Ok(self.run("DELETE FROM sys_webhook WHERE id = $1", &[Bind::Id(id)]).await? > 0)
    }
}
