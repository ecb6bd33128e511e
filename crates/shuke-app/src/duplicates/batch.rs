//! Many records at once: those that say exactly the same, found in one statement for all of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use shuke_base::{Fault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::Pair;
use shuke_text::duplicate::keys;

use super::find::agreeing;
use super::{Told, told};
use crate::App;
use crate::context::Ctx;
use crate::records::all_fields;

/// Pairs that a new record of a file begins with: of many that are alike a steward sees the rest when merging.
const PAIRS: usize = 3;

impl Told {
    /// A number for what it says, within `of`.
    pub(crate) fn print(&self, of: &str) -> i64 {
        keys(of, self.kind, &self.text)[0]
    }

    /// How often the other says exactly one of the same things.
    pub(crate) fn exactly(asked: &[Self], other: &[Self]) -> Vec<usize> {
        agreeing(asked, other).into_iter().filter(|(_, near)| !near).map(|(at, _)| at).collect()
    }
}

/// Records that are like others.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    /// For each of what was asked, the records that say exactly the same, the oldest first.
    pub(crate) of: Vec<Vec<Uuid>>,
    /// The records, with a value for each field; those that were not read are empty.
    pub(crate) records: HashMap<Uuid, Record>,
}

/// The live records that say exactly the same as each of what is told, up to `each` of one value.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn alike(
    tx: &mut Tx,
    object: &ObjectDef,
    asked: &[Vec<Told>],
    each: usize,
    whole: bool,
) -> Result<Alike, Fault> {
    let mut by_key: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, told) in asked.iter().enumerate() {
        for one in told {
            by_key.entry(one.print(&object.name)).or_default().push(at);
        }
    }
    let keys: Vec<i64> = by_key.keys().copied().collect();
    let hits = tx.same_keys_each(&keys, each).await?;
    let mut found: Vec<Vec<Uuid>> = vec![Vec::new(); asked.len()];
    let mut ids = HashSet::new();
    for (key, record) in hits {
        ids.insert(record);
        for at in by_key.get(&key).into_iter().flatten() {
            found[*at].push(record);
        }
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let records = read(tx, object, &ids, whole).await?;
    let tells: HashMap<Uuid, Vec<Told>> =
        records.iter().map(|(id, record)| (*id, told(object, &record.values))).collect();
    for (asked, found) in asked.iter().zip(&mut found) {
        found.sort_unstable();
        found.dedup();
        found.retain(|id| tells.get(id).is_some_and(|other| !Told::exactly(asked, other).is_empty()));
    }
    Ok(Alike { of: found, records })
}

/// The live ones of the records; if not whole, only what they tell.
async fn read(
    tx: &mut Tx,
    object: &ObjectDef,
    ids: &[Uuid],
    whole: bool,
) -> Result<HashMap<Uuid, Record>, Fault> {
    let fields: Vec<usize> = if whole {
        all_fields(object)
    } else {
        let named = object.duplicates.iter().flat_map(|it| &it.keys).map(|key| key.field.as_str());
        let all: HashSet<usize> =
            named.chain(["deleted_at"]).filter_map(|name| object.position(name)).collect();
        all.into_iter().collect()
    };
    let deleted = object.position("deleted_at");
    let mut live = HashMap::new();
    for record in tx.fetch(object, ids, &fields, false).await? {
        let mut values = vec![Value::Null; object.fields.len()];
        for (at, value) in fields.iter().zip(record.values) {
            values[*at] = value;
        }
        if deleted.is_none_or(|at| values[at].is_null()) {
            live.insert(record.id, Record { id: record.id, values });
        }
    }
    Ok(live)
}

/// Tells the stewards of new records which are exactly like older ones, or like new ones before them.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn note_new(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &ObjectDef,
    new: &[Record],
) -> Result<(), Fault> {
    let asked: Vec<Vec<Told>> = new.iter().map(|record| told(object, &record.values)).collect();
    if asked.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let found = alike(tx, object, &asked, PAIRS + 1, false).await?;
    for (record, others) in new.iter().zip(&found.of) {
        for other in others.iter().filter(|other| **other < record.id).take(PAIRS) {
            tx.note_pair(Pair::open(app.ids.new_id(ctx.now), &object.name, record.id, *other));
        }
    }
    Ok(())
}
