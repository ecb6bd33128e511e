//! Many writes in one call.

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value as Json;
use shuke_app::records::batch::{Done, Operation};
use shuke_app::records::entries::Asked;
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, Given, IdempotencyKey, Meta, ObjectPath};
use crate::problem::Problem;
use crate::refusal::{Refused, Reply};
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(batch_records))
}

#[derive(Serialize)]
struct Outcome {
    index: usize,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Problem>,
}

#[derive(Serialize)]
struct Outcomes {
    results: Vec<Outcome>,
    ok: usize,
    failed: usize,
}

/// Up to 1000 writes in one transaction: each for itself, or, with `atomic`, all or none.
#[utoipa::path(post, path = "/records/{object}/batch", tag = "records", request_body = shapes::Batch,
    params(("Idempotency-Key" = Option<String>, Header, description = "Names the request")),
    responses((status = 200, body = shapes::BatchResult)))]
async fn batch_records(
    caller: Caller,
    meta: Meta,
    ObjectPath(object): ObjectPath,
    IdempotencyKey(key): IdempotencyKey,
    Fields(fields): Fields,
) -> Reply {
    let Caller { app, mut ctx, .. } = caller;
    let fingerprint = key.as_ref().map(|_| Json::Object(fields.clone()).to_string());
    let mut given = Given::from_fields(fields, "");
    let atomic = given.yes("atomic");
    ctx.accept_duplicates = super::records::accepts_duplicates(&mut given);
    let operations = operations(&mut given)?;
    given.finish()?;
    let (Some(key), Some(fingerprint)) = (key, fingerprint) else {
        let results = app.batch(&ctx, &object, operations, atomic).await?;
        return answer::ok(&outcomes(&results, meta));
    };
    let write = move |results: &[Result<Done, Fault>]| serde_json::to_string(&outcomes(results, meta));
    let kept = app.batch_once(&ctx, &object, operations, atomic, &key, &fingerprint, write).await?;
    Ok(answer::bytes(StatusCode::OK, Bytes::from(kept.body)))
}

fn operations(given: &mut Given) -> Result<Vec<Operation>, Refused> {
    let Some(list) = given.list("operations") else {
        given.missing("operations");
        return Ok(Vec::new());
    };
    if list.len() > limits::BATCH_ROWS {
        let fault = FieldFault::property("operations", Code::BatchTooLarge).with("max", limits::BATCH_ROWS);
        return Err(Refused(Fault::invalid(vec![fault])));
    }
    let mut operations = Vec::with_capacity(list.len());
    for (at, one) in list.into_iter().enumerate() {
        let fields = if let Json::Object(fields) = one { fields } else { Default::default() };
        let mut part = Given::from_fields(fields, &format!("operations[{at}]"));
        operations.extend(operation(&mut part));
        given.absorb(part);
    }
    Ok(operations)
}

/// One write. Nothing when something is wrong with it, which the part then tells.
fn operation(part: &mut Given) -> Option<Operation> {
    if !part.has("op") {
        part.missing("op");
        return None;
    }
    let op = part.one_of("op", &["create", "update", "delete", "restore"])?;
    if op == 0 {
        return Some(Operation::Create(part.object("values").unwrap_or_default()));
    }
    if !part.has("id") {
        part.missing("id");
        return None;
    }
    let id = part.id("id")?;
    Some(match op {
        1 => {
            let mut map = |name| part.object(name).unwrap_or_default();
            let asked = Asked { values: map("values"), add: map("add"), remove: map("remove") };
            Operation::Update(id, asked, part.whole("version"))
        }
        2 => Operation::Delete(id),
        _ => Operation::Restore(id),
    })
}

fn outcomes(results: &[Result<Done, Fault>], meta: Meta) -> Outcomes {
    let each = results.iter().enumerate().map(|(index, result)| match result {
        Ok(done) => {
            let status = if done.created { 201 } else { 200 };
            Outcome { index, status, id: Some(done.id), version: Some(done.version), error: None }
        }
        Err(fault) => {
            let problem = Problem::new(fault, meta.locale, meta.request);
            Outcome { index, status: problem.status(), id: None, version: None, error: Some(problem) }
        }
    });
    let ok = results.iter().filter(|result| result.is_ok()).count();
    Outcomes { results: each.collect(), ok, failed: results.len() - ok }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (usize, Vec<String>) {
        let mut given = Given::from_fields(serde_json::from_str(body).unwrap(), "");
        let count = operations(&mut given).unwrap().len();
        let faults = given.finish().err().map(|refused| refused.0.fields).unwrap_or_default();
        (count, faults.into_iter().map(|fault| fault.field).collect())
    }

    #[test]
    fn every_wrong_operation_is_named_by_its_place() {
        let id = Uuid::nil();
        let (count, faults) = read(&format!(
            r#"{{"operations":[{{"op":"create","values":{{}}}},{{"op":"update","id":"{id}","values":{{}}}},{{"op":"delete","id":"{id}"}}]}}"#
        ));
        assert_eq!((count, faults.len()), (3, 0));
        let (count, faults) = read(
            r#"{"operations":[{"op":"drop"},{"op":"delete"},{"op":"restore","id":"x"},7,{"op":"create","colour":1}]}"#,
        );
        assert_eq!(count, 1);
        let expected = [
            "operations[0].op",
            "operations[1].id",
            "operations[2].id",
            "operations[3].op",
            "operations[4].colour",
        ];
        assert_eq!(faults, expected);
    }
}
