//! Objects and fields as data; administrators define them while everybody works.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::caller::Caller;
use crate::extract::{FieldPath, Fields, ObjectPath, Query};
use crate::refusal::Reply;
use crate::shapes;
use crate::state::Http;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list_objects, define_object))
        .routes(routes!(read_object, change_object))
        .routes(routes!(define_field))
        .routes(routes!(change_field, delete_field))
        .routes(routes!(field_uses))
        .routes(routes!(check_formula))
        .routes(routes!(recalculations))
        .routes(routes!(functions))
}

/// All objects that the caller may see, with fields, layouts and actions.
#[utoipa::path(get, path = "/objects", tag = "objects", responses((status = 200, body = shapes::Objects)))]
async fn list_objects(caller: Caller) -> Reply {
    answer::ok(&caller.app.objects(&caller.ctx))
}

/// Define a new object.
#[utoipa::path(post, path = "/objects", tag = "objects", request_body = shapes::ObjectWrite,
    responses((status = 201, body = shapes::Object)))]
async fn define_object(caller: Caller, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.define_object(&caller.ctx, &fields).await?)
}

/// One object.
#[utoipa::path(get, path = "/objects/{object}", tag = "objects", responses((status = 200, body = shapes::Object)))]
async fn read_object(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    answer::ok(&caller.app.object_view(&caller.ctx, &object)?)
}

/// Change an object's look, columns and layout.
#[utoipa::path(patch, path = "/objects/{object}", tag = "objects", request_body = shapes::ObjectChange,
    responses((status = 200, body = shapes::Object)))]
async fn change_object(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_object(&caller.ctx, &object, &fields).await?)
}

/// Define a new field; it works at once.
#[utoipa::path(post, path = "/objects/{object}/fields", tag = "objects", request_body = shapes::FieldWrite,
    responses((status = 201, body = shapes::Field)))]
async fn define_field(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::created(&caller.app.define_field(&caller.ctx, &object, &fields).await?)
}

/// Change a field.
#[utoipa::path(patch, path = "/objects/{object}/fields/{field}", tag = "objects",
    request_body = shapes::FieldWrite, responses((status = 200, body = shapes::Field)))]
async fn change_field(caller: Caller, FieldPath(object, field): FieldPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.change_field(&caller.ctx, &object, &field, &fields).await?)
}

/// Remove a field that was added; its values are kept.
#[utoipa::path(delete, path = "/objects/{object}/fields/{field}", tag = "objects", responses((status = 204)))]
async fn delete_field(caller: Caller, FieldPath(object, field): FieldPath) -> Reply {
    caller.app.delete_field(&caller.ctx, &object, &field).await?;
    answer::nothing()
}

/// What uses a field, so that it can't be removed; and the layouts, views and places that would lose it. Or what asks for
/// one of its options.
#[utoipa::path(get, path = "/objects/{object}/fields/{field}/uses", tag = "objects", params(
        ("option" = Option<String>, Query, description = "An option by its api name: what asks for it, and how many records hold it"),
    ), responses((status = 200, body = shapes::FieldUses)))]
async fn field_uses(caller: Caller, FieldPath(object, field): FieldPath, Query(mut given): Query) -> Reply {
    let option = given.text("option");
    given.finish()?;
    answer::ok(&caller.app.field_uses(&caller.ctx, &object, &field, option.as_deref()).await?)
}

/// Check a formula of an object, and compute it for a record. A formula that is wrong is answered with its place.
#[utoipa::path(post, path = "/objects/{object}/formula", tag = "objects", request_body = shapes::FormulaWrite,
    responses((status = 200, body = shapes::Formula)))]
async fn check_formula(caller: Caller, ObjectPath(object): ObjectPath, Fields(fields): Fields) -> Reply {
    answer::ok(&caller.app.check_formula(&caller.ctx, &object, &fields).await?)
}

/// The computed fields of an object whose values are being brought up to date.
#[utoipa::path(get, path = "/objects/{object}/recalculations", tag = "objects",
    responses((status = 200, body = shapes::Recalculations)))]
async fn recalculations(caller: Caller, ObjectPath(object): ObjectPath) -> Reply {
    answer::ok(&caller.app.recalculations(&caller.ctx, &object).await?)
}

/// The functions of formulas.
#[utoipa::path(get, path = "/formula-functions", tag = "objects",
    responses((status = 200, body = shapes::FormulaFunctions)))]
async fn functions(caller: Caller) -> Reply {
    answer::ok(&caller.app.functions(&caller.ctx))
}
