//! What is computed in the lines of a sub-table, from the line alone, and figures over them.

use std::collections::HashSet;
use std::sync::Arc;

use shuke_base::{Decimal, Fault, FieldFault, Line, Money, Text, Value};
use shuke_expr::Path;
use shuke_expr::formula::Program;
use shuke_meta::{Computed, FieldDef, ObjectDef, Schema};
use shuke_store::Conn;
use shuke_store::compile::MeasureKind;

use super::own;
use super::plan::{How, Own, order, program};
use super::rollup::kept;
use crate::context::Ctx;

/// A sub-table whose formulas are understood.
#[derive(Debug)]
pub struct LinePlan {
    /// Position of the sub-table.
    pub field: usize,
    /// Its columns as fields of an object.
    pub line: Arc<ObjectDef>,
    /// The columns that are computed, each behind those that it reads.
    own: Vec<Own>,
    /// The formulas that give values to new lines.
    defaults: Vec<(usize, Program)>,
}

impl LinePlan {
    /// The plan of the sub-table at this position. A column that doesn't hold together any more keeps its values.
    #[must_use]
    pub fn new(object: &ObjectDef, field: usize, schema: &Schema) -> Self {
        let line = Arc::new(ObjectDef::of_lines(&object.name, &object.fields[field]));
        let (mut own, mut defaults) = (Vec::new(), Vec::new());
        for (at, column) in line.fields.iter().enumerate() {
            let broken = |fault: &FieldFault| {
                let reason = fault.message(shuke_base::Locale::En);
                tracing::error!(
                    object = line.name,
                    column = column.name,
                    reason,
                    "a column can't be computed"
                );
            };
            if let Some(Computed::Formula { formula }) = &column.computed {
                match program(formula, &line, schema) {
                    Ok(program) => own.push(Own { field: at, how: How::Program(program) }),
                    Err(fault) => broken(&fault),
                }
            }
            match column.default_formula().map(|text| program(text, &line, schema)) {
                Some(Ok(program)) => defaults.push((at, program)),
                Some(Err(fault)) => broken(&fault),
                None => {}
            }
        }
        order(&mut own);
        Self { field, line, own, defaults }
    }

    /// A line as a row with a value for every column.
    fn row(&self, line: &Line) -> Vec<Value> {
        self.line.fields.iter().map(|column| line.cell(&column.name).cloned().unwrap_or_default()).collect()
    }

    /// A row as the cells of a line.
    fn cells(&self, row: Vec<Value>) -> Vec<(String, Value)> {
        let named = self.line.fields.iter().map(|column| column.name.clone()).zip(row);
        named.filter(|(_, value)| !value.is_null()).collect()
    }

    /// Computes the columns of lines, and puts the cells into the order of the columns.
    pub fn fill(&self, ctx: &Ctx, value: &mut Value) {
        let Value::Lines(lines) = value else { return };
        let moments = super::own::moments(ctx);
        let currency = &ctx.company.settings.currency;
        for line in lines {
            let mut row = self.row(line);
            for own in &self.own {
                let How::Program(program) = &own.how else { continue };
                let value = |path: &Path| row[path.end.field].clone();
                row[own.field] = program.value_for(&self.line.fields[own.field], &value, moments, currency);
            }
            line.cells = self.cells(row);
        }
    }

    /// Gives new lines what formulas give where nothing is told; `new` says which lines are new.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn fill_defaults(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        lines: &mut [Line],
        new: &HashSet<usize>,
    ) -> Result<(), Fault> {
        if self.defaults.is_empty() || new.is_empty() {
            return Ok(());
        }
        let places: Vec<usize> = (0..lines.len()).filter(|at| new.contains(at)).collect();
        let mut rows: Vec<Vec<Value>> = places.iter().map(|at| self.row(&lines[*at])).collect();
        let told = |place: usize, at: usize| lines[places[place]].cell(&self.line.fields[at].name).is_some();
        own::fill_lines(conn, ctx, &self.line, &self.defaults, &mut rows, told).await?;
        for (at, row) in places.into_iter().zip(rows) {
            lines[at].cells = self.cells(row);
        }
        Ok(())
    }
}

/// A figure over the lines of a sub-table.
#[derive(Debug)]
pub struct Figure {
    /// The sub-table.
    pub path: Path,
    /// What is computed.
    pub kind: MeasureKind,
    /// Of which column; none for a count.
    pub column: Option<Box<FieldDef>>,
}

impl Figure {
    /// The figure of a record's lines, as `field` keeps it. Amounts in several currencies have none.
    #[must_use]
    pub fn of(&self, value: &Value, field: &FieldDef, currency: &str) -> Value {
        let none = Vec::new();
        let lines = if let Value::Lines(lines) = value { lines } else { &none };
        let count = || Value::Int(i64::try_from(lines.len()).unwrap_or(i64::MAX));
        let Some(column) = &self.column else { return kept(count(), field, currency) };
        let cells: Vec<&Value> = lines.iter().filter_map(|line| line.cell(&column.name)).collect();
        let figure = match self.kind {
            MeasureKind::Count => count(),
            MeasureKind::Sum => sum(&cells).unwrap_or_default(),
            MeasureKind::Avg => average(&cells).unwrap_or_default(),
            MeasureKind::Min => edge(&cells, false),
            MeasureKind::Max => edge(&cells, true),
        };
        kept(figure, field, currency)
    }
}

fn number(value: &Value) -> Option<(Decimal, Option<&str>)> {
    match value {
        Value::Int(number) => Some((Decimal::from(*number), None)),
        Value::Decimal(number) => Some((*number, None)),
        Value::Money(money) => Some((money.amount, Some(&money.currency))),
        _ => None,
    }
}

fn with(number: Decimal, currency: Option<&str>) -> Value {
    match currency {
        Some(currency) => Value::Money(Money { amount: number, currency: currency.to_owned() }),
        None => Value::Decimal(number),
    }
}

/// All together, with their currency; nothing when they have several or too much comes together.
fn sum(cells: &[&Value]) -> Option<Value> {
    let mut total = (Decimal::ZERO, None);
    for cell in cells {
        let (amount, currency) = number(cell)?;
        if currency.is_some() && total.1.is_some() && currency != total.1 {
            return None;
        }
        total = (total.0.checked_add(amount)?, currency.or(total.1));
    }
    Some(with(total.0, total.1))
}

fn average(cells: &[&Value]) -> Option<Value> {
    let total = sum(cells)?;
    let (amount, currency) = number(&total)?;
    Some(with(amount.checked_div(Decimal::from(cells.len()))?, currency))
}

/// The smallest or the largest.
fn edge(cells: &[&Value], largest: bool) -> Value {
    let currencies: HashSet<Option<&str>> =
        cells.iter().filter_map(|cell| number(cell)).map(|it| it.1).collect();
    if currencies.len() > 1 {
        return Value::Null;
    }
    let order = |a: &&&Value, b: &&&Value| match (**a, **b) {
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (a, b) => number(a).map(|it| it.0).cmp(&number(b).map(|it| it.0)),
    };
    let found = if largest { cells.iter().max_by(order) } else { cells.iter().min_by(order) };
    found.map_or(Value::Null, |value| (*value).clone())
}

/// What is wrong with the formula of a column: it reads its own line, and doesn't lead back to itself.
///
/// # Errors
/// The fault, at the property `formula`.
pub fn no_circle(line: &Arc<ObjectDef>, schema: &Schema) -> Result<(), (usize, FieldFault)> {
    let label = Text::new("公式", "Formula");
    let programs: Vec<Option<Program>> = line
        .fields
        .iter()
        .map(|column| match &column.computed {
            Some(Computed::Formula { formula }) => program(formula, line, schema).ok(),
            _ => None,
        })
        .collect();
    for (at, program) in programs.iter().enumerate() {
        let Some(program) = program else { continue };
        if program.paths.iter().any(|path| !path.hops.is_empty()) {
            let reason = Text::new(
                "子表的公式只能用同一行的列",
                "a formula of a sub-table takes columns of its own line only",
            );
            let fault = FieldFault::new("formula", &label, shuke_base::Code::InvalidDefinition);
            return Err((at, fault.label_arg("reason", reason)));
        }
        let (mut open, mut seen) = (vec![at], HashSet::new());
        while let Some(here) = open.pop() {
            let reads = programs[here].iter().flat_map(|program| &program.paths).map(|path| path.end.field);
            for next in reads {
                if next == at {
                    let told = &line.fields[at].label;
                    let fault = FieldFault::new("formula", &label, shuke_base::Code::CircularFormula);
                    return Err((at, fault.label_arg("path", told.clone())));
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shuke_base::{NaiveDate, Uuid};
    use shuke_meta::FieldKind;

    use super::*;

    fn lines(values: &[Value]) -> Value {
        let line = |value: &Value| Line { id: Uuid::nil(), cells: vec![("a".to_owned(), value.clone())] };
        Value::Lines(values.iter().map(line).collect())
    }

    fn check(kind: MeasureKind, of: FieldKind, values: &[Value], expected: &Value) {
        let column = FieldDef::new("a", Text::default(), of);
        let mut field = FieldDef::new("f", Text::default(), of);
        if kind == MeasureKind::Count {
            field.kind = FieldKind::Integer;
        }
        let mut object = ObjectDef::default();
        object.fields = vec![field.clone()];
        let object = Arc::new(object.finish());
        let column = (kind != MeasureKind::Count).then(|| Box::new(column));
        let figure = Figure { path: Path::own(&object, 0), kind, column };
        assert_eq!(figure.of(&lines(values), &field, "CNY"), *expected, "{kind:?} {values:?}");
    }

    #[test]
    fn figures_are_of_the_lines_that_are_there() {
        let money = |cents: i64, currency: &str| {
            Value::Money(Money { amount: Decimal::new(cents, 2), currency: currency.to_owned() })
        };
        let day = |day: u32| Value::Date(NaiveDate::from_ymd_opt(2026, 1, day).expect("a day"));
        let (a, b) = (money(1_050, "CNY"), money(333, "CNY"));
        for (kind, of, values, expected) in [
            (MeasureKind::Sum, FieldKind::Money, vec![a.clone(), b.clone()], money(1_383, "CNY")),
            (MeasureKind::Sum, FieldKind::Money, vec![], money(0, "CNY")),
            (MeasureKind::Sum, FieldKind::Money, vec![a.clone(), money(1, "USD")], Value::Null),
            (MeasureKind::Min, FieldKind::Money, vec![a.clone(), b.clone()], b.clone()),
            (MeasureKind::Max, FieldKind::Money, vec![a.clone(), b], a),
            (
                MeasureKind::Avg,
                FieldKind::Decimal,
                vec![Value::Decimal(Decimal::ONE), Value::Decimal(Decimal::TWO)],
                Value::Decimal(Decimal::new(150, 2)),
            ),
            (MeasureKind::Avg, FieldKind::Decimal, vec![], Value::Null),
            (MeasureKind::Max, FieldKind::Date, vec![day(3), day(7), day(5)], day(7)),
            (MeasureKind::Count, FieldKind::Date, vec![day(3), Value::Null], Value::Int(2)),
        ] {
            check(kind, of, &values, &expected);
        }
    }
}
