//! Saved views of lists: what each holds is a document that the store doesn't read. Beside them, what people choose:
//! the order of the views of an object, and which opens first.

use shuke_base::{Moment, Uuid};

use crate::compile::statement::Statement;
use crate::{Bind, Conn, Row, StoreError, Tx};

/// A view that only its owner has.
pub const PRIVATE: &str = "private";

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// Api name of the object.
    pub object: String,
    /// Who made it; none for those that came with the program.
    pub owner: Option<Uuid>,
    /// [`PRIVATE`], or in a word how it is shared.
    pub audience: String,
    /// What it shows and to whom, as JSON.
    pub doc: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it was changed last.
    pub updated_at: Moment,
    /// When it was deleted; it can be brought back for a while.
    pub deleted_at: Option<Moment>,
}

const SELECT: &str =
    "SELECT id, object, owner, audience, doc, created_at, updated_at, deleted_at FROM sys_view";

/// Where the document lies: a filter may name values of sensitive fields.
const DOC: &str = "sys_view.doc";

fn read(row: &Row) -> Result<SavedView, StoreError> {
    Ok(SavedView {
        id: row.id(0)?,
        object: row.string(1)?,
        owner: row.uuid(2)?,
        audience: row.string(3)?,
        doc: row.string(4)?,
        created_at: row.time(5)?,
        updated_at: row.time(6)?,
        deleted_at: row.moment(7)?,
    })
}

impl Conn {
    /// The shared views of an object, and those of one person; oldest first. How many there can be is limited when
    /// they are made.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn views(&mut self, object: &str, owner: Uuid) -> Result<Vec<SavedView>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE object = $1 AND audience <> $2 AND deleted_at IS NULL \
             UNION ALL {SELECT} WHERE object = $1 AND audience = $2 AND owner = $3 AND deleted_at IS NULL ORDER BY 1"
        );
        let binds = [Bind::from(object), Bind::from(PRIVATE), Bind::Id(owner)];
        let rows = self.rows(&sql, &binds).await?;
        self.opened_views(rows).await
    }

    /// So many views, for whoever asks what goes by a field: shared ones first, those of the object first among them.
    ///
    /// # Errors
    /// As [`Conn::views`].
    pub async fn some_views(&mut self, object: &str, limit: usize) -> Result<Vec<SavedView>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE deleted_at IS NULL \
             ORDER BY CASE WHEN audience = $1 THEN 1 ELSE 0 END, CASE WHEN object = $2 THEN 0 ELSE 1 END, id LIMIT $3"
        );
        let limit = Bind::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = self.rows(&sql, &[Bind::from(PRIVATE), Bind::from(object), limit]).await?;
        self.opened_views(rows).await
    }

    async fn opened_views(&mut self, rows: Vec<Row>) -> Result<Vec<SavedView>, StoreError> {
        let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for view in &mut found {
            self.open_text(DOC, view.id, &mut view.doc).await?;
        }
        Ok(found)
    }

    /// One view, also a deleted one.
    ///
    /// # Errors
    /// As [`Conn::views`].
    pub async fn view(&mut self, id: Uuid) -> Result<Option<SavedView>, StoreError> {
        let sql = format!("{SELECT} WHERE id = $1");
        let row = self.row(&sql, &[Bind::Id(id)]).await?;
        Ok(self.opened_views(row.into_iter().collect()).await?.pop())
    }

    /// The views of these ids, as far as there are such; also deleted ones that can still be brought back.
    ///
    /// # Errors
    /// As [`Conn::views`].
    pub async fn views_by_id(&mut self, ids: &[Uuid]) -> Result<Vec<SavedView>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut st = Statement::new(self.dialect());
        let places = st.places(ids.iter().copied());
        let rows = self.rows(&format!("{SELECT} WHERE id IN ({places})"), &st.binds).await?;
        self.opened_views(rows).await
    }

    /// What a person, or with the nil id everybody, chose for the views of an object, as JSON.
    ///
    /// # Errors
    /// As [`Conn::views`].
    pub async fn view_choice(&mut self, user: Uuid, object: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT doc FROM sys_view_choice WHERE user_id = $1 AND object = $2";
        self.row(sql, &[Bind::Id(user), Bind::from(object)]).await?.map(|row| row.string(0)).transpose()
    }
}

impl Tx {
    /// Adds a view.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn add_view(&mut self, view: &SavedView) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_view (id, object, owner, audience, doc, created_at, updated_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let binds = [
            Bind::Id(view.id),
            Bind::from(view.object.as_str()),
            Bind::id(view.owner),
            Bind::from(view.audience.as_str()),
            Bind::closed(DOC, view.id, view.doc.as_str()),
            Bind::Moment(view.created_at),
            Bind::Moment(view.updated_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Stores what a view holds, how it is shared and whether it is deleted.
    ///
    /// # Errors
    /// As [`Tx::add_view`].
    pub async fn save_view(&mut self, view: &SavedView) -> Result<(), StoreError> {
        let sql =
            "UPDATE sys_view SET audience = $2, doc = $3, updated_at = $4, deleted_at = $5 WHERE id = $1";
        let binds = [
            Bind::Id(view.id),
            Bind::from(view.audience.as_str()),
            Bind::closed(DOC, view.id, view.doc.as_str()),
            Bind::Moment(view.updated_at),
            Bind::moment(view.deleted_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Stores what a person, or with the nil id everybody, chooses for the views of an object.
    ///
    /// # Errors
    /// As [`Tx::add_view`].
    pub async fn put_view_choice(&mut self, user: Uuid, object: &str, doc: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_view_choice (user_id, object, doc) VALUES ($1, $2, $3) \
                   ON CONFLICT (user_id, object) DO UPDATE SET doc = excluded.doc";
        self.run(sql, &[Bind::Id(user), Bind::from(object), Bind::from(doc)]).await?;
        Ok(())
    }

    /// Removes views that were deleted before `moment` for good; answers how many.
    ///
    /// # Errors
    /// As [`Tx::add_view`].
    pub async fn prune_views(&mut self, moment: Moment) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_view WHERE deleted_at IS NOT NULL AND deleted_at < $1";
        self.run(sql, &[Bind::Moment(moment)]).await
    }
}
