//! Files inside the database, in pieces of one mebibyte, so that neither side ever holds a whole one in a statement.

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Store, StoreError, Tx};

/// Bytes of one piece.
pub const CHUNK: usize = 1024 * 1024;

/// Where pieces lie; files of imports and exports hold values of fields.
const DATA: &str = "sys_file_chunk.data";

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileInfo {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Its size; absent while it is still coming in.
    pub bytes: Option<i64>,
    /// When it came.
    pub created_at: Moment,
}

impl Conn {
    /// What is known of a file.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn file(&mut self, id: Uuid) -> Result<Option<FileInfo>, StoreError> {
        let sql = "SELECT id, name, bytes, created_at FROM sys_file WHERE id = $1";
        let row = self.row(sql, &[Bind::Id(id)]).await?;
        row.map(|row| {
            Ok(FileInfo {
                id: row.id(0)?,
                name: row.string(1)?,
                bytes: row.int(2)?,
                created_at: row.time(3)?,
            })
        })
        .transpose()
    }

    /// A piece of a file, counted from 0; `None` after the last one.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn file_chunk(&mut self, id: Uuid, seq: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT data FROM sys_file_chunk WHERE file_id = $1 AND seq = $2";
        let row = self.row(sql, &[Bind::Id(id), Bind::Int(seq)]).await?;
        match row.map(|row| row.bytes(0)).transpose()?.flatten() {
            Some(data) => self.opened_bytes(DATA, id, data).await.map(Some),
            None => Ok(None),
        }
    }
}

impl Tx {
    /// Begins a file.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn begin_file(&mut self, id: Uuid, name: &str, now: Moment) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_file (id, name, created_at) VALUES ($1, $2, $3)";
        self.run(sql, &[Bind::Id(id), Bind::from(name), Bind::Moment(now)]).await?;
        Ok(())
    }

    /// Adds a piece, counted from 0; every piece but the last has [`CHUNK`] bytes.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn add_file_chunk(&mut self, id: Uuid, seq: i64, data: Vec<u8>) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_file_chunk (file_id, seq, data) VALUES ($1, $2, $3)";
        let data = self.closed_bytes(DATA, id, data).await?;
        self.run(sql, &[Bind::Id(id), Bind::Int(seq), Bind::Bytes(data)]).await?;
        Ok(())
    }

    /// The file is whole.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn end_file(&mut self, id: Uuid, bytes: i64) -> Result<(), StoreError> {
        self.run("UPDATE sys_file SET bytes = $2 WHERE id = $1", &[Bind::Id(id), Bind::Int(bytes)]).await?;
        Ok(())
    }

    /// Removes a file; whether there was one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn drop_file(&mut self, id: Uuid) -> Result<bool, StoreError> {
        self.run("DELETE FROM sys_file_chunk WHERE file_id = $1", &[Bind::Id(id)]).await?;
        Ok(self.run("DELETE FROM sys_file WHERE id = $1", &[Bind::Id(id)]).await? > 0)
    }

    /// Removes files that began before `moment` and never became whole; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_files(&mut self, moment: Moment) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_file_chunk WHERE file_id IN \
                   (SELECT id FROM sys_file WHERE bytes IS NULL AND created_at < $1)";
        self.run(sql, &[Bind::Moment(moment)]).await?;
        let sql = "DELETE FROM sys_file WHERE bytes IS NULL AND created_at < $1";
        self.run(sql, &[Bind::Moment(moment)]).await
    }
}

/// A file on its way in: takes bytes as they come and writes each full piece in a transaction of its own, so that
/// other writers get their turn in between.
#[derive(Debug)]
pub struct FileWriter {
    store: Store,
    id: Uuid,
    seq: i64,
    bytes: i64,
    pending: Vec<u8>,
}

impl Store {
    /// Begins a file. It counts as whole only after [`FileWriter::finish`].
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn write_file(&self, id: Uuid, name: &str, now: Moment) -> Result<FileWriter, StoreError> {
        let name = name.to_owned();
        self.write(move |tx| Box::pin(async move { tx.begin_file(id, &name, now).await })).await?;
        Ok(FileWriter { store: self.clone(), id, seq: 0, bytes: 0, pending: Vec::new() })
    }

    /// The whole of a file; `None` when there is none or it never became whole.
    ///
    /// # Errors
    /// When the engine doesn't answer or a piece is missing.
    pub async fn read_file(&self, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
        let mut conn = self.read().await?;
        let Some(size) = conn.file(id).await?.and_then(|file| file.bytes) else { return Ok(None) };
        let size = usize::try_from(size).unwrap_or(0);
        let mut whole = Vec::with_capacity(size);
        let mut seq = 0;
        while let Some(piece) = conn.file_chunk(id, seq).await? {
            whole.extend_from_slice(&piece);
            seq += 1;
        }
        if whole.len() == size { Ok(Some(whole)) } else { Err(StoreError::internal("a file lacks a piece")) }
    }
}

impl FileWriter {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn push(&mut self, mut data: &[u8]) -> Result<(), StoreError> {
        while !data.is_empty() {
            let (now, later) = data.split_at(data.len().min(CHUNK - self.pending.len()));
            self.pending.extend_from_slice(now);
            data = later;
            if self.pending.len() == CHUNK {
                self.write_pending().await?;
            }
        }
        Ok(())
    }

    async fn write_pending(&mut self) -> Result<(), StoreError> {
        let data = std::mem::take(&mut self.pending);
        self.bytes += data.len() as i64;
        let (id, seq) = (self.id, self.seq);
        self.seq += 1;
        self.store.write(move |tx| Box::pin(async move { tx.add_file_chunk(id, seq, data).await })).await
    }

    /// Writes the rest; from now on the file is whole. Answers its size.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn finish(mut self) -> Result<i64, StoreError> {
        if !self.pending.is_empty() {
            self.write_pending().await?;
        }
        let (id, bytes) = (self.id, self.bytes);
        self.store.write(move |tx| Box::pin(async move { tx.end_file(id, bytes).await })).await?;
        Ok(bytes)
    }
}
