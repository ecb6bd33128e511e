//! The keys of the ring as they lie in the database: wrapped by the master key.

use shuke_base::Moment;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// The kind of the one key that digests are made with.
pub const DIGEST: &str = "digest";
/// The kind of the keys that seal.
pub const DATA: &str = "data";

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Its number; a newer key has a higher one.
    pub id: u32,
    /// [`DIGEST`] or [`DATA`].
    pub kind: String,
    /// The key, wrapped by the master key; gone when it is retired.
    pub wrapped: Option<String>,
    /// When it was made.
    pub created_at: Moment,
    /// Since when nothing is sealed with it.
    pub retired_at: Option<Moment>,
}

fn read(row: &Row) -> Result<StoredKey, StoreError> {
    Ok(StoredKey {
        id: number(row.number(0)?)?,
        kind: row.string(1)?,
        wrapped: row.text(2)?,
        created_at: row.time(3)?,
        retired_at: row.moment(4)?,
    })
}

fn number(id: i64) -> Result<u32, StoreError> {
    u32::try_from(id).map_err(|_| StoreError::internal("a key's number is out of range"))
}

impl Conn {
    /// All keys, oldest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn stored_keys(&mut self) -> Result<Vec<StoredKey>, StoreError> {
        let sql = "SELECT id, kind, wrapped, created_at, retired_at FROM sys_key ORDER BY id";
        self.plain_rows(sql, &[]).await?.iter().map(read).collect()
    }

    /// The number of the newest key.
    pub(crate) async fn newest_key(&mut self) -> Result<Option<u32>, StoreError> {
        let rows = self.plain_rows("SELECT max(id) FROM sys_key", &[]).await?;
        let found = rows.first().map(|row| row.int(0)).transpose()?.flatten();
        found.map(number).transpose()
    }
}

impl Tx {
    pub(crate) async fn add_key(
        &mut self,
        id: u32,
        kind: &str,
        wrapped: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_key (id, kind, wrapped, created_at) VALUES ($1, $2, $3, $4)";
        let binds = [Bind::Int(id.into()), Bind::from(kind), Bind::from(wrapped), Bind::Moment(now)];
        self.run(sql, &binds).await.map(drop)
    }

    pub(crate) async fn set_wrapped(&mut self, id: u32, wrapped: &str) -> Result<(), StoreError> {
        let sql = "UPDATE sys_key SET wrapped = $2 WHERE id = $1";
        self.run(sql, &[Bind::Int(id.into()), Bind::from(wrapped)]).await.map(drop)
    }

    /// Takes keys that seal, older than `before`, out of use for good.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn retire_keys(&mut self, before: u32, now: Moment) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_key SET wrapped = NULL, retired_at = $3 \
                   WHERE kind = $1 AND id < $2 AND wrapped IS NOT NULL";
        self.run(sql, &[Bind::from(DATA), Bind::Int(before.into()), Bind::Moment(now)]).await
    }
}
