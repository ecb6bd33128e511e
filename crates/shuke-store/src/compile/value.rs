//! Field values to binds and back.

use shuke_base::{Address, Location, Money, Uuid, Value};
use shuke_meta::field::LOCATION_PLACES;
use shuke_meta::{ColumnType, FieldDef, FieldKind, ObjectDef, parse, plain};

use crate::{Bind, Row, StoreError};

/// What a sealed value is bound to beside its record, and a digest alone: such as `lead.x_card`.
#[must_use]
pub fn place(object: &str, field: &FieldDef) -> String {
    format!("{object}.{}", field.name)
}

/// What stands for a value of a sealed field when it is looked for.
#[must_use]
pub fn digest(object: &ObjectDef, field: &FieldDef, value: &Value) -> Bind {
    match value {
        Value::Text(text) => Bind::Digest { place: place(&object.name, field), text: text.clone() },
        _ => Bind::Null(ColumnType::Text),
    }
}

/// The binds of a record's value, one for each column of its field. An empty text or list is kept as nothing; a
/// sensitive text is sealed on its way.
///
/// # Errors
/// When the value's type is not the field's, which the checks before make impossible.
pub fn binds(
    object: &ObjectDef,
    record: Uuid,
    field: &FieldDef,
    value: &Value,
) -> Result<Vec<Bind>, StoreError> {
    let nothing = match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(entries) => entries.is_empty(),
        Value::Lines(lines) => lines.is_empty(),
        _ => false,
    };
    if nothing {
        return Ok(field.columns().into_iter().map(|column| Bind::Null(column.kind)).collect());
    }
    if let (true, Value::Text(text)) = (field.digests, value) {
        if !field.sensitive {
            return Ok(vec![Bind::Text(text.clone()), Bind::Null(ColumnType::Text)]);
        }
        let sealed = Bind::Seal { place: place(&object.name, field), record, text: text.clone() };
        return Ok(vec![sealed, digest(object, field, value)]);
    }
    Ok(match (field.kind, value) {
        (FieldKind::Money, Value::Money(money)) => {
            vec![Bind::Decimal(money.amount, field.places()), Bind::Text(money.currency.clone())]
        }
        (FieldKind::RichText, Value::Text(html)) => {
            vec![Bind::Text(html.clone()), Bind::Text(parse::plain_text(html))]
        }
        (FieldKind::Address, Value::Address(address)) => {
            let detail = Some(address.detail.as_str()).filter(|detail| !detail.is_empty());
            vec![Bind::Text(address.region.clone()), Bind::text(detail)]
        }
        (FieldKind::Location, Value::Location(place)) => vec![
            Bind::Decimal(place.longitude, LOCATION_PLACES),
            Bind::Decimal(place.latitude, LOCATION_PLACES),
            place.accuracy.map_or(Bind::Null(ColumnType::Int), Bind::Int),
        ],
        (FieldKind::Lines, Value::Lines(lines)) => {
            let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
            vec![Bind::Text(plain::to_json(value).to_string()), Bind::Int(count)]
        }
        (FieldKind::Record, Value::Record(object, id)) => vec![Bind::Id(*id), Bind::Text(object.clone())],
        _ => vec![first(field, value)?],
    })
}

/// The bind that meets the field's first column: for comparisons.
///
/// # Errors
/// As [`binds`].
pub fn first(field: &FieldDef, value: &Value) -> Result<Bind, StoreError> {
    Ok(match (field.columns()[0].kind, value) {
        (kind, Value::Null) => Bind::Null(kind),
        (ColumnType::Text, Value::Text(text)) => Bind::Text(text.clone()),
        (ColumnType::Int, Value::Int(number)) => Bind::Int(*number),
        (ColumnType::Decimal(places), Value::Decimal(value)) => Bind::Decimal(*value, places),
        (ColumnType::Decimal(places), Value::Money(money)) => Bind::Decimal(money.amount, places),
        (ColumnType::Bool, Value::Bool(yes)) => Bind::Bool(*yes),
        (ColumnType::Date, Value::Date(date)) => Bind::Date(*date),
        (ColumnType::Moment, Value::Time(moment)) => Bind::Moment(*moment),
        (ColumnType::Id, Value::Id(id) | Value::Record(_, id)) => Bind::Id(*id),
        (ColumnType::Json, Value::List(list)) => Bind::List(list.clone()),
        (_, value) => {
            return Err(StoreError::internal(format!("{} can't hold {value:?}", field.name)));
        }
    })
}

/// The lines of a sub-table; only how many there are, where they were not asked for.
fn lines(field: &FieldDef, row: &Row, at: usize) -> Result<Value, StoreError> {
    let Some(text) = row.text(at)? else {
        return Ok(row.int(at + 1)?.map(Value::Int).unwrap_or_default());
    };
    let json = serde_json::from_str(&text).map_err(|_| StoreError::internal("not lines"))?;
    plain::from_json(field, &json).ok_or_else(|| StoreError::internal("not lines"))
}

/// Reads a field from its columns, the first of which is at `at`; answers the value, which may be sealed still, and
/// the number of columns.
///
/// # Errors
/// When the columns hold something else.
pub fn read(field: &FieldDef, row: &Row, at: usize) -> Result<(Value, usize), StoreError> {
    let value = match field.kind {
        FieldKind::Money => {
            let amount = row.decimal(at, field.places())?;
            let money = amount.map(|amount| -> Result<Value, StoreError> {
                Ok(Value::Money(Money { amount, currency: row.string(at + 1)? }))
            });
            return Ok((money.transpose()?.unwrap_or_default(), 2));
        }
        FieldKind::Record => {
            let id = row.uuid(at)?;
            let record =
                id.map(|id| -> Result<Value, StoreError> { Ok(Value::Record(row.string(at + 1)?, id)) });
            return Ok((record.transpose()?.unwrap_or_default(), 2));
        }
        FieldKind::Address => {
            let detail = row.text(at + 1)?.unwrap_or_default();
            let address = row.text(at)?.map(|region| Value::Address(Address { region, detail }));
            return Ok((address.unwrap_or_default(), 2));
        }
        FieldKind::Lines => return Ok((lines(field, row, at)?, 2)),
        FieldKind::RichText => return Ok((row.text(at)?.map(Value::Text).unwrap_or_default(), 2)),
        FieldKind::Location => {
            let place = row.decimal(at, LOCATION_PLACES)?.zip(row.decimal(at + 1, LOCATION_PLACES)?);
            let accuracy = row.int(at + 2)?;
            let place = place
                .map(|(longitude, latitude)| Value::Location(Location { longitude, latitude, accuracy }));
            return Ok((place.unwrap_or_default(), 3));
        }
        FieldKind::Integer | FieldKind::Rating => row.int(at)?.map(Value::Int),
        FieldKind::Decimal | FieldKind::Percent => row.decimal(at, field.places())?.map(Value::Decimal),
        FieldKind::Bool => row.bool(at)?.map(Value::Bool),
        FieldKind::Date => row.date(at)?.map(Value::Date),
        FieldKind::DateTime => row.moment(at)?.map(Value::Time),
        FieldKind::Id | FieldKind::Reference | FieldKind::User | FieldKind::Department => {
            row.uuid(at)?.map(Value::Id)
        }
        FieldKind::MultiChoice
        | FieldKind::Tags
        | FieldKind::MultiReference
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature => row.list(at)?.map(Value::List),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Time
        | FieldKind::Choice
        | FieldKind::Cascade
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Region
        | FieldKind::AutoNumber => row.text(at)?.map(Value::Text),
    };
    Ok((value.unwrap_or_default(), 1 + usize::from(field.digests)))
}
