//! Search over all objects.

use shuke_app::search::SearchRequest;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Query;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(search))
}

/// Records of all objects that match what was typed: words, 拼音 and initials, parts of numbers and addresses, with one
/// typing mistake if nothing is found without. The best first: the whole value, its beginning, a part of it, 拼音, a
/// mistake; of equal ones the newest. Hits come only from records and fields that the caller may read.
#[utoipa::path(get, path = "/search", tag = "records", params(
        ("q" = String, Query, max_length = 200, description = "What was typed"),
        ("objects" = Option<String>, Query, description = "Objects with commas; all when absent"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 50, description = "Hits of each object"),
    ), responses((status = 200, body = shapes::SearchAnswer)))]
async fn search(caller: Caller, Query(mut given): Query) -> Reply {
    let request = SearchRequest {
        q: given.text("q").unwrap_or_default(),
        objects: given.words("objects"),
        limit: given.count("limit"),
    };
    given.finish()?;
    answer::ok(&caller.app.search(&caller.ctx, &request).await?)
}
