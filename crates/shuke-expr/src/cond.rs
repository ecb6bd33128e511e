//! The typed tree of a condition.

use std::sync::Arc;

use shuke_base::Value;
use shuke_meta::{FieldDef, ObjectDef};

/// A condition on a record. Always true or false, never unknown: a test on an empty field is false, except for the
/// tests that say otherwise, and `Not` turns exactly the rest around. Every compiler and evaluator keeps to that.
#[derive(Debug, Clone)]
pub enum Cond {
    /// All hold; true when there is none.
    All(Vec<Cond>),
    /// At least one holds; false when there is none.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// A test of one field.
    Test(Test),
    /// At least one live record of `object` points here through `field` and meets the condition.
    Related {
        /// The object that points here.
        object: Arc<ObjectDef>,
        /// Position of its reference field; it may also be one with several references, or one for a record of any
        /// object, which then has to name the object here besides the id.
        field: usize,
        /// What such a record has to meet.
        cond: Box<Cond>,
    },
}

/// The short ways to conditions that the program itself makes.
impl Cond {
    /// Holds for every record.
    #[must_use]
    pub fn always() -> Self {
        Self::All(Vec::new())
    }

    /// Holds for no record.
    #[must_use]
    pub fn never() -> Self {
        Self::Any(Vec::new())
    }

    /// A test of a field of the record itself.
    ///
    /// # Panics
    /// When the object has no such field: the name is one of the program's own, or was looked up before.
    #[must_use]
    pub fn test(object: &Arc<ObjectDef>, field: &str, op: Op) -> Self {
        let at = object.position(field).expect("the name of a field of the object");
        Self::Test(Test { path: Path::own(object, at), op })
    }

    /// The field has this value. Panics like [`Cond::test`].
    #[must_use]
    pub fn eq(object: &Arc<ObjectDef>, field: &str, value: impl Into<Value>) -> Self {
        Self::test(object, field, Op::Eq(value.into()))
    }

    /// The field has one of these values. Panics like [`Cond::test`].
    #[must_use]
    pub fn one_of(object: &Arc<ObjectDef>, field: &str, values: Vec<Value>) -> Self {
        Self::test(object, field, if values.is_empty() { Op::Never } else { Op::In(values) })
    }

    /// The field is empty. Panics like [`Cond::test`].
    #[must_use]
    pub fn empty(object: &Arc<ObjectDef>, field: &str) -> Self {
        Self::test(object, field, Op::Empty)
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut first), Self::All(second)) => {
                first.extend(second);
                Self::All(first)
            }
            (Self::All(mut first), other) => {
                first.push(other);
                Self::All(first)
            }
            (first, Self::All(second)) if second.is_empty() => first,
            (first, other) => Self::All(vec![first, other]),
        }
    }

    /// At least one of the two holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any(mut first), other) => {
                first.push(other);
                Self::Any(first)
            }
            (first, other) => Self::Any(vec![first, other]),
        }
    }

    /// Whether it holds for every record, as far as its shape tells.
    #[must_use]
    pub fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.iter().all(Self::is_always))
    }
}

impl std::ops::Not for Cond {
    type Output = Self;

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// A field of an object, by its position.
#[derive(Debug, Clone)]
pub struct Hop {
    /// The object that has the field.
    pub object: Arc<ObjectDef>,
    /// Position in [`ObjectDef::fields`].
    pub field: usize,
}

impl Hop {
    /// The field's definition.
    #[must_use]
    pub fn def(&self) -> &FieldDef {
        &self.object.fields[self.field]
    }
}

/// A way to a field: through zero or more references, then the field itself.
#[derive(Debug, Clone)]
pub struct Path {
    /// References followed, in order. A reference to a deleted record is followed like any other.
    pub hops: Vec<Hop>,
    /// The field at the end.
    pub end: Hop,
}

impl Path {
    /// A field of the record itself.
    #[must_use]
    pub fn own(object: &Arc<ObjectDef>, field: usize) -> Self {
        Self { hops: Vec::new(), end: Hop { object: Arc::clone(object), field } }
    }

    /// The field at the end.
    #[must_use]
    pub fn def(&self) -> &FieldDef {
        self.end.def()
    }
}

/// A test of one field.
#[derive(Debug, Clone)]
pub struct Test {
    /// Which field.
    pub path: Path,
    /// What it has to meet.
    pub op: Op,
}

/// What a value has to meet. Values have the type of the field (money is compared by amount, then it is a
/// [`Value::Decimal`]); relative times and `@me` are resolved before.
///
/// Order of values: texts by their UTF-8 bytes, yes after no, ids by their bytes, a choice by its api name.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Equal; false when empty.
    Eq(Value),
    /// Not equal; true when empty.
    Ne(Value),
    /// Equal to one of them; false when empty. For lists: shares at least one entry.
    In(Vec<Value>),
    /// Equal to none of them; true when empty. For lists: shares no entry.
    NotIn(Vec<Value>),
    /// Less; false when empty.
    Lt(Value),
    /// At most.
    Lte(Value),
    /// Greater.
    Gt(Value),
    /// At least.
    Gte(Value),
    /// From the first to the second, both included.
    Between(Value, Value),
    /// From the first (included) to the second (excluded).
    Within(Value, Value),
    /// Text: has it as a part, with A to Z taken as a to z. Lists: has the entry.
    Contains(String),
    /// The opposite; true when empty.
    NotContains(String),
    /// Text begins with it, exactly.
    StartsWith(String),
    /// Text ends with it, exactly.
    EndsWith(String),
    /// Nothing there.
    Empty,
    /// Something there.
    NotEmpty,
    /// Never true; what remains of a test such as `in []`.
    Never,
}
