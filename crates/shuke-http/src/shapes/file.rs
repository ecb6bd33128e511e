//! Files.

use shuke_base::Uuid;
use utoipa::ToSchema;

/// A file to send.
#[derive(Debug, ToSchema)]
pub struct FileUpload {
    /// Up to 100 MB.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// A file that a field holds or may hold.
#[derive(Debug, ToSchema)]
pub struct File {
    /// Its id; what is written into the field.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Media type, as its bytes tell.
    #[schema(rename = "type")]
    pub r#type: String,
    /// Bytes.
    pub size: i64,
    /// Width of a picture, in points.
    #[schema(required)]
    pub width: Option<i64>,
    /// Height of a picture, in points.
    #[schema(required)]
    pub height: Option<i64>,
}

/// What sort of place files lie in.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "a shape")]
pub enum FileStoreKind {
    /// A folder of the server.
    Folder,
    /// A bucket of an S3-compatible store.
    S3,
}

/// Where files lie, and which are taken.
#[derive(Debug, ToSchema)]
pub struct FileStore {
    /// What sort of place it is.
    pub kind: FileStoreKind,
    /// Path or address, without access keys.
    pub address: String,
    /// Whether it answers.
    pub reachable: bool,
    /// Files; equal ones count once.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Megabytes of one file, at most.
    pub max_mb: u32,
    /// Endings that a file's name may have; any when there are none. Programs are never taken.
    pub endings: Vec<String>,
}

/// What is changed of the files that are taken.
#[derive(Debug, ToSchema)]
pub struct FileStoreChange {
    /// From 1 to 100; null: 100.
    pub max_mb: Option<i64>,
    /// Endings such as pdf; empty: any.
    pub endings: Option<Vec<String>>,
}
