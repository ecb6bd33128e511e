//! The index of words: the same documents in the same order as an evaluation in memory gives, whatever happened to
//! them before.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use futures::FutureExt;
use shuke_access::Action;
use shuke_base::{Terms, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::StoreError;
use shuke_store::system::search::{department_word, owner_word};
use shuke_store::system::{Candidate, Document, WordQuery};
use shuke_testkit::{TestDb, db_test};

use crate::dice::{Dice, rounds, seed};
use crate::viewers::{DEPARTMENTS, PEOPLE, id, plain};
use crate::world::object_of;

const OBJECTS: [&str; 3] = ["thing", "place", "note"];
const WORDS: [&str; 12] =
    ["w科技", "w公司", "gabc", "yzhang", "izw", "eab", "e😀c", "p𠮷", "w_x", "n1380", "f00", "wé"];

/// A document as it should be found.
#[derive(Clone)]
struct Known {
    doc: i64,
    object: &'static str,
    owner: Option<Uuid>,
    department: Option<Uuid>,
    words: HashSet<String>,
}

fn document(dice: &Dice, record: Uuid, fresh: bool) -> (Document, Option<Known>) {
    let object = dice.pick(&OBJECTS);
    if !fresh && dice.percent(30) {
        return (Document { object: object.to_owned(), record, words: None, fresh }, None);
    }
    let owner = dice.percent(80).then(|| id(dice.pick(&PEOPLE).0));
    let department = dice.percent(80).then(|| id(dice.pick(&DEPARTMENTS).0));
    let mut words: BTreeSet<String> = (0..dice.below(7)).map(|_| dice.pick(&WORDS).to_owned()).collect();
    words.extend(owner.map(owner_word));
    words.extend(department.map(department_word));
    let known = Known { doc: 0, object, owner, department, words: words.iter().cloned().collect() };
    let words = Some(words.into_iter().collect());
    (Document { object: object.to_owned(), record, words, fresh }, Some(known))
}

fn terms(dice: &Dice, depth: usize) -> Terms {
    let parts = |dice: &Dice| (0..=dice.below(3)).map(|_| terms(dice, depth - 1)).collect();
    match dice.below(5) {
        0 | 1 if depth > 0 => Terms::All(parts(dice)),
        2 | 3 if depth > 0 => Terms::Any(parts(dice)),
        _ => Terms::word(dice.pick(&WORDS)),
    }
}

/// Writes documents, several times some of them, and some of them in vain.
async fn fill(db: &TestDb, dice: &Dice) -> BTreeMap<Uuid, Known> {
    let mut known: BTreeMap<Uuid, Known> = BTreeMap::new();
    let mut next = 1;
    for _ in 0..40 {
        let mut writes: Vec<(Document, Option<Known>)> = Vec::new();
        for _ in 0..dice.below(30) {
            let old: Vec<Uuid> = known.keys().copied().collect();
            let again = !old.is_empty() && dice.percent(35);
            let record = if again { dice.pick(&old) } else { dice.id() };
            writes.push(document(dice, record, !again));
        }
        let documents: Vec<Document> = writes.iter().map(|(document, _)| document.clone()).collect();
        let fails = dice.percent(15);
        let work = db.store.write(move |tx| {
            async move {
                documents.into_iter().for_each(|document| tx.index(document));
                if fails { Err(StoreError::internal("undone")) } else { Ok(()) }
            }
            .boxed()
        });
        if work.await.is_err() {
            continue;
        }
        let last: BTreeMap<Uuid, usize> =
            writes.iter().enumerate().map(|(at, (document, _))| (document.record, at)).collect();
        for (at, (document, one)) in
            writes.into_iter().enumerate().filter(|(at, (it, _))| last[&it.record] == *at)
        {
            let _ = at;
            match one {
                None => drop(known.remove(&document.record)),
                Some(one) => {
                    known.insert(document.record, Known { doc: next, ..one });
                    next += 1;
                }
            }
        }
    }
    known
}

#[db_test]
async fn documents_are_found_by_their_words(db: TestDb) {
    let dice = Dice::new(seed());
    let known = fill(&db, &dice).await;
    assert!(known.len() > 200, "{}", known.len());
    let mut conn = db.store.read().await.expect("a connection");
    let mut hits = 0;
    for round in 0..rounds(400) {
        let viewer = plain(&dice);
        let before = || if dice.percent(70) { i64::MAX } else { dice.below(600) as i64 };
        let objects: Vec<(&ObjectDef, i64)> =
            OBJECTS.iter().filter(|_| dice.percent(80)).map(|name| (&**object_of(name), before())).collect();
        let terms = terms(&dice, 3);
        let limit = 1 + dice.below(60);
        let mut expected: Vec<Candidate> = Vec::new();
        for (object, before) in &objects {
            let scope = viewer.scope(object, Action::Read);
            let meets = |it: &Known| {
                it.object == object.name
                    && it.doc < *before
                    && scope.admits(it.owner, it.department)
                    && terms.holds(&it.words)
            };
            let found = known.iter().filter(|(_, it)| meets(it));
            let own = found.map(|(record, it)| Candidate {
                doc: it.doc,
                object: it.object.to_owned(),
                record: *record,
            });
            let mut own: Vec<Candidate> = own.collect();
            own.sort_by_key(|it| std::cmp::Reverse(it.doc));
            own.truncate(limit);
            expected.extend(own);
        }
        expected.sort_by_key(|it| std::cmp::Reverse(it.doc));
        hits += expected.len();
        let query = WordQuery { viewer: &viewer, objects: &objects, terms: &terms, limit };
        let found = conn.search(&query).await.expect("an answer");
        assert_eq!(found, expected, "round {round}: {terms:?} for {viewer:?}");
    }
    assert!(hits > 1_000, "the questions find next to nothing: {hits}");
    let counted: i64 = conn.documents().await.expect("counts").iter().map(|(_, count)| count).sum();
    assert_eq!(counted, known.len() as i64);
}

#[db_test]
async fn a_long_question_is_answered(db: TestDb) {
    let record = Uuid::from_u128(1);
    let words = Some(vec!["w科".to_owned()]);
    let document = Document { object: "thing".to_owned(), record, words, fresh: true };
    db.store
        .write(move |tx| {
            async move {
                tx.index(document);
                Ok::<_, StoreError>(())
            }
            .boxed()
        })
        .await
        .expect("written");
    let many = |word: &str| Terms::Any((0..2_000).map(|n| Terms::word(format!("{word}{n}"))).collect());
    let terms =
        Terms::Any(vec![Terms::All(vec![Terms::word("w科"), many("x")]), many("y"), Terms::word("w科")]);
    let viewer = shuke_access::Viewer::system();
    let objects = [(&**object_of("thing"), i64::MAX)];
    let query = WordQuery { viewer: &viewer, objects: &objects, terms: &terms, limit: 9 };
    let found = db.store.read().await.expect("a connection").search(&query).await.expect("an answer");
    assert_eq!(found.len(), 1);
}
