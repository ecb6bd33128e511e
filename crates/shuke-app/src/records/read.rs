//! Reading one record, or all of an object in stretches.

use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::compile::{Cursor, ListQuery, Sort};
use shuke_store::records::Record;

use crate::context::Ctx;
use crate::records::sight::Sight;
use crate::records::{all_fields, list, value_of};
use crate::view::{RecordView, Views};
use crate::{App, duplicates};

/// Actions that a record's page offers.
const OFFERED: [Action; 5] = [Action::Edit, Action::Delete, Action::Transfer, Action::Reveal, Action::Merge];

impl App {
    /// A record, or those of its fields that are asked for. One in the recycle bin is read, too, by those who could
    /// restore it.
    ///
    /// # Errors
    /// [`Code::NotFound`] when it doesn't exist or is outside what the caller may see; [`Code::Merged`] when it has
    /// become a part of another that the caller sees.
    pub async fn read(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        fields: Option<&[String]>,
    ) -> Result<RecordView, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = visible(&mut conn, ctx, &object, id).await;
        if record.as_ref().map_or(true, |it| !value_of(&object, it, "deleted_at").is_null()) {
            duplicates::went(&mut conn, ctx, &object, id).await?;
        }
        view(&mut conn, ctx, &object, record?, fields).await
    }
}

/// A record with all its fields, when the caller may see it.
///
/// # Errors
/// [`Code::NotFound`].
pub async fn visible(conn: &mut Conn, ctx: &Ctx, object: &Arc<ObjectDef>, id: Uuid) -> Result<Record, Fault> {
    let records = conn.fetch(object, &[id], &all_fields(object), false).await?;
    let sight = Sight::of(conn, ctx, object, &records).await?;
    let seen = records.into_iter().find(|record| {
        let needed = match value_of(object, record, "deleted_at") {
            Value::Null => Action::Read,
            _ => Action::Delete,
        };
        sight.may(record, Action::Read) && sight.may(record, needed)
    });
    seen.ok_or_else(|| Fault::new(Code::NotFound))
}

fn live<'a>(
    object: &'a Arc<ObjectDef>,
    viewer: &'a Viewer,
    sort: &'a [Sort],
    cursor: Option<&'a Cursor>,
    limit: usize,
) -> ListQuery<'a> {
    ListQuery {
        object,
        viewer,
        action: Action::Read,
        fields: &[],
        cond: None,
        sort,
        limit,
        cursor,
        deleted: false,
    }
}

/// How many live records an object has, whoever may see them.
///
/// # Errors
/// When the database is away.
pub(crate) async fn live_count(conn: &mut Conn, object: &Arc<ObjectDef>) -> Result<i64, Fault> {
    let count = conn.count(&live(object, &Viewer::system(), &[], None, 1), None).await?;
    Ok(i64::try_from(count).unwrap_or(0))
}

/// The next live records of an object with all their fields, in the order of ids, whoever may see them, and whether
/// more follow: for jobs that go through all of them. `lock` as with [`Conn::fetch`].
///
/// # Errors
/// When the database is away.
pub(crate) async fn live_after(
    conn: &mut Conn,
    object: &Arc<ObjectDef>,
    after: Option<Uuid>,
    limit: usize,
    lock: bool,
) -> Result<(Vec<Record>, bool), Fault> {
    let Some(field) = object.position("id") else { return Ok((Vec::new(), false)) };
    let (viewer, sort) = (Viewer::system(), [Sort { field, descending: false }]);
    let cursor = after.map(|id| Cursor { keys: vec![Value::Id(id)], id });
    let page = conn.list(&live(object, &viewer, &sort, cursor.as_ref(), limit)).await?;
    let ids: Vec<Uuid> = page.records.iter().map(|record| record.id).collect();
    let mut records = conn.fetch(object, &ids, &all_fields(object), lock).await?;
    records.sort_by_key(|record| record.id);
    Ok((records, page.next.is_some()))
}

/// The version of a record that was read with all its fields, and what the caller may do to it.
///
/// # Errors
/// The store's trouble.
pub async fn standing(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    record: &Record,
) -> Result<(i64, Vec<&'static str>), Fault> {
    let sight = Sight::of(conn, ctx, object, std::slice::from_ref(record)).await?;
    let covers = ctx.viewer.field_mask(object).covers(object);
    let offered = OFFERED.into_iter().filter(|action| covers || *action != Action::Reveal);
    let can = offered.filter(|action| sight.may(record, *action)).map(Action::name).collect();
    let version = match value_of(object, record, "version") {
        Value::Int(version) => *version,
        _ => 0,
    };
    Ok((version, can))
}

/// A record that was read with all its fields, as the caller sees it.
///
/// # Errors
/// An unknown field, or the store's trouble.
pub async fn view(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    record: Record,
    fields: Option<&[String]>,
) -> Result<RecordView, Fault> {
    let mut shown = list::fields(ctx, object, fields)?;
    if fields.is_none() && !value_of(object, &record, "deleted_at").is_null() {
        // Whoever reads one that lies in the bin is told so.
        shown.extend(["deleted_at", "deleted_by"].into_iter().filter_map(|name| object.position(name)));
    }
    let fields = shown;
    let (version, can) = standing(conn, ctx, object, &record).await?;
    let values = fields.iter().map(|at| record.values[*at].clone()).collect();
    let shown = Record { id: record.id, values };
    Ok(RecordView { views: Views::of(conn, ctx, object, &fields, vec![shown]).await?, version, can })
}
