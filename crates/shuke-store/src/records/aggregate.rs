//! Reading aggregates.

use shuke_base::{Decimal, Money, Value};
use shuke_meta::{FieldDef, FieldKind};

use crate::compile::value::read;
use crate::compile::{AggregateQuery, Measure, MeasureKind};
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
    for position in query.group_by {
        let (value, width) = read(&query.object.fields[*position], row, at)?;
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
    let start = *at;
    let Some(field) = field.filter(|_| measure.kind != MeasureKind::Count) else {
        *at += 1;
        return Ok(Measured::Value(Value::Int(row.number(start)?)));
    };
    *at += 1 + usize::from(measure.kind == MeasureKind::Avg);
    let exact = matches!(field.kind, FieldKind::Decimal | FieldKind::Percent | FieldKind::Money);
    let value = match measure.kind {
        MeasureKind::Min | MeasureKind::Max if !exact => read(field, row, start)?.0,
        MeasureKind::Avg => {
            let sum = if exact { row.decimal(start, field.places())? } else { row.int(start)?.map(Decimal::from) };
            let count = Decimal::from(row.number(start + 1)?);
            sum.map_or(Value::Null, |sum| Value::Decimal((sum / count).round_dp(field.places().max(2))))
        }
        _ if exact => row.decimal(start, field.places())?.map_or(Value::Null, Value::Decimal),
        _ => row.int(start)?.map_or(Value::Null, Value::Int),
    };
    if field.kind != FieldKind::Money {
        return Ok(Measured::Value(value));
    }
    let (low, high) = (row.text(*at)?, row.text(*at + 1)?);
    *at += 2;
    Ok(match (value, low, high) {
        (_, low, high) if low != high => Measured::MixedCurrencies,
        (Value::Decimal(amount), Some(currency), _) => Measured::Value(Value::Money(Money { amount, currency })),
        _ => Measured::Value(Value::Null),
    })
}
