//! Random records of the world, kept in memory and written to the database alike.

use std::collections::HashMap;

use futures::FutureExt;
use shuke_base::{Uuid, Value};
use shuke_meta::{ObjectDef, difference};
use shuke_store::StoreError;
use shuke_testkit::TestDb;

use crate::dice::Dice;
use crate::values::{Ids, value};
use crate::viewers::{DEPARTMENTS, PEOPLE, id};
use crate::world::{object_of, schema};

/// One record: a value for each field of its object.
pub(crate) type Row = Vec<Value>;

/// All records, by object and id.
pub(crate) struct Rows {
    pub(crate) ids: Ids,
    pub(crate) of: HashMap<String, HashMap<Uuid, Row>>,
}

const THINGS: usize = 150;
const PLACES: usize = 25;
const NOTES: usize = 90;

impl Rows {
    pub(crate) fn random(dice: &Dice) -> Self {
        let many = |count: usize| -> Vec<Uuid> { (0..count).map(|_| dice.id()).collect() };
        let mut ids = Ids { things: many(THINGS), places: many(PLACES), notes: many(NOTES) };
        // The same id in two objects, so that an id alone doesn't say which record it is.
        ids.places[..10].copy_from_slice(&ids.things[..10]);
        let mut rows = Self { ids, of: HashMap::new() };
        for object in schema().objects() {
            let made =
                rows.ids.of(&object.name).into_iter().map(|id| (id, rows.row(object, id, dice))).collect();
            rows.of.insert(object.name.clone(), made);
        }
        rows
    }

    fn row(&self, object: &ObjectDef, own: Uuid, dice: &Dice) -> Row {
        let people = PEOPLE.iter().find(|person| id(person.0) == own && object.name == "user");
        let above = DEPARTMENTS.iter().find(|it| id(it.0) == own && object.name == "department");
        let mut row: Row = Vec::with_capacity(object.fields.len());
        for field in &object.fields {
            row.push(match field.name.as_str() {
                "id" => Value::Id(own),
                "version" => Value::Int(1 + dice.below(3) as i64),
                "created_at" | "updated_at" => value(field, &self.ids, dice),
                "deleted_at" if dice.percent(80) => Value::Null,
                "department" if people.is_some() => {
                    people.filter(|it| it.2 > 0).map_or(Value::Null, |it| Value::Id(id(it.2)))
                }
                "parent" if above.is_some() => {
                    above.filter(|it| it.1 > 0).map_or(Value::Null, |it| Value::Id(id(it.1)))
                }
                "name" if dice.percent(3) => Value::Text("😀".repeat(1_000)),
                _ if dice.percent(25) => Value::Null,
                _ => value(field, &self.ids, dice),
            });
        }
        row
    }

    /// The value of a field by name.
    pub(crate) fn value(object: &ObjectDef, row: &Row, name: &str) -> Value {
        object.position(name).map(|at| row[at].clone()).unwrap_or_default()
    }

    /// Makes the tables and writes the rows.
    pub(crate) async fn write(&self, db: &TestDb) {
        for name in ["thing", "place", "note", "user", "department"] {
            write(db, object_of(name), self.of[name].values().cloned().collect()).await;
        }
    }
}

/// Makes the object's table, in which numbers may repeat, and writes rows.
pub(crate) async fn write(db: &TestDb, object: &'static ObjectDef, rows: Vec<Row>) {
    let mut steps = difference(None, object);
    steps.retain(|step| !matches!(step, shuke_meta::Step::CreateIndex { index, .. } if index.unique));
    let written: Result<(), StoreError> = db
        .store
        .write(move |tx| {
            async move {
                tx.apply(&steps).await?;
                tx.insert(object, &rows).await
            }
            .boxed()
        })
        .await;
    written.expect("the rows are written");
}
