//! Imports: upload, check, start, stop, undo, look.

use axum::response::IntoResponse;
use http::header;
use shuke_base::{Code, Fault, FieldFault};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, IdPath, Query, Upload};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_imports, upload_import))
        .routes(routes!(read_import, delete_import))
        .routes(routes!(choose_sheet))
        .routes(routes!(check_import))
        .routes(routes!(start_import))
        .routes(routes!(stop_import))
        .routes(routes!(undo_import))
        .routes(routes!(import_faults))
        .routes(routes!(import_faults_csv))
}

/// The caller's imports, newest first; all for administrators.
#[utoipa::path(get, path = "/imports", tag = "imports", responses((status = 200, body = shapes::Imports)))]
async fn list_imports(caller: Caller) -> Reply {
    answer::ok(&caller.app.imports(&caller.ctx).await?)
}

/// Upload a file; its columns are guessed.
#[utoipa::path(post, path = "/imports", tag = "imports",
    request_body(content = shapes::ImportUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = shapes::Import)))]
async fn upload_import(caller: Caller, upload: Upload) -> Reply {
    let Upload { file, name, options } = upload;
    answer::created(&caller.app.upload_import(&caller.ctx, &name, file.path(), &options).await?)
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", responses((status = 200, body = shapes::Import)))]
async fn read_import(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.import(&caller.ctx, id).await?)
}

/// Forget an import; its records stay.
#[utoipa::path(delete, path = "/imports/{id}", tag = "imports", responses((status = 204)))]
async fn delete_import(caller: Caller, IdPath(id): IdPath) -> Reply {
    caller.app.delete_import(&caller.ctx, id).await?;
    answer::nothing()
}

/// Read another sheet of a workbook; its columns are guessed anew.
#[utoipa::path(post, path = "/imports/{id}/sheet", tag = "imports", request_body = shapes::ImportSheet,
    responses((status = 200, body = shapes::Import)))]
async fn choose_sheet(caller: Caller, IdPath(id): IdPath, Fields(given): Fields) -> Reply {
    let tab = given.get("sheet").and_then(serde_json::Value::as_str);
    let missing = || Fault::invalid(vec![FieldFault::property("sheet", Code::Required)]);
    answer::ok(&caller.app.choose_sheet(&caller.ctx, id, tab.ok_or_else(missing)?).await?)
}

/// Look at every row without writing any.
#[utoipa::path(post, path = "/imports/{id}/check", tag = "imports", request_body = shapes::ImportOptions,
    responses((status = 202, body = shapes::Import)))]
async fn check_import(caller: Caller, IdPath(id): IdPath, Fields(options): Fields) -> Reply {
    answer::accepted(&caller.app.check_import(&caller.ctx, id, &options).await?)
}

/// Write the rows.
#[utoipa::path(post, path = "/imports/{id}/start", tag = "imports", request_body = shapes::ImportOptions,
    responses((status = 202, body = shapes::Import)))]
async fn start_import(caller: Caller, IdPath(id): IdPath, Fields(options): Fields) -> Reply {
    answer::accepted(&caller.app.start_import(&caller.ctx, id, &options).await?)
}

/// Stop; what is written stays.
#[utoipa::path(post, path = "/imports/{id}/stop", tag = "imports", responses((status = 200, body = shapes::Import)))]
async fn stop_import(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::ok(&caller.app.stop_import(&caller.ctx, id).await?)
}

/// Take back what was written.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "imports", responses((status = 202, body = shapes::Import)))]
async fn undo_import(caller: Caller, IdPath(id): IdPath) -> Reply {
    answer::accepted(&caller.app.undo_import(&caller.ctx, id).await?)
}

/// Bad rows, in the order of the file.
#[utoipa::path(get, path = "/imports/{id}/faults", tag = "imports", params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Faults of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::ImportFaults)))]
async fn import_faults(caller: Caller, IdPath(id): IdPath, Query(mut given): Query) -> Reply {
    let (limit, cursor) = (given.count("limit"), given.text("cursor"));
    given.finish()?;
    answer::ok(&caller.app.import_faults(&caller.ctx, id, limit, cursor.as_deref()).await?)
}

/// Bad rows as csv with a column of reasons, to mend and import again.
#[utoipa::path(get, path = "/imports/{id}/faults.csv", tag = "imports",
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn import_faults_csv(caller: Caller, IdPath(id): IdPath) -> Reply {
    let csv = caller.app.import_faults_csv(&caller.ctx, id).await?;
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"faults.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((heads, csv).into_response())
}
