//! Figures over the records that point to a record. Always computed from the records themselves, never counted on from
//! the figure before: so they can't drift.

use std::collections::HashMap;

use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use shuke_access::Viewer;
use shuke_base::{Decimal, Fault, Money, Uuid, Value};
use shuke_expr::Cond;
use shuke_meta::{FieldDef, FieldKind};
use shuke_store::Conn;
use shuke_store::compile::{AggregateQuery, GroupKey, MeasureKind};
use shuke_store::records::Measured;

use super::plan::Over;

/// Parents asked for in one statement, at most.
const CHUNK: usize = 200;

/// The figure over no records: a count and a sum are zero, the others nothing.
#[must_use]
pub fn none(over: &Over, currency: &str) -> Value {
    let field = &over.object.fields[over.field];
    match over.measure.kind {
        MeasureKind::Count => Value::Int(0),
        MeasureKind::Sum => kept(Value::Decimal(Decimal::ZERO), field, currency),
        MeasureKind::Min | MeasureKind::Max | MeasureKind::Avg => Value::Null,
    }
}

/// A figure as the field keeps it; nothing when it can't.
pub(super) fn kept(value: Value, field: &FieldDef, currency: &str) -> Value {
    let places = field.places();
    let scaled = |number: Decimal| {
        let mut number = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        number.rescale(places);
        let most = Decimal::from(10_u64.pow(18 - places.min(18)));
        (number.abs() < most && number.scale() == places).then_some(number)
    };
    let number = match &value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        Value::Money(money) => Some(money.amount),
        _ => None,
    };
    match (field.kind, value, number) {
        (FieldKind::Integer, _, Some(number)) => number.to_i64().map_or(Value::Null, Value::Int),
        (FieldKind::Decimal | FieldKind::Percent, _, Some(number)) => {
            scaled(number).map_or(Value::Null, Value::Decimal)
        }
        (FieldKind::Money, value, Some(number)) => {
            let currency = match value {
                Value::Money(money) => money.currency,
                _ => currency.to_owned(),
            };
            scaled(number).map_or(Value::Null, |amount| Value::Money(Money { amount, currency }))
        }
        (_, value, _) => value,
    }
}

/// The condition that a record points to one of these, among those that count.
pub(super) fn pointing(over: &Over, parents: &[Uuid]) -> Cond {
    let name = &over.child.fields[over.via].name;
    let ids = parents.iter().map(|id| Value::Id(*id)).collect();
    Cond::one_of(&over.child, name, ids)
}

/// The figures of these records.
///
/// # Errors
/// When the database is away.
pub async fn figures(
    conn: &mut Conn,
    over: &Over,
    parents: &[Uuid],
    currency: &str,
) -> Result<HashMap<Uuid, Value>, Fault> {
    let nothing = none(over, currency);
    let mut found: HashMap<Uuid, Value> = parents.iter().map(|id| (*id, nothing.clone())).collect();
    let field = &over.object.fields[over.field];
    let viewer = Viewer::system();
    for chunk in parents.chunks(CHUNK) {
        let points = pointing(over, chunk);
        let cond = match &over.cond {
            Some(cond) => points.and(cond.clone()),
            None => points,
        };
        let query = AggregateQuery {
            object: &over.child,
            viewer: &viewer,
            cond: Some(&cond),
            group_by: &[GroupKey::whole(over.via)],
            measures: &[over.measure],
            limit: chunk.len(),
        };
        for group in conn.aggregate(&query).await? {
            let Some(id) = group.key.first().and_then(Value::as_id) else { continue };
            let value = match group.measures.into_iter().next() {
                // Of records without a value in the field.
                Some(Measured::Value(Value::Null)) | None => nothing.clone(),
                Some(Measured::Value(value)) => kept(value, field, currency),
                Some(Measured::MixedCurrencies) => Value::Null,
            };
            found.insert(id, value);
        }
    }
    Ok(found)
}
