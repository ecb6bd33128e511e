//! What the company announces. To whom is a document that the store doesn't read; who was told of it and has read it is
//! in [`super::announcement_person`].

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// An announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Grows with time.
    pub id: Uuid,
    /// One line.
    pub title: String,
    /// Plain text with line breaks.
    pub body: String,
    /// Stands before the others.
    pub pinned: bool,
    /// To whom, as JSON.
    pub audience: String,
    /// From when on it is shown.
    pub starts_at: Moment,
    /// From when on it no longer is; absent when that has no end.
    pub ends_at: Option<Moment>,
    /// Who wrote it.
    pub created_by: Uuid,
    /// When it was written.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

const COLUMNS: &str = "id, title, body, pinned, audience, starts_at, ends_at, created_by, created_at, updated_at, \
                       withdrawn_at";

fn read(row: &Row) -> Result<Announcement, StoreError> {
    Ok(Announcement {
        id: row.id(0)?,
        title: row.string(1)?,
        body: row.string(2)?,
        pinned: row.bool(3)?.unwrap_or(false),
        audience: row.string(4)?,
        starts_at: row.time(5)?,
        ends_at: row.moment(6)?,
        created_by: row.id(7)?,
        created_at: row.time(8)?,
        updated_at: row.time(9)?,
        withdrawn_at: row.moment(10)?,
    })
}

impl Conn {
    /// What is announced at this moment, to whomever: pinned ones first, then the newest first.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn announcements_at(&mut self, now: Moment) -> Result<Vec<Announcement>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_announcement WHERE withdrawn_at IS NULL AND starts_at <= $1 \
             AND (ends_at IS NULL OR ends_at > $1) ORDER BY pinned DESC, starts_at DESC, id DESC"
        );
        self.rows(&sql, &[Bind::Moment(now)]).await?.iter().map(read).collect()
    }

    /// A page of all that were not withdrawn, the last written first; `before` is the last id of the page before.
    ///
    /// # Errors
    /// As [`Conn::announcements_at`].
    pub async fn announcements(
        &mut self,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Announcement>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_announcement WHERE withdrawn_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2"
        );
        let limit = Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let binds = [Bind::Id(before.unwrap_or(Uuid::max())), limit];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }

    /// How many there are that were not withdrawn.
    ///
    /// # Errors
    /// As [`Conn::announcements_at`].
    pub async fn count_announcements(&mut self) -> Result<usize, StoreError> {
        let row = self.row("SELECT count(*) FROM sys_announcement WHERE withdrawn_at IS NULL", &[]).await?;
        let count = row.map_or(Ok(0), |row| row.number(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// One of them, withdrawn or not.
    ///
    /// # Errors
    /// As [`Conn::announcements_at`].
    pub async fn announcement(&mut self, id: Uuid) -> Result<Option<Announcement>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_announcement WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }
}

impl Tx {
    /// Adds an announcement, or stores what became of one.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn put_announcement(&mut self, it: &Announcement) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sys_announcement ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, \
             pinned = excluded.pinned, audience = excluded.audience, starts_at = excluded.starts_at, \
             ends_at = excluded.ends_at, updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at"
        );
        let binds = [
            Bind::Id(it.id),
            Bind::from(it.title.as_str()),
            Bind::from(it.body.as_str()),
            Bind::Bool(it.pinned),
            Bind::from(it.audience.as_str()),
            Bind::Moment(it.starts_at),
            Bind::moment(it.ends_at),
            Bind::Id(it.created_by),
            Bind::Moment(it.created_at),
            Bind::Moment(it.updated_at),
            Bind::moment(it.withdrawn_at),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Forgets those that were withdrawn before this moment, with who has read them.
    ///
    /// # Errors
    /// As [`Tx::put_announcement`].
    pub async fn prune_announcements(&mut self, before: Moment) -> Result<u64, StoreError> {
        let at = [Bind::Moment(before)];
        let people = "DELETE FROM sys_announcement_person WHERE announcement_id IN \
                      (SELECT id FROM sys_announcement WHERE withdrawn_at < $1)";
        self.run(people, &at).await?;
        self.run("DELETE FROM sys_announcement WHERE withdrawn_at < $1", &at).await
    }
}
