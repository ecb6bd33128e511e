//! Long work that people ask for: what is to be done (`spec`, never changed), how far it is (`doc`), and the place
//! behind which it goes on. What each did to which record is in [`super::task_row`].

use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A piece of long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id; that of its file, too, if it makes one.
    pub id: Uuid,
    /// What sort of work.
    pub kind: String,
    /// Api name of the object.
    pub object: String,
    /// Where it stands.
    pub state: String,
    /// What is to be done, as JSON.
    pub spec: String,
    /// Counts and refusals, as JSON.
    pub doc: String,
    /// Who asked for it.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: Moment,
    /// When it last began to run.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Records that are behind it.
    pub rows_done: i64,
    /// Records in all, once counted.
    pub rows_total: Option<i64>,
    /// The last record that it has dealt with.
    pub after: Option<Uuid>,
}

const SELECT: &str = "SELECT id, kind, object, state, spec, doc, created_by, created_at, started_at, finished_at, \
                      rows_done, rows_total, last_id FROM sys_task";

/// Where its documents lie.
const SPEC: &str = "sys_task.spec";
const DOC: &str = "sys_task.doc";

fn read(row: &Row) -> Result<Task, StoreError> {
    Ok(Task {
        id: row.id(0)?,
        kind: row.string(1)?,
        object: row.string(2)?,
        state: row.string(3)?,
        spec: row.string(4)?,
        doc: row.string(5)?,
        created_by: row.uuid(6)?,
        created_at: row.time(7)?,
        started_at: row.moment(8)?,
        finished_at: row.moment(9)?,
        rows_done: row.number(10)?,
        rows_total: row.int(11)?,
        after: row.uuid(12)?,
    })
}

fn number(value: Option<i64>) -> Bind {
    value.map_or(Bind::Null(ColumnType::Int), Bind::Int)
}

impl Conn {
    /// One piece of work.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn task(&mut self, id: Uuid) -> Result<Option<Task>, StoreError> {
        let sql = format!("{SELECT} WHERE id = $1");
        let row = self.row(&sql, &[Bind::Id(id)]).await?;
        Ok(self.opened_tasks(row.into_iter().collect()).await?.pop())
    }

    async fn opened_tasks(&mut self, rows: Vec<Row>) -> Result<Vec<Task>, StoreError> {
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for task in &mut found {
            self.open_text(SPEC, task.id, &mut task.spec).await?;
            self.open_text(DOC, task.id, &mut task.doc).await?;
        }
        Ok(found)
    }

    /// The newest work of a kind that a person asked for.
    ///
    /// # Errors
    /// As [`Conn::task`].
    pub async fn tasks(&mut self, kind: &str, by: Uuid, limit: usize) -> Result<Vec<Task>, StoreError> {
        let sql = format!("{SELECT} WHERE kind = $1 AND created_by = $2 ORDER BY id DESC LIMIT $3");
        let binds = [Bind::from(kind), Bind::Id(by), Bind::Int(limit as i64)];
        let rows = self.rows(&sql, &binds).await?;
        self.opened_tasks(rows).await
    }

    /// Ids of work of a kind that was asked for before `moment`, oldest first.
    ///
    /// # Errors
    /// As [`Conn::task`].
    pub async fn old_tasks(
        &mut self,
        kind: &str,
        moment: Moment,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT id FROM sys_task WHERE kind = $1 AND created_at < $2 ORDER BY created_at LIMIT $3";
        let binds = [Bind::from(kind), Bind::Moment(moment), Bind::Int(limit as i64)];
        self.rows(sql, &binds).await?.iter().map(|row| row.id(0)).collect()
    }
}

impl Tx {
    /// Adds a piece of work.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn add_task(&mut self, task: &Task) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_task (id, kind, object, state, spec, doc, created_by, created_at, rows_done, \
                   rows_total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let binds = [
            Bind::Id(task.id),
            Bind::from(task.kind.as_str()),
            Bind::from(task.object.as_str()),
            Bind::from(task.state.as_str()),
            Bind::closed(SPEC, task.id, task.spec.as_str()),
            Bind::closed(DOC, task.id, task.doc.as_str()),
            Bind::id(task.created_by),
            Bind::Moment(task.created_at),
            Bind::Int(task.rows_done),
            number(task.rows_total),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Stores where it stands, unless it stands elsewhere than at `from` by now; whether it was stored.
    ///
    /// # Errors
    /// As [`Tx::add_task`].
    pub async fn save_task(&mut self, task: &Task, from: &[&str]) -> Result<bool, StoreError> {
        let list: Vec<String> = (9..from.len() + 9).map(|at| format!("${at}")).collect();
        let sql = format!(
            "UPDATE sys_task SET state = $2, doc = $3, started_at = $4, finished_at = $5, rows_done = $6, \
             rows_total = $7, last_id = $8 WHERE id = $1 AND state IN ({})",
            list.join(", ")
        );
        let mut binds = vec![
            Bind::Id(task.id),
            Bind::from(task.state.as_str()),
            Bind::closed(DOC, task.id, task.doc.as_str()),
            Bind::moment(task.started_at),
            Bind::moment(task.finished_at),
            Bind::Int(task.rows_done),
            number(task.rows_total),
            Bind::id(task.after),
        ];
        binds.extend(from.iter().map(|state| Bind::from(*state)));
        Ok(self.run(&sql, &binds).await? > 0)
    }

    /// Moves it from one of the states `from` to `to`; `false` when it stands elsewhere.
    ///
    /// # Errors
    /// As [`Tx::add_task`].
    pub async fn move_task(&mut self, id: Uuid, from: &[&str], to: &str) -> Result<bool, StoreError> {
        let list: Vec<String> = (3..from.len() + 3).map(|at| format!("${at}")).collect();
        let sql = format!("UPDATE sys_task SET state = $2 WHERE id = $1 AND state IN ({})", list.join(", "));
        let mut binds = vec![Bind::Id(id), Bind::from(to)];
        binds.extend(from.iter().map(|state| Bind::from(*state)));
        Ok(self.run(&sql, &binds).await? > 0)
    }

    /// Removes it with its rows and its file. What it did to records stays.
    ///
    /// # Errors
    /// As [`Tx::add_task`].
    pub async fn drop_task(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.run("DELETE FROM sys_task_row WHERE task_id = $1", &[Bind::Id(id)]).await?;
        self.drop_file(id).await?;
        self.run("DELETE FROM sys_task WHERE id = $1", &[Bind::Id(id)]).await?;
        Ok(())
    }
}
