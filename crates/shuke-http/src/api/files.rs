//! Files that fields of records hold: sending and fetching.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::{Stream, stream};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shuke_app::files::kind::PICTURES;
use shuke_app::files::store::Reading;
use shuke_base::{Fault, FieldFault};
use tokio::io::AsyncReadExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, Query, Upload};
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

/// Bytes that are read from the store at a time.
const PIECE: usize = 64 * 1024;
/// What a name in a head may hold as it is (RFC 8187 `attr-char`, and no more).
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
/// A file runs nothing and loads nothing, wherever it is shown.
const INERT: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(upload_file))
        .routes(routes!(read_file))
        .routes(routes!(preview_file))
        .routes(routes!(read_file_store, change_file_store))
}

/// Send a file, to be put into a field of a record afterwards. Until then its sender alone can read it, and after a day
/// it goes. Programs are refused, and files whose name says another type than their bytes.
#[utoipa::path(post, path = "/files", tag = "files",
    request_body(content = shapes::FileUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = shapes::File)))]
async fn upload_file(caller: Caller, upload: Upload) -> Reply {
    let Upload { file, name, options } = upload;
    if let Some(other) = options.keys().next() {
        let fault = FieldFault::property(other, shuke_base::Code::UnknownField).with("name", other);
        return Err(Refused(Fault::invalid(vec![fault])));
    }
    answer::created(&caller.app.upload_file(&caller.ctx, &name, file.path()).await?)
}

/// A file, for those who may see the record and the field that hold it. Only pictures are ever shown in the browser.
#[utoipa::path(get, path = "/files/{id}", tag = "files",
    params(("inline" = Option<bool>, Query, description = "Show a picture instead of saving it")),
    responses((status = 200, body = String, content_type = "*/*"), (status = 304)))]
async fn read_file(caller: Caller, IdPath(id): IdPath, heads: HeaderMap, Query(mut given): Query) -> Reply {
    let inline = given.yes("inline");
    given.finish()?;
    let file = caller.app.file(&caller.ctx, id).await?;
    let tag = tag(&file.sha256);
    if known(&heads, &tag) {
        return Ok(unchanged(tag));
    }
    let picture = PICTURES.contains(&file.media.as_str());
    let media = if picture { file.media.as_str() } else { "application/octet-stream" };
    let way = if inline && picture { "inline" } else { "attachment" };
    let name = format!("{way}; filename*=UTF-8''{}", utf8_percent_encode(&file.name, NAME));
    let body = Body::from_stream(pieces(caller.app.file_bytes(&file).await?));
    let mut response = served(body, media, tag);
    let head = response.headers_mut();
    head.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes.unsigned_abs()));
    if let Ok(name) = HeaderValue::from_str(&name) {
        head.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A small picture of a picture.
#[utoipa::path(get, path = "/files/{id}/preview", tag = "files",
    responses((status = 200, body = String, content_type = "image/*"), (status = 304)))]
async fn preview_file(caller: Caller, IdPath(id): IdPath, heads: HeaderMap) -> Reply {
    let tag = tag(&format!("{}.small", caller.app.file(&caller.ctx, id).await?.sha256));
    if known(&heads, &tag) {
        return Ok(unchanged(tag));
    }
    let (media, bytes) = caller.app.file_preview(&caller.ctx, id).await?;
    Ok(served(Body::from(bytes), media, tag))
}

/// Where files lie, whether that place answers, how much is there, and which files are taken; for administrators.
#[utoipa::path(get, path = "/file-store", tag = "files", responses((status = 200, body = shapes::FileStore)))]
async fn read_file_store(caller: Caller) -> Reply {
    answer::ok(&caller.app.file_store(&caller.ctx).await?)
}

/// Change which files are taken; what is absent stays. Files that are there stay, too.
#[utoipa::path(patch, path = "/file-store", tag = "files", request_body = shapes::FileStoreChange,
    responses((status = 200, body = shapes::FileStore)))]
async fn change_file_store(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_file_policy(&caller.ctx, &fields).await?)
}

fn tag(key: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{key}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn known(heads: &HeaderMap, tag: &HeaderValue) -> bool {
    heads.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag)
}

fn unchanged(tag: HeaderValue) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response()
}

/// The browser asks each time whether the person may still see it, and is mostly told that nothing has changed.
fn served(body: Body, media: &str, tag: HeaderValue) -> Response {
    let mut response = Response::new(body);
    let heads = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    heads.insert(header::CONTENT_TYPE, HeaderValue::from_str(media).unwrap_or(octets));
    heads.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    heads.insert(header::CONTENT_SECURITY_POLICY, INERT);
    heads.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    heads.insert(header::ETAG, tag);
    response
}

/// The file piece by piece, as fast as the reader takes it.
fn pieces(reading: Reading) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(reading, |mut reading| async move {
        let mut piece = vec![0; PIECE];
        let count = reading.read(&mut piece).await?;
        piece.truncate(count);
        Ok((count > 0).then(|| (Bytes::from(piece), reading)))
    })
}
