//! Where a page begins: the rows after a cursor, cut into stretches that an index walks one after another.
//!
//! "After" in an order of several keys is no single range: with `a, b` it is first the rows with the same `a` and a
//! later `b`, then those with a later `a`. And nothing, the smallest value, lies outside every comparison. So each
//! such stretch is a statement of its own, and the next is asked only when the page is not full yet.

use shuke_base::Value;

use crate::StoreError;
use crate::compile::cursor::Cursor;
use crate::compile::list::{ListQuery, Sort};
use crate::compile::statement::{Statement, column};
use crate::compile::value::first;

/// A part of the rows of a list, in whose order the parts follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// All rows.
    Whole,
    /// All rows after the cursor, as one comparison of keys.
    Pairs,
    /// All rows after the cursor, as alternatives.
    Ways,
    /// The same values as the cursor in this many keys, and past it in the next one (which is the id behind the last).
    Past(usize),
    /// The same values as the cursor in this many keys, and nothing in the next one.
    Empty(usize),
}

/// Fields that are never empty.
fn never_empty(query: &ListQuery<'_>, key: Sort) -> bool {
    let name = query.object.fields[key.field].name.as_str();
    matches!(name, "created_at" | "updated_at" | "id" | "version") || (query.deleted && name == "deleted_at")
}

impl ListQuery<'_> {
    /// The stretches of the page, in order. Rows of a later one are wanted when those before don't fill the page.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch> {
        let Some(cursor) = self.cursor else {
            return vec![Stretch::Whole];
        };
        let falling = self.descending();
        if self.sort.iter().all(|key| key.descending == falling && never_empty(self, *key)) {
            vec![Stretch::Pairs]
        } else if self.first_key_indexed() {
            self.ways(cursor)
        } else {
            // Each stretch would read and sort the whole list.
            vec![Stretch::Ways]
        }
    }

    fn ways(&self, cursor: &Cursor) -> Vec<Stretch> {
        let mut ways = vec![Stretch::Past(self.sort.len())];
        for (at, key) in self.sort.iter().enumerate().rev() {
            match (cursor.keys[at].is_null(), key.descending) {
                // Nothing is the smallest: when falling, it comes last and nothing is past it.
                (true, true) => {}
                (false, true) => ways.extend([Stretch::Past(at), Stretch::Empty(at)]),
                (_, false) => ways.push(Stretch::Past(at)),
            }
        }
        ways
    }

    fn first_key_indexed(&self) -> bool {
        let Some(key) = self.sort.first() else { return true };
        let column = &self.object.fields[key.field].column;
        self.object
            .index_specs()
            .iter()
            .any(|index| index.deleted == self.deleted && index.columns.contains(column))
    }

    /// The test that a row belongs to the stretch.
    pub(super) fn within(&self, st: &mut Statement, stretch: Stretch) -> Result<Option<String>, StoreError> {
        let Some(cursor) = self.cursor else { return Ok(None) };
        Ok(match stretch {
            Stretch::Whole => None,
            Stretch::Pairs => Some(self.pairs(st, cursor)?),
            Stretch::Ways => {
                let ways = self.ways(cursor);
                let ways =
                    ways.into_iter().map(|way| self.way(st, cursor, way)).collect::<Result<Vec<_>, _>>()?;
                Some(format!("({})", ways.join(" OR ")))
            }
            Stretch::Past(_) | Stretch::Empty(_) => Some(self.way(st, cursor, stretch)?),
        })
    }

    fn pairs(&self, st: &mut Statement, cursor: &Cursor) -> Result<String, StoreError> {
        let fields = self.sort.iter().map(|key| &self.object.fields[key.field]);
        let mut columns: Vec<String> = fields.clone().map(|field| column("r", field)).collect();
        columns.push("r.id".to_owned());
        let mut places = Vec::with_capacity(columns.len());
        for (field, value) in fields.zip(&cursor.keys) {
            places.push(st.place(first(field, value)?));
        }
        places.push(st.place(cursor.id));
        Ok(format!("({}) {} ({})", columns.join(", "), self.sign(), places.join(", ")))
    }

    fn way(&self, st: &mut Statement, cursor: &Cursor, way: Stretch) -> Result<String, StoreError> {
        let (same, empty) = match way {
            Stretch::Past(same) => (same, false),
            Stretch::Empty(same) => (same, true),
            Stretch::Whole | Stretch::Pairs | Stretch::Ways => {
                return Err(StoreError::internal("not a single stretch"));
            }
        };
        let mut tests = Vec::with_capacity(same + 1);
        for (key, value) in self.sort.iter().zip(&cursor.keys).take(same) {
            let field = &self.object.fields[key.field];
            let col = column("r", field);
            tests.push(match value {
                Value::Null => format!("{col} IS NULL"),
                value => format!("{col} = {}", st.place(first(field, value)?)),
            });
        }
        tests.push(match self.sort.get(same) {
            None => format!("r.id {} {}", self.sign(), st.place(cursor.id)),
            Some(key) => {
                let field = &self.object.fields[key.field];
                let col = column("r", field);
                match &cursor.keys[same] {
                    _ if empty => format!("{col} IS NULL"),
                    Value::Null => format!("{col} IS NOT NULL"),
                    value => {
                        let sign = if key.descending { "<" } else { ">" };
                        format!("{col} {sign} {}", st.place(first(field, value)?))
                    }
                }
            }
        });
        Ok(format!("({})", tests.join(" AND ")))
    }

    fn sign(&self) -> &'static str {
        if self.descending() { "<" } else { ">" }
    }
}
