//! The saved views that show a field or go by it. None keeps the field from going: a view drops a column, an order or a
//! sum that is gone, and says that it can't be used where it would show other records without it.

use std::sync::Arc;

use serde::Serialize;
use shuke_base::{Fault, Uuid};
use shuke_meta::pack::ViewKind;
use shuke_meta::{ObjectDef, Schema};
use shuke_store::Conn;
use shuke_store::system::SavedView;

use crate::asked::Wanted;
use crate::context::Ctx;
use crate::records::list::Total;
use crate::views::{Audience, ViewDoc};

/// Views that are looked at for one answer, at most.
const MOST: usize = 2_000;

/// A view that uses a field.
#[derive(Debug, Clone, Serialize)]
pub struct ViewUse {
    /// Id.
    pub id: Uuid,
    /// What people read.
    pub name: String,
    /// list, board or calendar.
    pub kind: ViewKind,
    /// The object.
    pub object: String,
    /// What the caller reads.
    pub object_label: String,
    /// Who made it; none for those that came with the program.
    pub owner: Option<String>,
    /// private, some or everyone.
    pub audience: &'static str,
    /// For what: `column`, `card`, `filter`, `sort`, `group`, `sum`, `date`.
    pub places: Vec<&'static str>,
    /// It can't be used without the field, until somebody changes it.
    pub breaks: bool,
}

/// What is told of views.
pub(super) struct ViewUses {
    /// Those that the caller may see, of the object first.
    pub items: Vec<ViewUse>,
    /// How many there are beside them.
    pub private: Total,
}

/// For what a view uses the field, or asks for the option.
fn places(doc: &ViewDoc, object: &Arc<ObjectDef>, schema: &Schema, wanted: &Wanted<'_>) -> Vec<&'static str> {
    let own = object.name == wanted.object && wanted.option.is_none();
    let is = |name: &String| name == wanted.field;
    let at = |name: &Option<String>| own && name.as_ref().is_some_and(is);
    let among = |names: &[String]| own && names.iter().any(is);
    let sorted = |key: &String| key.strip_prefix('-').unwrap_or(key) == wanted.field;
    [
        ("column", among(&doc.columns)),
        ("card", among(&doc.card)),
        ("filter", doc.filter.as_ref().is_some_and(|filter| wanted.asked(filter, object, schema))),
        ("sort", own && doc.sort.iter().any(sorted)),
        ("group", at(&doc.group)),
        ("sum", at(&doc.sum)),
        ("date", at(&doc.date) || at(&doc.end)),
    ]
    .into_iter()
    .filter_map(|(place, there)| there.then_some(place))
    .collect()
}

/// Whether a view is of no use without what it uses the field for.
fn breaks(doc: &ViewDoc, places: &[&'static str], field: &str) -> bool {
    let is = |name: &Option<String>| name.as_deref() == Some(field);
    places.contains(&"filter")
        || (doc.kind == ViewKind::Board && places.contains(&"group"))
        || (doc.kind == ViewKind::Calendar && places.contains(&"date") && is(&doc.date))
}

/// The views that use the field, or ask for the option; another object's may do so through references.
pub(super) async fn of(conn: &mut Conn, ctx: &Ctx, wanted: &Wanted<'_>) -> Result<ViewUses, Fault> {
    let schema = &ctx.company.schema;
    let all = conn.some_views(wanted.object, MOST).await?;
    let (mut items, mut private) = (Vec::new(), Total { value: 0, exact: all.len() < MOST });
    for view in &all {
        let (Some(object), Ok(doc)) = (schema.object(&view.object), ViewDoc::of(view)) else { continue };
        let places = places(&doc, object, schema, wanted);
        if places.is_empty() {
            continue;
        }
        if closed(ctx, view) {
            private.value += 1;
            continue;
        }
        items.push(ViewUse {
            id: view.id,
            name: doc.label.get(ctx.locale).to_owned(),
            kind: doc.kind,
            object: object.name.clone(),
            object_label: object.label.get(ctx.locale).to_owned(),
            owner: view.owner.and_then(|id| ctx.company.names.get(&id)).map(ToString::to_string),
            audience: Audience::of(view).name(),
            breaks: breaks(&doc, &places, wanted.field),
            places,
        });
    }
    Ok(ViewUses { items, private })
}

/// Whether a view is somebody else's alone, or one of another object that the caller has no sight of.
fn closed(ctx: &Ctx, view: &SavedView) -> bool {
    ctx.object(&view.object).is_err() || !crate::views::has(ctx, view).unwrap_or(false)
}

/// Whether any view asks for the option.
pub(super) async fn any(conn: &mut Conn, schema: &Schema, wanted: &Wanted<'_>) -> Result<bool, Fault> {
    for view in conn.some_views(wanted.object, MOST).await? {
        let (Some(object), Ok(doc)) = (schema.object(&view.object), ViewDoc::of(&view)) else { continue };
        if !places(&doc, object, schema, wanted).is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
