//! Exports: ask, look, stop, fetch.

use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use futures::stream;
use http::header;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use shuke_base::Fault;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_exports, start_export))
        .routes(routes!(read_export))
        .routes(routes!(stop_export))
        .routes(routes!(export_file))
}

/// The caller's exports of the last day, newest first.
#[utoipa::path(get, path = "/exports", tag = "exports", responses((status = 200, body = shapes::Exports)))]
async fn list_exports(caller: Caller) -> Reply {
    answer::ok(&caller.app.exports(&caller.ctx).await?)
}

/// Export a list or a view into a file.
#[utoipa::path(post, path = "/exports", tag = "exports", request_body = shapes::ExportWrite,
    responses((status = 202, body = shapes::Export)))]
async fn start_export(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::accepted(&caller.app.export(&caller.ctx, &fields).await?)
}

/// How far an export is.
#[utoipa::path(get, path = "/exports/{id}", tag = "exports", responses((status = 200, body = shapes::Export)))]
async fn read_export(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.export_of(&caller.ctx, id).await?)
}

/// Stop it; there will be no file.
#[utoipa::path(post, path = "/exports/{id}/stop", tag = "exports", responses((status = 200, body = shapes::Export)))]
async fn stop_export(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.stop_export(&caller.ctx, id).await?)
}

/// The file; for whoever asked for it alone.
#[utoipa::path(get, path = "/exports/{id}/file", tag = "exports",
    responses((status = 200, body = String, content_type = "*/*")))]
async fn export_file(caller: Caller, IdPath(id): IdPath) -> Reply {
    let (name, media) = caller.app.export_file(&caller.ctx, id).await?;
    let ending = name.rsplit('.').next().unwrap_or_default().to_owned();
    let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    let heads = [
        (header::CONTENT_TYPE, media.to_owned()),
        // RFC 6266: a plain name for old programs, the real one in UTF-8.
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"export.{ending}\"; filename*=UTF-8''{encoded}"),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let pieces = stream::unfold((caller.app, 0_i64), move |(app, seq)| async move {
        let piece: Result<Option<Vec<u8>>, Fault> = app.export_piece(id, seq).await;
        match piece {
            Ok(None) => None,
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), (app, seq + 1))),
            Err(fault) => Some((Err(std::io::Error::other(fault.to_string())), (app, i64::MAX))),
        }
    });
    Ok((heads, Body::from_stream(pieces)).into_response())
}
