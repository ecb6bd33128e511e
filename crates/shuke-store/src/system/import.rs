//! Imports: the head of each. What each did to which record is in [`super::import_effect`], what it refused in
//! [`super::import_fault`].

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id; that of the uploaded file, too.
    pub id: Uuid,
    /// Api name of the object.
    pub object: String,
    /// What the file is called.
    pub file_name: String,
    /// Where it stands.
    pub state: String,
    /// Options, columns and counts, as JSON.
    pub doc: String,
    /// Who uploaded it.
    pub created_by: Option<Uuid>,
    /// When it was uploaded.
    pub created_at: Moment,
    /// When the last run began.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Rows of the file that are behind it.
    pub rows_done: i64,
    /// Rows of the file, once counted.
    pub rows_total: Option<i64>,
}

const SELECT: &str = "SELECT id, object, file_name, state, doc, created_by, created_at, started_at, finished_at, \
                      rows_done, rows_total FROM sys_import";

/// Where the document lies.
const DOC: &str = "sys_import.doc";

fn read(row: &Row) -> Result<Import, StoreError> {
    Ok(Import {
        id: row.id(0)?,
        object: row.string(1)?,
        file_name: row.string(2)?,
        state: row.string(3)?,
        doc: row.string(4)?,
        created_by: row.uuid(5)?,
        created_at: row.time(6)?,
        started_at: row.moment(7)?,
        finished_at: row.moment(8)?,
        rows_done: row.number(9)?,
        rows_total: row.int(10)?,
    })
}

impl Conn {
    /// One import.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn import(&mut self, id: Uuid) -> Result<Option<Import>, StoreError> {
        let sql = format!("{SELECT} WHERE id = $1");
        let row = self.row(&sql, &[Bind::Id(id)]).await?;
        Ok(self.opened_imports(row.into_iter().collect()).await?.pop())
    }

    async fn opened_imports(&mut self, rows: Vec<Row>) -> Result<Vec<Import>, StoreError> {
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for import in &mut found {
            self.open_text(DOC, import.id, &mut import.doc).await?;
        }
        Ok(found)
    }

    /// A page of imports, newest first, of everybody or of one person; `before` is the last id of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn imports(
        &mut self,
        by: Option<Uuid>,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Import>, StoreError> {
        let mut binds = vec![Bind::Id(before.unwrap_or(Uuid::max())), Bind::Int(limit as i64)];
        let mine = by.map_or("", |by| {
            binds.push(Bind::Id(by));
            " AND created_by = $3"
        });
        let sql = format!("{SELECT} WHERE id < $1{mine} ORDER BY id DESC LIMIT $2");
        let rows = self.rows(&sql, &binds).await?;
        self.opened_imports(rows).await
    }
}

impl Tx {
    /// Adds an import.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_import(&mut self, import: &Import) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_import (id, object, file_name, state, doc, created_by, created_at, started_at, \
                   finished_at, rows_done, rows_total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let binds = [
            Bind::Id(import.id),
            Bind::from(import.object.as_str()),
            Bind::from(import.file_name.as_str()),
            Bind::from(import.state.as_str()),
            Bind::closed(DOC, import.id, import.doc.as_str()),
            Bind::id(import.created_by),
            Bind::Moment(import.created_at),
            Bind::moment(import.started_at),
            Bind::moment(import.finished_at),
            Bind::Int(import.rows_done),
            number(import.rows_total),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Stores where an import stands: object, state, document, times and counts.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn save_import(&mut self, import: &Import) -> Result<(), StoreError> {
        let sql = "UPDATE sys_import SET object = $2, state = $3, doc = $4, started_at = $5, finished_at = $6, \
                   rows_done = $7, rows_total = $8 WHERE id = $1";
        let binds = [
            Bind::Id(import.id),
            Bind::from(import.object.as_str()),
            Bind::from(import.state.as_str()),
            Bind::closed(DOC, import.id, import.doc.as_str()),
            Bind::moment(import.started_at),
            Bind::moment(import.finished_at),
            Bind::Int(import.rows_done),
            number(import.rows_total),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Moves an import from one of the states `from` to `to`; `false` when it stands elsewhere, so that of two
    /// callers one wins.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn move_import(&mut self, id: Uuid, from: &[&str], to: &str) -> Result<bool, StoreError> {
        let list: Vec<String> = (3..from.len() + 3).map(|at| format!("${at}")).collect();
        let sql =
            format!("UPDATE sys_import SET state = $2 WHERE id = $1 AND state IN ({})", list.join(", "));
        let mut binds = vec![Bind::Id(id), Bind::from(to)];
        binds.extend(from.iter().map(|state| Bind::from(*state)));
        Ok(self.run(&sql, &binds).await? > 0)
    }

    /// Removes an import with its rows, its faults and its file. What it did to records stays.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_import(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.drop_import_rows(id).await?;
        self.drop_import_effects(id).await?;
        self.drop_import_faults(id).await?;
        self.drop_file(id).await?;
        self.run("DELETE FROM sys_import WHERE id = $1", &[Bind::Id(id)]).await?;
        Ok(())
    }
}

fn number(value: Option<i64>) -> Bind {
    value.map_or(Bind::Null(shuke_meta::ColumnType::Int), Bind::Int)
}
