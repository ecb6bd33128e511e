//! Values that meet each other often, and the odd ones among them.

use serde_json::{Value as Json, json};
use shuke_base::{Address, DateTime, Decimal, Line, Location, Money, NaiveDate, Uuid, Value};
use shuke_meta::{FieldDef, FieldKind};

use crate::dice::Dice;
use crate::viewers::{DEPARTMENTS, PEOPLE, id};

/// Texts between which orders, foldings and patterns differ.
const TEXTS: [&str; 30] = [
    "a",
    "A",
    "ab",
    "aB",
    "Ab",
    "b",
    "Z",
    "z",
    "张",
    "张三",
    "三",
    "李四",
    "é",
    "É",
    "Ä",
    "ä",
    "ß",
    "I",
    "İ",
    "😀",
    "😀😀",
    "\u{FF21}",
    "a%",
    "a_b",
    "%",
    "'",
    "\"",
    "\\",
    "a\u{10FFFF}",
    "a\u{10FFFF}b",
];
const PHONES: [&str; 5] =
    ["+8613800000001", "+8613800000002", "+8613900000001", "+865711234567", "+14155550100"];
const EMAILS: [&str; 4] = ["a@example.com", "b@example.com", "zhang.san@example.cn", "a@example.org"];
const URLS: [&str; 3] = ["https://example.com/", "https://example.com/a_b%20c", "http://example.org/"];
const REGIONS: [&str; 8] = ["330000", "330100", "330106", "330200", "110000", "110101", "429004", "420100"];
const ID_CARDS: [&str; 3] = ["330106199003070014", "330106199003070022", "11010519491231002X"];
const CREDIT_CODES: [&str; 3] = ["91330106Y00000017B", "91330106Y0000002XG", "91350100M000100Y43"];
const CLOCKS: [&str; 6] = ["00:00", "00:00:01", "09:30", "09:30:15", "12:00", "23:59:59"];
/// Nodes of a tree; one begins like another without standing below it.
pub(crate) const NODES: [&str; 5] = ["east", "east/sh", "east/sh/pudong", "east_2", "east/sh_2"];
const ENTRIES: [&str; 5] = ["new", "won", "lost", "Won", "张"];
const DAYS: [&str; 8] = [
    "0001-01-01",
    "1999-12-31",
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
    "2026-03-31",
    "2026-04-01",
    "9999-12-31",
];
const MOMENTS: [&str; 9] = [
    "0001-01-01T00:00:00Z",
    "2026-02-28T15:59:59.999999Z",
    "2026-02-28T16:00:00Z",
    "2026-02-28T16:00:00.000001Z",
    "2026-03-01T08:00:00Z",
    "2026-03-01T15:59:59Z",
    "2026-03-01T16:00:00Z",
    "2026-03-04T00:00:00.5Z",
    "9999-12-31T23:59:59.999999Z",
];
const INTEGERS: [i64; 9] = [i64::MIN, -4_294_967_297, -2, -1, 0, 1, 2, 4_294_967_296, i64::MAX];

/// What references of the world may point to, object by object.
pub(crate) struct Ids {
    pub(crate) things: Vec<Uuid>,
    pub(crate) places: Vec<Uuid>,
    pub(crate) notes: Vec<Uuid>,
}

impl Ids {
    pub(crate) fn of(&self, object: &str) -> Vec<Uuid> {
        match object {
            "thing" => self.things.clone(),
            "place" => self.places.clone(),
            "note" => self.notes.clone(),
            "user" => PEOPLE.map(|person| id(person.0)).to_vec(),
            _ => DEPARTMENTS.map(|department| id(department.0)).to_vec(),
        }
    }

    fn record(&self, dice: &Dice) -> (String, Uuid) {
        let object = dice.pick(&["thing", "place"]);
        // Now and then the id of a record of the other object.
        let of = if dice.percent(20) { "thing" } else { object };
        (object.to_owned(), dice.pick(&self.of(of)))
    }
}

pub(crate) fn line(dice: &Dice) -> Json {
    json!(dice.pick(&TEXTS))
}

fn text(dice: &Dice, of: &[&str]) -> Value {
    Value::from(dice.pick(of))
}

fn decimal(field: &FieldDef, dice: &Dice) -> Decimal {
    let places = field.places();
    let scaled = match dice.below(6) {
        0 => dice.pick(&[999_999_999_999_999_999, -999_999_999_999_999_999]),
        _ => i64::try_from(dice.below(9)).expect("small") * 25 - 100,
    };
    Decimal::new(scaled, places)
}

/// Some records, each once, among them now and then one that isn't there.
fn several(field: &FieldDef, ids: &Ids, dice: &Dice) -> Value {
    let of = ids.of(field.points_to().expect("a target"));
    let mut list: Vec<String> = Vec::new();
    for _ in 0..=dice.below(3) {
        let one = if dice.percent(5) { dice.id() } else { dice.pick(&of) }.to_string();
        if !list.contains(&one) {
            list.push(one);
        }
    }
    Value::List(list)
}

/// One to three lines, with cells that are empty now and then.
fn lines(field: &FieldDef, ids: &Ids, dice: &Dice) -> Value {
    let line = |_| {
        let filled = field.cells.iter().filter(|_| dice.percent(75));
        Line { id: dice.id(), cells: filled.map(|it| (it.name.clone(), value(it, ids, dice))).collect() }
    };
    Value::Lines((0..=dice.below(3)).map(line).collect())
}

/// Two texts with tags around them, as they come out of the cleaning.
fn rich(dice: &Dice) -> Value {
    let line = || dice.pick(&TEXTS).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Value::Text(format!("<p>{}</p><ul><li>{}</li></ul>", line(), line()))
}

/// A value that the field may hold; never nothing.
pub(crate) fn value(field: &FieldDef, ids: &Ids, dice: &Dice) -> Value {
    match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::AutoNumber => text(dice, &TEXTS),
        FieldKind::Integer => Value::Int(dice.pick(&INTEGERS)),
        FieldKind::Rating => Value::Int(1 + i64::try_from(dice.below(5)).expect("small")),
        FieldKind::Time => text(dice, &CLOCKS),
        FieldKind::Cascade => text(dice, &NODES),
        FieldKind::IdCard => text(dice, &ID_CARDS),
        FieldKind::CreditCode => text(dice, &CREDIT_CODES),
        FieldKind::Address => {
            let region = if dice.percent(20) { "" } else { dice.pick(&REGIONS) };
            let detail = if !region.is_empty() && dice.percent(30) { "" } else { dice.pick(&TEXTS) };
            Value::Address(Address { region: region.to_owned(), detail: detail.to_owned() })
        }
        FieldKind::Location => Value::Location(Location {
            longitude: Decimal::new(dice.pick(&[-180_000_000, -1, 0, 121_473_701, 180_000_000]), 6),
            latitude: Decimal::new(dice.pick(&[-90_000_000, 31_230_416, 90_000_000]), 6),
            accuracy: dice.pick(&[None, Some(0), Some(35)]),
        }),
        FieldKind::Decimal | FieldKind::Percent => Value::Decimal(decimal(field, dice)),
        FieldKind::Money => Value::Money(Money {
            amount: decimal(field, dice),
            currency: if dice.percent(95) { "CNY" } else { "USD" }.to_owned(),
        }),
        FieldKind::Bool => Value::Bool(dice.percent(50)),
        FieldKind::Date => Value::Date(dice.pick(&DAYS).parse::<NaiveDate>().expect("a day")),
        FieldKind::DateTime => {
            Value::Time(DateTime::parse_from_rfc3339(dice.pick(&MOMENTS)).expect("a moment").to_utc())
        }
        FieldKind::Choice => text(dice, &ENTRIES[..3]),
        FieldKind::MultiChoice | FieldKind::Tags => {
            let entries = if field.kind == FieldKind::Tags { &ENTRIES[..] } else { &ENTRIES[..3] };
            let mut list: Vec<String> = Vec::new();
            for _ in 0..=dice.below(3) {
                let entry = dice.pick(entries).to_owned();
                if !list.contains(&entry) {
                    list.push(entry);
                }
            }
            Value::List(list)
        }
        FieldKind::MultiReference => several(field, ids, dice),
        FieldKind::RichText => rich(dice),
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature => {
            Value::List((0..=dice.below(2)).map(|_| dice.id().to_string()).collect())
        }
        FieldKind::Phone => text(dice, &PHONES),
        FieldKind::Email => text(dice, &EMAILS),
        FieldKind::Url => text(dice, &URLS),
        FieldKind::Region => text(dice, &REGIONS),
        FieldKind::Reference | FieldKind::User | FieldKind::Department => {
            let of = ids.of(field.target_object().expect("a target"));
            // Now and then nobody.
            Value::Id(if dice.percent(5) { dice.id() } else { dice.pick(&of) })
        }
        FieldKind::Id => Value::Id(dice.id()),
        FieldKind::Lines => lines(field, ids, dice),
        FieldKind::Record => {
            let (object, id) = ids.record(dice);
            Value::Record(object, id)
        }
    }
}

/// Something to compare the field `field` of `object` with, as a caller writes it.
pub(crate) fn operand(object: &str, field: &FieldDef, ids: &Ids, dice: &Dice) -> Json {
    match field.kind {
        FieldKind::DateTime if dice.percent(40) => {
            json!(dice.pick(&["2026-02-28", "2026-03-01", "@today", "@now"]))
        }
        FieldKind::Date if dice.percent(20) => json!("@today"),
        FieldKind::User if dice.percent(40) => json!(dice.pick(&["@me", "@my_team"])),
        FieldKind::Department if dice.percent(40) => json!("@my_department"),
        FieldKind::Id => json!(dice.pick(&ids.of(object))),
        // What an address is looked for by: a region, or a part of its line.
        FieldKind::Address => json!(dice.pick(&REGIONS)),
        _ => match value(field, ids, dice) {
            Value::Null => Json::Null,
            Value::Text(text) => json!(text),
            Value::Int(number) => json!(number),
            Value::Decimal(number) => json!(number.to_string()),
            Value::Money(money) => json!(money.amount.to_string()),
            Value::Bool(yes) => json!(yes),
            Value::Date(day) => json!(day.to_string()),
            Value::Time(moment) => json!(moment.to_rfc3339()),
            Value::Id(id) => json!(id),
            Value::Record(object, id) => json!({"object": object, "id": id}),
            Value::List(entries) => json!(dice.pick(&entries)),
            Value::Address(_) | Value::Location(_) | Value::Lines(_) => {
                unreachable!("nothing is compared with a whole one")
            }
        },
    }
}
