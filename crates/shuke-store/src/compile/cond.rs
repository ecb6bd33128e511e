//! Conditions to SQL, with the meaning that `shuke_expr` gives them: always true or false, never unknown.
//!
//! A negative test is compiled as its positive one followed by `IS NOT TRUE`, so empty values fall on the side that
//! the tree says. What lies behind a reference is seen only as far as the viewer may read it.

use std::collections::BTreeMap;

use shuke_access::{Action, Viewer};
use shuke_base::{Uuid, Value};
use shuke_expr::{Cond, Hop, Op, Test};
use shuke_meta::{ColumnType, FieldDef, FieldKind, ObjectDef};

use crate::compile::link;
use crate::compile::scope::scope;
use crate::compile::statement::{ALWAYS, NEVER, Statement, all, column, companion};
use crate::compile::value::{digest, first};
use crate::dialect::quote;
use crate::{Bind, StoreError};

/// The condition on a row of `object` under `alias`.
///
/// # Errors
/// When a value's type is not its field's.
pub fn cond(
    st: &mut Statement,
    alias: &str,
    object: &ObjectDef,
    tree: &Cond,
    viewer: &Viewer,
) -> Result<String, StoreError> {
    let here = Here { alias, object, viewer };
    here.cond(st, tree)
}

/// The row that a condition is about.
#[derive(Clone, Copy)]
struct Here<'a> {
    alias: &'a str,
    object: &'a ObjectDef,
    viewer: &'a Viewer,
}

impl Here<'_> {
    fn cond(self, st: &mut Statement, tree: &Cond) -> Result<String, StoreError> {
        Ok(match tree {
            Cond::All(parts) => self.join(st, parts, " AND ", ALWAYS)?,
            Cond::Any(parts) => self.join(st, parts, " OR ", NEVER)?,
            Cond::Not(part) => format!("({}) IS NOT TRUE", self.cond(st, part)?),
            Cond::Test(test) => through(st, self.alias, &test.path.hops, test, self.viewer)?,
            Cond::Related { object, field, cond: inner } => self.related(st, object, *field, inner)?,
        })
    }

    fn join(self, st: &mut Statement, parts: &[Cond], word: &str, none: &str) -> Result<String, StoreError> {
        let parts = parts.iter().map(|part| self.cond(st, part)).collect::<Result<Vec<_>, _>>()?;
        Ok(match parts.len() {
            0 => none.to_owned(),
            1 => parts.into_iter().next().unwrap_or_default(),
            _ => format!("({})", parts.join(word)),
        })
    }

    fn related(
        self,
        st: &mut Statement,
        object: &ObjectDef,
        at: usize,
        inner: &Cond,
    ) -> Result<String, StoreError> {
        let other = st.alias();
        let inside = Here { alias: &other, object, viewer: self.viewer }.cond(st, inner)?;
        let visible = scope(st, &other, object, &self.viewer.scope(object, Action::Read))?;
        let field = &object.fields[at];
        let mut points = match field.kind {
            FieldKind::MultiReference => link::points(st, &other, object, field, self.alias),
            _ => format!("{} = {}.id", column(&other, field), self.alias),
        };
        if field.kind == FieldKind::Record {
            // The same id may stand for a record of another object.
            let name = st.place(self.object.name.as_str());
            points.push_str(&format!(" AND {} = {name}", companion(&other, field)));
        }
        let alive = format!("{other}.deleted_at IS NULL");
        let tests = all(&[&points, &alive, &visible, &inside]);
        Ok(format!("EXISTS (SELECT 1 FROM {} {other} WHERE {tests})", quote(&object.table)))
    }
}

/// Follows the references, then tests the field at the end.
fn through(
    st: &mut Statement,
    alias: &str,
    hops: &[Hop],
    test: &Test,
    viewer: &Viewer,
) -> Result<String, StoreError> {
    if let Some(positive) = opposite(&test.op) {
        let positive = Test { path: test.path.clone(), op: positive };
        if hops.is_empty() && matches!(test.op, Op::Empty) {
            return Ok(format!("{} IS NULL", column(alias, test.path.def())));
        }
        return Ok(format!("({}) IS NOT TRUE", through(st, alias, hops, &positive, viewer)?));
    }
    let Some((hop, rest)) = hops.split_first() else {
        return own(st, alias, &test.path.end, &test.op);
    };
    let target = rest.first().map_or(&test.path.end.object, |next| &next.object);
    let other = st.alias();
    let inside = through(st, &other, rest, test, viewer)?;
    let visible = scope(st, &other, target, &viewer.scope(target, Action::Read))?;
    let from = column(alias, hop.def());
    let tests = all(&[&visible, &inside]);
    Ok(format!("{from} IN (SELECT {other}.id FROM {} {other} WHERE {tests})", quote(&target.table)))
}

/// The positive test that a negative one denies.
fn opposite(op: &Op) -> Option<Op> {
    Some(match op {
        Op::Ne(value) => Op::Eq(value.clone()),
        Op::NotIn(values) => Op::In(values.clone()),
        Op::NotContains(text) => Op::Contains(text.clone()),
        Op::Empty => Op::NotEmpty,
        _ => return None,
    })
}

/// A positive test of a field of the row itself.
fn own(st: &mut Statement, alias: &str, end: &Hop, op: &Op) -> Result<String, StoreError> {
    let field = end.def();
    if field.sealed() {
        return sealed(st, alias, end, op);
    }
    let col = column(alias, field);
    let kind = field.columns()[0].kind;
    let list = kind == ColumnType::Json;
    let mut compare = |sign: &str, value: &Value| -> Result<String, StoreError> {
        let place = st.place(first(field, value)?);
        Ok(format!("{col} {sign} {place}"))
    };
    let linked = matches!(field.kind, FieldKind::MultiReference | FieldKind::Lines);
    Ok(match op {
        Op::Eq(value @ Value::Record(..)) if field.kind == FieldKind::Record => {
            records(st, alias, field, std::slice::from_ref(value))
        }
        Op::Eq(value) => compare("=", value)?,
        Op::Lt(value) => compare("<", value)?,
        Op::Lte(value) => compare("<=", value)?,
        Op::Gt(value) => compare(">", value)?,
        Op::Gte(value) => compare(">=", value)?,
        Op::Between(from, to) => format!("({} AND {})", compare(">=", from)?, compare("<=", to)?),
        Op::Within(from, to) => format!("({} AND {})", compare(">=", from)?, compare("<", to)?),
        Op::In(values) if linked => link::names(st, alias, &end.object, field, values),
        Op::In(values) if list => shares(st, &col, values),
        Op::In(values) if field.kind == FieldKind::Record => records(st, alias, field, values),
        Op::In(values) => {
            let binds = values.iter().map(|value| first(field, value)).collect::<Result<Vec<Bind>, _>>()?;
            st.one_of(&col, kind, binds)
        }
        Op::Contains(id) if linked => link::names(st, alias, &end.object, field, &[Value::Text(id.clone())]),
        Op::Contains(text) if list => shares(st, &col, &[Value::Text(text.clone())]),
        Op::Contains(text) => {
            // Of an address the line is looked through, not the region's code; of a rich text its plain text.
            let beside = matches!(field.kind, FieldKind::Address | FieldKind::RichText);
            let col = if beside { companion(alias, field) } else { col };
            let place = st.place(text.to_ascii_lowercase());
            st.dialect.contains(&col, &place)
        }
        Op::StartsWith(text) => {
            let from = st.place(text.as_str());
            match after_prefix(text) {
                Some(to) => format!("({col} >= {from} AND {col} < {})", st.place(to)),
                None => format!("{col} >= {from}"),
            }
        }
        Op::EndsWith(text) if text.is_empty() => format!("{col} IS NOT NULL"),
        Op::EndsWith(text) => {
            let place = st.place(text.as_str());
            format!("{} = {place}", st.dialect.ending(&col, text.chars().count()))
        }
        Op::NotEmpty => format!("{col} IS NOT NULL"),
        Op::Never => NEVER.to_owned(),
        Op::Ne(_) | Op::NotIn(_) | Op::NotContains(_) | Op::Empty => {
            return Err(StoreError::internal("a negative test has a positive one"));
        }
    })
}

/// A positive test of a sealed field: by digests. While values are being sealed or opened, those that lie in the clear
/// are looked for as they are.
fn sealed(st: &mut Statement, alias: &str, end: &Hop, op: &Op) -> Result<String, StoreError> {
    let field = end.def();
    let one;
    let values = match op {
        Op::Eq(value) => {
            one = [value.clone()];
            &one[..]
        }
        Op::In(values) => values,
        Op::NotEmpty => return Ok(format!("{} IS NOT NULL", column(alias, field))),
        Op::Never => return Ok(NEVER.to_owned()),
        _ => return Err(StoreError::internal(format!("{} is sealed", field.name))),
    };
    let digests = values.iter().map(|value| digest(&end.object, field, value)).collect();
    let by_digest = format!("{alias}.{}", quote(&field.digest_column()));
    let found = st.one_of(&by_digest, ColumnType::Text, digests);
    if !field.sealing {
        return Ok(found);
    }
    let plain = values.iter().map(|value| first(field, value)).collect::<Result<Vec<Bind>, _>>()?;
    Ok(format!("({found} OR {})", st.one_of(&column(alias, field), ColumnType::Text, plain)))
}

/// The field points to one of these records: the id alone doesn't say of which object it is.
fn records(st: &mut Statement, alias: &str, field: &FieldDef, values: &[Value]) -> String {
    let mut objects: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for value in values {
        if let Value::Record(object, id) = value {
            objects.entry(object).or_default().push(*id);
        }
    }
    let each: Vec<String> = objects
        .into_iter()
        .map(|(object, ids)| {
            let ids = ids.into_iter().map(Bind::Id).collect();
            let ids = st.one_of(&column(alias, field), ColumnType::Id, ids);
            let object = st.place(object);
            format!("({ids} AND {} = {object})", companion(alias, field))
        })
        .collect();
    match each.len() {
        0 => NEVER.to_owned(),
        1 => each.into_iter().next().unwrap_or_default(),
        _ => format!("({})", each.join(" OR ")),
    }
}

/// The list has one of these entries.
fn shares(st: &mut Statement, col: &str, values: &[Value]) -> String {
    let entries = values.iter().filter_map(Value::as_text).map(Bind::from).collect::<Vec<_>>();
    if entries.is_empty() {
        return NEVER.to_owned();
    }
    let place = st.place(Bind::Many(ColumnType::Text, entries));
    st.dialect.shares(col, &place)
}

/// The smallest text that comes after everything with this prefix; none when nothing can.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // The range steps over the surrogates, which are no characters.
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::after_prefix;

    #[test]
    fn a_prefix_ends_where_the_next_one_begins() {
        assert_eq!(after_prefix("ab").as_deref(), Some("ac"));
        assert_eq!(after_prefix("a\u{D7FF}").as_deref(), Some("a\u{E000}"));
        assert_eq!(after_prefix("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(after_prefix("\u{10FFFF}"), None);
        assert_eq!(after_prefix(""), None);
    }
}
