//! What an import refused: cell by cell, in the order of the file.

use shuke_base::Uuid;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// Its place in the list; given by the store.
    pub seq: i64,
    /// Line of the file, the header being 1.
    pub line: i64,
    /// Column, value and reason, as JSON.
    pub doc: String,
}

/// Where the document lies.
const DOC: &str = "sys_import_fault.doc";

fn read(row: &Row) -> Result<ImportFault, StoreError> {
    Ok(ImportFault { seq: row.number(0)?, line: row.number(1)?, doc: row.string(2)? })
}

impl Conn {
    /// A page of refusals; `after` is the last number of the page before, 0 for the first page.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn import_faults(
        &mut self,
        import: Uuid,
        after: i64,
        limit: usize,
    ) -> Result<Vec<ImportFault>, StoreError> {
        let sql = "SELECT seq, line, doc FROM sys_import_fault \
                   WHERE import_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        let binds = [Bind::Id(import), Bind::Int(after), Bind::Int(limit as i64)];
        let rows = self.rows(sql, &binds).await?;
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for fault in &mut found {
            self.open_text(DOC, import, &mut fault.doc).await?;
        }
        Ok(found)
    }

    /// How many refusals there are, and in how many lines.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn count_import_faults(&mut self, import: Uuid) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT count(*), count(DISTINCT line) FROM sys_import_fault WHERE import_id = $1";
        let row = self.row(sql, &[Bind::Id(import)]).await?;
        row.map_or(Ok((0, 0)), |row| Ok((row.number(0)?, row.number(1)?)))
    }
}

impl Tx {
    /// Adds refusals (line and document) at the end of the list.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_import_faults(
        &mut self,
        import: Uuid,
        faults: Vec<(i64, String)>,
    ) -> Result<(), StoreError> {
        if faults.is_empty() {
            return Ok(());
        }
        let sql = "SELECT max(seq) FROM sys_import_fault WHERE import_id = $1";
        let row = self.row(sql, &[Bind::Id(import)]).await?;
        let last = row.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0);
        let rows = (last + 1..).zip(faults).map(|(seq, (line, doc))| {
            vec![Bind::Id(import), Bind::Int(seq), Bind::Int(line), Bind::closed(DOC, import, doc)]
        });
        let rows = rows.collect();
        self.insert_many("sys_import_fault", &["import_id", "seq", "line", "doc"], rows).await
    }

    /// Forgets all refusals: a new run starts with none.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import_faults(&mut self, import: Uuid) -> Result<u64, StoreError> {
        self.run("DELETE FROM sys_import_fault WHERE import_id = $1", &[Bind::Id(import)]).await
    }
}
