//! What imports of earlier versions did to which record, read backwards by an undo. Today's are in
//! [`super::import_effect`].

use shuke_base::Uuid;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// What became of a row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A new record.
    Inserted,
    /// Values of an old one.
    Updated,
}

impl RowKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Inserted => "inserted",
            Self::Updated => "updated",
        }
    }

    pub(super) fn of(name: &str) -> Self {
        if name == Self::Inserted.name() { Self::Inserted } else { Self::Updated }
    }
}

/// One row's effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Line of the file, the header being 1. A line has one effect at most.
    pub line: i64,
    /// The record.
    pub record_id: Uuid,
    /// What became of the row.
    pub kind: RowKind,
    /// The record's version after it.
    pub version: i64,
    /// The entry of the record's history.
    pub change_id: Uuid,
}

fn read(row: &Row) -> Result<ImportRow, StoreError> {
    let kind = RowKind::of(&row.string(2)?);
    Ok(ImportRow {
        line: row.number(0)?,
        record_id: row.id(1)?,
        kind,
        version: row.number(3)?,
        change_id: row.id(4)?,
    })
}

impl Conn {
    /// Effects from the last line backwards; `before` is the last line of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn import_rows_back(
        &mut self,
        import: Uuid,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<ImportRow>, StoreError> {
        let sql = "SELECT line, record_id, kind, version, change_id FROM sys_import_row \
                   WHERE import_id = $1 AND line < $2 ORDER BY line DESC LIMIT $3";
        let binds = [Bind::Id(import), Bind::Int(before.unwrap_or(i64::MAX)), Bind::Int(limit as i64)];
        self.rows(sql, &binds).await?.iter().map(read).collect()
    }

    /// How many effects of each kind an import has had: inserted, updated.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn count_import_rows(&mut self, import: Uuid) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT kind, count(*) FROM sys_import_row WHERE import_id = $1 GROUP BY kind";
        let mut counts = (0, 0);
        for row in self.rows(sql, &[Bind::Id(import)]).await? {
            if row.string(0)? == RowKind::Inserted.name() {
                counts.0 = row.number(1)?;
            } else {
                counts.1 = row.number(1)?;
            }
        }
        Ok(counts)
    }
}

impl Tx {
    /// Adds effects.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when a line has had its effect already.
    pub async fn add_import_rows(&mut self, import: Uuid, rows: &[ImportRow]) -> Result<(), StoreError> {
        let bind = |row: &ImportRow| {
            vec![
                Bind::Id(import),
                Bind::Int(row.line),
                Bind::Id(row.record_id),
                Bind::from(row.kind.name()),
                Bind::Int(row.version),
                Bind::Id(row.change_id),
            ]
        };
        let columns = ["import_id", "line", "record_id", "kind", "version", "change_id"];
        self.insert_many("sys_import_row", &columns, rows.iter().map(bind).collect()).await
    }

    /// Forgets the effects of lines from `line` on: an undo does so as it goes back.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import_rows_from(&mut self, import: Uuid, line: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_import_row WHERE import_id = $1 AND line >= $2";
        self.run(sql, &[Bind::Id(import), Bind::Int(line)]).await
    }

    /// Forgets all effects.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import_rows(&mut self, import: Uuid) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_import_row WHERE import_id = $1", &[Bind::Id(import)]).await
    }
}
