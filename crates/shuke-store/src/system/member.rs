//! Teams: people who may see or change a record that belongs to somebody else, perhaps for a time.

use std::collections::{HashMap, HashSet};

use shuke_access::{Scope, Team};
use shuke_base::{Moment, Uuid};
use shuke_meta::{ColumnType, ObjectDef};

use crate::{Bind, Conn, Row, StoreError, Tx, compile};

/// Ids in one statement.
const CHUNK: usize = 256;

/// One person in the team of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The record.
    pub record_id: Uuid,
    /// Its object.
    pub object: String,
    /// The person.
    pub user_id: Uuid,
    /// May change the record; else only see it.
    pub write: bool,
    /// When the membership ends; absent = never.
    pub until: Option<Moment>,
    /// Who brought the person in; none for the program itself.
    pub added_by: Option<Uuid>,
    /// When.
    pub added_at: Moment,
}

const SELECT: &str = "SELECT record_id, object, user_id, level, until, added_by, added_at FROM sys_member";

fn read(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        record_id: row.id(0)?,
        object: row.string(1)?,
        user_id: row.id(2)?,
        write: row.string(3)? == "write",
        until: row.moment(4)?,
        added_by: row.uuid(5)?,
        added_at: row.time(6)?,
    })
}

impl Conn {
    /// The team of a record, in the order of joining; ended memberships are not among them.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn members(&mut self, record: Uuid, now: Moment) -> Result<Vec<Member>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE record_id = $1 AND (until IS NULL OR until > $2) ORDER BY added_at, user_id"
        );
        self.rows(&sql, &[Bind::Id(record), Bind::Moment(now)]).await?.iter().map(read).collect()
    }

    /// Which of these records the team gives to its member, and whether with the right to change them.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn teamed(&mut self, team: &Team, records: &[Uuid]) -> Result<HashMap<Uuid, bool>, StoreError> {
        let mut found = HashMap::new();
        for chunk in records.chunks(CHUNK) {
            let binds = [
                Bind::Id(team.user),
                Bind::Moment(team.now),
                Bind::Many(ColumnType::Id, chunk.iter().copied().map(Bind::Id).collect()),
            ];
            let among = self.dialect().among("record_id", ColumnType::Id, "$3");
            let sql = format!(
                "SELECT record_id, level FROM sys_member \
                 WHERE user_id = $1 AND (until IS NULL OR until > $2) AND {among}"
            );
            for row in self.rows(&sql, &binds).await? {
                let write = row.string(1)? == "write";
                if write || !team.write {
                    found.insert(row.id(0)?, write);
                }
            }
        }
        Ok(found)
    }
}

/// A record, its owner, and its owner's department: what says who may see it, apart from its team and its fields.
pub type Held = (Uuid, Option<Uuid>, Option<Uuid>);

impl Conn {
    /// Which of these records of `object` are inside the scope: by owner or department, or, with a query for those that
    /// these leave in question, by what sharing rules ask of their fields, or by teams.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn inside(
        &mut self,
        object: &ObjectDef,
        scope: &Scope,
        records: &[Held],
    ) -> Result<HashSet<Uuid>, StoreError> {
        let mut inside = HashSet::new();
        let mut open = Vec::new();
        for (id, owner, department) in records {
            if scope.admits(*owner, *department) {
                inside.insert(*id);
            } else {
                open.push(*id);
            }
        }
        if !scope.ways().is_empty() {
            inside.extend(self.shared(object, scope, &open).await?);
            open.retain(|id| !inside.contains(id));
        }
        if let Some(team) = scope.team() {
            inside.extend(self.teamed(&team, &open).await?.into_keys());
        }
        Ok(inside)
    }

    /// Which of these records meet what sharing rules ask.
    async fn shared(
        &mut self,
        object: &ObjectDef,
        scope: &Scope,
        records: &[Uuid],
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut found = Vec::new();
        for chunk in records.chunks(CHUNK) {
            let statement = compile::shared(self.dialect(), object, scope, chunk)?;
            for row in self.rows(&statement.sql, &statement.binds).await? {
                found.push(row.id(0)?);
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Brings a person into a team, or changes the terms.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_member(&mut self, member: &Member) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_member (record_id, object, user_id, level, until, added_by, added_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) \
                   ON CONFLICT (record_id, user_id) DO UPDATE SET level = excluded.level, until = excluded.until";
        let binds = [
            Bind::Id(member.record_id),
            Bind::from(member.object.as_str()),
            Bind::Id(member.user_id),
            Bind::from(if member.write { "write" } else { "read" }),
            Bind::moment(member.until),
            Bind::id(member.added_by),
            Bind::Moment(member.added_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Takes a person out of a team; whether there was such a member.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_member(&mut self, record: Uuid, user: Uuid) -> Result<bool, StoreError> {
        let sql = "DELETE FROM sys_member WHERE record_id = $1 AND user_id = $2";
        Ok(self.run(sql, &[Bind::Id(record), Bind::Id(user)]).await? > 0)
    }

    /// Removes memberships that ended before this moment.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_members(&mut self, before: Moment) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_member WHERE until <= $1", &[Bind::Moment(before)]).await
    }
}
