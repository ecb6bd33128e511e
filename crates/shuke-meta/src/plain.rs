//! Values as plain JSON: for history and for what a column holds as text, where nothing may be lost or refused on the
//! way back.

use serde_json::{Map, Value as Json, json};
use shuke_base::{Address, DateTime, Line, Location, Money, NaiveDate, Utc, Value};

use crate::field::{FieldDef, FieldKind};

/// A value as it is kept in history: what callers see, without names.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => json!(text),
        Value::Int(number) => json!(number),
        Value::Decimal(value) => json!(value.to_string()),
        Value::Money(money) => json!({"amount": money.amount.to_string(), "currency": money.currency}),
        Value::Bool(yes) => json!(yes),
        Value::Date(date) => json!(date.to_string()),
        Value::Time(moment) => json!(time_text(moment)),
        Value::Id(id) => json!(id),
        Value::Record(object, id) => json!({"object": object, "id": id}),
        Value::List(list) => json!(list),
        Value::Address(address) => address_json(address),
        Value::Location(place) => location_json(place),
        Value::Lines(lines) => Json::Array(lines.iter().map(line_json).collect()),
    }
}

/// Reads what [`to_json`] wrote; checks nothing but the form, so that an option retired since is still read.
#[must_use]
pub fn from_json(field: &FieldDef, json: &Json) -> Option<Value> {
    let text = || json.as_str();
    Some(match field.kind {
        _ if json.is_null() => Value::Null,
        FieldKind::Integer | FieldKind::Rating => Value::Int(json.as_i64()?),
        FieldKind::Address => {
            let part = |name| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            Value::Address(Address { region: part("region"), detail: part("detail") })
        }
        FieldKind::Location => {
            let degrees = |name| json.get(name)?.as_str()?.parse().ok();
            Value::Location(Location {
                longitude: degrees("longitude")?,
                latitude: degrees("latitude")?,
                accuracy: json.get("accuracy").and_then(Json::as_i64),
            })
        }
        FieldKind::Decimal | FieldKind::Percent => Value::Decimal(text()?.parse().ok()?),
        FieldKind::Money => Value::Money(Money {
            amount: json.get("amount")?.as_str()?.parse().ok()?,
            currency: json.get("currency")?.as_str()?.to_owned(),
        }),
        FieldKind::Bool => Value::Bool(json.as_bool()?),
        FieldKind::Date => Value::Date(text()?.parse::<NaiveDate>().ok()?),
        FieldKind::DateTime => Value::Time(DateTime::parse_from_rfc3339(text()?).ok()?.with_timezone(&Utc)),
        FieldKind::Id | FieldKind::Reference | FieldKind::User | FieldKind::Department => {
            Value::Id(text()?.parse().ok()?)
        }
        FieldKind::Record => {
            Value::Record(json.get("object")?.as_str()?.to_owned(), json.get("id")?.as_str()?.parse().ok()?)
        }
        FieldKind::MultiChoice
        | FieldKind::Tags
        | FieldKind::MultiReference
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature => Value::List(
            json.as_array()?.iter().map(|entry| entry.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        ),
        FieldKind::Lines => {
            // A list tells only how many there are.
            if let Some(count) = json.as_i64() {
                return Some(Value::Int(count));
            }
            let lines: Vec<Line> = json.as_array()?.iter().filter_map(|line| line_of(field, line)).collect();
            if lines.is_empty() { Value::Null } else { Value::Lines(lines) }
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::RichText
        | FieldKind::Time
        | FieldKind::Choice
        | FieldKind::Cascade
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Region
        | FieldKind::AutoNumber => Value::Text(text()?.to_owned()),
    })
}

/// Region and detail, each `null` where it isn't known.
#[must_use]
pub fn address_json(address: &Address) -> Json {
    let part = |text: &String| Some(text.as_str()).filter(|text| !text.is_empty()).map(str::to_owned);
    json!({"region": part(&address.region), "detail": part(&address.detail)})
}

/// Degrees as texts, and metres.
#[must_use]
pub fn location_json(place: &Location) -> Json {
    json!({
        "longitude": place.longitude.to_string(),
        "latitude": place.latitude.to_string(),
        "accuracy": place.accuracy,
    })
}

/// A moment in UTC, RFC 3339.
#[must_use]
pub fn time_text(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

fn line_json(line: &Line) -> Json {
    let mut map = Map::with_capacity(line.cells.len() + 1);
    map.insert("id".to_owned(), json!(line.id));
    for (name, value) in line.cells.iter().filter(|(_, value)| !value.is_null()) {
        map.insert(name.clone(), to_json(value));
    }
    Json::Object(map)
}

/// A line with the columns that the field has now; what a column of another kind has left is not read.
fn line_of(field: &FieldDef, json: &Json) -> Option<Line> {
    let id = json.get("id")?.as_str()?.parse().ok()?;
    let cell = |column: &FieldDef| {
        let value = from_json(column, json.get(&column.name)?)?;
        (!value.is_null()).then(|| (column.name.clone(), value))
    };
    Some(Line { id, cells: field.cells.iter().filter_map(cell).collect() })
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;

    use super::*;

    #[test]
    fn lines_come_back_with_the_columns_that_there_are() {
        let mut field = FieldDef::new("f", Text::default(), FieldKind::Lines);
        field.cells = vec![
            FieldDef::new("quantity", Text::default(), FieldKind::Decimal),
            FieldDef::new("day", Text::default(), FieldKind::Date),
        ];
        let id = "0190a5c0-0000-7000-8000-000000000001";
        let kept = json!([{"id": id, "quantity": "2.50", "gone": "x", "day": true}]);
        let value = from_json(&field, &kept).expect("lines");
        assert_eq!(to_json(&value), json!([{"id": id, "quantity": "2.50"}]), "no column, or of another kind");
        assert_eq!(from_json(&field, &json!([])), Some(Value::Null));
        assert_eq!(from_json(&field, &json!(3)), Some(Value::Int(3)), "how many, where a list told it");
    }

    #[test]
    fn every_kind_of_value_comes_back_from_history() {
        let id = "0190a5c0-0000-7000-8000-000000000001";
        for (kind, json) in [
            (FieldKind::Text, json!("张伟")),
            (FieldKind::Integer, json!(-7)),
            (FieldKind::Decimal, json!("1234.50")),
            (FieldKind::Money, json!({"amount": "0.10", "currency": "CNY"})),
            (FieldKind::Bool, json!(false)),
            (FieldKind::Date, json!("2026-02-28")),
            (FieldKind::DateTime, json!("2026-02-28T01:02:03.000456Z")),
            (FieldKind::Choice, json!("retired_option")),
            (FieldKind::Reference, json!(id)),
            (FieldKind::Record, json!({"object": "lead", "id": id})),
            (FieldKind::Tags, json!(["甲", "乙"])),
            (FieldKind::MultiReference, json!([id])),
            (FieldKind::RichText, json!("<p>甲</p>")),
            (FieldKind::Signature, json!([id])),
            (FieldKind::Rating, json!(4)),
            (FieldKind::Time, json!("09:30:15")),
            (FieldKind::Cascade, json!("east/shanghai")),
            (FieldKind::IdCard, json!("11010519491231002X")),
            (FieldKind::Address, json!({"region": "330106", "detail": null})),
            (FieldKind::Address, json!({"region": null, "detail": "文三路 1 号"})),
            (
                FieldKind::Location,
                json!({"longitude": "120.130000", "latitude": "-30.270001", "accuracy": 30}),
            ),
            (FieldKind::Text, Json::Null),
        ] {
            let field = FieldDef::new("f", Text::default(), kind);
            let value = from_json(&field, &json).expect("readable");
            assert_eq!(to_json(&value), json);
        }
    }
}
