//! Everything that an administrator sets, as files: fetched, compared, applied.

use axum::response::IntoResponse;
use http::header;
use serde_json::{Map, Value as Json};
use shuke_app::config::{Files, Wanted};
use shuke_base::{Code, Fault, FieldFault};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Upload;
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

/// Bytes of a packed folder, at most.
const BYTES: u64 = 8 * 1024 * 1024;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(export_config))
        .routes(routes!(compare_config))
        .routes(routes!(apply_config))
}

/// All settings as a zip of readable files.
#[utoipa::path(get, path = "/config/export", tag = "users",
    responses((status = 200, body = String, content_type = "application/zip")))]
async fn export_config(caller: Caller) -> Reply {
    let zip = caller.app.export_config_zip(&caller.ctx).await?;
    let heads = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"shuke-config.zip\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((heads, zip).into_response())
}

/// What a zip of such files would change; nothing is written.
#[utoipa::path(post, path = "/config/compare", tag = "users",
    request_body(content = shapes::ConfigUpload, content_type = "multipart/form-data"),
    responses((status = 200, body = shapes::ConfigComparison)))]
async fn compare_config(caller: Caller, upload: Upload) -> Reply {
    let (files, wanted) = read(&caller, upload).await?;
    answer::ok(&caller.app.compare_config(&caller.ctx, &files, &wanted).await?)
}

/// Make the company what a zip of such files says, all of it or nothing; answers what was changed.
#[utoipa::path(post, path = "/config/apply", tag = "users",
    request_body(content = shapes::ConfigUpload, content_type = "multipart/form-data"),
    responses((status = 200, body = shapes::ConfigComparison)))]
async fn apply_config(caller: Caller, upload: Upload) -> Reply {
    let (files, wanted) = read(&caller, upload).await?;
    answer::ok(&caller.app.apply_config(&caller.ctx, &files, &wanted).await?)
}

async fn read(caller: &Caller, upload: Upload) -> Result<(Files, Wanted), Refused> {
    caller.ctx.admin()?;
    let wanted = Wanted { place: caller.place.0, ..options(&upload.options)? };
    if upload.file.as_file().metadata().is_ok_and(|file| file.len() > BYTES) {
        return Err(Refused(Fault::new(Code::TooLarge).with("max", "8 MB")));
    }
    Ok((caller.app.unpack_config(&caller.ctx, upload.file.path()).await?, wanted))
}

/// `{"prune":true,"state":"…"}`.
fn options(given: &Map<String, Json>) -> Result<Wanted, Fault> {
    let mut wanted = Wanted::default();
    let mut faults = Vec::new();
    for (name, value) in given {
        match (name.as_str(), value) {
            ("prune", Json::Bool(yes)) => wanted.prune = *yes,
            ("state", Json::String(state)) => wanted.state = Some(state.clone()),
            ("state", Json::Null) => {}
            ("prune", _) => {
                faults.push(FieldFault::property(name, Code::WrongType).with("expected", "true / false"))
            }
            ("state", _) => {
                faults.push(FieldFault::property(name, Code::WrongType).with("expected", "string"))
            }
            _ => faults.push(FieldFault::property(name, Code::UnknownField).with("name", name)),
        }
    }
    if faults.is_empty() { Ok(wanted) } else { Err(Fault::invalid(faults)) }
}
