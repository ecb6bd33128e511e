//! What an import is, as it is kept: options, columns, counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};
use shuke_meta::ImportPolicy;
use shuke_store::system::Import;

use crate::import::link::LinkDoc;

/// What becomes of rows whose record is there already, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every row is a new record.
    #[default]
    Insert,
    /// Every row changes the record that its key finds.
    Update,
    /// A row changes the record that its key finds, or is a new one.
    Upsert,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDoc {
    /// Position, from 0.
    pub index: usize,
    /// Heading, unlike all others.
    pub header: String,
    /// Some of its texts.
    pub samples: Vec<String>,
    /// The field that it feeds: `mobile`, or `account.phone` of a linked object.
    pub field: Option<String>,
}

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Undone {
    /// New records that are gone again.
    pub removed: u64,
    /// Changed records that have their old values again.
    pub restored: u64,
    /// Records that were changed or used since and stay.
    pub kept: u64,
}

/// What an import is, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ImportDoc {
    /// What becomes of rows.
    pub mode: Mode,
    /// Fields that find a row's record.
    pub key: Vec<String>,
    /// References to names that don't exist are created.
    pub create_references: bool,
    /// Only looks, writes nothing.
    pub dry_run: bool,
    /// The columns.
    pub columns: Vec<ColumnDoc>,
    /// `xlsx`, `UTF-8`, `GB18030`, …
    pub encoding: String,
    /// The heading's row.
    pub header_row: u32,
    /// New records.
    pub inserted: u64,
    /// Changed records.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Bad rows.
    pub failed: u64,
    /// What becomes of duplicates.
    #[serde(default)]
    pub duplicates: ImportPolicy,
    /// Duplicates that go into a record overwrite what it has; else they fill only what is empty.
    #[serde(default)]
    pub overwrite: bool,
    /// Rows left out as duplicates.
    #[serde(default)]
    pub left_out: u64,
    /// The linked objects, by how columns name them.
    #[serde(default)]
    pub links: BTreeMap<String, LinkDoc>,
    /// Effects that it has had.
    #[serde(default)]
    pub effects: i64,
    /// The sheet of an xlsx that is read; the first with rows when absent.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The sheets that there are.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// What an undo did.
    pub undone: Option<Undone>,
    /// Why it failed as a whole.
    pub error: Option<StoredFault>,
    /// Records that imports of earlier versions created because a row referred to them: object and id.
    #[serde(default)]
    pub created_references: Vec<(String, Uuid)>,
    /// Language of its starter, for what is written on the way.
    pub locale: Locale,
}

/// A fault kept for later, told in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFault {
    /// Name of the code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl StoredFault {
    /// Keeps a fault.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        Self {
            code: fault.code.name().to_owned(),
            zh: fault.message(Locale::ZhCn),
            en: fault.message(Locale::En),
        }
    }

    /// Keeps what is wrong with one field.
    #[must_use]
    pub fn of_field(fault: &FieldFault) -> Self {
        Self {
            code: fault.code.name().to_owned(),
            zh: fault.message(Locale::ZhCn),
            en: fault.message(Locale::En),
        }
    }

    /// The text in a language.
    #[must_use]
    pub fn message(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// A bad cell or row, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Heading of the column; none when the whole row is meant.
    pub column: Option<String>,
    /// Api name of the field.
    pub field: Option<String>,
    /// What stands in the cell.
    pub value: String,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: StoredFault,
}

impl ImportDoc {
    /// Reads the document of an import.
    ///
    /// # Errors
    /// When it can't be read, which is a mistake of ours.
    pub fn of(import: &Import) -> Result<Self, Fault> {
        serde_json::from_str(&import.doc).map_err(|error| {
            tracing::error!(%error, id = %import.id, "the document of an import can't be read");
            Fault::new(Code::Internal)
        })
    }

    /// The document as it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Forgets what an earlier run did.
    pub fn reset(&mut self) {
        self.inserted = 0;
        self.updated = 0;
        self.skipped = 0;
        self.failed = 0;
        self.left_out = 0;
        self.effects = 0;
        for link in self.links.values_mut() {
            (link.inserted, link.found, link.updated) = (0, 0, 0);
        }
        self.undone = None;
        self.error = None;
        self.created_references.clear();
    }
}
