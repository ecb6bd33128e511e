//! Second factors: the secret behind one-time passwords, and the hashes of recovery codes.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A person's second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Who.
    pub user_id: Uuid,
    /// What one-time passwords are made from.
    pub secret: Vec<u8>,
    /// When it was made.
    pub created_at: Moment,
    /// Since when it counts; before, it was only shown.
    pub confirmed_at: Option<Moment>,
    /// The last step of time that a one-time password was taken for: none is taken twice.
    pub last_step: i64,
    /// SHA-256 of each recovery code that is left, in hexadecimal digits.
    pub recovery: Vec<String>,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "user_id, secret, created_at, confirmed_at, last_step, recovery";

/// Where the secret lies.
const SECRET: &str = "sys_second_factor.secret";

fn read(row: &Row) -> Result<SecondFactor, StoreError> {
    Ok(SecondFactor {
        user_id: row.id(0)?,
        secret: row.bytes(1)?.unwrap_or_default(),
        created_at: row.time(2)?,
        confirmed_at: row.moment(3)?,
        last_step: row.number(4)?,
        recovery: row.string(5)?.split_whitespace().map(str::to_owned).collect(),
    })
}

impl Conn {
    /// The second factor of a person, confirmed or not.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn second_factor(&mut self, user: Uuid) -> Result<Option<SecondFactor>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_second_factor WHERE user_id = $1");
        let row = self.row(&sql, &[Bind::Id(user)]).await?;
        let mut found = row.as_ref().map(read).transpose()?;
        if let Some(factor) = &mut found {
            factor.secret = self.opened_bytes(SECRET, user, std::mem::take(&mut factor.secret)).await?;
        }
        Ok(found)
    }

    /// The people whose second factor counts.
    ///
    /// # Errors
    /// As [`Conn::second_factor`].
    pub async fn second_factors(&mut self) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT user_id FROM sys_second_factor WHERE confirmed_at IS NOT NULL ORDER BY user_id";
        self.rows(sql, &[]).await?.iter().map(|row| row.id(0)).collect()
    }

    /// The people who have to change their password.
    ///
    /// # Errors
    /// As [`Conn::second_factor`].
    pub async fn must_change_password(&mut self) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT user_id FROM sys_credential WHERE must_change = $1 ORDER BY user_id";
        self.rows(sql, &[Bind::Bool(true)]).await?.iter().map(|row| row.id(0)).collect()
    }
}

impl Tx {
    /// Sets or replaces a person's second factor.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_second_factor(&mut self, factor: &SecondFactor) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sys_second_factor ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, \
             confirmed_at = excluded.confirmed_at, last_step = excluded.last_step, recovery = excluded.recovery"
        );
        let secret = self.closed_bytes(SECRET, factor.user_id, factor.secret.clone()).await?;
        let binds = [
            Bind::Id(factor.user_id),
            Bind::Bytes(secret),
            Bind::Moment(factor.created_at),
            Bind::moment(factor.confirmed_at),
            Bind::Int(factor.last_step),
            Bind::Text(factor.recovery.join(" ")),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Notes what a code has used up, unless another one was quicker; whether it was noted.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn use_second_factor(
        &mut self,
        before: &SecondFactor,
        after: &SecondFactor,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_second_factor SET last_step = $4, recovery = $5 \
                   WHERE user_id = $1 AND last_step = $2 AND recovery = $3";
        let binds = [
            Bind::Id(before.user_id),
            Bind::Int(before.last_step),
            Bind::Text(before.recovery.join(" ")),
            Bind::Int(after.last_step),
            Bind::Text(after.recovery.join(" ")),
        ];
        Ok(self.run(sql, &binds).await? > 0)
    }

    /// Removes a person's second factor; whether there was one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_second_factor(&mut self, user: Uuid) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM sys_second_factor WHERE user_id = $1", &[Bind::Id(user)]).await? > 0)
    }

    /// Says that a person has to change the password before anything else.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn set_must_change(&mut self, user: Uuid, must: bool) -> Result<(), StoreError> {
        let sql = "UPDATE sys_credential SET must_change = $2 WHERE user_id = $1";
        self.run(sql, &[Bind::Id(user), Bind::Bool(must)]).await?;
        Ok(())
    }
}
