//! Values as JSON: for history, where nothing may be lost or refused on the way back, and for callers.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::{Value as Json, json};
use shuke_base::{Address, DateTime, Location, Money, NaiveDate, Utc, Value};
use shuke_meta::{FieldDef, FieldKind};
use shuke_store::records::link;

use crate::files::{self, FileView};

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
fn address_json(address: &Address) -> Json {
    let part = |text: &String| Some(text.as_str()).filter(|text| !text.is_empty()).map(str::to_owned);
    json!({"region": part(&address.region), "detail": part(&address.detail)})
}

fn location_json(place: &Location) -> Json {
    json!({
        "longitude": place.longitude.to_string(),
        "latitude": place.latitude.to_string(),
        "accuracy": place.accuracy,
    })
}

fn time_text(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// Finds the name of a record that a value points to.
pub trait Naming {
    /// The name, when it is known.
    fn name_of(&self, id: shuke_base::Uuid) -> Option<&str>;

    /// What is known of a file.
    fn file_of(&self, id: shuke_base::Uuid) -> Option<&FileView>;
}

/// A value on its way to a caller, with the names of what it points to. Writes straight into the serializer.
pub struct Shown<'a, N> {
    /// The field.
    pub field: &'a FieldDef,
    /// Its value.
    pub value: &'a Value,
    /// The names.
    pub names: &'a N,
}

impl<N: Naming> Serialize for Shown<'_, N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => to.serialize_none(),
            Value::Text(text) => to.serialize_str(text),
            Value::Int(number) => to.serialize_i64(*number),
            Value::Decimal(value) => to.collect_str(value),
            Value::Bool(yes) => to.serialize_bool(*yes),
            Value::Date(date) => to.collect_str(date),
            Value::Time(moment) => to.serialize_str(&time_text(moment)),
            Value::Money(money) => {
                let mut map = to.serialize_map(Some(2))?;
                map.serialize_entry("amount", &money.amount.to_string())?;
                map.serialize_entry("currency", &money.currency)?;
                map.end()
            }
            Value::Id(id) if self.field.kind == FieldKind::Id => to.collect_str(id),
            Value::Id(id) => reference(to, self.field.target_object().unwrap_or_default(), *id, self.names),
            Value::Record(object, id) => reference(to, object, *id, self.names),
            Value::Address(address) => address_json(address).serialize(to),
            Value::Location(place) => location_json(place).serialize(to),
            Value::List(_) if self.field.kind.is_file() => to.collect_seq(
                files::hold::ids(self.value).into_iter().filter_map(|id| self.names.file_of(id)),
            ),
            Value::List(_) if self.field.kind == FieldKind::MultiReference => {
                let object = self.field.points_to().unwrap_or_default();
                let named = link::targets(self.value).into_iter();
                to.collect_seq(named.map(|id| Named { object, id, names: self.names }))
            }
            Value::List(list) => {
                let mut sequence = to.serialize_seq(Some(list.len()))?;
                for entry in list {
                    sequence.serialize_element(entry)?;
                }
                sequence.end()
            }
        }
    }
}

/// One of several references.
struct Named<'a, N> {
    object: &'a str,
    id: shuke_base::Uuid,
    names: &'a N,
}

impl<N: Naming> Serialize for Named<'_, N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        reference(to, self.object, self.id, self.names)
    }
}

fn reference<S: Serializer, N: Naming>(
    to: S,
    object: &str,
    id: shuke_base::Uuid,
    names: &N,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(3))?;
    map.serialize_entry("id", &id)?;
    map.serialize_entry("object", object)?;
    map.serialize_entry("name", &names.name_of(id).unwrap_or_default())?;
    map.end()
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;

    use super::*;

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
