//! What is to be reached. What is counted, and which records, is a document that the store doesn't read; the amounts are
//! in [`super::goal_target`].

use chrono::NaiveDate;
use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Grows with time.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The object whose records are counted.
    pub object: String,
    /// How long its periods are: `month`, `quarter` or `year`.
    pub cycle: String,
    /// What is counted of which records, as JSON.
    pub rule: String,
    /// The day that it was ended on; absent while it is in force.
    pub ended_on: Option<NaiveDate>,
    /// Grows with every change of the goal or of its amounts.
    pub version: i64,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
    /// When it was deleted.
    pub deleted_at: Option<Moment>,
}

const COLUMNS: &str =
    "id, name, object, cycle, rule, ended_on, version, created_by, created_at, updated_at, deleted_at";

fn read(row: &Row) -> Result<Goal, StoreError> {
    Ok(Goal {
        id: row.id(0)?,
        name: row.string(1)?,
        object: row.string(2)?,
        cycle: row.string(3)?,
        rule: row.string(4)?,
        ended_on: row.date(5)?,
        version: row.number(6)?,
        created_by: row.id(7)?,
        created_at: row.time(8)?,
        updated_at: row.time(9)?,
        deleted_at: row.moment(10)?,
    })
}

impl Conn {
    /// All goals that were not deleted, the first made first.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn all_goals(&mut self) -> Result<Vec<Goal>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_goal WHERE deleted_at IS NULL ORDER BY id");
        self.rows(&sql, &[]).await?.iter().map(read).collect()
    }

    /// A page of those that were not deleted, the last made first; `before` is the last id of the page before.
    ///
    /// # Errors
    /// As [`Conn::all_goals`].
    pub async fn goals(&mut self, before: Option<Uuid>, limit: usize) -> Result<Vec<Goal>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_goal WHERE deleted_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2"
        );
        let limit = Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let binds = [Bind::Id(before.unwrap_or(Uuid::max())), limit];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }

    /// How many there are that were not deleted.
    ///
    /// # Errors
    /// As [`Conn::all_goals`].
    pub async fn count_goals(&mut self) -> Result<usize, StoreError> {
        let row = self.row("SELECT count(*) FROM sys_goal WHERE deleted_at IS NULL", &[]).await?;
        let count = row.map_or(Ok(0), |row| row.number(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// A goal, deleted or not.
    ///
    /// # Errors
    /// As [`Conn::all_goals`].
    pub async fn goal(&mut self, id: Uuid) -> Result<Option<Goal>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_goal WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }
}

impl Tx {
    /// Keeps a goal, a new one or a changed one. Its object and its cycle stay what they were.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn put_goal(&mut self, it: &Goal) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sys_goal ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, rule = excluded.rule, \
             ended_on = excluded.ended_on, version = excluded.version, updated_at = excluded.updated_at, \
             deleted_at = excluded.deleted_at"
        );
        let binds = [
            Bind::Id(it.id),
            Bind::from(it.name.as_str()),
            Bind::from(it.object.as_str()),
            Bind::from(it.cycle.as_str()),
            Bind::from(it.rule.as_str()),
            it.ended_on.map_or(Bind::Null(ColumnType::Date), Bind::Date),
            Bind::Int(it.version),
            Bind::Id(it.created_by),
            Bind::Moment(it.created_at),
            Bind::Moment(it.updated_at),
            Bind::moment(it.deleted_at),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Forgets those that were deleted before this moment, with their amounts.
    ///
    /// # Errors
    /// As [`Tx::put_goal`].
    pub async fn prune_goals(&mut self, before: Moment) -> Result<u64, StoreError> {
        let at = [Bind::Moment(before)];
        let targets =
            "DELETE FROM sys_goal_target WHERE goal_id IN (SELECT id FROM sys_goal WHERE deleted_at < $1)";
        self.run(targets, &at).await?;
        self.run("DELETE FROM sys_goal WHERE deleted_at < $1", &at).await
    }
}
