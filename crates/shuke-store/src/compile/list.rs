//! A page of a list: filter, order, and the place where it begins.

use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_base::Value;
use shuke_expr::Cond;
use shuke_meta::ObjectDef;

use crate::StoreError;
use crate::compile::cond::cond;
use crate::compile::cursor::Cursor;
use crate::compile::scope::scope;
use crate::compile::statement::{Statement, column, columns};
use crate::compile::value::first;
use crate::dialect::{Dialect, quote};

/// One sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Position of the field.
    pub field: usize,
    /// Largest first.
    pub descending: bool,
}

/// What a list shows, to whom.
#[derive(Debug, Clone)]
pub struct ListQuery<'a> {
    /// The object.
    pub object: &'a Arc<ObjectDef>,
    /// Who looks.
    pub viewer: &'a Viewer,
    /// The right under which rows are seen; [`Action::Read`] but for bulk work.
    pub action: Action,
    /// Positions of the fields to fetch.
    pub fields: &'a [usize],
    /// The filter.
    pub cond: Option<&'a Cond>,
    /// The order; the id is always the last key.
    pub sort: &'a [Sort],
    /// Rows at most.
    pub limit: usize,
    /// Begins after this place.
    pub cursor: Option<&'a Cursor>,
    /// The recycle bin instead of the live records.
    pub deleted: bool,
}

/// Fields that are never empty, so that their keyset test is one comparison of pairs.
fn never_empty(query: &ListQuery<'_>, key: Sort) -> bool {
    let field = &query.object.fields[key.field];
    matches!(field.name.as_str(), "created_at" | "updated_at" | "id" | "version")
        || (query.deleted && field.name == "deleted_at")
}

impl ListQuery<'_> {
    /// `FROM … WHERE …` without order and place.
    fn body(&self, st: &mut Statement) -> Result<String, StoreError> {
        let alive = if self.deleted { "r.deleted_at IS NOT NULL" } else { "r.deleted_at IS NULL" };
        let visible = scope(st, "r", &self.viewer.scope(self.object, self.action));
        let mut body = format!(" FROM {} r WHERE {alive} AND {visible}", quote(&self.object.table));
        if let Some(tree) = self.cond {
            let tests = cond(st, "r", tree, self.viewer)?;
            body.push_str(" AND ");
            body.push_str(&tests);
        }
        Ok(body)
    }

    fn descending(&self) -> bool {
        self.sort.last().is_some_and(|key| key.descending)
    }

    /// The rows of the page: the columns of `fields`, then those of the sort keys, then the id.
    ///
    /// # Errors
    /// When a value's type is not its field's.
    pub fn select(&self, dialect: Dialect) -> Result<Statement, StoreError> {
        let mut st = Statement::new(dialect);
        let wanted = self.fields.iter().chain(self.sort.iter().map(|key| &key.field));
        let wanted = columns("r", wanted.map(|at| &self.object.fields[*at]));
        let comma = if wanted.is_empty() { "" } else { ", " };
        let body = self.body(&mut st)?;
        let mut sql = format!("SELECT {wanted}{comma}r.id{body}");
        if let Some(cursor) = self.cursor {
            let after = self.after(&mut st, cursor)?;
            sql.push_str(" AND ");
            sql.push_str(&after);
        }
        let mut keys: Vec<String> = self
            .sort
            .iter()
            .map(|key| dialect.order(&column("r", &self.object.fields[key.field]), key.descending))
            .collect();
        keys.push(dialect.order("r.id", self.descending()));
        sql.push_str(&format!(" ORDER BY {} LIMIT {}", keys.join(", "), self.limit));
        st.sql = sql;
        Ok(st)
    }

    /// The number of rows, counted to `cap` at most.
    ///
    /// # Errors
    /// When a value's type is not its field's.
    pub fn count(&self, dialect: Dialect, cap: Option<u64>) -> Result<Statement, StoreError> {
        let mut st = Statement::new(dialect);
        let body = self.body(&mut st)?;
        st.sql = match cap {
            Some(cap) => format!("SELECT count(*) FROM (SELECT 1{body} LIMIT {cap}) counted"),
            None => format!("SELECT count(*){body}"),
        };
        Ok(st)
    }

    /// The test that a row comes after the place. Nothing is the smallest value.
    fn after(&self, st: &mut Statement, cursor: &Cursor) -> Result<String, StoreError> {
        let falling = self.descending();
        let same_way = self.sort.iter().all(|key| key.descending == falling && never_empty(self, *key));
        if same_way {
            let mut cols: Vec<String> =
                self.sort.iter().map(|key| column("r", &self.object.fields[key.field])).collect();
            cols.push("r.id".to_owned());
            let mut places = Vec::new();
            for (key, value) in self.sort.iter().zip(&cursor.keys) {
                places.push(st.place(first(&self.object.fields[key.field], value)?));
            }
            places.push(st.place(cursor.id));
            let sign = if falling { "<" } else { ">" };
            return Ok(format!("({}) {sign} ({})", cols.join(", "), places.join(", ")));
        }
        let mut ways = Vec::new();
        let mut equal = String::new();
        for (key, value) in self.sort.iter().zip(&cursor.keys) {
            let col = column("r", &self.object.fields[key.field]);
            let past = self.past(st, &col, *key, value)?;
            if let Some(past) = past {
                ways.push(format!("({equal}{past})"));
            }
            equal.push_str(&match value {
                Value::Null => format!("{col} IS NULL AND "),
                value => {
                    let place = st.place(first(&self.object.fields[key.field], value)?);
                    format!("{col} = {place} AND ")
                }
            });
        }
        let sign = if falling { "<" } else { ">" };
        ways.push(format!("({equal}r.id {sign} {})", st.place(cursor.id)));
        let bound = self.bound(st, cursor)?;
        Ok(format!("{bound}({})", ways.join(" OR ")))
    }

    fn past(&self, st: &mut Statement, col: &str, key: Sort, value: &Value) -> Result<Option<String>, StoreError> {
        Ok(match (value, key.descending) {
            (Value::Null, false) => Some(format!("{col} IS NOT NULL")),
            (Value::Null, true) => None,
            (value, descending) => {
                let place = st.place(first(&self.object.fields[key.field], value)?);
                Some(if descending {
                    format!("({col} < {place} OR {col} IS NULL)")
                } else {
                    format!("{col} > {place}")
                })
            }
        })
    }

    /// A plain bound on the first key, which lets an index begin at the place instead of at its end.
    fn bound(&self, st: &mut Statement, cursor: &Cursor) -> Result<String, StoreError> {
        let (Some(key), Some(value)) = (self.sort.first(), cursor.keys.first()) else {
            return Ok(String::new());
        };
        let col = column("r", &self.object.fields[key.field]);
        Ok(match (value, key.descending) {
            (Value::Null, true) => format!("{col} IS NULL AND "),
            (Value::Null, false) => String::new(),
            (value, false) => {
                let place = st.place(first(&self.object.fields[key.field], value)?);
                format!("{col} >= {place} AND ")
            }
            // Falling, with empty values last: no single range holds the rest.
            (_, true) => String::new(),
        })
    }
}
