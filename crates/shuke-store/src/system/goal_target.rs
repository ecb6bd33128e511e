//! The amounts of goals: so much in a period, for the company, a department or a person.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use shuke_base::{Decimal, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, StoreError, Tx};

/// Decimal places of an amount.
pub const PLACES: u32 = 2;

/// An amount that is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalTarget {
    /// The goal.
    pub goal_id: Uuid,
    /// The first day of the period.
    pub starts_on: NaiveDate,
    /// The department or the person; nil for the whole company.
    pub party_id: Uuid,
    /// How much.
    pub amount: Decimal,
}

fn ids(ids: &[Uuid]) -> Bind {
    Bind::Many(ColumnType::Id, ids.iter().copied().map(Bind::Id).collect())
}

impl Conn {
    /// The amounts of these goals in periods that begin from one day to just before another; of some parties, or of all.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn goal_targets(
        &mut self,
        goals: &[Uuid],
        (from, to): (NaiveDate, NaiveDate),
        parties: Option<&[Uuid]>,
    ) -> Result<Vec<GoalTarget>, StoreError> {
        if goals.is_empty() || parties.is_some_and(<[Uuid]>::is_empty) {
            return Ok(Vec::new());
        }
        let mut sql = format!(
            "SELECT goal_id, starts_on, party_id, amount FROM sys_goal_target \
             WHERE starts_on >= $1 AND starts_on < $2 AND {}",
            self.dialect().among("goal_id", ColumnType::Id, "$3")
        );
        let mut binds = vec![Bind::Date(from), Bind::Date(to), ids(goals)];
        if let Some(parties) = parties {
            sql.push_str(" AND ");
            sql.push_str(&self.dialect().among("party_id", ColumnType::Id, "$4"));
            binds.push(ids(parties));
        }
        sql.push_str(" ORDER BY goal_id, starts_on, party_id");
        let rows = self.rows(&sql, &binds).await?;
        let day = |row: &crate::Row| row.date(1).map(Option::unwrap_or_default);
        rows.iter()
            .map(|row| {
                let amount = row.decimal(3, PLACES)?.unwrap_or_default();
                Ok(GoalTarget { goal_id: row.id(0)?, starts_on: day(row)?, party_id: row.id(2)?, amount })
            })
            .collect()
    }

    /// The goals that these parties have an amount of, in whatever period.
    ///
    /// # Errors
    /// As [`Conn::goal_targets`].
    pub async fn goals_of(&mut self, parties: &[Uuid]) -> Result<HashSet<Uuid>, StoreError> {
        if parties.is_empty() {
            return Ok(HashSet::new());
        }
        let among = self.dialect().among("party_id", ColumnType::Id, "$1");
        let sql = format!("SELECT DISTINCT goal_id FROM sys_goal_target WHERE {among}");
        self.rows(&sql, &[ids(parties)]).await?.iter().map(|row| row.id(0)).collect()
    }
}

impl Tx {
    /// Sets amounts of a goal; without an amount it goes. Each party stands once in a period.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn put_goal_targets(
        &mut self,
        goal: Uuid,
        given: &[(NaiveDate, Uuid, Option<Decimal>)],
    ) -> Result<(), StoreError> {
        let mut periods: BTreeMap<NaiveDate, Vec<Uuid>> = BTreeMap::new();
        for (starts_on, party, _) in given {
            periods.entry(*starts_on).or_default().push(*party);
        }
        let among = self.dialect().among("party_id", ColumnType::Id, "$3");
        let sql = format!("DELETE FROM sys_goal_target WHERE goal_id = $1 AND starts_on = $2 AND {among}");
        for (starts_on, parties) in periods {
            self.run(&sql, &[Bind::Id(goal), Bind::Date(starts_on), ids(&parties)]).await?;
        }
        let row = |(starts_on, party, amount): &(NaiveDate, Uuid, Option<Decimal>)| {
            let amount = Bind::Decimal((*amount)?, PLACES);
            Some(vec![Bind::Id(goal), Bind::Date(*starts_on), Bind::Id(*party), amount])
        };
        let columns = ["goal_id", "starts_on", "party_id", "amount"];
        self.insert_many("sys_goal_target", &columns, given.iter().filter_map(row).collect()).await
    }
}
