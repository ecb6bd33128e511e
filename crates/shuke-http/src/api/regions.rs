//! The administrative divisions 省市区, for pickers.

use std::sync::LazyLock;

use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shuke_meta::region;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

#[derive(Serialize)]
struct Regions {
    version: String,
    items: Vec<[&'static str; 2]>,
}

struct Table {
    body: Bytes,
    tag: HeaderValue,
}

/// Written once: the table is compiled in.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let items: Vec<[&str; 2]> = region::all().iter().map(|region| [region.code, region.name]).collect();
    let digest = Sha256::digest(serde_json::to_vec(&items).unwrap_or_default());
    let version: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let tag =
        HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"regions\""));
    let body = serde_json::to_vec(&Regions { version, items }).unwrap_or_default();
    Table { body: Bytes::from(body), tag }
});

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list_regions))
}

/// All divisions, by code.
#[utoipa::path(get, path = "/regions", tag = "objects", responses((status = 200, body = shapes::Regions)))]
async fn list_regions(_: Caller, heads: HeaderMap) -> Reply {
    let known = heads.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == TABLE.tag);
    let mut response = if known {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        answer::bytes(StatusCode::OK, TABLE.body.clone())
    };
    response.headers_mut().insert(header::ETAG, TABLE.tag.clone());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400"));
    Ok(response)
}
