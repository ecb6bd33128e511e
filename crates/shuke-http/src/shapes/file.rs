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
