//! The index of words: one document for each live record that can be found, written just before the commit of what
//! it tells of. A document's number grows with each writing, so the largest is the newest.

use std::collections::HashMap;

use shuke_access::{Action, ScopeCond, Viewer};
use shuke_base::{Terms, Uuid, fnv1a};
use shuke_meta::{ColumnType, ObjectDef};

use crate::compile::scope::shared_documents;
use crate::dialect::words::{SEARCH_EACH, words_table};
use crate::{Bind, Conn, Dialect, StoreError, Tx};

/// What the index is to know of a record from now on.
#[derive(Debug, Clone)]
pub struct Document {
    /// The record's object.
    pub object: String,
    /// The record.
    pub record: Uuid,
    /// Its words, each once, of small letters, digits and `_` (beyond ASCII of anything): what the engines keep as it is.
    /// None when it is not to be found any more.
    pub words: Option<Vec<String>>,
    /// The record is new: the index can't know it yet.
    pub fresh: bool,
}

/// A record that meets a condition over words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Number of its document.
    pub doc: i64,
    /// Its object.
    pub object: String,
    /// The record.
    pub record: Uuid,
}

/// A question to the index.
#[derive(Debug)]
pub struct WordQuery<'a> {
    /// Who asks: only what may be read is found.
    pub viewer: &'a Viewer,
    /// The objects that are searched, and for each the number that its documents are to be before.
    pub objects: &'a [(&'a ObjectDef, i64)],
    /// The words.
    pub terms: &'a Terms,
    /// Candidates of each object at most.
    pub limit: usize,
}

/// Documents of one statement.
const CHUNK: usize = 128;
/// Objects that one statement asks for.
const OBJECTS: usize = 40;
/// The name of the documents' own counter.
const SERIES: &str = "sys.search";
const TABLE: &str = "sys_search_doc";

/// Documents that share a word of their neighbourhood, as a power of two. PostgreSQL's index has no order: to read the
/// newest of many matches without reading all, questions name the newest neighbourhoods first.
const NEIGHBOURS: u32 = 11;
/// Neighbourhoods of the first and of the second question; the third asks for all that is left.
const WINDOWS: [i64; 2] = [2, 32];

fn neighbourhood(number: i64) -> String {
    format!("b{number}")
}

/// The questions for documents before a number: the word that narrows each, and its own end.
fn windows(before: i64) -> Vec<(Option<Terms>, i64)> {
    let mut windows = Vec::new();
    let mut end = before;
    for count in WINDOWS {
        let last = (end - 1) >> NEIGHBOURS;
        let first = (last - count + 1).max(0);
        let words = (first..=last).map(|number| Terms::Word(neighbourhood(number)));
        windows.push((Some(Terms::any(words.collect())), end));
        end = first << NEIGHBOURS;
        if end == 0 {
            return windows;
        }
    }
    windows.push((None, end));
    windows
}

/// Words of an object begin with a sign of it, so that a word's documents are those of one object, or hardly another's,
/// and a question for one object doesn't pass over those of others: two letters or digits from its name (FNV-1a).
fn sign(object: &str) -> String {
    let hash = fnv1a(object.bytes());
    let digit = |part: u64| char::from_digit(u32::try_from(part % 36).unwrap_or(0), 36).unwrap_or('0');
    [digit(hash >> 20), digit(hash >> 40)].into_iter().collect()
}

/// The condition over the words of an object.
fn signed(terms: &Terms, object: &ObjectDef) -> Terms {
    let sign = sign(&object.name);
    terms.map(&|word| format!("{sign}{word}"))
}

/// The word of an owner.
#[must_use]
pub fn owner_word(owner: Uuid) -> String {
    format!("u{}", owner.simple())
}

/// The word of an owner's department.
#[must_use]
pub fn department_word(department: Uuid) -> String {
    format!("d{}", department.simple())
}

/// The condition, and whatever the viewer may read of the object by owner or department; none when that is nothing.
fn scoped(viewer: &Viewer, object: &ObjectDef, terms: &Terms) -> Option<Terms> {
    let terms = match viewer.scope(object, Action::Read).cond() {
        ScopeCond::All => terms.clone(),
        ScopeCond::Nothing => return None,
        ScopeCond::Owned { owners, departments, .. } => {
            let owners = owners.iter().map(|owner| Terms::Word(owner_word(*owner)));
            let departments = departments.iter().map(|department| Terms::Word(department_word(*department)));
            Terms::All(vec![terms.clone(), Terms::any(owners.chain(departments).collect())])
        }
    };
    Some(signed(&terms, object))
}

/// The condition among the documents that have one of these words, too.
fn narrowed(terms: &Terms, only: Option<Terms>) -> Terms {
    Terms::All([Some(terms.clone()), only].into_iter().flatten().collect())
}

/// What leads to all documents before a number: window by window where there are any.
fn ways(before: i64, newest: Option<i64>) -> std::vec::IntoIter<(Option<Terms>, i64)> {
    newest.map_or_else(|| vec![(None, before)], |newest| windows(before.min(newest + 1))).into_iter()
}

/// The places of an object in a question; none when no document can meet the condition.
fn asked(
    dialect: Dialect,
    object: &str,
    terms: &Terms,
    before: i64,
    limit: usize,
) -> Option<[Bind; SEARCH_EACH]> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Some([Bind::Text(dialect.terms(terms)?), Bind::from(object), Bind::Int(before), Bind::Int(limit)])
}

/// One object of a question.
struct Part {
    object: String,
    terms: Terms,
    /// What is still to be asked, see [`ways`].
    windows: std::vec::IntoIter<(Option<Terms>, i64)>,
    /// How many are still wanted.
    wanted: usize,
}

impl Part {
    /// The places of its next window.
    fn next(&mut self, dialect: Dialect) -> Option<[Bind; SEARCH_EACH]> {
        let (only, before) = self.windows.next()?;
        asked(dialect, &self.object, &narrowed(&self.terms, only), before, self.wanted)
    }
}

impl Conn {
    /// Live records that meet the condition and that the viewer may read, of each object the newest documents, all in the
    /// order of their numbers, newest first. Which of their fields may be read is not looked at.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn search(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let newest = self.newest().await?;
        let mut found = self.search_own(query, newest).await?;
        let own = found.len();
        found.extend(self.search_teams(query).await?);
        found.extend(self.search_shared(query, newest).await?);
        let more = found.len() > own;
        found.sort_by_key(|candidate| std::cmp::Reverse(candidate.doc));
        if more {
            found.dedup();
            let mut counts: HashMap<String, usize> = HashMap::new();
            found.retain(|candidate| {
                let count = counts.entry(candidate.object.clone()).or_default();
                *count += 1;
                *count <= query.limit
            });
        }
        Ok(found)
    }

    /// The newest document's number, where questions are asked window by window.
    async fn newest(&mut self) -> Result<Option<i64>, StoreError> {
        if self.dialect() == Dialect::Sqlite {
            // Read along the numbers, newest first, and only as far as needed.
            return Ok(None);
        }
        let newest = self.row("SELECT max(doc) FROM sys_search_doc", &[]).await?;
        Ok(Some(newest.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0)))
    }

    /// What the viewer may read by owner and department, window by window.
    async fn search_own(
        &mut self,
        query: &WordQuery<'_>,
        newest: Option<i64>,
    ) -> Result<Vec<Candidate>, StoreError> {
        let part = |(object, before): &(&'_ ObjectDef, i64)| {
            let terms = scoped(query.viewer, object, query.terms)?;
            Some(Part {
                object: object.name.clone(),
                terms,
                windows: ways(*before, newest),
                wanted: query.limit,
            })
        };
        let mut parts: Vec<Part> = query.objects.iter().filter_map(part).collect();
        let mut found: Vec<Candidate> = Vec::new();
        while !parts.is_empty() {
            let asked = parts.iter_mut().filter_map(|part| part.next(self.dialect())).collect();
            let own = self.each(asked, &[], Dialect::search).await?;
            parts.retain_mut(|part| {
                part.wanted -= own.iter().filter(|it| it.object == part.object).count();
                part.wanted > 0 && part.windows.len() > 0
            });
            found.extend(own);
        }
        Ok(found)
    }

    /// What reaches the viewer by teams.
    async fn search_teams(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let dialect = self.dialect();
        let team = |object: &ObjectDef| query.viewer.scope(object, Action::Read).team();
        let Some(member) = query.objects.iter().find_map(|(object, _)| team(object)) else {
            return Ok(Vec::new());
        };
        let reached = query.objects.iter().filter(|(object, _)| team(object).is_some());
        let asked = reached.filter_map(|(object, before)| {
            asked(dialect, &object.name, &signed(query.terms, object), *before, query.limit)
        });
        let common = [Bind::Id(member.user), Bind::Moment(member.now)];
        self.each(asked.collect(), &common, Dialect::search_teams).await
    }

    /// What sharing rules open by what they ask of records.
    async fn search_shared(
        &mut self,
        query: &WordQuery<'_>,
        newest: Option<i64>,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut found = Vec::new();
        for (object, before) in query.objects {
            let scope = query.viewer.scope(object, Action::Read);
            if scope.ways().is_empty() {
                continue;
            }
            let statement = shared_documents(self.dialect(), object, &scope)?;
            let terms = signed(query.terms, object);
            let mut left = query.limit;
            for (only, end) in ways(*before, newest) {
                let terms = narrowed(&terms, only);
                let own = self.candidates(&statement.sql, &terms, end, left, &statement.binds).await?;
                left -= own.len();
                found.extend(own);
                if left == 0 {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The answers of one question for each object, some at a time.
    async fn each(
        &mut self,
        asked: Vec<[Bind; SEARCH_EACH]>,
        common: &[Bind],
        sql: impl Fn(Dialect, usize) -> String,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut found = Vec::new();
        for some in asked.chunks(OBJECTS) {
            let binds: Vec<Bind> = common.iter().chain(some.iter().flatten()).cloned().collect();
            found.extend(self.read_candidates(&sql(self.dialect(), some.len()), &binds).await?);
        }
        Ok(found)
    }

    async fn candidates(
        &mut self,
        sql: &str,
        terms: &Terms,
        before: i64,
        limit: usize,
        more: &[Bind],
    ) -> Result<Vec<Candidate>, StoreError> {
        let Some(text) = self.dialect().terms(terms) else { return Ok(Vec::new()) };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut binds = vec![Bind::Text(text), Bind::Int(before), Bind::Int(limit)];
        binds.extend_from_slice(more);
        self.read_candidates(sql, &binds).await
    }

    async fn read_candidates(&mut self, sql: &str, binds: &[Bind]) -> Result<Vec<Candidate>, StoreError> {
        // Planned for these very words: a rare word and a common one want different ways.
        let rows = self.rows_by_index(sql, binds).await?;
        rows.iter()
            .map(|row| Ok(Candidate { doc: row.number(0)?, object: row.string(1)?, record: row.id(2)? }))
            .collect()
    }

    /// How many documents there are of each object.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn documents(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        let rows = self.rows("SELECT object, count(*) FROM sys_search_doc GROUP BY object", &[]).await?;
        rows.iter().map(|row| Ok((row.string(0)?, row.number(1)?))).collect()
    }
}

impl Tx {
    /// Lets the index follow a record at the commit.
    pub fn index(&mut self, document: Document) {
        self.outbox.documents.push(document);
    }

    /// Writes the documents; of several of one record the last counts.
    pub(crate) async fn write_documents(&mut self, documents: Vec<Document>) -> Result<(), StoreError> {
        let mut last: HashMap<Uuid, usize> = HashMap::new();
        let mut known: Vec<Uuid> = Vec::new();
        for (at, document) in documents.iter().enumerate() {
            if last.insert(document.record, at).is_none() && !document.fresh {
                known.push(document.record);
            }
        }
        self.forget(&known).await?;
        let kept = documents.into_iter().enumerate().filter(|(at, document)| last[&document.record] == *at);
        let kept: Vec<Document> =
            kept.map(|(_, document)| document).filter(|it| it.words.is_some()).collect();
        if kept.is_empty() {
            return Ok(());
        }
        let mut doc = self.next_numbers(SERIES, 1, i64::try_from(kept.len()).unwrap_or(0)).await?;
        let mut rest = kept.into_iter().peekable();
        while rest.peek().is_some() {
            let chunk: Vec<Document> = rest.by_ref().take(CHUNK).collect();
            let count = chunk.len();
            self.add(doc, chunk).await?;
            doc += i64::try_from(count).unwrap_or(0);
        }
        Ok(())
    }

    async fn forget(&mut self, records: &[Uuid]) -> Result<(), StoreError> {
        for chunk in records.chunks(CHUNK) {
            let many = Bind::Many(ColumnType::Id, chunk.iter().map(|id| Bind::Id(*id)).collect());
            let among = self.dialect().among("record_id", ColumnType::Id, "$1");
            let sql = format!("DELETE FROM {TABLE} WHERE {among} RETURNING doc");
            let rows = self.rows(&sql, &[many]).await?;
            if self.dialect() == Dialect::Sqlite && !rows.is_empty() {
                let docs = rows.iter().map(|row| Ok(Bind::Int(row.number(0)?)));
                let docs = Bind::Many(ColumnType::Int, docs.collect::<Result<_, StoreError>>()?);
                let among = self.dialect().among("rowid", ColumnType::Int, "$1");
                self.run(&format!("DELETE FROM {} WHERE {among}", words_table(TABLE)), &[docs]).await?;
            }
        }
        Ok(())
    }

    /// Adds documents, numbered from `first`.
    async fn add(&mut self, first: i64, documents: Vec<Document>) -> Result<(), StoreError> {
        let sqlite = self.dialect() == Dialect::Sqlite;
        let (mut docs, mut objects, mut records, mut words) = (vec![], vec![], vec![], vec![]);
        for (doc, document) in (first..).zip(documents) {
            let sign = sign(&document.object);
            let own = document.words.unwrap_or_default().into_iter().map(|word| format!("{sign}{word}"));
            let mut own: Vec<String> = own.collect();
            if !sqlite {
                own.push(neighbourhood(doc >> NEIGHBOURS));
            }
            docs.push(Bind::Int(doc));
            objects.push(Bind::Text(document.object));
            records.push(Bind::Id(document.record));
            words.push(Bind::Text(own.join(" ")));
        }
        if sqlite {
            let beside = docs.iter().cloned().zip(words).map(|(doc, words)| vec![doc, words]).collect();
            let rows = docs.into_iter().zip(objects).zip(records).map(|((a, b), c)| vec![a, b, c]).collect();
            self.insert_many(TABLE, &["doc", "object", "record_id"], rows).await?;
            return self.insert_many(&words_table(TABLE), &["rowid", "words"], beside).await;
        }
        let sql = "INSERT INTO sys_search_doc (doc, object, record_id, words) \
                   SELECT doc, object, record_id, array_to_tsvector(string_to_array(words, ' ')) \
                   FROM unnest($1, $2, $3, $4) AS new (doc, object, record_id, words)";
        let columns = [
            Bind::Many(ColumnType::Int, docs),
            Bind::Many(ColumnType::Text, objects),
            Bind::Many(ColumnType::Id, records),
            Bind::Many(ColumnType::Text, words),
        ];
        self.run(sql, &columns).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_hold_every_document_once() {
        for before in [1, 2, 2_048, 2_049, 4_096, 4_097, 70_000, 1_000_000] {
            let mut end = before;
            let windows = windows(before);
            for (only, own) in &windows {
                assert_eq!(*own, end);
                let numbers = match only {
                    Some(Terms::Any(words)) => words.clone(),
                    Some(word) => vec![word.clone()],
                    None => Vec::new(),
                };
                let first = numbers.first().and_then(|word| match word {
                    Terms::Word(word) => word[1..].parse::<i64>().ok(),
                    _ => None,
                });
                end = first.map_or(0, |first| first << NEIGHBOURS);
            }
            assert_eq!(end, 0, "{before}");
        }
    }
}
