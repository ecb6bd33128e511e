//! Files that fields of records hold: what is known of them. A file belongs to nobody but its uploader until a record
//! takes it, and from then on to that record's field for good, so that history can still show it.

use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Row, StoreError, Tx};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// What it is called, with its ending.
    pub name: String,
    /// Media type, as its bytes tell.
    pub media: String,
    /// SHA-256 of its bytes, in hexadecimal digits: where the file store has it.
    pub sha256: String,
    /// Its size.
    pub bytes: i64,
    /// Width and height of a picture, in points.
    pub size: Option<(i64, i64)>,
    /// Who uploaded it.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: Moment,
    /// The record and field that hold it: object, record, field.
    pub held: Option<(String, Uuid, String)>,
}

const COLUMNS: &str =
    "id, name, media, sha256, bytes, width, height, created_by, created_at, object, record_id, field";

fn read(row: &Row) -> Result<Attachment, StoreError> {
    let size = row.int(5)?.zip(row.int(6)?);
    let held = match (row.text(9)?, row.uuid(10)?, row.text(11)?) {
        (Some(object), Some(record), Some(field)) => Some((object, record, field)),
        _ => None,
    };
    Ok(Attachment {
        id: row.id(0)?,
        name: row.string(1)?,
        media: row.string(2)?,
        sha256: row.string(3)?,
        bytes: row.number(4)?,
        size,
        created_by: row.uuid(7)?,
        created_at: row.time(8)?,
        held,
    })
}

impl Conn {
    /// What is known of these files, in any order; those that don't exist are left out.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn attachments(&mut self, ids: &[Uuid]) -> Result<Vec<Attachment>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = self.dialect().among("id", ColumnType::Id, "$1");
        let sql = format!("SELECT {COLUMNS} FROM sys_attachment WHERE {among}");
        let ids = ids.iter().copied().map(Bind::Id).collect();
        self.rows(&sql, &[Bind::Many(ColumnType::Id, ids)]).await?.iter().map(read).collect()
    }

    /// How many files this person uploaded that no record holds yet.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn loose_attachments(&mut self, by: Uuid) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM sys_attachment WHERE record_id IS NULL AND created_by = $1";
        self.row(sql, &[Bind::Id(by)]).await?.map_or(Ok(0), |row| row.number(0))
    }

    /// Some of the files that no record took and that came before `moment`.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn forgotten_attachments(&mut self, moment: Moment) -> Result<Vec<Attachment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_attachment WHERE record_id IS NULL AND created_at < $1 \
             ORDER BY created_at LIMIT 500"
        );
        self.rows(&sql, &[Bind::Moment(moment)]).await?.iter().map(read).collect()
    }

    /// Digests and sizes of all files behind `after`, in order, `most` at a time; equal files count once.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn attachment_digests(
        &mut self,
        after: &str,
        most: usize,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = format!(
            "SELECT sha256, max(bytes) FROM sys_attachment WHERE sha256 > $1 \
             GROUP BY sha256 ORDER BY sha256 LIMIT {most}"
        );
        let rows = self.rows(&sql, &[Bind::from(after)]).await?;
        rows.iter().map(|row| Ok((row.string(0)?, row.number(1)?))).collect()
    }

    /// How many different files there are, and their bytes.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn attachment_sum(&mut self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*), CAST(coalesce(sum(bytes), 0) AS BIGINT) \
                   FROM (SELECT sha256, max(bytes) AS bytes FROM sys_attachment GROUP BY sha256) AS f";
        let Some(row) = self.row(sql, &[]).await? else { return Ok((0, 0)) };
        Ok((row.number(0)?.unsigned_abs(), row.number(1)?.unsigned_abs()))
    }

    /// One of the files with these bytes, held by a record if there is such a one.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn attachment_with(&mut self, sha256: &str) -> Result<Option<Attachment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sys_attachment WHERE sha256 = $1 ORDER BY record_id IS NULL, id LIMIT 1"
        );
        self.row(&sql, &[Bind::from(sha256)]).await?.as_ref().map(read).transpose()
    }

    /// Whether any file has these bytes.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn attachment_bytes_used(&mut self, sha256: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM sys_attachment WHERE sha256 = $1 LIMIT 1";
        Ok(self.row(sql, &[Bind::from(sha256)]).await?.is_some())
    }
}

impl Tx {
    /// Remembers a file.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_attachment(&mut self, file: &Attachment) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_attachment \
                   (id, name, media, sha256, bytes, width, height, created_by, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let side = |side: Option<i64>| side.map_or(Bind::Null(ColumnType::Int), Bind::Int);
        let binds = [
            Bind::Id(file.id),
            Bind::from(file.name.as_str()),
            Bind::from(file.media.as_str()),
            Bind::from(file.sha256.as_str()),
            Bind::Int(file.bytes),
            side(file.size.map(|(width, _)| width)),
            side(file.size.map(|(_, height)| height)),
            Bind::id(file.created_by),
            Bind::Moment(file.created_at),
        ];
        self.run(sql, &binds).await?;
        Ok(())
    }

    /// Gives loose files to a field of a record; answers how many were still loose.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn hold_attachments(
        &mut self,
        ids: &[Uuid],
        object: &str,
        record: Uuid,
        field: &str,
    ) -> Result<u64, StoreError> {
        let among = self.dialect().among("id", ColumnType::Id, "$4");
        let sql = format!(
            "UPDATE sys_attachment SET object = $1, record_id = $2, field = $3 WHERE record_id IS NULL AND {among}"
        );
        let ids = ids.iter().copied().map(Bind::Id).collect();
        let binds =
            [Bind::from(object), Bind::Id(record), Bind::from(field), Bind::Many(ColumnType::Id, ids)];
        self.run(&sql, &binds).await
    }

    /// Forgets loose files.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_attachments(&mut self, ids: &[Uuid]) -> Result<u64, StoreError> {
        let among = self.dialect().among("id", ColumnType::Id, "$1");
        let sql = format!("DELETE FROM sys_attachment WHERE record_id IS NULL AND {among}");
        let ids = ids.iter().copied().map(Bind::Id).collect();
        self.run(&sql, &[Bind::Many(ColumnType::Id, ids)]).await
    }
}
