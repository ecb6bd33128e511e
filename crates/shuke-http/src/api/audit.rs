//! The audit log; for administrators.

use shuke_app::audit::list::AuditRequest;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::Query;
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(audit_log)).routes(routes!(audit_verification, verify_audit))
}

/// Who did what, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(
        ("actor" = Option<uuid::Uuid>, Query, description = "Whose entries"),
        ("object" = Option<String>, Query, description = "Api name of the object that something was done to"),
        ("record" = Option<uuid::Uuid>, Query, description = "The record that something was done to"),
        ("action" = Option<String>, Query, description = "The kind, such as `record.created`; `sign_in.` with the dot stands for all that begin so"),
        ("from" = Option<String>, Query, description = "First day, in the caller's zone"),
        ("to" = Option<String>, Query, description = "Last day, in the caller's zone"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Entries of the page"),
        ("cursor" = Option<String>, Query, description = "Where the page begins"),
    ), responses((status = 200, body = shapes::AuditLog)))]
async fn audit_log(caller: Caller, Query(mut given): Query) -> Reply {
    let request = AuditRequest {
        actor: given.id("actor"),
        object: given.text("object"),
        record: given.id("record"),
        action: given.text("action"),
        from: given.text("from"),
        to: given.text("to"),
        limit: given.count("limit"),
        cursor: given.text("cursor"),
    };
    given.finish()?;
    answer::ok(&caller.app.audit_log(&caller.ctx, &request).await?)
}

/// The last check of the audit chain, or the one under way.
#[utoipa::path(get, path = "/audit/verification", tag = "audit",
    responses((status = 200, body = shapes::AuditVerification)))]
async fn audit_verification(caller: Caller) -> Reply {
    answer::ok(&caller.app.audit_verification(&caller.ctx).await?)
}

/// Check the whole audit chain, as a job.
#[utoipa::path(post, path = "/audit/verification", tag = "audit",
    responses((status = 202, body = shapes::AuditVerification)))]
async fn verify_audit(caller: Caller) -> Reply {
    answer::accepted(&caller.app.start_audit_verification(&caller.ctx).await?)
}
