//! Uploads: a file that goes to disk as it arrives, and a few words about it.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use bytes::Bytes;
use futures::Stream;
use http::StatusCode;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, limits};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use crate::extract::body::{Fields, admit, too_large};
use crate::refusal::Refused;
use crate::state::Http;

/// Heads and boundaries around the parts.
const AROUND: usize = 64 * 1024;
/// Bytes of the part `options`.
const OPTIONS: usize = 1024 * 1024;

/// An upload with the parts `file` and `options`.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The file; it goes when this is dropped.
    pub(crate) file: NamedTempFile,
    /// What the caller calls it.
    pub(crate) name: String,
    /// The options, an object in JSON.
    pub(crate) options: Map<String, Json>,
}

fn broken(error: &MultipartError) -> Refused {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(limits::UPLOAD_BYTES);
    }
    tracing::debug!(%error, "an upload can't be read");
    Refused::malformed(
        "上传内容不是完整的 multipart/form-data",
        "the upload is no complete multipart/form-data",
    )
}

fn disk(error: &std::io::Error) -> Refused {
    tracing::error!(%error, "an upload can't be kept");
    let full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
    Refused::from(if full { Code::DiskFull } else { Code::Internal })
}

/// Writes the part to disk. After a failure it reads on without keeping anything, so that the caller hears the answer
/// instead of a broken connection.
async fn keep(mut field: Field<'_>, file: NamedTempFile) -> Result<NamedTempFile, Refused> {
    let handle = file.reopen().map_err(|error| disk(&error))?;
    let mut writer = tokio::io::BufWriter::with_capacity(256 * 1024, tokio::fs::File::from_std(handle));
    let mut size = 0_usize;
    let mut failed = None;
    loop {
        let chunk = match field.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(failed.unwrap_or_else(|| broken(&error))),
        };
        size = size.saturating_add(chunk.len());
        if failed.is_some() {
            continue;
        }
        if size > limits::UPLOAD_BYTES {
            failed = Some(too_large(limits::UPLOAD_BYTES));
        } else if let Err(error) = writer.write_all(&chunk).await {
            failed = Some(disk(&error));
        }
    }
    if let Some(refused) = failed {
        return Err(refused);
    }
    writer.flush().await.map_err(|error| disk(&error))?;
    Ok(file)
}

async fn small(mut field: Field<'_>) -> Result<Vec<u8>, Refused> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if text.len() + chunk.len() > OPTIONS {
            return Err(too_large(OPTIONS));
        }
        text.extend_from_slice(&chunk);
    }
    Ok(text)
}

/// A body that comes in sips: after each chunk it says that there is nothing yet. The reader of parts takes in all that
/// is there before it hands any of it on, which for a fast sender would be the whole file.
struct Sips {
    chunks: BodyDataStream,
    pause: bool,
}

impl Stream for Sips {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.pause) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.chunks).poll_next(context);
        self.pause = polled.is_ready();
        polled
    }
}

fn in_sips(request: Request) -> Request {
    request.map(|body| Body::from_stream(Sips { chunks: body.into_data_stream(), pause: false }))
}

fn missing(name: &str) -> Refused {
    Refused(Fault::invalid(vec![FieldFault::property(name, Code::Required)]))
}

impl FromRequest<Http> for Upload {
    type Rejection = Refused;

    async fn from_request(request: Request, http: &Http) -> Result<Self, Refused> {
        let mut request = in_sips(admit(request, limits::UPLOAD_BYTES, AROUND + OPTIONS).await?);
        DefaultBodyLimit::max(DRAINED).apply(&mut request);
        let mut parts = Multipart::from_request(request, http).await.map_err(|_| {
            Refused(Fault::new(Code::UnsupportedMedia).with("expected", "multipart/form-data"))
        })?;
        let (mut file, mut options) = (None, Map::new());
        while let Some(field) = parts.next_field().await.map_err(|error| broken(&error))? {
            match field.name().unwrap_or_default() {
                "file" => {
                    let name = field.file_name().unwrap_or("file").to_owned();
                    let folder = http.options.uploads.clone().unwrap_or_else(std::env::temp_dir);
                    let place = tempfile::Builder::new().prefix("shuke-upload-").tempfile_in(folder);
                    file = Some((keep(field, place.map_err(|error| disk(&error))?).await?, name));
                }
                "options" => options = Fields::read(&small(field).await?)?.0,
                other => {
                    let fault = FieldFault::property(other, Code::UnknownField).with("name", other);
                    return Err(Refused(Fault::invalid(vec![fault])));
                }
            }
        }
        let (file, name) = file.ok_or_else(|| missing("file"))?;
        Ok(Self { file, name, options })
    }
}

/// Bytes read from an upload that is too large before the connection ends.
const DRAINED: usize = 1024 * 1024 * 1024;
