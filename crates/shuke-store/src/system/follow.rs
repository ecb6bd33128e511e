//! Who follows a record. Whoever has stopped is kept as such, so that nothing that follows by itself begins again.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, StoreError, Tx};

/// A person who follows a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follower {
    /// The person.
    pub user: Uuid,
    /// Whether they do; else they have stopped.
    pub following: bool,
    /// Since when.
    pub since: Moment,
}

impl Conn {
    /// Everybody who follows a record or has stopped to, the first ones first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn followers(&mut self, record: Uuid) -> Result<Vec<Follower>, StoreError> {
        let sql =
            "SELECT user_id, following, since FROM sys_follow WHERE record_id = $1 ORDER BY since, user_id";
        let rows = self.rows(sql, &[Bind::Id(record)]).await?;
        rows.iter()
            .map(|row| {
                let following = row.bool(1)?.unwrap_or(false);
                Ok(Follower { user: row.id(0)?, following, since: row.time(2)? })
            })
            .collect()
    }
}

impl Tx {
    /// A person follows a record from now on, or stops to.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn follow(&mut self, record: Uuid, object: &str, follower: Follower) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_follow (record_id, user_id, object, following, since) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (record_id, user_id) \
                   DO UPDATE SET following = excluded.following, since = excluded.since";
        let binds = [
            Bind::Id(record),
            Bind::Id(follower.user),
            Bind::from(object),
            Bind::Bool(follower.following),
            Bind::Moment(follower.since),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// People follow a record from now on who haven't said anything about it themselves.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn follow_unless_said(
        &mut self,
        record: Uuid,
        object: &str,
        users: &[Uuid],
        since: Moment,
    ) -> Result<(), StoreError> {
        let row = |user: &Uuid| {
            let (record, user) = (Bind::Id(record), Bind::Id(*user));
            vec![record, user, Bind::from(object), Bind::Bool(true), Bind::Moment(since)]
        };
        let columns = ["record_id", "user_id", "object", "following", "since"];
        let rows = users.iter().map(row).collect();
        self.insert_new("sys_follow", &columns, rows, "record_id, user_id").await
    }

    /// Whoever follows one record follows another, too, unless they have said something about it; answers who is new.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn copy_followers(&mut self, from: Uuid, to: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let sql = "INSERT INTO sys_follow (record_id, user_id, object, following, since) \
                   SELECT $1, user_id, object, following, since FROM sys_follow \
                   WHERE record_id = $2 AND following ON CONFLICT (record_id, user_id) DO NOTHING RETURNING user_id";
        let rows = self.rows(sql, &[Bind::Id(to), Bind::Id(from)]).await?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    /// Forgets what a person has said about following a record.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_follower(&mut self, record: Uuid, user: Uuid) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_follow WHERE record_id = $1 AND user_id = $2";
        self.run(sql, &[Bind::Id(record), Bind::Id(user)]).await?;
        Ok(())
    }
}
