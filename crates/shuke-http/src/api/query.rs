//! Lists asked for with a body, groups with measures, and boards.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_app::records::aggregate::AggregateRequest;
use shuke_app::records::board::BoardRequest;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::records::list_request;
use crate::answer;
use crate::caller::Caller;
use crate::extract::{Fields, Given, ObjectPath};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(query_records)).routes(routes!(read_board))
}

/// A page of a list, or, with `group_by` or `measures`, groups of what the caller may see.
#[utoipa::path(post, path = "/records/{object}/query", tag = "records", request_body = shapes::RecordQuery,
    responses((status = 200, body = shapes::QueryAnswer)))]
async fn query_records(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    let mut given = Given::from_fields(fields, "");
    if given.has("group_by") || given.has("measures") {
        let request = aggregate_request(&mut given);
        given.finish()?;
        return answer::ok(&caller.app.aggregate(&caller.ctx, &object, &request).await?);
    }
    // Null is the same as absent.
    let _ = (given.any("group_by"), given.any("measures"), given.any("levels"), given.any("grains"));
    let request = list_request(&mut given);
    given.finish()?;
    answer::ok(&caller.app.list(&caller.ctx, &object, &request).await?)
}

/// The first records of each column of a board, for all columns at once.
#[utoipa::path(post, path = "/records/{object}/board", tag = "records", request_body = shapes::BoardQuery,
    responses((status = 200, body = shapes::Board)))]
async fn read_board(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    let mut given = Given::from_fields(fields, "");
    let request = BoardRequest {
        view: given.id("view"),
        group: given.text("group"),
        within: given.text("within"),
        filter: given.filter("filter"),
        q: given.text("q"),
        sort: given.words("sort").unwrap_or_default(),
        fields: given.words("fields"),
        limit: given.count("limit"),
    };
    given.finish()?;
    answer::ok(&caller.app.board(&caller.ctx, &object, &request).await?)
}

fn aggregate_request(given: &mut Given) -> AggregateRequest {
    let mut measures = Vec::new();
    for (at, measure) in given.list("measures").unwrap_or_default().into_iter().enumerate() {
        let path = format!("measures[{at}]");
        let fields = if let Json::Object(fields) = measure { fields } else { Default::default() };
        let mut part = Given::from_fields(fields, &path);
        match (part.text("fn"), part.text("field")) {
            (Some(function), field) => measures.push((function, field)),
            (None, _) => part.missing("fn"),
        }
        given.absorb(part);
    }
    let mut levels = BTreeMap::new();
    let mut by = Given::from_fields(given.object("levels").unwrap_or_default(), "levels");
    let names = by.names();
    for name in names {
        levels.extend(by.count(&name).map(|level| (name, level)));
    }
    given.absorb(by);
    let mut grains = BTreeMap::new();
    let mut by = Given::from_fields(given.object("grains").unwrap_or_default(), "grains");
    for name in by.names() {
        grains.extend(by.text(&name).map(|grain| (name, grain)));
    }
    given.absorb(by);
    AggregateRequest {
        view: given.id("view"),
        filter: given.filter("filter"),
        q: given.text("q"),
        group_by: given.words("group_by").unwrap_or_default(),
        levels,
        grains,
        measures,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Refused;

    fn read(body: &str) -> (AggregateRequest, Result<(), Refused>) {
        let mut given = Given::from_fields(serde_json::from_str(body).unwrap(), "");
        let request = aggregate_request(&mut given);
        (request, given.finish())
    }

    #[test]
    fn measures_are_read_and_every_wrong_one_is_named() {
        let (request, refused) =
            read(r#"{"group_by":["status"],"measures":[{"fn":"count"},{"fn":"sum","field":"budget"}]}"#);
        assert!(refused.is_ok());
        assert_eq!(request.measures[1], ("sum".to_owned(), Some("budget".to_owned())));
        let (request, refused) = read(r#"{"group_by":["region"],"levels":{"region":2}}"#);
        assert!(refused.is_ok());
        assert_eq!(request.levels["region"], 2);
        let (request, refused) = read(r#"{"group_by":["created_at"],"grains":{"created_at":"week"}}"#);
        assert!(refused.is_ok());
        assert_eq!(request.grains["created_at"], "week");
        let (_, refused) = read(r#"{"grains":{"created_at":7}}"#);
        assert_eq!(refused.unwrap_err().0.fields[0].field, "grains.created_at");
        let (_, refused) = read(r#"{"levels":{"region":"x","city":1.5}}"#);
        let fields: Vec<String> =
            refused.unwrap_err().0.fields.into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["levels.city", "levels.region"]);
        let (_, refused) = read(r#"{"measures":[{"field":"x"},7,{"fn":"count","by":1}]}"#);
        let fields: Vec<String> =
            refused.unwrap_err().0.fields.into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["measures[0].fn", "measures[1].fn", "measures[2].by"]);
    }
}
