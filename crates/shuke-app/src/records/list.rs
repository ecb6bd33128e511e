//! Lists: filter, quick search, order, page, total.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};
use shuke_store::Conn;
use shuke_store::compile::{Cursor, ListQuery, Sort};

use crate::App;
use crate::context::Ctx;
use crate::records::missing;
use crate::view::Views;
use crate::views::apply::{Applied, resolve};

/// How the total of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TotalMode {
    /// Counted to [`limits::COUNT_CAP`], and said to be inexact beyond.
    #[default]
    Capped,
    /// The whole count.
    Exact,
    /// None.
    Without,
}

/// What is asked of a list.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// A saved view: its filter holds beside the request's, its order and columns where the request has none.
    pub view: Option<Uuid>,
    /// Filter tree.
    pub filter: Option<Json>,
    /// Quick search over the object's search fields.
    pub q: Option<String>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Vec<String>,
    /// Fields; all that may be seen when absent.
    pub fields: Option<Vec<String>>,
    /// Rows; [`limits::PAGE_DEFAULT`] when absent.
    pub limit: Option<usize>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// The total.
    pub total: TotalMode,
    /// The recycle bin.
    pub deleted: bool,
}

/// The number of records of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The number, or the cap when it is inexact.
    pub value: u64,
    /// Whether there are exactly that many.
    pub exact: bool,
}

/// A page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListAnswer {
    /// The rows.
    pub items: Views,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// The total, when it was wanted.
    pub total: Option<Total>,
}

/// Positions of the wanted fields, or of all that the caller may see, covered or not: their values go through
/// [`cover_all`](crate::view::cover_all) before anybody sees them, as `Views` sees to.
///
/// # Errors
/// [`Code::UnknownField`] for one that doesn't exist or is hidden.
pub fn fields(ctx: &Ctx, object: &ObjectDef, wanted: Option<&[String]>) -> Result<Vec<usize>, Fault> {
    let mask = ctx.viewer.field_mask(object);
    let shown = |at: &usize| mask.shown(&object.fields[*at]);
    let Some(wanted) = wanted else {
        let told = |at: &usize| !matches!(object.fields[*at].name.as_str(), "deleted_at" | "deleted_by");
        return Ok((0..object.fields.len()).filter(shown).filter(told).collect());
    };
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for name in wanted {
        match object.position(name).filter(shown) {
            Some(at) if found.contains(&at) => {}
            Some(at) => found.push(at),
            None => faults.push(FieldFault::property(name, Code::UnknownField).with("name", name)),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Fault::invalid(faults)) }
}

/// Positions of fields that something is worked out from, such as groups and sums: only what the caller sees as it is.
///
/// # Errors
/// [`Code::UnknownField`], or [`Code::FieldMasked`].
pub fn counted(ctx: &Ctx, object: &ObjectDef, wanted: &[String]) -> Result<Vec<usize>, Fault> {
    let found = fields(ctx, object, Some(wanted))?;
    let mask = ctx.viewer.field_mask(object);
    let masked = found.iter().map(|at| &object.fields[*at]).filter(|field| mask.masked(field));
    let faults: Vec<FieldFault> = masked.map(covered).collect();
    if faults.is_empty() { Ok(found) } else { Err(Fault::invalid(faults)) }
}

/// The field is masked, and would tell its values if it were asked for.
fn covered(field: &FieldDef) -> FieldFault {
    FieldFault::new(&field.name, &field.label, Code::FieldMasked)
}

/// Says of masked fields that they are masked, where a filter was refused as if they didn't exist.
fn told_masked(ctx: &Ctx, object: &ObjectDef, mut fault: Fault) -> Fault {
    let mask = ctx.viewer.field_mask(object);
    for told in &mut fault.fields {
        let field = object.field(&told.field).filter(|field| mask.masked(field));
        if let (Code::UnknownField, Some(field)) = (told.code, field) {
            *told = covered(field);
        }
    }
    fault
}

/// Sort keys by position. Without any: newest first.
///
/// # Errors
/// [`Code::InvalidSort`].
pub fn sort(ctx: &Ctx, object: &ObjectDef, keys: &[String], deleted: bool) -> Result<Vec<Sort>, Fault> {
    let mask = ctx.viewer.field_mask(object);
    let newest = if deleted { "-deleted_at" } else { "-created_at" };
    let newest = [newest.to_owned()];
    let keys = if keys.is_empty() { &newest[..] } else { keys };
    if keys.len() > limits::SORT_KEYS {
        return Err(Fault::new(Code::InvalidSort).with("name", keys.join(",")));
    }
    keys.iter()
        .map(|key| {
            let (name, descending) = key.strip_prefix('-').map_or((key.as_str(), false), |name| (name, true));
            let field = object
                .position(name)
                .filter(|at| mask.readable(&object.fields[*at]) && object.fields[*at].sortable());
            let masked = object.field(name).filter(|field| mask.masked(field));
            let refused = || match masked {
                Some(field) => covered(field),
                None => FieldFault::property("sort", Code::InvalidSort).with("name", name),
            };
            field.map(|field| Sort { field, descending }).ok_or_else(|| Fault::invalid(vec![refused()]))
        })
        .collect()
}

/// How many records meet the condition, of those that the caller may reach by this right; in the recycle bin, or out of
/// it.
///
/// # Errors
/// The store's trouble.
pub async fn how_many(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    cond: Option<&Cond>,
    (action, deleted): (Action, bool),
) -> Result<u64, Fault> {
    let viewer = &ctx.viewer;
    let query =
        ListQuery { object, viewer, action, fields: &[], cond, sort: &[], limit: 1, cursor: None, deleted };
    Ok(conn.count(&query, None).await?)
}

/// All of the filters and the quick search as one condition.
///
/// # Errors
/// What is wrong with a filter.
pub fn condition<'a>(
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    filters: impl IntoIterator<Item = &'a Json>,
    q: Option<&str>,
) -> Result<Option<Cond>, Fault> {
    let mut parts = Vec::new();
    for filter in filters.into_iter().filter(|filter| !filter.is_null()) {
        let readable = |object: &ObjectDef, field: &FieldDef| ctx.viewer.readable(object, field);
        let parsed = shuke_expr::parse(filter, object, &ctx.company.schema, &readable, &ctx.env());
        parts.push(parsed.map_err(|fault| told_masked(ctx, object, fault))?);
    }
    // No stored text holds a NUL, and one engine refuses to be asked for it.
    let apart = |letter: char| letter.is_whitespace() || letter == '\0';
    let words: Vec<&str> =
        q.unwrap_or_default().split(apart).filter(|word| !word.is_empty()).take(5).collect();
    let mask = ctx.viewer.field_mask(object);
    for word in words {
        let searched = object.fields.iter().filter(|field| field.search && mask.readable(field));
        let any = searched.map(|field| {
            // A phone is stored in one form; what was typed may have spaces or dashes in it.
            let digits = || word.chars().filter(char::is_ascii_digit).collect::<String>();
            let part = match field.kind {
                FieldKind::Phone if digits().len() >= 3 => digits(),
                _ => word.to_owned(),
            };
            Cond::test(object, &field.name, Op::Contains(part))
        });
        parts.push(Cond::Any(any.collect()));
    }
    Ok(match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Cond::All(parts)),
    })
}

impl App {
    /// A page of a list.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub async fn list(&self, ctx: &Ctx, object: &str, request: &ListRequest) -> Result<ListAnswer, Fault> {
        let object = ctx.object(object)?;
        let action = if request.deleted { Action::Delete } else { Action::Read };
        if !ctx.viewer.may(&object, action) {
            return Err(missing(action));
        }
        let limit = request.limit.unwrap_or(limits::PAGE_DEFAULT);
        if !(1..=limits::PAGE_ROWS).contains(&limit) {
            let fault = FieldFault::property("limit", Code::InvalidLimit).with("max", limits::PAGE_ROWS);
            return Err(Fault::invalid(vec![fault]));
        }
        let mut conn = self.store.read().await?;
        let view = match request.view {
            Some(id) => resolve(&mut conn, ctx, &object, id).await?,
            None => Applied::default(),
        };
        let fields = fields(ctx, &object, request.fields.as_deref().or(view.columns.as_deref()))?;
        let keys = if request.sort.is_empty() { &view.sort } else { &request.sort };
        let sort = sort(ctx, &object, keys, request.deleted)?;
        let cond = view.condition(ctx, &object, request.filter.as_ref(), request.q.as_deref())?;
        let cursor =
            match &request.cursor {
                None => None,
                Some(text) => Some(Cursor::decode(text, &object, &sort).ok_or_else(|| {
                    Fault::invalid(vec![FieldFault::property("cursor", Code::InvalidCursor)])
                })?),
            };
        let query = ListQuery {
            object: &object,
            viewer: &ctx.viewer,
            action,
            fields: &fields,
            cond: cond.as_ref(),
            sort: &sort,
            limit,
            cursor: cursor.as_ref(),
            deleted: request.deleted,
        };
        let page = conn.list(&query).await?;
        let known = page.next.is_none() && cursor.is_none();
        let total = match request.total {
            TotalMode::Without => None,
            _ if known => Some(Total { value: page.records.len() as u64, exact: true }),
            TotalMode::Capped => {
                let value = conn.count(&query, Some(limits::COUNT_CAP)).await?;
                Some(Total { value, exact: value < limits::COUNT_CAP })
            }
            TotalMode::Exact => Some(Total { value: conn.count(&query, None).await?, exact: true }),
        };
        let next_cursor = page.next.map(|cursor| cursor.encode(&object, &sort));
        let items = Views::of(&mut conn, ctx, &object, &fields, page.records).await?;
        Ok(ListAnswer { items, next_cursor, total })
    }
}
