//! Exports: any list or view into a file, as a durable job. Rows are those that the caller may both see and export,
//! columns those that the caller may see; every export stands in the audit chain with its filter and count. The file is
//! its owner's alone and is kept for a day.

mod cell;
mod csv;
pub mod job;
mod lines;
pub mod manage;
mod xlsx;

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use shuke_base::{Fault, Locale};
use shuke_store::system::Task;

use crate::import::doc::StoredFault;
use crate::task::read;

pub use cell::Cell;

/// The sort of work, as it is kept.
pub const KIND: &str = "export";

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated, in UTF-8 with a mark that spreadsheet programs know it by.
    Csv,
    /// Comma-separated, in GB18030, of which GBK is a part.
    CsvGbk,
}

impl Format {
    const ALL: [(&'static str, Self); 3] =
        [("xlsx", Self::Xlsx), ("csv", Self::Csv), ("csv_gbk", Self::CsvGbk)];

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }

    /// What its files end in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        if self == Self::Xlsx { "xlsx" } else { "csv" }
    }

    /// The media type of its files.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::CsvGbk => "text/csv; charset=gb18030",
        }
    }
}

/// What is to be written, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spec {
    /// What the file is.
    pub format: Format,
    /// Fields in order.
    pub columns: Vec<String>,
    /// Filters that all must hold: the view's and the request's.
    pub filters: Vec<Json>,
    /// Quick search.
    pub q: Option<String>,
    /// Sort keys.
    pub sort: Vec<String>,
    /// Language of headings and of options.
    pub locale: Locale,
    /// What the file is called.
    pub file_name: String,
}

/// How far it is, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Doc {
    /// Bytes of the whole file.
    pub bytes: Option<i64>,
    /// Why it failed.
    pub error: Option<StoredFault>,
}

/// The export as callers see it.
fn view(task: &Task, locale: Locale) -> Result<Json, Fault> {
    let (spec, doc): (Spec, Doc) = (read(&task.spec)?, read(&task.doc)?);
    let until = task.finished_at.filter(|_| task.state == "done").map(|at| at + crate::housekeeping::EXPORTS);
    Ok(json!({
        "id": task.id, "object": task.object, "state": task.state, "format": spec.format,
        "columns": spec.columns, "file_name": spec.file_name, "rows_total": task.rows_total,
        "rows_done": task.rows_done, "bytes": doc.bytes, "kept_until": until,
        "error": doc.error.as_ref().map(|fault| fault.message(locale)), "created_at": task.created_at,
        "started_at": task.started_at, "finished_at": task.finished_at,
    }))
}

/// A file that takes rows one after another and never holds them all.
trait Sheet: Send {
    /// Adds a row.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;
    /// Adds a row of headings.
    fn heading(&mut self, cells: &[String]) -> io::Result<()>;
    /// Adds a row of remark that is not data.
    fn remark(&mut self, text: &str) -> io::Result<()>;
    /// Begins another sheet, in a file that has several.
    fn next(&mut self, columns: usize) -> io::Result<()> {
        Err(io::Error::other(format!("a file of one sheet can't take {columns} columns more")))
    }
    /// Ends the file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
