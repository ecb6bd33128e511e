//! Keys that find possible duplicates, and pairs of them that wait for a steward. Both are written just before the
//! commit of what they tell of.

use std::collections::{HashMap, HashSet};

use shuke_base::{Moment, Uuid};
use shuke_meta::ColumnType;

use crate::{Bind, Conn, Dialect, Row, StoreError, Tx};

/// Keys asked for in one statement.
const KEYS: usize = 32;
/// Records that are answered for one key, at most: a value that many have tells nothing.
const EACH: usize = 20;
/// Records of one statement.
const CHUNK: usize = 128;

/// What the keys of a record are from now on.
#[derive(Debug, Clone)]
pub struct RecordKeys {
    /// The record.
    pub record: Uuid,
    /// Its keys, each once; none when it is no duplicate of anything any more.
    pub keys: Vec<i64>,
    /// The record is new: nothing is known of it yet.
    pub fresh: bool,
}

/// Two records that may be of the same person or company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Grows with time.
    pub id: Uuid,
    /// Their object.
    pub object: String,
    /// The one with the smaller id.
    pub a: Uuid,
    /// The other.
    pub b: Uuid,
    /// `open`, or `dismissed` when a steward has said that they are none.
    pub state: String,
    /// Who said so.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<Moment>,
}

impl Pair {
    /// A pair that waits for a steward.
    #[must_use]
    pub fn open(id: Uuid, object: &str, one: Uuid, other: Uuid) -> Self {
        let (a, b) = if one < other { (one, other) } else { (other, one) };
        Self {
            id,
            object: object.to_owned(),
            a,
            b,
            state: "open".to_owned(),
            decided_by: None,
            decided_at: None,
        }
    }
}

const SELECT: &str = "SELECT id, object, a, b, state, decided_by, decided_at FROM sys_duplicate_pair";

fn read(row: &Row) -> Result<Pair, StoreError> {
    Ok(Pair {
        id: row.id(0)?,
        object: row.string(1)?,
        a: row.id(2)?,
        b: row.id(3)?,
        state: row.string(4)?,
        decided_by: row.uuid(5)?,
        decided_at: row.moment(6)?,
    })
}

fn many(ids: &[Uuid]) -> Bind {
    Bind::Many(ColumnType::Id, ids.iter().copied().map(Bind::Id).collect())
}

impl Conn {
    /// The records that have one of the keys, some of each at most: key and record.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn same_keys(&mut self, keys: &[i64]) -> Result<Vec<(i64, Uuid)>, StoreError> {
        let mut found = Vec::new();
        for chunk in keys.chunks(KEYS) {
            // Few texts of statements: their number of places is a power of two, the last key stands for the rest.
            let mut binds: Vec<Bind> = chunk.iter().copied().map(Bind::Int).collect();
            if let Some(last) = binds.last().cloned() {
                binds.resize(binds.len().next_power_of_two(), last);
            }
            let one = |place: usize| {
                format!(
                    "SELECT * FROM (SELECT key, record_id FROM sys_duplicate_key WHERE key = ${place} \
                     ORDER BY record_id LIMIT {EACH}) AS k{place}"
                )
            };
            let sql = (1..=binds.len()).map(one).collect::<Vec<_>>().join(" UNION ALL ");
            for row in self.rows(&sql, &binds).await? {
                found.push((row.number(0)?, row.id(1)?));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// As [`Conn::same_keys`], for very many keys in one statement, with so many records of each at most.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn same_keys_each(
        &mut self,
        keys: &[i64],
        each: usize,
    ) -> Result<Vec<(i64, Uuid)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        // Each key is looked up by itself, so that one that many records have costs no more than others.
        let sql = match self.dialect() {
            Dialect::Sqlite => {
                "SELECT k.key, k.record_id FROM json_each($1) AS j JOIN sys_duplicate_key AS k ON k.key = j.value \
                 AND k.record_id <= coalesce((SELECT x.record_id FROM sys_duplicate_key AS x WHERE x.key = j.value \
                 ORDER BY x.record_id LIMIT 1 OFFSET $2 - 1), $3)"
            }
            Dialect::Postgres => {
                "SELECT j.key, k.record_id FROM unnest($1) AS j(key), LATERAL (SELECT x.record_id \
                 FROM sys_duplicate_key AS x WHERE x.key = j.key AND x.record_id <= $3 \
                 ORDER BY x.record_id LIMIT $2) AS k"
            }
        };
        let asked = Bind::Many(ColumnType::Int, keys.iter().copied().map(Bind::Int).collect());
        let each = Bind::Int(i64::try_from(each).unwrap_or(i64::MAX));
        let rows = self.rows(sql, &[asked, each, Bind::Id(Uuid::max())]).await?;
        rows.iter().map(|row| Ok((row.number(0)?, row.id(1)?))).collect()
    }

    /// Pairs of an object in one state, the newest first; `before` is the last id of the page before.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn pairs(
        &mut self,
        object: &str,
        state: &str,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        let sql = format!("{SELECT} WHERE object = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
        let before = before.unwrap_or(Uuid::max());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let binds = [Bind::from(object), Bind::from(state), Bind::Id(before), Bind::Int(limit)];
        self.rows(&sql, &binds).await?.iter().map(read).collect()
    }

    /// One pair.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn pair(&mut self, id: Uuid) -> Result<Option<Pair>, StoreError> {
        let sql = format!("{SELECT} WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(read).transpose()
    }

    /// The records that a steward has told from this one.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn told_apart(&mut self, record: Uuid) -> Result<HashSet<Uuid>, StoreError> {
        let sql = "SELECT b FROM sys_duplicate_pair WHERE a = $1 AND state = 'dismissed' \
                   UNION ALL SELECT a FROM sys_duplicate_pair WHERE b = $1 AND state = 'dismissed'";
        self.rows(sql, &[Bind::Id(record)]).await?.iter().map(|row| row.id(0)).collect()
    }
}

impl Tx {
    /// As [`Conn::same_keys`], with what this transaction has not written yet.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn same_keys(&mut self, keys: &[i64]) -> Result<Vec<(i64, Uuid)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.conn.same_keys(keys).await?;
        Ok(self.with_waiting(keys, found))
    }

    /// As [`Conn::same_keys_each`], with what this transaction has not written yet.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn same_keys_each(
        &mut self,
        keys: &[i64],
        each: usize,
    ) -> Result<Vec<(i64, Uuid)>, StoreError> {
        let found = self.conn.same_keys_each(keys, each).await?;
        Ok(self.with_waiting(keys, found))
    }

    fn with_waiting(&self, keys: &[i64], mut found: Vec<(i64, Uuid)>) -> Vec<(i64, Uuid)> {
        let waiting: HashMap<Uuid, &[i64]> =
            self.outbox.keys.iter().map(|it| (it.record, it.keys.as_slice())).collect();
        if !waiting.is_empty() {
            let wanted: HashSet<i64> = keys.iter().copied().collect();
            found.retain(|(_, record)| !waiting.contains_key(record));
            for (record, own) in waiting {
                found.extend(own.iter().filter(|key| wanted.contains(key)).map(|key| (*key, record)));
            }
        }
        found.sort_unstable();
        found
    }

    /// Lets the keys follow a record at the commit.
    pub fn set_keys(&mut self, keys: RecordKeys) {
        self.outbox.keys.push(keys);
    }

    /// Notes possible duplicates at the commit; a pair that is known already stays as it is.
    pub fn note_pair(&mut self, pair: Pair) {
        self.outbox.pairs.push(pair);
    }

    /// Writes the keys; of several of one record the last counts. Pairs that waited for a steward and have no key in
    /// common any more are forgotten.
    pub(crate) async fn write_keys(&mut self, all: Vec<RecordKeys>) -> Result<(), StoreError> {
        let mut last: HashMap<Uuid, usize> = HashMap::new();
        let mut known: Vec<Uuid> = Vec::new();
        for (at, it) in all.iter().enumerate() {
            if last.insert(it.record, at).is_none() && !it.fresh {
                known.push(it.record);
            }
        }
        let dialect = self.dialect();
        let of_record = dialect.among("record_id", ColumnType::Id, "$1");
        for chunk in known.chunks(CHUNK) {
            let sql = format!("DELETE FROM sys_duplicate_key WHERE {of_record}");
            self.run(&sql, &[many(chunk)]).await?;
        }
        let kept = all.into_iter().enumerate().filter(|(at, it)| last[&it.record] == *at);
        let rows = kept.flat_map(|(_, it)| {
            let record = it.record;
            it.keys.into_iter().map(move |key| vec![Bind::Int(key), Bind::Id(record)])
        });
        self.insert_many("sys_duplicate_key", &["key", "record_id"], rows.collect()).await?;
        for chunk in known.chunks(CHUNK) {
            for column in ["a", "b"] {
                let among = dialect.among(column, ColumnType::Id, "$1");
                let sql = format!(
                    "DELETE FROM sys_duplicate_pair WHERE {among} AND state = 'open' AND NOT EXISTS \
                     (SELECT 1 FROM sys_duplicate_key AS x JOIN sys_duplicate_key AS y ON y.key = x.key \
                     WHERE x.record_id = sys_duplicate_pair.a AND y.record_id = sys_duplicate_pair.b)"
                );
                self.run(&sql, &[many(chunk)]).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn write_pairs(&mut self, pairs: Vec<Pair>) -> Result<(), StoreError> {
        let bind = |pair: Pair| {
            let (a, b) = (Bind::Id(pair.a), Bind::Id(pair.b));
            vec![Bind::Id(pair.id), Bind::Text(pair.object), a, b, Bind::Text(pair.state)]
        };
        let columns = ["id", "object", "a", "b", "state"];
        let rows = pairs.into_iter().map(bind).collect();
        self.insert_new("sys_duplicate_pair", &columns, rows, "a, b").await
    }

    /// Remembers what a steward said of two records, or forgets it.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn decide_pair(&mut self, pair: &Pair) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_duplicate_pair (id, object, a, b, state, decided_by, decided_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (a, b) DO UPDATE SET state = excluded.state, \
                   decided_by = excluded.decided_by, decided_at = excluded.decided_at";
        let binds = [
            Bind::Id(pair.id),
            Bind::from(pair.object.as_str()),
            Bind::Id(pair.a),
            Bind::Id(pair.b),
            Bind::from(pair.state.as_str()),
            Bind::id(pair.decided_by),
            Bind::moment(pair.decided_at),
        ];
        self.run(sql, &binds).await.map(drop)
    }
}
