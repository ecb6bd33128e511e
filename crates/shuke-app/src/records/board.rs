//! A board: the first records of each column, for all columns at once. What its columns add up to is an aggregate of
//! its own, which may take longer on a large table than the cards do.

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, limits};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, ObjectDef};
use shuke_store::compile::ListQuery;

use crate::App;
use crate::context::Ctx;
use crate::records::{list, missing};
use crate::view::Views;
use crate::views::apply::{Applied, resolve};
use crate::views::makes_columns;

/// What is asked of a board.
#[derive(Debug, Clone, Default)]
pub struct BoardRequest {
    /// A saved view: its filter holds beside the request's; its columns, order and group where the request has none.
    pub view: Option<Uuid>,
    /// The choice that the columns go by.
    pub group: Option<String>,
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
    /// Api name of the option; none for records without a value.
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
    /// The columns: options in use in their order, and where there are records, those out of use and no value at all.
    pub columns: Vec<BoardColumn>,
}

/// The field of the columns.
fn group<'o>(ctx: &Ctx, object: &'o ObjectDef, name: Option<&String>) -> Result<&'o FieldDef, Fault> {
    let name = name.ok_or_else(|| Fault::invalid(vec![FieldFault::property("group", Code::Required)]))?;
    let at = list::counted(ctx, object, std::slice::from_ref(name))?[0];
    let field = &object.fields[at];
    if makes_columns(field) {
        return Ok(field);
    }
    let fault = FieldFault::property("group", Code::ViewField).with("name", name);
    Err(Fault::invalid(vec![fault.with("max", limits::BOARD_COLUMNS)]))
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
        let group = group(ctx, &object, request.group.as_ref().or(view.group.as_ref()))?;
        let fields = list::fields(ctx, &object, request.fields.as_deref().or(view.columns.as_deref()))?;
        let keys = if request.sort.is_empty() { &view.sort } else { &request.sort };
        let sort = list::sort(ctx, &object, keys, false)?;
        let cond = view.condition(ctx, &object, request.filter.as_ref(), request.q.as_deref())?;

        let options = group.options.iter().map(|option| (Some(&option.name), option.active));
        let mut parts = Vec::new();
        let mut records = Vec::new();
        for (value, always) in options.chain([(None, !group.required)]) {
            let op = value.map_or(Op::Empty, |name| Op::Eq(name.as_str().into()));
            let own = Cond::test(&object, &group.name, op);
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
                parts.push((value.cloned(), page.records.len(), next));
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
