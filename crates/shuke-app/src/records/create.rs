//! Creating records.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef, number};
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::records::write::refused_field;

use crate::computed::{Touched, own, ripple};
use crate::context::Ctx;
use crate::files::hold;
use crate::records::{check, draft, follow_up, ledger, lines, missing, people, stage};
use crate::view::RecordView;
use crate::{App, duplicates, records, rules};

/// A row that is ready to be written: a value for every field of the object.
pub type Row = Vec<Value>;

impl App {
    /// Creates a record.
    ///
    /// # Errors
    /// The refusal, naming every bad field; nothing is written then.
    pub async fn create(
        &self,
        ctx: &Ctx,
        object: &str,
        values: &Map<String, Json>,
    ) -> Result<RecordView, Fault> {
        let object = ctx.object(object)?;
        let row = prepare(ctx, &object, values)?;
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| async move { create_in(tx, &app, &ctx_, &object_, row).await }.boxed())
            .await?;
        self.people_changed(&object).await;
        let mut conn = self.store.read().await?;
        self.view_of(&mut conn, ctx, &object, record).await
    }
}

/// Types and completes the values of a new record.
///
/// # Errors
/// The refusal, naming every bad field.
pub fn prepare(ctx: &Ctx, object: &ObjectDef, values: &Map<String, Json>) -> Result<Row, Fault> {
    if !ctx.viewer.may(object, Action::Create) {
        return Err(missing(Action::Create));
    }
    people::writable(ctx, object)?;
    draft::row(ctx, object, draft::values(ctx, object, values)?)
}

/// Creates one record inside a transaction.
///
/// # Errors
/// The refusal; the transaction is then to be rolled back.
pub async fn create_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    mut row: Row,
) -> Result<Record, Fault> {
    own::fill_defaults(tx, ctx, object, std::slice::from_mut(&mut row)).await?;
    check::refuse(lines::settle(tx, app, ctx, object, None, row.iter_mut().enumerate()).await?)?;
    let checked = check::Row { id: None, values: row.iter().enumerate().collect() };
    let mut faults = check::rows(tx, ctx, object, &[checked]).await?.remove(0);
    faults.extend(draft::required_by_formula(object, |at| &row[at]));
    faults.extend(rules::of_new(tx, ctx, object, &[&row]).await?.remove(0));
    check::refuse(faults)?;
    let found = duplicates::at_save(tx, ctx, object, None, &duplicates::told(object, &row)).await?;
    let mut records = insert(tx, app, ctx, object, vec![row], None).await?;
    let record = records.remove(0);
    duplicates::note(tx, app, ctx, object, record.id, &found);
    follow_up::after_create(tx, app, ctx, object, &record).await?;
    Ok(record)
}

/// Writes rows that have been checked: ids, numbers, the rows, and their trail.
///
/// # Errors
/// [`Code::Duplicate`] when another process was faster with a unique value, or the store's trouble.
pub async fn insert(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    mut rows: Vec<Row>,
    import: Option<Uuid>,
) -> Result<Vec<Record>, Fault> {
    give_numbers(tx, ctx, object, &mut rows).await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &mut rows {
        let id = app.ids.new_id(ctx.now);
        let by = ctx.user.map_or(Value::Null, Value::Id);
        for (name, value) in [
            ("id", Value::Id(id)),
            ("version", Value::Int(1)),
            ("created_at", Value::Time(ctx.now)),
            ("created_by", by.clone()),
            ("updated_at", Value::Time(ctx.now)),
            ("updated_by", by),
            ("deleted_at", Value::Null),
            ("deleted_by", Value::Null),
        ] {
            if let Some(at) = object.position(name) {
                row[at] = value;
            }
        }
        records.push(Record { id, values: Vec::new() });
    }
    // Formulas may read the time, and the stage may be computed.
    stage::begin(object, &mut rows, ctx.now);
    own::fill_new(tx, ctx, object, &mut rows).await?;
    stage::begin(object, &mut rows, ctx.now);
    tx.insert(object, &rows).await.map_err(|error| taken(object, error))?;
    for (record, row) in records.iter_mut().zip(rows) {
        record.values = row;
        hold::take(tx, object, record.id, record.values.iter().enumerate()).await?;
    }
    ledger::created(tx, app, ctx, object, &records, import);
    people::written(tx, object, None).await?;
    if ctx.company.plan().watches(&object.name) {
        let new = |record: &Record| Touched { id: record.id, old: None, new: Some(record.values.clone()) };
        let touched: Vec<Touched> = records.iter().map(new).collect();
        ripple(tx, app, ctx, object, &touched).await?;
    }
    Ok(records)
}

/// A unique index that refused names its field.
pub(super) fn taken(object: &ObjectDef, error: shuke_store::StoreError) -> Fault {
    if let shuke_store::StoreError::Unique(index) = &error
        && let Some(position) = refused_field(object, index)
    {
        let field = &object.fields[position];
        return Fault::from(check::duplicate(field, &Value::Null));
    }
    Fault::from(error)
}

/// Numbers are taken inside the transaction, so that a refused row gives its number back.
async fn give_numbers(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, rows: &mut [Row]) -> Result<(), Fault> {
    let today = ctx.now.with_timezone(&ctx.zone()).date_naive();
    for (at, field) in
        object.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::AutoNumber)
    {
        let wanted = rows.iter().filter(|row| row[at].is_null()).count();
        let Some(pattern) = field.pattern.as_deref().filter(|_| wanted > 0) else { continue };
        let pattern = number::parse(pattern).map_err(|_| Fault::new(Code::Internal))?;
        let series = format!("{}.{}:{}", object.name, field.name, pattern.series(today));
        let mut next = tx.next_numbers(&series, 1, wanted as i64).await?;
        for row in rows.iter_mut().filter(|row| row[at].is_null()) {
            row[at] = Value::Text(pattern.format(today, u64::try_from(next).unwrap_or(0)));
            next += 1;
        }
    }
    Ok(())
}

impl App {
    /// A record just written, as its writer sees it.
    pub(crate) async fn view_of(
        &self,
        conn: &mut shuke_store::Conn,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        record: Record,
    ) -> Result<RecordView, Fault> {
        records::read::view(conn, ctx, object, record, None).await
    }
}
