//! Words of documents: FTS5 on SQLite, a `tsvector` with a GIN index on PostgreSQL. Both are given words that were cut
//! already and take them as they are.

use shuke_base::Terms;

use super::{Dialect, quote};

/// Places that a question for one object has in common with others: the condition, the number to be before, and how many.
pub(crate) const SEARCH_PLACES: usize = 3;
/// Places of each object in a question for several.
pub(crate) const SEARCH_EACH: usize = 4;

impl Dialect {
    /// Gives a table words: a column with an index of its own, or a table beside it whose rows go by the first key.
    /// Only which document has which word is kept, neither the places nor the text.
    pub(crate) fn add_words(self, table: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "CREATE VIRTUAL TABLE {} USING fts5(words, content='', contentless_delete=1, detail=none, \
                 tokenize=\"ascii tokenchars '_'\")",
                quote(&words_table(table))
            ),
            Self::Postgres => format!(
                "ALTER TABLE {0} ADD COLUMN words tsvector NOT NULL; \
                 CREATE INDEX {1} ON {0} USING gin (words) WITH (gin_pending_list_limit = 1024)",
                quote(table),
                quote(&format!("gin_{table}_words")),
            ),
        }
    }

    /// A condition over words in the engine's own language; bound, never part of a statement's text. `None` when no
    /// document can meet it.
    pub(crate) fn terms(self, terms: &Terms) -> Option<String> {
        match terms {
            Terms::Word(word) => Some(self.word(word)),
            Terms::Any(parts) => {
                let parts: Vec<String> = parts.iter().filter_map(|part| self.terms(part)).collect();
                let or = if self == Self::Sqlite { " OR " } else { " | " };
                (!parts.is_empty()).then(|| format!("({})", parts.join(or)))
            }
            Terms::All(parts) => {
                let parts = parts.iter().map(|part| self.terms(part)).collect::<Option<Vec<String>>>()?;
                let and = if self == Self::Sqlite { " AND " } else { " & " };
                // What holds always is asked by nobody.
                (!parts.is_empty()).then(|| format!("({})", parts.join(and)))
            }
        }
    }

    fn word(self, word: &str) -> String {
        match self {
            Self::Sqlite => format!("\"{}\"", word.replace('"', "\"\"")),
            Self::Postgres => format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''")),
        }
    }

    /// The newest documents of several objects: for each four places, namely the condition, the object, the number to be
    /// before, and how many at most. Answers number, object, record.
    pub(crate) fn search(self, objects: usize) -> String {
        each(objects, 0, |[terms, object, before, limit]| match self {
            Self::Sqlite => format!(
                "SELECT doc, object, record_id FROM (SELECT d.doc, d.object, d.record_id \
                 FROM sys_search_doc_words w CROSS JOIN sys_search_doc d ON d.doc = w.rowid \
                 WHERE w.sys_search_doc_words MATCH ${terms} AND d.object = ${object} AND w.rowid < ${before} \
                 ORDER BY w.rowid DESC LIMIT ${limit})"
            ),
            // Matches first, order after: the other way round the engine walks all documents where few match. With `+ 0`
            // the number is no way to them either.
            Self::Postgres => format!(
                "(WITH found AS MATERIALIZED (SELECT doc, object, record_id FROM sys_search_doc \
                 WHERE words @@ ${terms}::tsquery AND object = ${object} AND doc + 0 < ${before}) \
                 SELECT doc, object, record_id FROM found ORDER BY doc DESC LIMIT ${limit})"
            ),
        })
    }

    /// The newest documents before `$2` that meet the condition `$1`, `$3` at most, of records in this table that meet the
    /// test of a row under `r`.
    pub(crate) fn search_where(self, table: &str, meets: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "SELECT d.doc, d.object, d.record_id FROM sys_search_doc_words w \
                 CROSS JOIN sys_search_doc d ON d.doc = w.rowid CROSS JOIN {table} r ON r.id = d.record_id \
                 WHERE w.sys_search_doc_words MATCH $1 AND w.rowid < $2 AND {meets} \
                 ORDER BY w.rowid DESC LIMIT $3"
            ),
            Self::Postgres => format!(
                "WITH found AS MATERIALIZED (SELECT doc, object, record_id FROM sys_search_doc \
                 WHERE words @@ $1::tsquery AND doc + 0 < $2) \
                 SELECT f.doc, f.object, f.record_id FROM found f JOIN {table} r ON r.id = f.record_id \
                 WHERE {meets} ORDER BY f.doc DESC LIMIT $3"
            ),
        }
    }

    /// As [`Dialect::search`], of records that have the member `$1` in their team at the moment `$2`; the places of the
    /// objects follow.
    pub(crate) fn search_teams(self, objects: usize) -> String {
        each(objects, 2, |[terms, object, before, limit]| {
            let (joined, meets) = match self {
                Self::Sqlite => (
                    "CROSS JOIN sys_search_doc d ON d.record_id = m.record_id \
                     CROSS JOIN sys_search_doc_words w ON w.rowid = d.doc",
                    format!("w.sys_search_doc_words MATCH ${terms}"),
                ),
                Self::Postgres => (
                    "JOIN sys_search_doc d ON d.record_id = m.record_id",
                    format!("d.words @@ ${terms}::tsquery"),
                ),
            };
            format!(
                "SELECT doc, object, record_id FROM (SELECT d.doc, d.object, d.record_id FROM sys_member m {joined} \
                 WHERE m.user_id = $1 AND (m.until IS NULL OR m.until > $2) \
                 AND {meets} AND d.object = ${object} AND d.doc < ${before} \
                 ORDER BY d.doc DESC LIMIT ${limit}) t{terms}"
            )
        })
    }
}

/// One statement that asks for each object, whose places follow `before` others.
fn each(objects: usize, before: usize, one: impl Fn([usize; SEARCH_EACH]) -> String) -> String {
    let places = |at: usize| std::array::from_fn(|place| before + at * SEARCH_EACH + place + 1);
    (0..objects).map(|at| one(places(at))).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The table beside a table that holds its words.
pub(crate) fn words_table(table: &str) -> String {
    format!("{table}_words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same() {
        let word = Terms::word;
        let terms = Terms::All(vec![word("a'b"), Terms::Any(vec![word("c\"d"), Terms::Any(Vec::new())])]);
        assert_eq!(Dialect::Sqlite.terms(&terms).unwrap(), "(\"a'b\" AND (\"c\"\"d\"))");
        assert_eq!(Dialect::Postgres.terms(&terms).unwrap(), "('a''b' & ('c\"d'))");
        let never = Terms::All(vec![word("a"), Terms::Any(Vec::new())]);
        assert_eq!(Dialect::Sqlite.terms(&never), None);
    }
}
