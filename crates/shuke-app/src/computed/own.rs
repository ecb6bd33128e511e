//! A record's own formulas and look-ups, computed before the record is written.

use std::collections::{HashMap, HashSet};

use shuke_base::{Fault, Uuid, Value};
use shuke_expr::Path;
use shuke_expr::formula::{Moments, Program};
use shuke_meta::{FieldDef, ObjectDef};
use shuke_store::Conn;

use super::plan::How;
use super::rollup;
use crate::context::Ctx;
use crate::records::all_fields;

/// Records that formulas look at, by object and id.
#[derive(Default)]
struct Seen(HashMap<(String, Uuid), Vec<Value>>);

impl Seen {
    /// Reads the records on the way of a path from these rows, a whole level at a time.
    async fn read(
        &mut self,
        conn: &mut Conn,
        ctx: &Ctx,
        path: &Path,
        rows: &[Vec<Value>],
    ) -> Result<(), Fault> {
        let Some(first) = path.hops.first() else { return Ok(()) };
        let mut ids: HashSet<Uuid> = rows.iter().filter_map(|row| row[first.field].as_id()).collect();
        for (level, hop) in path.hops.iter().enumerate() {
            let Some(target) = hop.def().target_object().and_then(|name| ctx.company.schema.object(name))
            else {
                return Ok(());
            };
            let missing: Vec<Uuid> =
                ids.iter().copied().filter(|id| !self.0.contains_key(&(target.name.clone(), *id))).collect();
            for record in conn.fetch(target, &missing, &all_fields(target), false).await? {
                self.0.insert((target.name.clone(), record.id), record.values);
            }
            if let Some(next) = path.hops.get(level + 1) {
                let here = ids.iter().filter_map(|id| self.0.get(&(target.name.clone(), *id)));
                ids = here.filter_map(|values| values[next.field].as_id()).collect();
            }
        }
        Ok(())
    }

    /// The value at the end of a path from this row.
    fn value(&self, path: &Path, row: &[Value]) -> Value {
        let mut values = row;
        for hop in &path.hops {
            let target = hop.def().target_object().unwrap_or_default();
            let next = values[hop.field].as_id().and_then(|id| self.0.get(&(target.to_owned(), id)));
            match next {
                Some(next) => values = next,
                None => return Value::Null,
            }
        }
        values[path.end.field].clone()
    }
}

/// When and by which calendar formulas are computed.
pub(super) fn moments(ctx: &Ctx) -> Moments<'_> {
    let settings = &ctx.company.settings;
    Moments { now: ctx.now, zone: settings.zone, calendar: &settings.working.calendar }
}

/// What formulas are computed with.
struct Sums<'a> {
    ctx: &'a Ctx,
    seen: Seen,
}

impl<'a> Sums<'a> {
    fn new(ctx: &'a Ctx) -> Self {
        Self { ctx, seen: Seen::default() }
    }

    /// Reads what these paths lead to from the rows.
    async fn read(&mut self, conn: &mut Conn, paths: &[Path], rows: &[Vec<Value>]) -> Result<(), Fault> {
        for path in paths {
            self.seen.read(conn, self.ctx, path, rows).await?;
        }
        Ok(())
    }

    /// What a formula gives for a row, as the field keeps it.
    fn value_for(&self, program: &Program, field: &FieldDef, row: &[Value]) -> Value {
        let currency = &self.ctx.company.settings.currency;
        program.value_for(field, &|path| self.seen.value(path, row), moments(self.ctx), currency)
    }
}

/// Computes the formulas and look-ups of rows, each of which has a value for every field of the object.
///
/// # Errors
/// When the database is away.
pub async fn fill(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &mut [Vec<Value>],
) -> Result<(), Fault> {
    let plan = ctx.company.plan();
    let Some(plan) = plan.of(&object.name) else { return Ok(()) };
    let mut sums = Sums::new(ctx);
    for row in rows.iter_mut() {
        plan.lines.iter().for_each(|lines| lines.fill(ctx, &mut row[lines.field]));
    }
    for own in &plan.own {
        sums.read(conn, own.how.paths(), rows).await?;
        for row in rows.iter_mut() {
            let field = &object.fields[own.field];
            row[own.field] = match &own.how {
                How::Program(program) => sums.value_for(program, field, row),
                How::Copy(path) => sums.seen.value(path, row),
                How::Lines(figure) => {
                    figure.of(&row[figure.path.end.field], field, &ctx.company.settings.currency)
                }
            };
        }
    }
    Ok(())
}

/// The same for rows of new records, over which nothing is rolled up yet.
///
/// # Errors
/// As [`fill`].
pub async fn fill_new(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &mut [Vec<Value>],
) -> Result<(), Fault> {
    if let Some(plan) = ctx.company.plan().of(&object.name) {
        for over in &plan.rollups {
            let none = rollup::none(over, &ctx.company.settings.currency);
            rows.iter_mut().for_each(|row| row[over.field] = none.clone());
        }
    }
    fill(conn, ctx, object, rows).await
}

/// Gives new rows the values that formulas give where nothing is filled in. Rows have a value for every field.
///
/// # Errors
/// As [`fill`].
pub async fn fill_defaults(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    rows: &mut [Vec<Value>],
) -> Result<(), Fault> {
    let plan = ctx.company.plan();
    let Some(plan) = plan.of(&object.name) else { return Ok(()) };
    let mut sums = Sums::new(ctx);
    for (at, program) in &plan.defaults {
        sums.read(conn, &program.paths, rows).await?;
        for row in rows.iter_mut().filter(|row| row[*at].is_null()) {
            row[*at] = sums.value_for(program, &object.fields[*at], row);
        }
    }
    Ok(())
}

/// Gives rows of new lines the values that formulas give; `told` says which cells, by row and column, were told.
///
/// # Errors
/// As [`fill`].
pub(super) async fn fill_lines(
    conn: &mut Conn,
    ctx: &Ctx,
    line: &ObjectDef,
    defaults: &[(usize, Program)],
    rows: &mut [Vec<Value>],
    told: impl Fn(usize, usize) -> bool,
) -> Result<(), Fault> {
    let mut sums = Sums::new(ctx);
    for (column, program) in defaults {
        sums.read(conn, &program.paths, rows).await?;
        for (place, row) in rows.iter_mut().enumerate() {
            if row[*column].is_null() && !told(place, *column) {
                row[*column] = sums.value_for(program, &line.fields[*column], row);
            }
        }
    }
    Ok(())
}

/// A row after values were set in it.
#[must_use]
pub fn after(old: &[Value], sets: &[(usize, Value)]) -> Vec<Value> {
    let mut row = old.to_vec();
    for (at, value) in sets {
        row[*at] = value.clone();
    }
    row
}

/// The computed fields that are not, or are no longer, what they should be once these values are set: position and
/// value.
///
/// # Errors
/// As [`fill`].
pub async fn moved(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    old: &[Value],
    sets: &[(usize, Value)],
) -> Result<Vec<(usize, Value)>, Fault> {
    let plan = ctx.company.plan();
    let Some(found) = plan.of(&object.name).filter(|plan| !plan.own.is_empty() || !plan.lines.is_empty())
    else {
        return Ok(Vec::new());
    };
    let row = after(old, sets);
    let mut rows = [row.clone()];
    fill(conn, ctx, object, &mut rows).await?;
    let fields = found.own.iter().map(|own| own.field).chain(found.lines.iter().map(|lines| lines.field));
    Ok(fields.filter(|at| rows[0][*at] != row[*at]).map(|at| (at, rows[0][at].clone())).collect())
}

/// What a formula that is not stored gives for a row.
///
/// # Errors
/// As [`fill`].
pub async fn value(conn: &mut Conn, ctx: &Ctx, program: &Program, row: &[Value]) -> Result<Value, Fault> {
    let mut sums = Sums::new(ctx);
    sums.read(conn, &program.paths, &[row.to_vec()]).await?;
    Ok(program.compute(&|path| sums.seen.value(path, row), moments(ctx)))
}
