//! Who was told of an announcement, and who has read it when.

use std::collections::{HashMap, HashSet};

use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, StoreError, Tx};

/// That somebody has read an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The announcement.
    pub announcement_id: Uuid,
    /// The person.
    pub user_id: Uuid,
    /// When, for the first time.
    pub read_at: Moment,
}

impl Conn {
    /// Who has read these announcements, the first ones first.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn readings(&mut self, announcements: &[Uuid]) -> Result<Vec<Reading>, StoreError> {
        if announcements.is_empty() {
            return Ok(Vec::new());
        }
        let among = self.dialect().among("announcement_id", ColumnType::Id, "$1");
        let sql = format!(
            "SELECT announcement_id, user_id, read_at FROM sys_announcement_person \
             WHERE read_at IS NOT NULL AND {among} ORDER BY read_at, user_id"
        );
        let ids = Bind::Many(ColumnType::Id, announcements.iter().copied().map(Bind::Id).collect());
        let rows = self.rows(&sql, &[ids]).await?;
        rows.iter()
            .map(|row| {
                Ok(Reading { announcement_id: row.id(0)?, user_id: row.id(1)?, read_at: row.time(2)? })
            })
            .collect()
    }

    /// What a person has read, and when.
    ///
    /// # Errors
    /// As [`Conn::readings`].
    pub async fn read_by(&mut self, user: Uuid) -> Result<HashMap<Uuid, Moment>, StoreError> {
        let sql = "SELECT announcement_id, read_at FROM sys_announcement_person \
                   WHERE user_id = $1 AND read_at IS NOT NULL";
        let rows = self.rows(sql, &[Bind::Id(user)]).await?;
        rows.iter().map(|row| Ok((row.id(0)?, row.time(1)?))).collect()
    }
}

impl Tx {
    /// A person has read an announcement; that they had before, stays as it was. A notice of `kind` that told them of it
    /// is read with it.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn read_announcement(
        &mut self,
        id: Uuid,
        user: Uuid,
        kind: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_announcement_person (announcement_id, user_id, read_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (announcement_id, user_id) DO UPDATE SET read_at = excluded.read_at \
                   WHERE sys_announcement_person.read_at IS NULL";
        self.run(sql, &[Bind::Id(id), Bind::Id(user), Bind::Moment(now)]).await?;
        let sql = "UPDATE sys_notice SET read_at = $1 \
                   WHERE user_id = $2 AND read_at IS NULL AND kind = $3 AND record_id = $4";
        self.run(sql, &[Bind::Moment(now), Bind::Id(user), Bind::from(kind), Bind::Id(id)]).await?;
        self.outbox.noticed.push((user, now));
        Ok(())
    }

    /// These people are told of an announcement; answers those who neither were before nor have read it.
    ///
    /// # Errors
    /// As [`Tx::read_announcement`].
    pub async fn tell_announcement(
        &mut self,
        id: Uuid,
        users: &[Uuid],
        now: Moment,
    ) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT user_id FROM sys_announcement_person WHERE announcement_id = $1";
        let rows = self.rows(sql, &[Bind::Id(id)]).await?;
        let known = rows.iter().map(|row| row.id(0)).collect::<Result<HashSet<_>, _>>()?;
        let new: Vec<Uuid> = users.iter().copied().filter(|user| !known.contains(user)).collect();
        let row = |user: &Uuid| vec![Bind::Id(id), Bind::Id(*user), Bind::Moment(now)];
        let columns = ["announcement_id", "user_id", "told_at"];
        let rows = new.iter().map(row).collect();
        self.insert_new("sys_announcement_person", &columns, rows, "announcement_id, user_id").await?;
        Ok(new)
    }

    /// What these people are shown of announcements and notices is no longer what it was.
    pub fn notices_changed(&mut self, users: impl IntoIterator<Item = Uuid>, now: Moment) {
        self.outbox.noticed.extend(users.into_iter().map(|user| (user, now)));
    }
}
