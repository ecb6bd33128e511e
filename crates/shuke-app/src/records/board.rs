//! A board: the first records of each column, for all columns at once. What its columns add up to is an aggregate of
//! its own, which may take longer on a large table than the cards do.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, FieldKind, ObjectDef};
use shuke_store::compile::ListQuery;

use crate::App;
use crate::context::Ctx;
use crate::records::branches::{Branch, Tree};
use crate::records::{list, missing};
use crate::view::Views;
use crate::views::apply::{Applied, resolve};
use crate::views::makes_columns;

/// What is asked of a board.
#[derive(Debug, Clone, Default)]
pub struct BoardRequest {
    /// A saved view: its filter holds beside the request's; its columns, order and group where the request has none.
    pub view: Option<Uuid>,
    /// The choice, cascade or region that the columns go by.
    pub group: Option<String>,
    /// Of a cascade or region the node below which one looks; its columns are one level at a time.
    pub within: Option<String>,
    /// Filter tree.
    pub filter: Option<Json>,
    /// Quick search.
    pub q: Option<String>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Vec<String>,
    /// Fields; all that may be seen when absent.
    pub fields: Option<Vec<String>>,
    /// Cards of each column; [`limits::BOARD_CARDS_DEFAULT`] when absent.
    pub limit: Option<usize>,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct BoardColumn {
    /// Api name of the option, or the node that all records of the column lie under; none for records without a value.
    pub value: Option<String>,
    /// The first records.
    pub items: Views,
    /// Where a list with the same order and filter, and this column's value, goes on.
    pub next_cursor: Option<String>,
}

/// A board.
#[derive(Debug, Clone, Serialize)]
pub struct BoardAnswer {
    /// The field that the columns go by.
    pub group: String,
    /// The columns: options in use in their order, and where there are records, those out of use and no value at all. Of
    /// a cascade or region those branches in which there are records.
    pub columns: Vec<BoardColumn>,
}

/// The field of the columns.
fn group(ctx: &Ctx, object: &ObjectDef, name: Option<&String>) -> Result<usize, Fault> {
    let name = name.ok_or_else(|| Fault::invalid(vec![FieldFault::property("group", Code::Required)]))?;
    let at = list::counted(ctx, object, std::slice::from_ref(name))?[0];
    if makes_columns(&object.fields[at]) {
        return Ok(at);
    }
    let fault = FieldFault::property("group", Code::ViewField).with("name", name);
    Err(Fault::invalid(vec![fault.with("max", limits::BOARD_COLUMNS)]))
}

/// A column before its records are read.
struct Asked {
    value: Option<String>,
    cond: Cond,
    /// It stands there without records, too.
    always: bool,
}

/// A column for each option, and one for records without a value.
fn options(object: &Arc<ObjectDef>, field: &FieldDef) -> Vec<Asked> {
    let options = field.options.iter().map(|option| (Some(option.name.clone()), option.active));
    let columns = options.chain([(None, !field.required)]).map(|(value, always)| {
        let op = value.as_deref().map_or(Op::Empty, |name| Op::Eq(name.into()));
        Asked { cond: Cond::test(object, &field.name, op), value, always }
    });
    columns.collect()
}

impl App {
    /// The first records of each column.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub async fn board(&self, ctx: &Ctx, object: &str, request: &BoardRequest) -> Result<BoardAnswer, Fault> {
        let object = ctx.object(object)?;
        if !ctx.viewer.may(&object, Action::Read) {
            return Err(missing(Action::Read));
        }
        let limit = request.limit.unwrap_or(limits::BOARD_CARDS_DEFAULT);
        if !(1..=limits::BOARD_CARDS).contains(&limit) {
            let fault = FieldFault::property("limit", Code::InvalidLimit).with("max", limits::BOARD_CARDS);
            return Err(Fault::invalid(vec![fault]));
        }
        let mut conn = self.store.read().await?;
        let view = match request.view {
            Some(id) => resolve(&mut conn, ctx, &object, id).await?,
            None => Applied::default(),
        };
        let at = group(ctx, &object, request.group.as_ref().or(view.group.as_ref()))?;
        let group = &object.fields[at];
        let fields = list::fields(ctx, &object, request.fields.as_deref().or(view.columns.as_deref()))?;
        let keys = if request.sort.is_empty() { &view.sort } else { &request.sort };
        let sort = list::sort(ctx, &object, keys, false)?;
        let cond = view.condition(ctx, &object, request.filter.as_ref(), request.q.as_deref())?;

        let columns = if group.kind == FieldKind::Choice && request.within.is_none() {
            options(&object, group)
        } else {
            let tree = Tree { ctx, object: &object, field: at, within: request.within.as_deref() };
            let found = tree.branches(&mut conn, cond.as_ref()).await?.into_iter();
            let asked = |branch: Branch| Asked {
                value: branch.node.clone(),
                cond: branch.cond(&object, &sort),
                always: true,
            };
            found.map(asked).collect()
        };
        let mut parts = Vec::new();
        let mut records = Vec::new();
        for Asked { value, cond: own, always } in columns {
            let cond = match &cond {
                Some(cond) => Cond::All(vec![own, cond.clone()]),
                None => own,
            };
            let query = ListQuery {
                object: &object,
                viewer: &ctx.viewer,
                action: Action::Read,
                fields: &fields,
                cond: Some(&cond),
                sort: &sort,
                limit,
                cursor: None,
                deleted: false,
            };
            let page = conn.list(&query).await?;
            if always || !page.records.is_empty() {
                let next = page.next.map(|cursor| cursor.encode(&object, &sort));
                parts.push((value, page.records.len(), next));
                records.extend(page.records);
            }
        }
        let mut all = Views::of(&mut conn, ctx, &object, &fields, records).await?;
        let mut rest = std::mem::take(&mut all.records).into_iter();
        let columns = parts.into_iter().map(|(value, count, next_cursor)| {
            let items = Views { records: rest.by_ref().take(count).collect(), ..all.clone() };
            BoardColumn { value, items, next_cursor }
        });
        Ok(BoardAnswer { group: group.name.clone(), columns: columns.collect() })
    }
}
