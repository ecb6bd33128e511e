//! What everybody may know before signing in.

use axum::extract::State;
use serde::Serialize;
use shuke_app::look::LookView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::refusal::Reply;
use crate::shapes::Info as Shape;
use crate::state::Http;

#[derive(Serialize)]
struct Info<'a> {
    product: &'static str,
    version: &'static str,
    company: &'a str,
    locale: &'static str,
    look: LookView,
}

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(info))
}

/// Name and version of the program, name, language and look of the company.
#[utoipa::path(get, path = "/info", tag = "session", security(()), responses((status = 200, body = Shape)))]
async fn info(State(http): State<Http>) -> Reply {
    let company = http.app.company();
    answer::ok(&Info {
        product: "熟客 Shuke",
        version: env!("CARGO_PKG_VERSION"),
        company: &company.settings.name,
        locale: company.settings.locale.tag(),
        look: LookView::from(&company.settings.look),
    })
}
