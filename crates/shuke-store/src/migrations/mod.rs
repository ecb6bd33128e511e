//! The system tables: one numbered series of steps for both engines.
//!
//! A database remembers which numbers it has seen in `sys_migration`. A number that has been released never changes;
//! what comes later gets the next number.

mod m001_foundation;
mod m002_teams;
mod m003_search;
mod m004_views;
mod m005_tasks;
mod m006_audit_reading;
mod m007_backups;
mod m008_attachments;
mod m009_recalculation;
mod m010_links;
mod m011_sharing;
mod m012_webhooks;
mod m013_token_scopes;
mod m014_trust;
mod m015_lock_out;
mod m016_duplicates;
mod m017_keys;
mod m018_layouts;
mod m019_linked_imports;
mod m020_view_as;
mod m021_preferences;
mod m022_talk;
mod m023_push;
mod m024_announcement;
mod m025_goal;
mod m026_stage_time;

use futures::FutureExt;
use shuke_base::Moment;
use shuke_meta::ColumnType;

use crate::ddl::table::{Alter, table};
use crate::system::lock::Lock;
use crate::{Bind, Conn, Store, StoreError, Tx};

/// One entry of the series.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its place, counted from 1 without gaps.
    pub number: i64,
    /// What it is about, in a word.
    pub name: &'static str,
    steps: fn() -> Vec<Alter>,
}

impl Migration {
    /// The steps that it consists of.
    #[must_use]
    pub fn steps(&self) -> Vec<Alter> {
        (self.steps)()
    }
}

/// The whole series, in order.
pub const ALL: &[Migration] = &[
    Migration { number: 1, name: "foundation", steps: m001_foundation::steps },
    Migration { number: 2, name: "teams", steps: m002_teams::steps },
    Migration { number: 3, name: "search", steps: m003_search::steps },
    Migration { number: 4, name: "views", steps: m004_views::steps },
    Migration { number: 5, name: "tasks", steps: m005_tasks::steps },
    Migration { number: 6, name: "audit_reading", steps: m006_audit_reading::steps },
    Migration { number: 7, name: "backups", steps: m007_backups::steps },
    Migration { number: 8, name: "attachments", steps: m008_attachments::steps },
    Migration { number: 9, name: "recalculation", steps: m009_recalculation::steps },
    Migration { number: 10, name: "links", steps: m010_links::steps },
    Migration { number: 11, name: "sharing", steps: m011_sharing::steps },
    Migration { number: 12, name: "webhooks", steps: m012_webhooks::steps },
    Migration { number: 13, name: "token_scopes", steps: m013_token_scopes::steps },
    Migration { number: 14, name: "trust", steps: m014_trust::steps },
    Migration { number: 15, name: "lock_out", steps: m015_lock_out::steps },
    Migration { number: 16, name: "duplicates", steps: m016_duplicates::steps },
    Migration { number: 17, name: "keys", steps: m017_keys::steps },
    Migration { number: 18, name: "layouts", steps: m018_layouts::steps },
    Migration { number: 19, name: "linked_imports", steps: m019_linked_imports::steps },
    Migration { number: 20, name: "view_as", steps: m020_view_as::steps },
    Migration { number: 21, name: "preferences", steps: m021_preferences::steps },
    Migration { number: 22, name: "talk", steps: m022_talk::steps },
    Migration { number: 23, name: "push", steps: m023_push::steps },
    Migration { number: 24, name: "announcement", steps: m024_announcement::steps },
    Migration { number: 25, name: "goal", steps: m025_goal::steps },
    Migration { number: m026_stage_time::NUMBER, name: "stage_time", steps: m026_stage_time::steps },
];

/// The table that remembers; it exists before the first of the series runs.
#[must_use]
pub fn memory() -> Vec<Alter> {
    table("sys_migration", &["number"])
        .has(ColumnType::Int, &["number"])
        .has(ColumnType::Text, &["name"])
        .has(ColumnType::Moment, &["applied_at"])
        .steps()
}

fn newest() -> i64 {
    ALL.last().map_or(0, |last| last.number)
}

/// What of the series a database that has seen `seen` still lacks.
pub(crate) fn lacking(seen: i64) -> Result<&'static [Migration], StoreError> {
    if seen > newest() {
        return Err(StoreError::Newer { database: seen, program: newest() });
    }
    let done = usize::try_from(seen).unwrap_or(0);
    Ok(&ALL[done..])
}

impl Conn {
    /// The last migration that this database has seen; `None` before the first start.
    pub(crate) async fn seen(&mut self) -> Result<Option<i64>, StoreError> {
        if !self.catalog().await?.contains_key("sys_migration") {
            return Ok(None);
        }
        let row = self.row("SELECT max(number) FROM sys_migration", &[]).await?;
        Ok(Some(row.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0)))
    }
}

/// Applies the first migration that is lacking, if any.
async fn advance(tx: &mut Tx, now: Moment) -> Result<Option<Migration>, StoreError> {
    // Another process may be starting at this moment: whoever comes second waits here and then finds nothing to do.
    tx.lock(Lock::Migrations).await?;
    let seen = match tx.seen().await? {
        Some(seen) => seen,
        None => {
            tx.alter(&memory()).await?;
            0
        }
    };
    let Some(next) = lacking(seen)?.first() else { return Ok(None) };
    tx.alter(&next.steps()).await?;
    if next.number == m026_stage_time::NUMBER {
        m026_stage_time::complete(tx, now).await?;
    }
    let binds = [Bind::Int(next.number), Bind::from(next.name), Bind::Moment(now)];
    tx.run("INSERT INTO sys_migration (number, name, applied_at) VALUES ($1, $2, $3)", &binds).await?;
    Ok(Some(*next))
}

impl Store {
    /// Brings the system tables up to date, each migration in a transaction of its own; answers those applied. Safe
    /// when several processes start at once.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when a newer program has written this database; otherwise what the engine says.
    pub async fn migrate(&self, now: Moment) -> Result<Vec<Migration>, StoreError> {
        let mut applied = Vec::new();
        loop {
            let step = self.write(move |tx| advance(tx, now).boxed()).await?;
            match step {
                Some(migration) => applied.push(migration),
                None => return Ok(applied),
            }
        }
    }

    /// The last migration that this database has seen; `None` before the first start.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn seen(&self) -> Result<Option<i64>, StoreError> {
        self.read().await?.seen().await
    }

    /// The migrations that this database still lacks.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn pending(&self) -> Result<&'static [Migration], StoreError> {
        lacking(self.seen().await?.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_counts_from_one_without_gaps() {
        assert!(ALL.iter().zip(1..).all(|(migration, number)| migration.number == number));
    }

    #[test]
    fn a_newer_database_is_refused_by_name_and_number() {
        let error = lacking(newest() + 4).unwrap_err();
        assert!(error.to_string().contains(&format!("schema {}", newest() + 4)), "{error}");
        assert!(lacking(newest()).unwrap().is_empty());
        assert_eq!(lacking(0).unwrap().len(), ALL.len());
    }
}
