//! What happened to a record: its field changes, and, in the timeline, its follow-ups among them.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid, Value, limits};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::system::{Change, ChangeKind};

use crate::App;
use crate::codec::{Shown, from_json};
use crate::context::Ctx;
use crate::records::{ledger, read};
use crate::view::Names;

/// Records that were merged into another and whose history is shown with it, at most.
const MERGED: usize = 20;

/// One field of a change.
#[derive(Debug, Clone, Serialize)]
pub struct FieldChange {
    /// Api name.
    pub field: String,
    /// Label in the caller's language.
    pub label: String,
    /// Value before, with names.
    pub old: Json,
    /// Value after.
    pub new: Json,
}

/// One entry of a record's history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryItem {
    /// Id.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// Who; none for the program itself.
    pub by: Json,
    /// The door.
    pub via: &'static str,
    /// created, changed, deleted, restored, merged.
    pub kind: &'static str,
    /// The record's version after it.
    pub version: i64,
    /// The fields that the caller may see.
    pub changes: Vec<FieldChange>,
}

/// A page of history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryAnswer {
    /// Entries, newest first.
    pub items: Vec<HistoryItem>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A page's size, checked.
///
/// # Errors
/// [`Code::InvalidLimit`].
pub fn page_size(limit: Option<usize>, usual: usize) -> Result<usize, Fault> {
    let limit = limit.unwrap_or(usual);
    if (1..=limits::PAGE_ROWS).contains(&limit) {
        return Ok(limit);
    }
    Err(Fault::invalid(vec![
        FieldFault::property("limit", Code::InvalidLimit).with("max", limits::PAGE_ROWS),
    ]))
}

/// Where a page begins that goes by ids: behind this one.
///
/// # Errors
/// [`Code::InvalidCursor`].
pub fn page_start(cursor: Option<&str>) -> Result<Option<Uuid>, Fault> {
    let bad = |_| Fault::invalid(vec![FieldFault::property("cursor", Code::InvalidCursor)]);
    cursor.map(str::parse::<Uuid>).transpose().map_err(bad)
}

/// Leaves a page of what was found, for which one more was asked, and tells where the next one begins.
pub fn page_end<T>(found: &mut Vec<T>, limit: usize, id: impl Fn(&T) -> Uuid) -> Option<String> {
    let more = found.len() > limit;
    found.truncate(limit);
    found.last().filter(|_| more).map(|last| id(last).to_string())
}

/// A page of the history of a record and of those that were merged into it, newest first.
///
/// # Errors
/// When the database is away.
pub(crate) async fn of_both(
    conn: &mut Conn,
    id: Uuid,
    before: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Change>, Fault> {
    let mut changes = conn.changes(id, before, limit).await?;
    let merged = conn.merged_into(id, MERGED).await?;
    for id in &merged {
        changes.extend(conn.changes(*id, before, limit).await?);
    }
    if !merged.is_empty() {
        changes.sort_by_key(|change| std::cmp::Reverse(change.id));
        changes.truncate(limit);
    }
    Ok(changes)
}

/// History entries of a record as the caller sees them: masked values are covered, hidden fields are left out, and a change of
/// nothing else with them.
///
/// # Errors
/// When the database is away.
pub async fn shown(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
    changes: Vec<Change>,
) -> Result<Vec<HistoryItem>, Fault> {
    let mask = ctx.viewer.field_mask(object);
    let mut names = Names::new(ctx);
    let mut read = Vec::with_capacity(changes.len());
    for change in &changes {
        let mut fields: Vec<(usize, Value, Value)> = Vec::new();
        for (name, pair) in ledger::diff(change) {
            let Some(at) = object.position(&name).filter(|at| mask.shown(&object.fields[*at])) else {
                continue;
            };
            let field = &object.fields[at];
            let value = |side: usize| mask.show(field, from_json(field, &pair[side]).unwrap_or_default());
            fields.push((at, value(0), value(1)));
        }
        names.learn(conn, object, fields.iter().flat_map(|(at, old, new)| [(*at, old), (*at, new)])).await?;
        read.push(fields);
    }
    let told = changes
        .iter()
        .zip(&read)
        .filter(|(change, fields)| change.kind != ChangeKind::Changed || !fields.is_empty());
    Ok(told
        .map(|(change, fields)| HistoryItem {
            kind: kind(id, change),
            ..item(ctx, object, &names, change, fields)
        })
        .collect())
}

/// What a change was to a record. That another one went is how it was merged into this one.
fn kind(id: Uuid, change: &Change) -> &'static str {
    if change.kind == ChangeKind::Deleted && change.record_id != id { "merged" } else { change.kind.name() }
}

fn item(
    ctx: &Ctx,
    object: &ObjectDef,
    names: &Names,
    change: &Change,
    fields: &[(usize, Value, Value)],
) -> HistoryItem {
    let json = |at: usize, value: &Value| {
        serde_json::to_value(Shown { field: &object.fields[at], value, names }).unwrap_or_default()
    };
    let changes = fields
        .iter()
        .map(|(at, old, new)| FieldChange {
            field: object.fields[*at].name.clone(),
            label: object.fields[*at].label.get(ctx.locale).to_owned(),
            old: json(*at, old),
            new: json(*at, new),
        })
        .collect();
    HistoryItem {
        id: change.id,
        at: change.at,
        by: ctx.company.person(change.by),
        via: change.via.name(),
        kind: change.kind.name(),
        version: change.version,
        changes,
    }
}

impl App {
    /// A page of a record's history, newest first.
    ///
    /// # Errors
    /// [`Code::NotFound`], or what is wrong with the request.
    pub async fn history(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<HistoryAnswer, Fault> {
        let limit = page_size(limit, limits::PAGE_DEFAULT)?;
        let object = ctx.object(object)?;
        let before = page_start(cursor)?;
        let mut conn = self.store.read().await?;
        read::visible(&mut conn, ctx, &object, id).await?;
        let mut changes = of_both(&mut conn, id, before, limit + 1).await?;
        let next_cursor = page_end(&mut changes, limit, |change| change.id);
        Ok(HistoryAnswer { items: shown(&mut conn, ctx, &object, id, changes).await?, next_cursor })
    }

    /// A page of what became of one field of a record, newest first: the changes of it alone, and how the record came to
    /// be. What was merged into the record has a story of its own, which isn't told here.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::UnknownField`] for a field that is hidden or doesn't exist, or what else is wrong with
    /// the request.
    pub async fn field_history(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        field: &str,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<HistoryAnswer, Fault> {
        let limit = page_size(limit, limits::PAGE_DEFAULT)?;
        let object = ctx.object(object)?;
        let before = page_start(cursor)?;
        let seen = object.field(field).filter(|it| ctx.viewer.field_mask(&object).shown(it));
        if seen.is_none() {
            let fault = FieldFault::property("field", Code::UnknownField).with("name", field);
            return Err(Fault::invalid(vec![fault]));
        }
        let mut conn = self.store.read().await?;
        read::visible(&mut conn, ctx, &object, id).await?;
        let mut changes = conn.changes_of_field(id, field, before, limit + 1).await?;
        let next_cursor = page_end(&mut changes, limit, |change| change.id);
        let mut items = shown(&mut conn, ctx, &object, id, changes).await?;
        for item in &mut items {
            item.changes.retain(|change| change.field == field);
        }
        items.retain(|item| item.kind == ChangeKind::Created.name() || !item.changes.is_empty());
        Ok(HistoryAnswer { items, next_cursor })
    }
}
