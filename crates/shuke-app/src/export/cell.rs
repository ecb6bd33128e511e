//! Values as cells of a file, in the words of the reader's language: an import reads them back.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use shuke_base::{Decimal, Locale, NaiveDate, Value};
use shuke_meta::{FieldDef, FieldKind, parse, region};
use shuke_store::records::link;

use crate::codec::Naming;
use crate::files::hold;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, which is never a formula.
    Text(String),
    /// A whole number.
    Int(i64),
    /// An exact number.
    Decimal(Decimal),
    /// An amount.
    Amount(Decimal),
    /// A day.
    Date(NaiveDate),
    /// A moment, in the company's zone.
    Time(NaiveDateTime),
}

/// What cells are put in terms of.
pub(super) struct Words<'a, N> {
    /// Language.
    pub(super) locale: Locale,
    /// The zone of moments.
    pub(super) zone: Tz,
    /// Amounts in this currency go without its name.
    pub(super) currency: &'a str,
    /// The names of what values point to.
    pub(super) names: &'a N,
}

impl<N: Naming> Words<'_, N> {
    fn option(&self, field: &FieldDef, name: &str) -> String {
        let found = field.options.iter().find(|option| option.name == name);
        found.map_or_else(|| name.to_owned(), |option| option.label.get(self.locale).to_owned())
    }

    /// The labels of a node of a tree and of those above it.
    fn path(&self, field: &FieldDef, name: &str) -> String {
        let ends = name.match_indices('/').map(|(at, _)| at).chain([name.len()]);
        ends.map(|end| self.option(field, &name[..end])).collect::<Vec<String>>().join("/")
    }

    /// A value as a cell.
    pub(super) fn cell(&self, field: &FieldDef, value: &Value) -> Cell {
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let (yes, no, between, signed) = match self.locale {
            Locale::ZhCn => ("是", "否", "、", "已签名"),
            Locale::En => ("Yes", "No", ", ", "Signed"),
        };
        match value {
            Value::Null => Cell::Empty,
            Value::Text(word) => match field.kind {
                FieldKind::Choice => text(self.option(field, word)),
                FieldKind::Cascade => text(self.path(field, word)),
                FieldKind::RichText => text(parse::plain_text(word)),
                FieldKind::Region => text(region::full_name(word).unwrap_or_else(|| word.clone())),
                _ => text(word.clone()),
            },
            // Of a sub-table in a list, how many lines it has.
            Value::Int(number) => Cell::Int(*number),
            Value::Lines(lines) => Cell::Int(i64::try_from(lines.len()).unwrap_or(i64::MAX)),
            Value::Decimal(number) => Cell::Decimal(*number),
            Value::Money(money) if money.currency == self.currency => Cell::Amount(money.amount),
            Value::Money(money) => text(format!("{} {}", money.currency, money.amount)),
            Value::Bool(is) => text(if *is { yes } else { no }.to_owned()),
            Value::Date(day) => Cell::Date(*day),
            Value::Time(moment) => Cell::Time(moment.with_timezone(&self.zone).naive_local()),
            Value::Id(id) if field.kind == FieldKind::Id => text(id.to_string()),
            Value::Id(id) | Value::Record(_, id) => {
                text(self.names.name_of(*id).unwrap_or_default().to_owned())
            }
            Value::List(_) if field.kind == FieldKind::MultiReference => {
                let ids = link::targets(value);
                let names =
                    ids.iter().filter_map(|id| self.names.name_of(*id)).filter(|name| !name.is_empty());
                // A comma can belong to a name; an import parts names at what stands here.
                let between = if self.locale == Locale::En { "; " } else { between };
                text(names.collect::<Vec<&str>>().join(between))
            }
            Value::List(_) if field.kind == FieldKind::Signature => text(signed.to_owned()),
            Value::List(_) if field.kind.is_file() => {
                let files = hold::ids(value);
                let names =
                    files.iter().filter_map(|id| self.names.file_of(*id)).map(|file| file.name.as_str());
                text(names.collect::<Vec<&str>>().join(between))
            }
            Value::List(list) if field.options.is_empty() => text(list.join(between)),
            Value::List(list) => {
                let labels: Vec<String> = list.iter().map(|name| self.option(field, name)).collect();
                text(labels.join(between))
            }
            Value::Address(address) => {
                let region = region::full_name(&address.region).unwrap_or_else(|| address.region.clone());
                text(format!("{region}{}", address.detail))
            }
            Value::Location(place) => {
                let accuracy = place.accuracy.map(|metres| format!(" ±{metres}")).unwrap_or_default();
                text(format!("{}, {}{accuracy}", place.longitude, place.latitude))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::{Address, DateTime, Location, Money, Text, Utc, Uuid};
    use shuke_meta::ChoiceOption;

    use super::*;

    struct Known;
    impl Naming for Known {
        fn file_of(&self, _: Uuid) -> Option<&crate::files::FileView> {
            None
        }

        fn name_of(&self, _: Uuid) -> Option<&str> {
            Some("张伟")
        }
    }

    #[test]
    fn texts_signatures_and_records_are_told_in_words() {
        let field = |kind| FieldDef::new("f", Text::default(), kind);
        let list = |count: usize| Value::List(vec![Uuid::nil().to_string(); count]);
        for (locale, kind, value, expected) in [
            (
                Locale::ZhCn,
                FieldKind::RichText,
                Value::Text("<p>甲 &lt; 乙</p><p><b>丙</b></p>".into()),
                "甲 < 乙\n丙",
            ),
            (Locale::ZhCn, FieldKind::Signature, list(1), "已签名"),
            (Locale::En, FieldKind::Signature, list(1), "Signed"),
            (Locale::ZhCn, FieldKind::MultiReference, list(2), "张伟、张伟"),
            (Locale::En, FieldKind::MultiReference, list(2), "张伟; 张伟"),
        ] {
            let words = Words { locale, zone: chrono_tz::UTC, currency: "CNY", names: &Known };
            assert_eq!(words.cell(&field(kind), &value), Cell::Text(expected.into()));
        }
    }

    #[test]
    fn values_are_put_in_the_readers_words() {
        let words =
            Words { locale: Locale::ZhCn, zone: chrono_tz::Asia::Shanghai, currency: "CNY", names: &Known };
        let mut choice = FieldDef::new("status", Text::new("状态", "Status"), FieldKind::Choice);
        choice.options = vec![ChoiceOption {
            name: "new".into(),
            label: Text::new("新", "New"),
            color: None,
            active: false,
            outcome: shuke_meta::Outcome::Open,
            limit_days: None,
        }];
        let field = |kind| FieldDef::new("f", Text::default(), kind);
        let moment =
            DateTime::parse_from_rfc3339("2026-01-31T17:30:00Z").expect("a moment").with_timezone(&Utc);
        let money = |currency: &str| {
            Value::Money(Money { amount: Decimal::new(12_345, 2), currency: currency.to_owned() })
        };
        for (field, value, expected) in [
            (&choice, Value::Text("new".into()), Cell::Text("新".into())),
            (&choice, Value::Text("gone".into()), Cell::Text("gone".into())),
            (
                &field(FieldKind::Region),
                Value::Text("330106".into()),
                Cell::Text("浙江省杭州市西湖区".into()),
            ),
            (&field(FieldKind::Bool), Value::Bool(false), Cell::Text("否".into())),
            (&field(FieldKind::Money), money("CNY"), Cell::Amount(Decimal::new(12_345, 2))),
            (&field(FieldKind::Money), money("USD"), Cell::Text("USD 123.45".into())),
            (&field(FieldKind::User), Value::Id(Uuid::nil()), Cell::Text("张伟".into())),
            (
                &field(FieldKind::Tags),
                Value::List(vec!["甲".into(), "乙".into()]),
                Cell::Text("甲、乙".into()),
            ),
            (&field(FieldKind::Text), Value::Text(String::new()), Cell::Empty),
            (
                &field(FieldKind::Address),
                Value::Address(Address { region: "330106".into(), detail: "文三路 1 号".into() }),
                Cell::Text("浙江省杭州市西湖区文三路 1 号".into()),
            ),
            (
                &field(FieldKind::Location),
                Value::Location(Location {
                    longitude: Decimal::new(120_130_000, 6),
                    latitude: Decimal::new(30_270_000, 6),
                    accuracy: Some(30),
                }),
                Cell::Text("120.130000, 30.270000 ±30".into()),
            ),
        ] {
            assert_eq!(words.cell(field, &value), expected);
        }
        let Cell::Time(local) = words.cell(&field(FieldKind::DateTime), &Value::Time(moment)) else {
            panic!("a moment")
        };
        assert_eq!(local.to_string(), "2026-02-01 01:30:00", "the company's zone");
    }
}
