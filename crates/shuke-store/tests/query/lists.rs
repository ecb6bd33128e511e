//! Lists: the same records in the same order as an evaluation in memory gives, page by page.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_access::{Action, Viewer};
use shuke_base::{Uuid, Value, limits};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::compile::{Cursor, ListQuery, Sort};
use shuke_store::records::Record;
use shuke_testkit::{TestDb, db_test};

use crate::dice::{Dice, rounds, seed};
use crate::filters::{filter, read};
use crate::oracle::{self, id_of};
use crate::rows::{Row, Rows};
use crate::viewers::viewer;
use crate::world::object_of;

fn order(object: &ObjectDef, dice: &Dice) -> Vec<Sort> {
    let sortable: Vec<usize> =
        (0..object.fields.len()).filter(|at| object.fields[*at].kind.sortable()).collect();
    let familiar = ["created_at", "updated_at", "f_datetime", "f_choice", "name"];
    let one = |descending: bool| {
        let known = dice.percent(40).then(|| object.position(dice.pick(&familiar))).flatten();
        Sort { field: known.unwrap_or(dice.pick(&sortable)), descending }
    };
    let falling = dice.percent(50);
    (0..dice.below(4)).map(|_| one(if dice.percent(60) { falling } else { dice.percent(50) })).collect()
}

/// All pages of the list, each begun where the text of the cursor before it says.
async fn walk(conn: &mut Conn, query: &ListQuery<'_>) -> Vec<Record> {
    let mut found = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = ListQuery { cursor: cursor.as_ref(), ..query.clone() };
        let page = conn.list(&page).await.expect("a page");
        assert!(page.records.len() <= query.limit);
        let full = page.records.len() == query.limit;
        found.extend(page.records);
        let Some(next) = page.next else { return found };
        assert!(full, "a page that is not full is the last");
        let text = next.encode(query.object, query.sort);
        cursor = Some(Cursor::decode(&text, query.object, query.sort).expect("a cursor is read back"));
        assert_eq!(cursor.as_ref().map(|it| it.id), Some(next.id));
    }
}

/// A list tells of lines only how many there are.
fn in_list(value: &Value) -> Value {
    match value {
        Value::Lines(lines) => Value::Int(lines.len() as i64),
        value => value.clone(),
    }
}

fn expected(object: &ObjectDef, rows: &[&Row], fields: &[usize]) -> Vec<Record> {
    let record = |row: &&Row| Record {
        id: id_of(object, row),
        values: fields.iter().map(|at| in_list(&row[*at])).collect(),
    };
    rows.iter().map(record).collect()
}

/// One random list, compared in every way that there is to ask for it.
async fn try_one(db: &TestDb, conn: &mut Conn, rows: &Rows, dice: &Dice) {
    let object: &Arc<ObjectDef> = object_of(dice.pick(&["thing", "thing", "thing", "place", "note"]));
    let viewer = viewer(dice);
    let filter = dice.percent(80).then(|| filter(&object.name, 4, &rows.ids, dice));
    let cond = filter.as_ref().map(|filter| read(object, filter, &viewer, db.now()));
    let sort = order(object, dice);
    let fields: Vec<usize> = (0..dice.below(6)).map(|_| dice.below(object.fields.len())).collect();
    let deleted = dice.percent(25);
    let query = ListQuery {
        object,
        viewer: &viewer,
        action: if deleted { Action::Delete } else { Action::Read },
        fields: &fields,
        cond: cond.as_ref(),
        sort: &sort,
        limit: if dice.percent(80) { 1 + dice.below(30) } else { 1_000 },
        cursor: None,
        deleted,
    };
    let mut wanted = oracle::found(rows, object, &viewer, query.action, cond.as_ref(), deleted);
    oracle::sort(object, &mut wanted, &sort);
    let wanted = expected(object, &wanted, &fields);
    let told = || {
        let keys: Vec<String> = sort
            .iter()
            .map(|key| format!("{}{}", if key.descending { "-" } else { "" }, object.fields[key.field].name))
            .collect();
        let scope = viewer.scope(object, query.action);
        format!("{} {:?} sorted by {keys:?}, {scope:?}, limit {}", object.name, filter, query.limit)
    };
    let found = walk(conn, &query).await;
    let ids = |records: &[Record]| records.iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&found), ids(&wanted), "{}", told());
    assert_eq!(found, wanted, "{}", told());
    let count = wanted.len() as u64;
    assert_eq!(conn.count(&query, None).await.expect("a count"), count, "{}", told());
    assert_eq!(conn.count(&query, Some(10)).await.expect("a count"), count.min(10), "{}", told());
}

#[db_test]
async fn random_lists_are_as_in_memory(db: TestDb) {
    let dice = Dice::new(seed());
    let rows = Rows::random(&dice);
    rows.write(&db).await;
    let mut conn = db.store.read().await.unwrap();
    for _ in 0..rounds(300) {
        try_one(&db, &mut conn, &rows, &dice).await;
    }
}

/// A filter may have so many tests of so many values that no statement has a place for each.
#[db_test]
async fn the_largest_filter_is_carried_out(db: TestDb) {
    let dice = Dice::new(seed().wrapping_add(2));
    let rows = Rows::random(&dice);
    rows.write(&db).await;
    let object = object_of("thing");
    let viewer = Viewer::system();
    let tests: Vec<Json> = (0..limits::FILTER_TESTS)
        .map(|at| {
            let (field, one) = [("id", 0), ("name", 1), ("f_integer", 2), ("f_tags", 1)][at % 4];
            let value = |n: usize| match one {
                0 => json!(Uuid::from_u128(n as u128)),
                1 => json!(format!("value {n}")),
                _ => json!(n + 5),
            };
            let values: Vec<Json> = (0..limits::FILTER_VALUES).map(|n| value(at * 1_000 + n)).collect();
            json!({"field": field, "op": "not_in", "value": values})
        })
        .collect();
    let cond = read(object, &json!({"and": tests}), &viewer, db.now());
    let sort = [Sort { field: object.position("id").unwrap(), descending: false }];
    let query = ListQuery {
        object,
        viewer: &viewer,
        action: Action::Read,
        fields: &[],
        cond: Some(&cond),
        sort: &sort,
        limit: 1_000,
        cursor: None,
        deleted: false,
    };
    let mut conn = db.store.read().await.unwrap();
    let all =
        rows.of["thing"].values().filter(|row| Rows::value(object, row, "deleted_at").is_null()).count();
    assert!(all > 0);
    assert_eq!(conn.list(&query).await.unwrap().records.len(), all);
    assert_eq!(conn.count(&query, None).await.unwrap(), all as u64);
}

/// The longest keys that a list can have still make a cursor that is read back.
#[test]
fn a_cursor_of_the_longest_keys_is_read_back() {
    let object = object_of("thing");
    let name = object.position("name").unwrap();
    let sort = [Sort { field: name, descending: false }; limits::SORT_KEYS];
    let long = Value::Text("😀".repeat(limits::TEXT_CHARS_MAX));
    let cursor = Cursor {
        keys: vec![long; sort.len()],
        id: id_of(object, &vec![Value::Id(uuid()); object.fields.len()]),
    };
    let text = cursor.encode(object, &sort);
    assert_eq!(Cursor::decode(&text, object, &sort), Some(cursor));
    assert_eq!(Cursor::decode(&text, object, &sort[1..]), None, "it belongs to another order");
    assert_eq!(Cursor::decode(&text, object_of("place"), &sort[1..]), None, "it belongs to another object");
    for damaged in ["", "zz", "7b7", "7b7d", &text[2..], &text[..text.len() - 2], "é"] {
        assert_eq!(Cursor::decode(damaged, object, &sort), None, "{damaged:.20}");
    }
}

fn uuid() -> Uuid {
    Uuid::from_u128(7)
}
