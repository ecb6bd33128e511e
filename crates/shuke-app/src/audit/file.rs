//! The audit chain as a file: one JSON object a line. Such a file is checked without any database, so that somebody
//! outside can keep it and prove later what stood in it.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use shuke_base::{Moment, NaiveDate, Uuid};
use shuke_store::StoreError;
use shuke_store::system::{AuditEntry, AuditRow, ChainCheck, ChainReport, Link};

use crate::App;

/// Bytes of a line, at most; no entry comes near.
const LINE: u64 = 64 * 1024 * 1024;

/// A line of the file. `detail` is a text, because the seal is over its very characters.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: i64,
    day: String,
    at: String,
    actor: Option<Uuid>,
    action: String,
    object: Option<String>,
    record_id: Option<Uuid>,
    detail: String,
    hash: String,
}

impl Line {
    fn of(row: AuditRow) -> Self {
        let entry = row.entry;
        Self {
            seq: row.seq,
            day: row.day,
            at: entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            actor: entry.actor,
            action: entry.action,
            object: entry.object,
            record_id: entry.record_id,
            detail: entry.detail,
            hash: row.hash,
        }
    }

    /// The entry; `None` when its time is none.
    fn row(self) -> Option<AuditRow> {
        let at: Moment = self.at.parse().ok()?;
        let entry = AuditEntry {
            at,
            actor: self.actor,
            action: self.action,
            object: self.object,
            record_id: self.record_id,
            detail: self.detail,
        };
        Some(AuditRow { seq: self.seq, day: self.day, entry, hash: self.hash })
    }
}

/// Why a file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// The database.
    #[error("{0}")]
    Store(StoreError),
}

/// What the check of a file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// What the check of the chain found.
    pub chain: ChainReport,
    /// The line, counted from 1, where it is broken.
    pub line: Option<u64>,
    /// That line is no entry at all.
    pub unreadable: bool,
}

impl App {
    /// Writes the chain, or some days of it (UTC, both included), into a file that is not there yet; answers how many
    /// entries it holds. A file that can't be written to its end is removed.
    ///
    /// # Errors
    /// The file's or the database's trouble.
    pub async fn export_audit(
        &self,
        path: &Path,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<u64, FileError> {
        let file = File::create_new(path)?;
        let written = self.write_audit(BufWriter::new(file), from, to).await;
        if written.is_err() {
            // What is left of it would only mislead; when it can't be removed, the error tells of the file anyway.
            let _ = std::fs::remove_file(path);
        }
        written
    }

    async fn write_audit(
        &self,
        mut file: BufWriter<File>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<u64, FileError> {
        let mut conn = self.store.read().await.map_err(FileError::Store)?;
        let (mut after, mut count) = (None, 0);
        loop {
            let links = conn.audit_links(after, from, to).await.map_err(FileError::Store)?;
            let Some(last) = links.last() else { break };
            after = Some(last.seq);
            for link in links {
                let damaged = format!("entry {} is damaged and can't be read", link.seq);
                let row = link.row.ok_or_else(|| FileError::Store(StoreError::internal(damaged)))?;
                let line = serde_json::to_string(&Line::of(row)).map_err(std::io::Error::from)?;
                writeln!(file, "{line}")?;
                count += 1;
            }
        }
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(count)
    }
}

/// Checks the chain in a file, line by line.
///
/// # Errors
/// When the file can't be read.
pub fn verify_file(path: &Path) -> Result<FileReport, FileError> {
    let mut file = BufReader::new(File::open(path)?);
    let mut check = ChainCheck::default();
    let (mut number, mut text) = (0, Vec::new());
    loop {
        text.clear();
        number += 1;
        if file.by_ref().take(LINE).read_until(b'\n', &mut text)? == 0 {
            return Ok(FileReport { chain: check.into_report(), line: None, unreadable: false });
        }
        let Ok(line) = serde_json::from_slice::<Line>(&text) else {
            return Ok(FileReport { chain: check.into_report(), line: Some(number), unreadable: true });
        };
        let link = Link { seq: line.seq, row: line.row() };
        if !check.take(&link).map_err(FileError::Store)? {
            return Ok(FileReport { chain: check.into_report(), line: Some(number), unreadable: false });
        }
    }
}
