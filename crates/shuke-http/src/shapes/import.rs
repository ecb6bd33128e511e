//! Imports.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// What an import is to do; what is absent stays as it was guessed.
#[derive(Debug, ToSchema)]
pub struct ImportOptions {
    /// `insert`, `update` or `upsert`.
    pub mode: Option<String>,
    /// Fields that find a row's record.
    pub key: Option<Vec<String>>,
    /// Heading of a column → field, or null. A field of a linked object has the way to it in front: `account.phone`
    /// through the field `account`, `opportunity:contact.name` of what refers to the object by its field `contact`.
    #[schema(value_type = Option<Object>)]
    pub mapping: BTreeMap<String, Json>,
    /// References to names that don't exist are created.
    pub create_references: Option<bool>,
    /// What becomes of duplicates: `allow`, `skip`, `block` or `update`; absent: as the object's duplicate check says.
    pub duplicates: Option<String>,
    /// With `update`: duplicates overwrite what the record has; else they fill only what is empty.
    pub overwrite: Option<bool>,
    /// What becomes of linked records.
    pub links: Option<BTreeMap<String, ImportLinkOptions>>,
}

/// What becomes of the records of a linked object.
#[derive(Debug, ToSchema)]
pub struct ImportLinkOptions {
    /// `find_or_create`, `find`, `insert` or `upsert`.
    pub action: Option<String>,
    /// Fields that find a record; none: those of the object's duplicate check.
    pub key: Option<Vec<String>>,
}

/// Which sheet of a workbook is read.
#[derive(Debug, ToSchema)]
pub struct ImportSheet {
    /// What its tab says.
    pub sheet: String,
}

/// A linked object of an import, and what was done to its records.
#[derive(Debug, ToSchema)]
pub struct ImportLink {
    /// How columns name it.
    pub link: String,
    /// The object.
    #[schema(required)]
    pub object: Option<String>,
    /// `parent` when the main object refers to it, else `child`.
    pub side: String,
    /// `find_or_create`, `find`, `insert` or `upsert`.
    pub action: String,
    /// Fields that find a record; none: those of the object's duplicate check.
    pub key: Vec<String>,
    /// New records.
    pub inserted: u64,
    /// Records that were there.
    pub found: u64,
    /// Changes of records that were there.
    pub updated: u64,
}

/// A file to import.
#[derive(Debug, ToSchema)]
pub struct ImportUpload {
    /// xlsx, or csv in UTF-8 or GBK.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// JSON: `object`, the options, `sheet`, `dry_run`, and `start` to run at once.
    pub options: Option<String>,
}

/// One column of the file.
#[derive(Debug, ToSchema)]
pub struct ImportColumn {
    /// Position, from 0.
    pub index: usize,
    /// Heading.
    pub header: String,
    /// Some of its texts.
    pub samples: Vec<String>,
    /// The field that it feeds, with the way to it when it is one of a linked object.
    #[schema(required)]
    pub field: Option<String>,
}

/// What an undo did.
#[derive(Debug, ToSchema)]
pub struct ImportUndone {
    /// New records that are gone again.
    pub removed: u64,
    /// Changed records that have their old values again.
    pub restored: u64,
    /// Records that were changed or used since and stay.
    pub kept: u64,
}

/// An import.
#[derive(Debug, ToSchema)]
pub struct Import {
    /// Id.
    pub id: Uuid,
    /// Object of its records; empty while that is only proposed.
    pub object: String,
    /// Name of the file.
    pub file_name: String,
    /// `proposed`, `uploaded`, `checking`, `checked`, `running`, `stopping`, `stopped`, `done`, `failed`, `undoing` or `undone`.
    pub state: String,
    /// `insert`, `update` or `upsert`.
    pub mode: String,
    /// Fields that find a row's record.
    pub key: Vec<String>,
    /// References to names that don't exist are created.
    pub create_references: bool,
    /// Only looks, writes nothing.
    pub dry_run: bool,
    /// The heading's line in the file.
    pub header_row: u32,
    /// The columns.
    pub columns: Vec<ImportColumn>,
    /// `xlsx`, `UTF-8`, `GB18030`, …
    pub encoding: String,
    /// Rows in the file.
    #[schema(required)]
    pub rows_total: Option<i64>,
    /// Rows dealt with.
    pub rows_done: i64,
    /// New records.
    pub inserted: u64,
    /// Changed records.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Bad rows.
    pub failed: u64,
    /// What becomes of duplicates: `allow`, `skip`, `block` or `update`.
    pub duplicates: String,
    /// Duplicates overwrite what the record has.
    pub overwrite: bool,
    /// Rows left out as duplicates; they are among the faults, too.
    pub left_out: u64,
    /// The linked objects.
    pub links: Vec<ImportLink>,
    /// The sheet of a workbook that is read.
    #[schema(required)]
    pub sheet: Option<String>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// What an undo did.
    #[schema(required)]
    pub undone: Option<ImportUndone>,
    /// Why it failed as a whole.
    #[schema(required, value_type = Option<Object>)]
    pub error: Json,
    /// Who started it.
    #[schema(required)]
    pub created_by: Option<Ref>,
    /// When.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it began to run.
    #[schema(required, format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = DateTime)]
    pub finished_at: Option<String>,
}

/// The caller's imports.
#[derive(Debug, ToSchema)]
pub struct Imports {
    /// The imports, newest first.
    pub items: Vec<Import>,
}

/// What was wrong with a cell or a row.
#[derive(Debug, ToSchema)]
pub struct ImportFault {
    /// Line in the file; the heading is 1.
    pub row: i64,
    /// Heading of the column; null when the whole row is meant.
    #[schema(required)]
    pub column: Option<String>,
    /// The field.
    #[schema(required)]
    pub field: Option<String>,
    /// What stands in the cell.
    pub value: String,
    /// Code of the closed table.
    pub code: String,
    /// What people read.
    pub message: String,
}

/// A page of an import's faults.
#[derive(Debug, ToSchema)]
pub struct ImportFaults {
    /// The faults, in the order of the file.
    pub items: Vec<ImportFault>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub total: i64,
}
