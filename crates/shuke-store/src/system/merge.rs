//! Merges of records, and what is needed to take them back.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// Two records that became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Grows with time.
    pub id: Uuid,
    /// Their object.
    pub object: String,
    /// The record that stays.
    pub winner: Uuid,
    /// The record that went to the recycle bin.
    pub loser: Uuid,
    /// `done` or `undone`.
    pub state: String,
    /// What was taken over, as JSON.
    pub doc: String,
    /// Who did it.
    pub merged_by: Option<Uuid>,
    /// When.
    pub merged_at: Moment,
}

/// A reference that pointed to the loser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedReference {
    /// Object of the record that points.
    pub object: String,
    /// The record that points.
    pub record: Uuid,
    /// The field.
    pub field: String,
}

const SELECT: &str = "SELECT id, object, winner, loser, state, doc, merged_by, merged_at FROM sys_merge";

/// Where the document lies.
const DOC: &str = "sys_merge.doc";

fn read(row: &Row) -> Result<Merge, StoreError> {
    Ok(Merge {
        id: row.id(0)?,
        object: row.string(1)?,
        winner: row.id(2)?,
        loser: row.id(3)?,
        state: row.string(4)?,
        doc: row.string(5)?,
        merged_by: row.uuid(6)?,
        merged_at: row.time(7)?,
    })
}

impl Conn {
    /// One merge.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn merge(&mut self, id: Uuid) -> Result<Option<Merge>, StoreError> {
        let sql = format!("{SELECT} WHERE id = $1");
        let row = self.row(&sql, &[Bind::Id(id)]).await?;
        Ok(self.opened_merges(row.into_iter().collect()).await?.pop())
    }

    async fn opened_merges(&mut self, rows: Vec<Row>) -> Result<Vec<Merge>, StoreError> {
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for merge in &mut found {
            self.open_text(DOC, merge.id, &mut merge.doc).await?;
        }
        Ok(found)
    }

    /// The merge in which a record went, unless it was taken back.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn merged_away(&mut self, loser: Uuid) -> Result<Option<Merge>, StoreError> {
        let sql = format!("{SELECT} WHERE loser = $1 AND state = 'done' ORDER BY id DESC LIMIT 1");
        let row = self.row(&sql, &[Bind::Id(loser)]).await?;
        Ok(self.opened_merges(row.into_iter().collect()).await?.pop())
    }

    /// The records that went into this one, and those that had gone into them, the newest first, some at most.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn merged_into(&mut self, winner: Uuid, limit: usize) -> Result<Vec<Uuid>, StoreError> {
        let sql = "WITH RECURSIVE went (merge_id, loser) AS (\
                   SELECT id, loser FROM sys_merge WHERE winner = $1 AND state = 'done' UNION \
                   SELECT m.id, m.loser FROM sys_merge m JOIN went ON m.winner = went.loser WHERE m.state = 'done') \
                   SELECT loser FROM went ORDER BY merge_id DESC LIMIT $2";
        let binds = [Bind::Id(winner), Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX))];
        self.rows(sql, &binds).await?.iter().map(|row| row.id(0)).collect()
    }

    /// The newest merges of an object.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn merges(&mut self, object: &str, limit: usize) -> Result<Vec<Merge>, StoreError> {
        let sql = format!("{SELECT} WHERE object = $1 ORDER BY id DESC LIMIT $2");
        let binds = [Bind::from(object), Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX))];
        let rows = self.rows(&sql, &binds).await?;
        self.opened_merges(rows).await
    }

    /// The references that a merge has moved.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn moved_references(&mut self, merge: Uuid) -> Result<Vec<MovedReference>, StoreError> {
        let sql = "SELECT object, record_id, field FROM sys_merge_row WHERE merge_id = $1 \
                   ORDER BY record_id, field";
        let rows = self.rows(sql, &[Bind::Id(merge)]).await?;
        rows.iter()
            .map(|row| {
                Ok(MovedReference { object: row.string(0)?, record: row.id(1)?, field: row.string(2)? })
            })
            .collect()
    }
}

impl Tx {
    /// Remembers a merge and the references that it has moved.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_merge(&mut self, merge: &Merge, moved: Vec<MovedReference>) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_merge (id, object, winner, loser, state, doc, merged_by, merged_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let binds = [
            Bind::Id(merge.id),
            Bind::from(merge.object.as_str()),
            Bind::Id(merge.winner),
            Bind::Id(merge.loser),
            Bind::from(merge.state.as_str()),
            Bind::closed(DOC, merge.id, merge.doc.as_str()),
            Bind::id(merge.merged_by),
            Bind::Moment(merge.merged_at),
        ];
        self.run(sql, &binds).await?;
        let row = |it: MovedReference| {
            vec![Bind::Id(merge.id), Bind::Id(it.record), Bind::Text(it.object), Bind::Text(it.field)]
        };
        let columns = ["merge_id", "record_id", "object", "field"];
        self.insert_many("sys_merge_row", &columns, moved.into_iter().map(row).collect()).await
    }

    /// Notes that a merge was taken back; whether it stood until now.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn undo_merge(&mut self, id: Uuid) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_merge SET state = 'undone' WHERE id = $1 AND state = 'done'";
        Ok(self.run(sql, &[Bind::Id(id)]).await? > 0)
    }
}
