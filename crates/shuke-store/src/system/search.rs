//! The index of words: one document for each live record that can be found, written just before the commit of what
//! it tells of. A document's number grows with each writing, so the largest is the newest.

use shuke_access::{Action, ScopeCond, Viewer};
use shuke_base::{Terms, Uuid};
use shuke_meta::{ColumnType, ObjectDef};

use crate::compile::scope::shared_documents;
use crate::dialect::words::words_table;
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
    /// The objects that are searched.
    pub objects: &'a [&'a ObjectDef],
    /// These are all the objects that documents are of, or nearly.
    pub wide: bool,
    /// The words.
    pub terms: &'a Terms,
    /// Only documents before this number.
    pub before: i64,
    /// Candidates at most.
    pub limit: usize,
}

/// Documents of one statement.
const CHUNK: usize = 128;
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

/// The word that all records of an object have.
#[must_use]
pub fn object_word(object: &str) -> String {
    format!("o{object}")
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

/// Whatever the viewer may read of the object by owner or department.
fn scope_terms(viewer: &Viewer, object: &ObjectDef) -> Terms {
    let own = Terms::word(object_word(&object.name));
    match viewer.scope(object, Action::Read).cond() {
        ScopeCond::All => own,
        ScopeCond::Nothing => Terms::Any(Vec::new()),
        ScopeCond::Owned { owners, departments, .. } => {
            let owners = owners.iter().map(|owner| Terms::Word(owner_word(*owner)));
            let departments = departments.iter().map(|department| Terms::Word(department_word(*department)));
            Terms::All(vec![own, Terms::any(owners.chain(departments).collect())])
        }
    }
}

impl Conn {
    /// Live records that meet the condition and that the viewer may read, the newest documents first. Which of their
    /// fields may be read is not looked at.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn search(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let mut found = self.search_own(query).await?;
        let mut more = self.search_teams(query).await?;
        more.extend(self.search_shared(query).await?);
        if !more.is_empty() {
            found.extend(more);
            found.sort_by_key(|candidate| std::cmp::Reverse(candidate.doc));
            found.dedup();
            found.truncate(query.limit);
        }
        Ok(found)
    }

    /// What reaches the viewer by teams.
    async fn search_teams(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let reached = |object: &&ObjectDef| {
            Some((object_word(&object.name), query.viewer.scope(object, Action::Read).team()?))
        };
        let objects: Vec<_> = query.objects.iter().filter_map(reached).collect();
        let Some(team) = objects.first().map(|(_, team)| *team) else { return Ok(Vec::new()) };
        let objects = objects.into_iter().map(|(word, _)| Terms::Word(word)).collect();
        let terms = Terms::All(vec![query.terms.clone(), Terms::any(objects)]);
        let more = [Bind::Id(team.user), Bind::Moment(team.now)];
        let sql = self.dialect().search_teams();
        self.candidates(sql, &terms, query.before, query.limit, &more).await
    }

    /// What sharing rules open by what they ask of records.
    async fn search_shared(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let mut found = Vec::new();
        for object in query.objects {
            let scope = query.viewer.scope(object, Action::Read);
            if scope.ways().is_empty() {
                continue;
            }
            let statement = shared_documents(self.dialect(), object, &scope)?;
            let terms = Terms::All(vec![query.terms.clone(), Terms::word(object_word(&object.name))]);
            found.extend(self.newest(&statement.sql, &terms, query, &statement.binds).await?);
        }
        Ok(found)
    }

    async fn search_own(&mut self, query: &WordQuery<'_>) -> Result<Vec<Candidate>, StoreError> {
        let scope = |object: &&ObjectDef| query.viewer.scope(object, Action::Read);
        if query.wide && query.objects.iter().all(|it| matches!(scope(it).cond(), ScopeCond::All)) {
            // Words that nearly all documents have are read at length to no end: the documents' own rows tell.
            let names = query.objects.iter().map(|object| Bind::from(object.name.as_str())).collect();
            let names = Bind::Many(ColumnType::Text, names);
            let terms = Terms::All(vec![query.terms.clone()]);
            return self.newest(self.dialect().search_among(), &terms, query, &[names]).await;
        }
        let sql = self.dialect().search();
        let objects = query.objects.iter().map(|object| scope_terms(query.viewer, object)).collect();
        let terms = Terms::All(vec![query.terms.clone(), Terms::any(objects)]);
        self.newest(sql, &terms, query, &[]).await
    }

    /// The newest candidates of a question.
    async fn newest(
        &mut self,
        sql: &str,
        terms: &Terms,
        query: &WordQuery<'_>,
        more: &[Bind],
    ) -> Result<Vec<Candidate>, StoreError> {
        if self.dialect() == Dialect::Sqlite {
            // Read along the numbers, newest first, and only as far as needed.
            return self.candidates(sql, terms, query.before, query.limit, more).await;
        }
        let newest = self.row("SELECT max(doc) FROM sys_search_doc", &[]).await?;
        let newest = newest.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0);
        let mut found = Vec::new();
        for (only, before) in windows(query.before.min(newest + 1)) {
            let mut terms = terms.clone();
            if let (Terms::All(parts), Some(only)) = (&mut terms, only) {
                parts.push(only);
            }
            found.extend(self.candidates(sql, &terms, before, query.limit - found.len(), more).await?);
            if found.len() >= query.limit {
                break;
            }
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
        // Planned for these very words: a rare word and a common one want different ways.
        let mut binds = vec![Bind::Text(text), Bind::Int(before), Bind::Int(limit)];
        binds.extend_from_slice(more);
        let rows = self.rows_once(sql, &binds).await?;
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
        let mut last: std::collections::HashMap<Uuid, usize> = std::collections::HashMap::new();
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
            let mut own = document.words.unwrap_or_default();
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
