//! Reading aggregates.

use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use shuke_base::{Decimal, Money, Value};
use shuke_meta::{FieldDef, FieldKind};

use crate::compile::value::read;
use crate::compile::{AggregateQuery, By, Measure, MeasureKind};
use crate::{Conn, Row, StoreError};

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The values of the group fields.
    pub key: Vec<Value>,
    /// The measures, in order.
    pub measures: Vec<Measured>,
}

/// What came of a measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// A value; [`Value::Null`] when no record has one.
    Value(Value),
    /// Amounts in several currencies, which can't be put together.
    MixedCurrencies,
}

impl Conn {
    /// The groups of an aggregate.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn aggregate(&mut self, query: &AggregateQuery<'_>) -> Result<Vec<Group>, StoreError> {
        let statement = query.select(self.dialect())?;
        let rows = self.rows(&statement.sql, &statement.binds).await?;
        rows.iter().map(|row| group(query, row)).collect()
    }
}

fn group(query: &AggregateQuery<'_>, row: &Row) -> Result<Group, StoreError> {
    let mut at = 0;
    let mut key = Vec::with_capacity(query.group_by.len());
    for part in query.group_by {
        let (value, width) = match part.by {
            By::Days(..) => (row.date(at)?.map_or(Value::Null, Value::Date), 1),
            By::Value | By::Level(_) => read(&query.object.fields[part.field], row, at)?,
        };
        at += width;
        key.push(value);
    }
    let mut measures = Vec::with_capacity(query.measures.len());
    for measure in query.measures {
        let field = measure.field.map(|at| &query.object.fields[at]);
        measures.push(measured(*measure, field, row, &mut at)?);
    }
    Ok(Group { key, measures })
}

fn measured(
    measure: Measure,
    field: Option<&FieldDef>,
    row: &Row,
    at: &mut usize,
) -> Result<Measured, StoreError> {
    let Some(field) = field.filter(|_| measure.kind != MeasureKind::Count) else {
        let count = row.number(*at)?;
        *at += 1;
        return Ok(Measured::Value(Value::Int(count)));
    };
    let whole = matches!(field.kind, FieldKind::Integer | FieldKind::Rating);
    let value = match measure.kind {
        MeasureKind::Sum => match sum(field, row, at)? {
            None => Value::Null,
            Some(sum) if whole => sum.to_i64().map_or(Value::Decimal(sum), Value::Int),
            Some(sum) => Value::Decimal(sum),
        },
        MeasureKind::Avg => {
            let sum = sum(field, row, at)?;
            let count = Decimal::from(row.number(*at)?);
            *at += 1;
            sum.map_or(Value::Null, |sum| Value::Decimal(average(sum, count, field.places().max(2))))
        }
        MeasureKind::Min | MeasureKind::Max | MeasureKind::Count => {
            let start = *at;
            *at += 1;
            match field.kind {
                FieldKind::Money => row.decimal(start, field.places())?.map_or(Value::Null, Value::Decimal),
                _ => read(field, row, start)?.0,
            }
        }
    };
    if field.kind != FieldKind::Money {
        return Ok(Measured::Value(value));
    }
    let (low, high) = (row.text(*at)?, row.text(*at + 1)?);
    *at += 2;
    Ok(match (value, low, high) {
        (_, low, high) if low != high => Measured::MixedCurrencies,
        (Value::Decimal(amount), Some(currency), _) => {
            Measured::Value(Value::Money(Money { amount, currency }))
        }
        _ => Measured::Value(Value::Null),
    })
}

/// The exact sum, from as many columns as [`crate::Dialect::whole_sum`] makes.
fn sum(field: &FieldDef, row: &Row, at: &mut usize) -> Result<Option<Decimal>, StoreError> {
    let whole = matches!(field.kind, FieldKind::Integer | FieldKind::Rating);
    let places = if whole { 0 } else { field.places() };
    let start = *at;
    if let Row::Postgres(_) = row {
        *at += 1;
        return row.decimal(start, places);
    }
    *at += 2;
    let (Some(high), Some(low)) = (row.int(start)?, row.int(start + 1)?) else { return Ok(None) };
    let whole = (i128::from(high) << 32) + i128::from(low);
    Decimal::try_from_i128_with_scale(whole, places)
        .map(Some)
        .map_err(|_| StoreError::internal(format!("the sum of {} has too many digits", field.name)))
}

/// Rounded half away from zero, as amounts are, to this many places.
fn average(sum: Decimal, count: Decimal, places: u32) -> Decimal {
    let mut average = (sum / count).round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    average.rescale(places);
    average
}
