//! The sub-tables of an export: a sheet for each, behind that of the records, with the record of every line.

use shuke_base::{Code, Fault, Line, Value};
use shuke_meta::FieldKind;
use shuke_store::compile::Cursor;

use super::job::{Plan, broken, seen, words};
use super::{Cell, Format, Sheet};
use crate::App;
use crate::view::{Names, cover_all};

/// Records whose lines are in memory at a time.
const PAGE: usize = 50;

/// Positions of the sub-tables that get a sheet.
pub(super) fn tables(plan: &Plan) -> Vec<usize> {
    let is_table = |at: &&usize| plan.object.fields[**at].kind == FieldKind::Lines;
    if plan.spec.format != Format::Xlsx {
        return Vec::new();
    }
    plan.fields.iter().filter(is_table).copied().collect()
}

/// Writes the sheets of the sub-tables.
pub(super) async fn write(
    app: &App,
    plan: &Plan,
    names: &mut Names,
    mut sheet: Box<dyn Sheet>,
) -> Result<Box<dyn Sheet>, Fault> {
    for table in tables(plan) {
        let locale = plan.spec.locale;
        let field = &plan.object.fields[table];
        let name = plan.object.name_def().label.get(locale).to_owned();
        let columns = field.cells.iter().map(|column| column.label.get(locale).to_owned());
        let heading: Vec<String> =
            ["ID".to_owned(), name, "#".to_owned()].into_iter().chain(columns).collect();
        sheet.next(heading.len()).map_err(broken)?;
        sheet.heading(&heading).map_err(broken)?;
        let mut cursor: Option<Cursor> = None;
        loop {
            let (rows, next) = page(app, plan, names, table, cursor.as_ref()).await?;
            let written = tokio::task::spawn_blocking(move || {
                rows.iter().try_for_each(|row| sheet.row(row)).map(|()| sheet)
            });
            sheet = written.await.map_err(|_| Fault::new(Code::Internal))?.map_err(broken)?;
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(sheet)
}

/// The lines of the next page of records.
async fn page(
    app: &App,
    plan: &Plan,
    names: &mut Names,
    table: usize,
    cursor: Option<&Cursor>,
) -> Result<(Vec<Vec<Cell>>, Option<Cursor>), Fault> {
    let Plan { ctx, object, .. } = plan;
    let mut conn = app.store().read().await?;
    // The name, where the reader may see it.
    let mask = ctx.viewer.field_mask(object);
    let name = object.position(&object.name_field).filter(|at| mask.shown(&object.fields[*at]));
    let page = seen(&mut conn, plan, name.as_slice(), cursor, PAGE).await?;
    let ids: Vec<_> = page.records.iter().map(|record| record.id).collect();
    let mut held = conn.fetch(object, &ids, &[table], false).await?;
    cover_all(ctx, object, &[table], &mut held);
    names.forget();
    let values = held.iter().map(|record| (table, &record.values[0]));
    names.learn(&mut conn, object, values).await?;
    let (words, field) = (words(plan, names), &object.fields[table]);
    let mut rows = Vec::new();
    for record in &page.records {
        let lines = held.iter().find(|held| held.id == record.id).map(|held| &held.values[0]);
        let Some(Value::Lines(lines)) = lines else { continue };
        let called = name.map_or(Cell::Empty, |at| words.cell(&object.fields[at], &record.values[0]));
        let row = |(number, line): (usize, &Line)| -> Vec<Cell> {
            let own = [Cell::Text(record.id.to_string()), called.clone(), Cell::Int(number as i64 + 1)];
            let cells =
                field.cells.iter().map(|it| words.cell(it, line.cell(&it.name).unwrap_or(&Value::Null)));
            own.into_iter().chain(cells).collect()
        };
        rows.extend(lines.iter().enumerate().map(row));
    }
    Ok((rows, page.next))
}
