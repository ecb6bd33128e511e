//! Groups by spans of days, at the edges of the spans: the engine and the filters know the same days.

use chrono::TimeDelta;
use serde_json::json;
use shuke_access::Viewer;
use shuke_base::{Moment, NaiveDate, Uuid, Value};
use shuke_expr::{day_start, parse};
use shuke_meta::{FieldDef, Grain, ObjectDef};
use shuke_store::compile::{AggregateQuery, By, GroupKey, Measure, MeasureKind};
use shuke_store::records::Measured;
use shuke_testkit::{TestDb, db_test};

use crate::aggregates::{ZONES, expected};
use crate::rows::{Row, write};
use crate::world::{object_of, schema};

/// Days at which something begins: years with 53 weeks, leap days, summer time in both directions, a day left out, a
/// change of a zone, and 1969, where numbers of moments are negative.
const EDGES: [&str; 14] = [
    "1969-12-31",
    "1986-01-01",
    "1986-05-04",
    "2009-12-28",
    "2010-01-04",
    "2011-12-29",
    "2020-12-28",
    "2021-01-01",
    "2024-02-29",
    "2024-03-10",
    "2024-03-31",
    "2024-10-27",
    "2024-11-03",
    "2024-12-30",
];

fn moments() -> Vec<Moment> {
    let days = EDGES.iter().flat_map(|day| {
        let day: NaiveDate = day.parse().expect("a day");
        [day, day.succ_opt().expect("a day")]
    });
    let starts = days.flat_map(|day| ZONES.map(|zone| day_start(day, zone)));
    starts
        .flat_map(|start| [start - TimeDelta::microseconds(1), start, start + TimeDelta::hours(12)])
        .collect()
}

/// A record for each moment, one of them without any.
fn rows(object: &ObjectDef) -> Vec<Row> {
    let all = moments().into_iter().map(Some).chain([None]);
    let row = |(at, moment): (usize, Option<Moment>)| -> Row {
        let value = |field: &FieldDef| match field.name.as_str() {
            "id" => Value::Id(Uuid::from_u128(at as u128 + 1)),
            "version" => Value::Int(1),
            "created_at" | "updated_at" => Value::Time(moments()[0]),
            "f_datetime" => moment.map_or(Value::Null, Value::Time),
            "f_date" => moment.map_or(Value::Null, |moment| Value::Date(moment.date_naive())),
            _ => Value::Null,
        };
        object.fields.iter().map(value).collect()
    };
    all.enumerate().map(row).collect()
}

#[db_test]
async fn spans_of_days_are_those_of_the_zone_and_of_filters(db: TestDb) {
    let object = object_of("thing");
    let own = rows(object);
    let count = own.len() as u64;
    write(&db, object, own.clone()).await;
    let viewer = Viewer::system();
    let mut conn = db.store.read().await.unwrap();
    let shown: Vec<&Row> = own.iter().collect();
    for zone in ZONES {
        for (name, grain) in
            ["f_datetime", "f_date"].into_iter().flat_map(|name| Grain::ALL.map(|grain| (name, grain)))
        {
            let group_by = [GroupKey { field: object.position(name).unwrap(), by: By::Days(grain, zone) }];
            let measures = [Measure { kind: MeasureKind::Count, field: None }];
            let query = AggregateQuery {
                object,
                viewer: &viewer,
                cond: None,
                group_by: &group_by,
                measures: &measures,
                limit: 1_000,
            };
            let groups = conn.aggregate(&query).await.expect("groups");
            assert_eq!(groups, expected(&query, &shown), "{name} by {grain:?} in {zone}");
            assert_eq!(groups.last().unwrap().key, [Value::Null], "nothing comes last");
            // What opens a group finds as many.
            let env = viewer.env(db.now(), zone);
            let mut met = 1;
            for group in &groups[..groups.len() - 1] {
                let Value::Date(first) = group.key[0] else { panic!("{group:?}") };
                let mut days = (0..366).map(|days| first + TimeDelta::days(days));
                let last = days.rfind(|day| grain.first(*day) == first);
                let filter = json!({"field": name, "op": "between", "value": [first, last]});
                let cond = parse(&filter, object, schema(), &|_: &ObjectDef, _: &FieldDef| true, &env)
                    .expect("a filter");
                let all = AggregateQuery { cond: Some(&cond), group_by: &[], ..query.clone() };
                let found = conn.aggregate(&all).await.expect("a count").remove(0).measures;
                assert_eq!(found, group.measures, "{name} by {grain:?} in {zone}: {first}");
                let Measured::Value(Value::Int(some)) = found[0] else { panic!("{found:?}") };
                met += some as u64;
            }
            assert_eq!(met, count, "each record is in one group");
        }
    }
}

/// Where there are too many, the latest are told.
#[db_test]
async fn the_latest_spans_come_first(db: TestDb) {
    let object = object_of("thing");
    write(&db, object, rows(object)).await;
    let viewer = Viewer::system();
    let group_by =
        [GroupKey { field: object.position("f_date").unwrap(), by: By::Days(Grain::Year, ZONES[0]) }];
    let query =
        AggregateQuery { object, viewer: &viewer, cond: None, group_by: &group_by, measures: &[], limit: 2 };
    let groups = db.store.read().await.unwrap().aggregate(&query).await.expect("groups");
    let years: Vec<String> = groups.iter().map(|group| format!("{:?}", group.key)).collect();
    assert_eq!(years, ["[Date(2024-01-01)]", "[Date(2021-01-01)]"]);
}
