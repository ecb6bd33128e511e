//! Groups and measures: the same as counting and adding up in memory gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Datelike;
use chrono_tz::Tz;
use shuke_access::{Action, Viewer};
use shuke_base::{Decimal, Moment, Money, NaiveDate, Value};
use shuke_expr::day_start;
use shuke_meta::{FieldKind, Grain, ObjectDef, region};
use shuke_store::compile::{AggregateQuery, By, GroupKey, Measure, MeasureKind};
use shuke_store::records::{Group, Measured};
use shuke_testkit::{TestDb, db_test};

use crate::dice::{Dice, rounds, seed};
use crate::filters::{filter, read};
use crate::oracle::{self, compare};
use crate::rows::{Row, Rows, write};
use crate::viewers::viewer;
use crate::world::object_of;

/// Zones that are ahead, behind, apart by parts of an hour, and one that has left out a day.
pub(crate) const ZONES: [Tz; 6] = [
    Tz::Asia__Shanghai,
    Tz::America__New_York,
    Tz::Europe__Berlin,
    Tz::Asia__Kathmandu,
    Tz::Pacific__Apia,
    Tz::UTC,
];

fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        Value::Money(money) => Some(money.amount),
        _ => None,
    }
}

/// The measure of some rows, worked out the plain way.
fn measured(object: &ObjectDef, measure: Measure, rows: &[&Row]) -> Measured {
    let Some(at) = measure.field else {
        return Measured::Value(Value::Int(rows.len() as i64));
    };
    let values: Vec<&Value> = rows.iter().map(|row| &row[at]).filter(|value| !value.is_null()).collect();
    let field = &object.fields[at];
    let sum: Decimal = values.iter().filter_map(|value| amount(value)).sum();
    let places = field.places().max(2);
    let plain = match measure.kind {
        MeasureKind::Count => return Measured::Value(Value::Int(values.len() as i64)),
        _ if values.is_empty() => Value::Null,
        MeasureKind::Sum if matches!(field.kind, FieldKind::Integer | FieldKind::Rating) => {
            i64::try_from(sum).map_or(Value::Decimal(sum), Value::Int)
        }
        MeasureKind::Sum => Value::Decimal(sum),
        MeasureKind::Avg => {
            let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let average = sum / Decimal::from(values.len());
            Value::Decimal(average.round_dp_with_strategy(places, half_up))
        }
        MeasureKind::Min => (*values.iter().min_by(|a, b| compare(a, b)).expect("a value")).clone(),
        MeasureKind::Max => (*values.iter().max_by(|a, b| compare(a, b)).expect("a value")).clone(),
    };
    if field.kind != FieldKind::Money {
        return Measured::Value(plain);
    }
    let currencies: BTreeSet<&str> = values
        .iter()
        .filter_map(
            |value| if let Value::Money(money) = value { Some(money.currency.as_str()) } else { None },
        )
        .collect();
    let amount = amount(&plain);
    match (amount, currencies.into_iter().collect::<Vec<_>>().as_slice()) {
        (Some(amount), [currency]) => {
            Measured::Value(Value::Money(Money { amount, currency: (*currency).to_owned() }))
        }
        (_, []) => Measured::Value(Value::Null),
        _ => Measured::MixedCurrencies,
    }
}

/// A group's place among the groups: by amount and then currency where money is grouped by, days backwards.
fn place(query: &AggregateQuery<'_>, key: Vec<Value>) -> Vec<Key> {
    let backwards = query.group_by.iter().map(|key| matches!(key.by, By::Days(..)));
    key.into_iter().zip(backwards).map(|(value, backwards)| Key(value, backwards)).collect()
}

#[derive(PartialEq)]
struct Key(Value, bool);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let currency = |value: &Value| {
            if let Value::Money(money) = value { money.currency.clone() } else { String::new() }
        };
        let order = compare(&self.0, &other.0).then_with(|| currency(&self.0).cmp(&currency(&other.0)));
        if self.1 { order.reverse() } else { order }
    }
}

/// The day that filters find the moment by; the days beyond those that dates have count to their neighbours.
fn day_of(moment: Moment, zone: Tz) -> NaiveDate {
    let day = moment.with_timezone(&zone).date_naive();
    // Where the clocks pass midnight twice, the first time counts.
    let next = day.succ_opt().filter(|next| next.year() <= 9999 && day_start(*next, zone) <= moment);
    let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    next.unwrap_or(day).clamp(edge(1, 1, 1), edge(9999, 12, 31))
}

/// What the value has in common with others of its group.
fn common(key: GroupKey, value: &Value) -> Value {
    let level = match (key.by, value) {
        (By::Days(grain, _), Value::Date(day)) => return Value::Date(grain.first(*day)),
        (By::Days(grain, zone), Value::Time(moment)) => {
            return Value::Date(grain.first(day_of(*moment, zone)));
        }
        (By::Level(level), _) => Some(level),
        _ => None,
    };
    let (Some(level), Some(text)) = (level, value.as_text()) else { return value.clone() };
    let path: Vec<String> = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut path = vec![text.to_owned()];
        while let Some(around) = region::parent(&path[0]) {
            path.insert(0, around.code.to_owned());
        }
        path
    } else {
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        ends.map(|end| text[..end].to_owned()).collect()
    };
    Value::Text(path[level.min(path.len()) - 1].clone())
}

pub(crate) fn expected(query: &AggregateQuery<'_>, rows: &[&Row]) -> Vec<Group> {
    let mut groups: BTreeMap<Vec<Key>, Vec<&Row>> = BTreeMap::new();
    if query.group_by.is_empty() {
        groups.insert(Vec::new(), Vec::new());
    }
    for row in rows {
        let key: Vec<Value> = query.group_by.iter().map(|key| common(*key, &row[key.field])).collect();
        groups.entry(place(query, key)).or_default().push(row);
    }
    let group = |(key, rows): (Vec<Key>, Vec<&Row>)| Group {
        key: key.into_iter().map(|key| key.0).collect(),
        measures: query.measures.iter().map(|measure| measured(query.object, *measure, &rows)).collect(),
    };
    groups.into_iter().map(group).take(query.limit).collect()
}

fn groupable(kind: FieldKind) -> bool {
    !matches!(
        kind,
        FieldKind::MultiChoice
            | FieldKind::Tags
            | FieldKind::MultiReference
            | FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::Record
            | FieldKind::Id
            | FieldKind::Address
            | FieldKind::Location
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature
            | FieldKind::Lines
    )
}

fn measure(object: &ObjectDef, dice: &Dice) -> Measure {
    let at = dice.below(object.fields.len());
    let number = matches!(
        object.fields[at].kind,
        FieldKind::Integer | FieldKind::Rating | FieldKind::Decimal | FieldKind::Percent | FieldKind::Money
    );
    let ordered =
        number || matches!(object.fields[at].kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time);
    let kinds = [MeasureKind::Count, MeasureKind::Min, MeasureKind::Max, MeasureKind::Sum, MeasureKind::Avg];
    let fits = match (number, ordered) {
        (true, _) => &kinds[..],
        (false, true) => &kinds[..3],
        (false, false) => &kinds[..1],
    };
    match dice.below(6) {
        0 => Measure { kind: MeasureKind::Count, field: None },
        _ => Measure { kind: dice.pick(fits), field: Some(at) },
    }
}

#[db_test]
async fn random_aggregates_are_as_in_memory(db: TestDb) {
    let dice = Dice::new(seed().wrapping_add(1));
    let rows = Rows::random(&dice);
    rows.write(&db).await;
    let mut conn = db.store.read().await.unwrap();
    for _ in 0..rounds(250) {
        let object: &Arc<ObjectDef> = object_of(dice.pick(&["thing", "thing", "place", "note"]));
        let viewer = viewer(&dice);
        let filter = dice.percent(60).then(|| filter(&object.name, 3, &rows.ids, &dice));
        let cond = filter.as_ref().map(|filter| read(object, filter, &viewer, db.now()));
        let keys: Vec<usize> =
            (0..object.fields.len()).filter(|at| groupable(object.fields[*at].kind)).collect();
        let part = |field: usize| match object.fields[field].kind {
            FieldKind::Region => By::Level(1 + dice.below(3)),
            FieldKind::Cascade => By::Level(1 + dice.below(5)),
            FieldKind::Date | FieldKind::DateTime => By::Days(dice.pick(&Grain::ALL), dice.pick(&ZONES)),
            _ => By::Value,
        };
        let key = |field| GroupKey { field, by: if dice.percent(70) { part(field) } else { By::Value } };
        let group_by: Vec<GroupKey> = (0..dice.below(4)).map(|_| key(dice.pick(&keys))).collect();
        let measures: Vec<Measure> = (0..=dice.below(4)).map(|_| measure(object, &dice)).collect();
        let limit = if dice.percent(30) { 1 + dice.below(8) } else { 1_000 };
        let query = AggregateQuery {
            object,
            viewer: &viewer,
            cond: cond.as_ref(),
            group_by: &group_by,
            measures: &measures,
            limit,
        };
        let met = oracle::found(&rows, object, &viewer, Action::Read, cond.as_ref(), false);
        let groups = conn.aggregate(&query).await.expect("groups");
        assert_eq!(
            groups,
            expected(&query, &met),
            "{} {filter:?} by {group_by:?}: {measures:?}",
            object.name
        );
    }
}

/// A tree has values of every depth, all of which the random ones may miss.
#[db_test]
async fn values_of_a_tree_stand_together_by_their_level(db: TestDb) {
    let object = object_of("thing");
    let mut conn = db.store.read().await.unwrap();
    let rows = Rows::random(&Dice::new(seed()));
    rows.write(&db).await;
    let viewer = Viewer::system();
    let trees = (0..object.fields.len())
        .filter(|at| matches!(object.fields[*at].kind, FieldKind::Region | FieldKind::Cascade));
    let mut met = 0;
    for (field, level) in trees.flat_map(|field| (1..=5).map(move |level| (field, level))) {
        let group_by = [GroupKey { field, by: By::Level(level) }];
        let measures = [Measure { kind: MeasureKind::Count, field: None }];
        let query = AggregateQuery {
            object,
            viewer: &viewer,
            cond: None,
            group_by: &group_by,
            measures: &measures,
            limit: 100,
        };
        let live = oracle::found(&rows, object, &viewer, Action::Read, None, false);
        let groups = conn.aggregate(&query).await.expect("groups");
        met += groups.len();
        assert_eq!(groups, expected(&query, &live), "{} by level {level}", object.fields[field].name);
    }
    assert!(met > 20, "{met}");
}

/// Sums grow beyond what one value may be, and stay exact.
#[db_test]
async fn sums_are_exact_whatever_their_size(db: TestDb) {
    let object = object_of("note");
    let at = object.position("score").unwrap();
    let row = |number: i64, score: i64| -> Row {
        let value = |name: &str| match name {
            "id" => Value::Id(shuke_base::Uuid::from_u128(number as u128)),
            "version" => Value::Int(1),
            "created_at" | "updated_at" => Value::Time(db.now()),
            "score" => Value::Int(score),
            _ => Value::Null,
        };
        object.fields.iter().map(|field| value(&field.name)).collect()
    };
    write(&db, object, vec![row(1, i64::MAX), row(2, i64::MAX), row(3, -1), row(4, 5)]).await;
    let measures = [MeasureKind::Sum, MeasureKind::Avg].map(|kind| Measure { kind, field: Some(at) });
    let viewer = Viewer::system();
    let query =
        AggregateQuery { object, viewer: &viewer, cond: None, group_by: &[], measures: &measures, limit: 10 };
    let groups = db.store.read().await.unwrap().aggregate(&query).await.unwrap();
    let decimal = |text: &str| Measured::Value(Value::Decimal(text.parse().unwrap()));
    assert_eq!(groups[0].measures, [decimal("18446744073709551618"), decimal("4611686018427387904.50")]);
}
