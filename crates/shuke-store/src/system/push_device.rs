//! Browsers that are told of notices while the page is closed, and the key that the server speaks with. A browser
//! belongs to a session: when that ends, nothing is pushed to it any more.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A browser that wants to be told.
#[derive(Clone, PartialEq, Eq)]
pub struct PushDevice {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// SHA-256 of its session's token.
    pub session: Vec<u8>,
    /// SHA-256 of its address in hexadecimal digits, by which it is found again.
    pub endpoint_hash: String,
    /// Address and keys, as JSON; lies sealed.
    pub target: String,
    /// What the browser calls itself.
    pub agent: String,
    /// When it was added.
    pub created_at: Moment,
    /// When its push service last took something.
    pub sent_at: Option<Moment>,
    /// Since when it has taken nothing; absent while all is well.
    pub failing_since: Option<Moment>,
}

impl std::fmt::Debug for PushDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PushDevice")
            .field("id", &self.id)
            .field("user", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// The key that the server tells push services who it is with.
#[derive(Clone, PartialEq, Eq)]
pub struct PushKey {
    /// The public half, as browsers take it: an uncompressed point in base64url.
    pub public: String,
    /// The private half: 32 bytes in base64url; lies sealed.
    pub secret: String,
    /// When it was made.
    pub created_at: Moment,
}

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PushKey").field("public", &self.public).finish_non_exhaustive()
    }
}

/// There is one key.
const KEY: Uuid = Uuid::from_u128(1);
const COLUMNS: &str = "d.id, d.user_id, d.session, d.endpoint_hash, d.target, d.agent, d.created_at, d.sent_at, d.failing_since";

/// Where what is secret lies.
const TARGET: &str = "sys_push_device.target";
const SECRET: &str = "sys_push_key.secret";

fn read(row: &Row) -> Result<PushDevice, StoreError> {
    Ok(PushDevice {
        id: row.id(0)?,
        user_id: row.id(1)?,
        session: row.bytes(2)?.unwrap_or_default(),
        endpoint_hash: row.string(3)?,
        target: row.string(4)?,
        agent: row.string(5)?,
        created_at: row.time(6)?,
        sent_at: row.moment(7)?,
        failing_since: row.moment(8)?,
    })
}

impl Conn {
    /// The server's key; none before it is first needed.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn push_key(&mut self) -> Result<Option<PushKey>, StoreError> {
        let sql = "SELECT public, secret, created_at FROM sys_push_key WHERE id = $1";
        let Some(row) = self.row(sql, &[Bind::Id(KEY)]).await? else { return Ok(None) };
        let mut key = PushKey { public: row.string(0)?, secret: row.string(1)?, created_at: row.time(2)? };
        self.open_text(SECRET, KEY, &mut key.secret).await?;
        Ok(Some(key))
    }

    /// A browser whose session lasts at this moment.
    ///
    /// # Errors
    /// As [`Conn::push_key`].
    pub async fn push_device(&mut self, id: Uuid, now: Moment) -> Result<Option<PushDevice>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_push_device d JOIN sys_session s ON s.token_hash = d.session \
             WHERE d.id = $1 AND s.user_id = d.user_id AND s.expires_at > $2"
        );
        let Some(row) = self.row(&sql, &[Bind::Id(id), Bind::Moment(now)]).await? else { return Ok(None) };
        let mut device = read(&row)?;
        self.open_text(TARGET, device.id, &mut device.target).await?;
        Ok(Some(device))
    }

    /// A person's browsers, oldest first.
    ///
    /// # Errors
    /// As [`Conn::push_key`].
    pub async fn push_devices_of(&mut self, user: Uuid) -> Result<Vec<PushDevice>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_push_device d WHERE d.user_id = $1 ORDER BY d.id");
        let mut found = Vec::new();
        for row in self.rows(&sql, &[Bind::Id(user)]).await? {
            let mut device = read(&row)?;
            self.open_text(TARGET, device.id, &mut device.target).await?;
            found.push(device);
        }
        Ok(found)
    }
}

impl Tx {
    /// Keeps this key, unless there is one.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn add_push_key(&mut self, key: &PushKey) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_push_key (id, public, secret, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (id) DO NOTHING";
        let secret = Bind::closed(SECRET, KEY, key.secret.as_str());
        let binds = [Bind::Id(KEY), Bind::from(key.public.as_str()), secret, Bind::Moment(key.created_at)];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Adds a browser, in the place of what its session or its address was known as before.
    ///
    /// # Errors
    /// As [`Tx::add_push_key`].
    pub async fn put_push_device(&mut self, device: &PushDevice) -> Result<(), StoreError> {
        let (session, hash) =
            (Bind::Bytes(device.session.clone()), Bind::from(device.endpoint_hash.as_str()));
        self.drop_devices("session = $1 OR endpoint_hash = $2", &[session, hash]).await?;
        let sql = "INSERT INTO sys_push_device (id, user_id, session, endpoint_hash, target, agent, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let binds = [
            Bind::Id(device.id),
            Bind::Id(device.user_id),
            Bind::Bytes(device.session.clone()),
            Bind::from(device.endpoint_hash.as_str()),
            Bind::closed(TARGET, device.id, device.target.as_str()),
            Bind::from(device.agent.as_str()),
            Bind::Moment(device.created_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Removes a browser with what waits for it; whether there was one.
    ///
    /// # Errors
    /// As [`Tx::add_push_key`].
    pub async fn drop_push_device(&mut self, id: Uuid) -> Result<bool, StoreError> {
        Ok(self.drop_devices("id = $1", &[Bind::Id(id)]).await? > 0)
    }

    /// Removes browsers whose sessions are gone.
    pub(super) async fn drop_devices_without_session(&mut self) -> Result<(), StoreError> {
        let gone = "NOT EXISTS (SELECT 1 FROM sys_session s WHERE s.token_hash = sys_push_device.session)";
        self.drop_devices(gone, &[]).await.map(drop)
    }

    async fn drop_devices(&mut self, test: &str, binds: &[Bind]) -> Result<u64, StoreError> {
        let waiting =
            format!("DELETE FROM sys_push WHERE device_id IN (SELECT id FROM sys_push_device WHERE {test})");
        self.run(&waiting, binds).await?;
        self.run(&format!("DELETE FROM sys_push_device WHERE {test}"), binds).await
    }

    /// Notes that a browser's push service took something, or, with `failing`, that it took nothing.
    ///
    /// # Errors
    /// As [`Tx::add_push_key`].
    pub async fn note_push(&mut self, id: Uuid, at: Moment, failing: bool) -> Result<(), StoreError> {
        let sql = if failing {
            "UPDATE sys_push_device SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL"
        } else {
            "UPDATE sys_push_device SET sent_at = $2, failing_since = NULL WHERE id = $1"
        };
        self.run(sql, &[Bind::Id(id), Bind::Moment(at)]).await?;
        Ok(())
    }
}
