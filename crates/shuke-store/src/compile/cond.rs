//! Conditions to SQL, with the meaning that `shuke_expr` gives them: always true or false, never unknown.
//!
//! A negative test is compiled as its positive one followed by `IS NOT TRUE`, so empty values fall on the side that
//! the tree says. What lies behind a reference is seen only as far as the viewer may read it.

use shuke_access::{Action, Viewer};
use shuke_base::Value;
use shuke_expr::{Cond, Hop, Op, Test};
use shuke_meta::{ColumnType, FieldDef, FieldKind};

use crate::compile::scope::scope;
use crate::compile::statement::{Statement, column};
use crate::compile::value::first;
use crate::dialect::quote;
use crate::{Bind, Dialect, StoreError};

/// The condition on a row under `alias`.
///
/// # Errors
/// When a value's type is not its field's.
pub fn cond(st: &mut Statement, alias: &str, tree: &Cond, viewer: &Viewer) -> Result<String, StoreError> {
    Ok(match tree {
        Cond::All(parts) => join(st, alias, parts, viewer, " AND ", "1 = 1")?,
        Cond::Any(parts) => join(st, alias, parts, viewer, " OR ", "1 = 0")?,
        Cond::Not(part) => format!("({}) IS NOT TRUE", cond(st, alias, part, viewer)?),
        Cond::Test(test) => through(st, alias, &test.path.hops, test, viewer)?,
        Cond::Related { object, field, cond: inner } => {
            let other = st.alias();
            let inside = cond(st, &other, inner, viewer)?;
            let visible = scope(st, &other, &viewer.scope(object, Action::Read));
            let back = column(&other, &object.fields[*field]);
            format!(
                "EXISTS (SELECT 1 FROM {} {other} WHERE {back} = {alias}.id AND {other}.deleted_at IS NULL AND \
                 {visible} AND {inside})",
                quote(&object.table)
            )
        }
    })
}

fn join(
    st: &mut Statement,
    alias: &str,
    parts: &[Cond],
    viewer: &Viewer,
    word: &str,
    none: &str,
) -> Result<String, StoreError> {
    let parts = parts.iter().map(|part| cond(st, alias, part, viewer)).collect::<Result<Vec<_>, _>>()?;
    Ok(match parts.len() {
        0 => none.to_owned(),
        1 => parts.into_iter().next().unwrap_or_default(),
        _ => format!("({})", parts.join(word)),
    })
}

/// Follows the references, then tests the field at the end.
fn through(st: &mut Statement, alias: &str, hops: &[Hop], test: &Test, viewer: &Viewer) -> Result<String, StoreError> {
    if let Some(positive) = opposite(&test.op) {
        let positive = Test { path: test.path.clone(), op: positive };
        if hops.is_empty() && matches!(test.op, Op::Empty) {
            return Ok(format!("{} IS NULL", column(alias, test.path.def())));
        }
        return Ok(format!("({}) IS NOT TRUE", through(st, alias, hops, &positive, viewer)?));
    }
    let Some((hop, rest)) = hops.split_first() else {
        return own(st, &column(alias, test.path.def()), test.path.def(), &test.op);
    };
    let target = rest.first().map_or(&test.path.end.object, |next| &next.object);
    let other = st.alias();
    let inside = through(st, &other, rest, test, viewer)?;
    let visible = scope(st, &other, &viewer.scope(target, Action::Read));
    let from = column(alias, hop.def());
    Ok(format!("{from} IN (SELECT {other}.id FROM {} {other} WHERE {visible} AND {inside})", quote(&target.table)))
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

/// A positive test of a column.
fn own(st: &mut Statement, col: &str, field: &FieldDef, op: &Op) -> Result<String, StoreError> {
    let list = field.columns()[0].kind == ColumnType::Json;
    let mut compare = |sign: &str, value: &Value| -> Result<String, StoreError> {
        let place = st.place(first(field, value)?);
        Ok(format!("{col} {sign} {place}"))
    };
    Ok(match op {
        Op::Eq(Value::Record(object, id)) if field.kind == FieldKind::Record => {
            let (id, object) = (st.place(*id), st.place(object.as_str()));
            let other = col.strip_suffix('"').unwrap_or(col);
            format!("({col} = {id} AND {other}__obj\" = {object})")
        }
        Op::Eq(Value::List(entries)) if list => {
            let all: Vec<String> = entries
                .iter()
                .map(|entry| {
                    let place = st.place(entry.as_str());
                    st.dialect.shares(col, &[place])
                })
                .collect();
            let length = st.place(i64::try_from(entries.len()).unwrap_or(i64::MAX));
            let size = match st.dialect {
                Dialect::Sqlite => format!("json_array_length({col}) = {length}"),
                Dialect::Postgres => format!("cardinality({col}) = {length}"),
            };
            format!("({} AND {size})", if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") })
        }
        Op::Eq(value) => compare("=", value)?,
        Op::Lt(value) => compare("<", value)?,
        Op::Lte(value) => compare("<=", value)?,
        Op::Gt(value) => compare(">", value)?,
        Op::Gte(value) => compare(">=", value)?,
        Op::Between(from, to) => format!("({} AND {})", compare(">=", from)?, compare("<=", to)?),
        Op::Within(from, to) => format!("({} AND {})", compare(">=", from)?, compare("<", to)?),
        Op::In(values) if values.is_empty() => "1 = 0".to_owned(),
        Op::In(values) if list => shares(st, col, values),
        Op::In(values) => {
            let binds = values.iter().map(|value| first(field, value)).collect::<Result<Vec<Bind>, _>>()?;
            format!("{col} IN ({})", st.places(binds))
        }
        Op::Contains(text) if list => shares(st, col, &[Value::Text(text.clone())]),
        Op::Contains(text) => {
            let place = st.place(text.as_str());
            st.dialect.contains(col, &place)
        }
        Op::StartsWith(text) => {
            let (from, to) = (st.place(text.as_str()), st.place(format!("{text}\u{10FFFF}")));
            format!("({col} >= {from} AND {col} < {to})")
        }
        Op::EndsWith(text) => {
            let (place, length) = (st.place(text.as_str()), text.chars().count());
            match st.dialect {
                Dialect::Sqlite => format!("substr({col}, -{length}) = {place}"),
                Dialect::Postgres => format!("right({col}, {length}) = {place}"),
            }
        }
        Op::NotEmpty => format!("{col} IS NOT NULL"),
        Op::Never => "1 = 0".to_owned(),
        Op::Ne(_) | Op::NotIn(_) | Op::NotContains(_) | Op::Empty => {
            return Err(StoreError::internal("a negative test has a positive one"));
        }
    })
}

fn shares(st: &mut Statement, col: &str, values: &[Value]) -> String {
    let entries: Vec<String> = values
        .iter()
        .flat_map(|value| match value {
            Value::List(entries) => entries.clone(),
            Value::Text(entry) => vec![entry.clone()],
            _ => Vec::new(),
        })
        .map(|entry| st.place(entry))
        .collect();
    if entries.is_empty() { "1 = 0".to_owned() } else { st.dialect.shares(col, &entries) }
}
