//! Tokens of programs. Only a token's hash is stored.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A token that acts for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: Uuid,
    /// For whom it acts.
    pub user_id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
    /// When it ends; absent = never.
    pub expires_at: Option<Moment>,
    /// What it may do, words with commas; absent = everything that its person may.
    pub scopes: Option<String>,
}

const SELECT: &str =
    "SELECT id, user_id, name, hash, created_at, last_used_at, expires_at, scopes FROM sys_token";

fn read(row: &Row) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.id(0)?,
        user_id: row.id(1)?,
        name: row.string(2)?,
        hash: row.bytes(3)?.unwrap_or_default(),
        created_at: row.time(4)?,
        last_used_at: row.moment(5)?,
        expires_at: row.moment(6)?,
        scopes: row.text(7)?,
    })
}

impl Conn {
    /// The token of this hash, expired or not.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn token_by_hash(&mut self, hash: &[u8]) -> Result<Option<Token>, StoreError> {
        let sql = format!("{SELECT} WHERE hash = $1");
        self.row(&sql, &[Bind::Bytes(hash.to_vec())]).await?.as_ref().map(read).transpose()
    }

    /// The tokens of a person, newest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn tokens_of(&mut self, user: Uuid) -> Result<Vec<Token>, StoreError> {
        let sql = format!("{SELECT} WHERE user_id = $1 ORDER BY id DESC");
        self.rows(&sql, &[Bind::Id(user)]).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Adds a token.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_token(&mut self, token: &Token) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_token (id, user_id, name, hash, created_at, last_used_at, expires_at, scopes) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let binds = [
            Bind::Id(token.id),
            Bind::Id(token.user_id),
            Bind::from(token.name.as_str()),
            Bind::Bytes(token.hash.clone()),
            Bind::Moment(token.created_at),
            Bind::moment(token.last_used_at),
            Bind::moment(token.expires_at),
            Bind::text(token.scopes.as_deref()),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Notes that a token was used.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn touch_token(&mut self, id: Uuid, now: Moment) -> Result<(), StoreError> {
        let sql = "UPDATE sys_token SET last_used_at = $2 WHERE id = $1";
        self.run(sql, &[Bind::Id(id), Bind::Moment(now)]).await?;
        Ok(())
    }

    /// Ends a token of this person; whether there was one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_token(&mut self, user: Uuid, id: Uuid) -> Result<bool, StoreError> {
        let sql = "DELETE FROM sys_token WHERE id = $1 AND user_id = $2";
        Ok(self.run(sql, &[Bind::Id(id), Bind::Id(user)]).await? > 0)
    }

    /// Ends all tokens of a person; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_tokens_of(&mut self, user: Uuid) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_token WHERE user_id = $1", &[Bind::Id(user)]).await
    }
}
