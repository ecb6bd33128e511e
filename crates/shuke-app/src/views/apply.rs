//! A view in a request for a list.

use std::sync::Arc;

use serde_json::Value as Json;
use shuke_base::{Code, Fault, Uuid};
use shuke_expr::Cond;
use shuke_meta::ObjectDef;
use shuke_store::Conn;

use crate::context::Ctx;
use crate::records::list;
use crate::views::{ViewDoc, share, show};

/// What a view adds to a request, as far as the caller may see it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applied {
    /// Filter tree.
    pub filter: Option<Json>,
    /// Sort keys.
    pub sort: Vec<String>,
    /// Columns, the name among them; none when the view leaves them to the object.
    pub columns: Option<Vec<String>>,
    /// The choice, cascade or region that a board has its columns by.
    pub group: Option<String>,
}

impl Applied {
    /// The view's filter, and a filter and a quick search beside it, as one condition.
    ///
    /// # Errors
    /// What is wrong with the filter.
    pub fn condition(
        &self,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        filter: Option<&Json>,
        q: Option<&str>,
    ) -> Result<Option<Cond>, Fault> {
        list::condition(ctx, object, self.filter.iter().chain(filter), q)
    }
}

/// What the view adds for this caller.
///
/// # Errors
/// [`Code::UnknownView`] when there is none or the caller doesn't have it, [`Code::ViewUnusable`] when its filter asks
/// for a field that is gone or hidden from the caller.
pub async fn resolve(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
) -> Result<Applied, Fault> {
    let found = conn.view(id).await?.filter(|view| view.object == object.name && view.deleted_at.is_none());
    let view = found.ok_or_else(|| Fault::new(Code::UnknownView))?;
    let doc = ViewDoc::of(&view)?;
    if !share::has(ctx, &view, &doc) {
        return Err(Fault::new(Code::UnknownView));
    }
    if let Some(problem) = show::problem(ctx, object, &doc) {
        return Err(problem);
    }
    let mut columns = show::columns(ctx, object, &doc.columns);
    if !columns.is_empty() && !columns.contains(&object.name_field) {
        columns.insert(0, object.name_field.clone());
    }
    Ok(Applied {
        filter: doc.filter.clone(),
        sort: show::sort(ctx, object, &doc.sort),
        columns: Some(columns).filter(|columns| !columns.is_empty()),
        group: doc.group,
    })
}
