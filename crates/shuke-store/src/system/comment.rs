//! Comments on records. A deleted one can be brought back for a while.

use serde::{Deserialize, Serialize};
use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::compile::statement::Statement;
use crate::{Bind, Conn, Row, StoreError, Tx};

/// Somebody whom a comment speaks to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The person.
    pub user: Uuid,
    /// The name behind the @, as it was then.
    pub name: String,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Grows with time.
    pub id: Uuid,
    /// Object of the record.
    pub object: String,
    /// The record.
    pub record_id: Uuid,
    /// Who wrote it.
    pub author: Uuid,
    /// Plain text.
    pub body: String,
    /// Whom it speaks to.
    pub mentions: Vec<Mention>,
    /// When.
    pub created_at: Moment,
    /// When it was changed last.
    pub edited_at: Option<Moment>,
    /// When it was deleted.
    pub deleted_at: Option<Moment>,
}

const COLUMNS: &str = "id, object, record_id, author, body, mentions, created_at, edited_at, deleted_at";

fn read(row: &Row) -> Result<Comment, StoreError> {
    let mentions = row.string(5)?;
    Ok(Comment {
        id: row.id(0)?,
        object: row.string(1)?,
        record_id: row.id(2)?,
        author: row.id(3)?,
        body: row.string(4)?,
        mentions: serde_json::from_str(&mentions)
            .map_err(|_| StoreError::internal("the mentions of a comment can't be read"))?,
        created_at: row.time(6)?,
        edited_at: row.moment(7)?,
        deleted_at: row.moment(8)?,
    })
}

fn text(mentions: &[Mention]) -> Result<Bind, StoreError> {
    let text = serde_json::to_string(mentions).map_err(|error| StoreError::internal(error.to_string()))?;
    Ok(Bind::Text(text))
}

impl Conn {
    /// One comment, also a deleted one.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn comment(&mut self, id: Uuid) -> Result<Option<Comment>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_comment WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }

    /// These comments, in no order; deleted ones are not among them.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn comments_by_id(&mut self, ids: &[Uuid]) -> Result<Vec<Comment>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = self.dialect().among("id", ColumnType::Id, "$1");
        let sql = format!("SELECT {COLUMNS} FROM sys_comment WHERE deleted_at IS NULL AND {among}");
        let ids = Bind::Many(ColumnType::Id, ids.iter().copied().map(Bind::Id).collect());
        self.rows(&sql, &[ids]).await?.iter().map(read).collect()
    }

    /// A page of the comments on a record, newest first; `before` is the last id of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn comments(
        &mut self,
        record: Uuid,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Comment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_comment WHERE record_id = $1 AND id < $2 AND deleted_at IS NULL \
             ORDER BY id DESC LIMIT $3"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let binds = [Bind::Id(record), Bind::Id(before.unwrap_or(Uuid::max())), Bind::Int(limit)];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Keeps a new comment.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_comment(&mut self, comment: &Comment) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO sys_comment ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        let binds = [
            Bind::Id(comment.id),
            Bind::from(comment.object.as_str()),
            Bind::Id(comment.record_id),
            Bind::Id(comment.author),
            Bind::from(comment.body.as_str()),
            text(&comment.mentions)?,
            Bind::Moment(comment.created_at),
            Bind::moment(comment.edited_at),
            Bind::moment(comment.deleted_at),
        ];
        self.run(&sql, &binds).await?;
        Ok(())
    }

    /// Puts the text, its mentions, and when it was edited or deleted, in the place of what is kept.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn save_comment(&mut self, comment: &Comment) -> Result<(), StoreError> {
        let sql =
            "UPDATE sys_comment SET body = $1, mentions = $2, edited_at = $3, deleted_at = $4 WHERE id = $5";
        let binds = [
            Bind::from(comment.body.as_str()),
            text(&comment.mentions)?,
            Bind::moment(comment.edited_at),
            Bind::moment(comment.deleted_at),
            Bind::Id(comment.id),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Gives all comments on one record to another; answers which.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn move_comments(&mut self, from: Uuid, to: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let sql = "UPDATE sys_comment SET record_id = $1 WHERE record_id = $2 RETURNING id";
        let rows = self.rows(sql, &[Bind::Id(to), Bind::Id(from)]).await?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    /// Gives those of these comments that are on one record to another.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn move_back(&mut self, ids: &[Uuid], from: Uuid, to: Uuid) -> Result<(), StoreError> {
        for chunk in ids.chunks(256) {
            let among = self.dialect().among("id", ColumnType::Id, "$3");
            let sql = format!("UPDATE sys_comment SET record_id = $1 WHERE record_id = $2 AND {among}");
            let ids = Bind::Many(ColumnType::Id, chunk.iter().copied().map(Bind::Id).collect());
            self.run(&sql, &[Bind::Id(to), Bind::Id(from), ids]).await?;
        }
        Ok(())
    }

    /// Comments and followers of records that are gone for good go with them.
    pub(crate) async fn drop_talk(&mut self, records: &[Uuid]) -> Result<(), StoreError> {
        for table in ["sys_comment", "sys_follow"] {
            let mut st = Statement::new(self.dialect());
            let places = st.places(records.iter().copied());
            self.run(&format!("DELETE FROM {table} WHERE record_id IN ({places})"), &st.binds).await?;
        }
        Ok(())
    }

    /// Removes comments that were deleted before this moment, some at most; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_comments(&mut self, before: Moment, limit: usize) -> Result<usize, StoreError> {
        let sql = "DELETE FROM sys_comment WHERE id IN (SELECT id FROM sys_comment \
                   WHERE deleted_at IS NOT NULL AND deleted_at < $1 ORDER BY deleted_at LIMIT $2)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let gone = self.run(sql, &[Bind::Moment(before), Bind::Int(limit)]).await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
