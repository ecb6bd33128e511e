//! Exports.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::record::Filter;

/// What is to be exported.
#[derive(Debug, ToSchema)]
pub struct ExportWrite {
    /// Api name of the object.
    pub object: String,
    /// `xlsx` (usual), `csv` (UTF-8) or `csv_gbk`.
    pub format: Option<String>,
    /// Fields in order; the view's or the object's columns when absent.
    pub columns: Option<Vec<String>>,
    /// A saved view.
    pub view: Option<Uuid>,
    /// Filter tree.
    pub filter: Option<Filter>,
    /// Quick search.
    pub q: Option<String>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Option<Vec<String>>,
}

/// An export.
#[derive(Debug, ToSchema)]
pub struct Export {
    /// Id.
    pub id: Uuid,
    /// Object of its records.
    pub object: String,
    /// `running`, `done`, `stopped` or `failed`.
    pub state: String,
    /// `xlsx`, `csv` or `csv_gbk`.
    pub format: String,
    /// Fields in order.
    pub columns: Vec<String>,
    /// Name of the file.
    pub file_name: String,
    /// Records that matched when it began; those in the file once it is done.
    #[schema(required)]
    pub rows_total: Option<i64>,
    /// Records written.
    pub rows_done: i64,
    /// Size of the file.
    #[schema(required)]
    pub bytes: Option<i64>,
    /// Until when the file is kept.
    #[schema(required, format = DateTime)]
    pub kept_until: Option<String>,
    /// Why it failed.
    #[schema(required)]
    pub error: Option<String>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it began.
    #[schema(required, format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = DateTime)]
    pub finished_at: Option<String>,
}

/// The caller's exports.
#[derive(Debug, ToSchema)]
pub struct Exports {
    /// Newest first.
    pub items: Vec<Export>,
}
