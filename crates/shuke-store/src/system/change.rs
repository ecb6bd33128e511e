//! The history of records: who changed what, when, by which way.

use std::collections::{HashMap, HashSet};

use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// What happened to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It came to be.
    Created,
    /// Values changed.
    Changed,
    /// It went to the recycle bin.
    Deleted,
    /// It came back from there.
    Restored,
    /// It is gone for good.
    Purged,
}

impl ChangeKind {
    const ALL: [Self; 5] = [Self::Created, Self::Changed, Self::Deleted, Self::Restored, Self::Purged];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
            Self::Purged => "purged",
        }
    }
}

/// By which way the change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A person in the page.
    Page,
    /// A program with a token.
    Api,
    /// An import.
    Import,
    /// The program itself.
    System,
    /// The command line.
    Command,
    /// A computed field followed another record or its definition.
    Formula,
    /// Settings that came as files.
    Config,
}

impl Via {
    const ALL: [Self; 7] =
        [Self::Page, Self::Api, Self::Import, Self::System, Self::Command, Self::Formula, Self::Config];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::Import => "import",
            Self::System => "system",
            Self::Command => "command",
            Self::Formula => "formula",
            Self::Config => "config",
        }
    }
}

/// One entry of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Grows with time.
    pub id: Uuid,
    /// Api name of the object.
    pub object: String,
    /// The record.
    pub record_id: Uuid,
    /// When.
    pub at: Moment,
    /// Who; absent for the program itself.
    pub by: Option<Uuid>,
    /// By which way.
    pub via: Via,
    /// What happened.
    pub kind: ChangeKind,
    /// The record's version after it.
    pub version: i64,
    /// The import that did it.
    pub import_id: Option<Uuid>,
    /// Old and new values, as JSON.
    pub diff: String,
    /// The fields whose values lie sealed; when it is read, none.
    pub sensitive: Vec<String>,
}

pub(super) const COLUMNS: [&str; 10] =
    ["id", "object", "record_id", "at", "by_user", "via", "kind", "version", "import_id", "diff"];

const SELECT: &str =
    "SELECT id, object, record_id, at, by_user, via, kind, version, import_id, diff FROM sys_change";

fn named<T>(found: Option<T>, name: &str) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::internal(format!("history has an unknown word: {name}")))
}

impl Change {
    pub(super) fn binds(self) -> Vec<Bind> {
        vec![
            Bind::Id(self.id),
            Bind::Text(self.object),
            Bind::Id(self.record_id),
            Bind::Moment(self.at),
            Bind::id(self.by),
            Bind::from(self.via.name()),
            Bind::from(self.kind.name()),
            Bind::Int(self.version),
            Bind::id(self.import_id),
            Bind::Text(self.diff),
        ]
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let (via, kind) = (row.string(5)?, row.string(6)?);
        Ok(Self {
            id: row.id(0)?,
            object: row.string(1)?,
            record_id: row.id(2)?,
            at: row.time(3)?,
            by: row.uuid(4)?,
            via: named(Via::ALL.into_iter().find(|it| it.name() == via), &via)?,
            kind: named(ChangeKind::ALL.into_iter().find(|it| it.name() == kind), &kind)?,
            version: row.number(7)?,
            import_id: row.uuid(8)?,
            diff: row.string(9)?,
            sensitive: Vec::new(),
        })
    }
}

impl Conn {
    /// A page of a record's history, newest first; `before` is the last id of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn changes(
        &mut self,
        record: Uuid,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        // Ids of version 7 all sort below the largest id there is.
        let binds = [Bind::Id(record), Bind::Id(before.unwrap_or(Uuid::max())), Bind::Int(limit as i64)];
        let sql = format!("{SELECT} WHERE record_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
        self.read_changes(&sql, &binds).await
    }

    /// As [`Conn::changes`], only those that tell of this field, and how the record came to be. Reads along the record's
    /// history; an entry is also among them where a value has the field's name inside, as lines may.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn changes_of_field(
        &mut self,
        record: Uuid,
        field: &str,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        // Quotes inside of values are escaped in JSON, so no text that somebody wrote looks like this.
        let told = Bind::Text(format!("\"{field}\":["));
        let binds =
            [Bind::Id(record), Bind::Id(before.unwrap_or(Uuid::max())), Bind::Int(limit as i64), told];
        let tells = self.dialect().contains("diff", "$4");
        let sql = format!(
            "{SELECT} WHERE record_id = $1 AND id < $2 AND (kind = 'created' OR {tells}) ORDER BY id DESC LIMIT $3"
        );
        self.read_changes(&sql, &binds).await
    }

    async fn read_changes(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Change>, StoreError> {
        let rows = self.rows(sql, binds).await?;
        let mut found = rows.iter().map(Change::read).collect::<Result<Vec<_>, _>>()?;
        for change in &mut found {
            self.clear(change).await?;
        }
        Ok(found)
    }

    /// One entry of a record's history.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn change(&mut self, record: Uuid, id: Uuid) -> Result<Option<Change>, StoreError> {
        let sql = format!("{SELECT} WHERE record_id = $1 AND id = $2");
        let row = self.row(&sql, &[Bind::Id(record), Bind::Id(id)]).await?;
        let mut found = row.as_ref().map(Change::read).transpose()?;
        if let Some(change) = &mut found {
            self.clear(change).await?;
        }
        Ok(found)
    }

    async fn clear(&mut self, change: &mut Change) -> Result<(), StoreError> {
        let diff = std::mem::take(&mut change.diff);
        change.diff = self.clear_diff(&change.object, change.record_id, diff).await?;
        Ok(())
    }
}

impl Conn {
    /// Those of some records, each with a version, that something else than this import and formulas has changed
    /// after it.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn changed_since(
        &mut self,
        import: Uuid,
        records: &[(Uuid, i64)],
    ) -> Result<HashSet<Uuid>, StoreError> {
        let versions: HashMap<Uuid, i64> = records.iter().copied().collect();
        let among = self.dialect().among("record_id", ColumnType::Id, "$1");
        // What is older than the import has a smaller id than it.
        let sql = format!(
            "SELECT record_id, max(version) FROM sys_change WHERE {among} AND id > $2 AND via <> 'formula' \
             AND (import_id IS NULL OR import_id <> $2) GROUP BY record_id"
        );
        let ids = Bind::Many(ColumnType::Id, versions.keys().copied().map(Bind::Id).collect());
        let mut changed = HashSet::new();
        for row in self.rows(&sql, &[ids, Bind::Id(import)]).await? {
            let record = row.id(0)?;
            if row.number(1)? > versions.get(&record).copied().unwrap_or(0) {
                changed.insert(record);
            }
        }
        Ok(changed)
    }
}

impl Tx {
    /// Adds to the history. Written together with what else waits in the outbox, before the commit.
    pub fn record_change(&mut self, change: Change) {
        self.outbox.changes.push(change);
    }

    /// As [`Conn::changes`], with what this transaction has not written yet.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn changes(
        &mut self,
        record: Uuid,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        let below = before.unwrap_or(Uuid::max());
        let fits = |it: &&Change| it.record_id == record && it.id < below;
        let mut found: Vec<Change> = self.outbox.changes.iter().filter(fits).cloned().collect();
        found.extend(self.conn.changes(record, before, limit).await?);
        found.sort_by_key(|it| std::cmp::Reverse(it.id));
        found.truncate(limit);
        Ok(found)
    }

    /// The entries of a record's history that wait for the commit and that [`Conn::changes`] doesn't show yet.
    pub fn waiting_changes(&self, record: Uuid) -> impl Iterator<Item = &Change> {
        self.outbox.changes.iter().filter(move |change| change.record_id == record)
    }

    pub(super) async fn write_changes(&mut self, mut changes: Vec<Change>) -> Result<(), StoreError> {
        for change in changes.iter_mut().filter(|change| !change.sensitive.is_empty()) {
            let sensitive = |name: &str| change.sensitive.iter().any(|it| it == name);
            let sealed = self.resealed(&change.object, change.record_id, &change.diff, &sensitive).await?;
            if let Some(diff) = sealed {
                change.diff = diff;
            }
        }
        let rows = changes.into_iter().map(Change::binds).collect();
        self.insert_many("sys_change", &COLUMNS, rows).await
    }
}
