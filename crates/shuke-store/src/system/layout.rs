//! Drafts of layouts, and earlier published versions of them. What is in force stands in the object's definition.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A layout that is being designed; everybody who designs shares the one draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutDraft {
    /// Api name of the object.
    pub object: String,
    /// Name of the layout.
    pub layout: String,
    /// The layout, as JSON.
    pub doc: String,
    /// Grows with each save.
    pub version: i64,
    /// Who saved it last.
    pub updated_by: Option<Uuid>,
    /// When.
    pub updated_at: Moment,
}

/// A layout as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutVersion {
    /// Api name of the object.
    pub object: String,
    /// Name of the layout.
    pub layout: String,
    /// Its place among the versions of the layout, counted from 1.
    pub number: i64,
    /// The layout, as JSON; empty in lists.
    pub doc: String,
    /// Who published it; none for what was there before.
    pub published_by: Option<Uuid>,
    /// When.
    pub published_at: Moment,
}

const DRAFT: &str = "SELECT object, layout, doc, version, updated_by, updated_at FROM sys_layout_draft";

fn draft(row: &Row) -> Result<LayoutDraft, StoreError> {
    Ok(LayoutDraft {
        object: row.string(0)?,
        layout: row.string(1)?,
        doc: row.string(2)?,
        version: row.number(3)?,
        updated_by: row.uuid(4)?,
        updated_at: row.time(5)?,
    })
}

fn version(row: &Row) -> Result<LayoutVersion, StoreError> {
    Ok(LayoutVersion {
        object: row.string(0)?,
        layout: row.string(1)?,
        number: row.number(2)?,
        published_by: row.uuid(3)?,
        published_at: row.time(4)?,
        doc: row.string(5)?,
    })
}

impl Conn {
    /// The drafts of an object's layouts, by name. How many there can be is limited when they are made.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn layout_drafts(&mut self, object: &str) -> Result<Vec<LayoutDraft>, StoreError> {
        let sql = format!("{DRAFT} WHERE object = $1 ORDER BY layout");
        self.rows(&sql, &[Bind::from(object)]).await?.iter().map(draft).collect()
    }

    /// The draft of a layout, if there is one.
    ///
    /// # Errors
    /// As [`Conn::layout_drafts`].
    pub async fn layout_draft(
        &mut self,
        object: &str,
        layout: &str,
    ) -> Result<Option<LayoutDraft>, StoreError> {
        let sql = format!("{DRAFT} WHERE object = $1 AND layout = $2");
        self.row(&sql, &[Bind::from(object), Bind::from(layout)]).await?.as_ref().map(draft).transpose()
    }

    /// The versions of all layouts of an object without what they hold, newest first; a few for each layout are kept.
    ///
    /// # Errors
    /// As [`Conn::layout_drafts`].
    pub async fn layout_versions(&mut self, object: &str) -> Result<Vec<LayoutVersion>, StoreError> {
        let sql = "SELECT object, layout, number, published_by, published_at, '' FROM sys_layout_version \
                   WHERE object = $1 ORDER BY layout, number DESC";
        self.rows(sql, &[Bind::from(object)]).await?.iter().map(version).collect()
    }

    /// One version of a layout.
    ///
    /// # Errors
    /// As [`Conn::layout_drafts`].
    pub async fn layout_version(
        &mut self,
        object: &str,
        layout: &str,
        number: i64,
    ) -> Result<Option<LayoutVersion>, StoreError> {
        let sql = "SELECT object, layout, number, published_by, published_at, doc FROM sys_layout_version \
                   WHERE object = $1 AND layout = $2 AND number = $3";
        let binds = [Bind::from(object), Bind::from(layout), Bind::Int(number)];
        self.row(sql, &binds).await?.as_ref().map(version).transpose()
    }
}

impl Tx {
    /// Stores a draft over the version `expected`, or as the first; whether nobody was faster.
    ///
    /// # Errors
    /// When the engine refuses; so for each of these functions.
    pub async fn put_layout_draft(
        &mut self,
        draft: &LayoutDraft,
        expected: Option<i64>,
    ) -> Result<bool, StoreError> {
        let mut binds = vec![
            Bind::from(draft.object.as_str()),
            Bind::from(draft.layout.as_str()),
            Bind::from(draft.doc.as_str()),
            Bind::Int(draft.version),
            Bind::id(draft.updated_by),
            Bind::Moment(draft.updated_at),
        ];
        let sql = match expected {
            None => {
                "INSERT INTO sys_layout_draft (object, layout, doc, version, updated_by, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (object, layout) DO NOTHING"
            }
            Some(expected) => {
                binds.push(Bind::Int(expected));
                "UPDATE sys_layout_draft SET doc = $3, version = $4, updated_by = $5, updated_at = $6 \
                 WHERE object = $1 AND layout = $2 AND version = $7"
            }
        };
        Ok(self.run(sql, &binds).await? > 0)
    }

    /// Forgets a draft; whether there was one.
    ///
    /// # Errors
    /// As [`Tx::put_layout_draft`].
    pub async fn drop_layout_draft(&mut self, object: &str, layout: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM sys_layout_draft WHERE object = $1 AND layout = $2";
        Ok(self.run(sql, &[Bind::from(object), Bind::from(layout)]).await? > 0)
    }

    /// Remembers a published version as the newest and forgets all but the newest `keep`; answers its number.
    ///
    /// # Errors
    /// As [`Tx::put_layout_draft`].
    pub async fn add_layout_version(
        &mut self,
        version: &LayoutVersion,
        keep: usize,
    ) -> Result<i64, StoreError> {
        let place = [Bind::from(version.object.as_str()), Bind::from(version.layout.as_str())];
        let sql = "SELECT max(number) FROM sys_layout_version WHERE object = $1 AND layout = $2";
        let row = self.row(sql, &place).await?;
        let number = row.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0) + 1;
        let sql = "INSERT INTO sys_layout_version (object, layout, number, doc, published_by, published_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let [object, layout] = place;
        let binds = [
            object.clone(),
            layout.clone(),
            Bind::Int(number),
            Bind::from(version.doc.as_str()),
            Bind::id(version.published_by),
            Bind::Moment(version.published_at),
        ];
        self.run(sql, &binds).await?;
        let oldest = number - i64::try_from(keep).unwrap_or(i64::MAX);
        let sql = "DELETE FROM sys_layout_version WHERE object = $1 AND layout = $2 AND number <= $3";
        self.run(sql, &[object, layout, Bind::Int(oldest)]).await?;
        Ok(number)
    }

    /// Forgets a layout's versions.
    ///
    /// # Errors
    /// As [`Tx::put_layout_draft`].
    pub async fn drop_layout_versions(&mut self, object: &str, layout: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM sys_layout_version WHERE object = $1 AND layout = $2";
        self.run(sql, &[Bind::from(object), Bind::from(layout)]).await.map(drop)
    }
}
