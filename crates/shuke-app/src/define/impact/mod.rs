//! What a change of a field, or of one of its options, would touch: told before it is made.
//!
//! Who counts on a field keeps it from going: computed fields, rules, sharing rules, goals. Layouts and views only lose
//! it, and are told of, too.

mod places;
mod users;
mod views;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::{Action, Viewer};
use shuke_base::{Code, Fault, FieldFault, Value, limits};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};
use shuke_store::Conn;
use shuke_store::compile::ListQuery;

use super::field::no_field;
use super::layouts;
use crate::App;
use crate::asked::Wanted;
use crate::context::Ctx;
use crate::goals;
use crate::records::list::Total;
pub use users::UseView;
pub use views::ViewUse;
use views::ViewUses;

/// What uses a field, or one of its options.
#[derive(Debug, Clone, Serialize)]
pub struct UsesView {
    /// What counts on it: while there is some, a field can't be taken away.
    pub items: Vec<UseView>,
    /// The layouts, drafts among them, that would lose the field.
    pub layouts: Vec<Json>,
    /// Where else the object would lose it: `list`, `stage`, `type`, `duplicates`, `rights`.
    pub places: Vec<&'static str>,
    /// The shared views that show it or go by it, and the caller's own.
    pub views: Vec<ViewUse>,
    /// Other people's own views: how many, and nothing else.
    pub private_views: Total,
    /// The records that hold the option.
    pub records: Option<Total>,
}

impl App {
    /// What uses a field, or, with `option`, what asks for that option and how many records hold it.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object, field or option.
    pub async fn field_uses(
        &self,
        ctx: &Ctx,
        object: &str,
        field: &str,
        option: Option<&str>,
    ) -> Result<UsesView, Fault> {
        ctx.may_define(object)?;
        let object = ctx.object(object)?;
        let known = object.field(field).ok_or_else(|| no_field(field))?;
        if let Some(name) = option.filter(|name| known.option(name).is_none()) {
            let fault = FieldFault::property("option", Code::UnknownOption);
            return Err(Fault::invalid(vec![fault.with("value", name)]));
        }
        let mut conn = self.store.read().await?;
        let wanted = Wanted { object: &object.name, field, option };
        let items = users::all(&mut conn, ctx, &ctx.company.schema, &wanted).await?;
        let ViewUses { items: views, private } = views::of(&mut conn, ctx, &wanted).await?;
        let (layouts, places, records) = match option {
            None => {
                let layouts = layouts::showing(&mut conn, ctx, &object, field).await?;
                (layouts, places::of(ctx, &object, field), None)
            }
            Some(option) => (Vec::new(), Vec::new(), Some(holders(&mut conn, &object, known, option).await?)),
        };
        Ok(UsesView { items, layouts, places, views, private_views: private, records })
    }
}

/// What keeps a field from going, named one after the other.
pub(super) async fn in_use(
    conn: &mut Conn,
    ctx: &Ctx,
    schema: &Schema,
    (object, field): (&str, &str),
) -> Result<Option<String>, Fault> {
    let users = users::all(conn, ctx, schema, &Wanted { object, field, option: None }).await?;
    let told: Vec<String> = users.iter().map(|it| format!("{} · {}", it.object_label, it.label)).collect();
    Ok((!told.is_empty()).then(|| told.join(", ")))
}

/// Refuses to take a field away that a goal goes by: it would count nothing from then on.
pub(super) async fn no_goal(
    conn: &mut Conn,
    schema: &Schema,
    (object, field): (&str, &FieldDef),
) -> Result<(), Fault> {
    let goals = goals::asking(conn, schema, &Wanted { object, field: &field.name, option: None }).await?;
    if goals.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = goals.iter().map(|goal| goal.name.as_str()).collect();
    let fault = FieldFault::new(format!("fields.{}", field.name), &field.label, Code::FieldInUse);
    Err(Fault::from(fault.with("users", names.join(", "))))
}

/// Whether anything asks for an option, so that it stays, retired, when it is left out.
pub(super) async fn asked(
    conn: &mut Conn,
    ctx: &Ctx,
    schema: &Schema,
    wanted: &Wanted<'_>,
) -> Result<bool, Fault> {
    Ok(!users::all(conn, ctx, schema, wanted).await?.is_empty() || views::any(conn, schema, wanted).await?)
}

/// The records that hold an option, whoever may see them: what a change touches, it touches for all. Counted to where
/// lists count to, by the field's index where it has one.
async fn holders(
    conn: &mut Conn,
    object: &Arc<ObjectDef>,
    field: &FieldDef,
    option: &str,
) -> Result<Total, Fault> {
    let value = count(conn, object, field, option, false, limits::COUNT_CAP).await?;
    Ok(Total { value, exact: value < limits::COUNT_CAP })
}

/// The records that hold an option, in the recycle bin or not, counted to `most`.
pub(super) async fn count(
    conn: &mut Conn,
    object: &Arc<ObjectDef>,
    field: &FieldDef,
    option: &str,
    deleted: bool,
    most: u64,
) -> Result<u64, Fault> {
    let test = |op| Cond::test(object, &field.name, op);
    let cond = match field.kind {
        FieldKind::MultiChoice => test(Op::Contains(option.to_owned())),
        // A branch of a tree is held by whoever holds what is below it.
        FieldKind::Cascade => {
            test(Op::Eq(Value::from(option))).or(test(Op::StartsWith(format!("{option}/"))))
        }
        _ => test(Op::Eq(Value::from(option))),
    };
    let viewer = Viewer::system();
    let query = ListQuery {
        object,
        viewer: &viewer,
        action: Action::Read,
        fields: &[],
        cond: Some(&cond),
        sort: &[],
        limit: 1,
        cursor: None,
        deleted,
    };
    Ok(conn.count(&query, Some(most)).await?)
}
