//! A file becomes an object.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::{Import, Labels, Object};

/// A list that an object is to be made of.
#[derive(Debug, ToSchema)]
pub struct ProposalUpload {
    /// xlsx, or csv in UTF-8 or GBK.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// JSON: `sheet`, and `header`, which is `false` for a list without a heading.
    pub options: Option<String>,
}

/// A column of the list, and what it is proposed to be.
#[derive(Debug, ToSchema)]
pub struct ProposalColumn {
    /// Position, from 0.
    pub index: usize,
    /// Heading; the column's letter in brackets where there is none.
    pub header: String,
    /// `title`: what records are called; `owner`: whom they belong to; `field`; or `nothing`.
    pub feeds: String,
    /// Api name of the field.
    pub name: String,
    /// Label.
    pub labels: Labels,
    /// What it holds.
    pub kind: String,
    /// Decimal places.
    #[schema(required)]
    pub scale: Option<u32>,
    /// Object that a reference points to.
    #[schema(required)]
    pub target: Option<String>,
    /// Characters at most, where the usual number doesn't fit.
    #[schema(required)]
    pub max_length: Option<usize>,
    /// Options of a choice, the most frequent first.
    #[schema(value_type = Vec<Object>)]
    pub options: Json,
    /// A record can't be saved without it.
    pub required: bool,
    /// No two records may have the same.
    pub unique: bool,
    /// Rows that have something in this column.
    pub filled: u64,
    /// No two rows have the same; null when that was not looked at to the end.
    #[schema(required)]
    pub unlike: Option<bool>,
    /// Some of its texts.
    pub samples: Vec<String>,
    /// All its different texts, the most frequent first; null when there are too many to be options.
    #[schema(required)]
    pub values: Option<Vec<String>>,
    /// Why it is of this kind.
    pub reason: String,
    /// What else should be known.
    pub notes: Vec<String>,
}

/// An object that the list's columns fit already.
#[derive(Debug, ToSchema)]
pub struct ProposalSimilar {
    /// Api name.
    pub object: String,
    /// What people call many.
    pub plural: String,
    /// Columns that it has a field for.
    pub known: usize,
}

/// An object with fields, proposed for a list.
#[derive(Debug, ToSchema)]
pub struct Proposal {
    /// Id; that of the import, too.
    pub id: Uuid,
    /// Name of the file.
    pub file_name: String,
    /// `xlsx`, `UTF-8`, `GB18030`, …
    pub encoding: String,
    /// The sheet of a workbook that is read.
    #[schema(required)]
    pub sheet: Option<String>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The list has a heading.
    pub header: bool,
    /// The heading's line in the file; 0 without one.
    pub header_row: u32,
    /// Rows below it.
    pub rows_total: u64,
    /// Api name of the object.
    pub name: String,
    /// Label.
    pub labels: Labels,
    /// Label of many.
    pub plurals: Labels,
    /// Records have an owner.
    pub owned: bool,
    /// An object that the list could go into instead.
    #[schema(required)]
    pub similar: Option<ProposalSimilar>,
    /// The columns.
    pub columns: Vec<ProposalColumn>,
    /// Some values name records that don't exist, which can be created along.
    pub create_references: bool,
    /// The first rows as they will look.
    pub preview: ProposalPreview,
}

/// A column as it was chosen: beside what is here, the properties of a field.
#[derive(Debug, ToSchema)]
pub struct ProposalColumnWrite {
    /// Position, from 0.
    pub index: usize,
    /// `title`, `owner`, `field` or `nothing`; a field when absent.
    pub feeds: Option<String>,
    /// Api name; `x_` is put in front when missing.
    pub name: Option<String>,
    /// Label.
    pub labels: Option<Labels>,
    /// What it holds.
    pub kind: Option<String>,
    /// A record can't be saved without it.
    pub required: Option<bool>,
    /// No two records may have the same.
    pub unique: Option<bool>,
    /// Lies sealed in the database.
    pub sensitive: Option<bool>,
    /// Shown below the field.
    pub helps: Option<Labels>,
    /// Characters at most.
    pub max_length: Option<usize>,
    /// Stars of a rating.
    pub max: Option<String>,
    /// Decimal places.
    pub scale: Option<u32>,
    /// Options of a choice.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Json,
    /// Object that a reference points to.
    pub target: Option<String>,
}

/// Which columns are to be tried.
#[derive(Debug, ToSchema)]
pub struct ProposalPreviewWrite {
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// `false`: the list has no heading.
    pub header: Option<bool>,
    /// The columns.
    pub columns: Vec<ProposalColumnWrite>,
}

/// A cell as it will look.
#[derive(Debug, ToSchema)]
pub struct ProposalCell {
    /// What stands in the file.
    pub text: String,
    /// The value; a reference by its name has no id yet.
    #[schema(required, value_type = Option<Value>)]
    pub value: Json,
    /// What is wrong with it.
    #[schema(required)]
    pub fault: Option<String>,
}

/// A row as it will look.
#[derive(Debug, ToSchema)]
pub struct ProposalRow {
    /// Line in the file.
    pub row: u32,
    /// The cells, by their column's position.
    pub cells: BTreeMap<String, ProposalCell>,
}

/// What doesn't fit in a column.
#[derive(Debug, ToSchema)]
pub struct ProposalMisfit {
    /// The column's position.
    pub index: usize,
    /// Rows that would be refused for it.
    pub bad: u64,
    /// Rows that have something in it.
    pub filled: u64,
    /// The first such row.
    pub row: u32,
    /// What is wrong with it.
    pub message: String,
}

/// The first rows as they will look, and what doesn't fit.
#[derive(Debug, ToSchema)]
pub struct ProposalPreview {
    /// The first rows.
    pub rows: Vec<ProposalRow>,
    /// How many were tried.
    pub tried: usize,
    /// The columns in which something doesn't fit.
    pub misfits: Vec<ProposalMisfit>,
}

/// The object to be made.
#[derive(Debug, ToSchema)]
pub struct ProposalMake {
    /// Api name; `x_` is put in front when missing.
    pub name: String,
    /// Label.
    pub labels: Labels,
    /// Label of many.
    pub plurals: Option<Labels>,
    /// Icon.
    pub icon: Option<String>,
    /// Colour.
    pub color: Option<String>,
    /// Part of the navigation.
    pub group: Option<String>,
    /// Records have an owner.
    pub owned: Option<bool>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// `false`: the list has no heading.
    pub header: Option<bool>,
    /// The columns; exactly one feeds the `title`.
    pub columns: Vec<ProposalColumnWrite>,
    /// Records that values name and that don't exist are created.
    pub create_references: Option<bool>,
    /// `false`: only the object, without the rows.
    pub rows: Option<bool>,
}

/// What was made.
#[derive(Debug, ToSchema)]
pub struct ProposalMade {
    /// The object.
    pub object: Object,
    /// The import of its rows; null when there is none.
    #[schema(required)]
    pub import: Option<Import>,
}
