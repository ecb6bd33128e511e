//! The timeline of a record: follow-ups, comments and changes in one order.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::{Action, Viewer};
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::compile::{Cursor, ListQuery, Sort};
use shuke_store::system::Comment;

use crate::App;
use crate::context::Ctx;
use crate::records::history::{FieldChange, HistoryItem, of_both, page_size, shown};
use crate::records::{list, read};
use crate::talk::comment::{self, CommentView};
use crate::view::{RecordView, Views};

/// Entries of one page when the caller doesn't say.
const USUAL: usize = 30;

/// One entry.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineItem {
    /// Id of the activity, the comment or the change.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// activity, comment, created, changed, deleted, restored, merged.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Who.
    pub by: Json,
    /// The door.
    pub via: Option<&'static str>,
    /// The follow-up.
    pub activity: Option<RecordView>,
    /// The comment.
    pub comment: Option<CommentView>,
    /// The changed fields.
    pub changes: Vec<FieldChange>,
}

/// A page of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineAnswer {
    /// Entries, newest first.
    pub items: Vec<TimelineItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

impl From<HistoryItem> for TimelineItem {
    fn from(item: HistoryItem) -> Self {
        Self {
            id: item.id,
            at: item.at,
            kind: item.kind,
            by: item.by,
            via: Some(item.via),
            activity: None,
            comment: None,
            changes: item.changes,
        }
    }
}

/// What a timeline may consist of.
const SORTS: [&str; 3] = ["activity", "comment", "change"];

/// Which of it is wanted; everything when the caller doesn't say.
fn wanted(types: Option<&[String]>) -> Result<[bool; 3], Fault> {
    let Some(types) = types else { return Ok([true; 3]) };
    if let Some(other) = types.iter().find(|name| !SORTS.contains(&name.as_str())) {
        let fault = FieldFault::property("types", Code::UnknownOption).with("value", other);
        return Err(Fault::invalid(vec![fault]));
    }
    Ok(SORTS.map(|name| types.iter().any(|given| given == name)))
}

/// Where a page begins in all of its sources: the last id shown. Ids are in the order of time.
fn place(cursor: Option<&str>) -> Result<Option<Uuid>, Fault> {
    let bad = |_| Fault::invalid(vec![FieldFault::property("cursor", Code::InvalidCursor)]);
    cursor.map(str::parse::<Uuid>).transpose().map_err(bad)
}

impl App {
    /// A page of a record's timeline, newest first: all of it, or the `types` among activity, comment and change. Who
    /// sees the record sees its comments and its follow-ups, whoever wrote them, as far as the fields of follow-ups
    /// are open to the caller.
    ///
    /// # Errors
    /// [`Code::NotFound`], or what is wrong with the request.
    pub async fn timeline(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        limit: Option<usize>,
        cursor: Option<&str>,
        types: Option<&[String]>,
    ) -> Result<TimelineAnswer, Fault> {
        let limit = page_size(limit, USUAL)?;
        let before = place(cursor)?;
        let [activities, comments, changed] = wanted(types)?;
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        read::visible(&mut conn, ctx, &object, id).await?;
        let changes = if changed { of_both(&mut conn, id, before, limit + 1).await? } else { Vec::new() };
        let changes_full = changes.len() > limit;
        let oldest_change = changes.last().map(|change| change.id);
        let mut items: Vec<TimelineItem> =
            shown(&mut conn, ctx, &object, id, changes).await?.into_iter().map(TimelineItem::from).collect();
        if activities {
            items.extend(follow_ups(&mut conn, ctx, &object, id, before, limit + 1).await?);
        }
        if comments {
            let found = conn.comments(id, before, limit + 1).await?;
            items.extend(found.iter().map(|comment| said(ctx, comment)));
        }
        items.sort_by_key(|item| std::cmp::Reverse(item.id));
        // Hidden changes leave gaps: a full page of them still has a next page.
        let next = if items.len() > limit {
            Some(items[limit - 1].id)
        } else {
            oldest_change.filter(|_| changes_full)
        };
        items.truncate(limit);
        Ok(TimelineAnswer { items, next_cursor: next.map(|id| id.to_string()) })
    }
}

fn said(ctx: &Ctx, comment: &Comment) -> TimelineItem {
    TimelineItem {
        id: comment.id,
        at: comment.created_at,
        kind: "comment",
        by: ctx.company.person(Some(comment.author)),
        via: None,
        activity: None,
        comment: Some(comment::view(ctx, comment)),
        changes: Vec::new(),
    }
}

async fn follow_ups(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    id: Uuid,
    before: Option<Uuid>,
    limit: usize,
) -> Result<Vec<TimelineItem>, Fault> {
    let Some(activity) = ctx.company.schema.object("activity") else { return Ok(Vec::new()) };
    let Some(sort) = activity.position("id").map(|field| Sort { field, descending: true }) else {
        return Ok(Vec::new());
    };
    if !ctx.viewer.may(activity, Action::Read) || !activity.has("related") {
        return Ok(Vec::new());
    }
    let fields = list::fields(ctx, activity, None)?;
    let related = Op::Eq(Value::Record(object.name.clone(), id));
    let cursor = before.map(|id| Cursor { keys: vec![Value::Id(id)], id });
    let query = ListQuery {
        object: activity,
        viewer: &Viewer::system(),
        action: Action::Read,
        fields: &fields,
        cond: Some(&Cond::test(activity, "related", related)),
        sort: &[sort],
        limit,
        cursor: cursor.as_ref(),
        deleted: false,
    };
    let page = conn.list(&query).await?;
    let views = Views::of(conn, ctx, activity, &fields, page.records).await?;
    Ok(items(ctx, activity, views))
}

fn items(ctx: &Ctx, activity: &Arc<ObjectDef>, views: Views) -> Vec<TimelineItem> {
    let at = |name: &str| {
        let position = activity.position(name)?;
        views.fields.iter().position(|field| *field == position)
    };
    let (created_at, created_by, version) = (at("created_at"), at("created_by"), at("version"));
    views
        .records
        .iter()
        .map(|record| {
            let value = |at: Option<usize>| at.map_or(&Value::Null, |at| &record.values[at]);
            let version = if let Value::Int(version) = value(version) { *version } else { 0 };
            let one = Views { records: vec![record.clone()], ..views.clone() };
            TimelineItem {
                id: record.id,
                at: value(created_at).as_time().unwrap_or_default(),
                kind: "activity",
                by: ctx.company.person(value(created_by).as_id()),
                via: None,
                activity: Some(RecordView { views: one, version, can: Vec::new() }),
                comment: None,
                changes: Vec::new(),
            }
        })
        .collect()
}
