//! The lines of sub-tables: whole where records are read by id, and found by what they name.

use futures::FutureExt;
use shuke_base::{Line, Uuid, Value};
use shuke_store::StoreError;
use shuke_testkit::{TestDb, db_test};

use crate::dice::{Dice, seed};
use crate::rows::Rows;
use crate::world::object_of;

#[db_test]
async fn lines_are_read_back_whole_and_tell_whom_they_name(db: TestDb) {
    let dice = Dice::new(seed());
    let rows = Rows::random(&dice);
    rows.write(&db).await;
    let thing = object_of("thing");
    let at = thing.position("f_lines").expect("a sub-table");
    let mut conn = db.store.read().await.unwrap();
    let read = conn.fetch(thing, &rows.ids.things, &[at], false).await.unwrap();
    assert_eq!(read.len(), rows.ids.things.len());
    for record in &read {
        assert_eq!(record.values[0], rows.of["thing"][&record.id][at], "the lines of {}", record.id);
    }
    let named = |value: &Value| -> Vec<Uuid> {
        let Value::Lines(lines) = value else { return Vec::new() };
        lines.iter().filter_map(|line| line.cell("place")?.as_id()).collect()
    };
    let mut expected: Vec<Uuid> = read.iter().flat_map(|record| named(&record.values[0])).collect();
    expected.retain(|id| rows.ids.places.contains(id));
    expected.sort_unstable();
    expected.dedup();
    let field = &thing.fields[at];
    let mut found = conn.named(thing, field, &rows.ids.places).await.unwrap();
    found.sort_unstable();
    assert!(!found.is_empty());
    assert_eq!(found, expected);
    drop(conn);

    // What a change puts there takes the place of what was named before.
    let (record, place) = (read[0].id, rows.ids.places[3]);
    let twice = |_| Line { id: dice.id(), cells: vec![("place".to_owned(), Value::Id(place))] };
    let lines: Vec<Line> = (0..2).map(twice).collect();
    for (value, among) in [(Value::Lines(lines), true), (Value::Null, false)] {
        let (sets, now) = (vec![(at, value)], db.now());
        let written: Result<_, StoreError> = db
            .store
            .write(move |tx| async move { tx.update(thing, record, &sets, now, None).await }.boxed())
            .await;
        written.unwrap().expect("it is there");
        let mut conn = db.store.read().await.unwrap();
        let cond = shuke_expr::Cond::test(thing, "f_lines", shuke_expr::Op::Contains(place.to_string()));
        let viewer = shuke_access::Viewer::system();
        let query = shuke_store::compile::ListQuery {
            object: thing,
            viewer: &viewer,
            action: shuke_access::Action::Read,
            fields: &[],
            cond: Some(&cond),
            sort: &[],
            limit: 1_000,
            cursor: None,
            deleted: !rows.of["thing"][&record][thing.position("deleted_at").unwrap()].is_null(),
        };
        let found = conn.list(&query).await.unwrap();
        assert_eq!(found.records.iter().any(|it| it.id == record), among);
    }
}
