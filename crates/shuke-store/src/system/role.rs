//! Who has which role, and what each role grants. Both change the number that other processes watch.

use shuke_base::Uuid;

use crate::{Bind, Conn, StoreError, Tx};

impl Conn {
    /// The roles of a person.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn roles_of(&mut self, user: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT role_id FROM sys_user_role WHERE user_id = $1 ORDER BY role_id";
        self.rows(sql, &[Bind::Id(user)]).await?.iter().map(|row| row.id(0)).collect()
    }

    /// The people who have a role.
    ///
    /// # Errors
    /// As [`Conn::roles_of`].
    pub async fn holders_of(&mut self, role: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT user_id FROM sys_user_role WHERE role_id = $1 ORDER BY user_id";
        self.rows(sql, &[Bind::Id(role)]).await?.iter().map(|row| row.id(0)).collect()
    }

    /// Every pair of person and role.
    ///
    /// # Errors
    /// As [`Conn::roles_of`].
    pub async fn user_roles(&mut self) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
        let sql = "SELECT user_id, role_id FROM sys_user_role ORDER BY user_id, role_id";
        self.rows(sql, &[]).await?.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
    }

    /// What every role grants, as JSON.
    ///
    /// # Errors
    /// As [`Conn::roles_of`].
    pub async fn role_rights(&mut self) -> Result<Vec<(Uuid, String)>, StoreError> {
        let sql = "SELECT role_id, doc FROM sys_role_rights ORDER BY role_id";
        self.rows(sql, &[]).await?.iter().map(|row| Ok((row.id(0)?, row.string(1)?))).collect()
    }
}

impl Tx {
    /// Gives a person exactly these roles.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn set_roles(&mut self, user: Uuid, roles: &[Uuid]) -> Result<(), StoreError> {
        self.run("DELETE FROM sys_user_role WHERE user_id = $1", &[Bind::Id(user)]).await?;
        let mut roles = roles.to_vec();
        roles.sort();
        roles.dedup();
        let rows = roles.into_iter().map(|role| vec![Bind::Id(user), Bind::Id(role)]).collect();
        self.insert_many("sys_user_role", &["user_id", "role_id"], rows).await?;
        self.bump_rights().await
    }

    /// Sets what a role grants, as JSON.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_role_rights(&mut self, role: Uuid, doc: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_role_rights (role_id, doc) VALUES ($1, $2) \
                   ON CONFLICT (role_id) DO UPDATE SET doc = excluded.doc";
        self.run(sql, &[Bind::Id(role), Bind::from(doc)]).await?;
        self.bump_rights().await
    }

    /// Takes a role from everybody and forgets what it grants.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_role(&mut self, role: Uuid) -> Result<(), StoreError> {
        self.run("DELETE FROM sys_user_role WHERE role_id = $1", &[Bind::Id(role)]).await?;
        self.run("DELETE FROM sys_role_rights WHERE role_id = $1", &[Bind::Id(role)]).await?;
        self.bump_rights().await
    }
}
