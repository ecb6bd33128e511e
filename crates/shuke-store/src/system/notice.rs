//! What people are told of. A notice names what it is about and holds none of its text, which is read with the rights
//! of the moment at which it is shown.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use super::event::NewEvent;
use crate::{Bind, Conn, Row, StoreError, Tx};

/// The kind of event that says whose notices changed.
pub const NOTICED: &str = "noticed";
/// People named in one event, at most.
const TOLD: usize = 500;

/// A notice on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// Grows with time.
    pub id: Uuid,
    /// Who is told.
    pub user_id: Uuid,
    /// What sort of notice.
    pub kind: String,
    /// Object of what it is about.
    pub object: Option<String>,
    /// The record that it is about.
    pub record_id: Option<Uuid>,
    /// The comment that it is about.
    pub comment_id: Option<Uuid>,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// The work with many records that it is a part of: such notices become one.
    pub work: Option<Uuid>,
    /// The rest, as JSON.
    pub detail: String,
    /// When.
    pub created_at: Moment,
}

/// A notice as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What was told.
    pub new: NewNotice,
    /// Records that it tells of.
    pub count: i64,
    /// When it was read.
    pub read_at: Option<Moment>,
}

/// A page of somebody's notices.
#[derive(Debug, Clone)]
pub struct NoticeQuery<'a> {
    /// Whose.
    pub user: Uuid,
    /// Only those that were not read.
    pub unread: bool,
    /// Kinds that are left out.
    pub without: &'a [&'a str],
    /// The last id of the page before.
    pub before: Option<Uuid>,
    /// How many.
    pub limit: usize,
}

const COLUMNS: [&str; 11] = [
    "id",
    "user_id",
    "kind",
    "object",
    "record_id",
    "comment_id",
    "actor",
    "work",
    "count",
    "detail",
    "created_at",
];

fn read(row: &Row) -> Result<Notice, StoreError> {
    let new = NewNotice {
        id: row.id(0)?,
        user_id: row.id(1)?,
        kind: row.string(2)?,
        object: row.text(3)?,
        record_id: row.uuid(4)?,
        comment_id: row.uuid(5)?,
        actor: row.uuid(6)?,
        work: row.uuid(7)?,
        detail: row.string(9)?,
        created_at: row.time(10)?,
    };
    Ok(Notice { new, count: row.number(8)?, read_at: row.moment(11)? })
}

fn binds(it: NewNotice, count: i64) -> Vec<Bind> {
    vec![
        Bind::Id(it.id),
        Bind::Id(it.user_id),
        Bind::Text(it.kind),
        Bind::text(it.object),
        Bind::id(it.record_id),
        Bind::id(it.comment_id),
        Bind::id(it.actor),
        Bind::id(it.work),
        Bind::Int(count),
        Bind::Text(it.detail),
        Bind::Moment(it.created_at),
    ]
}

/// The events that tell whose notices changed.
pub(super) fn told(notices: &[NewNotice], others: &[(Uuid, Moment)]) -> Vec<NewEvent> {
    let all = notices.iter().map(|it| (it.user_id, it.created_at)).chain(others.iter().copied());
    let (mut users, mut at) = (BTreeSet::new(), None);
    for (user, moment) in all {
        users.insert(user);
        at = at.max(Some(moment));
    }
    let users: Vec<Uuid> = users.into_iter().collect();
    let event = |users: &[Uuid]| NewEvent {
        at: at.unwrap_or_default(),
        object: String::new(),
        kind: NOTICED.to_owned(),
        payload: json!({"users": users}).to_string(),
    };
    users.chunks(TOLD).map(event).collect()
}

impl Tx {
    /// Tells somebody of something. Written before the commit, those of one work to one person as one.
    pub fn notify(&mut self, notice: NewNotice) {
        self.outbox.notices.push(notice);
    }

    /// Writes what waits.
    pub(super) async fn write_notices(&mut self, notices: Vec<NewNotice>) -> Result<(), StoreError> {
        let (mut alone, mut ids) = (Vec::new(), Vec::new());
        let mut works: BTreeMap<(Uuid, Uuid), (NewNotice, i64)> = BTreeMap::new();
        for notice in notices {
            match notice.work {
                None => {
                    ids.push(notice.id);
                    alone.push(binds(notice, 1));
                }
                Some(work) => works.entry((notice.user_id, work)).or_insert((notice, 0)).1 += 1,
            }
        }
        self.insert_many("sys_notice", &COLUMNS, alone).await?;
        self.push_notices(ids).await?;
        let sql = format!(
            "INSERT INTO sys_notice ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (user_id, work) WHERE work IS NOT NULL \
             DO UPDATE SET count = sys_notice.count + excluded.count, read_at = NULL",
            COLUMNS.join(", ")
        );
        for ((user, work), (notice, count)) in works {
            let at = notice.created_at;
            self.run(&sql, &binds(notice, count)).await?;
            self.push_work(user, work, at).await?;
        }
        Ok(())
    }

    /// Marks one of somebody's notices read or unread; whether there is such a one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn mark_notice(
        &mut self,
        user: Uuid,
        id: Uuid,
        read_at: Option<Moment>,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_notice SET read_at = $1 WHERE id = $2 AND user_id = $3";
        let found = self.run(sql, &[Bind::moment(read_at), Bind::Id(id), Bind::Id(user)]).await? > 0;
        self.outbox.noticed.push((user, now));
        Ok(found)
    }

    /// Marks somebody's notices read up to one of them, or all.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn mark_notices(
        &mut self,
        user: Uuid,
        until: Option<Uuid>,
        now: Moment,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_notice SET read_at = $1 WHERE user_id = $2 AND read_at IS NULL AND id <= $3";
        let binds = [Bind::Moment(now), Bind::Id(user), Bind::Id(until.unwrap_or(Uuid::max()))];
        let marked = self.run(sql, &binds).await?;
        if marked > 0 {
            self.outbox.noticed.push((user, now));
        }
        Ok(marked)
    }

    /// Removes notices from before this moment, some at most; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_notices(&mut self, before: Moment, limit: usize) -> Result<usize, StoreError> {
        let sql = "DELETE FROM sys_notice WHERE id IN (SELECT id FROM sys_notice \
                   WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let gone = self.run(sql, &[Bind::Moment(before), Bind::Int(limit)]).await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}

impl Conn {
    fn kinds(&self, without: &[&str], place: &str) -> (String, Bind) {
        let among = self.dialect().among("kind", ColumnType::Text, place);
        let kinds = without.iter().map(|kind| Bind::from(*kind)).collect();
        (format!("NOT ({among})"), Bind::Many(ColumnType::Text, kinds))
    }

    /// A page of somebody's notices, newest first.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn notices(&mut self, query: &NoticeQuery<'_>) -> Result<Vec<Notice>, StoreError> {
        let (kinds, without) = self.kinds(query.without, "$4");
        let unread = if query.unread { "AND read_at IS NULL " } else { "" };
        let sql = format!(
            "SELECT {}, read_at FROM sys_notice WHERE user_id = $1 AND id < $2 {unread}AND {kinds} \
             ORDER BY id DESC LIMIT $3",
            COLUMNS.join(", ")
        );
        let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
        let before = Bind::Id(query.before.unwrap_or(Uuid::max()));
        let binds = [Bind::Id(query.user), before, Bind::Int(limit), without];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }

    /// One notice, whoever's it is.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn notice(&mut self, id: Uuid) -> Result<Option<Notice>, StoreError> {
        let sql = format!("SELECT {}, read_at FROM sys_notice WHERE id = $1", COLUMNS.join(", "));
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }

    /// How many notices somebody has not read, counted up to `most`.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn unread_notices(
        &mut self,
        user: Uuid,
        without: &[&str],
        most: usize,
    ) -> Result<usize, StoreError> {
        let (kinds, without) = self.kinds(without, "$3");
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM sys_notice \
             WHERE user_id = $1 AND read_at IS NULL AND {kinds} LIMIT $2) AS found"
        );
        let most = Bind::Int(i64::try_from(most).unwrap_or(i64::MAX));
        let row = self.row(&sql, &[Bind::Id(user), most, without]).await?;
        let count = row.map_or(Ok(0), |row| row.number(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }
}
