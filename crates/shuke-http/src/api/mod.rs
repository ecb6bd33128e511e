//! The endpoints, one file for each group. What stands in the router stands in the OpenAPI document: both come from the
//! same lines.

mod announcements;
mod audit;
mod backups;
mod batch;
mod bulk;
mod company;
mod config;
mod duplicates;
mod events;
mod exports;
mod files;
mod goals;
mod health;
mod imports;
mod info;
mod layouts;
mod me;
mod notifications;
mod objects;
mod openapi;
mod pack;
mod presence;
mod proposals;
mod push;
mod query;
mod records;
mod regions;
mod roles;
mod search;
mod session;
mod sharing;
mod sharing_rules;
mod talk;
mod timeline;
mod tokens;
mod trust;
mod users;
mod views;
mod webhooks;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::state::Http;

/// What stands in front of every endpoint of the API.
pub(crate) const BASE: &str = "/api/v1";

/// All endpoints of the API with their description.
pub(crate) fn routes() -> OpenApiRouter<Http> {
    let groups = [
        info::routes(),
        session::routes(),
        me::routes(),
        push::routes(),
        objects::routes(),
        proposals::routes(),
        layouts::routes(),
        views::routes(),
        records::routes(),
        query::routes(),
        batch::routes(),
        bulk::routes(),
        duplicates::routes(),
        timeline::routes(),
        talk::routes(),
        presence::routes(),
        sharing::routes(),
        sharing_rules::routes(),
        search::routes(),
        files::routes(),
        imports::routes(),
        exports::routes(),
        users::routes(),
        company::routes(),
        pack::routes(),
        config::routes(),
        roles::routes(),
        tokens::routes(),
        trust::routes(),
        audit::routes(),
        backups::routes(),
        webhooks::routes(),
        notifications::routes(),
        announcements::routes(),
        goals::routes(),
        events::routes(),
        regions::routes(),
        openapi::routes(),
    ];
    let all = groups.into_iter().fold(OpenApiRouter::default(), OpenApiRouter::merge);
    OpenApiRouter::default().nest(BASE, all)
}

/// What operators ask.
pub(crate) fn operations() -> Router<Http> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}
